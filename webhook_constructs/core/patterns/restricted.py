r"""Patterns, read as they are searched in values that are made of some characters only.

In account IDs of GitHub, which are digits, `(?m)^` asks for the start of the ID, `\b` for one of its ends, and `(^|,)`
for the start, because no ID holds a line break or a comma. Where no value holds a capital letter, `(?i)` says nothing.
"""

from __future__ import annotations

from .code_points import POSIX_CLASSES, CodePoints
from .syntax_tree import Anchor, AnchorKind, AnyByte, Characters, Choice, Repeat, Sequence, Tree

__all__ = ["restricted"]

_NEVER = Choice(())
_ASCII = CodePoints.of((0, 0x7F))
_NEWLINE, _WORD = CodePoints.of_text("\n"), POSIX_CLASSES["word"]
_START, _END = Anchor(AnchorKind.TEXT_START), Anchor(AnchorKind.TEXT_END)
_OF_ONE_LINE = {AnchorKind.LINE_START: _START, AnchorKind.LINE_END: _END}
_OF_ONE_WORD = {AnchorKind.WORD_BOUNDARY: Choice((_START, _END))}


def restricted(tree: Tree, characters: CodePoints) -> Tree:
    r"""Return a pattern that matches the same among the values that are made of some characters.

    Args:
        tree: A pattern.
        characters: The characters. The values are not empty.

    Returns:
        The pattern without what these values cannot hold; a choice of nothing if it matches none of them.

    Examples:
        >>> from webhook_constructs.core.patterns.literal_texts import literal_texts
        >>> from webhook_constructs.core.patterns.re2_parser import parse
        >>> literal_texts(restricted(parse(r"(?m)(^|,)12\b"), POSIX_CLASSES["digit"]))
        frozenset({LiteralText(text='12', at_start=True, at_end=True)})
    """
    anchors: dict[AnchorKind, Tree] = {}
    if not characters & _NEWLINE:
        anchors |= _OF_ONE_LINE
    if characters & _WORD == characters:
        anchors |= _OF_ONE_WORD
    return _Restriction(characters, anchors).of(tree)


class _Restriction:
    def __init__(self, characters: CodePoints, anchors: dict[AnchorKind, Tree]) -> None:
        self._characters = characters
        self._anchors = anchors

    def of(self, tree: Tree) -> Tree:
        if isinstance(tree, Anchor):
            return self._anchors.get(tree.kind, tree)
        if isinstance(tree, (Characters, AnyByte)):
            return self._of_characters(tree)
        if isinstance(tree, Choice):
            options = tuple(option for option in map(self.of, tree.options) if option is not _NEVER)
            return Choice(options) if options else _NEVER
        if isinstance(tree, Repeat):
            item = self.of(tree.item)
            return Repeat(item, tree.least, tree.most) if item is not _NEVER else _NEVER if tree.least else Sequence(())
        items = tuple(map(self.of, tree.items))
        return _NEVER if any(item is _NEVER for item in items) else Sequence(items)

    def _of_characters(self, tree: Characters | AnyByte) -> Tree:
        if isinstance(tree, AnyByte):  # only a character of ASCII is one byte
            return Characters(self._characters) if self._characters & _ASCII == self._characters else tree
        only = tree.allowed.only
        if only is not None:
            return tree if ord(only) in self._characters else _NEVER
        held = tree.allowed & self._characters
        return Characters(held) if held else _NEVER
