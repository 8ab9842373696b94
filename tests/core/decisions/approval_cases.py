"""Pull requests, and a webhook for them, to be decided on by who must approve."""

from __future__ import annotations

from typing import Any

from tests.core.decisions.cases import settings
from webhook_constructs.core import EventAction, FilterGroup, SourceProvider, WebhookEvent

EVENTS = {
    name: EventAction(f"PULL_REQUEST_{name.upper()}") for name in ("created", "updated", "reopened", "merged", "closed")
}
GROUP = FilterGroup.in_event_of(
    EventAction.PULL_REQUEST_CREATED,
    EventAction.PULL_REQUEST_UPDATED,
    EventAction.PULL_REQUEST_REOPENED,
    EventAction.PULL_REQUEST_MERGED,
    EventAction.PULL_REQUEST_CLOSED,
)


def pull_request(event: str = "created", **known: Any) -> WebhookEvent:
    return WebhookEvent.pull_request(EVENTS[event], base="main", head="topic", **known)


STRANGER = pull_request(author_role="none")
AT_GITHUB = settings(GROUP, provider=SourceProvider.GITHUB)
