"""Print the tables."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .figures import Table

__all__ = ["show", "talk"]


def show(table: Table) -> None:
    """Print a table to standard output."""
    cells = table.cells
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [
        "  ".join(
            text.ljust(width) if index == 0 else text.rjust(width)
            for index, (text, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in cells
    ]
    rounds = f" ({table.rounds})" if table.rounds else ""
    sys.stdout.write("\n".join([f"{table.caption}{rounds}", *(f"  {line}" for line in lines), "", ""]))
    sys.stdout.flush()


def talk(text: str) -> None:
    """Print what is being done to standard error."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
