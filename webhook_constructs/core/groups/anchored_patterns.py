r"""Names and texts as patterns that match them and nothing else.

Only what RE2 reads as more than a character is escaped (`re2.escape` also escapes `/` and `-`, which makes a diff hard
to read), and names are anchored at both ends.
"""

from __future__ import annotations

from collections.abc import Iterable

from webhook_constructs.core.errors import FilterError
from webhook_constructs.core.values.arguments import half_of_a_character, shown
from webhook_constructs.core.values.unresolved import is_unresolved

from .name_kinds import ACCOUNT_ID, BuilderMethods, NameKind

__all__ = ["anchored_names", "contains_pattern", "escaped", "folder_prefix_pattern", "one_of", "text_problem"]

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


def anchored_names(kind: NameKind, names: tuple[str, ...], methods: BuilderMethods) -> str:
    """Make a pattern that matches some names and nothing else.

    Args:
        kind: What the names are names of.
        names: The names.
        methods: The methods that error texts can name.

    Raises:
        FilterError: There is no name, or one cannot be what it is meant to be.
    """
    return f"^{kind.prefix}{one_of(map(escaped, _checked(kind, names, methods)))}$"


def folder_prefix_pattern(kind: NameKind, folders: tuple[str, ...], methods: BuilderMethods) -> str:
    """Make a pattern that matches what is in some folders, at any depth."""
    return f"^{one_of(escaped(folder.removesuffix('/')) for folder in _checked(kind, folders, methods))}/"


def contains_pattern(kind: NameKind, texts: tuple[str, ...], methods: BuilderMethods) -> str:
    """Make a pattern that matches what holds any of some texts."""
    return one_of(map(escaped, _checked(kind, texts, methods)))


def text_problem(kind: NameKind, text: object, methods: BuilderMethods, *, noun: str | None = None) -> str | None:
    """Return why something can be no text that is known now; the noun is by default that of the kind."""
    if not isinstance(text, str):
        form = "a whole number or a string" if kind is ACCOUNT_ID else "a string"
        return f"pass each {noun or kind.noun} as {form} of its own"
    if is_unresolved(text):
        return f"it is known only when the stack is deployed; {methods.pattern} takes it as a part of a pattern"
    if not text:
        return f"it is empty; leave the filter out to take any {kind.noun}"
    if half_of_a_character(text) is not None:
        return "it holds half of a character, which no git host can send"
    return None


def _checked(kind: NameKind, names: tuple[str, ...], methods: BuilderMethods) -> tuple[str, ...]:
    if not names:
        msg = f"no {kind.noun} given: give at least one, or leave the filter out"
        raise FilterError(msg)
    for name in names:
        problem = text_problem(kind, name, methods) or kind.problem(name, methods)
        if problem is not None:
            msg = f"not {kind.article} {kind.noun}, got {shown(name)}: {problem}"
            raise FilterError(msg)
    return names
