"""Many patterns searched in a value at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import re2

from .pattern import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["PatternSet"]

_MOST_TOGETHER = 1_000
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
            patterns: The patterns. What RE2 refuses never matches.
        """
        known = [text for text in dict.fromkeys(patterns) if Pattern.if_valid(text) is not None]
        self._parts: list[tuple[list[str], Any]] = []
        self._alone: list[str] = []
        for begin in range(0, len(known), _MOST_TOGETHER):
            self._add(known[begin : begin + _MOST_TOGETHER])

    def matching(self, value: str) -> list[str]:
        """Give the patterns that match somewhere in a value."""
        found = [pattern for pattern in self._alone if Pattern(pattern).search(value)]
        encoded = value.encode("utf-8", "replace")
        for patterns, together in self._parts:
            matches = together.Match(encoded)
            if len(patterns) in matches:
                found += [patterns[index] for index in matches if index < len(patterns)]
            else:  # pragma: no cover (RE2 says that nothing matches if a search takes too much memory: not seen so far)
                found += [pattern for pattern in patterns if Pattern(pattern).search(value)]
        return found

    def _add(self, patterns: list[str]) -> None:
        """Compile patterns together, in halves if they are too big for it; the last one matches anything."""
        together = re2.Set.SearchSet(_OPTIONS)
        for pattern in (*patterns, _ANYTHING):
            together.Add(pattern)
        try:
            together.Compile()
        except re2.error:
            if len(patterns) == 1:
                self._alone += patterns
                return
            middle = len(patterns) // 2
            self._add(patterns[:middle])
            self._add(patterns[middle:])
        else:
            self._parts.append((patterns, together))
