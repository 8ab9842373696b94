"""What can be told about a pattern by reading it.

Importing this takes a good part of the time that importing the package may take, so `Pattern` does it when first asked.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from .given import half_of_a_character
from .literal_texts import literal_texts
from .regex_syntax import UnreadableError, WrongSyntaxError, parse
from .regex_tree import Anchor, AnchorKind, Characters, Sequence, Tree, is_anchored

if TYPE_CHECKING:
    from .literal_texts import LiteralText

__all__ = ["AnchorKind", "begins_with", "is_anchored_at", "literal_texts_of", "place_of_error", "tree_of"]

_KEPT = 1_024


@lru_cache(_KEPT)
def tree_of(pattern: str) -> Tree | None:
    """Read a pattern that RE2 accepts; None if it cannot be read."""
    try:
        return parse(pattern)
    except (UnreadableError, WrongSyntaxError):
        return None


def is_anchored_at(pattern: str, kind: AnchorKind) -> bool | None:
    """Tell whether every way through a pattern asks for an end of the text; None if that cannot be told."""
    try:
        tree = tree_of(pattern)
        return None if tree is None else is_anchored(tree, kind)
    except RecursionError:  # of the caller's making: this package follows groups to a fixed depth
        return None


def begins_with(pattern: str, text: str) -> bool:
    """Tell whether a pattern can be seen to match only what begins with a text.

    Examples:
        >>> begins_with("^refs/heads/release/.*", "refs/heads/"), begins_with("^refs/heads/|x", "refs/heads/")
        (True, False)
    """
    tree = tree_of(pattern)
    if not isinstance(tree, Sequence) or tree.items[:1] != (Anchor(AnchorKind.TEXT_START),):
        return False
    begun = tree.items[1 : len(text) + 1]
    return len(begun) == len(text) and all(
        isinstance(item, Characters) and item.allowed.only == character
        for item, character in zip(begun, text, strict=True)
    )


@lru_cache(_KEPT)
def literal_texts_of(pattern: str) -> frozenset[LiteralText] | None:
    """Give the texts that a pattern consists of, if it is nothing but texts; else None.

    Raises:
        RecursionError: The caller has left no room. That is no answer, and is not kept as one.
    """
    tree = tree_of(pattern)
    texts = None if tree is None else literal_texts(tree)
    # RE2 reads \x{D800}, but no text holds it.
    return None if texts and any(half_of_a_character(each.text) is not None for each in texts) else texts


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
    except (UnreadableError, RecursionError):
        pass
    return max(pattern.find(reason.partition(": ")[2]), 0)
