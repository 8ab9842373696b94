r"""RE2's syntax, read into a tree.

RE2 decides whether a pattern is valid; this parser reads the valid ones, and finds the place in an invalid one.
Whatever it cannot read exactly as RE2 does, it says so. The syntax: https://github.com/google/re2/wiki/Syntax.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from .code_points import POSIX_CLASSES, CodePoints, unicode_class
from .syntax_tree import Anchor, AnchorKind, AnyByte, Characters, Choice, Repeat, Sequence, Tree

__all__ = ["DEEPEST", "LONGEST", "Parser", "UnreadableError", "WrongSyntaxError", "parse"]

DEEPEST = 100
"""How many groups can be nested."""

LONGEST = 50_000
"""How many characters are read: that takes a tenth of a second."""

_MOST_REPEATS = 1000
_LONG_COUNT = 10  # digits
_LONGEST_COUNTS = 2 * _LONG_COUNT + len("{,}")
_WORD = POSIX_CLASSES["word"]
_ANCHORS = {
    "A": AnchorKind.TEXT_START,
    "z": AnchorKind.TEXT_END,
    "b": AnchorKind.WORD_BOUNDARY,
    "B": AnchorKind.NOT_WORD_BOUNDARY,
}
_PERL_CLASSES = {"d": POSIX_CLASSES["digit"], "s": CodePoints.of_text("\t\n\f\r "), "w": _WORD}
_CONTROLS = {"a": "\a", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_LONGEST_ESCAPE = 1_000  # \x{0...041} may have any number of zeros
_OCTAL, _HEX = "01234567", "0123456789abcdefABCDEF"
_LAST_CODE_POINT = 0x10FFFF


class WrongSyntaxError(Exception):
    """A pattern is not RE2.

    Attributes:
        position: Index of the first character that is wrong.
    """

    def __init__(self, position: int) -> None:
        """Note the place."""
        super().__init__(f"wrong at {position}")
        self.position = position


class UnreadableError(Exception):
    """A pattern is longer, or its groups are nested deeper, than this parser follows."""


@dataclass(frozen=True, slots=True)
class _Flags:
    fold: bool = False  # i
    lines: bool = False  # m
    dot_all: bool = False  # s
    swap_greed: bool = False  # U, which changes no language


_FLAG_NAMES = {"i": "fold", "m": "lines", "s": "dot_all", "U": "swap_greed"}


def parse(pattern: str) -> Tree:
    r"""Read a pattern.

    Args:
        pattern: An RE2 pattern.

    Returns:
        The tree of the pattern.

    Raises:
        WrongSyntaxError: The pattern is not RE2.
        UnreadableError: The pattern cannot be read.

    Examples:
        >>> parse("^a?$").items[1]
        Repeat(item=Characters(allowed=CodePoints(ranges=((97, 97),))), least=0, most=1)
    """
    return Parser(pattern).parse()


class Parser:
    """A reading of one pattern; `parse` explains it."""

    def __init__(self, pattern: str) -> None:
        """Begin at the beginning."""
        if len(pattern) > LONGEST:
            raise UnreadableError
        self._pattern = pattern
        self._at = 0
        self._depth = 0
        self._flags = _Flags()

    def parse(self) -> Tree:
        """Read it all."""
        tree = self._choice()
        if self._at < len(self._pattern):
            raise WrongSyntaxError(self._at)  # a closing parenthesis too many
        return tree

    def _choice(self) -> Tree:
        options = [self._sequence()]
        while self._took("|"):
            options.append(self._sequence())
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def _sequence(self) -> Tree:
        items: list[Tree] = []
        repeated_at: int | None = None
        while self._at < len(self._pattern) and self._pattern[self._at] not in "|)":
            start = self._at
            counts = self._repeat()
            if counts is None:
                items += self._atom()
                repeated_at = None
                continue
            if not items:
                raise WrongSyntaxError(start)  # nothing to repeat
            if repeated_at is not None:
                raise WrongSyntaxError(repeated_at)  # a repeat of a repeat
            items[-1] = Repeat(items[-1], *counts)
            repeated_at = start
        return items[0] if len(items) == 1 else Sequence(tuple(items))

    def _repeat(self) -> tuple[int, int | None] | None:
        """Read a repeat operator and the `?` that makes it lazy, if one is here."""
        simple = {"*": (0, None), "+": (1, None), "?": (0, 1)}.get(self._pattern[self._at])
        if simple is not None:
            self._at += 1
        elif self._pattern[self._at] == "{":
            simple = self._counts()
        if simple is not None:
            self._took("?")
        return simple

    def _counts(self) -> tuple[int, int | None] | None:
        """Read `{2}`, `{2,}` or `{2,5}`; any other brace is a character."""
        inner, closed, _ = self._pattern[self._at + 1 : self._at + _LONGEST_COUNTS].partition("}")
        low, comma, high = inner.partition(",")
        if not closed or not _is_count(low) or not (high == "" or _is_count(high)):
            return None
        least = int(low)
        most = (int(high) if high else None) if comma else least
        if max(least, most or 0) > _MOST_REPEATS or (most is not None and most < least):
            raise WrongSyntaxError(self._at)
        self._at += len(inner) + 2
        return least, most

    def _atom(self) -> list[Tree]:
        """Read one thing: several items for quoted text, none for what only sets flags."""
        here = self._pattern[self._at]
        if here == "(":
            return self._group()
        if here == "[":
            return [self._bracket()]
        if here == "\\":
            return self._escape()
        self._at += 1
        return [self._plain(here)]

    def _plain(self, here: str) -> Tree:
        if here == "^":
            return Anchor(AnchorKind.LINE_START if self._flags.lines else AnchorKind.TEXT_START)
        if here == "$":
            return Anchor(AnchorKind.LINE_END if self._flags.lines else AnchorKind.TEXT_END)
        if here == ".":
            kept_out = "" if self._flags.dot_all else "\n"
            return Characters(CodePoints.of_text(kept_out).negated())
        return self._character(here)

    def _group(self) -> list[Tree]:
        start, outer = self._at, self._flags
        self._at += 1
        if self._took("?") and not self._took_name():
            self._flags, opened = self._read_flags(start)
            if not opened:
                return []
        self._depth += 1
        if self._depth > DEEPEST:
            raise UnreadableError
        inner = self._choice()
        self._depth -= 1
        if not self._took(")"):
            raise WrongSyntaxError(start)
        self._flags = outer
        return [inner]

    def _took_name(self) -> bool:
        """Step over the name of a named group, if one is here."""
        for opening in ("P<", "<"):
            if self._pattern.startswith(opening, self._at):
                begin = self._at + len(opening)
                end = self._pattern.find(">", begin)
                if end < 0 or not self._pattern[begin:end].replace("_", "a").isalnum():
                    return False
                self._at = end + 1
                return True
        return False

    def _read_flags(self, start: int) -> tuple[_Flags, bool]:
        """Read `i-s:` or `i)`, and tell whether a group follows."""
        flags, on = self._flags, True
        while self._at < len(self._pattern):
            here = self._pattern[self._at]
            self._at += 1
            if here in _FLAG_NAMES:
                flags = replace(flags, **{_FLAG_NAMES[here]: on})
            elif here == "-" and on:
                on = False
            elif here in ":)" and self._pattern[self._at - 2] != "-":
                return flags, here == ":"
            else:
                break
        raise WrongSyntaxError(start)

    def _escape(self) -> list[Tree]:
        kind = self._pattern[self._at + 1 : self._at + 2]
        if kind == "Q":
            begin, end = self._at + 2, self._pattern.find("\\E", self._at + 2)
            quoted = self._pattern[begin : end if end >= 0 else None]
            self._at = end + 2 if end >= 0 else len(self._pattern)
            return [self._character(each) for each in quoted]
        if kind in _ANCHORS:
            self._at += 2
            return [Anchor(_ANCHORS[kind])]
        if kind == "C":
            self._at += 2
            return [AnyByte()]
        if self._is_class():
            return [Characters(self._class())]
        return [self._character(self._escaped())]

    def _is_class(self) -> bool:
        return self._pattern[self._at + 1 : self._at + 2].lower() in {"d", "s", "w", "p"}

    def _class(self) -> CodePoints:
        r"""Read `\d`, `\pN` or the like."""
        start, kind = self._at, self._pattern[self._at + 1]
        self._at += 2
        is_negated = kind.isupper()
        if kind not in "pP":
            return self._negated_if(is_negated, self._folded(_PERL_CLASSES[kind.lower()]))
        name, closed = self._pattern[self._at : self._at + 1], "}"
        if self._took("{"):
            name, closed, _ = self._pattern[self._at :].partition("}")
            self._at += len(closed)
        self._at += len(name)
        is_negated ^= name.startswith("^")
        points = unicode_class(name.removeprefix("^"))
        if points is None or not closed:
            raise WrongSyntaxError(start)
        return self._negated_if(is_negated, self._folded(points))

    def _escaped(self) -> str:
        """Read an escaped character."""
        start, rest = self._at, self._pattern[self._at + 1 : self._at + _LONGEST_ESCAPE]
        kind = rest[:1]
        if kind and kind.isascii() and not kind.isalnum():
            self._at += 2
            return kind
        if kind in _CONTROLS:
            self._at += 2
            return _CONTROLS[kind]
        digits = _leading(rest[:3], _OCTAL)
        if digits and (kind == "0" or len(digits) > 1):
            self._at += 1 + len(digits)
            return chr(int(digits, 8))
        if kind == "x":
            return self._hexadecimal(start, rest[1:])
        raise WrongSyntaxError(start)

    def _hexadecimal(self, start: int, rest: str) -> str:
        if rest.startswith("{"):
            digits, closed, _ = rest[1:].partition("}")
            length = len(digits) + 2
        else:
            digits, closed, length = rest[:2], "}" if len(rest) > 1 else "", 2
        if not closed or not digits or _leading(digits, _HEX) != digits or int(digits, 16) > _LAST_CODE_POINT:
            raise WrongSyntaxError(start)
        self._at += 2 + length
        return chr(int(digits, 16))

    def _bracket(self) -> Tree:
        """Read `[...]`."""
        start = self._at
        self._at += 1
        negated = self._took("^")
        parts: list[CodePoints] = []
        ranges: list[CodePoints] = []  # folded together: that is one look at all letters
        while not (parts or ranges) or not self._pattern.startswith("]", self._at):
            if self._at >= len(self._pattern):
                raise WrongSyntaxError(start)
            of_class = self._bracket_class()
            if of_class is None:
                ranges.append(self._bracket_range())
            else:
                parts.append(of_class)
        self._at += 1
        return Characters(self._negated_if(negated, CodePoints.union([*parts, self._folded(CodePoints.union(ranges))])))

    def _bracket_class(self) -> CodePoints | None:
        r"""Read a class such as `[:digit:]` or `\d`, if one is here."""
        start = self._at
        if self._pattern.startswith("[:", start):
            name, closed, _ = self._pattern[start + 2 :].partition(":]")
            if closed:
                if name.removeprefix("^") not in POSIX_CLASSES:
                    raise WrongSyntaxError(start)
                self._at += len(name) + 4
                return self._negated_if(name.startswith("^"), self._folded(POSIX_CLASSES[name.removeprefix("^")]))
        return self._class() if self._pattern[start] == "\\" and self._is_class() else None

    def _bracket_range(self) -> CodePoints:
        start = self._at
        low = self._bracket_character()
        high = low
        if self._pattern.startswith("-", self._at) and not self._pattern.startswith("-]", self._at):
            self._at += 1
            if self._at >= len(self._pattern):
                return CodePoints(())  # the bracket is not closed, which is for it to say
            high = self._bracket_character()
        if high < low:
            raise WrongSyntaxError(start)
        return CodePoints.of((ord(low), ord(high)))

    def _bracket_character(self) -> str:
        if self._pattern[self._at] == "\\":
            return self._escaped()
        self._at += 1
        return self._pattern[self._at - 1]

    def _character(self, character: str) -> Tree:
        return _character(character, folds=self._flags.fold)

    def _folded(self, points: CodePoints) -> CodePoints:
        return points.folded() if self._flags.fold else points

    def _negated_if(self, negated: bool, points: CodePoints) -> CodePoints:  # noqa: FBT001 (private)
        return points.negated() if negated else points

    def _took(self, character: str) -> bool:
        """Step over a character, if it is here."""
        if self._pattern.startswith(character, self._at):
            self._at += 1
            return True
        return False


@lru_cache(maxsize=1024)
def _character(character: str, *, folds: bool) -> Characters:
    points = CodePoints.of_text(character)
    return Characters(points.folded() if folds else points)


def _is_count(text: str) -> bool:
    """Check whether RE2 takes a text for a count; braces around anything else are characters."""
    return text.isascii() and text.isdigit() and len(text) < _LONG_COUNT and str(int(text)) == text


def _leading(text: str, allowed: str) -> str:
    """Return the beginning of a text that is made of some characters only."""
    return text[: len(text) - len(text.lstrip(allowed))]
