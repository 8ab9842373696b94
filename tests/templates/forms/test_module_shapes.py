"""Webhooks in the shapes of public modules of Terraform: what is found, and what a push and a pull request start."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from webhook_constructs.cli.explain.answers import WORDS
from webhook_constructs.core import EventAction, WebhookEvent

from .plans import decided, ids, linted, project, webhook
from .written_forms import plan_of, project_of, resource_of

MAIN = WebhookEvent.push(branch="main", files=["a"], actor="1", message="x")
OPENED = WebhookEvent.pull_request(
    EventAction.PULL_REQUEST_CREATED, base="main", head="topic", files=["a"], actor="1", author_role="none"
)
ORGANIZATION = {"type": "GITHUB", "location": "CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION"}


def group(**patterns: str) -> dict[str, Any]:
    """A group: the pattern of each type; one that begins with ! excludes."""
    filters = [
        {"type": name, "pattern": text.removeprefix("!"), "exclude_matched_pattern": text.startswith("!")}
        for name, text in patterns.items()
    ]
    return {"filter": filters}


NEITHER, PUSHED, BOTH, OPEN = ("no build",) * 2, ("builds", "no build"), ("builds", "waits"), ("undecided",) * 2
BY_BRANCH = group(EVENT="PUSH", HEAD_REF="^refs/heads/main$")
DISABLED = {"requires_comment_approval": "DISABLED", "approver_roles": []}
SHAPES: dict[str, tuple[list[dict[str, Any]], dict[str, Any], list[str], tuple[str, ...]]] = {
    "every push": ([], {}, ["WH404"], BOTH),
    "branch by its bare name": ([group(EVENT="PUSH", HEAD_REF="main")], {}, ["WH203"], PUSHED),
    "branch by its ref": ([group(EVENT="PUSH", HEAD_REF="refs/heads/main")], {}, ["WH203"], PUSHED),
    "branch with both anchors": ([BY_BRANCH], {}, [], PUSHED),
    "branch that never matches": ([group(EVENT="PUSH", HEAD_REF="^main$")], {}, ["WH301"], NEITHER),
    "base of a push": ([group(EVENT="PUSH", BASE_REF="main")], {}, ["WH103", "WH203"], OPEN),
    "merge by its head": ([group(EVENT="PULL_REQUEST_MERGED", HEAD_REF="main")], {}, ["WH203", "WH306"], NEITHER),
    "an event a group": (
        [
            group(EVENT="PULL_REQUEST_CREATED"),
            group(EVENT="PULL_REQUEST_UPDATED"),
            group(EVENT="PUSH", HEAD_REF="main"),
        ],
        {},
        ["WH203", "WH401"],
        BOTH,
    ),
    "events with a blank": (
        [group(EVENT="PULL_REQUEST_CREATED, PULL_REQUEST_UPDATED", BASE_REF="^refs/heads/main$")],
        {},
        [],
        ("no build", "waits"),
    ),
    "tags": ([group(EVENT="PUSH", HEAD_REF="^refs/tags/.*-destroy.*$")], {}, [], NEITHER),
    "folder of a monorepo": ([group(EVENT="PUSH", FILE_PATH="services/api/*")], {}, ["WH308"], NEITHER),
    "docs excluded": ([group(EVENT="PUSH", FILE_PATH="!^docs/")], {}, ["WH402"], PUSHED),
    "runner of one repository": ([group(EVENT="WORKFLOW_JOB_QUEUED")], {}, [], NEITHER),
    "branch filter": ([], {"branch_filter": "main"}, ["WH203"], PUSHED),
    "branch filter beside groups": ([BY_BRANCH], {"branch_filter": "main"}, ["WH106", "WH203"], OPEN),
    "actors": ([group(EVENT="PULL_REQUEST_CREATED", ACTOR_ACCOUNT_ID="1234567|7654321")], {}, ["WH201"], NEITHER),
    "approval switched off": (
        [group(EVENT="PULL_REQUEST_CREATED")],
        {"pull_request_build_policy": [DISABLED]},
        ["WH204"],
        ("no build", "builds"),
    ),
    "commit message": ([group(EVENT="PUSH", COMMIT_MESSAGE="![skip ci]")], {}, ["WH309"], PUSHED),
    "batch without its configuration": ([BY_BRANCH], {"build_type": "BUILD_BATCH"}, ["WH130"], PUSHED),
}


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_of_a_public_module_is_judged_and_decided(name: str, tmp_path: Path) -> None:
    groups, values, found, becomes = SHAPES[name]
    plan = plan_of([project(), webhook(project_name="api", filter_group=groups, **values)])
    report = linted(tmp_path, plan)
    verdicts = tuple(WORDS[each] for event in (MAIN, OPENED) for each in decided(tmp_path, plan, event))

    assert (report.unread, report.undecided) == ((), ())
    assert (ids(report), verdicts) == (found, becomes)


def test_the_webhook_of_an_organization_is_read_with_its_scope(tmp_path: Path) -> None:
    scope = {"name": "acme", "scope": "GITHUB_ORGANIZATION", "domain": ""}
    hook = webhook(project_name="api", filter_group=[group(EVENT="WORKFLOW_JOB_QUEUED")], scope_configuration=[scope])
    its_project = resource_of("aws_codebuild_project", "api", project_of("api", ORGANIZATION))
    report = linted(tmp_path, plan_of([its_project, {**hook, "values": {**hook["values"], "manual_creation": False}}]))

    assert (ids(report), report.unread, report.undecided) == (["WH213"], (), ())
