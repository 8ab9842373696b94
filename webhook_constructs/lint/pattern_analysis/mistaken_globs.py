"""Globs that stand where a pattern belongs, and that RE2 takes for patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from webhook_constructs.core import FilterType
from webhook_constructs.core.patterns.syntax_tree import Characters
from webhook_constructs.core.patterns.tokens import Atom, atoms_of
from webhook_constructs.lint.rule import PlacedFilter

__all__ = ["MistakenGlob", "mistaken_glob"]

_FREE_TEXTS = {FilterType.COMMIT_MESSAGE, FilterType.RELEASE_NAME, FilterType.WORKFLOW_NAME}
_NO_GLOBS = {FilterType.EVENT, FilterType.ACTOR_ACCOUNT_ID}
_REFS = {FilterType.HEAD_REF, FilterType.BASE_REF}
_HERE = ("./", "^./")
_SEPARATORS = "/-_."
# A star after something else than `.`, `]` and `)`, a brace, or a path that begins with ./: else there is no glob.
_AT_A_GLANCE = re.compile(r"(?:\\.|[^\\.\])])\*|\{|^\^?\./")


@dataclass(frozen=True, slots=True)
class MistakenGlob:
    """A glob where a pattern belongs.

    Attributes:
        reading: How RE2 reads it.
        order: What to write in a pattern instead.
        globs: What it stands for, refs with `refs/heads/` or `refs/tags/`; empty if that is not evident.
    """

    reading: str
    order: str
    globs: tuple[str, ...]


def mistaken_glob(placed: PlacedFilter) -> MistakenGlob | None:
    """Find a glob in a filter that takes a pattern; None if there is none, or if RE2 refuses it."""
    if placed.pattern is None or placed.type in _NO_GLOBS:
        return None
    return _read(placed.pattern.text, placed.type)


@lru_cache(256)  # thousands of webhooks can share one pattern of 50,000 characters
def _read(text: str, filter_type: FilterType) -> MistakenGlob | None:
    if not _AT_A_GLANCE.search(text):
        return None
    atoms = atoms_of(text)
    is_simple = _is_simple(atoms, text)
    globs = _globs(atoms, filter_type) if is_simple else ()
    if filter_type is FilterType.FILE_PATH and text.startswith(_HERE):
        return MistakenGlob("./ is any character and a slash", "leave ./ out", globs)
    for index, atom in enumerate(atoms):
        if _is_starred(index, atoms, is_simple=is_simple):
            return MistakenGlob(f"* repeats the {atom.text} before it", "write .* for any characters", globs)
    braces = None if filter_type in _FREE_TEXTS else _braces(atoms)
    if braces is not None:
        order = f"write ({'|'.join(braces[1:-1].split(','))})"
        return MistakenGlob(f"{braces} is that very text", order, globs)
    return None


def _is_starred(index: int, atoms: tuple[Atom, ...], *, is_simple: bool) -> bool:
    """Check whether a character has a star that nobody gives it who writes a pattern."""
    atom = atoms[index]
    character = _character(atom)
    if atom.repeat != "*" or character is None or character.isspace():
        return False
    if character == "/":  # any number of slashes at the start, and one or more, are what some ask for
        return index == 0 or atoms[index - 1].text not in {"^", r"\A", "/"}
    after = _character(atoms[index + 1]) or atoms[index + 1].text if index + 1 < len(atoms) else "$"
    if _is_filling(character, _before(index, atoms), after):
        return False
    return (after == "$" and character in "-_") or (
        is_simple and (character in _SEPARATORS or after == "$" or after in _SEPARATORS)
    )


def _before(index: int, atoms: tuple[Atom, ...]) -> str:
    """Return the character before an atom; "^" at the start."""
    return _character(atoms[index - 1]) or atoms[index - 1].text if index else "^"


def _is_filling(character: str, before: str, after: str) -> bool:
    """Check whether any number of a character fills up a name: zeros before a number, or dashes before a word."""
    if character == "0":
        return before in _SEPARATORS.replace(".", "") and after != "$"
    is_first = before in {"^", r"\A"}
    return character in "-_" and ((is_first and after == "$") or (after.isalnum() and (is_first or before == "/")))


def _is_simple(atoms: tuple[Atom, ...], text: str) -> bool:
    """Check whether there is nothing in a pattern that a glob has not, beside anchors at its ends."""
    return "(" not in text and "|" not in text and all(map(_is_of_glob, _without_anchors(atoms)))


def _is_of_glob(atom: Atom) -> bool:
    if atom.text == ".":
        return not atom.repeat
    return atom.repeat in {"", "*", "?"} and _character(atom) is not None


def _without_anchors(atoms: tuple[Atom, ...]) -> tuple[Atom, ...]:
    begin = 1 if atoms and atoms[0].text == "^" else 0
    end = len(atoms) - (1 if atoms and atoms[-1].text == "$" else 0)
    return atoms[begin:end]


def _character(atom: Atom) -> str | None:
    """Return the character that an atom is, if it is one and no bracket."""
    item = atom.items[0] if len(atom.items) == 1 else None
    if isinstance(item, Characters) and not atom.text.startswith("["):
        return item.allowed.only
    return None


def _braces(atoms: tuple[Atom, ...]) -> str | None:
    """Find `{a,b}`, written as it would be in a glob."""
    run = ""
    for atom in atoms:
        if atom.text == "{":
            run = "{"
        elif run and atom.text == "}":
            if "," in run:
                return f"{run}}}"
            run = ""
        elif run:
            run = f"{run}{atom.text}" if _is_of_glob(atom) else ""
    return None


def _globs(atoms: tuple[Atom, ...], filter_type: FilterType) -> tuple[str, ...]:
    """Return the globs that a pattern stands for."""
    glob = "".join(f"{_character(atom) or '.'}{atom.repeat}" for atom in _without_anchors(atoms))
    if filter_type in _REFS and not glob.startswith("refs/"):
        glob = f"refs/heads/{glob}"
    begin, opened, rest = glob.removeprefix("./").partition("{")
    inner, closed, end = rest.partition("}")
    if not opened:
        return (begin,)
    return tuple(f"{begin}{each}{end}" for each in inner.split(",")) if closed else ()
