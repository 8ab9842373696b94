"""The life of a webhook: created, read back, updated, replaced, healed, deleted."""

from __future__ import annotations

from tests.acceptance.account import Account
from tests.acceptance.stacks import MAIN, RELEASE, TO_MAIN, TO_RELEASE, Stacks
from webhook_constructs import ApproverRole, CommentApproval, FilterGroup, PullRequestBuildPolicy


def test_a_webhook_is_created_read_back_and_deleted_with_its_stack(
    account: Account, stacks: Stacks, project: str, what: str
) -> None:
    assert stacks.deploy(stacks.with_webhook(what, project), what).status == "CREATE_COMPLETE"

    webhook = account.webhook(project)
    assert account.patterns(project) == MAIN
    assert stacks.physical_ids(what) == [project]
    assert account.host.lives(webhook["url"]) in {True, None}
    assert stacks.delete(what).status == "DELETE_COMPLETE"
    assert account.webhook(project) == {}
    assert account.host.lives(webhook["url"]) in {False, None}


def test_a_template_that_changes_nothing_leaves_the_webhook_as_it_is(
    account: Account, stacks: Stacks, project: str, what: str
) -> None:
    stacks.deploy(stacks.with_webhook(what, project), what)
    before = account.webhook(project)

    assert stacks.deploy(stacks.with_webhook(what, project), what).status == "CREATE_COMPLETE"

    assert account.webhook(project) == before


def test_other_filters_update_the_webhook_in_place(account: Account, stacks: Stacks, project: str, what: str) -> None:
    stacks.deploy(stacks.with_webhook(what, project), what)
    before = account.webhook(project)["url"]

    assert stacks.deploy(stacks.with_webhook(what, project, filter_groups=[TO_RELEASE]), what).status == (
        "UPDATE_COMPLETE"
    )

    assert account.patterns(project) == RELEASE
    assert account.webhook(project)["url"] == before


def test_filters_that_are_taken_away_replace_the_webhook(
    account: Account, stacks: Stacks, project: str, what: str
) -> None:
    stacks.deploy(stacks.with_webhook(what, project), what)
    before = account.webhook(project)["url"]

    stacks.deploy(stacks.with_webhook(what, project, filter_groups=[], branch_filter="^main$"), what)

    webhook = account.webhook(project)
    assert (webhook.get("branchFilter"), webhook.get("filterGroups", [])) == ("^main$", [])
    assert webhook["url"] != before
    assert account.host.lives(before) in {False, None}
    assert account.host.lives(webhook["url"]) in {True, None}


def test_a_webhook_that_was_deleted_by_hand_is_made_anew_by_redeploy_on(
    account: Account, stacks: Stacks, project: str, what: str
) -> None:
    stacks.deploy(stacks.with_webhook(what, project), what)
    account.codebuild.delete_webhook(projectName=project)

    stacks.deploy(stacks.with_webhook(what, project, redeploy_on="1"), what)

    assert account.patterns(project) == MAIN
    assert account.host.lives(account.webhook(project)["url"]) in {True, None}


def test_a_webhook_that_was_edited_by_hand_is_brought_back_by_redeploy_on(
    account: Account, stacks: Stacks, project: str, what: str
) -> None:
    stacks.deploy(stacks.with_webhook(what, project), what)
    account.codebuild.update_webhook(projectName=project, filterGroups=[[{"type": "EVENT", "pattern": "PUSH"}]])
    assert account.patterns(project) == [["PUSH"]]

    stacks.deploy(stacks.with_webhook(what, project, redeploy_on="1"), what)

    assert account.patterns(project) == MAIN


def test_a_stack_is_deleted_whose_webhook_and_project_are_gone(
    account: Account, stacks: Stacks, project: str, what: str
) -> None:
    stacks.deploy(stacks.with_webhook(what, project), what)
    account.delete_project(project)

    assert stacks.delete(what).status == "DELETE_COMPLETE"


def test_every_kind_of_filter_of_a_push_and_a_pull_request_is_read_back_as_it_was_sent(
    account: Account, stacks: Stacks, project: str, what: str
) -> None:
    groups = [
        FilterGroup.on_push().and_branch_is_not("main").and_file_under("docs").and_commit_message_contains("[ci]"),
        FilterGroup.on_push().and_any_tag().and_actor_account_is("1234567"),
        FilterGroup.on_pull_request().and_base_branch_is("main").and_head_ref_matches("^refs/heads/topic/"),
    ]

    stacks.deploy(stacks.with_webhook(what, project, filter_groups=groups), what)

    shown = account.webhook(project)["filterGroups"]
    assert [FilterGroup.from_api(group) for group in shown] == groups


def test_a_policy_of_approval_is_read_back_and_changed(
    account: Account, stacks: Stacks, project: str, what: str
) -> None:
    group = FilterGroup.on_pull_request().and_base_branch_is("main")
    policy = PullRequestBuildPolicy(CommentApproval.ALL_PULL_REQUESTS, [ApproverRole.GITHUB_ADMIN])
    stacks.deploy(stacks.with_webhook(what, project, filter_groups=[group], pull_request_build_policy=policy), what)
    first = account.webhook(project)["pullRequestBuildPolicy"]

    policy = PullRequestBuildPolicy(CommentApproval.DISABLED)
    stacks.deploy(stacks.with_webhook(what, project, filter_groups=[group], pull_request_build_policy=policy), what)

    assert first == {"requiresCommentApproval": "ALL_PULL_REQUESTS", "approverRoles": ["GITHUB_ADMIN"]}
    assert account.webhook(project)["pullRequestBuildPolicy"]["requiresCommentApproval"] == "DISABLED"


def test_a_new_webhook_without_a_policy_waits_for_the_approval_of_pull_requests(
    account: Account, stacks: Stacks, project: str, what: str
) -> None:
    """[doc: UG pull-request-build-policy]."""
    stacks.deploy(stacks.with_webhook(what, project, filter_groups=[TO_MAIN]), what)

    assert account.webhook(project)["pullRequestBuildPolicy"]["requiresCommentApproval"] == "ALL_PULL_REQUESTS"
