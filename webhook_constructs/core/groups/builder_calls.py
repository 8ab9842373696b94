r"""Which `and_...` method writes a filter, and with which arguments.

The patterns that the methods write are read backwards: names, globs, folders and texts are taken out of a pattern, the
method is called with them, and the call counts only if it gives the same filter. Any other pattern is written with the
method for patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from webhook_constructs.core.errors import WebhookConstructsError
from webhook_constructs.core.service.enums import FilterType
from webhook_constructs.core.values.python_code import string_code

from .filter import Filter
from .filter_group import FilterGroup

__all__ = ["HEADS", "TAGS", "BuilderCall", "builder_call", "method_stem"]

HEADS, TAGS = "refs/heads/", "refs/tags/"
_STEMS = {
    (FilterType.HEAD_REF, HEADS): "and_branch",
    (FilterType.HEAD_REF, TAGS): "and_tag",
    (FilterType.BASE_REF, HEADS): "and_base_branch",
    (FilterType.ACTOR_ACCOUNT_ID, ""): "and_actor_account",
}
_PREFIXES = {FilterType.HEAD_REF: (HEADS, TAGS), FilterType.BASE_REF: (HEADS,)}
_GLOBS = (FilterType.HEAD_REF, FilterType.BASE_REF, FilterType.FILE_PATH)
_MOST_CHARACTERS = 4_000  # names are not looked for in a longer pattern
_WITHOUT_ARGUMENTS = {f"^{HEADS}": "and_any_branch", f"^{TAGS}": "and_any_tag"}


@dataclass(frozen=True, slots=True)
class BuilderCall:
    """A call of a method of a filter group.

    Attributes:
        method: The method.
        arguments: The strings that it is given.
    """

    method: str
    arguments: tuple[str, ...]

    def on(self, group: FilterGroup) -> FilterGroup | None:
        """Return the group that the call returns; None where the group does not offer it or it raises an error."""
        if not hasattr(type(group), self.method):
            return None
        try:
            extended: FilterGroup = getattr(group, self.method)(*self.arguments)
        except WebhookConstructsError:
            return None
        return extended

    def __str__(self) -> str:
        """Return the call as Python writes it."""
        return f"{self.method}({', '.join(map(string_code, self.arguments))})"


def method_stem(filter_type: FilterType, prefix: str = "") -> str:
    """Return what the names of the methods for a filter begin with.

    Args:
        filter_type: What the filter looks at.
        prefix: What the refs begin with. Default: the methods compare whole values.

    Examples:
        >>> method_stem(FilterType.HEAD_REF), method_stem(FilterType.HEAD_REF, "refs/tags/")
        ('and_head_ref', 'and_tag')
    """
    return _STEMS.get((filter_type, prefix), f"and_{filter_type.value.lower()}")


def builder_call(group: FilterGroup, wanted: Filter) -> BuilderCall | None:
    r"""Return the call that adds a filter to a group: with names or globs where they write this pattern.

    Args:
        group: The group, whose events decide on the methods.
        wanted: The filter.

    Returns:
        The call; None if no method of the group writes the filter.

    Examples:
        >>> group = FilterGroup.on_push()
        >>> builder_call(group, Filter(FilterType.HEAD_REF, "^refs/heads/(main|release/1\\.x)$"))
        BuilderCall(method='and_branch_is', arguments=('main', 'release/1.x'))
        >>> builder_call(group, Filter(FilterType.HEAD_REF, "^refs/heads/release/[^/]*$"))
        BuilderCall(method='and_branch_glob', arguments=('release/*',))
        >>> builder_call(group, Filter(FilterType.HEAD_REF, "main"))
        BuilderCall(method='and_head_ref_matches', arguments=('main',))
    """
    pattern, exclude = wanted.pattern, wanted.exclude_matched_pattern
    if not isinstance(pattern, str) or wanted.type is FilterType.EVENT:
        return None
    told = _told_calls(wanted.type, pattern, exclude=exclude) if len(pattern) <= _MOST_CHARACTERS else ()
    by_pattern = f"{method_stem(wanted.type)}_{'does_not_match' if exclude else 'matches'}"
    calls: tuple[BuilderCall, ...] = (*told, BuilderCall(by_pattern, (pattern,)))
    for call in calls:
        extended = call.on(group)
        if extended is not None and extended.filters[-1] == wanted:
            return call
    return None


def _told_calls(filter_type: FilterType, pattern: str, *, exclude: bool) -> Iterator[BuilderCall]:
    """Return the calls with names and globs that may write a pattern, the most telling first."""
    denied = "_not" if exclude else ""
    if pattern in _WITHOUT_ARGUMENTS and filter_type is FilterType.HEAD_REF and not exclude:
        yield BuilderCall(_WITHOUT_ARGUMENTS[pattern], ())
    for prefix in _PREFIXES.get(filter_type, ("",)):
        start, stem = f"^{prefix}", method_stem(filter_type, prefix)
        if not pattern.startswith(start):
            continue
        body = pattern.removeprefix(start)
        if body.endswith("$"):
            yield BuilderCall(f"{stem}_is{denied}", _literals(body[:-1]))
        if filter_type is FilterType.FILE_PATH and body.endswith("/"):
            yield BuilderCall(f"and_file{denied}_under", _literals(body[:-1]))
        if filter_type in _GLOBS:
            yield BuilderCall(f"{stem}_glob{denied}", _globs(body))
    if filter_type is FilterType.COMMIT_MESSAGE:
        yield BuilderCall(f"and_commit_message_contains{denied}", _literals(pattern))


_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def _literals(pattern: str) -> tuple[str, ...]:
    return tuple(_ESCAPED.sub(r"\1", each) for each in _alternatives(pattern))


# What ends an alternative, and what can hold a bar or a bracket that does not.
_STEP = re.compile(r"\\.|\[\^?(?:\\.|[^\]\\])*\]|.", re.DOTALL)


def _alternatives(pattern: str) -> list[str]:
    """Split a pattern in parentheses at its bars; a pattern without these is one alternative."""
    if not (pattern.startswith("(") and pattern.endswith(")")):
        return [pattern]
    found, depth = [""], 0
    for step in _STEP.findall(pattern[1:-1]):
        depth += {"(": 1, ")": -1}.get(step, 0)
        if depth < 0:
            return [pattern]  # the first parenthesis is closed before the pattern ends
        if step == "|" and depth == 0:
            found.append("")
        else:
            found[-1] += step
    return found


# Parts of the patterns that globs are written as, and the globs.
_GLOB_PARTS = (("([^/]+/)*", "**/"), ("[^/]*", "*"), ("[^/]", "?"))
_SPECIAL_IN_GLOBS = frozenset("*?[{\\")


def _globs(body: str) -> tuple[str, ...]:
    """Return the globs that may be written as a pattern without its start."""
    end_all = body.endswith("$")
    found = []
    for each in _alternatives(body.removesuffix("$") if end_all else body):
        ends = end_all or each.endswith("$")
        found.append(_glob(each if end_all else each.removesuffix("$")) + ("" if ends else "**"))
    return tuple(found)


def _glob(pattern: str) -> str:
    found, at = "", 0
    while at < len(pattern):
        part, glob = next(((part, glob) for part, glob in _GLOB_PARTS if pattern.startswith(part, at)), ("", ""))
        if not part:
            step = _STEP.match(pattern, at)
            part = step[0] if step is not None else pattern[at]
            glob = _bracket(part) if part.startswith("[") else _character(part, is_first=at == 0)
        found += glob
        at += len(part)
    return found


def _character(step: str, *, is_first: bool) -> str:
    character = step[-1]
    is_special = character in _SPECIAL_IN_GLOBS or (is_first and character == "!")
    return f"\\{character}" if is_special else character


_CODE_POINT = re.compile(r"\\x\{([0-9A-F]{1,6})\}")


def _bracket(step: str) -> str:
    """Return a bracket of RE2 as one of a glob, which differs in how a character is written by its number."""
    try:
        return _CODE_POINT.sub(lambda found: chr(int(found[1], 16)), step)
    except ValueError:
        return step  # no such character, and no such glob
