"""Builds that deliveries start, as the API of CodeBuild shows them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.github_payloads import push
from webhook_constructs.testing.local import LocalAws

ON_PUSH = [[{"type": "EVENT", "pattern": "PUSH"}]]
MakeProject = Callable[..., str]


def deliver(aws: LocalAws, project: str) -> str:
    """Deliver a push, and return the ID of the build that it starts."""
    assert aws.codebuild.deliver(project, "push", push()).builds is True
    return aws.codebuild.builds[-1].id


def test_a_build_is_listed_for_its_project_and_read_as_one_that_succeeded(
    aws: LocalAws, make_project: MakeProject, codebuild: Any
) -> None:
    codebuild.create_webhook(projectName=make_project("ci"), filterGroups=ON_PUSH)
    make_project("other")

    build_id = deliver(aws, "ci")

    assert build_id.startswith("ci:")
    assert codebuild.list_builds_for_project(projectName="ci")["ids"] == [build_id]
    assert codebuild.list_builds()["ids"] == [build_id]
    assert codebuild.list_builds_for_project(projectName="other")["ids"] == []
    (build,) = codebuild.batch_get_builds(ids=[build_id])["builds"]
    assert (build["projectName"], build["buildStatus"], build["buildNumber"]) == ("ci", "SUCCEEDED", 1)


def test_a_build_is_in_the_region_of_its_project_alone(aws: LocalAws, make_project: MakeProject) -> None:
    there = aws.client("codebuild", "eu-west-1")
    there.create_webhook(projectName=make_project("ci", client=there), filterGroups=ON_PUSH)
    make_project("ci")

    build_id = deliver(aws, "ci@eu-west-1")

    assert build_id.startswith("ci:")
    assert aws.client("codebuild").list_builds()["ids"] == []
    assert there.list_builds()["ids"] == [build_id]


def test_a_build_that_was_deleted_stays_deleted(aws: LocalAws, make_project: MakeProject, codebuild: Any) -> None:
    codebuild.create_webhook(projectName=make_project("ci"), filterGroups=ON_PUSH)
    first, second = deliver(aws, "ci"), deliver(aws, "ci")

    codebuild.batch_delete_builds(ids=[first])

    assert codebuild.list_builds()["ids"] == [second]
    with pytest.raises(ClientError, match="Build not found"):
        codebuild.stop_build(id=first)


def test_a_delivery_that_starts_no_build_adds_none(aws: LocalAws, make_project: MakeProject, codebuild: Any) -> None:
    codebuild.create_webhook(projectName=make_project("ci"), filterGroups=ON_PUSH)

    aws.codebuild.deliver("ci", "ping", {})

    assert codebuild.list_builds_for_project(projectName="ci")["ids"] == []


@pytest.mark.parametrize(
    ("operation", "arguments"),
    [("batch_get_builds", "ids"), ("batch_delete_builds", "ids"), ("stop_build", "id")],
)
def test_a_build_is_authorized_on_its_project(
    aws: LocalAws, make_project: MakeProject, codebuild: Any, operation: str, arguments: str
) -> None:
    for project in ("ci", "other"):
        codebuild.create_webhook(projectName=make_project(project), filterGroups=ON_PUSH)
    own, foreign = deliver(aws, "ci"), deliver(aws, "other")
    allowed = {"Effect": "Allow", "Action": "codebuild:*", "Resource": "arn:aws:codebuild:*:*:project/ci"}
    iam = aws.client("iam")
    iam.create_user(UserName="builder")
    document = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
    iam.put_user_policy(UserName="builder", PolicyName="own", PolicyDocument=document)
    key = iam.create_access_key(UserName="builder")["AccessKey"]
    builder = boto3.client(
        "codebuild",
        endpoint_url=aws.endpoint_url,
        region_name=aws.region,
        aws_access_key_id=key["AccessKeyId"],
        aws_secret_access_key=key["SecretAccessKey"],
    )

    def call(build: str) -> Any:
        return getattr(builder, operation)(**{arguments: [build] if arguments == "ids" else build})

    assert call(own)
    with pytest.raises(ClientError, match="is not authorized to perform"):
        call(foreign)
