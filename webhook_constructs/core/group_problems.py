"""What the service is certain to refuse about a filter group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import PatternError
from .events import EventAction
from .filters import FilterType
from .pattern import Pattern
from .support_matrix import is_never_allowed
from .unresolved import UnresolvedValue, is_unresolved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .filter_group import FilterGroup
    from .filters import Filter

__all__ = ["group_problems"]


def group_problems(group: FilterGroup) -> tuple[str, ...]:
    """Say what the service is certain to refuse about a group, whatever the project.

    Args:
        group: The group; `FilterGroup.problems` says which problems there are.
    """
    return tuple(_problems(group))


def _problems(group: FilterGroup) -> Iterator[str]:
    if not group.filters:
        yield "no filters: give the group an EVENT filter at least"
    elif all(each.type is not FilterType.EVENT for each in group.filters):
        yield "no EVENT filter: name the events that the group is for"
    names = group.event_names or ()
    events = [event for event in EventAction if event.value in names]
    for each in group.filters:
        yield from _pattern_problems(each)
        refused = [event for event in events if is_never_allowed(event, each.type)]
        if refused:
            allowed = [event for event in EventAction if not is_never_allowed(event, each.type)]
            yield (
                f"{each.type} is not allowed with {', '.join(refused)}, only with {', '.join(allowed)}: "
                "make a group of its own for it"
            )


def _pattern_problems(each: Filter) -> Iterator[str]:
    if each.type is FilterType.EVENT or isinstance(each.pattern, UnresolvedValue) or is_unresolved(each.pattern):
        return
    try:
        Pattern(each.pattern)
    except PatternError as err:
        yield f"{each.type}: {err}"
