"""Whether a filter lets everything pass, or nothing, given what it can have to look at.

A ref begins as it does in the events of its group, and its name is one that git allows. A path begins at the root of
the repository without a mark for it, does not end with a slash, and has one line. Nothing is assumed of messages. A
name of a repository or organization that is to pass has no owner before it [assumed: repository-field].
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from webhook_constructs.core import Filter, FilterGroup, FilterType, Pattern, is_disjoint, is_subset, is_unsatisfiable
from webhook_constructs.core.groups.value_shapes import OWNED_NAMES, PATH
from webhook_constructs.core.patterns.likely_texts import likely_text
from webhook_constructs.core.service.enums import PULL_REQUEST_ACTIONS, EventAction, ref_prefixes
from webhook_constructs.core.values.unresolved import all_of
from webhook_constructs.lint.rule import Group, PlacedFilter

__all__ = ["beginnings_of", "is_doubled_ref", "lets_all_pass", "lets_none_pass", "said_of"]

_FREE_TEXTS = {FilterType.COMMIT_MESSAGE, FilterType.RELEASE_NAME}
_REFS = {FilterType.HEAD_REF, FilterType.BASE_REF}
# What git allows between two slashes: https://git-scm.com/docs/git-check-ref-format [doc].
_IN_NAMES = r"[^\x00- \x7f~^:?*\[\\/.][^\x00- \x7f~^:?*\[\\/]*"
_NAME = f"{_IN_NAMES}(/{_IN_NAMES})*$"
# What a pattern that asks for something is not likely to match: no ref holds it.
_ODD = "~"
_OWNED = {FilterType.REPOSITORY_NAME, FilterType.ORGANIZATION_NAME}
_NAME_MARK = "-"  # a name of these can hold it, and hardly a pattern asks for it alone
# Git allows a branch with such a name, but it is a slip.
_REF_FOR_NAME = "^/?refs?/|refs?/(heads?|tags?|branch(es)?)/"
_DOUBLED = "refs/(heads|tags)/refs/(heads|tags)/"
_MISSPELLED_IN_NAME = "(?i)^refs/(heads|tags)/.*(ref/(heads?|tags?|branch(es)?)|refs/(head|tag|branch(es)?))/"


def lets_all_pass(placed: PlacedFilter, group: Group) -> bool | None:
    """Check whether a filter lets every value of its group's events pass.

    Of files this is about each: an event with none is left out of account.

    Args:
        placed: The filter.
        group: Its group.

    Returns:
        The answer; None if it cannot be told, and for an empty pattern, which is for WH124.
    """
    if placed.pattern is None or not placed.pattern.text:
        return None
    if placed.is_excluding:
        return _matches_none(placed.pattern, _values(placed, group))
    if placed.type in _OWNED:
        return placed.pattern.search(_NAME_MARK) and is_subset(Pattern(f"^{OWNED_NAMES[1]}"), placed.pattern)
    return _matches_all(placed.pattern, _values(placed, group))


def lets_none_pass(placed: PlacedFilter, group: Group) -> bool | None:
    """Check whether a filter lets no value of its group's events pass.

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
    return (_matches_all if placed.is_excluding else _matches_none)(placed.pattern, _values(placed, group))


def beginnings_of(placed: PlacedFilter, group: Group) -> tuple[str, ...]:
    """Return what the values that a filter can look at begin with, any of it; an empty text if that cannot be told."""
    is_of_refs = placed.type in _REFS and not placed.is_branch_filter
    return _beginnings(placed.type, group.event_names or ()) if is_of_refs else ("",)


def said_of(placed: PlacedFilter, group: Group) -> str:
    """Return whose values a filter looks at, such as "HEAD_REF of a push"."""
    events = group.events
    if placed.is_branch_filter:
        return "the bare name of a branch"
    if placed.type not in _REFS or not events or not events <= PULL_REQUEST_ACTIONS | {EventAction.PUSH}:
        return str(placed.type)
    whose = ["a push"] * (EventAction.PUSH in events) + ["a pull request"] * bool(events & PULL_REQUEST_ACTIONS)
    return f"{placed.type} of {' or '.join(whose)}"


def is_doubled_ref(pattern: Pattern) -> bool:
    """Check whether a pattern asks for `refs/heads/` and again `refs/heads/`, which is a slip though git allows it."""
    return pattern.text.count("refs/") > 1 and is_subset(pattern, Pattern(_DOUBLED)) is True


@lru_cache(256)
def _beginnings(filter_type: FilterType, event_names: tuple[str, ...]) -> tuple[str, ...]:
    found = (beginning for name in event_names for beginning in ref_prefixes(filter_type, name) or ("",))
    return tuple(dict.fromkeys(found)) or ("",)


class _Values(NamedTuple):
    """Values that a filter can look at.

    Attributes:
        beginning: What they begin with.
        pattern: What they match.
    """

    beginning: str
    pattern: Pattern


def _values(placed: PlacedFilter, group: Group) -> tuple[_Values, ...]:
    if placed.is_branch_filter:
        return (_Values("", Pattern(f"^{_NAME}")),)
    return tuple(_Values(each, _pattern(placed.type, each)) for each in beginnings_of(placed, group))


def _pattern(filter_type: FilterType, beginning: str) -> Pattern:
    if beginning:
        return Pattern(f"^{beginning}{_NAME}")
    if filter_type is FilterType.FILE_PATH:
        return Pattern(PATH)
    return Pattern("" if filter_type in _FREE_TEXTS else "^.+$")


def _matches_none(pattern: Pattern, values: tuple[_Values, ...]) -> bool | None:
    if values[0].beginning and is_doubled_ref(pattern):
        return True
    text = likely_text(pattern.text)
    for beginning, possible in values:
        value = text if text.startswith(beginning) else beginning + text
        longer = f"{value}x"  # a ref or a path goes on after a slash
        if any(_is_matched(each, pattern, possible) for each in (value, longer)):
            return False
    return all_of(_is_never_matched(pattern, each) for each in values)


def _is_matched(value: str, pattern: Pattern, possible: Pattern) -> bool:
    return pattern.search(value) and possible.search(value) and not Pattern(_MISSPELLED_IN_NAME).search(value)


def _is_never_matched(pattern: Pattern, values: _Values) -> bool | None:
    answer = is_disjoint(values.pattern, pattern)
    if answer is not False or not values.beginning or "/" not in pattern.text:
        return answer
    wanted = [Filter(FilterType.HEAD_REF, each) for each in (values.pattern.text, pattern.text)]
    slip = Filter(FilterType.HEAD_REF, _MISSPELLED_IN_NAME, exclude_matched_pattern=True)
    return is_unsatisfiable(FilterGroup.of([*wanted, slip]))


def _matches_all(pattern: Pattern, values: tuple[_Values, ...]) -> bool | None:
    if not all(pattern.search(f"{beginning}{_ODD}") for beginning, _ in values):
        return False
    return all_of(is_subset(possible, pattern) for _, possible in values)
