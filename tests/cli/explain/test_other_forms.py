"""What explain says of plans and of JSON of the API has their names and words, and nothing of a template's."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Command
from tests.templates.forms.plans import PUSH, linted, project, webhook
from tests.templates.forms.written_forms import plan_of

OF_TEMPLATES = re.compile(r"\b([Tt]emplates?|CloudFormation|[Ss]tack|deploy\w*|FilterGroups|filter_groups|construct)\b")
DELIVERY = """{"ref": "refs/heads/main", "before": "a", "after": "b", "deleted": false, "commits": [],
"repository": {"name": "api", "full_name": "acme/api", "html_url": "https://github.com/acme/api"},
"sender": {"id": 1}, "head_commit": {"message": "m"}}"""
UNKNOWN = [
    {"filter_group": [{"filter": [{}, {"pattern": True}]}]},
    {"filter_group": [{"filter": [{}, {"type": True}]}]},
    {"filter_group": True},
    {"scope_configuration": True},
    {"build_type": True},
]


@pytest.mark.parametrize("unknown", UNKNOWN)
@pytest.mark.parametrize("options", [(), ("-v",), ("--format", "json")])
def test_explain_says_what_is_unknown_of_a_plan_in_its_words(
    unknown: dict[str, Any], options: tuple[str, ...], command: Command, tmp_path: Path
) -> None:
    body = plan_of(
        [project(), webhook(PUSH, {**PUSH, "type": "HEAD_REF"}, project_name="api")],
        {"aws_codebuild_webhook.ci": unknown},
    )
    linted(tmp_path, body)
    (tmp_path / "push.json").write_text(DELIVERY)
    printed = command("explain", tmp_path / "plan.json", "--event", tmp_path / "push.json", *options)
    said = re.sub(r'"template": "[^"]*"|"resourceType": "[^"]*"', "", printed)

    assert OF_TEMPLATES.findall(said) == []


UPDATE = {"projectName": "api", "filterGroups": [[{"type": "EVENT", "pattern": "PUSH"}]], "rotateSecret": True}


def test_explain_says_of_an_update_what_it_leaves_open(command: Command, tmp_path: Path) -> None:
    linted(tmp_path, UPDATE)
    (tmp_path / "push.json").write_text(DELIVERY)
    printed = command("explain", tmp_path / "plan.json", "--event", tmp_path / "push.json", "-v")

    assert "filterGroups[0]: passed" in printed
    assert OF_TEMPLATES.findall(printed) == []


SHOWING = [
    *(("lint", "--format", each) for each in ("text", "json", "sarif", "github")),
    ("explain", "-v"),
    ("explain", "--format", "json"),
    ("diff", "none:", "--format", "json"),
    ("diff", "none:"),
]


@pytest.mark.parametrize("mask", ["after_sensitive", "sensitive_values"])
@pytest.mark.parametrize("arguments", SHOWING, ids=" ".join)
def test_no_command_shows_what_is_sensitive(
    arguments: tuple[str, ...], mask: str, command: Command, tmp_path: Path
) -> None:
    hidden = {"type": "HEAD_REF", "pattern": "s3cr3t", "exclude_matched_pattern": False}
    url = "https://codebuild.us-east-1.amazonaws.com/webhooks?t=s3cr3t"
    hook = webhook(PUSH, hidden, project_name="api", branch_filter="s3cr3t", secret="s3cr3t", payload_url=url)
    variable = {"name": "TOKEN", "value": "s3cr3t", "type": "PLAINTEXT"}
    plan = plan_of([project(environment=[{"environment_variable": [variable]}]), hook])
    masked = {"filter_group": [{"filter": [{}, {"pattern": True}]}], "branch_filter": True, "secret": True}
    is_value = mask == "sensitive_values"
    values, change = plan["planned_values"]["root_module"]["resources"][1], plan["resource_changes"][1]["change"]
    (values if is_value else change)[mask] = masked
    linted(tmp_path, plan)
    (tmp_path / "push.json").write_text(DELIVERY)
    event = ("--event", tmp_path / "push.json") if arguments[0] == "explain" else ()
    code, out, err = command.run(*arguments, tmp_path / "plan.json", *event)

    assert code in {0, 1}, err
    assert "aws_codebuild_webhook.ci" in out
    assert "s3cr3t" not in out + err
