"""A text that a pattern is likely to match: RE2 can tell whether it does, which is quicker than a question."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from webhook_constructs.core.regex_analysis import tree_of
from webhook_constructs.core.regex_tree import Anchor, AnyByte, Characters, Choice, Repeat

from .plain_patterns import is_plain_names

if TYPE_CHECKING:
    from webhook_constructs.core.regex_tree import Tree

__all__ = ["likely_text"]


@lru_cache(1_024)
def likely_text(pattern: str) -> str:
    """Give the text of the first way through a pattern, whatever its anchors ask for.

    Args:
        pattern: A pattern that RE2 accepts.

    Examples:
        >>> likely_text("^refs/heads/(main|develop)$"), likely_text("^v[0-9]+")
        ('refs/heads/main', 'v0')
    """
    if is_plain_names(pattern):
        begin, _, rest = pattern[1:-1].partition("(")
        names, _, end = rest.partition(")")
        return f"{begin}{names.partition('|')[0]}{end}".replace("\\", "")
    tree = tree_of(pattern)
    return "" if tree is None else _text(tree)


def _text(tree: Tree) -> str:
    if isinstance(tree, Anchor):
        return ""
    if isinstance(tree, AnyByte):
        return "x"
    if isinstance(tree, Characters):
        ranges = tree.allowed.ranges
        return "x" if ord("x") in tree.allowed else chr(ranges[0][0]) if ranges else ""
    if isinstance(tree, Choice):
        return _text(tree.options[0])
    if isinstance(tree, Repeat):
        return _text(tree.item) * tree.least
    return "".join(map(_text, tree.items))
