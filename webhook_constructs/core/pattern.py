"""Patterns in the dialect that CodeBuild documents, RE2, judged by RE2 itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

try:
    import re2
except ImportError as missing:
    _WITHOUT_RE2 = (
        "webhook_constructs checks patterns with RE2, and the package google-re2 could not be imported. It has wheels "
        "for Linux with glibc, macOS and Windows: on Alpine or another system with musl, use an image with glibc, such "
        "as python:3-slim; elsewhere, pip install google-re2"
    )
    raise ImportError(_WITHOUT_RE2) from missing

from .errors import PatternError
from .frozen import frozen
from .given import half_of_a_character, shown
from .unresolved import UnresolvedValue, is_unresolved

if TYPE_CHECKING:
    from .literal_texts import LiteralText
    from .unresolved import Text

__all__ = ["Pattern"]

_KEPT = 4_096  # a few kilobytes each
_OPTIONS = re2.Options()
_OPTIONS.log_errors = False  # they are raised
# A search asks whether, not where: without this, groups by the thousand take gigabytes.
_OPTIONS.never_capture = True


@frozen
@dataclass(frozen=True, slots=True)
class Pattern:
    r"""A pattern that RE2 accepts, and that is searched in a value.

    RE2 is documented for the patterns of filters, and the examples of the documentation work only as a search:
    https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html [doc]. Which implementation of RE2
    the service runs is not documented; this is the one in C++.

    Attributes:
        text: The pattern.

    Raises:
        PatternError: RE2 refuses the pattern, or it is no text.

    Examples:
        >>> pattern = Pattern("^refs/heads/(main|develop)$")
        >>> pattern.search("refs/heads/main"), pattern.search("refs/heads/main-2")
        (True, False)
        >>> Pattern("^1|2$").is_anchored_at_start
        False
    """

    text: str

    def __post_init__(self) -> None:
        """Let RE2 judge the pattern."""
        if not isinstance(self.text, str):
            text = shown(self.text)
            raise PatternError(text, None, f"not a pattern, got {text}: give a text")
        _compiled(self.text)

    @classmethod
    def if_valid(cls, text: Text) -> Pattern | None:
        """Give a pattern if it can be judged.

        Args:
            text: The pattern of a filter, right or wrong.

        Returns:
            The pattern; None if RE2 refuses it or a part of it is known only when the stack is deployed.

        Raises:
            PatternError: It is no text.
        """
        if not isinstance(text, (str, UnresolvedValue)):
            return cls(text)  # which refuses it
        if isinstance(text, UnresolvedValue) or is_unresolved(text):
            return None
        try:
            return cls(text)
        except PatternError:
            return None

    def search(self, value: str) -> bool:
        """Tell whether the pattern matches somewhere in a value.

        Args:
            value: The value. Halves of characters, which JSON can hold and UTF-8 cannot, count as question marks.

        Raises:
            PatternError: The value is no text.
        """
        if not isinstance(value, str):
            raise PatternError(self.text, None, f"not a value to search in, got {shown(value)}: give a text")
        return _compiled(self.text).search(value.encode("utf-8", "replace")) is not None

    @property
    def is_anchored_at_start(self) -> bool | None:
        r"""Whether every way through the pattern asks for the start of the value; None if that cannot be told.

        True means that every match begins there. A way that can never lead to a match counts too: `$a|^` is not
        anchored by its first alternative, though nothing matches that.

        Examples:
            >>> Pattern("^(1|2)$").is_anchored_at_start, Pattern("^1$|2$").is_anchored_at_start
            (True, False)
        """
        from .regex_analysis import AnchorKind, is_anchored_at  # noqa: PLC0415 (imports are budgeted)

        return is_anchored_at(self.text, AnchorKind.TEXT_START)

    @property
    def is_anchored_at_end(self) -> bool | None:
        r"""Whether every way through the pattern asks for the end of the value; None if that cannot be told.

        Examples:
            >>> Pattern("^123$").is_anchored_at_end, Pattern(r"^123\$").is_anchored_at_end
            (True, False)
        """
        from .regex_analysis import AnchorKind, is_anchored_at  # noqa: PLC0415 (imports are budgeted)

        return is_anchored_at(self.text, AnchorKind.TEXT_END)

    @property
    def literal_texts(self) -> frozenset[LiteralText] | None:
        """The texts that the pattern consists of, if it is nothing but texts; else None."""
        from .regex_analysis import literal_texts_of  # noqa: PLC0415 (imports are budgeted)

        try:
            return literal_texts_of(self.text)
        except RecursionError:  # as in is_anchored_at
            return None

    def __str__(self) -> str:
        """Give the pattern."""
        return self.text


# re2.compile keeps 128 patterns; an app has more.
@lru_cache(_KEPT)
def _compiled(text: str) -> Any:
    half = half_of_a_character(text)
    if half is not None:
        raise PatternError(text, half, "half of a character")
    try:
        return re2.compile(text, _OPTIONS)
    except re2.error as err:
        raise _refusal(text, err.args[0].decode("utf-8", "replace")) from err


def _refusal(text: str, reason: str) -> PatternError:
    from .regex_advice import advice_on  # noqa: PLC0415 (imports are budgeted)
    from .regex_analysis import place_of_error  # noqa: PLC0415

    position = place_of_error(text, reason)
    return PatternError(text, position, reason, advice_on(text[position:]))
