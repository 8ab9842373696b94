r"""Globs as git reads them, written as RE2 patterns.

`*` and `?` match within one part between slashes, `**` as a whole part matches any number of parts. The rules are those
of git's `:(glob)` pathspecs, https://git-scm.com/docs/gitglossary#Documentation/gitglossary.txt-aiddefpathspecapathspec,
except that `?` and `[...]` stand for a character here and for a byte there.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from webhook_constructs.core.errors import FilterError
from webhook_constructs.core.patterns.code_points import POSIX_CLASSES, CodePoints
from webhook_constructs.core.values.arguments import shown

from .anchored_patterns import escaped, one_of, text_problem
from .name_kinds import BuilderMethods, NameKind, ref_shape_problem

__all__ = ["globbed"]

_ANY_PARTS = "([^/]+/)*"
_SLASH = CodePoints.of_text("/")
_CLASSES = {
    **{name: points for name, points in POSIX_CLASSES.items() if name not in {"ascii", "word"}},
    "space": CodePoints.of_text(" \t\n\r"),  # git's own idea of it
}


def globbed(kind: NameKind, globs: tuple[str, ...], methods: BuilderMethods) -> str:
    r"""Make a pattern that matches what any of some globs matches.

    Args:
        kind: What the globs match the names of; its prefix comes before them.
        globs: The globs.
        methods: The methods that error texts can name.

    Raises:
        FilterError: There is no glob, or one can match nothing.

    Examples:
        >>> from webhook_constructs.core.groups.name_kinds import BRANCH, FILE_PATH
        >>> from webhook_constructs.core.groups.name_kinds import BuilderMethods
        >>> globbed(FILE_PATH, ("services/**/*.py", "setup.py"), BuilderMethods(""))
        '^(services/([^/]+/)*[^/]*\\.py|setup\\.py)$'
        >>> globbed(BRANCH, ("release/**",), BuilderMethods(""))
        '^refs/heads/release/'
    """
    if not globs:
        msg = "no glob given: give at least one, or leave the filter out"
        raise FilterError(msg)
    translated = [_translated(glob, kind, methods) for glob in globs]
    ends = {end for _, end in translated}
    if len(ends) == 1:
        return f"^{kind.prefix}{one_of(body for body, _ in translated)}{ends.pop()}"
    return f"^{kind.prefix}{one_of(body + end for body, end in translated)}"


def _translated(glob: str, kind: NameKind, methods: BuilderMethods) -> tuple[str, str]:
    """Return the pattern of a glob without its start, and what it ends with."""
    problem = text_problem(kind, glob, methods, noun="glob") or _problem(glob, kind, methods)
    if problem is not None:
        raise _unwritable(glob, problem)
    parts = _parts(glob)
    if [] in parts:
        raise _unwritable(glob, _outside_slashes(kind))
    problem = _name_problem("/".join("".join(token.literal for token in part) for part in parts), kind)
    if problem is not None:
        raise _unwritable(glob, problem)
    read = ["" if _is_deep(part) else _pattern(part, glob) for part in parts]
    begun = "".join(f"{part}/" if part else _ANY_PARTS for part in read[:-1])
    return (begun + read[-1], "$") if read[-1] else (begun, "")


def _problem(glob: str, kind: NameKind, methods: BuilderMethods) -> str | None:
    if glob.startswith("!"):
        use = "leave the '!' out" if methods.opposite is None else f"leave the '!' out and use {methods.opposite}"
        return f"git's globs exclude nothing; {use}, or write '\\!' for the character"
    if glob.startswith("./"):
        return _outside_slashes(kind)
    if kind.prefix and glob.startswith(("refs/heads/", "refs/tags/")):
        return f"it is for bare names; leave refs/heads/ and refs/tags/ out, {methods.pattern} takes a pattern"
    return None


def _outside_slashes(kind: NameKind) -> str:
    example = "release" if kind.prefix else "docs"
    return f"it cannot begin or end with '/' or './' or hold '//'; '{example}/**' is everything below"


def _name_problem(literal: str, kind: NameKind) -> str | None:
    """Return why no name can be what a glob asks for."""
    if not kind.prefix:
        if {".", ".."} & set(literal.split("/")):
            return "no path has a part that is '.' or '..'"
        return None
    wrong = next((character for character in literal if character in " ~^:\\\x7f" or character < " "), None)
    if wrong is not None:
        return f"no {kind.noun} can hold {wrong!r}"
    return ref_shape_problem(literal)


@dataclass(frozen=True, slots=True)
class _Token:
    """What a glob says of one character, or of any number of them.

    Attributes:
        pattern: The pattern of that.
        literal: The character itself, or a letter for whatever may stand there.
    """

    pattern: str
    literal: str = "x"


_STAR, _ANY_CHARACTER = _Token("[^/]*"), _Token("[^/]")


def _parts(glob: str) -> list[list[_Token]]:
    """Read a glob: the tokens of each part between slashes. A slash in a bracket does not end a part, as in git."""
    parts: list[list[_Token]] = [[]]
    at = 0
    while at < len(glob):
        here, length = glob[at], 1
        if here == "/":
            parts.append([])
        else:
            token, length = _token(glob[at:], glob)
            parts[-1].append(token)
        at += length
    return parts


def _token(rest: str, glob: str) -> tuple[_Token, int]:
    """Read what a text begins with, and give its length."""
    here = rest[0]
    if here in "*?":
        return _STAR if here == "*" else _ANY_CHARACTER, 1
    if here == "[":
        inner, length = _bracket(rest, glob)
        return _Token(inner), length
    if here == "{":
        raise _unwritable(glob, "git's globs have no '{'; give several globs, or write '\\{' for the character")
    character, length = _character(rest, glob)
    return _Token(escaped(character), character), length


def _is_deep(part: list[_Token]) -> bool:
    return len(part) > 1 and all(token is _STAR for token in part)


def _pattern(part: list[_Token], glob: str) -> str:
    if any(one is other is _STAR for one, other in pairwise(part)):
        raise _unwritable(glob, "'**' is a part of its own between slashes; write one '*' beside other characters")
    return "".join(token.pattern for token in part)


def _bracket(rest: str, glob: str) -> tuple[str, int]:
    """Translate a bracket at the beginning of a text, and give its length."""
    negated = rest[1:2] in {"!", "^"}
    opened = at = 2 if negated else 1
    items: list[CodePoints] = []
    while at < len(rest) and (rest[at] != "]" or at == opened):
        item, length = _bracket_item(rest[at:], glob)
        items.append(item)
        at += length
    if at >= len(rest):
        raise _unwritable(glob, "the bracket is not closed; write '\\[' for the character")
    # A bracket never matches a slash: neither one that lists it nor one that lists other characters to keep out.
    if negated:
        return f"[^{_ranges(CodePoints.union([*items, _SLASH]))}]", at + 1
    listed = CodePoints.union([CodePoints.union(items).negated(), _SLASH]).negated()
    if not listed.ranges:
        raise _unwritable(glob, "a bracket never matches '/', and this one lists nothing else; write '/' without it")
    return f"[{_ranges(listed)}]", at + 1


def _ranges(points: CodePoints) -> str:
    return "".join(
        _in_bracket(low) if low == high else f"{_in_bracket(low)}-{_in_bracket(high)}" for low, high in points.ranges
    )


def _in_bracket(code_point: int) -> str:
    character = chr(code_point)
    if not character.isprintable():
        return f"\\x{{{code_point:X}}}"
    return f"\\{character}" if character in "\\]^-[" else character


def _bracket_item(rest: str, glob: str) -> tuple[CodePoints, int]:
    name = rest[2:].partition("]")[0]
    if rest.startswith("[:") and name.endswith(":"):
        name = name.removesuffix(":")
        if name not in _CLASSES:
            raise _unwritable(glob, f"there is no class {rest[: len(name) + 4]!r}; there are {', '.join(_CLASSES)}")
        return _CLASSES[name], len(name) + 4
    low, length = _character(rest, glob)
    high = low
    if rest[length : length + 1] == "-" and rest[length + 1 : length + 2] not in {"", "]"}:
        high, more = _character(rest[length + 1 :], glob)
        length += 1 + more
    if high < low:
        raise _unwritable(glob, f"the range from {low!r} to {high!r} is empty")
    return CodePoints.of((ord(low), ord(high))), length


def _character(rest: str, glob: str) -> tuple[str, int]:
    if rest[0] != "\\":
        return rest[0], 1
    if len(rest) == 1:
        raise _unwritable(glob, "there is nothing after the backslash")
    return rest[1], 2


def _unwritable(glob: str, problem: str) -> FilterError:
    return FilterError(f"not a glob, got {shown(glob)}: {problem}")
