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
