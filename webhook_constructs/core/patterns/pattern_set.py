"""Many patterns searched in a value at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import re2

from .pattern import Pattern, steps_of
from .step_budget import RunOverError, spend_in_run

__all__ = ["PatternSet"]

_MOST_TOGETHER = 4_000
_MOST_STEPS_TOGETHER = 120_000
_CHARACTERS_A_STEP = 16
_OPTIONS = re2.Options()
_OPTIONS.log_errors = False
_OPTIONS.never_capture = True
_ANYTHING = ""


class PatternSet:
    """Patterns that are searched together: the time hardly grows with their number.

    Examples:
        >>> PatternSet(["^docs/", "[.]md$", "^src/"]).matches(["docs/a.md", "b.md"])
        {'^docs/': ('docs/a.md',), '[.]md$': ('docs/a.md', 'b.md')}
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        """Compile patterns.

        Args:
            patterns: The patterns. What cannot be judged is left out, also where there is no budget left to judge it.
        """
        self._patterns = dict.fromkeys(text for text in dict.fromkeys(patterns) if _can_be_judged(text))
        self._parts: list[tuple[list[str], Any]] = []
        self._alone: list[str] = []
        for part in _divided(self._patterns):
            self._add(part)

    def __contains__(self, pattern: object) -> bool:
        """Check whether a pattern is searched; the others have to be judged by themselves."""
        return pattern in self._patterns

    def matches(self, values: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return the patterns that match in some of the values, each with the values that it matches, in their order.

        Raises:
            RunOverError: There is no budget left to search them.
        """
        values = tuple(values)
        spend_in_run(len(self._parts) * sum(map(len, values)) // _CHARACTERS_A_STEP)
        found = {pattern: list(filter(Pattern(pattern).search, values)) for pattern in self._alone}
        for value in values:
            for patterns, together in self._parts:
                for index in _indexes(patterns, together, value):
                    if index < len(patterns):
                        found.setdefault(patterns[index], []).append(value)
        return {pattern: tuple(matched) for pattern, matched in found.items() if matched}

    def _add(self, patterns: list[str]) -> None:
        """Compile patterns together; the last one matches anything."""
        together = re2.Set.SearchSet(_OPTIONS)
        for pattern in (*patterns, _ANYTHING):
            together.Add(pattern)
        try:
            together.Compile()
        except re2.error:  # a set may hold a little less than RE2 takes for one of them
            self._alone += patterns
        else:
            self._parts.append((patterns, together))


def _can_be_judged(text: str) -> bool:
    try:
        return Pattern.if_valid(text) is not None
    except RunOverError:
        return False


def _divided(patterns: Iterable[str]) -> Iterator[list[str]]:
    """Divide patterns into parts that RE2 can compile together."""
    part: list[str] = []
    steps = 0
    for pattern in patterns:
        taken = steps_of(pattern)
        if part and (len(part) == _MOST_TOGETHER or steps + taken > _MOST_STEPS_TOGETHER):
            yield part
            part, steps = [], 0
        part.append(pattern)
        steps += taken
    if part:
        yield part


def _indexes(patterns: list[str], together: Any, value: str) -> Iterable[int]:
    """Return the indexes of the patterns that match, and that of what matches anything."""
    indexes: list[int] = together.Match(value.encode("utf-8", "replace")) or []
    if len(patterns) in indexes:
        return indexes
    # RE2 says that nothing matches if a search takes too much memory: not seen so far.
    return [index for index, each in enumerate(patterns) if Pattern(each).search(value)]  # pragma: no cover
