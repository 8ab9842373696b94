"""Templates in JSON: their values, and where in the text each one is, which is looked for only when it is asked for."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["JsonTemplate"]

_BLANK = re.compile(r"[ \t\n\r]*")


class JsonTemplate:
    """A template that was read from JSON.

    Attributes:
        body: Its value.
    """

    def __init__(self, text: str) -> None:
        """Read it.

        Args:
            text: The text.

        Raises:
            ValueError: It is no JSON.
            RecursionError: It is nested too deep.
        """
        self.body = json.loads(text)
        self._text = text
        self._skip = json.JSONDecoder().raw_decode
        self._known: dict[int, dict[str | int, tuple[int, int]]] = {}

    def place(self, steps: Sequence[str | int]) -> tuple[int, int] | None:
        """Give the line and column, counted from 1, of a key or element, or of the last one there is on the way to it.

        Args:
            steps: The keys and indices that lead there.
        """
        found, value = None, self._after_blanks(0)
        for step in steps:
            if value not in self._known:
                self._known[value] = self._members(value)
            if step not in self._known[value]:
                break
            found, value = self._known[value][step]
        if found is None:
            return None
        line = bisect_left(self._line_ends, found)
        return line + 1, found - (self._line_ends[line - 1] if line else -1)

    @cached_property
    def _line_ends(self) -> list[int]:
        return [each.start() for each in re.finditer("\n", self._text)]

    def _members(self, start: int) -> dict[str | int, tuple[int, int]]:
        """Give where each member of an object or list begins, and its value; nothing for a value of another kind."""
        found: dict[str | int, tuple[int, int]] = {}
        kind, at = self._text[start], self._after_blanks(start + 1)
        while kind in "[{" and self._text[at] not in "]}":
            key: Any = len(found)
            value = at
            if kind == "{":
                key, end = self._skip(self._text, at)
                value = self._after_blanks(self._after_blanks(end) + 1)
            found[key] = (at, value)
            _, end = self._skip(self._text, value)
            at = self._after_blanks(end)
            if self._text[at] == ",":
                at = self._after_blanks(at + 1)
        return found

    def _after_blanks(self, at: int) -> int:
        matched = _BLANK.match(self._text, at)
        return at if matched is None else matched.end()
