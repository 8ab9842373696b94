"""Every fault at every step of a webhook's life: nothing is lost, nothing is left, nobody else's hook is touched.

The table is crossed from two lists, for automatic and for manual webhooks. Each cell deploys, arms a fault, does the
step, and asserts how it has ended (`fault_steps`) and that the whole world is as it must be then (`webhook_world`).
What cannot be is named. `docs/fault-table.md` is printed from the lists (`python -m tests.e2e.test_fault_table`).
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.fault_cells import Cell, Templates
from tests.e2e.fault_steps import CREATE, IMPOSSIBLE, STEPS, end_of, why_impossible
from tests.e2e.faults import FaultPoint
from tests.e2e.webhook_world import World

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.fault_steps import Step
    from webhook_constructs.testing.local import LocalAws


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    return Templates(tmp_path_factory.mktemp("templates"))


def cells(*, crashes: bool) -> list[Any]:
    return [
        pytest.param(
            *(step, point, manual),
            id=f"{step.name.replace(' ', '-')}-{point.name.lower()}-{'manual' if manual else 'automatic'}",
        )
        for step in STEPS
        for point in FaultPoint
        for manual in (False, True)
        if why_impossible(step, point, manual=manual) is None and point.is_a_crash is crashes
    ]


@pytest.fixture
def cell(  # noqa: PLR0913 - what a cell is made of
    aws: LocalAws, templates: Templates, tmp_path: Path, step: Step, point: FaultPoint, *, manual: bool
) -> Cell:
    return Cell(aws, templates, tmp_path, step, point, manual)


@pytest.mark.parametrize(("step", "point", "manual"), cells(crashes=False))
def test_a_fault_loses_nothing_leaves_nothing_and_touches_nobody_else(cell: Cell) -> None:
    cell.check()


@pytest.mark.parametrize(("step", "point", "manual"), cells(crashes=True))
def test_a_retry_of_the_same_event_after_a_crash_ends_as_if_there_had_been_none(cell: Cell) -> None:
    """The named case: the process dies at each point of each event, and Lambda sends that event again."""
    cell.check()

    assert [event.invocations for event in cell.aws.lambda_events if cell.is_struck(event)] == [2]
    assert {event.invocations for event in cell.aws.lambda_events if not cell.is_struck(event)} <= {1}


def test_a_second_attempt_at_a_manual_create_that_fails_leaves_no_webhook(
    aws: LocalAws, templates: Templates, tmp_path: Path
) -> None:
    """Two faults: the process dies before it answers, and then CodeBuild refuses to show the project.

    The stored version bears the name of the event, so the webhook is known to be its own.
    """
    cell = Cell(aws, templates, tmp_path, CREATE, FaultPoint.BEFORE_THE_ANSWER, manual=True)
    cell.mutation = f"""
import pathlib
from botocore.exceptions import ClientError
from .codebuild import CodeBuild
_read = CodeBuild.read
def read(self, project_name):
    if pathlib.Path({str(cell.armed)!r}).exists():
        return _read(self, project_name)
    raise ClientError({{"Error": {{"Code": "InvalidInputException", "Message": "no"}}}}, "BatchGetProjects")
CodeBuild.read = read
"""
    cell.make_projects()
    cell.run()

    world = World.read(aws).without("stranger")
    assert world.status == "ROLLBACK_COMPLETE"
    assert (dict(world.at_host), dict(world.at_codebuild)) == ({}, {})


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

What happens when something breaks in the middle. This page is made from the tests, by `make pages`: each cell of these
tables is one. It deploys, lets the fault strike once, and asserts the state in which all must be then, at the git host,
at CodeBuild and in CloudFormation:

- **deployed**: the webhook has the new settings. CloudFormation has it as its own, by its id and its template.
- **deployed, as adopted**: the same, with an id that ends with `#adopted`: CloudFormation will not delete it.
- **rolled back**: the webhook has the old settings; there is none where there was none. One that was adopted keeps
  the settings that it was given.
- **rolled back, at the second attempt**: the same. The rollback fails first, and is repeated, as CloudFormation asks
  its operator to.
- **deleted**: there is no webhook.
- **left, as adopted**: there is a webhook, and CloudFormation does not know of it any more.

In every cell, the webhook of somebody else is as it was. The current version of the secret holds the payload URL and
secret of the manual webhook that lives, and nothing is stored of an automatic one. The hook, its payload URL and its
secret stay the same, but for a rotation, which changes the secret alone, and a replacement, which changes all three;
neither changes anything where the first write is refused.

Where the process dies before CloudFormation has its answer, Lambda sends the same event again, and the cell asserts
that it was handled twice. An automatic webhook that the second attempt meets cannot be told for certain from one that
somebody else has made alike, and counts as adopted ([0008](adr/0008-equal-webhooks.md)): it is left when its stack is
rolled back or deleted.
"""


def test_the_table_has_the_size_it_is_meant_to_have() -> None:
    assert len(FaultPoint) >= 6
    assert len(STEPS) >= 8


if __name__ == "__main__":
    sys.stdout.write(table())
