"""Write the page of the documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import benchmarks

from .sections import docstring_of, title_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .figures import Row, Table

__all__ = ["page"]

_HOW = """`make bench` measures all of this and writes this page, in less than ten minutes; `make bench-quick` prints
tables of smaller sizes, in less than one."""


def page(facts: Mapping[str, str], measured: Mapping[str, Sequence[Table]], rounds: int) -> str:
    """Write it.

    Args:
        facts: What it was measured on.
        measured: The tables of each section.
        rounds: In how many rounds most figures were measured.
    """
    rows = [row for tables in measured.values() for table in tables for row in table.rows if row.budget]
    machine = {**facts, "Rounds": f"{rounds}, fewer where one takes long"}
    parts = [
        "# Benchmarks",
        str(benchmarks.__doc__).strip(),
        _HOW,
        _markdown([["", ""], *([name, value] for name, value in machine.items())]),
        "## The budget",
        _markdown([["what", "at most", "measured", ""], *map(_budget_line, rows)]),
        *_missed(rows),
    ]
    for section, tables in measured.items():
        parts += [f"## {title_of(section)}", docstring_of(section)]
        for table in tables:
            parts += [f"### {table.caption}", _markdown(table.cells)]
    return "\n\n".join(parts) + "\n"


def _budget_line(row: Row) -> list[str]:
    budget = row.budget
    assert budget is not None  # noqa: S101 - the caller has looked
    ratio = f", {row.ratio(budget.peer)}" if budget.peer else ""
    return [budget.subject, budget.text(row), f"{row.ours}{ratio}", row.verdict]


def _missed(rows: Iterable[Row]) -> list[str]:
    """Say of each line that is missed what bounds it."""
    lines = [f"- {row.budget.subject}: {row.verdict}; {row.bound}." for row in rows if row.budget and not row.is_met]
    return ["What bounds the lines that are missed, from the profiles below:", "\n".join(lines)] if lines else []


def _markdown(cells: Sequence[Sequence[str]]) -> str:
    head, *lines = cells
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(line)} |" for line in [head, rule, *lines])
