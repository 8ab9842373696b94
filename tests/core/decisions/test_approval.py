"""Approval beside the filters, the git hosts and live data, and what is refused as an author."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.decisions.approval_cases import EVENTS, GROUP, STRANGER, pull_request
from tests.core.decisions.cases import names, settings
from webhook_constructs.core import (
    ApproverRole,
    EventAction,
    FilterGroup,
    SourceProvider,
    Verdict,
    WebhookEvent,
    WebhookEventError,
    WebhookSettings,
    decide,
)


def test_who_does_not_pass_the_filters_waits_for_nothing() -> None:
    decision = decide(settings(GROUP.and_base_branch_is("release")), STRANGER)

    assert (decision.verdict, decision.approval) == (Verdict.NO_BUILD, None)


def test_where_the_filters_are_undecided_so_is_the_verdict() -> None:
    assert decide(settings(GROUP.and_file_under("docs")), STRANGER).verdict is Verdict.UNDECIDED


def test_settings_that_are_refused_and_another_host_need_no_approval() -> None:
    refused = decide(settings(GROUP, branch_filter="^main$"), STRANGER)
    elsewhere = WebhookEvent(action=EVENTS["created"], provider=SourceProvider.GITLAB, author_role="none")

    assert (refused.verdict, refused.approval) == (Verdict.UNDECIDED, None)
    there = decide(settings(GROUP, provider=SourceProvider.GITHUB), elsewhere)
    assert (there.verdict, there.approval) == (Verdict.NO_BUILD, None)


def test_a_push_needs_no_approval() -> None:
    decision = decide(settings(FilterGroup.in_event_of(EventAction.PUSH)), WebhookEvent.push(branch="main"))

    assert decision.verdict is Verdict.BUILDS
    assert decision.approval is not None
    assert decision.approval.reason is None


def test_a_live_webhook_that_shows_no_policy_may_be_old_and_one_that_shows_one_is_not() -> None:
    groups = GROUP.to_api()
    old = WebhookSettings.from_api({"url": "https://x", "filterGroups": [groups]})
    new = WebhookSettings.from_api(
        {
            "url": "https://x",
            "filterGroups": [groups],
            "pullRequestBuildPolicy": {"requiresCommentApproval": "ALL_PULL_REQUESTS"},
        }
    )

    assert (old.may_predate_approval, new.may_predate_approval) == (True, False)
    assert WebhookSettings.from_api({"filterGroups": [groups]}).may_predate_approval is False
    assert decide(old, STRANGER).verdict is Verdict.UNDECIDED
    assert decide(new, STRANGER).verdict is Verdict.WAITS_FOR_APPROVAL


@pytest.mark.parametrize(
    ("known", "text"),
    [
        (
            {"author_role": "GITHUB"},
            "no such author_role, got 'GITHUB', allowed are none for an author without a role, ",
        ),
        (
            {"author_role": 5},
            "no such author_role, got 5, allowed are none for an author without a role, GITHUB_READ, ",
        ),
        ({"from_fork": "yes"}, "from_fork of an event is neither True nor False, got 'yes'"),
        ({"approved": 1}, "approved of an event is neither True nor False, got 1"),
    ],
)
def test_what_is_no_role_and_no_flag_is_refused(known: dict[str, Any], text: str) -> None:
    with pytest.raises(WebhookEventError) as caught:
        pull_request(**known)

    assert str(caught.value).startswith(text)


def test_a_role_of_another_host_is_refused() -> None:
    with pytest.raises(WebhookEventError) as caught:
        WebhookEvent(action=EVENTS["created"], provider=SourceProvider.GITHUB, author_role=ApproverRole.GITLAB_OWNER)

    assert str(caught.value) == (
        "author_role of an event at GITHUB is a role of another git host, got GITLAB_OWNER, allowed are none for an "
        "author without a role, GITHUB_READ, GITHUB_TRIAGE, GITHUB_WRITE, GITHUB_MAINTAIN, GITHUB_ADMIN"
    )


@pytest.mark.parametrize("known", [{"author_role": "none"}, {"from_fork": False}, {"approved": True}], ids=str)
def test_other_events_have_no_author_no_fork_and_no_approval(known: dict[str, Any]) -> None:
    (name,) = known
    with pytest.raises(WebhookEventError) as caught:
        WebhookEvent(action=EventAction.PUSH, **known)

    assert str(caught.value).startswith(f"{name} is for events of pull requests, got ")


def test_the_branch_of_a_fork_is_an_assumption_of_a_filter_on_it() -> None:
    made = settings(GROUP.and_branch_is("topic"))

    assert "fork-head" in names(decide(made, pull_request(from_fork=True)))
    assert "fork-head" not in names(decide(made, pull_request(from_fork=False)))
    assert "fork-head" not in names(decide(made, pull_request()))
    assert "fork-head" not in names(decide(settings(GROUP), pull_request(from_fork=True)))


@pytest.mark.parametrize("role", ["GITHUB_WRITE", "GITLAB_OWNER"])
def test_an_author_with_a_role_of_another_host_sends_nothing_to_the_webhook(role: str) -> None:
    decision = decide(settings(GROUP, provider=SourceProvider.BITBUCKET), pull_request(author_role=role))

    assert decision.verdict is Verdict.NO_BUILD
    assert decision.mismatch == f"the event is from {role.partition('_')[0]}, and the webhook is on BITBUCKET"
    assert decide(settings(GROUP, provider=SourceProvider.GITHUB_ENTERPRISE), STRANGER).mismatch is None
