r"""Is there a text that some patterns match and others do not?

This is the one question behind all set questions: A is a subset of B if no text matches A and not B, and A and B are
disjoint if no text matches both. The answer is found by walking all patterns over the same text at once, one character
at a time, and remembering where each of them can be. Characters that no pattern tells apart are one character here. A
walk never comes to the same place twice, so it ends; it gives up after a fixed number of steps and not after some time,
so that the answer does not depend on the machine. A step is a place, a way between places or a set of characters that
is looked at, also on the way through places that need no character.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from .code_points import POSIX_CLASSES, CodePoints
from .program import FOUND, Program
from .step_budget import Budget
from .syntax_tree import AnchorKind

__all__ = ["count_texts", "find_text"]

_FIRST_SURROGATE, _LAST_SURROGATE = 0xD800, 0xDFFF  # no text holds them
_AFTER_LAST = 0x110000
_RANGES_A_STEP = 50
_A, _Z = ord("a"), ord("z")  # what is found is shown, and a letter reads best


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
        size: How many they are.
    """

    example: str
    kind: _Kind
    mask: int
    size: int


def find_text(
    matched: tuple[Program, ...], unmatched: tuple[Program, ...], budget: Budget, closing: tuple[Program, ...] = ()
) -> str | None:
    """Look for a text that some programs match and others do not.

    Args:
        matched: The programs that have to match.
        unmatched: The programs that must not match.
        budget: How many steps it may take.
        closing: Programs that begin at the start of the text. The search goes no further where all of them can end.
            Default: it goes on everywhere.

    Returns:
        Such a text; None if there is none.

    Raises:
        GaveUpError: The question is too big.

    Examples:
        >>> from webhook_constructs.core.patterns.step_budget import Budget
        >>> from webhook_constructs.core.patterns.program import Program
        >>> from webhook_constructs.core.patterns.re2_parser import parse
        >>> find_text((Program(parse("^a+$")),), (Program(parse("^a?$")),), Budget(1_000))
        'aa'
    """
    return _Walk(matched, unmatched, budget, closing).find()


def count_texts(matched: tuple[Program, ...], enough: int, budget: Budget) -> int:
    """Count the texts that all of some programs match.

    Args:
        matched: The programs. Together, they must match texts up to some length only.
        enough: The count to stop at.
        budget: How many steps it may take.

    Returns:
        The number of texts, or a number that is at least `enough`.

    Raises:
        GaveUpError: The question is too big.

    Examples:
        >>> from webhook_constructs.core.patterns.step_budget import Budget
        >>> from webhook_constructs.core.patterns.program import Program
        >>> from webhook_constructs.core.patterns.re2_parser import parse
        >>> count_texts((Program(parse("^[0-9]{1,3}$")), Program(parse("7"))), 1_000, Budget(10_000))
        291
    """
    return _Walk(matched, (), budget).count(enough)


class _Walk:
    """A walk of several programs over the same text."""

    def __init__(
        self,
        matched: tuple[Program, ...],
        unmatched: tuple[Program, ...],
        budget: Budget,
        closing: tuple[Program, ...] = (),
    ) -> None:
        self._budget = budget
        self._programs = (*matched, *unmatched, *closing)
        self._matched = len(matched)
        self._latched = len(matched) + len(unmatched)
        bits: dict[CodePoints, int] = {}
        self._bits = [[self._bit(need, bits) for need in program.needs] for program in self._programs]
        self._looks_around = any(program.looks_around for program in self._programs)
        self._letters: dict[_Kind, list[_Letter]] = {}
        for letter in _letters(bits, budget, looks_around=self._looks_around):
            self._letters.setdefault(letter.kind, []).append(letter)

    def _bit(self, need: CodePoints | AnchorKind | None, bits: dict[CodePoints, int]) -> int:
        """Return the bit of a set of characters, of which each place of a program has one at most."""
        if not isinstance(need, CodePoints):
            self._budget.spend(1)
            return 0
        self._budget.spend(1 + len(need.ranges) // _RANGES_A_STEP)
        return bits.setdefault(need, 1 << len(bits))

    def find(self) -> str | None:
        """Walk until the text is found or there is nowhere left to go."""
        start = self._start()
        came_from: dict[_State, tuple[_State, str] | None] = {start: None}
        waiting: deque[_State] = deque([start])
        while waiting:
            state = waiting.popleft()
            if self._ends_here(state):
                return _text(came_from, state)
            for letter, _, following in self._moves(state):
                if following not in came_from:
                    came_from[following] = (state, letter.example)
                    waiting.append(following)
        return None

    def count(self, enough: int) -> int:
        """Count the texts, a length at a time."""
        counted, states = 0, {self._start(): 1}
        while states and counted < enough:
            counted += sum(number for state, number in states.items() if self._ends_here(state))
            longer: dict[_State, int] = {}
            for state, number in states.items():
                for _, size, following in self._moves(state):
                    longer[following] = longer.get(following, 0) + number * size
            states = longer
        return counted

    def _start(self) -> _State:
        return tuple(frozenset((program.first,)) for program in self._programs), _Kind.NOTHING

    def _ends_here(self, state: _State) -> bool:
        reached = self._reached(state, _Kind.NOTHING)
        found = [FOUND in places for places in reached]
        return all(found[: self._matched]) and not any(found[self._matched : self._latched])

    def _moves(self, state: _State) -> Iterator[tuple[_Letter, int, _State]]:
        """Return the states that one more character leads to, without those that can lead nowhere.

        Yields:
            One of the characters, how many lead there, and the state.
        """
        for kind, letters in self._letters.items():
            reached = self._reached(state, kind)
            if any(FOUND in places for places in reached[self._matched : self._latched]):
                continue
            closing = reached[self._latched :]
            if closing and all(FOUND in places for places in closing):
                continue
            asked = self._asked(reached)
            self._budget.spend(len(letters))
            told_apart: dict[int, list[_Letter]] = {}
            for letter in letters:
                told_apart.setdefault(letter.mask & asked, []).append(letter)
            for mask, alike in told_apart.items():
                following = tuple(self._followed(index, places, mask) for index, places in enumerate(reached))
                if all(following[: self._matched]):
                    yield alike[0], sum(letter.size for letter in alike), (following, kind)

    def _reached(self, state: _State, after: _Kind) -> list[_Places]:
        """Return the places that need a character, before a character of some kind."""
        held, before = state
        return [
            _closure(program, places, before, after, self._budget)
            for program, places in zip(self._programs, held, strict=True)
        ]

    def _asked(self, reached: list[_Places]) -> int:
        """Return the bits of the sets of characters that make a difference now."""
        asked = 0
        for bits, places in zip(self._bits, reached, strict=True):
            for place in places:
                asked |= bits[place]
        return asked

    def _followed(self, index: int, places: _Places, mask: int) -> _Places:
        """Return the places after a character. A program that has matched stays so, unless it is closing."""
        if FOUND in places and index < self._latched:
            return frozenset((FOUND,))
        program, bits = self._programs[index], self._bits[index]
        self._budget.spend(len(places) + 1)
        following = {program.first} if program.starts_anywhere else set()
        for place in places:
            if bits[place] & mask:
                following.update(program.then[place])
        return frozenset(following)


def _closure(program: Program, places: _Places, before: _Kind, after: _Kind, budget: Budget) -> _Places:
    """Follow everything that needs no character."""
    seen, waiting = set(places), list(places)
    budget.spend(len(places) + 1)
    while waiting:
        place = waiting.pop()
        need = program.needs[place]
        if isinstance(need, CodePoints) or (need is not None and not _holds(need, before, after)):
            continue
        ways = program.then[place]
        budget.spend(len(ways))
        for following in ways:
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
    is_boundary = (before is _Kind.WORD) != (after is _Kind.WORD)
    return is_boundary is (anchor is AnchorKind.WORD_BOUNDARY)


def _letters(bits: dict[CodePoints, int], budget: Budget, *, looks_around: bool) -> Iterator[_Letter]:
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
            within = ordered[bisect_left(ordered, low) : bisect_right(ordered, high)]
            budget.spend(len(within))
            for edge in within:
                masks[edge] = masks.get(edge, 0) | bit
    sizes: dict[tuple[_Kind, int], int] = {}
    examples: dict[tuple[_Kind, int], str] = {}
    ways = zip(ordered, [*ordered[1:], _AFTER_LAST], strict=True)
    for low, high in sorted(ways, key=lambda way: not _has_letter(*way)):
        if _FIRST_SURROGATE <= low <= _LAST_SURROGATE or low == _AFTER_LAST:
            continue
        alike = (_kind(low) if looks_around else _Kind.OTHER, masks.get(low, 0))
        sizes[alike] = sizes.get(alike, 0) + high - low
        examples.setdefault(alike, chr(max(low, _A) if _has_letter(low, high) else low))
    for (kind, mask), example in examples.items():
        yield _Letter(example, kind, mask, sizes[kind, mask])


def _has_letter(low: int, high: int) -> bool:
    return low <= _Z and high > _A


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
