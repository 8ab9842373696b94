"""What one piece of reading has found, and what it has lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from webhook_constructs.lint.findings.located_findings import Skipped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .read_error import ReadError

__all__ = ["Lost", "ReadResult", "not_read"]


@dataclass(frozen=True, slots=True)
class Lost:
    """Something of an account that could not be read.

    Attributes:
        what: What it is, such as the projects of a region.
        why: Why it could not be read.
        names: The name of each thing. Default: `what` says it all.
    """

    what: str
    why: ReadError
    names: tuple[str, ...] = ()

    @property
    def unread(self) -> Skipped:
        """What a report says of it."""
        return not_read(self.what, str(self.why), self.names)


@dataclass(slots=True)
class ReadResult:
    """What was found, and what could not be read.

    Attributes:
        items: What was found.
        lost: What could not be read.
        missed: The names of what was listed and could not be read, each with the reason.
        is_absent: Whether there is no such thing there, which another place may have.
    """

    items: list[Any] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    missed: list[tuple[str, ReadError]] = field(default_factory=list)
    is_absent: bool = False

    def miss(self, names: Iterable[str], why: ReadError) -> ReadResult:
        """Add what could not be read, and give itself."""
        self.missed += [(name, why) for name in names]
        return self

    def add(self, other: ReadResult) -> None:
        """Add what another piece has brought."""
        self.items += other.items
        self.lost += other.lost
        self.missed += other.missed


def not_read(what: str, why: str, names: Iterable[str] = ()) -> Skipped:
    """Name what of an account could not be read."""
    return Skipped(what, why, is_file=False, names=tuple(names))
