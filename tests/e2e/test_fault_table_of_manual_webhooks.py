"""Every fault at every step of a manual webhook's life, whose secret is kept: see `test_fault_table`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.fault_cells import Cell, cells
from tests.e2e.fault_steps import CREATE
from tests.e2e.faults import FaultPoint
from tests.e2e.webhook_world import World

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.fault_cells import Templates
    from tests.e2e.fault_steps import Step
    from webhook_constructs.testing.local import LocalAws


@pytest.mark.parametrize(("step", "point"), cells(crashes=False, manual=True))
def test_a_fault_loses_nothing_leaves_nothing_and_touches_nobody_else(
    aws: LocalAws, templates: Templates, tmp_path: Path, step: Step, point: FaultPoint
) -> None:
    Cell(aws, templates, tmp_path, step, point, manual=True).check()


@pytest.mark.parametrize(("step", "point"), cells(crashes=True, manual=True))
def test_a_retry_of_the_same_event_after_a_crash_ends_as_if_there_had_been_none(
    aws: LocalAws, templates: Templates, tmp_path: Path, step: Step, point: FaultPoint
) -> None:
    Cell(aws, templates, tmp_path, step, point, manual=True).check_retry()


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
