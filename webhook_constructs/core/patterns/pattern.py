"""Patterns in the dialect that CodeBuild documents, RE2, judged by RE2 itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

try:
    import re2
except ImportError as missing:
    _WITHOUT_RE2 = (
        "webhook_constructs checks patterns with RE2, and the package google-re2 could not be imported. It has wheels "
        "for Linux with glibc, macOS and Windows: on Alpine or another system with musl, use an image with glibc, such "
        "as python:3-slim; elsewhere, pip install google-re2"
    )
    raise ImportError(_WITHOUT_RE2) from missing

from collections.abc import Callable

from webhook_constructs.core.errors import PatternError, PatternTooLargeError
from webhook_constructs.core.values.arguments import half_of_a_character, shown
from webhook_constructs.core.values.frozen import frozen
from webhook_constructs.core.values.kept import Kept
from webhook_constructs.core.values.unresolved import Text, UnresolvedValue, is_unresolved

from .analysis import AnchorKind, is_anchored_at, literal_texts_of, place_of_error, steps_of_texts
from .literal_texts import LiteralText
from .re2_advice import advice_on
from .step_budget import spend_in_run

__all__ = ["Pattern", "steps_of", "steps_of_search"]

# Program and tables of RE2 for one pattern, in bytes, where RE2's own default is 8 MB. Most patterns need a few
# kilobytes. The tables of a search can grow to what is allowed, so that what few need is allowed only to them.
_SMALL, _LARGE = 64 * 1024, 1024 * 1024
_MOST_KEPT = 32 * 1024 * 1024  # bytes of all patterns together
_BYTES_OF_A_PATTERN, _BYTES_OF_AN_INSTRUCTION, _BYTES_OF_A_REFUSAL = 6_000, 32, 500
# What RE2 takes to read a pattern before it compiles it, which no option of RE2 limits: characters, the copies that a
# count makes, and the ranges of a class of Unicode.
_MOST_READ = 100_000
_RANGES_OF_A_CLASS, _GROWN_A_STEP = 400, 2
_GROWING = re.compile(r"\\[pP]|\{([0-9]{1,4})(?:,([0-9]{0,4}))?\}")
# The same thing again and again that may be there or not, as in a?a?a?, takes RE2 the square of the number.
_MOST_OPTIONAL, _OPTIONAL_A_STEP = 5_000, 100
_FOLDS = re.compile(r"\(\?[a-zA-Z]*i")
_STEPS_OF_A_FOLD = 3_000  # up to a millisecond and a half, for all letters that there are
_STEPS_WHEN_TOO_LARGE = 2_500
_USES = 3  # a pattern is compiled again when it was forgotten
_STEPS_OF_A_REFUSAL = 4  # a character: the place is looked for
_TOO_LARGE = "pattern too large - compile failed"  # https://github.com/google/re2/blob/main/re2/re2.cc
_INSTRUCTIONS_A_STEP = 256  # that a search looks at, for each character, where its tables do not suffice


def _options(most_bytes: int) -> re2.Options:
    options = re2.Options()
    options.log_errors = False  # they are raised
    # A search asks whether, not where: without this, groups by the thousand take gigabytes.
    options.never_capture = True
    options.max_mem = most_bytes
    return options


_OPTIONS = {most: _options(most) for most in (_SMALL, _LARGE)}


@frozen
@dataclass(frozen=True, slots=True)
class Pattern:
    r"""A pattern that RE2 accepts, and that is searched in a value.

    RE2 is documented for the patterns of filters, and the examples of the documentation work only as a search:
    https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html [doc]. This is the
    implementation in C++ [assumed: re2-implementation].

    Attributes:
        text: The pattern.

    Raises:
        PatternError: RE2 refuses the pattern, or it is no text. A `PatternTooLargeError` says that the pattern is too
            large to be judged.

    Examples:
        >>> pattern = Pattern("^refs/heads/(main|develop)$")
        >>> pattern.search("refs/heads/main"), pattern.search("refs/heads/main-2")
        (True, False)
        >>> Pattern("^1|2$").is_anchored_at_start
        False
    """

    text: str

    def __post_init__(self) -> None:
        """Compile the pattern with RE2."""
        if not isinstance(self.text, str):
            text = shown(self.text)
            raise PatternError(text, None, f"not a pattern, got {text}: give a text")
        refusal = _compiled(self.text).refusal
        if refusal is not None:
            raise refusal()

    @classmethod
    def if_valid(cls, text: Text) -> Pattern | None:
        """Return a pattern if it can be judged.

        Args:
            text: The pattern of a filter, right or wrong.

        Returns:
            The pattern; None if RE2 refuses it, if it is too large to be judged, or if a part of it is known only when
            the stack is deployed.

        Raises:
            PatternError: It is no text.
            RunOverError: There is no budget left to judge it.
        """
        if not isinstance(text, (str, UnresolvedValue)):
            return cls(text)  # which refuses it
        if isinstance(text, UnresolvedValue) or is_unresolved(text):
            return None
        try:
            return cls.in_run(text)
        except PatternError:
            return None

    @classmethod
    def in_run(cls, text: str) -> Pattern:
        """Return a pattern that somebody else has written, at the cost of the run.

        Raises:
            PatternError: As for every pattern.
            RunOverError: There is no budget left to judge it.
        """
        spend_in_run(1)
        spend_in_run(_USES * steps_of(text), once=(steps_of, text))
        return cls(text)

    def search_in_run(self, values: tuple[str, ...]) -> tuple[str, ...]:
        """Return those of some values that the pattern matches, at the cost of the run.

        Raises:
            RunOverError: There is no budget left to search them.
        """
        spend_in_run(steps_of_search(self.text, sum(map(len, values))))
        return tuple(filter(self.search, values))

    def search(self, value: str) -> bool:
        """Check whether the pattern matches somewhere in a value.

        Args:
            value: The value. Halves of characters, which JSON can hold and UTF-8 cannot, count as question marks.

        Raises:
            PatternError: The value is no text.
        """
        if not isinstance(value, str):
            raise PatternError(self.text, None, f"not a value to search in, got {shown(value)}: give a text")
        return _compiled(self.text).regexp.search(value.encode("utf-8", "replace")) is not None

    @property
    def is_anchored_at_start(self) -> bool | None:
        r"""Whether every way through the pattern asks for the start of the value; None if that cannot be told.

        True means that every match begins there. A way that can never lead to a match counts too: `$a|^` is not
        anchored by its first alternative, though nothing matches that.

        Examples:
            >>> Pattern("^(1|2)$").is_anchored_at_start, Pattern("^1$|2$").is_anchored_at_start
            (True, False)
        """
        return is_anchored_at(self.text, AnchorKind.TEXT_START)

    @property
    def is_anchored_at_end(self) -> bool | None:
        r"""Whether every way through the pattern asks for the end of the value; None if that cannot be told.

        Examples:
            >>> Pattern("^123$").is_anchored_at_end, Pattern(r"^123\$").is_anchored_at_end
            (True, False)
        """
        return is_anchored_at(self.text, AnchorKind.TEXT_END)

    @property
    def literal_texts(self) -> frozenset[LiteralText] | None:
        """The texts that the pattern consists of, if it is nothing but texts; else None."""
        try:
            texts = literal_texts_of(self.text)
            spend_in_run(steps_of_texts(self.text), once=(steps_of_texts, self.text))
        except RecursionError:  # as in is_anchored_at
            return None
        return texts

    def __str__(self) -> str:
        """Return the pattern."""
        return self.text


def steps_of(text: str) -> int:
    """Return what it costs to judge a pattern, right or wrong, in steps of a budget."""
    compiled = _compiled(text)
    return compiled.size + compiled.more


def steps_of_search(pattern: str, characters: int) -> int:
    """Return what it costs at most to search a pattern in values of some length, in steps of a budget."""
    return 1 + characters * _compiled(pattern).size // _INSTRUCTIONS_A_STEP


class _Compiled(NamedTuple):
    """A pattern and RE2's program for it, or why there is none.

    Attributes:
        size: The characters of the pattern and the instructions of the program, which are steps of a budget.
        regexp: The program.
        refusal: Returns the error that says why there is none: one that was raised is not to be raised again.
        more: What else it takes to compile the pattern, in steps.
    """

    size: int
    regexp: Any = None
    refusal: Callable[[], PatternError] | None = None
    more: int = 0

    @property
    def weight(self) -> int:
        if self.refusal is not None:
            return _BYTES_OF_A_REFUSAL + self.size
        return _BYTES_OF_A_PATTERN + self.size * _BYTES_OF_AN_INSTRUCTION


def _compile(text: str) -> _Compiled:
    half = half_of_a_character(text)
    if half is not None:
        return _Compiled(len(text), refusal=partial(PatternError, text, half, "half of a character"))
    if _optional(text) > _MOST_OPTIONAL or len(text) + _grown(text) > _MOST_READ:
        return _Compiled(len(text), refusal=partial(PatternTooLargeError.of, text))
    try:
        regexp = re2.compile(text, _OPTIONS[_SMALL])
    except re2.error as err:
        return _refused(text, err) if _reason(err) != _TOO_LARGE else _compile_large(text)
    return _program(text, regexp)


def _compile_large(text: str) -> _Compiled:
    try:
        regexp = re2.compile(text, _OPTIONS[_LARGE])
    except re2.error:
        return _Compiled(
            _STEPS_WHEN_TOO_LARGE, refusal=partial(PatternTooLargeError.of, text), more=_steps_of_reading(text)
        )
    finally:
        re2.purge()  # which keeps 128 patterns of any size
    return _program(text, regexp)


def _program(text: str, regexp: Any) -> _Compiled:
    return _Compiled(len(text) + regexp.programsize, regexp, more=_steps_of_reading(text) + _steps_of_folding(text))


def _steps_of_reading(text: str) -> int:
    return _grown(text) // _GROWN_A_STEP + _optional(text) ** 2 // _OPTIONAL_A_STEP


def _steps_of_folding(text: str) -> int:
    """Return what it takes to find the other cases of what stands under `(?i)`, each bracket and class by itself."""
    if _FOLDS.search(text) is None or (text.isascii() and not _GROWING.search(text)):
        return 0
    return _STEPS_OF_A_FOLD * (text.count("[") + text.count("\\p") + text.count("\\P"))


_compiled: Kept[str, _Compiled] = Kept(_compile, weigh=lambda _, compiled: compiled.weight, most=_MOST_KEPT)


def _grown(text: str) -> int:
    """Return the copies and ranges that RE2 makes of what is written once."""
    return sum(_growth(*each.groups()) for each in _GROWING.finditer(text))


def _optional(text: str) -> int:
    """Count what may be there or not, at most."""
    counted = _GROWING.finditer(text) if "{" in text else ()
    return text.count("?") + sum(max(0, int(each[2]) - int(each[1])) for each in counted if each[2])


def _growth(least: str | None, most: str | None) -> int:
    return _RANGES_OF_A_CLASS if least is None else max(int(least), int(most or 0))


def _refused(text: str, err: Exception) -> _Compiled:
    reason = _reason(err)
    position = place_of_error(text, reason)
    refusal = partial(PatternError, text, position, reason, advice_on(text[position:]))
    return _Compiled(_STEPS_OF_A_REFUSAL * len(text), refusal=refusal)


def _reason(err: Exception) -> str:
    said: str = err.args[0].decode("utf-8", "replace")
    return said
