"""Events and names in the texts of findings."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from webhook_constructs.core import EventAction

__all__ = ["listed", "named"]

_MOST = 5


def listed(events: Collection[EventAction]) -> str:
    """List events, always in the same order.

    Examples:
        >>> listed({EventAction.RELEASED, EventAction.PUSH})
        'PUSH, RELEASED'
    """
    return ", ".join(event for event in EventAction if event in events)


def named(names: Iterable[str]) -> str:
    """List names, each once, and only the first few of many.

    Examples:
        >>> named(["A"]), named(["A", "B", "A"]), named("ABC")
        ('A', 'A and B', 'A, B and C')
        >>> named("ABCDEFGH")
        'A, B, C, D, E and 3 more'
    """
    found = list(dict.fromkeys(names))
    if len(found) > _MOST:
        found[_MOST:] = [f"{len(found) - _MOST} more"]
    return f"{', '.join(found[:-1])} and {found[-1]}" if len(found) > 1 else "".join(found)
