"""Responses with an ARN of another region or account: what it is of is named, and not judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.audit.aws_answers import ACCOUNT, ARN, STACK_ID, answers, project, reading, strange, unread
from webhook_constructs.audit import read, targets_of

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["answers"]  # the fixture

OTHER_REGION = "is of another region than was asked"
OF_A_BATCH = "us-east-1: 1 of 2 projects (web): "
OF_PIPELINES = "us-east-1: 1 of 1 pipelines (release): "


def elsewhere(arn: str, *, region: str = "us-east-1", account: str = ACCOUNT) -> str:
    return arn.replace("us-east-1", region).replace(ACCOUNT, account)


def credentials_of(folder: Path, monkeypatch: pytest.MonkeyPatch, account: str | None) -> None:
    """Use credentials of a file, which may say of which account they are."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    lines = ["[default]", "aws_access_key_id = AKIA", "aws_secret_access_key = s"]
    lines += [] if account is None else [f"aws_account_id = {account}"]
    (folder / "credentials").write_text("\n".join([*lines, ""]))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(folder / "credentials"))


@pytest.mark.parametrize(
    "arn",
    [
        ARN.replace("us-east-1", "eu-west-1"),
        ARN.replace("us-east-1", "us-east-2"),
        ARN.replace("us-east-1", "cn-north-1").replace("aws", "aws-cn"),
    ],
)
def test_a_project_of_another_region_hides_no_other(answers: dict[str, Any], arn: str) -> None:
    answers["BatchGetProjects"] = {"projects": [project("web", arn=f"{arn}web"), project("api")]}

    found = reading()

    assert [each.name for each in found.projects] == ["api"]
    assert [str(each) for each in found.unread] == [
        OF_A_BATCH + strange(f"BatchGetProjects.projects[].arn {OTHER_REGION}")
    ]
    assert (found.is_strange, found.is_blind) == (True, False)


@pytest.mark.parametrize("account", [None, ACCOUNT])
def test_things_of_other_regions_are_lost_and_named(
    answers: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, account: str | None
) -> None:
    credentials_of(tmp_path, monkeypatch, account)
    arn = elsewhere(ARN, region="eu-west-1")
    answers["BatchGetProjects"] = {"projects": [project("api", arn=f"{arn}api"), project("web", arn=f"{arn}web")]}
    answers["GetPipeline"]["metadata"]["pipelineArn"] = f"arn:aws:codepipeline:eu-west-1:{ACCOUNT}:release"
    answers["DescribeStacks"]["Stacks"][0]["StackId"] = elsewhere(STACK_ID, region="eu-west-1")

    found = reading("Ci")

    assert (found.projects, found.pipelines, found.stack_webhooks) == ((), (), ())
    assert (found.is_strange, found.is_blind) == (True, True)
    assert [str(each) for each in found.unread] == [
        "us-east-1: 2 of 2 projects (api, web): " + strange(f"BatchGetProjects.projects[].arn {OTHER_REGION}"),
        OF_PIPELINES + strange(f"GetPipeline.metadata.pipelineArn {OTHER_REGION}"),
        "us-east-1: stack Ci: " + strange(f"DescribeStacks.Stacks[].StackId {OTHER_REGION}"),
    ]


def test_things_of_another_account_than_the_credentials_are_lost_and_named(
    answers: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    credentials_of(tmp_path, monkeypatch, ACCOUNT)
    answers["BatchGetProjects"]["projects"][1]["arn"] = elsewhere(ARN, account="444455556666") + "web"
    answers["GetPipeline"]["metadata"]["pipelineArn"] = "arn:aws:codepipeline:us-east-1:444455556666:release"
    answers["DescribeStacks"]["Stacks"][0]["StackId"] = elsewhere(STACK_ID, account="444455556666")

    found = reading("Ci")

    other = "is of another account than the credentials"
    assert ([each.name for each in found.projects], found.pipelines, found.stack_webhooks) == (["api"], (), ())
    assert found.is_strange
    assert [str(each) for each in found.unread] == [
        OF_A_BATCH + strange(f"BatchGetProjects.projects[].arn {other}"),
        OF_PIPELINES + strange(f"GetPipeline.metadata.pipelineArn {other}"),
        "us-east-1: stack Ci: " + strange(f"DescribeStacks.Stacks[].StackId {other}"),
    ]


@pytest.mark.parametrize("what", ["project", "pipeline", "stack"])
def test_several_accounts_in_one_region_are_strange_where_the_credentials_name_none(
    answers: dict[str, Any], what: str
) -> None:
    other = "444455556666"
    if what == "project":
        answers["BatchGetProjects"]["projects"][1]["arn"] = elsewhere(ARN, account=other) + "web"
    elif what == "pipeline":
        answers["GetPipeline"]["metadata"]["pipelineArn"] = f"arn:aws:codepipeline:us-east-1:{other}:release"
    else:
        answers["DescribeStacks"]["Stacks"][0]["StackId"] = elsewhere(STACK_ID, account=other)

    found = reading("Ci")

    assert found.is_strange
    assert [str(each) for each in found.unread] == [
        "us-east-1: the account: " + strange("the ARNs of projects, pipelines and stacks are of several accounts")
    ]


@pytest.mark.usefixtures("answers")
def test_a_variable_with_another_account_says_nothing_of_the_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCOUNT_ID", "444455556666")

    assert unread("Ci") == []


@pytest.mark.usefixtures("answers")
def test_a_region_that_is_named_as_that_of_fips_is_the_region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_USE_FIPS_ENDPOINT", "true")

    assert unread("Ci") == []
    assert read(targets_of([], ["fips-us-east-1"]), ["Ci"]).unread == ()
