"""What the service is certain to refuse about a filter group."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from webhook_constructs.core.errors import PatternError, PatternTooLargeError
from webhook_constructs.core.patterns.pattern import Pattern
from webhook_constructs.core.patterns.step_budget import RunOverError, running
from webhook_constructs.core.service.enums import EventAction, FilterType
from webhook_constructs.core.service.support_matrix import events_for
from webhook_constructs.core.values.unresolved import is_unresolved

from .filter import Filter, event_names_of

__all__ = ["group_problems", "has_no_event", "is_too_large", "refusal_of"]


def group_problems(filters: tuple[Filter, ...]) -> tuple[str, ...]:
    """Return what the service is certain to refuse about the filters of a group, whatever the project.

    `FilterGroup.problems` lists the kinds of problems.
    """
    with running():
        return tuple(_problems(filters))


def has_no_event(filters: tuple[Filter, ...]) -> bool:
    """Check whether none of the filters of a group is an EVENT filter, which every group needs."""
    return all(each.type is not FilterType.EVENT for each in filters)


def refusal_of(each: Filter) -> PatternError | None:
    """Return RE2's refusal of the pattern of a filter.

    Returns:
        None where RE2 accepts the pattern, where the pattern is too large to be judged or a part of it is known only
        when the stack is deployed, and for EVENT, which lists names and holds no pattern.

    Raises:
        RunOverError: There is no budget left to judge the pattern.

    Examples:
        >>> from webhook_constructs.core import Filter
        >>> refusal_of(Filter(FilterType.HEAD_REF, "^refs/heads/(?!main$)")).reason
        'invalid perl operator: (?!'
    """
    error = _error_of(each)
    return None if isinstance(error, PatternTooLargeError) else error


def is_too_large(each: Filter) -> bool:
    """Check whether the pattern of a filter is too large to be judged.

    Raises:
        RunOverError: There is no budget left to judge the pattern.
    """
    return isinstance(_error_of(each), PatternTooLargeError)


def _error_of(each: Filter) -> PatternError | None:
    if each.type is not FilterType.EVENT and not is_unresolved(each.pattern):
        try:
            Pattern.in_run(str(each.pattern))
        except PatternError as err:
            return err
    return None


def _problems(filters: tuple[Filter, ...]) -> Iterator[str]:
    if not filters:
        yield "no filters: give the group an EVENT filter at least"
    elif has_no_event(filters):
        yield "no EVENT filter: name the events that the group is for"
    names = event_names_of(filters) or ()
    events = [event for event in EventAction if event.value in names]
    for each in filters:
        refusal = None
        with suppress(RunOverError):  # what cannot be told is no problem
            refusal = refusal_of(each)
        if refusal is not None:
            yield f"{each.type}: {refusal}"
        allowed = events_for(each.type)
        if not allowed.issuperset(events):
            refused = [event for event in events if event not in allowed]
            yield (
                f"{each.type} is not allowed with {', '.join(refused)}, "
                f"only with {', '.join(event for event in EventAction if event in allowed)}: "
                "make a group of its own for it"
            )
