"""What the checks take of the synthesis of an app: lint, questions about sets, and the search for double builds.

The apps are those of the section on synthesis, all of them with imported projects, watched from outside: each share is
of the whole app, its projects included, from the first construct to the end of `app.synth()`. Lint is the rules on each
webhook and on all of them together, without the questions about sets that they ask (does this pattern let through what
that one does?). What the search for double builds takes with its calls into Node is in the next section.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from benchmarks.figures import Figure, Row, Table, grown
from benchmarks.fresh_process import report_of
from benchmarks.synthesis_profile import DOUBLE_BUILDS, LINT, LINT_ACROSS, QUESTIONS
from benchmarks.webhooks import OURS

if TYPE_CHECKING:
    from benchmarks.effort import Effort

__all__ = ["TITLE", "tables"]

TITLE: Final = "Shares of the checks"
_CHECKS: Final = {
    "lint": (LINT, LINT_ACROSS),
    "questions about sets": (QUESTIONS,),
    "double builds, without calls into Node": (DOUBLE_BUILDS,),
}


def tables(effort: Effort) -> list[Table]:
    """Measure apps of some sizes."""
    rows: dict[str, list[tuple[int, Row]]] = {check: [] for check in _CHECKS}
    for count in effort.webhooks:
        rounds = [report_of("synthesis_profile", count, OURS, "imported")["all"] for _ in range(effort.few_rounds)]
        whole = Figure.of((sum(each.values()) * 1e3 for each in rounds), "ms")
        for check, phases in _CHECKS.items():
            ours = Figure.of((_sum(each, phases) * 1e3 for each in rounds), "ms")
            rows[check].append((count, Row(f"{check}, {count} webhooks", ours, {"whole synthesis": whole})))
    grown_rows = [row for each in rows.values() for row in grown(each, 1e3, "us")]
    return [Table("Milliseconds of a whole app, and the share of them", grown_rows, "the check", "one more webhook")]


def _sum(seconds: dict[str, float], phases: tuple[str, ...]) -> float:
    return sum(seconds.get(phase, 0) for phase in phases)
