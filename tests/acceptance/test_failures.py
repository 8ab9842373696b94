"""Deployments that fail: what CodeBuild refuses for free, rollbacks, and webhooks whose sibling fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest

from tests.acceptance.account import Account
from tests.acceptance.conftest import MakeProject
from tests.acceptance.stacks import MAIN, TO_MAIN, TO_RELEASE, Stacks, Template, add_webhook

EVENT = {"Type": "EVENT", "Pattern": "PUSH"}
BOTH_FILTERS = "You cannot use branchFilter and filterGroups at the same time"


def set_properties(**properties: Any) -> Callable[[Template], None]:
    """Set properties that the constructs refuse."""

    def edit(template: Template) -> None:
        for resource in template["Resources"].values():
            if resource["Type"] == "Custom::CodeBuildWebhook":
                resource["Properties"].update(properties)

    return edit


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        pytest.param(set_properties(BranchFilter="^main$"), BOTH_FILTERS, id="branch-filter-with-groups"),
        pytest.param(
            set_properties(FilterGroups=[[EVENT, {"Type": "BASE_REF", "Pattern": "^refs/heads/main$"}]]),
            "filter types are not allowed for GitHub webhook when EVENT is [PUSH]: [BASE_REF]",
            id="filter-not-for-event",
        ),
        pytest.param(
            set_properties(FilterGroups=[[EVENT, {"Type": "HEAD_REF", "Pattern": "(?!main)"}]]), "", id="no-re2"
        ),
        pytest.param(set_properties(FilterGroups=[[{"Type": "HEAD_REF", "Pattern": "main"}]]), "", id="no-event"),
        pytest.param(
            set_properties(FilterGroups=[[EVENT, {"Type": "NO_SUCH_TYPE", "Pattern": "main"}]]), "", id="no-such-filter"
        ),
        pytest.param(set_properties(BuildType="NO_SUCH_TYPE"), "", id="no-such-build-type"),
        pytest.param(
            set_properties(PullRequestBuildPolicy={"RequiresCommentApproval": "NEVER"}), "", id="no-such-approval"
        ),
        pytest.param(set_properties(FilterGroups=[["PUSH"]]), "FilterGroups[0][0] must be a map", id="another-shape"),
    ],
)
def test_what_codebuild_refuses_fails_the_deployment_and_leaves_nothing(  # noqa: PLR0913, PLR0917 - the fixtures
    account: Account, stacks: Stacks, project: str, what: str, edit: Callable[[Template], None], reason: str
) -> None:
    failed = stacks.deploy(stacks.with_webhook(what, project), what, edit)

    assert failed.status == "ROLLBACK_COMPLETE"
    assert reason in failed.reasons[0]
    assert account.webhook(project) == {}


def test_a_project_that_is_not_there_fails_the_deployment(stacks: Stacks, what: str, account: Account) -> None:
    failed = stacks.deploy(stacks.with_webhook(what, account.names("no-such-project")), what)

    assert failed.status == "ROLLBACK_COMPLETE"
    assert account.names("no-such-project") in failed.reasons[0]


def test_a_source_without_webhooks_fails_the_deployment(
    account: Account, stacks: Stacks, make_project: MakeProject, what: str
) -> None:
    project = make_project({"type": "NO_SOURCE"})

    failed = stacks.deploy(stacks.with_webhook(what, project), what)

    assert failed.status == "ROLLBACK_COMPLETE"
    assert account.webhook(project) == {}


def with_failure(stacks: Stacks, what: str, project: str, **arguments: Any) -> cdk.Stack:
    """A stack with a webhook, and one of a project that is not there, which fails after it."""
    stack = stacks.new(what)
    webhook = add_webhook(stack, project, **arguments)
    add_webhook(stack, stacks.account.names("no-such-project"), "Failing").node.add_dependency(webhook)
    return stack


def test_a_creation_that_is_rolled_back_leaves_nothing(
    account: Account, stacks: Stacks, project: str, what: str
) -> None:
    assert stacks.deploy(with_failure(stacks, what, project), what).status == "ROLLBACK_COMPLETE"

    assert account.webhook(project) == {}


def test_an_update_that_is_rolled_back_brings_the_settings_back(
    account: Account, stacks: Stacks, project: str, what: str
) -> None:
    stacks.deploy(stacks.with_webhook(what, project), what)
    before = account.webhook(project)["url"]

    failed = stacks.deploy(with_failure(stacks, what, project, filter_groups=[TO_RELEASE]), what)

    assert failed.status == "UPDATE_ROLLBACK_COMPLETE"
    assert (account.webhook(project)["url"], account.patterns(project)) == (before, MAIN)


def test_a_replacement_that_is_rolled_back_brings_a_webhook_with_the_settings_back(
    account: Account, stacks: Stacks, project: str, what: str
) -> None:
    stacks.deploy(stacks.with_webhook(what, project), what)

    stack = with_failure(stacks, what, project, filter_groups=[], branch_filter="^main$")
    assert stacks.deploy(stack, what).status == "UPDATE_ROLLBACK_COMPLETE"

    assert account.patterns(project) == MAIN
    assert account.webhook(project).get("branchFilter") is None
    assert account.host.lives(account.webhook(project)["url"]) in {True, None}


def test_a_creation_that_is_not_rolled_back_is_continued(
    account: Account, stacks: Stacks, project: str, what: str
) -> None:
    assert stacks.deploy(with_failure(stacks, what, project), what, rollback=False).status == "CREATE_FAILED"

    assert stacks.deploy(stacks.with_webhook(what, project), what, rollback=False).status == "UPDATE_COMPLETE"

    assert account.patterns(project) == MAIN


def siblings(stacks: Stacks, what: str, projects: list[str], **arguments: Any) -> cdk.Stack:
    stack = stacks.new(what)
    for number, project in enumerate(projects):
        add_webhook(stack, project, f"Webhook{number}", **arguments)
    return stack


def test_creations_that_are_canceled_because_a_sibling_fails_leave_nothing(
    account: Account, stacks: Stacks, make_project: MakeProject, what: str
) -> None:
    projects = [make_project() for _ in range(4)]
    stack = siblings(stacks, what, projects)
    add_webhook(stack, account.names("no-such-project"), "Failing")

    assert stacks.deploy(stack, what).status == "ROLLBACK_COMPLETE"

    stacks.delete(what)
    assert [account.webhook(project) for project in projects] == [{}] * 4


def test_updates_that_are_canceled_because_a_sibling_fails_bring_their_settings_back(
    account: Account, stacks: Stacks, make_project: MakeProject, what: str
) -> None:
    projects = [make_project() for _ in range(4)]
    stacks.deploy(siblings(stacks, what, projects, filter_groups=[TO_MAIN]), what)
    stack = siblings(stacks, what, projects, filter_groups=[TO_RELEASE])
    add_webhook(stack, account.names("no-such-project"), "Failing")

    assert stacks.deploy(stack, what).status == "UPDATE_ROLLBACK_COMPLETE"

    assert [account.patterns(project) for project in projects] == [MAIN] * 4
