"""Patterns as places and the ways between them, which is how an automaton walks them."""

from __future__ import annotations

from webhook_constructs.core.values.kept import Kept

from .analysis import tree_of
from .code_points import POSIX_CLASSES, CodePoints
from .step_budget import Budget, GaveUpError
from .syntax_tree import Anchor, AnchorKind, AnyByte, Characters, Choice, Repeat, Tree, is_anchored

__all__ = ["FOUND", "Program", "program_of"]

FOUND = 0
"""The place behind the end of every pattern."""

_ANY_CHARACTER = Characters(CodePoints(()).negated())
_MOST_PLACES = 4_000
_MOST_ADDED = 40_000  # parts of the tree, repeats of nothing among them
_MOST_KEPT = 16 * 1024 * 1024  # bytes
_BYTES_OF_A_PROGRAM, _BYTES_OF_A_PLACE = 1_000, 250
_TEXT_ANCHORS = {AnchorKind.TEXT_START, AnchorKind.TEXT_END}


class Program:
    r"""A pattern as places and the ways between them.

    RE2 finds `\B` and `\C` also between the bytes of a character, which no walk over characters sees. A program with
    one of them is true of texts in ASCII only, apart from `\C*` and `\C+`, which match what any characters match.

    Attributes:
        needs: What it takes to leave each place: a character, an anchor, or nothing.
        then: Where each place leads.
        first: The place where a match begins.
        starts_anywhere: Whether a match can begin after the start of the text.
        looks_around: Whether an anchor asks for more than the ends of the text.
    """

    __slots__ = ("_added", "_budget", "_is_ascii", "first", "looks_around", "needs", "starts_anywhere", "then")

    def __init__(self, tree: Tree, *, is_ascii: bool = False, budget: Budget | None = None) -> None:
        """Write the program of a tree.

        Args:
            tree: The tree.
            is_ascii: Whether the program is for texts in ASCII only.
            budget: What pays for each part of the tree. Default: the caller has paid for it.

        Raises:
            GaveUpError: The tree holds a byte or a place inside a word and `is_ascii` is false, or it is too big.
        """
        self._is_ascii = is_ascii
        self._budget = budget
        self.needs: list[CodePoints | AnchorKind | None] = [None]
        self.then: list[tuple[int, ...]] = [()]
        self._added = 0
        self.first = self._add(tree, FOUND)
        self.starts_anywhere = not is_anchored(tree, AnchorKind.TEXT_START)
        self.looks_around = any(isinstance(need, AnchorKind) and need not in _TEXT_ANCHORS for need in self.needs)

    def _add(self, tree: Tree, then: int) -> int:
        """Add what leads through a tree to a place, and give the place where it begins."""
        self._count()
        if isinstance(tree, Characters):
            return self._place(tree.allowed, then)
        if isinstance(tree, AnyByte):
            if not self._is_ascii:
                raise GaveUpError
            return self._place(POSIX_CLASSES["ascii"], then)
        if isinstance(tree, Anchor):
            if tree.kind is AnchorKind.NOT_WORD_BOUNDARY and not self._is_ascii:
                raise GaveUpError
            return self._place(tree.kind, then)
        if isinstance(tree, Choice):
            return self._place(None, *(self._add(option, then) for option in tree.options))
        if isinstance(tree, Repeat):
            return self._add_repeat(tree, then)
        for item in reversed(tree.items):
            then = self._add(item, then)
        return then

    def _count(self) -> None:
        self._added += 1
        if self._added > _MOST_ADDED:
            raise GaveUpError
        if self._budget is not None:
            self._budget.spend(1)

    def _add_repeat(self, tree: Repeat, then: int) -> int:
        if isinstance(tree.item, AnyByte) and tree.most is None and tree.least <= 1:
            tree = Repeat(_ANY_CHARACTER, tree.least, None)  # any bytes are any characters
        begin = then
        if tree.most is None:
            begin = self._place(None, then)
            self.then[begin] = (self._add(tree.item, begin), then)
        else:
            for _ in range(tree.most - tree.least):
                inner = self._add(tree.item, begin)
                if inner == begin:
                    break  # nothing, however often
                begin = self._place(None, inner, then)
        for _ in range(tree.least):
            inner = self._add(tree.item, begin)
            if inner == begin:
                break
            begin = inner
        return begin

    def _place(self, need: CodePoints | AnchorKind | None, *then: int) -> int:
        if len(self.needs) >= _MOST_PLACES:
            raise GaveUpError
        self.needs.append(need)
        self.then.append(then)
        return len(self.needs) - 1


def _write(asked: tuple[str, bool]) -> Program | None:
    pattern, is_ascii = asked
    tree = tree_of(pattern)
    try:
        return None if tree is None else Program(tree, is_ascii=is_ascii)
    except GaveUpError:
        return None


def _weigh(asked: tuple[str, bool], program: Program | None) -> int:
    return _BYTES_OF_A_PROGRAM + len(asked[0]) + (0 if program is None else _BYTES_OF_A_PLACE * len(program.needs))


program_of: Kept[tuple[str, bool], Program | None] = Kept(_write, weigh=_weigh, most=_MOST_KEPT)
"""Returns the program of a pattern, of texts in ASCII or of any; None if there is none, or it is too big."""
