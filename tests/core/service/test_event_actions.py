"""The events."""

from __future__ import annotations

from webhook_constructs.core.service.event_actions import PULL_REQUEST_ACTIONS, RELEASE_ACTIONS, EventAction


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
