"""The input of CreateWebhook and UpdateWebhook, written by hand: each slip is named at its place, and hides nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from webhook_constructs.cli.lint.template_findings import lint_files
from webhook_constructs.core import Verdict, WebhookEvent
from webhook_constructs.lint.selection import Selection
from webhook_constructs.template_files.search import read_templates

from .plans import decided, ids, linted

EVENT = {"type": "EVENT", "pattern": "PUSH"}
LOOSE = {"type": "HEAD_REF", "pattern": "refs/heads/main"}
GROUPS = [[EVENT, LOOSE]]
SKELETON = "write it as `aws codebuild create-webhook --generate-cli-skeleton` shows it"
FILTER = "write each filter as an object with type, pattern and, where it excludes, excludeMatchedPattern: true"
GROUP = "each group is a list of filters: begin it with `- -`, or with `[[` in JSON"


def slips(folder: Path, body: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The slips that are found: the setting, the JSON pointer and the fix of each."""
    return [
        (each.setting, getattr(each.place, "property_path", "?"), each.finding.fix)
        for each in linted(folder, body).findings
        if each.finding.id == "WH008"
    ]


def given(**members: Any) -> dict[str, Any]:
    return {"projectName": "api", "filterGroups": GROUPS, **members}


def with_filter(**members: Any) -> dict[str, Any]:
    return given(filterGroups=[[EVENT, {**LOOSE, **members}]])


@pytest.mark.parametrize(
    ("body", "setting", "pointer", "fix"),
    [
        ({"projectName": "api", "FilterGroups": GROUPS}, "FilterGroups", "/FilterGroups", "write filterGroups"),
        ({"projectName": "api", "filtergroups": GROUPS}, "filtergroups", "/filtergroups", "write filterGroups"),
        (given(BuildType="BUILD"), "BuildType", "/BuildType", "write buildType"),
        (given(build_type="BUILD"), "build_type", "/build_type", "write buildType"),
        (given(tags=[]), "tags", "/tags", SKELETON),
        (given(url="https://x"), "url", "/url", SKELETON),
        (given(filterGroups={}), "filterGroups", "/filterGroups", GROUP),
        (given(filterGroups=json.dumps(GROUPS)), "filterGroups", "/filterGroups", GROUP),
        (given(filterGroups=[EVENT, LOOSE]), "filterGroups[0]", "/filterGroups/0", GROUP),
        (given(filterGroups=[["PUSH"]]), "filterGroups[0][0]", "/filterGroups/0/0", FILTER),
        (
            given(filterGroups=[[{"Type": "EVENT", "Pattern": "PUSH"}]]),
            "filterGroups[0][0]",
            "/filterGroups/0/0",
            FILTER,
        ),
        (given(filterGroups=[[{"type": "EVENT"}]]), "filterGroups[0][0]", "/filterGroups/0/0", FILTER),
        (with_filter(type="head_ref"), "filterGroups[0][1].type", "/filterGroups/0/1/type", FILTER),
        (with_filter(pattern=7), "filterGroups[0][1].pattern", "/filterGroups/0/1/pattern", FILTER),
        (with_filter(pattern={"Ref": "Branch"}), "filterGroups[0][1].pattern", "/filterGroups/0/1/pattern", FILTER),
        (
            with_filter(excludeMatchedPattern="true"),
            "filterGroups[0][1].excludeMatchedPattern",
            "/filterGroups/0/1/excludeMatchedPattern",
            FILTER,
        ),
        (with_filter(excludeMatchPattern=True), "filterGroups[0][1]", "/filterGroups/0/1", FILTER),
        (given(manualCreation="true"), "manualCreation", "/manualCreation", SKELETON),
        (given(buildType="batch"), "buildType", "/buildType", SKELETON),
        (
            given(scopeConfiguration="acme"),
            "scopeConfiguration",
            "/scopeConfiguration",
            "write name, scope and, for a host of your own, domain",
        ),
        (
            given(scopeConfiguration={"name": "acme"}),
            "scopeConfiguration",
            "/scopeConfiguration",
            "write name, scope and, for a host of your own, domain",
        ),
        (
            given(pullRequestBuildPolicy={"approverRoles": []}),
            "pullRequestBuildPolicy",
            "/pullRequestBuildPolicy",
            "write requiresCommentApproval and, as a list, approverRoles",
        ),
        (given(rotateSecret="no"), "rotateSecret", "/rotateSecret", "write true for a new secret, or leave it out"),
        (
            given(rotateSecret=True, manualCreation=True),
            "manualCreation",
            "/manualCreation",
            "leave it out, or leave rotateSecret out to create the webhook",
        ),
    ],
)
def test_a_slip_is_named_at_its_place_with_the_names_of_the_api(
    body: dict[str, Any], setting: str, pointer: str, fix: str, tmp_path: Path
) -> None:
    assert slips(tmp_path, body) == [(setting, pointer, fix)]


def test_each_slip_is_named_and_the_rest_is_judged(tmp_path: Path) -> None:
    body = given(manualCreation="true", buildType="batch", filterGroups=[[EVENT, LOOSE], [{"type": "EVENT"}]])
    report = linted(tmp_path, body)

    assert ids(report) == ["WH008", "WH008", "WH008", "WH203"]


def test_what_is_meant_by_a_slip_is_not_taken_for_absent(tmp_path: Path) -> None:
    body = {"projectName": "api", "FilterGroups": GROUPS}

    assert ids(linted(tmp_path, body)) == ["WH008"]
    assert decided(tmp_path, body, WebhookEvent.push(branch="main")) == [Verdict.UNDECIDED]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"ProjectName": "api", "FilterGroups": GROUPS}, "unknown key, got 'ProjectName': write projectName"),
        ({"filterGroups": GROUPS}, "it has no projectName"),
        (given(projectName=7), "projectName is not the name of a project, got 7"),
        (given(projectName=""), "projectName is not the name of a project, got ''"),
        ({"projectName": "api", "sourceVersion": "main"}, "it has none of the other forms that are read"),
        ({"project_name": "api", "filter_groups": GROUPS}, "it has none of the other forms that are read"),
        ({"webhook": {"filterGroups": GROUPS, "secret": "s3cr3t"}}, "it has none of the other forms that are read"),
    ],
)
def test_what_is_no_such_input_is_refused(body: dict[str, Any], said: str, tmp_path: Path) -> None:
    report = linted(tmp_path, body)

    assert said in str(report.unread)
    assert "s3cr3t" not in str(report)
    assert report.is_blind


def test_what_update_webhook_is_not_given_stays_and_is_named(tmp_path: Path) -> None:
    report = linted(tmp_path, {"projectName": "api", "filterGroups": GROUPS, "rotateSecret": False})

    assert ids(report) == ["WH203"]
    (undecided,) = report.undecided
    assert undecided.why == (
        "api: branchFilter, buildType, scopeConfiguration, manualCreation, pullRequestBuildPolicy are not in the file, "
        "and not changed by it"
    )


YAML = """
projectName: api
filterGroups:
- - type: EVENT
    pattern: PUSH
  - type: HEAD_REF
    pattern: refs/heads/main
"""


def test_the_input_in_yaml_is_read(tmp_path: Path) -> None:
    path = tmp_path / "input.yaml"
    path.write_text(YAML.lstrip())
    (found,) = lint_files(read_templates([path]), Selection()).findings

    assert (found.finding.id, found.setting, getattr(found.place, "line", 0)) == ("WH203", "filterGroups[0][1]", 5)
