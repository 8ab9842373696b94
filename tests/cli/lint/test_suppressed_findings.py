"""Findings that are left out with a reason, in metadata or by an acknowledgement of the app."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild

from tests.cli.conftest import OPEN, REFUSED, template, webhook, write
from webhook_constructs import CodeBuildWebhook, EventAction, FilterGroup, SourceProvider

if TYPE_CHECKING:
    from pathlib import Path

    from constructs import Construct

    from tests.cli.conftest import Command


def ignoring(*ignored: Any) -> dict[str, Any]:
    return {**webhook(groups=[OPEN]), "Metadata": {"webhook-constructs": {"ignore": list(ignored)}}}


def test_metadata_leaves_a_finding_out(command: Command, tmp_path: Path) -> None:
    template(tmp_path / "t.json", Api=ignoring({"id": "WH201", "reason": "an organization's ids"}), Web=webhook("web"))

    assert command("lint", "t.json") == "2 webhooks: nothing found; 1 finding left out with a reason\n"


def test_metadata_that_names_no_rule_is_an_error_with_its_line(command: Command, tmp_path: Path) -> None:
    template(tmp_path / "t.json", Api=ignoring({"id": "WH291", "reason": "x"}))

    code, out, err = command.run("lint", "t.json")

    assert code == 2
    assert "WH201" in out
    assert err.startswith("webhook-constructs: t.json:1:")
    assert "Metadata.webhook-constructs of Api: ignore[0]: there is no rule 'WH291': did you mean WH2" in err


def synthesized(tmp_path: Path, *, acknowledged_on: str | None, rule_id: str = "webhook-constructs::WH201") -> Path:
    app = cdk.App(outdir=str(tmp_path / "cdk.out"), context={"aws:cdk:enable-path-metadata": True})
    stack = cdk.Stack(app, "Stack")
    for scope in (stack, cdk.NestedStack(stack, "Nested")):
        project = codebuild.Project.from_project_name(scope, "Project", f"api-{scope.node.id}")
        groups = [FilterGroup.in_event_of(EventAction.PUSH).and_actor_account_matches("12345")]
        webhook = CodeBuildWebhook(
            scope, "Webhook", project=project, source_provider=SourceProvider.GITHUB, filter_groups=groups
        )
        if webhook.node.path == acknowledged_on:
            _acknowledge(webhook, rule_id)
    if acknowledged_on == "Stack":
        _acknowledge(stack, rule_id)
    app.synth()
    return tmp_path / "cdk.out"


def _acknowledge(construct: Construct, rule_id: str) -> None:
    if not hasattr(cdk, "Validations"):
        pytest.skip("needs aws-cdk-lib 2.257")
    for each in (rule_id, "another-tool::WH404"):
        cdk.Validations.of(construct).acknowledge(cdk.Acknowledgment(id=each, reason="ids of the organization"))


@pytest.mark.parametrize(
    ("acknowledged_on", "left"),
    [
        (None, ["Stack/Nested/Webhook", "Stack/Webhook"]),
        ("Stack/Webhook", ["Stack/Nested/Webhook"]),
        ("Stack/Nested/Webhook", ["Stack/Webhook"]),
        ("Stack", []),
    ],
)
def test_what_an_app_has_acknowledged_is_left_out(
    command: Command, tmp_path: Path, acknowledged_on: str | None, left: list[str]
) -> None:
    _, out, _ = command.run("lint", synthesized(tmp_path, acknowledged_on=acknowledged_on), "--format", "json")

    found = json.loads(out)
    assert sorted(each["subject"] for each in found["findings"]) == left
    assert found["suppressed"] == 2 - len(left)


ACKNOWLEDGED = {"ignore": [{"id": "WH101", "reason": "it is meant so"}]}


def test_no_reason_leaves_an_error_out(command: Command, tmp_path: Path) -> None:
    suppress = "[[tool.webhook-constructs.suppress]]\nid = 'WH101'\nsubjects = '*'\nreason = 'it is meant so'\n"
    write(tmp_path / "pyproject.toml", suppress)
    refused = {**webhook(groups=[REFUSED]), "Metadata": {"webhook-constructs": ACKNOWLEDGED}}
    template(tmp_path / "t.json", Api=refused)

    code, out, err = command.run("lint", "t.json")

    assert code == 1
    assert out.endswith("1 webhook: 1 error\n")
    assert err == (
        "webhook-constructs: note: WH101 of Api is an error, which no reason leaves out: mend it, or give --ignore "
        "WH101 on the command line\n"
    )
    assert command.run("lint", "t.json", "--ignore", "WH101")[0] == 0


def test_reasons_that_name_nothing_are_told(command: Command, tmp_path: Path) -> None:
    suppress = "[[tool.webhook-constructs.suppress]]\nid = 'WH201'\nsubjects = 'Old*'\nreason = 'known ids'\n"
    write(tmp_path / "pyproject.toml", suppress)
    template(tmp_path / "t.json", Api=webhook())

    assert command.run("lint", "t.json") == (
        0,
        "1 webhook: nothing found\n",
        "webhook-constructs: note: configuration: suppress: WH201 on 'Old*' names nothing in these templates\n",
    )


def test_an_acknowledged_id_that_there_is_not_is_told(command: Command, tmp_path: Path) -> None:
    assembly = synthesized(tmp_path, acknowledged_on="Stack/Webhook", rule_id="webhook-constructs::WH999")

    code, _, err = command.run("lint", assembly)

    assert (code, err) == (
        0,
        "webhook-constructs: note: WH999 is acknowledged on Stack/Webhook, and there is no such rule\n",
    )
