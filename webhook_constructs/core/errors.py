"""The exceptions of the package: one for each noun, all of them `ValueError`s.

Texts are lower case and without a final period: what is wrong, the value got, what is allowed, what to do. They are
written to be shown to whoever wrote the value, on any terminal.
"""

from __future__ import annotations

from unicodedata import combining, east_asian_width

__all__ = [
    "FilterError",
    "FilterGroupError",
    "NotOfferedError",
    "PatternError",
    "PatternTooLargeError",
    "RunnerLabelError",
    "WebhookConstructsError",
    "WebhookEventError",
    "WebhookSettingsError",
]

_MOST_SHOWN = 200
_MOST_OF_A_LARGE_ONE = 60


class WebhookConstructsError(ValueError):
    """The base of the errors of this package: a value is wrong.

    Attributes:
        place: The place in the document, such as `FilterGroups[0][1].Type`. Default: unknown.
    """

    place: str = ""


class FilterError(WebhookConstructsError):
    """A filter, or the name, path or glob that it was to be made from, is wrong."""


class FilterGroupError(WebhookConstructsError):
    """A filter group is wrong as a whole, such as a group that names no event."""


class NotOfferedError(FilterGroupError, AttributeError):
    """A group does not offer a filter, because CodeBuild does not allow it for all of the group's events."""

    def __init__(self, method: str, allowed: tuple[str, ...], events: tuple[str, ...]) -> None:
        """Make the text from its parts.

        Args:
            method: The builder method of the filter.
            allowed: The names of the events that it is allowed for.
            events: The names of the events of the group.
        """
        super().__init__(
            f"{method} is not offered here, got a group for {', '.join(events) or 'no event'}, "
            f"allowed is {', '.join(allowed)}; make a group of its own for what it is to filter"
        )
        self._parts = (method, allowed, events)

    def __reduce__(self) -> tuple[type[NotOfferedError], tuple[str, tuple[str, ...], tuple[str, ...]]]:
        """Copy and pickle the parts: an exception is by default created again from its text alone."""
        return type(self), self._parts


class WebhookSettingsError(WebhookConstructsError):
    """The settings of a webhook are wrong outside of its filter groups."""


class RunnerLabelError(WebhookConstructsError):
    """A label of a job, or an override in one, is wrong."""


class WebhookEventError(WebhookConstructsError):
    """An event, or the payload that it was to be read from, is wrong."""


class PatternError(WebhookConstructsError):
    r"""RE2 refuses a pattern, or it is no text.

    The text of the error shows the pattern around the place, and whatever a terminal cannot show in one column as an
    escape sequence, so that the caret is where it belongs.

    Attributes:
        pattern: The whole pattern.
        position: Index in the pattern of the first character that RE2 objects to; None if it is no text, or too large.
        reason: RE2's reason, in RE2's own words; for what is no text or too large, what is wrong.
        advice: What to write instead; None if there is nothing to say beyond the reason.

    Examples:
        >>> from webhook_constructs.core import Pattern
        >>> Pattern("^refs/heads/(?!main$)")
        Traceback (most recent call last):
            ...
        webhook_constructs.core.errors.PatternError: RE2 refuses the pattern at character 13: invalid perl operator: (?!
          ^refs/heads/(?!main$)
                      ^
        RE2 has no lookaround: match what is to be kept out and exclude what matches
    """

    def __init__(self, pattern: str, position: int | None, reason: str, advice: str | None = None) -> None:
        """Make the text from its parts.

        Args:
            pattern: The whole pattern.
            position: Index in the pattern of the first character that RE2 objects to; None if it is no text.
            reason: RE2's reason, in RE2's own words.
            advice: What to write instead. Default: the text ends with the caret.
        """
        super().__init__(reason if position is None else _drawn(pattern, position, reason, advice))
        self.pattern = pattern
        self.position = position
        self.reason = reason
        self.advice = advice

    @property
    def summary(self) -> str:
        """The text on one line, with the pattern and without the advice.

        Examples:
            >>> PatternError("a(?=b)", 1, "invalid perl operator: (?=").summary
            'RE2 refuses the pattern a(?=b) at character 2: invalid perl operator: (?='
        """
        if self.position is None:
            return self.reason
        before, after = _around(self.pattern, self.position)
        return f"RE2 refuses the pattern {before}{after} at character {self.position + 1}: {_short(self.reason)}"

    def __reduce__(self) -> tuple[type[PatternError], tuple[str, int | None, str, str | None]]:
        """Copy and pickle the parts: an exception is by default created again from its text alone."""
        return type(self), (self.pattern, self.position, self.reason, self.advice)


class PatternTooLargeError(PatternError):
    r"""A pattern is too large to be judged here.

    CodeBuild may accept it [assumed: pattern-size], so nobody is told that the service refuses the pattern.

    Examples:
        >>> from webhook_constructs.core import Pattern
        >>> try:
        ...     Pattern(r"^\pL{300}$")
        ... except PatternTooLargeError as error:
        ...     print(str(error).partition(";")[0])
        the pattern ^\pL{300}$ is too large to be judged: compiled, it takes more than 1 MB or too much work
    """

    @classmethod
    def of(cls, pattern: str) -> PatternTooLargeError:
        """Return the error about a pattern."""
        shown = _one_column_each(pattern[:_MOST_OF_A_LARGE_ONE]) + "..." * (len(pattern) > _MOST_OF_A_LARGE_ONE)
        reason = (
            f"the pattern {shown} is too large to be judged: compiled, it takes more than 1 MB or too much work; "
            "whether CodeBuild takes it is not known. Repeat less, or use smaller classes than \\pL"
        )
        return cls(pattern, None, reason)


def _drawn(pattern: str, position: int, reason: str, advice: str | None) -> str:
    before, after = _around(pattern, position)
    lines = [
        f"RE2 refuses the pattern at character {position + 1}: {_short(reason)}",
        f"  {before}{after}",
        "  " + " " * len(before) + "^",
    ]
    return "\n".join(lines if advice is None else [*lines, advice])


def _around(pattern: str, position: int) -> tuple[str, str]:
    """Return what is before a place of a pattern and what follows, shortened at both ends."""
    begin = max(0, position - _MOST_SHOWN // 2)
    end = begin + _MOST_SHOWN
    before = ("..." if begin else "") + _one_column_each(pattern[begin:position])
    return before, _one_column_each(pattern[position:end]) + ("..." if end < len(pattern) else "")


def _short(reason: str) -> str:
    return _one_column_each(reason[:_MOST_SHOWN]) + ("..." if len(reason) > _MOST_SHOWN else "")


def _one_column_each(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return "".join(each if _has_one_column(each) else each.encode("unicode_escape").decode() for each in text)


def _has_one_column(character: str) -> bool:
    return character.isprintable() and not combining(character) and east_asian_width(character) not in {"F", "W"}
