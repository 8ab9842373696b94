"""What the embedded AWS does where AWS leaves it open, and its other answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from tests.testing.local.service.test_triggers import ON, PUSH, template
from webhook_constructs.testing.local import DeploymentFailed, LocalAws
from webhook_constructs.testing.local._service.assumptions import ANSWERS

ENTERPRISE = {"type": "GITHUB_ENTERPRISE", "location": "https://git.example.com/octo/app.git"}
UNKNOWN = "the embedded AWS has no assumption '{}' to turn around: use"
Project = Callable[..., str]


class Account:
    """The project `ci` of an embedded AWS, and what is done to it."""

    def __init__(self, aws: LocalAws, make_project: Project, source: dict[str, str] | None = None) -> None:
        self.aws, self.codebuild = aws, aws.client("codebuild")
        make_project("ci", source)

    def create(self, **members: Any) -> dict[str, Any]:
        webhook: dict[str, Any] = self.codebuild.create_webhook(projectName="ci", **members)["webhook"]
        return webhook

    def update(self, **members: Any) -> dict[str, Any]:
        webhook: dict[str, Any] = self.codebuild.update_webhook(projectName="ci", **members)["webhook"]
        return webhook

    def shown(self) -> dict[str, Any]:
        (project,) = self.codebuild.batch_get_projects(names=["ci"])["projects"]
        return dict(project.get("webhook", {}))

    def takes(self, *filters: tuple[str, str, bool], **members: Any) -> bool:
        """Whether CreateWebhook accepts a filter group."""
        group = [{"type": kind, "pattern": text, "excludeMatchedPattern": exclude} for kind, text, exclude in filters]
        try:
            self.create(filterGroups=[group], **members)
        except self.codebuild.exceptions.InvalidInputException:
            return False
        return True


ON_PUSH = ("EVENT", "PUSH", False)


def approver_roles(aws: LocalAws, make_project: Project) -> object:
    policy = {"requiresCommentApproval": "ALL_PULL_REQUESTS", "approverRoles": ["GITLAB_OWNER"]}
    return Account(aws, make_project).takes(ON_PUSH, pullRequestBuildPolicy=policy)


def created_at_once(aws: LocalAws, make_project: Project) -> object:
    account = Account(aws, make_project)
    return account.create()["status"], account.shown()["status"]


def empty_pattern(aws: LocalAws, make_project: Project) -> object:
    return Account(aws, make_project).takes(ON_PUSH, ("HEAD_REF", "", False))


def enterprise_returns_secret(aws: LocalAws, make_project: Project) -> object:
    return "secret" in Account(aws, make_project, ENTERPRISE).create()


def event_not_sent(aws: LocalAws, make_project: Project) -> object:
    return Account(aws, make_project, ENTERPRISE).takes(("EVENT", "RELEASED", False))


def excluded_event(aws: LocalAws, make_project: Project) -> object:
    return Account(aws, make_project).takes(("EVENT", "PUSH", True))


def filters_switched(aws: LocalAws, make_project: Project) -> object:
    account = Account(aws, make_project)
    account.create(branchFilter="^main$")
    with suppress(account.codebuild.exceptions.InvalidInputException):
        account.update(filterGroups=[[{"type": "EVENT", "pattern": "PUSH"}]])
    return sorted(account.shown().keys() & {"branchFilter", "filterGroups"})


def hook_outlives_source(aws: LocalAws, make_project: Project) -> object:
    account = Account(aws, make_project)
    account.create()
    account.codebuild.update_project(name="ci", source={"type": "GITHUB", "location": "https://github.com/a/b.git"})
    assert account.shown() == {}
    return sorted(aws.codebuild.hooks_at_host)


def omitted_build_type(aws: LocalAws, make_project: Project) -> object:
    account = Account(aws, make_project)
    account.create(buildType="BUILD_BATCH")
    return account.update().get("buildType")


def omitted_on_update(aws: LocalAws, make_project: Project) -> object:
    account = Account(aws, make_project)
    account.create(branchFilter="^main$", buildType="BUILD_BATCH")
    return account.update(buildType="BUILD").get("branchFilter")


def report_status(aws: LocalAws, make_project: Project) -> object:
    return "status" in Account(aws, make_project).create()


def rotation_returns_secret(aws: LocalAws, make_project: Project) -> object:
    account = Account(aws, make_project)
    account.create(manualCreation=True)
    return "secret" in account.update(rotateSecret=True)


def several_event_filters(aws: LocalAws, make_project: Project) -> object:
    return Account(aws, make_project).takes(ON_PUSH, ON_PUSH)


def triggers_see_webhook(aws: LocalAws, _make_project: Project) -> object:
    aws.deploy(template(ON), "Demo")
    aws.deploy(template(), "Demo")
    try:
        return aws.deploy(template({"Webhook": True, "FilterGroups": [PUSH]}), "Demo").status
    except DeploymentFailed as failed:
        return failed.status


def unknown_event(aws: LocalAws, make_project: Project) -> object:
    return Account(aws, make_project).takes(("EVENT", "PUSHED", False))


def webhook_outlives_update(aws: LocalAws, make_project: Project) -> object:
    account = Account(aws, make_project)
    account.create()
    account.codebuild.update_project(name="ci", description="other")
    return "url" in account.shown(), sorted(aws.codebuild.hooks_at_host)


SEEN: dict[str, tuple[Callable[[LocalAws, Project], object], dict[object, object]]] = {
    "approver-roles": (approver_roles, {"accept": True, "reject": False}),
    "created-at-once": (created_at_once, {True: ("ACTIVE", "ACTIVE"), False: ("CREATING", "ACTIVE")}),
    "empty-pattern": (empty_pattern, {"accept": True, "reject": False}),
    "enterprise-returns-secret": (enterprise_returns_secret, {True: True, False: False}),
    "event-not-sent": (event_not_sent, {"reject": False, "accept": True}),
    "excluded-event": (excluded_event, {"accept": True, "reject": False}),
    "filters-switched": (filters_switched, {"replace": ["filterGroups"], "reject": ["branchFilter"]}),
    "hook-outlives-source": (hook_outlives_source, {True: ["ci"], False: []}),
    "omitted-build-type": (omitted_build_type, {"keep": "BUILD_BATCH", "reset": None}),
    "omitted-on-update": (omitted_on_update, {"keep": "^main$", "clear": None}),
    "report-status": (report_status, {True: True, False: False}),
    "rotation-returns-secret": (rotation_returns_secret, {True: True, False: False}),
    "several-event-filters": (several_event_filters, {"accept": True, "reject": False}),
    "triggers-see-webhook": (triggers_see_webhook, {True: "UPDATE_COMPLETE", False: "UPDATE_ROLLBACK_COMPLETE"}),
    "unknown-event": (unknown_event, {"reject": False, "accept": True}),
    "webhook-outlives-update": (webhook_outlives_update, {True: (True, ["ci"]), False: (False, ["ci"])}),
}
CASES = [(name, answer) for name, (_, seen) in SEEN.items() for answer in seen]


def test_every_assumption_that_can_be_turned_around_is_tried() -> None:
    assert {name: tuple(seen) for name, (_, seen) in SEEN.items()} == ANSWERS


@pytest.mark.parametrize(("name", "answer"), CASES, ids=[f"{name}-{answer}" for name, answer in CASES])
def test_the_answer_shows(aws: LocalAws, make_project: Project, name: str, answer: object) -> None:
    observe, seen = SEEN[name]
    aws.assumptions[name] = answer

    assert observe(aws, make_project) == seen[answer]


def test_what_is_assumed_is_the_default(aws: LocalAws) -> None:
    assert dict(aws.assumptions) == {name: answers[0] for name, answers in ANSWERS.items()}


def test_an_answer_and_the_attribute_of_its_name_are_one() -> None:
    aws = LocalAws(assumptions={"omitted-on-update": "clear", "report-status": False})
    assert aws.codebuild.omitted_on_update == "clear"
    assert aws.codebuild.report_status is False

    aws.codebuild.omitted_on_update = "keep"
    assert aws.assumptions["omitted-on-update"] == "keep"

    aws.assumptions["omitted-on-update"] = "clear"
    del aws.assumptions["omitted-on-update"]
    assert aws.codebuild.omitted_on_update == "keep"


@pytest.mark.parametrize(
    ("assumptions", "message"),
    [
        (
            {"omited-on-update": "clear"},
            f"{UNKNOWN.format('omited-on-update')} 'omitted-on-update', 'omitted-build-type'",
        ),
        (
            {"fork-head": True},
            f"{UNKNOWN.format('fork-head')} {', '.join(map(repr, ANSWERS))}",
        ),
        (
            {"omitted-on-update": "drop"},
            "the assumption 'omitted-on-update' has no answer 'drop': use 'keep' or 'clear'",
        ),
        ({"report-status": 1}, "the assumption 'report-status' has no answer 1: use True or False"),
    ],
    ids=["misspelled", "fixed", "no-answer", "another-type"],
)
def test_an_unknown_id_or_answer_is_rejected_with_what_there_is(assumptions: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message) + "$"):
        LocalAws(assumptions=assumptions)


def test_the_attribute_rejects_an_unknown_answer_too(aws: LocalAws) -> None:
    with pytest.raises(ValueError, match="the assumption 'omitted-on-update' has no answer 'drop'"):
        aws.codebuild.omitted_on_update = "drop"  # type: ignore[assignment]
