"""What the guide on waiting jobs asks of an account, asked of the embedded AWS with the runner of the guide in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jmespath
import pytest
from botocore import xform_name

from tests.e2e.test_runners import deliver_job
from tests.examples.guide_blocks import blocks

if TYPE_CHECKING:
    from pathlib import Path

    from webhook_constructs.testing.local import LocalAws

GUIDE = "my-job-is-queued"
NOT_EMBEDDED = {"logs": "builds do not run here, so they write no log", "service-quotas": "it has no quotas"}
COMMANDS = [words for block in blocks(GUIDE) if block.language == "sh" for words in block.commands if words[0] == "aws"]


@pytest.fixture
def runner(aws: LocalAws, examples: Path) -> None:
    template = examples / "github_organization" / "cdk.out" / "GitHubOrganization.template.json"
    aws.deploy(template, "GitHubOrganization")


def answer(aws: LocalAws, words: list[str]) -> Any:
    """What a command of the AWS CLI prints."""
    _, service, command, *rest = words
    options = dict(zip(rest[::2], rest[1::2], strict=True))
    query = options.pop("--query", "@")
    client = aws.client(service)
    operation = client.meta.method_to_api_mapping[xform_name(command.replace("-", "_"))]
    members = client.meta.service_model.operation_model(operation).input_shape.members
    given = {}
    for name, shape in members.items():
        if (value := options.pop(f"--{xform_name(name, '-')}", None)) is not None:
            given[name] = [value] if shape.type_name == "list" else value
    assert options == {}
    return jmespath.search(query, getattr(client, command.replace("-", "_"))(**given))


def asked(aws: LocalAws, command: str) -> Any:
    (words,) = (each for each in COMMANDS if each[2] == command)
    return answer(aws, words)


@pytest.mark.usefixtures("runner")
def test_the_commands_answer_what_the_steps_ask(aws: LocalAws) -> None:
    (events, repositories) = asked(aws, "batch-get-projects")["filterGroups"][0]

    assert events["pattern"] == "WORKFLOW_JOB_QUEUED"
    assert repositories["pattern"] == "^(api|web)$"
    assert asked(aws, "describe-stacks") in (None, [])
    assert asked(aws, "list-builds-for-project")["ids"] == []
    assert asked(aws, "batch-get-builds") is None


@pytest.mark.usefixtures("runner")
def test_the_deliveries_of_the_guide_start_nothing_and_a_right_one_does(aws: LocalAws) -> None:
    right = ["codebuild-acme-runner-1001-1"]

    assert deliver_job(aws, ["codebuild-acme-runners-1001-1"]).builds is False
    assert deliver_job(aws, right, repository="docs").builds is False
    assert deliver_job(aws, right).builds is True


def test_every_command_is_asked_here_or_of_what_is_not_embedded() -> None:
    asked_here = {"batch-get-projects", "describe-stacks", "list-builds-for-project", "batch-get-builds"}

    assert {words[2] for words in COMMANDS if words[1] not in NOT_EMBEDDED} == asked_here
    assert {words[1] for words in COMMANDS} >= NOT_EMBEDDED.keys()
