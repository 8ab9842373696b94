"""Templates in JSON: their values, and where in the text each one is, which is looked for only when it is asked for."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

__all__ = ["MOST_LEVELS", "JsonTemplate", "RepeatedKey"]

MOST_LEVELS = 200
"""How deep objects and lists may be in each other, in YAML as well. No resource type needs a quarter of it."""

_BLANK = re.compile(r"[ \t\n\r]*")
# A text is a key where a colon stands after it.
_TOKEN = re.compile(r"""(?P<text>"[^"\\]*(?:\\.[^"\\]*)*")(?P<colon>[ \t\n\r]*:)?|(?P<open>[{\[])|(?P<close>[}\]])""")


class RepeatedKey(NamedTuple):
    """A key that its object has already.

    Attributes:
        key: The key.
        line: Its line, counted from 1.
        column: Its column in that line, counted from 1.
        around: The keys that lead to it from the top of the template, and itself, but no more than the first three.
    """

    key: str
    line: int
    column: int
    around: tuple[Any, ...]


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
        self._has_repeated_keys = False
        self.body = json.loads(text, object_pairs_hook=self._object)
        self._text = text
        self._skip = json.JSONDecoder().raw_decode
        self._known: dict[int, dict[str | int, tuple[int, int]]] = {}

    @cached_property
    def repeated_keys(self) -> Sequence[RepeatedKey]:
        """The keys that an object has twice."""
        return tuple(self._repeated_keys()) if self._has_repeated_keys else ()

    def place(self, steps: Sequence[str | int]) -> tuple[int, int] | None:
        """Return the line and column, counted from 1, of a key or element, or of the last one on the way to it.

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
        return None if found is None else self._line_and_column(found)

    def _line_and_column(self, at: int) -> tuple[int, int]:
        line = bisect_left(self._line_ends, at)
        return line + 1, at - (self._line_ends[line - 1] if line else -1)

    @cached_property
    def _line_ends(self) -> list[int]:
        return [each.start() for each in re.finditer("\n", self._text)]

    def _object(self, members: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(members)
        self._has_repeated_keys |= len(found) < len(members)
        return found

    def _repeated_keys(self) -> Iterator[RepeatedKey]:
        known: list[set[str]] = []  # the keys of each object around a place, and an empty set for a list
        path: list[Any] = []  # the last key of each of them, and None for a list
        for token in _TOKEN.finditer(self._text):
            if token["open"]:
                known.append(set())
                path.append(None)
            elif token["close"]:
                known.pop()
                path.pop()
            elif token["colon"]:
                key = json.loads(token["text"])
                path[-1] = key
                if key in known[-1]:
                    yield RepeatedKey(key, *self._line_and_column(token.start()), tuple(path[:3]))
                known[-1].add(key)

    def _members(self, start: int) -> dict[str | int, tuple[int, int]]:
        """Return where each member of an object or list begins, and its value; nothing for a value of another kind."""
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
