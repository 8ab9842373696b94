"""Events and settings to be decided on, and what is read from a decision."""

from __future__ import annotations

from typing import Any, Final

from webhook_constructs.core import (
    Decision,
    EventAction,
    Filter,
    FilterGroup,
    FilterType,
    WebhookEvent,
    WebhookSettings,
)

PUSH, TAG = WebhookEvent.push(branch="main"), WebhookEvent.push(tag="v1")
CREATED: Final = EventAction.PULL_REQUEST_CREATED
UPDATED: Final = EventAction.PULL_REQUEST_UPDATED
PUSHES = FilterGroup.in_event_of(EventAction.PUSH)
PULL_REQUESTS = FilterGroup.in_event_of(CREATED, UPDATED)
TO_MAIN = WebhookEvent.pull_request(CREATED, base="main", head="topic")


def settings(*groups: FilterGroup, **others: Any) -> WebhookSettings:
    return WebhookSettings(groups, **others)


def raw(*filters: tuple[str, str] | tuple[str, str, bool], **others: Any) -> WebhookSettings:
    return settings(FilterGroup.of(Filter(FilterType(each[0]), *each[1:]) for each in filters), **others)


def names(decision: Decision) -> list[str]:
    return [assumption.id for assumption in decision.assumptions]


def outcomes(decision: Decision) -> list[list[str]]:
    return [[str(trace.outcome) for trace in group.filters] for group in decision.groups]


def doubts(decision: Decision) -> list[str]:
    return [
        trace.undecided_because
        for group in decision.groups
        for trace in group.filters
        if trace.undecided_because is not None
    ]
