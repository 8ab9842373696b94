"""One embedded AWS for a module, empty at the start of each test, with projects, pipelines, stacks and users in it."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from webhook_constructs.testing.local import LocalAws

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

GITHUB = {"type": "GITHUB", "location": "https://github.com/acme/api.git"}
PUSH = {"type": "EVENT", "pattern": "PUSH"}
REQUEST = {"type": "EVENT", "pattern": "PULL_REQUEST_CREATED"}
ANYBODY = [REQUEST, {"type": "ACTOR_ACCOUNT_ID", "pattern": "12345"}]
"""A group that lets everybody in whose account id has these figures in it."""


@pytest.fixture(scope="module")
def running_aws() -> Iterator[LocalAws]:
    with LocalAws() as aws:
        yield aws


@pytest.fixture
def aws(running_aws: LocalAws, monkeypatch: pytest.MonkeyPatch) -> LocalAws:
    """An empty account; the pauses between attempts are left out."""
    monkeypatch.setattr("webhook_constructs.audit.reading.connection.time", SimpleNamespace(sleep=lambda _: None))
    running_aws.reset()
    return running_aws


def make_project(
    aws: LocalAws,
    name: str = "api",
    groups: Sequence[Any] | None = None,
    *,
    region: str | None = None,
    source: Mapping[str, str] = GITHUB,
    **webhook: Any,
) -> str:
    """Create a project, with a webhook if there are groups, and return its name."""
    codebuild = aws.client("codebuild", region)
    codebuild.create_project(
        name=name,
        source=dict(source),
        artifacts={"type": "NO_ARTIFACTS"},
        environment={"type": "LINUX_CONTAINER", "image": "an-image", "computeType": "BUILD_GENERAL1_SMALL"},
        serviceRole="arn:aws:iam::000000000000:role/build",
    )
    if groups is not None:
        codebuild.create_webhook(projectName=name, filterGroups=list(groups), **webhook)
    return name


def pipeline(project: str, name: str = "release", **action: Any) -> dict[str, Any]:
    """A pipeline that follows acme/api and runs a project."""
    source = {"Category": "Source", "Owner": "AWS", "Provider": "CodeStarSourceConnection", "Version": "1"}
    build = {"Category": "Build", "Owner": "AWS", "Provider": "CodeBuild", "Version": "1"}
    follows = {"FullRepositoryId": "acme/api", "BranchName": "main"}
    stages = [
        {"Name": "Source", "Actions": [{"Name": "GitHub", "ActionTypeId": source, "Configuration": follows}]},
        {
            "Name": "Build",
            "Actions": [{"Name": "Run", "ActionTypeId": build, "Configuration": {"ProjectName": project}, **action}],
        },
    ]
    properties = {"Name": name, "RoleArn": "arn:aws:iam::000000000000:role/p", "Stages": stages}
    return {"Type": "AWS::CodePipeline::Pipeline", "Properties": properties}


def make_pipeline(aws: LocalAws, project: str, name: str = "release", **action: Any) -> None:
    """Make such a pipeline."""
    aws.deploy({"Resources": {"Pipeline": pipeline(project, name, **action)}}, f"Pipeline-{name}")


def make_profile(aws: LocalAws, folder: Path, policy: Any, name: str = "auditor") -> dict[str, str]:
    """Make a user with a policy and a profile of its own, and return the variables that lead to the profile."""
    iam = aws.client("iam")
    iam.create_user(UserName=name)
    iam.put_user_policy(UserName=name, PolicyName="own", PolicyDocument=json.dumps(policy))
    key = iam.create_access_key(UserName=name)["AccessKey"]
    file = folder / "credentials"
    lines = [
        f"[{name}]",
        f"aws_access_key_id = {key['AccessKeyId']}",
        f"aws_secret_access_key = {key['SecretAccessKey']}",
        "region = us-east-1",
        "",
    ]
    with file.open("a", encoding="utf-8") as credentials:
        credentials.write("\n".join(lines))
    return {"AWS_SHARED_CREDENTIALS_FILE": str(file)}


def allowing(*statements: tuple[Any, Any]) -> dict[str, Any]:
    """A policy that allows actions on resources."""
    return {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": actions, "Resource": on} for actions, on in statements],
    }
