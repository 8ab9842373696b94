r"""Sets of characters, as ranges of code points.

Which characters belong to a Unicode class, and which differ only in case, depends on the version of Unicode. RE2 itself
is asked, once for each class and each letter: no table of ours can disagree with it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import re2

from webhook_constructs.core.values.kept import Kept

__all__ = ["POSIX_CLASSES", "CodePoints", "unicode_class"]

_LAST = 0x10FFFF
_FIRST_SURROGATE, _LAST_SURROGATE = 0xD800, 0xDFFF  # no string holds them
# Every character that has another case. Besides letters: a combining iota, Roman numerals and letters in circles.
_CHUNK = 0x800  # the characters are encoded in parts, which takes a few megabytes where all at once take a hundred
_CASED = r"[\p{Lu}\p{Ll}\p{Lt}\x{345}\x{2160}-\x{217F}\x{24B6}-\x{24E9}]"
_CLASS_NAME = re.compile("[A-Za-z_]+", re.ASCII)
_MOST_KEPT = 4 * 1024 * 1024  # bytes, of classes and of what was folded
_BYTES_OF_A_RANGE = 200
_QUIET = re2.Options()
_QUIET.log_errors = False  # they are raised


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
        """Return all other characters.

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

    def __and__(self, other: CodePoints) -> CodePoints:
        """Return the characters that are in both sets.

        Examples:
            >>> (CodePoints.of((0x30, 0x39)) & CodePoints.of((0x35, 0x40), (0x61, 0x66))).ranges
            ((53, 57),)
        """
        few, many = sorted((self.ranges, other.ranges), key=len)
        both = []
        for low, high in few:
            begin = max(bisect_right(many, (low, _LAST)) - 1, 0)
            end = bisect_right(many, (high, _LAST))
            both += [(max(low, first), min(high, last)) for first, last in many[begin:end] if last >= low]
        return CodePoints(tuple(both))

    def __bool__(self) -> bool:
        """Whether there is a character in the set."""
        return bool(self.ranges)

    def folded(self) -> CodePoints:
        """Return the characters that RE2 accepts for these under `(?i)`.

        Examples:
            >>> [chr(low) for low, _ in CodePoints.of_text("k").folded().ranges]
            ['K', 'k', '\u212a']
        """
        return _folded(self)

    def cased(self) -> str:
        """Return the characters of the set that have another case."""
        letters = _cased_letters()
        within = ((bisect_left(letters, chr(low)), bisect_right(letters, chr(high))) for low, high in self.ranges)
        return "".join(letters[begin:end] for begin, end in within)

    @property
    def only(self) -> str | None:
        """The character of a set of one; None for every other set."""
        if len(self.ranges) == 1 and self.ranges[0][0] == self.ranges[0][1]:
            return chr(self.ranges[0][0])
        return None

    def __contains__(self, code_point: int) -> bool:
        """Check whether a character is in the set."""
        index = bisect_right(self.ranges, (code_point, _LAST)) - 1
        return index >= 0 and code_point <= self.ranges[index][1]


def unicode_class(name: str) -> CodePoints | None:
    r"""Return the characters of a class such as `N` or `Greek`; None if RE2 has no such class.

    Examples:
        >>> 0x664 in unicode_class("Nd"), unicode_class("Klingon")
        (True, None)
    """
    if not _CLASS_NAME.fullmatch(name):
        return None
    try:
        return _unicode_class(name)
    except re2.error:
        return None


def _scan(name: str) -> CodePoints:
    runs = _found(rf"\p{{{name}}}+", _all_characters())
    return CodePoints.of(*((ord(run[0]), ord(run[-1])) for run in runs))


def _fold(points: CodePoints) -> CodePoints:
    return CodePoints.of(*points.ranges, *(each for letter in points.cased() for each in _other_cases(letter).ranges))


_unicode_class: Kept[str, CodePoints] = Kept(
    _scan, weigh=lambda _, points: _BYTES_OF_A_RANGE * (1 + len(points.ranges)), most=_MOST_KEPT
)
_folded: Kept[CodePoints, CodePoints] = Kept(
    _fold,
    weigh=lambda points, folded: _BYTES_OF_A_RANGE * (1 + len(points.ranges) + len(folded.ranges)),
    most=_MOST_KEPT,
)


@lru_cache(1)
def _all_characters() -> bytes:
    starts = (*range(0, _FIRST_SURROGATE, _CHUNK), *range(_LAST_SURROGATE + 1, _LAST + 1, _CHUNK))
    return b"".join("".join(map(chr, range(start, start + _CHUNK))).encode() for start in starts)


@lru_cache(1)
def _cased_letters() -> str:
    return "".join(_found(_CASED, _all_characters()))


@lru_cache(None)  # there are about four thousand of them
def _other_cases(character: str) -> CodePoints:
    return CodePoints.of_text("".join(_found(rf"(?i)\x{{{ord(character):x}}}", _cased_letters().encode())))


def _found(pattern: str, text: bytes) -> Iterator[str]:
    regexp: Any = re2.compile(pattern, _QUIET)
    return (match.group().decode() for match in regexp.finditer(text))


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
