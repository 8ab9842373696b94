"""Every fault at every step of an automatic webhook's life: nothing is lost or left, nobody else's hook is touched.

The table is crossed from two lists; `test_fault_table_of_manual_webhooks` is its other half. Each cell deploys, arms a
fault, does the step, and asserts how it has ended (`fault_steps`) and that the whole world is as it must be then
(`webhook_world`). What cannot be is named. `docs/fault-table.md` is printed from the lists
(`python -m tests.e2e.test_fault_table`).
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.e2e.fault_cells import Cell, cells, tested_kinds
from tests.e2e.fault_steps import IMPOSSIBLE, STEPS, end_of, why_impossible
from tests.e2e.faults import FaultPoint

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.fault_cells import Templates
    from tests.e2e.fault_steps import Step
    from webhook_constructs.testing.local import LocalAws


@pytest.mark.parametrize(("step", "point"), cells(crashes=False, manual=False))
def test_a_fault_loses_nothing_leaves_nothing_and_touches_nobody_else(
    aws: LocalAws, templates: Templates, tmp_path: Path, step: Step, point: FaultPoint
) -> None:
    Cell(aws, templates, tmp_path, step, point, manual=False).check()


@pytest.mark.parametrize(("step", "point"), cells(crashes=True, manual=False))
def test_a_retry_of_the_same_event_after_a_crash_ends_as_if_there_had_been_none(
    aws: LocalAws, templates: Templates, tmp_path: Path, step: Step, point: FaultPoint
) -> None:
    """The named case: the process dies at each point of each event, and Lambda sends that event again."""
    Cell(aws, templates, tmp_path, step, point, manual=False).check_retry()


def table() -> str:
    """Write the table for the documentation."""
    lines = [*INTRODUCTION.strip().splitlines(), ""]
    for manual in (False, True):
        lines += [f"## {'Manual' if manual else 'Automatic'} webhooks", ""]
        lines.append("| | " + " | ".join(step.name for step in STEPS) + " |")
        lines.append("| --- |" + " --- |" * len(STEPS))
        for point in FaultPoint:
            entries = [entry(step, point, manual=manual) for step in STEPS]
            lines.append(f"| {point.value} | " + " | ".join(entries) + " |")
        lines.append("")
    lines += ["A number is a cell that cannot be:", ""]
    lines += [f"{number}. {reason}" for number, reason in enumerate(IMPOSSIBLE, 1)]
    return "\n".join(lines) + "\n"


def entry(step: Step, point: FaultPoint, *, manual: bool) -> str:
    reason = why_impossible(step, point, manual=manual)
    return end_of(step, point, manual=manual).value if reason is None else f"({IMPOSSIBLE.index(reason) + 1})"


INTRODUCTION = """
# Faults

What happens when something breaks in the middle. This page is made from the tests by `make pages`: each cell of these
tables is a test. It deploys, lets the fault strike, and asserts the exact state at the git host, at CodeBuild, in
CloudFormation and in Secrets Manager:

- **deployed**: the webhook has the new settings, and belongs to the stack.
- **deployed, as adopted**: the same, but the ID of the webhook ends with `#adopted`. CloudFormation will not delete it.
- **rolled back**: the webhook has the old settings; if there was none, there is none. An adopted webhook keeps the
  settings that it was given.
- **rolled back, at the second attempt**: the same. The rollback fails first. The operator repeats it, as CloudFormation
  asks.
- **deleted**: there is no webhook.
- **left, as adopted**: there is a webhook, and CloudFormation no longer knows it.

If CodeBuild refuses every call from some moment on, a rollback or a deletion cannot change anything. It still ends, so
the stack is not stuck, and the log of the function or the events of the stack name the project:

- **deployed, the old webhook left**: the webhook moved to another project, and the old one could not be deleted.
- **rolled back, the new webhook left**: the new webhook could not be deleted. One that was there before is as it was.
- **rolled back, the new settings left**: the webhook could not be updated back.
- **rolled back, without the webhook**: the old webhook was deleted to be replaced, and no webhook could be created. The
  next deployment that changes the webhook creates it.
- **deleted, the webhook left**: the stack is gone, and the webhook could not be deleted.

In every cell, the webhook of somebody else does not change. The current version of the secret holds the payload URL and
secret of the manual webhook of the stack. Nothing is stored for an automatic webhook. The hook, its payload URL and its
secret stay the same, with two exceptions: a rotation changes the secret, and a replacement changes all three. If the
first write to the secret is refused, neither changes anything.

If the process dies before CloudFormation has its answer, Lambda sends the same event again. The cell asserts that the
event was handled twice. If the second attempt finds an automatic webhook, nobody can tell whether the first attempt
created it or somebody else created an equal one. The webhook counts as adopted
([0008](adr/0008-equal-webhooks.md)): it is left when its stack is rolled back or deleted.

CloudFormation cancels an event when another resource of the stack fails meanwhile
([0013](adr/0013-canceled-events.md)). The event goes on when the rollback is over.
"""


def test_the_table_has_the_size_it_is_meant_to_have() -> None:
    assert len(FaultPoint) >= 6
    assert len(STEPS) >= 8


@pytest.mark.parametrize("parts", [(0, 1), (0, 2), (1, 2)], ids=["step-fault", "step-kind", "fault-kind"])
def test_whatever_meets_in_some_cell_meets_in_one_that_make_test_runs(parts: tuple[int, int]) -> None:
    def meetings(*, all_kinds: bool) -> set[tuple[object, object]]:
        run = [(s, p, kind) for s in STEPS for p in FaultPoint for kind in tested_kinds(s, p, all_kinds=all_kinds)]
        return {(cell[parts[0]], cell[parts[1]]) for cell in run}

    assert meetings(all_kinds=False) == meetings(all_kinds=True)


if __name__ == "__main__":
    sys.stdout.write(table())
