"""Events in the texts of findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webhook_constructs.core import EventAction

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from webhook_constructs.core.service.support_matrix import SupportCell

__all__ = ["by_note", "listed"]


def listed(events: Collection[EventAction]) -> str:
    """List events, always in the same order.

    Examples:
        >>> listed({EventAction.RELEASED, EventAction.PUSH})
        'PUSH, RELEASED'
    """
    return ", ".join(event for event in EventAction if event in events)


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
