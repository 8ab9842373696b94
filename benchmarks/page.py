"""Write the page of the documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import benchmarks

from .sections import docstring_of, title_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from .figures import Row, Table

__all__ = ["page", "refused", "write"]

_HOW = """`make bench` measures all of this and writes this page, in less than ten minutes; `make bench-quick` prints
tables of smaller sizes, in less than one."""


def page(facts: Mapping[str, str], measured: Mapping[str, Sequence[Table]], reservation: str = "") -> str:
    """Write it.

    Args:
        facts: What it was measured on.
        measured: The tables of each section.
        reservation: What whoever reads it has to know first, such as that only a part was measured.
    """
    rows = [row for tables in measured.values() for table in tables for row in table.rows if row.held]
    parts = [
        "# Benchmarks",
        *([f"**{reservation}**"] if reservation else []),
        str(benchmarks.__doc__).strip(),
        _HOW,
        *_headlines(measured),
    ]
    for section, tables in measured.items():
        parts += [f"## {title_of(section)}", docstring_of(section)]
        for table in tables:
            parts += [f"### {table.caption}", *([f"{table.rounds}:"] if table.rounds else []), _markdown(table.cells)]
    parts += [
        "## The budget",
        _markdown([["what", "at most", "measured", ""], *map(_budget_line, rows)]),
        *_missed(rows),
        "## Measured on",
        _markdown([["", ""], *([name, value] for name, value in facts.items())]),
    ]
    return "\n\n".join(parts) + "\n"


def _headlines(measured: Mapping[str, Sequence[Table]]) -> list[str]:
    """Return the figures that users feel, beside those of the nearest peer."""
    rows = [row for tables in measured.values() for table in tables for row in table.rows if row.headline]
    if not rows:
        return []
    lines = [[row.headline, str(row.ours), *_nearest(row)] for row in rows]
    return ["## In short", _markdown([["", "this library", "the peer", "ratio"], *lines])]


def _nearest(row: Row) -> tuple[str, str]:
    name = row.budget.peer if row.budget and row.budget.peer else next(iter(row.peers))
    return f"{name}: {row.peers[name]}", row.ratio(name)


def refused(path: Path) -> str:
    """Return why no page can be written to a path; nothing if one can. It is asked before anything is measured."""
    if path.is_dir():
        return f"a folder is no page, got {str(path)!r}: name a file in it, such as {str(path / 'benchmarks.md')!r}"
    if not path.parent.is_dir():
        return f"the folder of the page does not exist, got {str(path)!r}: make {str(path.parent)!r} first"
    part = _part(path)
    try:
        part.touch()
        part.unlink()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return f"the folder of the page cannot be written to ({reason}), got {str(path)!r}: name another one"
    return ""


def write(path: Path, text: str) -> None:
    """Write a page in one step: whoever reads it meanwhile reads the one before."""
    part = _part(path)
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def _part(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


def _budget_line(row: Row) -> list[str]:
    budget = row.held
    assert budget is not None  # noqa: S101 - the caller has looked
    ratio = f", {row.ratio(budget.peer)}" if budget.peer else ""
    return [budget.subject, budget.text(row), f"{row.ours}{ratio}", row.verdict]


def _missed(rows: Iterable[Row]) -> list[str]:
    """Explain each budget that is missed."""
    lines = [
        f"- {row.held.subject}: {'; '.join(filter(None, (row.verdict, row.bound)))}."
        for row in rows
        if row.held and row.is_missed
    ]
    return ["What bounds the lines that are missed, from the profiles below:", "\n".join(lines)] if lines else []


def _markdown(cells: Sequence[Sequence[str]]) -> str:
    head, *lines = cells
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(line)} |" for line in [head, rule, *lines])
