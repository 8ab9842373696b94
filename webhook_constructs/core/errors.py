"""The exceptions of the package: one for each noun, all of them `ValueError`s.

Texts are lower case and without a final period: what is wrong, the value got, what is allowed, what to do. They are
written to be shown to whoever wrote the value.
"""

from __future__ import annotations

__all__ = ["FilterError", "FilterGroupError", "PatternError", "WebhookConstructsError", "WebhookSettingsError"]


class WebhookConstructsError(ValueError):
    """Something given to this package cannot be what it is meant to be."""


class FilterError(WebhookConstructsError):
    """A filter, or the name, path or glob that it was to be made from, is wrong."""


class FilterGroupError(WebhookConstructsError):
    """A filter group is wrong as a whole, such as a group that names no event."""


class WebhookSettingsError(WebhookConstructsError):
    """The settings of a webhook are wrong outside of its filter groups."""


class PatternError(WebhookConstructsError):
    r"""RE2 refuses a pattern.

    Attributes:
        pattern: The whole pattern.
        position: Index in the pattern of the first character that RE2 objects to.
        reason: RE2's reason, in RE2's own words.

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

    def __init__(self, pattern: str, position: int, reason: str, advice: str | None = None) -> None:
        """Make the text from its parts.

        Args:
            pattern: The whole pattern.
            position: Index in the pattern of the first character that RE2 objects to.
            reason: RE2's reason, in RE2's own words.
            advice: What to write instead. Default: the text ends with the caret.
        """
        lines = [
            f"RE2 refuses the pattern at character {position + 1}: {reason}",
            f"  {pattern}",
            "  " + " " * position + "^",
        ]
        if advice is not None:
            lines.append(advice)
        super().__init__("\n".join(lines))
        self.pattern = pattern
        self.position = position
        self.reason = reason
