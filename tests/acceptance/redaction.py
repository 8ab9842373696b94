"""What a record must not say, and its removal from every text of a record.

A record is published. So it holds no secret, token, payload URL or account ID, be it one that the run knows or one that
only looks like one, and does not name the repository, the connection or the profile.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["Redaction"]

_FORMS = (
    (re.compile(r"[^\s\"'<>={}]*/webhooks\?[^\s\"'<>{}]+", re.IGNORECASE), "<url>"),
    (re.compile(r"[a-z][a-z0-9+.-]*://[^\s\"'<>]+", re.IGNORECASE), "<url>"),
    (re.compile(r"\barn:[a-z-]+:[^\s\"'<>]+", re.IGNORECASE), "<arn>"),
    (re.compile(r"(?<!\d)\d{4}[ -]?\d{4}[ -]?\d{4}(?!\d)"), "<account>"),
    (re.compile(r"\b(?:gh[a-z]_|github_pat_|glpat-|ATBB|ATATT|bkua_|xox[a-z]-)[\w.-]+"), "<token>"),
    (re.compile(r"\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}\b"), "<key>"),
    (re.compile(r"[\w+/=%-]*(?=[\w+/=%-]{20})(?=[a-z+/=%_-]*[A-Z0-9])(?=[A-Za-z+/=%_-]*\d)[\w+/=%-]{20,}"), "<value>"),
)
"""What looks like something confidential: the last one is any long text of letters with digits among them."""

_SHORTEST = 8


@dataclass(frozen=True, slots=True)
class Redaction:
    """The removal of what is confidential.

    Attributes:
        known: Texts that are confidential in this run, by what stands in their place.
    """

    known: Mapping[str, str]

    @classmethod
    def of(cls, values: Iterable[tuple[str, str]]) -> Redaction:
        """Return the redaction of values, each with what stands in its place; very short values are not found."""
        return cls({value: instead for value, instead in values if len(value) >= _SHORTEST})

    def text(self, text: str) -> str:
        """Return a text without what is confidential."""
        for value in sorted(self.known, key=len, reverse=True):
            text = text.replace(value, self.known[value])
        for form, instead in _FORMS:
            text = form.sub(instead, text)
        return text

    def value(self, value: Any) -> Any:
        """Return a value of JSON without what is confidential in its texts, keys included."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {self.text(str(key)): self.value(each) for key, each in value.items()}
        if isinstance(value, Sequence):
            return [self.value(each) for each in value]
        return value
