"""Many patterns searched in a value at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import re2

from webhook_constructs.core.errors import PatternError

from .pattern import Pattern, steps_of
from .step_budget import spend_in_run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
        >>> patterns = PatternSet(["^docs/", "[.]md$", "^src/"])
        >>> sorted(patterns.matching("docs/a.md"))
        ['[.]md$', '^docs/']
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        """Compile patterns.

        Args:
            patterns: The patterns. What RE2 refuses or is too large to be judged never matches.
        """
        known = [text for text in dict.fromkeys(patterns) if _is_valid(text)]
        self._parts: list[tuple[list[str], Any]] = []
        self._alone: list[str] = []
        for part in _divided(known):
            self._add(part)

    def matching(self, *values: str) -> set[str]:
        """Give the patterns that match somewhere in any of some values.

        Raises:
            RunOverError: There is no budget left to search them.
        """
        self._spend(values)
        encoded = [value.encode("utf-8", "replace") for value in values]
        found = {pattern for pattern in self._alone if any(map(Pattern(pattern).search, values))}
        for patterns, together in self._parts:
            anything, indexes = len(patterns), set[int]()
            for value, text in zip(values, encoded, strict=True):
                indexes.update(_indexes(patterns, together, value, text))
                if len(indexes) > anything:
                    break
            found.update(patterns[index] for index in indexes if index != anything)
        return found

    def matches(self, values: Iterable[str]) -> dict[str, list[str]]:
        """Give the patterns that match somewhere in some values, each with the values that it matches, in their order.

        Examples:
            >>> PatternSet(["^docs/", "[.]md$"]).matches(["docs/a.md", "b.md"])
            {'^docs/': ['docs/a.md'], '[.]md$': ['docs/a.md', 'b.md']}

        Raises:
            RunOverError: There is no budget left to search them.
        """
        values = tuple(values)
        self._spend(values)
        encoded = [(value, value.encode("utf-8", "replace")) for value in values]
        found: dict[str, list[str]] = {}
        for pattern in self._alone:
            matched = [value for value, _ in encoded if Pattern(pattern).search(value)]
            if matched:
                found[pattern] = matched
        for patterns, together in self._parts:
            anything = len(patterns)
            for value, text in encoded:
                for index in _indexes(patterns, together, value, text):
                    if index != anything:
                        found.setdefault(patterns[index], []).append(value)
        return found

    def _spend(self, values: tuple[str, ...]) -> None:
        spend_in_run(len(self._parts) * sum(map(len, values)) // _CHARACTERS_A_STEP)

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


def _is_valid(text: str) -> bool:
    try:
        Pattern(text)
    except PatternError:
        return False
    return True


def _divided(patterns: list[str]) -> Iterator[list[str]]:
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


def _indexes(patterns: list[str], together: Any, value: str, text: bytes) -> Iterable[int]:
    """Give the indexes of the patterns that match, and that of what matches anything."""
    indexes: list[int] = together.Match(text) or []
    if len(patterns) in indexes:
        return indexes
    # RE2 says that nothing matches if a search takes too much memory: not seen so far.
    return [index for index, each in enumerate(patterns) if Pattern(each).search(value)]  # pragma: no cover
