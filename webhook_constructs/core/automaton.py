r"""Is there a text that some patterns match and others do not?

This is the one question behind all set questions: A is a subset of B if no text matches A and not B, and A and B are
disjoint if no text matches both. The answer is found by walking all patterns over the same text at once, one character
at a time, and remembering where each of them can be. Characters that no pattern tells apart are one character here. A
walk never comes to the same place twice, so it ends; it gives up after a fixed number of steps and not after some time,
so that the answer does not depend on the machine.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from .code_points import POSIX_CLASSES, CodePoints
from .program import FOUND, GaveUpError, Program
from .regex_tree import AnchorKind

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["find_text"]

_MOST_EFFORT = 100_000  # places looked at: about a tenth of a second
_FIRST_SURROGATE, _LAST_SURROGATE = 0xD800, 0xDFFF  # no text holds them


class _Kind(Enum):
    """What an anchor can tell about a character."""

    WORD = "word"
    NEWLINE = "newline"
    OTHER = "other"
    NOTHING = "nothing"  # before the first character and after the last


_WORD, _NEWLINE = POSIX_CLASSES["word"], CodePoints.of_text("\n")


_Places: TypeAlias = "frozenset[int]"
_State: TypeAlias = "tuple[tuple[_Places, ...], _Kind]"


@dataclass(frozen=True, slots=True)
class _Letter:
    """Characters that no program tells apart.

    Attributes:
        example: One of them.
        kind: What anchors can tell about them.
        mask: A bit for each set of characters that they are in.
    """

    example: str
    kind: _Kind
    mask: int


def find_text(matched: tuple[Program, ...], unmatched: tuple[Program, ...]) -> str | None:
    """Look for a text that some programs match and others do not.

    Args:
        matched: The programs that have to match.
        unmatched: The programs that must not match.

    Returns:
        Such a text; None if there is none.

    Raises:
        GaveUpError: The question is too big.

    Examples:
        >>> from webhook_constructs.core.program import Program
        >>> from webhook_constructs.core.regex_syntax import parse
        >>> find_text((Program(parse("^a+$")),), (Program(parse("^a?$")),))
        'aa'
    """
    return _Walk(matched, unmatched).find()


class _Walk:
    """A walk of several programs over the same text."""

    def __init__(self, matched: tuple[Program, ...], unmatched: tuple[Program, ...]) -> None:
        self._programs = (*matched, *unmatched)
        self._matched = len(matched)
        self._bits: dict[CodePoints, int] = {}
        for program in self._programs:
            for need in program.needs:
                if isinstance(need, CodePoints):
                    self._bits.setdefault(need, 1 << len(self._bits))
        self._looks_around = any(program.looks_around for program in self._programs)
        self._letters: dict[_Kind, list[_Letter]] = {}
        for letter in _letters(self._bits, looks_around=self._looks_around):
            self._letters.setdefault(letter.kind, []).append(letter)

    def find(self) -> str | None:
        """Walk until the text is found or there is nowhere left to go."""
        start: _State = (tuple(frozenset((program.first,)) for program in self._programs), _Kind.NOTHING)
        came_from: dict[_State, tuple[_State, str] | None] = {start: None}
        waiting: deque[_State] = deque([start])
        effort = 0
        while waiting:
            state = waiting.popleft()
            if self._ends_here(state):
                return _text(came_from, state)
            for character, following in self._moves(state):
                effort += sum(map(len, following[0]))
                if following not in came_from:
                    came_from[following] = (state, character)
                    waiting.append(following)
                if effort > _MOST_EFFORT:
                    raise GaveUpError
        return None

    def _ends_here(self, state: _State) -> bool:
        reached = self._reached(state, _Kind.NOTHING)
        found = [FOUND in places for places in reached]
        return all(found[: self._matched]) and not any(found[self._matched :])

    def _moves(self, state: _State) -> Iterator[tuple[str, _State]]:
        """Give the states that one more character leads to, without those that can lead nowhere."""
        for kind, letters in self._letters.items():
            reached = self._reached(state, kind)
            if any(FOUND in places for places in reached[self._matched :]):
                continue
            asked = self._asked(reached)
            for mask, letter in {letter.mask & asked: letter for letter in letters}.items():
                following = tuple(
                    self._followed(program, places, mask)
                    for program, places in zip(self._programs, reached, strict=True)
                )
                if all(following[: self._matched]):
                    yield letter.example, (following, kind)

    def _reached(self, state: _State, after: _Kind) -> list[_Places]:
        """Give the places that need a character, before a character of some kind."""
        held, before = state
        return [_closure(program, places, before, after) for program, places in zip(self._programs, held, strict=True)]

    def _asked(self, reached: list[_Places]) -> int:
        """Give the bits of the sets of characters that make a difference now."""
        asked = 0
        for program, places in zip(self._programs, reached, strict=True):
            for place in places:
                need = program.needs[place]
                if isinstance(need, CodePoints):
                    asked |= self._bits[need]
        return asked

    def _followed(self, program: Program, places: _Places, mask: int) -> _Places:
        """Give the places after a character. A program that has matched has matched for good."""
        if FOUND in places:
            return frozenset((FOUND,))
        following = {program.first} if program.starts_anywhere else set()
        for place in places:
            need = program.needs[place]
            if isinstance(need, CodePoints) and self._bits[need] & mask:
                following.update(program.then[place])
        return frozenset(following)


def _closure(program: Program, places: _Places, before: _Kind, after: _Kind) -> _Places:
    """Follow everything that needs no character."""
    seen, waiting = set(places), list(places)
    while waiting:
        place = waiting.pop()
        need = program.needs[place]
        if isinstance(need, CodePoints) or (need is not None and not _holds(need, before, after)):
            continue
        for following in program.then[place]:
            if following not in seen:
                seen.add(following)
                waiting.append(following)
    return frozenset(place for place in seen if place == FOUND or isinstance(program.needs[place], CodePoints))


def _holds(anchor: AnchorKind, before: _Kind, after: _Kind) -> bool:
    if anchor is AnchorKind.TEXT_START:
        return before is _Kind.NOTHING
    if anchor is AnchorKind.TEXT_END:
        return after is _Kind.NOTHING
    if anchor is AnchorKind.LINE_START:
        return before in {_Kind.NOTHING, _Kind.NEWLINE}
    if anchor is AnchorKind.LINE_END:
        return after in {_Kind.NOTHING, _Kind.NEWLINE}
    return (before is _Kind.WORD) != (after is _Kind.WORD)  # a word boundary


def _letters(bits: dict[CodePoints, int], *, looks_around: bool) -> Iterator[_Letter]:
    """Divide all characters into those that no set tells apart."""
    sets = {**bits, _WORD: bits.get(_WORD, 0), _NEWLINE: bits.get(_NEWLINE, 0)} if looks_around else bits
    edges = {0, _FIRST_SURROGATE, _LAST_SURROGATE + 1}
    masks: dict[int, int] = {}
    for points in sets:
        for low, high in points.ranges:
            edges |= {low, high + 1}
    ordered = sorted(edges)
    for points, bit in sets.items():
        for low, high in points.ranges:
            for edge in ordered[bisect_left(ordered, low) : bisect_right(ordered, high)]:
                masks[edge] = masks.get(edge, 0) | bit
    seen: set[tuple[_Kind, int]] = set()
    for low, high in zip(ordered, [*ordered[1:], 0x110000], strict=True):
        kind = _kind(low) if looks_around else _Kind.OTHER
        mask = masks.get(low, 0)
        if low not in {_FIRST_SURROGATE, 0x110000} and (kind, mask) not in seen:
            seen.add((kind, mask))
            yield _Letter(chr(ord("a") if low <= ord("a") < high else low), kind, mask)


def _kind(code_point: int) -> _Kind:
    if code_point in _WORD:
        return _Kind.WORD
    return _Kind.NEWLINE if code_point in _NEWLINE else _Kind.OTHER


def _text(came_from: dict[_State, tuple[_State, str] | None], state: _State) -> str:
    characters = []
    step = came_from[state]
    while step is not None:
        characters.append(step[1])
        step = came_from[step[0]]
    return "".join(reversed(characters))
