"""The events that a group is started for."""

from __future__ import annotations

from typing import Literal, TypeAlias

from webhook_constructs.core.errors import FilterGroupError
from webhook_constructs.core.service.enums import PULL_REQUEST_ACTIONS, RELEASE_ACTIONS, EventAction, FilterType
from webhook_constructs.core.values.arguments import require_choice, shown

from .filter import Filter

__all__ = [
    "PullRequestAction",
    "PushAction",
    "ReleaseAction",
    "WorkflowJobAction",
    "event_filter",
    "pull_request_actions",
    "release_actions",
]

PushAction: TypeAlias = Literal[EventAction.PUSH]
PullRequestAction: TypeAlias = Literal[
    EventAction.PULL_REQUEST_CREATED,
    EventAction.PULL_REQUEST_UPDATED,
    EventAction.PULL_REQUEST_REOPENED,
    EventAction.PULL_REQUEST_MERGED,
    EventAction.PULL_REQUEST_CLOSED,
]
ReleaseAction: TypeAlias = Literal[EventAction.RELEASED, EventAction.PRERELEASED]
WorkflowJobAction: TypeAlias = Literal[EventAction.WORKFLOW_JOB_QUEUED]

_CREATED_OR_UPDATED = (EventAction.PULL_REQUEST_CREATED, EventAction.PULL_REQUEST_UPDATED)
"""What every git host sends of pull requests, and what a webhook without filters builds."""


def event_filter(events: tuple[EventAction, ...]) -> Filter:
    """Return the EVENT filter of a group for some events, each named once.

    Raises:
        FilterGroupError: One is something else than an event.
    """
    return Filter(FilterType.EVENT, ",".join(dict.fromkeys(_known(event).value for event in events)))


def pull_request_actions(actions: tuple[EventAction, ...]) -> tuple[EventAction, ...]:
    """Return what happens to a pull request: by default, it is created or updated.

    Raises:
        FilterGroupError: One is no action of a pull request.
    """
    return _allowed(actions, PULL_REQUEST_ACTIONS, "pull request") or _CREATED_OR_UPDATED


def release_actions(actions: tuple[EventAction, ...]) -> tuple[EventAction, ...]:
    """Return what happens to a release: by default, it is released.

    Raises:
        FilterGroupError: One is no action of a release.
    """
    return _allowed(actions, RELEASE_ACTIONS, "release") or (EventAction.RELEASED,)


def _allowed(actions: tuple[EventAction, ...], allowed: frozenset[EventAction], noun: str) -> tuple[EventAction, ...]:
    for action in map(_known, actions):
        if action not in allowed:
            names = ", ".join(event for event in EventAction if event in allowed)
            msg = f"not an event of a {noun}, got {action}, allowed are {names}; start a group of its own for it"
            raise FilterGroupError(msg)
    return actions


def _known(event: object) -> EventAction:
    if isinstance(event, list | tuple | set | frozenset):
        given = shown([each.value if isinstance(each, EventAction) else each for each in event])
        msg = f"events must be separate arguments, got {given}; write *events to pass a list of them"
        raise FilterGroupError(msg)
    return require_choice(EventAction, event, "event", FilterGroupError)
