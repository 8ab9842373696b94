"""The text of modules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import write

from .generated import generated

if TYPE_CHECKING:
    from tests.cli.conftest import Command

TEMPLATE = """
Parameters:
  Branch: {Type: String, Default: main}
Resources:
  Api:
    Type: AWS::CodeBuild::Project
    Properties:
      Name: api
      Source: {Type: GITHUB, Location: https://github.com/acme/api}
      Triggers:
        Webhook: true
        FilterGroups:
          - - {Type: EVENT, Pattern: "PULL_REQUEST_CREATED,PULL_REQUEST_UPDATED"}
            - {Type: ACTOR_ACCOUNT_ID, Pattern: "^(1234567|7654321)$"}
            - {Type: BASE_REF, Pattern: !Sub "^refs/heads/${Branch}$"}
  Web:
    Type: AWS::CodeBuild::Project
    Properties:
      Name: web
      Source: {Type: GITHUB, Location: https://github.com/acme/web}
      Triggers:
        Webhook: true
        FilterGroups:
          - - {Type: EVENT, Pattern: PULL_REQUEST_CREATED}
            - {Type: ACTOR_ACCOUNT_ID, Pattern: "^(1234567|7654321)$"}
          - - {Type: EVENT, Pattern: PUSH}
            - {Type: HEAD_REF, Pattern: refs/heads/main}
"""
MODULE = '''\
"""CodeBuild webhooks, written by webhook-constructs generate."""

# Read from:
# | t.yaml

from __future__ import annotations

from aws_cdk import Environment, Stack
from aws_cdk import aws_codebuild as codebuild
from constructs import Construct
from webhook_constructs import (
    CodeBuildWebhook,
    EventAction,
    FilterGroup,
    OnExistingWebhook,
)

ACCOUNTS = ("1234567", "7654321")


class Webhooks(Stack):
    """Webhooks of CodeBuild projects that are defined elsewhere."""

    # Before step 1: remove Triggers (in the CDK: webhook and webhook_filters) from the
    # projects, and deploy their stacks. CloudFormation leaves the webhooks in place.
    # Step 1: review the findings below, and deploy with
    # on_existing=OnExistingWebhook.ADOPT. The stack adopts the webhooks. They keep
    # their hooks at the git host, and no rollback or stack deletion deletes them.
    # Step 2: remove every on_existing, and deploy again. From then on, the stack
    # deletes a webhook that you remove.

    def __init__(
        self, scope: Construct, construct_id: str, *, env: Environment | None = None
    ) -> None:
        """Create the webhooks."""
        super().__init__(scope, construct_id, env=env)

        # | api (Api), read from t.yaml
        # | written for Branch=main
        self.api_webhook = CodeBuildWebhook(
            self,
            "ApiWebhook",
            project=codebuild.Project.from_project_name(self, "Api", "api"),
            repository="https://github.com/acme/api.git",
            filter_groups=[
                FilterGroup.on_pull_request()
                .and_actor_account_is(*ACCOUNTS)
                .and_base_branch_is("main"),
            ],
            on_existing=OnExistingWebhook.ADOPT,
        )

        # | web (Web), read from t.yaml
        # WH203 unanchored-ref:
        # | FilterGroups[1][1]: the pattern refs/heads/main is not anchored at the start
        # | and at the end, so refs/heads/main-2 passes too; write ^refs/heads/name$,
        # | and .* wherever anything may stand
        self.web_webhook = CodeBuildWebhook(
            self,
            "WebWebhook",
            project=codebuild.Project.from_project_name(self, "Web", "web"),
            repository="https://github.com/acme/web.git",
            filter_groups=[
                FilterGroup.on_pull_request(
                    EventAction.PULL_REQUEST_CREATED,
                ).and_actor_account_is(*ACCOUNTS),
                FilterGroup.on_push().and_head_ref_matches("refs/heads/main"),
            ],
            on_existing=OnExistingWebhook.ADOPT,
        )
'''


def test_the_whole_text_of_a_module(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "t.yaml", TEMPLATE)

    assert command("generate", "t.yaml") == MODULE


def test_without_a_webhook_the_module_says_so(command: Command, tmp_path: Path) -> None:
    write(tmp_path / "t.json", {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}})

    assert command("generate", tmp_path / "t.json") == (
        '"""CodeBuild webhooks, written by webhook-constructs generate."""\n\n# The sources have no webhook.\n'
    )


def test_what_cannot_be_written_is_named_in_the_module_and_on_standard_error(command: Command, tmp_path: Path) -> None:
    text = TEMPLATE.replace("Default: main", "Description: x")
    path = write(tmp_path / "t.yaml", text)

    code, out, err = command.run("generate", path)

    assert code == 2
    why = (
        "t.yaml:5:3: Api: Triggers.FilterGroups[0][2].Pattern is known only when the stack is deployed: give values "
        "with --parameter, or read it with live:"
    )
    assert err == f"webhook-constructs: {tmp_path}/{why}\n"
    assert "# Not in this module, because it could not be read or written:\n" in out
    assert "self.web_webhook" in out
    assert "self.api_webhook" not in out
    assert "self.api_webhook" in command("generate", path, "--parameter", "Branch=main")


def test_two_sources_of_one_project_that_differ(tmp_path: Path) -> None:
    first = write(tmp_path / "a.yaml", TEMPLATE)
    second = write(tmp_path / "b.yaml", TEMPLATE.replace("1234567", "1234568"))

    module = generated(first, second)

    assert [str(each).replace(f"{tmp_path}/", "") for each in module.unwritten] == [
        "b.yaml: Api: code is written for another webhook of project api, from a.yaml: name one of the two sources",
        "b.yaml: Web: code is written for another webhook of project web, from a.yaml: name one of the two sources",
    ]


def test_each_account_and_region_has_a_stack_that_is_named_after_what_differs(tmp_path: Path) -> None:
    def project(name: str, account: str, region: str) -> dict[str, object]:
        return {
            "name": name,
            "arn": f"arn:aws:codebuild:{region}:{account}:project/{name}",
            "source": {"type": "GITHUB", "location": f"https://token:password@github.com/acme/{name}"},
            "webhook": {"url": "https://api.github.com/hooks/1", "payloadUrl": "https://payload", "secret": "secret"},
        }

    regions = [project("one", "111122223333", "us-east-1"), project("two", "111122223333", "eu-west-1")]
    accounts = [*regions, project("three", "444455556666", "us-east-1")]
    modules = [
        generated(write(tmp_path / f"{len(projects)}.json", {"projects": projects})) for projects in (regions, accounts)
    ]

    assert [[stack.name for stack in module.stacks] for module in modules] == [
        ["WebhooksUsEast1", "WebhooksEuWest1"],
        ["Webhooks111122223333UsEast1", "Webhooks111122223333EuWest1", "Webhooks444455556666UsEast1"],
    ]
    for module in modules:
        assert module.unwritten == ()
        assert not any(each in module.text for each in ("password", "https://payload", '"secret"'))
