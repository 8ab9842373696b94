"""Patterns that are nothing but texts, such as `^refs/heads/(main|develop)$`.

Most patterns are, and for them every question has an answer without an automaton.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, product
from typing import TypeAlias

from .step_budget import Budget, GaveUpError
from .syntax_tree import Anchor, AnchorKind, AnyByte, Characters, Choice, Repeat, Sequence, Tree

__all__ = ["MOST_WRITTEN", "LiteralText", "literal_texts", "without_boundaries", "without_lists"]

_MOST, _MOST_CHARACTERS = 4_096, 1_000_000  # texts, and what they may hold together
_MOST_REPEATS = 64
MOST_WRITTEN = 200_000  # parts of ways, written again whenever something is joined to them
_WRITTEN_A_TEXT = 20  # of these, for a way that is written as a text
_START, _END = AnchorKind.TEXT_START, AnchorKind.TEXT_END
# One way through a pattern. None stands for something that may be nothing; at an open end it changes no answer, because
# a search that finds the rest has found a match.
_Way: TypeAlias = "tuple[str | AnchorKind | None, ...]"


@dataclass(frozen=True, slots=True)
class LiteralText:
    """All texts that hold one text at some place.

    Attributes:
        text: The text.
        at_start: Whether it has to be at the start.
        at_end: Whether it has to be at the end.
    """

    text: str
    at_start: bool
    at_end: bool

    def holds(self, other: LiteralText) -> bool:
        """Check whether every text of the other one is one of these.

        Examples:
            >>> LiteralText("a", at_start=True, at_end=False).holds(LiteralText("ab", at_start=True, at_end=True))
            True
        """
        if self.at_start and not (other.at_start and other.text.startswith(self.text)):
            return False
        if self.at_end and not (other.at_end and other.text.endswith(self.text)):
            return False
        if self.at_start and self.at_end:
            return self.text == other.text
        return self.text in other.text

    def meets(self, other: LiteralText) -> bool:
        """Check whether some text is one of these and of the other ones."""
        if self.at_start and self.at_end:
            return other.holds(self)
        if other.at_start and other.at_end:
            return self.holds(other)
        if self.at_start and other.at_start:
            return self.text.startswith(other.text) or other.text.startswith(self.text)
        if self.at_end and other.at_end:
            return self.text.endswith(other.text) or other.text.endswith(self.text)
        return True


def literal_texts(tree: Tree, budget: Budget | None = None) -> frozenset[LiteralText] | None:
    """Return the texts that a pattern consists of.

    Args:
        tree: The pattern.
        budget: What may be written, in characters. Default: 200,000.

    Returns:
        The texts, any of which makes the pattern match; None if the pattern is more than texts, or too many.

    Examples:
        >>> from webhook_constructs.core.patterns.re2_parser import parse
        >>> literal_texts(parse("^docs/.*"))
        frozenset({LiteralText(text='docs/', at_start=True, at_end=False)})
        >>> literal_texts(parse("[0-9]")) is None
        True
    """
    budget = Budget(MOST_WRITTEN) if budget is None else budget
    try:
        ways = _Reader(budget).ways(tree)
        budget.spend(_WRITTEN_A_TEXT * len(ways or ()))
    except GaveUpError:
        return None
    if ways is None:
        return None
    found = set()
    characters = 0
    for way in ways:
        shut = _without_open_ends(way)
        if None in shut:
            return None
        if _is_possible(shut):
            text = "".join([step for step in shut if isinstance(step, str)])
            characters += len(text)
            if characters > _MOST_CHARACTERS:
                return None
            at_start, at_end = _START in shut, _END in shut
            # Nothing is at the start of every text: one anchor asks for nothing.
            asks = bool(text) or (at_start and at_end)
            found.add(LiteralText(text, at_start=at_start and asks, at_end=at_end and asks))
    return frozenset(found)


def without_lists(tree: Tree) -> Tree:
    """Return a pattern without the texts that it lists beside something else.

    It matches nothing that the pattern does not match, and is smaller by hundreds of names.

    Examples:
        >>> from webhook_constructs.core.patterns.re2_parser import parse
        >>> without_lists(parse("^(12|[0-9]+|34)$")) == without_lists(parse("^([0-9]+|56)$"))
        True
    """
    if isinstance(tree, Choice):
        rest = tuple(option for option in tree.options if not _is_literal(option))
        return Choice(tuple(map(without_lists, rest))) if rest else tree
    if isinstance(tree, Repeat):
        return Repeat(without_lists(tree.item), tree.least, tree.most)
    return Sequence(tuple(map(without_lists, tree.items))) if isinstance(tree, Sequence) else tree


def without_boundaries(tree: Tree) -> Tree:
    r"""Return a pattern that asks for no place but the ends of the value, so that it matches all the same and more.

    Examples:
        >>> from webhook_constructs.core.patterns.re2_parser import parse
        >>> without_boundaries(parse(r"\b(12|34)$")) == without_boundaries(parse(r"(12|34)\b$"))
        True
    """
    if isinstance(tree, Anchor):
        return tree if tree.kind in {_START, _END} else Sequence(())
    if isinstance(tree, Choice):
        return Choice(tuple(map(without_boundaries, tree.options)))
    if isinstance(tree, Repeat):
        return Repeat(without_boundaries(tree.item), tree.least, tree.most)
    if isinstance(tree, Sequence):
        items = map(without_boundaries, tree.items)
        return Sequence(tuple(each for each in items if each != Sequence(())))
    return tree


def _is_literal(tree: Tree) -> bool:
    if isinstance(tree, Sequence):
        return all(map(_is_literal, tree.items))
    return isinstance(tree, Anchor) or _only_character(tree) is not None


class _Reader:
    """A reading of one pattern. What it may write is limited, so that long patterns take no time out of proportion."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget

    def ways(self, tree: Tree) -> list[_Way] | None:
        """Return every way through a pattern; None if there are too many or one cannot be written down."""
        if isinstance(tree, Characters):
            only = _only_character(tree)
            return None if only is None else [(only,)]
        if isinstance(tree, AnyByte):
            return None
        if isinstance(tree, Anchor):
            return [(tree.kind,)] if tree.kind in {_START, _END} else None
        if isinstance(tree, Choice):
            return self._collected(map(self.ways, tree.options))
        if isinstance(tree, Repeat):
            return self._repeated_ways(tree)
        return self._joined(self._parts(tree.items))

    def _parts(self, items: tuple[Tree, ...]) -> Iterator[list[_Way] | None]:
        """Return the ways through each of several things after another; characters in a row are one thing."""
        for is_text, group in groupby(items, lambda item: _only_character(item) is not None):
            if is_text:
                yield [("".join(_only_character(each) or "" for each in group),)]
            else:
                yield from map(self.ways, group)

    def _repeated_ways(self, tree: Repeat) -> list[_Way] | None:
        once = self.ways(tree.item)
        if once is None or tree.most is None or tree.most > _MOST_REPEATS:
            return [(None,)] if tree.least == 0 else None
        return self._collected(self._joined([once] * count) for count in range(tree.least, tree.most + 1))

    def _joined(self, parts: Iterable[list[_Way] | None]) -> list[_Way] | None:
        joined: list[_Way] = [()]
        for part in parts:
            if part is None or len(joined) * len(part) > _MOST:
                return None
            self._budget.spend(sum(map(len, joined)) * len(part) + sum(map(len, part)) * len(joined) + 1)
            joined = [before + after for before, after in product(joined, part)]
        return joined

    def _collected(self, options: Iterable[list[_Way] | None]) -> list[_Way] | None:
        collected: list[_Way] = []
        for option in options:
            self._budget.spend(1)
            if option is None or len(collected) + len(option) > _MOST:
                return None
            collected += option
        return collected


def _only_character(tree: Tree) -> str | None:
    return tree.allowed.only if isinstance(tree, Characters) else None


def _without_open_ends(way: _Way) -> _Way:
    begin, end = 0, len(way)
    while begin < end and way[begin] is None:
        begin += 1
    while end > begin and way[end - 1] is None:
        end -= 1
    return way[begin:end]


def _is_possible(way: _Way) -> bool:
    """Check whether no character comes before the start of the text or after its end."""
    characters = [index for index, step in enumerate(way) if isinstance(step, str)]
    return not characters or not (_START in way[characters[0] :] or _END in way[: characters[-1]])
