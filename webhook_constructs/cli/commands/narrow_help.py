"""Help that keeps to terminals narrower than the 50 columns that click takes for the least."""

from __future__ import annotations

import shutil
from typing import Any

import click

__all__ = ["HelpContext"]

_CLICKS_LEAST, _LEAST, _MARGIN = 50, 20, 2


class _NarrowFormatter(click.HelpFormatter):
    """Writes help as click does, and on a narrow terminal with a narrow column of options."""

    def __init__(self, indent_increment: int = 2, width: int | None = None, max_width: int | None = None) -> None:
        super().__init__(indent_increment, width, max_width)
        if width is None:
            self.width = min(self.width, max(shutil.get_terminal_size().columns - _MARGIN, _LEAST))

    def write_dl(self, rows: Any, col_max: int = 30, col_spacing: int = 2) -> None:
        """Write a list of options, each beside what it does."""
        super().write_dl(rows, self.width // 4 if self.width < _CLICKS_LEAST else col_max, col_spacing)


class HelpContext(click.Context):
    """What a command is run in, with help for narrow terminals."""

    formatter_class = _NarrowFormatter
