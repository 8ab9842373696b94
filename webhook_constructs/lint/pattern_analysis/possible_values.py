"""Whether a filter lets everything pass, or nothing, given what it can have to look at.

A ref begins as it does in the events of its group, a path begins at the root of the repository without a mark for it,
and neither ends with a slash or has two lines. Of messages and titles nothing is taken for granted.
"""

from __future__ import annotations

from functools import lru_cache

from webhook_constructs.core import FilterType, Pattern, is_disjoint, is_subset
from webhook_constructs.core.groups.value_shapes import PATH
from webhook_constructs.core.patterns.likely_texts import likely_text
from webhook_constructs.core.service.enums import PULL_REQUEST_ACTIONS, EventAction, ref_prefixes
from webhook_constructs.core.values.unresolved import all_of
from webhook_constructs.lint.rule import Group, PlacedFilter

__all__ = ["beginnings_of", "is_doubled_ref", "lets_all_pass", "lets_none_pass", "said_of"]

_FREE_TEXTS = {FilterType.COMMIT_MESSAGE, FilterType.RELEASE_NAME}
_REFS = {FilterType.HEAD_REF, FilterType.BASE_REF}
_REST_OF_REF = r".*[^/\n]$"
# What a pattern that asks for something is not likely to match: no ref holds it.
_ODD = "~"
_REF_FOR_NAME = "^/?refs?/|refs/(heads|tags)/"  # git allows a branch of that name, but it is a slip
_DOUBLED = "refs/(heads|tags)/refs/(heads|tags)/"


def lets_all_pass(placed: PlacedFilter, group: Group) -> bool | None:
    """Tell whether a filter lets every value of its group's events pass.

    Of files this is about each: an event with none is left out of account.

    Args:
        placed: The filter.
        group: Its group.

    Returns:
        The answer; None if it cannot be told, and for an empty pattern, which is for WH124.
    """
    if placed.pattern is None or not placed.pattern.text:
        return None
    return (_matches_none if placed.is_excluding else _matches_all)(
        placed.pattern, placed.type, beginnings_of(placed, group)
    )


def lets_none_pass(placed: PlacedFilter, group: Group) -> bool | None:
    """Tell whether a filter lets no value of its group's events pass.

    Args:
        placed: The filter.
        group: Its group.

    Returns:
        The answer; None if it cannot be told, as of events without files, and for an empty pattern.
    """
    if placed.pattern is None or not placed.pattern.text:
        return None
    if placed.is_excluding and placed.type is FilterType.FILE_PATH:
        return None
    if placed.is_branch_filter and is_subset(placed.pattern, Pattern(_REF_FOR_NAME)) is True:
        return True
    return (_matches_all if placed.is_excluding else _matches_none)(
        placed.pattern, placed.type, beginnings_of(placed, group)
    )


def beginnings_of(placed: PlacedFilter, group: Group) -> tuple[str, ...]:
    """Give what the values that a filter can look at begin with, any of it; an empty text if that cannot be told."""
    is_of_refs = placed.type in _REFS and not placed.is_branch_filter
    return _beginnings(placed.type, group.event_names or ()) if is_of_refs else ("",)


def said_of(placed: PlacedFilter, group: Group) -> str:
    """Say whose values a filter looks at, such as "HEAD_REF of a push"."""
    events = group.events
    if placed.is_branch_filter:
        return "the bare name of a branch"
    if placed.type not in _REFS or not events or not events <= PULL_REQUEST_ACTIONS | {EventAction.PUSH}:
        return str(placed.type)
    whose = ["a push"] * (EventAction.PUSH in events) + ["a pull request"] * bool(events & PULL_REQUEST_ACTIONS)
    return f"{placed.type} of {' or '.join(whose)}"


def is_doubled_ref(pattern: Pattern) -> bool:
    """Tell whether a pattern asks for `refs/heads/` and again `refs/heads/`, which is a slip though git allows it."""
    return pattern.text.count("refs/") > 1 and is_subset(pattern, Pattern(_DOUBLED)) is True


@lru_cache(256)
def _beginnings(filter_type: FilterType, event_names: tuple[str, ...]) -> tuple[str, ...]:
    found = (beginning for name in event_names for beginning in ref_prefixes(filter_type, name) or ("",))
    return tuple(dict.fromkeys(found)) or ("",)


def _value(filter_type: FilterType, beginning: str) -> Pattern:
    """Give a pattern of the values that can be."""
    if beginning:
        return Pattern(f"^{beginning}{_REST_OF_REF}")
    if filter_type is FilterType.FILE_PATH:
        return Pattern(PATH)
    return Pattern("" if filter_type in _FREE_TEXTS else "^.+$")


def _matches_none(pattern: Pattern, filter_type: FilterType, beginnings: tuple[str, ...]) -> bool | None:
    if filter_type in _REFS and is_doubled_ref(pattern):
        return True
    text = likely_text(pattern.text)
    for beginning in beginnings:
        value = text if text.startswith(beginning) else beginning + text
        longer = f"{value}x"  # a ref or a path goes on after a slash
        if any(pattern.search(each) and _value(filter_type, beginning).search(each) for each in (value, longer)):
            return False
    return all_of(is_disjoint(_value(filter_type, beginning), pattern) for beginning in beginnings)


def _matches_all(pattern: Pattern, filter_type: FilterType, beginnings: tuple[str, ...]) -> bool | None:
    if not all(pattern.search(f"{beginning}{_ODD}") for beginning in beginnings):
        return False
    return all_of(is_subset(_value(filter_type, beginning), pattern) for beginning in beginnings)
