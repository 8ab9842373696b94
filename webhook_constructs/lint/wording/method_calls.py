"""Calls of `and_...` methods that say what a filter is to say, for the fixes of findings."""

from __future__ import annotations

from collections.abc import Iterable

from webhook_constructs.core import Filter, FilterType, Pattern
from webhook_constructs.core.groups.builder_calls import HEADS, TAGS, BuilderCall, method_stem
from webhook_constructs.lint.rule import Group

__all__ = ["call_of_glob", "call_of_names", "method_of_names", "names_in"]

_MOST_NAMES = 8


def names_in(pattern: Pattern | None) -> tuple[str, ...]:
    """Return the names that a pattern compares whole values with, if it is nothing but names; else none."""
    texts = None if pattern is None else pattern.literal_texts
    if texts is None or not all(each.at_start and each.at_end for each in texts):
        return ()
    return tuple(sorted(each.text for each in texts))


def method_of_names(group: Group, instead_of: Filter, beginning: str) -> str | None:
    """Name the method that compares with names of refs.

    Args:
        group: The group, which offers the method or not.
        instead_of: The filter that the method is to replace.
        beginning: What the refs begin with.

    Returns:
        The method; None if the group has none.
    """
    name = _name(instead_of, "is", beginning)
    return name if group.offers(name) else None


def call_of_names(group: Group, instead_of: Filter, names: Iterable[str]) -> str | None:
    """Write the call that compares with names, whole refs among them.

    Args:
        group: The group, which offers the method or not.
        instead_of: The filter that the call is to replace.
        names: The names.

    Returns:
        The call; None if there is none for these names.
    """
    return _call(group, instead_of, "is", names)


def call_of_glob(group: Group, instead_of: Filter, globs: Iterable[str]) -> str | None:
    """Write the call that compares with globs, with `refs/heads/` or `refs/tags/` before those of refs."""
    return _call(group, instead_of, "glob", globs)


def _call(group: Group, instead_of: Filter, kind: str, texts: Iterable[str]) -> str | None:
    given = list(dict.fromkeys(texts))
    prefixes = {_prefix(instead_of.type, text) for text in given}
    if len(prefixes) != 1 or len(given) > _MOST_NAMES:
        return None
    prefix = prefixes.pop()
    name = _name(instead_of, kind, prefix)
    bare = [text.removeprefix(prefix) for text in given]
    if not group.offers(name):
        return None
    call = BuilderCall(name, tuple(bare))
    return None if call.on(group.group) is None else str(call)


def _name(instead_of: Filter, kind: str, prefix: str) -> str:
    return f"{method_stem(instead_of.type, prefix)}_{kind}{'_not' if instead_of.exclude_matched_pattern else ''}"


def _prefix(filter_type: FilterType, text: str) -> str:
    if filter_type in {FilterType.HEAD_REF, FilterType.BASE_REF}:
        return next((prefix for prefix in (HEADS, TAGS) if text.startswith(prefix)), "")
    return ""
