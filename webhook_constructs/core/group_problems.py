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

__all__ = ["group_problems", "has_no_event", "refusal_of"]


def group_problems(group: FilterGroup) -> tuple[str, ...]:
    """Say what the service is certain to refuse about a group, whatever the project.

    Args:
        group: The group; `FilterGroup.problems` says which problems there are.
    """
    return tuple(_problems(group))


def has_no_event(group: FilterGroup) -> bool:
    """Tell whether a group has no EVENT filter, which every group needs."""
    return all(each.type is not FilterType.EVENT for each in group.filters)


def refusal_of(each: Filter) -> PatternError | None:
    """Give RE2's refusal of a filter's pattern.

    Returns:
        None where RE2 accepts the pattern, where a part of it is known only when the stack is deployed, and for EVENT,
        which lists names and holds no pattern.

    Examples:
        >>> from webhook_constructs.core import Filter
        >>> refusal_of(Filter(FilterType.HEAD_REF, "^refs/heads/(?!main$)")).reason
        'invalid perl operator: (?!'
    """
    if each.type is FilterType.EVENT or isinstance(each.pattern, UnresolvedValue) or is_unresolved(each.pattern):
        return None
    try:
        Pattern(each.pattern)
    except PatternError as err:
        return err
    return None


def _problems(group: FilterGroup) -> Iterator[str]:
    if not group.filters:
        yield "no filters: give the group an EVENT filter at least"
    elif has_no_event(group):
        yield "no EVENT filter: name the events that the group is for"
    names = group.event_names or ()
    events = [event for event in EventAction if event.value in names]
    for each in group.filters:
        refusal = refusal_of(each)
        if refusal is not None:
            yield f"{each.type}: {refusal}"
        refused = [event for event in events if is_never_allowed(event, each.type)]
        if refused:
            allowed = [event for event in EventAction if not is_never_allowed(event, each.type)]
            yield (
                f"{each.type} is not allowed with {', '.join(refused)}, only with {', '.join(allowed)}: "
                "make a group of its own for it"
            )
