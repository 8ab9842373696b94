"""Sets of characters, as ranges of code points."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["POSIX_CLASSES", "CodePoints"]

_LAST = 0x10FFFF
_ASCII_LAST = 0x7F
# The only characters outside of ASCII that differ from an ASCII letter in nothing but case: the long s and the Kelvin
# sign. RE2 lets them match the letter, and the letter them, under (?i).
_ALSO_S, _ALSO_K = 0x17F, 0x212A


@dataclass(frozen=True, slots=True)
class CodePoints:
    """A set of characters.

    Attributes:
        ranges: The first and the last code point of each range: sorted, not overlapping, not touching.

    Examples:
        >>> CodePoints.of((0x61, 0x66), (0x30, 0x39), (0x67, 0x67)).ranges
        ((48, 57), (97, 103))
    """

    ranges: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, *ranges: tuple[int, int]) -> CodePoints:
        """Make a set of ranges that may overlap and come in any order."""
        merged: list[tuple[int, int]] = []
        for low, high in sorted(ranges):
            if merged and low <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
            else:
                merged.append((low, high))
        return cls(tuple(merged))

    @classmethod
    def of_text(cls, characters: str) -> CodePoints:
        """Make a set of the characters of a text."""
        return cls.of(*((ord(each), ord(each)) for each in characters))

    @classmethod
    def union(cls, sets: Iterable[CodePoints]) -> CodePoints:
        """Make a set of all characters that are in any of the sets."""
        return cls.of(*(each for one in sets for each in one.ranges))

    def negated(self) -> CodePoints:
        """Give all other characters.

        Examples:
            >>> CodePoints.of((0, 0x60), (0x62, 0x10FFFF)).negated().ranges
            ((97, 97),)
        """
        others, begin = [], 0
        for low, high in self.ranges:
            if begin < low:
                others.append((begin, low - 1))
            begin = high + 1
        if begin <= _LAST:
            others.append((begin, _LAST))
        return CodePoints(tuple(others))

    def folded(self) -> CodePoints | None:
        """Give the characters that RE2 takes for these under `(?i)`.

        Returns:
            The set with the other case of every letter; None for a set that goes beyond ASCII, for which this package
            has no table of cases.

        Examples:
            >>> [chr(low) for low, _ in CodePoints.of_text("k").folded().ranges]
            ['K', 'k', '\u212a']
        """
        if self.ranges and self.ranges[-1][1] > _ASCII_LAST:
            return None
        added = list(self.ranges)
        for low, high in self.ranges:
            added += _shifted(low, high, "AZ", 32)
            added += _shifted(low, high, "az", -32)
        both = CodePoints.of(*added)
        return CodePoints.of(
            *both.ranges,
            *([(_ALSO_S, _ALSO_S)] if ord("s") in both else ()),
            *([(_ALSO_K, _ALSO_K)] if ord("k") in both else ()),
        )

    @property
    def only(self) -> str | None:
        """The character of a set of one; None for every other set."""
        if len(self.ranges) == 1 and self.ranges[0][0] == self.ranges[0][1]:
            return chr(self.ranges[0][0])
        return None

    def __contains__(self, code_point: int) -> bool:
        """Tell whether a character is in the set."""
        index = bisect_right(self.ranges, (code_point, _LAST)) - 1
        return index >= 0 and code_point <= self.ranges[index][1]


def _shifted(low: int, high: int, letters: str, shift: int) -> list[tuple[int, int]]:
    first, last = max(low, ord(letters[0])), min(high, ord(letters[1]))
    return [(first + shift, last + shift)] if first <= last else []


def _class(text: str) -> CodePoints:
    return CodePoints.of(*((ord(low), ord(high)) for low, high in (pair.split("..") for pair in text.split())))


POSIX_CLASSES = {
    "alnum": _class("0..9 A..Z a..z"),
    "alpha": _class("A..Z a..z"),
    "ascii": _class("\x00..\x7f"),
    "blank": CodePoints.of_text("\t "),
    "cntrl": CodePoints.of((0, 0x1F), (0x7F, 0x7F)),
    "digit": _class("0..9"),
    "graph": _class("!..~"),
    "lower": _class("a..z"),
    "print": CodePoints.of((0x20, 0x7E)),
    "punct": _class("!../ :..@ [..` {..~"),
    "space": CodePoints.of_text("\t\n\v\f\r "),
    "upper": _class("A..Z"),
    "word": _class("0..9 A..Z a..z _.._"),
    "xdigit": _class("0..9 A..F a..f"),
}
"""The classes that RE2 knows as `[:name:]`."""
