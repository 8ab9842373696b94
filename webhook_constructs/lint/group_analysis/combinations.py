"""What is known of the filters of a webhook together with its events, its git host and its scope."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from webhook_constructs.core import EventAction, FilterType, WebhookScopeType
from webhook_constructs.core.service.support_matrix import (
    GITLABS,
    SCOPED_FILTERS,
    event_support,
    filter_support,
    scope_support,
)
from webhook_constructs.lint.wording.event_lists import by_note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from webhook_constructs.core import SourceProvider
    from webhook_constructs.core.service.support_matrix import Support, SupportCell
    from webhook_constructs.lint.webhook import PlacedFilter, Webhook

__all__ = ["combinations", "is_at_gitlab"]


def is_at_gitlab(webhook: Webhook) -> bool:
    """Check whether a webhook is certainly one of GitLab, by its git host or else by its scope."""
    if webhook.provider is None:
        scope = webhook.settings.scope
        return scope is not None and scope.scope_type is WebhookScopeType.GITLAB_GROUP
    return webhook.provider in GITLABS


def combinations(webhook: Webhook, support: Support) -> Iterator[tuple[PlacedFilter, frozenset[EventAction], str]]:
    """Find the combinations of which one thing is known.

    An event that the git host does not send is left out: of a filter with it there is nothing to say. So are the events
    of a scope: a filter for scoped webhooks is looked at with the scope.

    Args:
        webhook: The webhook.
        support: What is to be known of the event at the git host, for EVENT, and of the filter with the event, for
            other filters.

    Yields:
        Each filter with the events of its group that it is so with, and the note on them. Several notes give several.
    """
    scope = None if webhook.settings.scope is None else webhook.settings.scope.scope_type
    for group in webhook.groups:
        of_group = group.events or frozenset()
        for each in group.filters:
            for note, events in _known(webhook.provider, scope, each.type, support):
                if not of_group.isdisjoint(events):
                    yield each, of_group & events, note


@lru_cache(None)
def _known(
    provider: SourceProvider | None, scope: WebhookScopeType | None, filter_type: FilterType, support: Support
) -> tuple[tuple[str, frozenset[EventAction]], ...]:
    """Return the notes on all events of which that is known, each with the events that it is on."""

    def cell(event: EventAction) -> SupportCell:
        of_event = event_support(provider, event)
        if filter_type is FilterType.EVENT or of_event.is_certainly_wrong:
            return of_event
        if filter_type in SCOPED_FILTERS:
            return scope_support(provider, filter_type, scope)
        return filter_support(provider, event, filter_type)

    events = [event for event in EventAction if cell(event).support is support]
    return by_note(events, cell)
