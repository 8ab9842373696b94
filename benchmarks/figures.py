"""What was measured: figures, the rows they stand in, and the budgets they are held against."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["Budget", "Figure", "Row", "Table", "exactly", "grown", "number"]

_SMALL = 0.1
_EXACT_FROM = 100  # from here on, digits behind the point say nothing
_QUARTILES_FROM = 5  # of fewer rounds, quartiles are made up


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity, measured in some rounds or counted.

    Attributes:
        values: One for each round, or the count alone.
        unit: Such as ms; empty for a plain count.
        is_count: Whether it is a count, which is the same in every round.
    """

    values: tuple[float, ...]
    unit: str = ""
    is_count: bool = False

    @classmethod
    def of(cls, values: Iterable[float], unit: str) -> Figure:
        """Collect the values of some rounds."""
        return cls(tuple(values), unit)

    @property
    def median(self) -> float:
        """The middle one of the rounds."""
        return statistics.median(self.values)

    @property
    def spread(self) -> tuple[float, float]:
        """The lower and the upper quartile; of fewer than five rounds, the smallest and the largest."""
        if len(self.values) < _QUARTILES_FROM:
            return min(self.values), max(self.values)
        lower, _, upper = statistics.quantiles(self.values, n=4, method="inclusive")
        return lower, upper

    def __str__(self) -> str:
        """Write the median and the spread, and of what was measured in one round that it was."""
        text = f"{number(self.median)} {self.unit}".rstrip()
        if self.is_count:
            return text
        return f"{text} ({' to '.join(map(number, self.spread)) if len(self.values) > 1 else 'once'})"


def exactly(count: float, unit: str = "") -> Figure:
    """Record a count, which is the same in every round."""
    return Figure((count,), unit, is_count=True)


def number(value: float) -> str:
    """Write a number with three digits that count."""
    if value == round(value) or abs(value) >= _EXACT_FROM:
        return f"{round(value):,}"
    if abs(value) >= _EXACT_FROM / 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if abs(value) >= _SMALL else f"{value:.3f}"


def grown(rows: Sequence[tuple[int, Row]], factor: float, unit: str) -> list[Row]:
    """Note beside each row of a growing size what one more takes, from the size before to this one.

    Args:
        rows: The sizes and their rows, the smallest first.
        factor: What our figures are multiplied by to be in the unit.
        unit: The unit of the note.
    """
    noted = [rows[0][1]]
    for (size, row), (next_size, next_row) in pairwise(rows):
        one_more = (next_row.ours.median - row.ours.median) / (next_size - size) * factor
        noted.append(replace(next_row, note=f"{number(one_more)} {unit}"))
    return noted


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that something may take.

    Attributes:
        most: A quantity in the unit of the row, or a factor where it is held against a peer.
        peer: The peer that it is a factor of; None for a quantity.
        subject: What is limited, for the list of all budgets.
        goal: What we would like it to be, below the most; None for nothing less than that.
        is_held: Whether it is held at the sizes that are measured; a run of smaller ones does not show it.
    """

    most: float
    subject: str
    peer: str | None = None
    goal: float | None = None
    is_held: bool = True

    def limit(self, row: Row) -> float:
        """Return the limit in the unit of the row."""
        return self.most * (row.peers[self.peer].median if self.peer else 1)

    def text(self, row: Row) -> str:
        """Write the limit."""
        if self.peer:
            goal = "" if self.goal is None else f", goal {self.goal:.2f} x"
            return f"{self.most:.2f} x {self.peer}{goal}"
        goal = "" if self.goal is None else f", goal {number(self.goal)}"
        return f"{number(self.most)} {row.ours.unit}".rstrip() + goal


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was measured of us, and of peers beside us.

    Attributes:
        what: What was measured.
        ours: Our figure.
        peers: Theirs, by name.
        budget: The most that ours may be; None where there is no such line.
        bound: What the profile says it is spent on, for a budget that is missed.
        note: Anything else, such as how it grows.
        headline: What users feel of it, for the rows that the page begins with.
    """

    what: str
    ours: Figure
    peers: Mapping[str, Figure] = field(default_factory=dict)
    budget: Budget | None = None
    bound: str = ""
    note: str = ""
    headline: str = ""

    @property
    def held(self) -> Budget | None:
        """The budget, if there is one at the sizes that are measured."""
        return self.budget if self.budget is not None and self.budget.is_held else None

    @property
    def is_missed(self) -> bool:
        """Whether ours is over the budget; not where it is held against a figure that may as well be nothing."""
        return self.held is not None and self._is_decided and self.ours.median > self.held.limit(self)

    @property
    def _is_decided(self) -> bool:
        return self.held is None or self.held.peer is None or self.is_comparable(self.held.peer)

    def is_comparable(self, peer: str) -> bool:
        """Whether a peer's figure is more than nothing, in its whole spread."""
        return self.peers[peer].spread[0] > 0

    def ratio(self, peer: str) -> str:
        """Write how much of a peer's figure ours is; nothing where noise has made ours less than none."""
        if self.ours.median < 0 or not self.is_comparable(peer):
            return "-"
        return f"{self.ours.median / self.peers[peer].median:.2f} x"

    @property
    def verdict(self) -> str:
        """Return whether the budget is met, or by how much it is missed."""
        if self.held is None:
            return ""
        if not self._is_decided:
            return "undecided"
        if not self.is_missed:
            return "met"
        limit = self.held.limit(self)
        over = self.ours.median - limit
        percent = f", {over / limit:.0%}" if limit > 0 else ""
        return f"missed by {number(over)} {self.ours.unit}".rstrip() + percent


@dataclass(frozen=True, slots=True)
class Table:
    """Some rows.

    Attributes:
        caption: What they are about.
        rows: The rows.
        ours: What our column is called.
        note: What the column of the notes is called.
    """

    caption: str
    rows: Sequence[Row]
    ours: str = "ours"
    note: str = ""

    @property
    def rounds(self) -> str:
        """In how many rounds the figures were measured; empty where all of them are counts."""
        figures = (figure for row in self.rows for figure in (row.ours, *row.peers.values()))
        numbers = sorted({len(figure.values) for figure in figures if not figure.is_count})
        if not numbers:
            return ""
        last = f"{numbers[-1]} round{'s' if numbers[-1] > 1 else ''}"
        return last if len(numbers) == 1 else f"{numbers[0]} to {last}"

    @property
    def cells(self) -> list[list[str]]:
        """The texts of all cells, those of the headline first."""
        peers = list(dict.fromkeys(name for row in self.rows for name in row.peers))
        budgets = ["budget", ""] if any(row.held for row in self.rows) else []
        head = ["", self.ours, *(text for peer in peers for text in (peer, "ratio")), *budgets]
        lines = [head + ([self.note] if self.note else [])]
        for row in self.rows:
            beside = [text for peer in peers for text in _beside(row, peer)]
            held = [row.held.text(row) if row.held else "", row.verdict] if budgets else []
            lines.append([row.what, str(row.ours), *beside, *held, *([row.note] if self.note else [])])
        return lines


def _beside(row: Row, peer: str) -> tuple[str, str]:
    return (str(row.peers[peer]), row.ratio(peer)) if peer in row.peers else ("", "")
