"""Handlers that are wrong in one thing, and a cell of the fault table that notices each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e import fault_steps as steps
from tests.e2e.fault_cells import Cell, Templates
from tests.e2e.faults import FaultPoint

if TYPE_CHECKING:
    from pathlib import Path

    from webhook_constructs.testing.local import LocalAws

AUTOMATIC, MANUAL = False, True
ID = r"^the webhooks of the stack: \['api#adopted'\]"
KEPT, MADE_ANEW = "^the webhook of api is the same hook, payload", "^the webhook of api is another hook, with"
STRANGER = "^the stranger's webhook is another one"
AT_THE_HOST, STORED = "^the hooks at the host: ", "^what is stored is not the payload URL and secret of the webhook of "

A_SECOND_ATTEMPT_DOES_NOTHING = """
_update = lifecycle.update
def update(services, desired, previous, physical_id):
    if services.has_been_attempted():
        return lifecycle.Outcome(physical_id, "")
    return _update(services, desired, previous, physical_id)
lifecycle.update = update
"""
A_CREATE_CLAIMS_TO_HAVE_ADOPTED = """
_create = lifecycle.create
def create(services, desired):
    made = _create(services, desired)
    return lifecycle.Outcome(f"{made.physical_id}#adopted", made.url)
lifecycle.create = create
"""
A_CREATE_ANSWERS_ANOTHER_URL = """
_create = lifecycle.create
def create(services, desired):
    return lifecycle.Outcome(_create(services, desired).physical_id, "https://example.com")
lifecycle.create = create
"""
NOTHING_IS_STORED = """
from .secret_store import SecretStore
SecretStore.keep = lambda *_arguments: None
"""
NOTHING_IS_ANNOUNCED = """
from .secret_store import Attempt, SecretStore
_earlier = SecretStore.earlier_attempt
SecretStore.earlier_attempt = lambda self: Attempt.STORED if _earlier(self) is Attempt.STORED else None
"""
ROLLBACKS_DO_NOTHING = """
_update = lifecycle.update
def update(services, desired, previous, physical_id):
    if services.stack().is_rolled_back():
        return lifecycle.Outcome(physical_id, "")
    return _update(services, desired, previous, physical_id)
lifecycle.update = update
"""
NOTHING_IS_UNDONE = """
from .maker import Maker
Maker._undo = lambda *_arguments, **_named: None
"""
EVERY_UPDATE_REPLACES = """
lifecycle.must_be_replaced = lambda *_arguments: True
"""
NOTHING_IS_REPLACED = """
lifecycle.must_be_replaced = lambda *_arguments: False
"""
NOTHING_IS_ROTATED = """
from .maker import Maker
Maker.is_to_rotate = lambda *_arguments: False
"""
NOTHING_IS_DELETED = """
lifecycle.delete = lambda _services: None
"""
THE_ADOPTED_IS_DELETED = """
PhysicalId.is_ours = property(lambda _self: True)
"""
A_STRANGERS_WEBHOOK_IS_DELETED = """
_delete = lifecycle.delete
def delete(services):
    services.codebuild(None)._client.delete_webhook(projectName="stranger")
    _delete(services)
lifecycle.delete = delete
"""


@pytest.mark.parametrize(
    ("mutation", "step", "point", "manual", "notice"),
    [
        (A_SECOND_ATTEMPT_DOES_NOTHING, steps.UPDATE, FaultPoint.BEFORE_THE_CALL, MANUAL, AT_THE_HOST),
        (A_SECOND_ATTEMPT_DOES_NOTHING, steps.REPLACE, FaultPoint.BEFORE_THE_CALL, AUTOMATIC, AT_THE_HOST),
        (A_SECOND_ATTEMPT_DOES_NOTHING, steps.ROTATE, FaultPoint.DURING_THE_SECRET_WRITE, MANUAL, STORED),
        (
            A_CREATE_CLAIMS_TO_HAVE_ADOPTED,
            steps.CREATE,
            FaultPoint.LOST_ANSWER,
            AUTOMATIC,
            ID,
        ),
        (A_CREATE_CLAIMS_TO_HAVE_ADOPTED, steps.CREATE_THEN_DELETE, FaultPoint.LOST_ANSWER, AUTOMATIC, AT_THE_HOST),
        (
            A_CREATE_ANSWERS_ANOTHER_URL,
            steps.CREATE,
            FaultPoint.LOST_ANSWER,
            AUTOMATIC,
            "^the attribute Url: https://example.com",
        ),
        (NOTHING_IS_STORED, steps.CREATE, FaultPoint.BEFORE_THE_CALL, MANUAL, STORED),
        (NOTHING_IS_STORED, steps.NEW_PROJECT, FaultPoint.DURING_THE_ANSWER, MANUAL, STORED),
        (NOTHING_IS_ANNOUNCED, steps.CREATE, FaultPoint.AFTER_THE_CALL, MANUAL, "^the stack: ROLLBACK_COMPLETE"),
        (ROLLBACKS_DO_NOTHING, steps.ROLLBACK_OF_UPDATE, FaultPoint.DURING_THE_ANSWER, MANUAL, AT_THE_HOST),
        (NOTHING_IS_UNDONE, steps.CREATE, FaultPoint.DENIED_SECRET_WRITE, MANUAL, AT_THE_HOST),
        (
            EVERY_UPDATE_REPLACES,
            steps.UPDATE,
            FaultPoint.BEFORE_THE_ANSWER,
            MANUAL,
            MADE_ANEW,
        ),
        (
            NOTHING_IS_REPLACED,
            steps.REPLACE,
            FaultPoint.DURING_THE_ANSWER,
            MANUAL,
            KEPT,
        ),
        (
            NOTHING_IS_ROTATED,
            steps.ROTATE,
            FaultPoint.DURING_THE_ANSWER,
            MANUAL,
            KEPT,
        ),
        (NOTHING_IS_DELETED, steps.DELETE, FaultPoint.BEFORE_THE_ANSWER, AUTOMATIC, AT_THE_HOST),
        (NOTHING_IS_DELETED, steps.CLEAN_UP, FaultPoint.BEFORE_THE_ANSWER, AUTOMATIC, AT_THE_HOST),
        (NOTHING_IS_DELETED, steps.FAILED_CREATE, FaultPoint.BEFORE_THE_ANSWER, MANUAL, "^the webhooks at CodeBuild"),
        (THE_ADOPTED_IS_DELETED, steps.ROLLBACK_OF_ADOPTION, FaultPoint.BEFORE_THE_ANSWER, MANUAL, AT_THE_HOST),
        (
            A_STRANGERS_WEBHOOK_IS_DELETED,
            steps.DELETE,
            FaultPoint.DURING_THE_ANSWER,
            AUTOMATIC,
            "^the stranger's webhook is another one",
        ),
    ],
)
def test_a_cell_of_the_fault_table_notices_a_handler_that_is_wrong(  # noqa: PLR0913 - a cell, and what is wrong
    aws: LocalAws,
    tmp_path: Path,
    mutation: str,
    step: steps.Step,
    point: FaultPoint,
    *,
    manual: bool,
    notice: str,
) -> None:
    cell = Cell(aws, Templates(tmp_path / "templates"), tmp_path, step, point, manual, mutation)

    with pytest.raises(AssertionError, match=notice):
        cell.check()

    assert not cell.armed.exists()
