"""Assertions on what changes when settings change."""

from __future__ import annotations

import pytest

from webhook_constructs.core import (
    ApproverRole,
    CommentApproval,
    EventAction,
    FilterGroup,
    PullRequestBuildPolicy,
    SourceProvider,
    WebhookConstructsError,
    WebhookEvent,
    WebhookSettings,
)
from webhook_constructs.testing import assert_only_starts, assert_same_builds, pull_request, push

PUSHES, REQUESTS = FilterGroup.on_push(), FilterGroup.on_pull_request(EventAction.PULL_REQUEST_CREATED)


def settings(*groups: FilterGroup, approval: CommentApproval | None = None) -> WebhookSettings:
    policy = None if approval is None else PullRequestBuildPolicy(approval)
    return WebhookSettings(groups, provider=SourceProvider.GITHUB, pull_request_build_policy=policy)


MAIN = settings(PUSHES.and_branch_is("main"))
BOTH = settings(PUSHES.and_branch_is("main", "dev"))


class Construct:
    """What of the construct the assertions look at."""

    settings = BOTH


def test_equivalent_settings_build_the_same() -> None:
    assert_same_builds(BOTH, settings(PUSHES.and_branch_is("dev"), PUSHES.and_branch_is("main")))
    assert_same_builds(Construct(), BOTH)
    assert_same_builds(None, None)


def test_a_difference_is_shown() -> None:
    with pytest.raises(AssertionError) as failed:
        assert_same_builds(MAIN, Construct())

    assert str(failed.value) == (
        "expected the same builds before and after\n"
        "starts:\n"
        "  PUSH refs/heads/dev\n"
        "    before: no build: filter_groups[0]: HEAD_REF 'refs/heads/dev' does not match ^refs/heads/main$\n"
        "    after: build: filter_groups[0] passes\n"
        "widens: no"
    )


def test_what_cannot_be_told_is_not_the_same() -> None:
    unresolved = settings(PUSHES.and_head_ref_matches("^${Token[Branch.1]}$"))

    with pytest.raises(AssertionError, match="known only after the deployment"):
        assert_same_builds(unresolved, unresolved)
    with pytest.raises(AssertionError, match="known only after the deployment"):
        assert_only_starts(MAIN, unresolved, push("dev"))


@pytest.mark.parametrize(
    ("after", "events"),
    [
        pytest.param(BOTH, [push("dev")], id="a branch"),
        pytest.param(settings(PUSHES.and_branch_is("main", "a", "b")), [push("a"), push("b")], id="two branches"),
        pytest.param(settings(PUSHES), [WebhookEvent(action=EventAction.PUSH)], id="every push"),
        pytest.param(
            settings(*MAIN.filter_groups, REQUESTS),
            [WebhookEvent(action=EventAction.PULL_REQUEST_CREATED)],
            id="pull requests",
        ),
        pytest.param(
            settings(*MAIN.filter_groups, REQUESTS.and_base_branch_is("dev")), [pull_request(base="dev")], id="a base"
        ),
        pytest.param(
            settings(*MAIN.filter_groups, PUSHES.and_branch_is("dev").and_file_under("docs")),
            [push("dev")],
            id="a part of what the event describes",
        ),
        pytest.param(
            settings(*MAIN.filter_groups, PUSHES.and_branch_is("dev").and_actor_account_is(5)),
            [push("dev", actor=5)],
            id="an account",
        ),
    ],
)
def test_what_starts_is_what_was_named(after: WebhookSettings, events: list[WebhookEvent]) -> None:
    assert_only_starts(MAIN, after, *events)


def test_a_new_webhook_starts_what_was_named() -> None:
    assert_only_starts(None, MAIN, push("main"))
    with pytest.raises(AssertionError, match="whether a branch filter looks at tags is not documented"):
        assert_only_starts(WebhookSettings(branch_filter="^x$"), MAIN, push("main"))


@pytest.mark.parametrize(
    ("after", "event", "said"),
    [
        pytest.param(
            settings(PUSHES.and_head_ref_matches("^refs/heads/")), push("dev"), "  PUSH refs/heads/", id="more branches"
        ),
        pytest.param(
            settings(PUSHES.and_branch_is("dev")), push("dev"), "stops:\n  PUSH refs/heads/main", id="something stops"
        ),
        pytest.param(
            settings(*BOTH.filter_groups, REQUESTS), push("dev"), "  PULL_REQUEST_CREATED", id="another action"
        ),
        pytest.param(
            settings(*MAIN.filter_groups, PUSHES.and_branch_is("dev")), push("dev", actor=5), "actor", id="others"
        ),
    ],
)
def test_something_else_is_shown(after: WebhookSettings, event: WebhookEvent, said: str) -> None:
    with pytest.raises(AssertionError) as failed:
        assert_only_starts(MAIN, after, event)

    assert str(failed.value).startswith("expected to start nothing but PUSH refs/heads/dev")
    assert said in str(failed.value)


@pytest.mark.parametrize("event", [push("main"), push("dev", tag=None), pull_request()])
def test_an_event_that_starts_nothing_new_is_named(event: WebhookEvent) -> None:
    with pytest.raises(AssertionError, match="expected a build that did not start before the change, for P"):
        assert_only_starts(BOTH, BOTH, event)


STRICT = settings(REQUESTS, approval=CommentApproval.ALL_PULL_REQUESTS)
WEAKER = settings(REQUESTS, approval=CommentApproval.FORK_PULL_REQUESTS)
OPENED = WebhookEvent(action=EventAction.PULL_REQUEST_CREATED)


def opened(**facts: object) -> WebhookEvent:
    return WebhookEvent(action=EventAction.PULL_REQUEST_CREATED, **facts)  # type: ignore[arg-type]  # each of its kind


def test_builds_that_no_longer_wait_are_named_by_their_authors() -> None:
    assert_only_starts(STRICT, WEAKER, OPENED)
    assert_only_starts(STRICT, WEAKER, opened(from_fork=False))
    assert_only_starts(
        STRICT,
        WEAKER,
        opened(author_role="none", from_fork=False),
        opened(author_role=ApproverRole.GITHUB_READ, from_fork=False),
        opened(author_role=ApproverRole.GITHUB_TRIAGE, from_fork=False),
    )
    with pytest.raises(AssertionError, match="author without a role, not from a fork"):
        assert_only_starts(STRICT, WEAKER, opened(author_role=ApproverRole.GITHUB_READ))
    with pytest.raises(AssertionError, match="author without a role, not from a fork"):
        assert_only_starts(STRICT, WEAKER, opened(author_role="none", from_fork=False))
    with pytest.raises(AssertionError, match="expected to start nothing but PUSH"):
        assert_only_starts(STRICT, WEAKER, push())


@pytest.mark.parametrize(("after", "events"), [(MAIN, []), (WebhookSettings(), [push()])])
def test_without_events_or_groups_nothing_can_be_asserted(after: WebhookSettings, events: list[WebhookEvent]) -> None:
    with pytest.raises(WebhookConstructsError, match="needs events, and a webhook with filter groups"):
        assert_only_starts(None, after, *events)
