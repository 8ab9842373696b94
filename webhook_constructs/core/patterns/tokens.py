r"""What a pattern is made of as it is written, which its tree does not tell: `\.` and `[.]` are the same there."""

from __future__ import annotations

from dataclasses import dataclass, replace

from webhook_constructs.core.values.kept import Kept

from .re2_parser import Parser, UnreadableError, WrongSyntaxError
from .syntax_tree import Tree

__all__ = ["Atom", "atoms_of"]

_MOST_KEPT = 4 * 1024 * 1024  # bytes
_BYTES_OF_AN_ATOM = 300


@dataclass(frozen=True, slots=True)
class Atom:
    """A character, an escape, a bracket, an anchor or quoted text.

    Attributes:
        begin: Index of its first character.
        text: How it is written.
        repeat: The repeat operator after it; empty if there is none.
        items: What it is in the tree; several things for quoted text.
    """

    begin: int
    text: str
    repeat: str
    items: tuple[Tree, ...]

    @property
    def end(self) -> int:
        """Index of the character after it, which is that of its repeat operator if it has one."""
        return self.begin + len(self.text)


def atoms_of(pattern: str) -> tuple[Atom, ...]:
    """Return the things that a pattern is made of, in their order; what groups them is left out.

    Args:
        pattern: A pattern that RE2 accepts.

    Returns:
        The atoms; none where the pattern cannot be read.

    Examples:
        >>> [(atom.text, atom.repeat) for atom in atoms_of("^(a|[bc]+)d{2}$")]
        [('^', ''), ('a', ''), ('[bc]', '+'), ('d', '{2}'), ('$', '')]
    """
    try:
        return _noted(pattern)
    except (UnreadableError, WrongSyntaxError, RecursionError):  # the last is of the caller's making: no room is left
        return ()


def _note(pattern: str) -> tuple[Atom, ...]:
    parser = _NotingParser(pattern)
    parser.parse()
    return tuple(parser.atoms)


_noted: Kept[str, tuple[Atom, ...]] = Kept(
    _note, weigh=lambda pattern, atoms: _BYTES_OF_AN_ATOM * (1 + len(atoms)) + len(pattern), most=_MOST_KEPT
)


class _NotingParser(Parser):
    """A parser that notes how everything is written."""

    def __init__(self, pattern: str) -> None:
        super().__init__(pattern)
        self.atoms: list[Atom] = []

    def _atom(self) -> list[Tree]:
        start = self._at
        items = super()._atom()
        if self._pattern[start] != "(":
            self.atoms.append(Atom(start, self._pattern[start : self._at], "", tuple(items)))
        return items

    def _repeat(self) -> tuple[int, int | None] | None:
        start = self._at
        counts = super()._repeat()
        if counts is not None and self.atoms and self.atoms[-1].end == start:
            self.atoms[-1] = replace(self.atoms[-1], repeat=self._pattern[start : self._at])
        return counts
