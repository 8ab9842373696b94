"""Why no value matches a pattern, and what to write instead."""

from __future__ import annotations

from dataclasses import replace

from webhook_constructs.core import EventAction, FilterType, Pattern, is_unsatisfiable
from webhook_constructs.core.patterns.analysis import tree_of
from webhook_constructs.core.patterns.syntax_tree import Sequence
from webhook_constructs.lint.rule import Group, PlacedFilter
from webhook_constructs.lint.wording.method_calls import call_of_names, names_in

from .merge_targets import advice_on_target, is_mistaken_target
from .possible_values import beginnings_of, is_doubled_ref, lets_all_pass, lets_none_pass, said_of

__all__ = ["advice_on_tags", "explain", "fix"]

_HEADS, _TAGS = "refs/heads/", "refs/tags/"
_MISPLACED_ANCHORS = r"write ^ only at the start and $ only at the end, or \^ and \$ for the characters"


def explain(placed: PlacedFilter, pattern: Pattern, group: Group) -> str:
    """Return why no value that a filter can look at matches its pattern.

    Args:
        placed: The filter.
        pattern: Its pattern.
        group: Its group.
    """
    if is_unsatisfiable(pattern):
        return f"nothing at all matches {pattern}"
    values = said_of(placed, group)
    if placed.type is FilterType.FILE_PATH:
        return f"no {values} matches {pattern}: a path begins neither with / nor with ./ and does not end with /"
    if is_doubled_ref(pattern):
        return f"{pattern} asks for refs/heads/ or refs/tags/ twice, which no {values} has"
    shapes = [_shape(beginning) for beginning in beginnings_of(placed, group) if beginning]
    if not shapes:
        return f"no {values} matches {pattern}"
    return f"{values} is {' or '.join(shapes)}, which {pattern} never matches"


def fix(placed: PlacedFilter, pattern: Pattern, group: Group) -> str:
    """Return what to write instead of a pattern that no value matches.

    Args:
        placed: The filter.
        pattern: Its pattern.
        group: Its group.

    Returns:
        An order.
    """
    if is_unsatisfiable(pattern):
        return _MISPLACED_ANCHORS
    open_end = Pattern.if_valid(pattern.text[:-1]) if pattern.text.endswith("/$") else None
    if open_end is not None and pattern.text[1:-1] not in beginnings_of(placed, group):
        longer = replace(placed, pattern=open_end)
        if not lets_none_pass(longer, group) and lets_all_pass(longer, group) is False:
            return f"write {open_end}"
    if placed.type is FilterType.FILE_PATH:
        return "write the path as git shows it, from the root of the repository, such as docs/index.md"
    if beginnings_of(placed, group) == ("",):
        return "write what it is to match, or take the filter out"
    return _advice_on_ref(placed, pattern, group)


def advice_on_tags(placed: PlacedFilter, pattern: Pattern, group: Group) -> str | None:
    """Say what to do about a pattern on tags in a group whose events are about branches alone.

    Args:
        placed: The filter.
        pattern: Its pattern.
        group: Its group.

    Returns:
        An order; None if the pattern is not on tags, or if the group's events may be about them.
    """
    if _TAGS not in pattern.text or not {"", _TAGS}.isdisjoint(beginnings_of(placed, group)):
        return None
    way = "take the filter out" if placed.is_excluding else "write it for PUSH, in a group of its own"
    return f"{way}: only pushes are about tags"


def _advice_on_ref(placed: PlacedFilter, pattern: Pattern, group: Group) -> str:
    if is_doubled_ref(pattern):
        return "write refs/heads/ or refs/tags/ once"
    on_tags = advice_on_tags(placed, pattern, group)
    if on_tags is not None:
        return on_tags
    names = names_in(pattern)
    written = _with_prefix(pattern.text)
    call = call_of_names(group.group, placed.filter, [_HEADS + name for name in names])
    ways = [*([f"write {written}"] if written else []), *([f"use {call}"] if call else [])]
    way = ", or ".join(ways) or "write it for whole refs, such as ^refs/heads/main$"
    if (
        not names
        or placed.type is not FilterType.HEAD_REF
        or placed.is_excluding
        or not is_mistaken_target(group, names)
    ):
        return way
    advice = advice_on_target(group, names)
    return f"{advice}; for the pushes {way}" if EventAction.PUSH in (group.events or ()) else advice


def _shape(beginning: str) -> str:
    return f"{beginning}<{'tag' if beginning == _TAGS else 'branch'}>"


def _with_prefix(text: str) -> str | None:
    """Put `refs/heads/` before a pattern of bare names, if it is evident where that belongs."""
    if not text.startswith("^") or text.startswith(("^refs/", "^/", "^heads/", "^tags/")):
        return None
    written = f"^{_HEADS}{text[1:]}"
    return written if Pattern.if_valid(written) and isinstance(tree_of(written), Sequence) else None
