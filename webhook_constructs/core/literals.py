r"""Names and texts as patterns that match them and nothing else.

Only what RE2 reads as more than a character is escaped (`re2.escape` also escapes `/` and `-`, which makes a diff hard
to read), and names are anchored at both ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import FilterError
from .unresolved import is_unresolved

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .names import NameKind

__all__ = ["anchored_names", "begun_folders", "contained_texts", "escaped", "one_of"]

_ESCAPES = str.maketrans({character: f"\\{character}" for character in r"\.+*?()|[]{}^$"})


def escaped(text: str) -> str:
    r"""Escape what RE2 would read as more than a character.

    Examples:
        >>> escaped("feature/a.b-c")
        'feature/a\\.b-c'
    """
    return text.translate(_ESCAPES)


def one_of(patterns: Iterable[str]) -> str:
    """Join patterns to one that matches what any of them matches, each once.

    Examples:
        >>> one_of(["main"]), one_of(["main", "develop", "main"])
        ('main', '(main|develop)')
    """
    different = list(dict.fromkeys(patterns))
    return different[0] if len(different) == 1 else f"({'|'.join(different)})"


def anchored_names(kind: NameKind, names: tuple[str, ...], *, instead: str) -> str:
    """Make a pattern that matches some names and nothing else.

    Args:
        kind: What the names are names of.
        names: The names.
        instead: The method that takes a pattern.

    Raises:
        FilterError: There is no name, or one cannot be what it is meant to be.
    """
    return f"^{kind.prefix}{one_of(map(escaped, _checked(kind, names, instead)))}$"


def begun_folders(kind: NameKind, folders: tuple[str, ...], *, instead: str) -> str:
    """Make a pattern that matches what is in some folders, at any depth."""
    without_slash = tuple(folder.removesuffix("/") if isinstance(folder, str) else folder for folder in folders)
    return f"^{one_of(map(escaped, _checked(kind, without_slash, instead)))}/"


def contained_texts(kind: NameKind, texts: tuple[str, ...], *, instead: str) -> str:
    """Make a pattern that matches what holds any of some texts."""
    return one_of(map(escaped, _checked(kind, texts, instead)))


def _checked(kind: NameKind, names: tuple[str, ...], instead: str) -> tuple[str, ...]:
    if not names:
        msg = f"no {kind.noun} given: give at least one, or leave the filter out"
        raise FilterError(msg)
    for name in names:
        flaw = _flaw(kind, name, instead)
        if flaw is not None:
            msg = f"not {kind.article} {kind.noun}, got {name!r}: {flaw}"
            raise FilterError(msg)
    return names


def _flaw(kind: NameKind, name: object, instead: str) -> str | None:
    if not isinstance(name, str):
        return f"give each {kind.noun} as a text of its own"
    if is_unresolved(name):
        return f"it is known only when the stack is deployed; {instead} takes it as a part of a pattern"
    if not name:
        return f"it is empty; leave the filter out to take any {kind.noun}"
    flaw = kind.flaw(name)
    return None if flaw is None else flaw.replace("{instead}", instead)
