"""What a pattern says, as a tree.

The tree knows the texts that a pattern matches and nothing of how a match is found: groups, greed and names are not in
it. It answers what needs no automaton: the anchors, and the texts of a pattern that is nothing but text.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from .code_points import CodePoints

__all__ = ["Anchor", "AnchorKind", "AnyByte", "Characters", "Choice", "Repeat", "Sequence", "Tree", "is_anchored"]


class AnchorKind(Enum):
    """A place that a pattern can ask for."""

    TEXT_START = "text start"
    TEXT_END = "text end"
    LINE_START = "line start"
    LINE_END = "line end"
    WORD_BOUNDARY = "word boundary"
    NOT_WORD_BOUNDARY = "not a word boundary"


@dataclass(frozen=True, slots=True)
class Anchor:
    """Nothing, at a place."""

    kind: AnchorKind


@dataclass(frozen=True, slots=True)
class Characters:
    """One character.

    Attributes:
        allowed: The characters it can be.
    """

    allowed: CodePoints


@dataclass(frozen=True, slots=True)
class AnyByte:
    r"""One byte, which `\C` matches: a character of ASCII, or a part of another one."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """Several things after another; nothing at all if there are none."""

    items: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Any one of several things."""

    options: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """The same thing several times.

    Attributes:
        item: The thing.
        least: How often at least.
        most: How often at most; None for any number.
    """

    item: Tree
    least: int
    most: int | None


Tree: TypeAlias = "Anchor | AnyByte | Characters | Sequence | Choice | Repeat"
"""A part of a pattern."""


def is_anchored(tree: Tree, kind: AnchorKind) -> bool:
    """Check whether every match of a pattern begins, or ends, at an end of the text.

    Args:
        tree: The pattern.
        kind: `TEXT_START` or `TEXT_END`.

    Returns:
        True if there is no way through the pattern without the anchor. Of several things after another one is enough:
        a match of `a*^b` can begin nowhere else than `^` can.
    """
    if isinstance(tree, Anchor):
        return tree.kind is kind
    if isinstance(tree, Sequence):
        return any(is_anchored(item, kind) for item in tree.items)
    if isinstance(tree, Choice):
        return all(is_anchored(option, kind) for option in tree.options)
    if isinstance(tree, Repeat):
        return tree.least > 0 and is_anchored(tree.item, kind)
    return False
