"""Patterns that are seen at a glance to be names, or what the literal builders write: most of all patterns.

A look at the text takes a microsecond, where reading a pattern into a tree takes up to fifty.
"""

from __future__ import annotations

import re

__all__ = ["is_plain_names", "is_plain_ref"]

_CHARACTER = r"[\w/:@%,=~-]|\\[.+*?^$|(){}\[\]\\]"
# What a `*` or a `?` of a glob becomes, and a `**` between slashes.
_OF_GLOB = rf"{_CHARACTER}|\[\^/\][*+]?|\(\[\^/\]\+/\)\*"


def _one_or_several(part: str) -> str:
    return rf"\^(?:{part})*(?:\((?:{part}|\|)+\)(?:{part})*)?"


_NAMES = re.compile(rf"{_one_or_several(_CHARACTER)}\$", re.ASCII)
_REF = re.compile(rf"{_one_or_several(_OF_GLOB)}(?:\$|(?<=/)|\.\*\$?)", re.ASCII)


def is_plain_names(text: str) -> bool:
    r"""Tell whether a pattern is evidently one name or several, anchored at both ends.

    Args:
        text: A pattern that RE2 accepts.

    Returns:
        True if it is; False says nothing.

    Examples:
        >>> is_plain_names("^refs/heads/(main|release/1\\.x)$"), is_plain_names("^1|2$"), is_plain_names(r"^1\$")
        (True, False, False)
    """
    return _NAMES.fullmatch(text) is not None


def is_plain_ref(text: str) -> bool:
    """Tell whether a pattern is evidently anchored at its start, and at its end too or ends with a slash or `.*`.

    Args:
        text: A pattern that RE2 accepts.

    Returns:
        True if it is; False says nothing.

    Examples:
        >>> is_plain_ref("^refs/heads/"), is_plain_ref("^refs/tags/v.*"), is_plain_ref("^refs/heads/[^/]*-fix$")
        (True, True, True)
        >>> is_plain_ref("^refs/heads/main")
        False
    """
    return _REF.fullmatch(text) is not None
