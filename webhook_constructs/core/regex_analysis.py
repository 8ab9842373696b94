"""What can be told about a pattern by reading it.

Importing this takes a good part of the time that importing the package may take, so `Pattern` does it when first asked.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from .literal_texts import literal_texts
from .regex_syntax import TooDeepError, WrongSyntaxError, parse
from .regex_tree import AnchorKind, Tree, is_anchored

if TYPE_CHECKING:
    from .literal_texts import LiteralText

__all__ = ["AnchorKind", "is_anchored_at", "literal_texts_of", "place_of_error", "tree_of"]

_KEPT = 1_024


@lru_cache(_KEPT)
def tree_of(pattern: str) -> Tree | None:
    """Read a pattern that RE2 accepts; None if it cannot be read."""
    try:
        return parse(pattern)
    except (TooDeepError, WrongSyntaxError):
        return None


def is_anchored_at(pattern: str, kind: AnchorKind) -> bool | None:
    """Tell whether every match begins, or ends, at an end of the text; None if that cannot be told."""
    tree = tree_of(pattern)
    return None if tree is None else is_anchored(tree, kind)


@lru_cache(_KEPT)
def literal_texts_of(pattern: str) -> frozenset[LiteralText] | None:
    """Give the texts that a pattern consists of, if it is nothing but texts; else None."""
    tree = tree_of(pattern)
    return None if tree is None else literal_texts(tree)


def place_of_error(pattern: str, reason: str) -> int:
    """Find the place in a pattern that RE2 objects to.

    Args:
        pattern: A pattern that RE2 refuses.
        reason: RE2's reason. It ends with the fragment that is wrong, which can be in the pattern more than once.

    Returns:
        Index of the first character that is wrong.
    """
    try:
        parse(pattern)
    except WrongSyntaxError as err:
        return err.position
    except TooDeepError:
        pass
    return max(pattern.find(reason.partition(": ")[2]), 0)
