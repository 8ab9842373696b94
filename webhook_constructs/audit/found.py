"""What one piece of reading has brought."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from webhook_constructs.lint.located import Unread

__all__ = ["Found", "not_read"]


@dataclass(slots=True)
class Found:
    """What was found, and what could not be read.

    Attributes:
        items: What was found.
        unread: What could not be read.
        is_absent: Whether there is no such thing there, which another place may have.
    """

    items: list[Any] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    is_absent: bool = False


def not_read(what: str, why: str) -> Unread:
    """Name what of an account could not be read."""
    return Unread(what, why, is_file=False)
