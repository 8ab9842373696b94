"""Lists of projects in pages, pipelines, and a region that fails."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from collections.abc import Callable

    from webhook_constructs.testing.local import LocalAws

SOURCE = {
    "Name": "GitHub",
    "ActionTypeId": {"Category": "Source", "Owner": "AWS", "Provider": "CodeStarSourceConnection", "Version": "1"},
    "Configuration": {"FullRepositoryId": "acme/api", "BranchName": "main"},
}


def pipeline(name: str | None = None, **properties: Any) -> dict[str, Any]:
    stages = [{"Name": "Source", "Actions": [SOURCE]}]
    named = {"Name": name} if name else {}
    return {
        "Type": "AWS::CodePipeline::Pipeline",
        "Properties": {"RoleArn": "arn:aws:iam::000000000000:role/p", "Stages": stages, **named, **properties},
    }


def test_projects_are_listed_a_hundred_at_a_time(
    aws: LocalAws, codebuild: Any, make_project: Callable[..., str]
) -> None:
    for index in range(101):
        make_project(f"p{index:03}")

    pages = [page["projects"] for page in codebuild.get_paginator("list_projects").paginate()]

    assert [len(page) for page in pages] == [100, 1]
    assert pages[1] == ["p100"]
    assert [call.operation for call in aws.codebuild.calls] == ["ListProjects"] * 2


@pytest.mark.usefixtures("aws")
def test_a_page_that_was_not_given_out_is_refused(codebuild: Any) -> None:
    with pytest.raises(codebuild.exceptions.InvalidInputException):
        codebuild.list_projects(nextToken="next")


@pytest.mark.usefixtures("aws")
def test_a_batch_of_more_than_a_hundred_projects_is_refused(codebuild: Any) -> None:
    with pytest.raises(ClientError, match="less than or equal to 100"):
        codebuild.batch_get_projects(names=[f"p{index}" for index in range(101)])


def test_a_failure_can_be_ordered_for_one_region(aws: LocalAws, codebuild: Any) -> None:
    aws.codebuild.fail_next("ListProjects", "InternalFailure", "down", region="eu-west-1")

    assert codebuild.list_projects()["projects"] == []
    with pytest.raises(ClientError, match="down"):
        aws.client("codebuild", "eu-west-1").list_projects()


def test_a_pipeline_of_a_stack_is_shown_in_the_form_of_the_api(aws: LocalAws) -> None:
    triggers = [{"ProviderType": "CodeStarSourceConnection", "GitConfiguration": {"SourceActionName": "GitHub"}}]
    aws.deploy({"Resources": {"Pipeline": pipeline("release", Triggers=triggers)}}, "Demo")
    client = aws.client("codepipeline")

    shown = client.get_pipeline(name="release")

    assert [each["name"] for each in client.list_pipelines()["pipelines"]] == ["release"]
    assert shown["metadata"]["pipelineArn"] == "arn:aws:codepipeline:us-east-1:000000000000:release"
    assert shown["pipeline"]["triggers"][0]["gitConfiguration"]["sourceActionName"] == "GitHub"
    [action] = shown["pipeline"]["stages"][0]["actions"]
    assert action["actionTypeId"]["provider"] == "CodeStarSourceConnection"
    assert action["configuration"] == {"FullRepositoryId": "acme/api", "BranchName": "main"}
    assert aws.client("codepipeline", "eu-west-1").list_pipelines()["pipelines"] == []


def test_a_pipeline_is_changed_and_deleted_with_its_stack(aws: LocalAws) -> None:
    client = aws.client("codepipeline")
    name = aws.deploy(
        {"Resources": {"Pipeline": pipeline()}, "Outputs": {"Ref": {"Value": {"Ref": "Pipeline"}}}}, "Demo"
    ).outputs["Ref"]
    aws.deploy({"Resources": {"Pipeline": pipeline(Stages=[])}}, "Demo")

    assert client.get_pipeline(name=name)["pipeline"]["stages"] == []
    aws.delete("Demo")
    with pytest.raises(client.exceptions.PipelineNotFoundException):
        client.get_pipeline(name=name)


def test_pipelines_are_listed_in_pages(aws: LocalAws) -> None:
    aws.deploy({"Resources": {f"P{index}": pipeline(f"p{index}") for index in range(3)}}, "Demo")
    client = aws.client("codepipeline")

    pages = client.get_paginator("list_pipelines").paginate(PaginationConfig={"PageSize": 2})

    assert [[each["name"] for each in page["pipelines"]] for page in pages] == [["p0", "p1"], ["p2"]]
    with pytest.raises(client.exceptions.InvalidNextTokenException):
        client.list_pipelines(nextToken="next")
    with pytest.raises(ClientError, match="InvalidAction"):
        client.list_action_types()


def test_pipelines_are_under_iam(aws: LocalAws) -> None:
    aws.deploy({"Resources": {"Mine": pipeline("mine"), "Other": pipeline("other")}}, "Demo")
    iam = aws.client("iam")
    iam.create_user(UserName="reader")
    statement = {
        "Effect": "Allow",
        "Action": "codepipeline:GetPipeline",
        "Resource": "arn:aws:codepipeline:us-east-1:000000000000:mine",
    }
    iam.put_user_policy(
        UserName="reader",
        PolicyName="own",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
    )
    key = iam.create_access_key(UserName="reader")["AccessKey"]
    client = boto3.session.Session(key["AccessKeyId"], key["SecretAccessKey"], region_name=aws.region).client(
        "codepipeline", endpoint_url=aws.endpoint_url
    )

    assert client.get_pipeline(name="mine")["pipeline"]["name"] == "mine"
    with pytest.raises(ClientError, match="AccessDenied"):
        client.get_pipeline(name="other")
    with pytest.raises(ClientError, match="AccessDenied"):
        client.list_pipelines()
