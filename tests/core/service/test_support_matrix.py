"""What is known of each provider, event and filter."""

from __future__ import annotations

from itertools import product

import pytest

from tools.support_matrix_page import support
from webhook_constructs.core import EventAction, FilterType, SourceProvider, WebhookScopeType
from webhook_constructs.core.service.enums import PULL_REQUEST_ACTIONS
from webhook_constructs.core.service.support_matrix import (
    Support,
    SupportCell,
    event_support,
    events_for,
    filter_support,
    scope_event_support,
    scope_support,
)

GITHUB, ENTERPRISE, BITBUCKET = SourceProvider.GITHUB, SourceProvider.GITHUB_ENTERPRISE, SourceProvider.BITBUCKET
GITLAB = SourceProvider.GITLAB
ORGANIZATION, GLOBAL = WebhookScopeType.GITHUB_ORGANIZATION, WebhookScopeType.GITHUB_GLOBAL
GROUP = WebhookScopeType.GITLAB_GROUP
PUSH, CREATED, RELEASED = EventAction.PUSH, EventAction.PULL_REQUEST_CREATED, EventAction.RELEASED
JOB = EventAction.WORKFLOW_JOB_QUEUED


@pytest.mark.parametrize(("provider", "event", "filter_type"), list(product(SourceProvider, EventAction, FilterType)))
def test_every_cell_says_what_is_known_and_where_from(
    provider: SourceProvider, event: EventAction, filter_type: FilterType
) -> None:
    cell = support(provider, event, filter_type)

    assert isinstance(cell, SupportCell)
    assert "https://docs.aws.amazon.com/codebuild/latest/" in cell.source
    assert cell.note or cell.support is Support.DOCUMENTED


def events_by(wanted: Support) -> set[tuple[str, str]]:
    return {
        (provider.value, event.value)
        for provider, event in product(SourceProvider, EventAction)
        if event_support(provider, event).support is wanted
    }


def test_events_that_a_host_does_not_have() -> None:
    assert events_by(Support.UNSUPPORTED) == {
        ("GITHUB_ENTERPRISE", "RELEASED"),
        ("GITHUB_ENTERPRISE", "PRERELEASED"),
        ("BITBUCKET", "PULL_REQUEST_REOPENED"),
        ("BITBUCKET", "RELEASED"),
        ("BITBUCKET", "PRERELEASED"),
        ("BITBUCKET", "WORKFLOW_JOB_QUEUED"),
        ("GITLAB", "PRERELEASED"),
        ("GITLAB_SELF_MANAGED", "PRERELEASED"),
    }


def test_events_on_which_the_pages_disagree() -> None:
    assert events_by(Support.DISPUTED) == {
        (provider, event)
        for provider in ("GITLAB", "GITLAB_SELF_MANAGED")
        for event in ("PULL_REQUEST_REOPENED", "RELEASED", "WORKFLOW_JOB_QUEUED")
    }


def test_all_other_events_are_documented() -> None:
    assert len(events_by(Support.DOCUMENTED)) == 45 - 8 - 6


def test_bitbucket_events_that_need_a_hand() -> None:
    assert event_support(BITBUCKET, EventAction.PULL_REQUEST_MERGED).note == (
        "the event has to be switched on by hand in the hook at Bitbucket"
    )


@pytest.mark.parametrize(
    ("provider", "event", "filter_type", "expected"),
    [
        (GITHUB, PUSH, FilterType.BASE_REF, Support.REFUSED),
        (BITBUCKET, PUSH, FilterType.BASE_REF, Support.UNSUPPORTED),
        (GITHUB, RELEASED, FilterType.BASE_REF, Support.UNSUPPORTED),
        (GITHUB, CREATED, FilterType.BASE_REF, Support.DOCUMENTED),
        (GITHUB, PUSH, FilterType.HEAD_REF, Support.DOCUMENTED),
        (GITHUB, RELEASED, FilterType.HEAD_REF, Support.UNDOCUMENTED),
        (GITHUB, JOB, FilterType.HEAD_REF, Support.UNDOCUMENTED),
        (GITHUB, CREATED, FilterType.FILE_PATH, Support.DOCUMENTED),
        (ENTERPRISE, PUSH, FilterType.FILE_PATH, Support.DOCUMENTED),
        (ENTERPRISE, CREATED, FilterType.FILE_PATH, Support.DISPUTED),
        (ENTERPRISE, EventAction.PULL_REQUEST_CLOSED, FilterType.COMMIT_MESSAGE, Support.DISPUTED),
        (GITHUB, JOB, FilterType.COMMIT_MESSAGE, Support.UNSUPPORTED),
        (GITHUB, RELEASED, FilterType.TAG_NAME, Support.DOCUMENTED),
        (GITLAB, RELEASED, FilterType.RELEASE_NAME, Support.DISPUTED),
        (GITHUB, PUSH, FilterType.TAG_NAME, Support.UNSUPPORTED),
        (GITHUB, JOB, FilterType.WORKFLOW_NAME, Support.DOCUMENTED),
        (GITLAB, JOB, FilterType.WORKFLOW_NAME, Support.DISPUTED),
        (BITBUCKET, JOB, FilterType.WORKFLOW_NAME, Support.UNSUPPORTED),
        (GITHUB, PUSH, FilterType.REPOSITORY_NAME, Support.DOCUMENTED),
        (GITLAB, PUSH, FilterType.REPOSITORY_NAME, Support.DISPUTED),
        (BITBUCKET, PUSH, FilterType.REPOSITORY_NAME, Support.UNSUPPORTED),
        (GITHUB, JOB, FilterType.ORGANIZATION_NAME, Support.DOCUMENTED),
        (GITHUB, PUSH, FilterType.ORGANIZATION_NAME, Support.DISPUTED),
        (GITLAB, PUSH, FilterType.ORGANIZATION_NAME, Support.UNSUPPORTED),
        (GITLAB, PUSH, FilterType.ACTOR_ACCOUNT_ID, Support.DOCUMENTED),
        (BITBUCKET, RELEASED, FilterType.EVENT, Support.UNSUPPORTED),
    ],
)
def test_cells(provider: SourceProvider, event: EventAction, filter_type: FilterType, expected: Support) -> None:
    assert support(provider, event, filter_type).support is expected


def test_a_filter_that_gitlab_does_not_mention_is_not_documented_there() -> None:
    assert filter_support(GITLAB, RELEASED, FilterType.TAG_NAME).support is Support.UNDOCUMENTED


def test_what_is_refused_or_documented_not_to_work_is_certainly_wrong() -> None:
    assert {state for state in Support if SupportCell(state, "").is_certainly_wrong} == {
        Support.REFUSED,
        Support.UNSUPPORTED,
    }


@pytest.mark.parametrize(
    ("filter_type", "allowed"),
    [
        (FilterType.EVENT, set(EventAction)),
        (FilterType.ACTOR_ACCOUNT_ID, set(EventAction)),
        (FilterType.HEAD_REF, set(EventAction)),
        (FilterType.REPOSITORY_NAME, set(EventAction)),
        (FilterType.ORGANIZATION_NAME, set(EventAction)),
        (FilterType.BASE_REF, PULL_REQUEST_ACTIONS),
        (FilterType.FILE_PATH, PULL_REQUEST_ACTIONS | {PUSH}),
        (FilterType.COMMIT_MESSAGE, PULL_REQUEST_ACTIONS | {PUSH}),
        (FilterType.TAG_NAME, {RELEASED, EventAction.PRERELEASED}),
        (FilterType.RELEASE_NAME, {RELEASED, EventAction.PRERELEASED}),
        (FilterType.WORKFLOW_NAME, {JOB}),
    ],
)
def test_without_a_git_host_a_filter_is_for_the_events_that_some_host_takes_it_with(
    filter_type: FilterType, allowed: set[EventAction]
) -> None:
    assert events_for(filter_type) == allowed


def test_a_cell_has_the_notes_of_the_event_and_of_the_filter() -> None:
    cell = support(GITLAB, RELEASED, FilterType.TAG_NAME)

    assert cell.note == (
        "GitLab's page says yes, the API's GitHub only; GitLab's page has releases and not this filter"
    )
    assert cell.source == (
        "https://docs.aws.amazon.com/codebuild/latest/userguide/gitlab-webhook.html, "
        "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html"
    )
    note = support(BITBUCKET, EventAction.PULL_REQUEST_MERGED, FilterType.BASE_REF).note
    assert note == "the event has to be switched on by hand in the hook at Bitbucket"


def test_what_was_seen_is_quoted() -> None:
    source = support(GITHUB, PUSH, FilterType.BASE_REF).source

    assert "a stack event of 2019-07-06: 'The following filter types are not allowed for GitHub webhook" in source
    assert "Make sure input filter types are supported by all the EVENT types specified." in source


def test_the_events_of_a_filter_are_those_of_the_host_if_it_is_known() -> None:
    assert events_for(FilterType.REPOSITORY_NAME) == set(EventAction)
    assert events_for(FilterType.REPOSITORY_NAME, BITBUCKET) == set()
    assert events_for(FilterType.BASE_REF, BITBUCKET) == PULL_REQUEST_ACTIONS


def test_for_a_host_that_is_not_known_the_best_is_taken() -> None:
    assert event_support(None, RELEASED).support is Support.DOCUMENTED
    assert filter_support(None, CREATED, FilterType.FILE_PATH).support is Support.DOCUMENTED
    assert filter_support(None, RELEASED, FilterType.HEAD_REF).support is Support.UNDOCUMENTED
    assert filter_support(None, PUSH, FilterType.BASE_REF).support is Support.UNSUPPORTED
    assert scope_support(None, FilterType.REPOSITORY_NAME, GROUP).support is Support.DISPUTED


@pytest.mark.parametrize(
    ("provider", "filter_type", "expected"),
    [
        (GITHUB, FilterType.REPOSITORY_NAME, "no yes yes no"),
        (ENTERPRISE, FilterType.REPOSITORY_NAME, "no yes yes no"),
        (GITLAB, FilterType.REPOSITORY_NAME, "no no no disputed"),
        (BITBUCKET, FilterType.REPOSITORY_NAME, "no no no no"),
        (GITHUB, FilterType.ORGANIZATION_NAME, "no no yes no"),
        (ENTERPRISE, FilterType.ORGANIZATION_NAME, "no no yes no"),
        (GITLAB, FilterType.ORGANIZATION_NAME, "no no no no"),
        (BITBUCKET, FilterType.ORGANIZATION_NAME, "no no no no"),
        (BITBUCKET, FilterType.HEAD_REF, "yes yes yes yes"),
    ],
)
def test_filters_that_are_for_scoped_webhooks(provider: SourceProvider, filter_type: FilterType, expected: str) -> None:
    words = {Support.DOCUMENTED: "yes", Support.UNSUPPORTED: "no", Support.DISPUTED: "disputed"}
    cells = [scope_support(provider, filter_type, scope) for scope in (None, ORGANIZATION, GLOBAL, GROUP)]

    assert " ".join(words[cell.support] for cell in cells) == expected


def test_pages_disagree_on_the_events_of_global_webhooks() -> None:
    assert scope_event_support(GLOBAL, JOB).support is Support.DOCUMENTED
    assert {scope_event_support(GLOBAL, event).support for event in set(EventAction) - {JOB}} == {Support.DISPUTED}
    assert {scope_event_support(scope, PUSH).support for scope in (None, ORGANIZATION, GROUP)} == {Support.DOCUMENTED}
