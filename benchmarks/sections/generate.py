"""What `webhook-constructs generate` costs.

The whole command, from the start of Python to its end, on a template of webhooks of three filter groups. Beside it is
the start of Python and the import of the command.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.figures import Budget, Row, Table
from benchmarks.rounds import in_turn
from benchmarks.sections.changes import seconds_of, template_of

if TYPE_CHECKING:
    from benchmarks.effort import Effort

__all__ = ["TITLE", "tables"]

TITLE: Final = "Generate"
_MANY = 500
_SIZES: Final = (1, _MANY)
_MOST = 2  # seconds
_OPTIONS: Final = ((), ("--safe",))


def tables(effort: Effort) -> list[Table]:
    """Measure the command on templates of few and of many webhooks."""
    with tempfile.TemporaryDirectory() as name:
        rows = [_row(Path(name), webhooks, options, effort) for webhooks in _SIZES for options in _OPTIONS]
    return [Table("By webhooks, seconds", rows, "generate")]


def _row(folder: Path, webhooks: int, options: tuple[str, ...], effort: Effort) -> Row:
    path = template_of(folder / "template.json", webhooks)
    command = [sys.executable, "-m", "webhook_constructs.cli"]
    commands: dict[str, list[str | Path]] = {
        "ours": [*command, "generate", *options, path],
        "the start alone": [*command, "generate", "--help"],
    }
    taken = in_turn(
        {name: lambda words=words: seconds_of(words) for name, words in commands.items()},  # type: ignore[misc]
        min(effort.rounds, 3),
        "s",
    )
    what = " ".join([f"{webhooks} webhook{'s' if webhooks > 1 else ''}", *options])
    budget = Budget(_MOST, what) if (webhooks, options) == (_MANY, ()) else None
    return Row(what, taken.pop("ours"), taken, budget)
