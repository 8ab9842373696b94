"""The choices that CodeBuild gives: git hosts, events, filters, builds and scopes, and what their refs begin with."""

from __future__ import annotations

import pytest

from webhook_constructs.core import BuildType, FilterType, SourceProvider
from webhook_constructs.core.service.enums import (
    PULL_REQUEST_ACTIONS,
    RELEASE_ACTIONS,
    EventAction,
    OnExistingWebhook,
    ref_prefixes,
)


def test_there_are_the_five_source_types_that_have_webhooks() -> None:
    assert [str(provider) for provider in SourceProvider] == [
        "GITHUB",
        "GITHUB_ENTERPRISE",
        "BITBUCKET",
        "GITLAB",
        "GITLAB_SELF_MANAGED",
    ]


def test_there_are_the_nine_events_of_the_api() -> None:
    assert [event.value for event in EventAction] == [
        "PUSH",
        "PULL_REQUEST_CREATED",
        "PULL_REQUEST_UPDATED",
        "PULL_REQUEST_REOPENED",
        "PULL_REQUEST_MERGED",
        "PULL_REQUEST_CLOSED",
        "RELEASED",
        "PRERELEASED",
        "WORKFLOW_JOB_QUEUED",
    ]


def test_the_kinds_of_events_do_not_overlap() -> None:
    assert {event for event in EventAction if event.value.startswith("PULL_REQUEST")} == PULL_REQUEST_ACTIONS
    assert {event for event in EventAction if event.value.endswith("RELEASED")} == RELEASE_ACTIONS


def test_an_event_shows_the_name_that_codebuild_uses() -> None:
    assert f"{EventAction.PUSH}" == "PUSH"


def test_there_are_the_three_build_types_of_the_api() -> None:
    assert [str(build_type) for build_type in BuildType] == ["BUILD", "BUILD_BATCH", "RUNNER_BUILDKITE_BUILD"]


def test_a_choice_shows_the_name_that_the_property_uses() -> None:
    assert [str(each) for each in OnExistingWebhook] == ["FAIL", "ADOPT"]


@pytest.mark.parametrize("event", sorted(PULL_REQUEST_ACTIONS))
def test_refs_of_pull_requests_are_branches(event: EventAction) -> None:
    assert ref_prefixes(FilterType.HEAD_REF, event) == ("refs/heads/",)
    assert ref_prefixes(FilterType.BASE_REF, event) == ("refs/heads/",)


def test_the_head_of_a_push_is_a_branch_or_a_tag() -> None:
    assert ref_prefixes(FilterType.HEAD_REF, EventAction.PUSH) == ("refs/heads/", "refs/tags/")


def test_an_event_is_its_name() -> None:
    for event in EventAction:
        assert ref_prefixes(FilterType.HEAD_REF, event.value) == ref_prefixes(FilterType.HEAD_REF, event)


@pytest.mark.parametrize(
    ("filter_type", "event"),
    [
        (FilterType.BASE_REF, "PUSH"),
        (FilterType.HEAD_REF, "RELEASED"),
        (FilterType.HEAD_REF, "WORKFLOW_JOB_QUEUED"),
        (FilterType.HEAD_REF, "PUSHED"),
        (FilterType.FILE_PATH, "PUSH"),
        (FilterType.TAG_NAME, "RELEASED"),
    ],
)
def test_of_everything_else_nothing_is_known(filter_type: FilterType, event: str) -> None:
    assert ref_prefixes(filter_type, event) == ()
