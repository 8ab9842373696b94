"""A text that a pattern is likely to match: RE2 can tell whether it does, which is quicker than a question."""

from __future__ import annotations

from webhook_constructs.core.values.kept import Kept

from .analysis import tree_of
from .syntax_tree import Anchor, AnyByte, Characters, Choice, Repeat, Tree

__all__ = ["likely_text"]

_MOST_KEPT = 4 * 1024 * 1024  # bytes
_BYTES_OF_A_TEXT = 200
_LONGEST = 500


def likely_text(pattern: str) -> str:
    """Return the text of the first way through a pattern, whatever its anchors ask for.

    Args:
        pattern: A pattern that RE2 accepts.

    Returns:
        The text; an empty one if it would be long, because a long one takes as long to search.

    Examples:
        >>> likely_text("^refs/heads/(main|develop)$"), likely_text("^v[0-9]+"), likely_text("(?i)main")
        ('refs/heads/main', 'v0', 'main')
    """
    text = _kept(pattern)
    return text if len(text) <= _LONGEST else ""


def _first_way(pattern: str) -> str:
    tree = tree_of(pattern)
    return "" if tree is None else _text(tree)


_kept: Kept[str, str] = Kept(
    _first_way, weigh=lambda pattern, text: _BYTES_OF_A_TEXT + len(pattern) + len(text), most=_MOST_KEPT
)


def _text(tree: Tree) -> str:
    if isinstance(tree, Anchor):
        return ""
    if isinstance(tree, AnyByte):
        return "x"
    if isinstance(tree, Characters):
        first = chr(tree.allowed.ranges[0][0]) if tree.allowed.ranges else ""
        likely = (each for each in ("x", first.lower()) if len(each) == 1 and ord(each) in tree.allowed)
        return next(likely, first)
    if isinstance(tree, Choice):
        return _text(tree.options[0])
    if isinstance(tree, Repeat):
        return _text(tree.item) * tree.least
    return "".join(map(_text, tree.items))
