"""What can be told about a pattern by reading it.

Importing this takes a good part of the time that importing the package may take, so `Pattern` does it when first asked.
"""

from __future__ import annotations

from typing import TypeAlias

from webhook_constructs.core.values.arguments import half_of_a_character
from webhook_constructs.core.values.kept import Kept

from .literal_texts import MOST_WRITTEN, LiteralText, literal_texts
from .re2_parser import DEEPEST, LONGEST, UnreadableError, WrongSyntaxError, parse
from .step_budget import Budget
from .syntax_tree import Anchor, AnchorKind, Characters, Sequence, Tree, is_anchored

__all__ = [
    "WRITTEN_A_STEP",
    "AnchorKind",
    "begins_with",
    "is_anchored_at",
    "is_beyond_reading",
    "literal_texts_of",
    "place_of_error",
    "steps_of_texts",
    "tree_of",
]

_MOST_KEPT = 16 * 1024 * 1024  # bytes, of trees and of texts
_BYTES_OF_A_PATTERN, _BYTES_OF_A_CHARACTER, _BYTES_OF_A_TEXT = 300, 50, 150
WRITTEN_A_STEP = 5
"""Parts of literal texts that are written for one step of a budget."""


def _tree_of(pattern: str) -> Tree | None:
    try:
        return parse(pattern)
    except (UnreadableError, WrongSyntaxError):
        return None


def _weigh_tree(pattern: str, tree: Tree | None) -> int:
    return _BYTES_OF_A_PATTERN + (0 if tree is None else _BYTES_OF_A_CHARACTER * len(pattern))


tree_of: Kept[str, Tree | None] = Kept(_tree_of, weigh=_weigh_tree, most=_MOST_KEPT)
"""Reads a pattern that RE2 accepts; None if it cannot be read."""


def is_beyond_reading(pattern: str) -> bool:
    """Check whether a pattern that RE2 accepts is too long, or nested too deeply, to be read.

    Examples:
        >>> is_beyond_reading("(" * 101 + "a" + ")" * 101), is_beyond_reading("(" * 100 + "a" + ")" * 100)
        (True, False)
    """
    return (len(pattern) > LONGEST or pattern.count("(") > DEEPEST) and tree_of(pattern) is None


def is_anchored_at(pattern: str, kind: AnchorKind) -> bool | None:
    """Check whether every way through a pattern asks for an end of the text; None if that cannot be told."""
    try:
        tree = tree_of(pattern)
        return None if tree is None else is_anchored(tree, kind)
    except RecursionError:  # of the caller's making: this package follows groups to a fixed depth
        return None


def begins_with(pattern: str, text: str) -> bool:
    """Check whether a pattern can be seen to match only what begins with a text.

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


def literal_texts_of(pattern: str) -> frozenset[LiteralText] | None:
    """Return the texts that a pattern consists of, if it is nothing but texts; else None.

    Raises:
        RecursionError: The caller has left no room. That is no answer, and is not kept as one.
    """
    return _texts(pattern)[0]


def steps_of_texts(pattern: str) -> int:
    """Return what it costs to list the literal strings of a pattern, in steps of a budget.

    Raises:
        RecursionError: As in `literal_texts_of`.
    """
    return _texts(pattern)[1]


_Texts: TypeAlias = "tuple[frozenset[LiteralText] | None, int]"


def _write_texts(pattern: str) -> _Texts:
    tree = tree_of(pattern)
    if tree is None:
        return None, 0
    budget = Budget(MOST_WRITTEN)
    texts = literal_texts(tree, budget)
    if texts and any(half_of_a_character(each.text) is not None for each in texts):
        texts = None  # RE2 reads \x{D800}, but no text holds it
    return texts, budget.spent // WRITTEN_A_STEP


def _weigh_texts(pattern: str, found: _Texts) -> int:
    return _BYTES_OF_A_PATTERN + len(pattern) + sum(_BYTES_OF_A_TEXT + len(each.text) for each in found[0] or ())


_texts: Kept[str, _Texts] = Kept(_write_texts, weigh=_weigh_texts, most=_MOST_KEPT)


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
