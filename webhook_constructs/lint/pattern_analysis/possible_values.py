"""Whether a filter lets everything pass, or nothing, given what it can have to look at.

A ref begins as it does in the events of its group, a path begins at the root of the repository without a mark for it,
and neither ends with a slash or has two lines. Of messages and titles nothing is taken for granted.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from webhook_constructs.core import FilterType, Pattern, is_disjoint, is_subset
from webhook_constructs.core.service.choices import PULL_REQUEST_ACTIONS, EventAction, ref_prefixes
from webhook_constructs.core.values.unresolved import all_of

from .likely_texts import likely_text
from .plain_patterns import is_plain_names

if TYPE_CHECKING:
    from webhook_constructs.lint.webhook import Group, PlacedFilter

__all__ = ["beginnings_of", "is_doubled_ref", "lets_all_pass", "lets_none_pass", "said_of"]

_FREE_TEXTS = {FilterType.COMMIT_MESSAGE, FilterType.RELEASE_NAME}
_REFS = {FilterType.HEAD_REF, FilterType.BASE_REF}
_WITHOUT_LAST_SLASH = {*_REFS, FilterType.FILE_PATH}
_REST_OF_REF = r".*[^/\n]$"
_PATH = r"^(\.?[^./\n]|\.\.)(.*[^/\n])?$"
# What a pattern that asks for something is not likely to match: no ref holds it.
_ODD = "~"
# Anchors beside those at the ends, and classes that can be empty: without them there is always something that matches.
_DOUBTFUL = re.compile(r"[\^$]|\\[AzbBPpCQ]")
# A character that has to be there, first of all or behind the beginning of a ref, and no alternatives.
_CHARACTER = r"(?:[\w/-]|\\[./])(?![*?{])[^|]*"
_ASKING, _ASKING_REF = re.compile(rf"\^?{_CHARACTER}"), re.compile(rf"\^refs/(?:heads|tags)/{_CHARACTER}")
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
    return (_matches_all if placed.is_excluding else _matches_none)(
        placed.pattern, placed.type, beginnings_of(placed, group)
    )


def beginnings_of(placed: PlacedFilter, group: Group) -> tuple[str, ...]:
    """Give what the values that a filter can look at begin with, any of it; an empty text if that cannot be told."""
    return _beginnings(placed.type, group.event_names or ()) if placed.type in _REFS else ("",)


def said_of(placed: PlacedFilter, group: Group) -> str:
    """Say whose values a filter looks at, such as "HEAD_REF of a push"."""
    events = group.events
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
        return Pattern(_PATH)
    return Pattern("" if filter_type in _FREE_TEXTS else "^.+$")


def _matches_none(pattern: Pattern, filter_type: FilterType, beginnings: tuple[str, ...]) -> bool | None:
    if _evidently_matches(pattern.text, filter_type, beginnings):
        return False
    if filter_type in _REFS and is_doubled_ref(pattern):
        return True
    text = likely_text(pattern.text)
    for beginning in beginnings:
        value = text if text.startswith(beginning) else beginning + text
        if pattern.search(value) and _value(filter_type, beginning).search(value):
            return False
    return all_of(is_disjoint(_value(filter_type, beginning), pattern) for beginning in beginnings)


def _evidently_matches(text: str, filter_type: FilterType, beginnings: tuple[str, ...]) -> bool:
    """Tell at a glance that something matches, as it does for nearly every pattern; False says nothing."""
    inner = text.removeprefix("^").removesuffix("$")
    if not inner or text.count("refs/") > 1 or (text.endswith("/$") and filter_type in _WITHOUT_LAST_SLASH):
        return False
    if not is_plain_names(text) and _DOUBTFUL.search(inner.replace("[^", "[")):
        return False
    if filter_type is FilterType.FILE_PATH:
        return not text.startswith(("^/", r"^\./"))
    return not text.startswith("^") or any(
        text.startswith(f"^{beginning}") and text != f"^{beginning}$" for beginning in beginnings
    )


def _matches_all(pattern: Pattern, filter_type: FilterType, beginnings: tuple[str, ...]) -> bool | None:
    if is_plain_names(pattern.text) or (_ASKING_REF if filter_type in _REFS else _ASKING).fullmatch(pattern.text):
        return False
    if not all(pattern.search(f"{beginning}{_ODD}") for beginning in beginnings):
        return False
    return all_of(is_subset(_value(filter_type, beginning), pattern) for beginning in beginnings)
