"""What is known of the filters of a webhook together with its events, its git host and its scope."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import lru_cache

from webhook_constructs.core import EventAction, FilterType, SourceProvider, WebhookScopeType
from webhook_constructs.core.service.support_matrix import (
    GITLABS,
    SCOPED_FILTERS,
    Support,
    SupportCell,
    event_support,
    filter_support,
    scope_support,
)
from webhook_constructs.lint.rule import PlacedFilter, Webhook

__all__ = ["by_note", "combinations", "is_at_gitlab"]


def is_at_gitlab(webhook: Webhook) -> bool:
    """Check whether a webhook is certainly one of GitLab, by its git host or else by its scope."""
    if webhook.provider is None:
        return webhook.scope_type is WebhookScopeType.GITLAB_GROUP
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
    for each, group in webhook.filters():
        of_group = group.events or frozenset()
        for note, events in _known(webhook.provider, webhook.scope_type, each.type, support):
            if not of_group.isdisjoint(events):
                yield each, of_group & events, note


def by_note(
    events: Collection[EventAction], cell_of: Callable[[EventAction], SupportCell]
) -> tuple[tuple[str, frozenset[EventAction]], ...]:
    """Put together the events of which the same is known.

    Args:
        events: Some events.
        cell_of: Gives what is known of an event.

    Returns:
        The notes of their cells, each with the events that it is on, always in the same order.
    """
    if not events:
        return ()
    notes = {event: cell_of(event).note or "" for event in EventAction if event in events}
    return tuple(
        (note, frozenset(event for event, its in notes.items() if its == note))
        for note in dict.fromkeys(notes.values())
    )


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
