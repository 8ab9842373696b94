"""Handlers that are wrong in one thing, and a cell of the fault table, or another test, that notices each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e import fault_steps as steps
from tests.e2e import test_canceled_and_gone_on, test_canceled_events, test_lifecycle
from tests.e2e.canceled import Case
from tests.e2e.fault_cells import Cell
from tests.e2e.faults import FaultPoint, append
from tests.e2e.stacks import edited, make_project

if TYPE_CHECKING:
    from pathlib import Path

    import aws_cdk as cdk

    from tests.e2e.fault_cells import Templates
    from webhook_constructs.testing.local import LocalAws

AUTOMATIC, MANUAL = False, True
ID = r"^the webhooks of the stack: \['api#adopted'\]"
KEPT, MADE_ANEW = "^the webhook of api is the same hook, payload", "^the webhook of api is another hook, with"
STRANGER = "^the stranger's webhook is another one"
REPEATED, ROLLED_BACK = "^whether the rollback had to be repeated", "^the stack: UPDATE_ROLLBACK_COMPLETE, not UPDATE_C"
AT_THE_HOST, STORED = "^the hooks at the host: ", "^what is stored is not the payload URL and secret of the webhook of "

A_SECOND_ATTEMPT_DOES_NOTHING = """
_update = lifecycle.update
def update(services, desired, previous, physical_id):
    if services.was_attempted():
        return lifecycle.Outcome(physical_id, "")
    return _update(services, desired, previous, physical_id)
lifecycle.update = update
"""
A_CREATE_CLAIMS_TO_HAVE_ADOPTED = """
_create = lifecycle.create
def create(*arguments):
    made = _create(*arguments)
    return lifecycle.Outcome(f"{made.physical_id}#adopted", made.url)
lifecycle.create = create
"""
A_CREATE_ANSWERS_ANOTHER_URL = """
_create = lifecycle.create
def create(*arguments):
    return lifecycle.Outcome(_create(*arguments).physical_id, "https://example.com")
lifecycle.create = create
"""
NOTHING_IS_STORED = """
from .secret_store import SecretStore
SecretStore.keep = lambda *_arguments: None
"""
NOTHING_IS_ANNOUNCED = """
from .secret_store import Attempt, StoredSecret
_attempt = StoredSecret.attempt.fget
StoredSecret.attempt = property(lambda self: Attempt.STORED if _attempt(self) is Attempt.STORED else None)
"""
ROLLBACKS_DO_NOTHING = """
_update = lifecycle.update
def update(services, desired, previous, physical_id):
    operation = services.stack().operation()
    if operation is not None and operation.is_rollback:
        return lifecycle.Outcome(physical_id, "")
    return _update(services, desired, previous, physical_id)
lifecycle.update = update
"""
NOTHING_IS_UNDONE = """
from .reconciler import Reconciler
Reconciler._delete_again = lambda *_arguments, **_named: None
"""
EVERY_UPDATE_REPLACES = """
from . import plan
plan.must_be_replaced = lambda *_arguments: True
"""
NOTHING_IS_REPLACED = """
from . import plan
plan.must_be_replaced = lambda *_arguments: False
"""
NOTHING_IS_ROTATED = """
from .plan import Situation
Situation.rotates = False
"""
NOTHING_IS_DELETED = """
deletion.delete = lambda _services: None
"""
THE_ADOPTED_IS_DELETED = """
PhysicalId.is_ours = property(lambda _self: True)
"""
A_STRANGERS_WEBHOOK_IS_DELETED = """
_delete = deletion.delete
def delete(services):
    services.codebuild(None)._client.delete_webhook(projectName="stranger")
    _delete(services)
deletion.delete = delete
"""

NOTHING_IS_ASKED_BEFORE = """
lifecycle.stop_if_canceled = lambda *_arguments: None
"""
NOTHING_IS_CHECKED = """
lifecycle.check = lambda *_arguments: None
"""
THE_STATUS_OF_THE_RESOURCE_IS_IGNORED = """
from .stack import Stack
_awaits = Stack.awaits
def awaits(self, request_type, logical_id, sent, operation):
    now = self.operation()
    return operation is None or (now is not None and (now.status, now.id) == (operation.status, operation.id))
Stack.awaits = awaits
"""
THE_SECRET_IS_NOT_RESTORED = """
from . import cancellation
cancellation._restore_secrets = lambda *_arguments: None
"""
A_REFUSED_DELETION_IS_ALWAYS_PASSED_OVER = """
from . import removal
removal._would_block = lambda _services: True
"""
A_REFUSED_DELETION_ALWAYS_FAILS = """
from . import removal
removal._would_block = lambda _services: False
"""
A_REFUSED_DELETION_IS_NOT_LOOKED_AT = """
from .codebuild import CodeBuild
from . import deletion
deletion.remove = lambda services, project: services.codebuild(project.region).delete(project.name)
"""
ROLLBACKS_ALWAYS_UPDATE = """
from . import plan
plan._is_there = lambda _situation: False
"""
A_REFUSED_ROLLBACK_FAILS = """
lifecycle._is_final = lambda _error: False
"""
WHAT_UPDATE_ANSWERS_IS_BELIEVED = """
from . import plan, reconciler
from .plan import Action, Plan
reconciler.plan_after_update = lambda _situation, done: Plan(
    Action.KEEP, done.desired, is_adopted=done.is_adopted, rotates=done.rotates)
"""
THE_LIMIT_OF_THE_HOST_IS_NOT_WAITED_FOR = """
from . import retry
is_host_limit = retry.is_host_limit = lambda _error: False
"""
NOTHING_IS_LEFT_TO_THE_NEXT_ATTEMPT = """
_is_worth_another_attempt = lambda *_arguments: False
"""
A_DELETION_IS_NOT_WAITED_FOR = """
from .codebuild import CodeBuild
CodeBuild.create = lambda self, *given: self._change(self._client.create_webhook, *given)
"""
EVERY_EQUAL_WEBHOOK_IS_PROVEN = """
from . import cancellation
cancellation._is_proven = lambda live, desired, _operation: cancellation.is_in_state(live, desired)
"""
WHAT_AN_ADOPTING_CREATE_HAS_CREATED_IS_PROVEN = """
from dataclasses import replace
from . import cancellation
_is_proven = cancellation._is_proven
cancellation._is_proven = lambda live, desired, operation: _is_proven(live, replace(desired, adopts=False), operation)
"""
NOBODY_ELSE_CLAIMS_A_WEBHOOK = """
from .stack import Stack
Stack.has_other_claim = lambda *_arguments, **_named: False
"""
THERE_IS_NO_SECOND_LOOK = """
from . import cancellation
cancellation._SECOND_LOOK_SECONDS = 0
"""
EVERY_WEBHOOK_IS_WHAT_THE_EVENT_HAS_LEFT = """
from . import cancellation
cancellation.is_same = lambda *_arguments: True
"""

WHAT_IS_THERE_IS_WHAT_THE_EVENT_HAS_CREATED = """
from . import reconciler
reconciler.is_same = lambda *_arguments: True
"""
WHAT_WAS_DELETED_DOES_NOT_COME_BACK = """
from . import cancellation
cancellation._roll_back = lambda *_arguments: None
"""

NAMES = {value: name for name, value in globals().items() if name.isupper()}


def name_of(value: object) -> str | None:
    """Name a mutation, a step or a fault in the id of a test."""
    return NAMES.get(str(value)) or getattr(value, "name", None)


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
            STRANGER,
        ),
        (NOTHING_IS_CHECKED, steps.UPDATE, FaultPoint.CANCELED_BEFORE_THE_CALL, AUTOMATIC, AT_THE_HOST),
        (THE_STATUS_OF_THE_RESOURCE_IS_IGNORED, steps.UPDATE, FaultPoint.LATE, AUTOMATIC, AT_THE_HOST),
        (THE_SECRET_IS_NOT_RESTORED, steps.REPLACE, FaultPoint.CANCELED_AFTER_THE_CALL, MANUAL, STORED),
        (
            A_REFUSED_DELETION_IS_ALWAYS_PASSED_OVER,
            steps.CLEAN_UP,
            FaultPoint.EXPIRED_TOKEN,
            AUTOMATIC,
            "^whether a deletion is shown as failed",
        ),
        (
            A_REFUSED_DELETION_ALWAYS_FAILS,
            steps.DELETE,
            FaultPoint.EXPIRED_TOKEN,
            AUTOMATIC,
            "^whether a deletion is shown as failed",
        ),
        (ROLLBACKS_ALWAYS_UPDATE, steps.UPDATE, FaultPoint.EXPIRED_TOKEN, AUTOMATIC, "^whether a rollback was refused"),
        (A_REFUSED_ROLLBACK_FAILS, steps.ROLLBACK_OF_UPDATE, FaultPoint.EXPIRED_TOKEN, AUTOMATIC, REPEATED),
        (THE_LIMIT_OF_THE_HOST_IS_NOT_WAITED_FOR, steps.UPDATE, FaultPoint.HOST_LIMIT, AUTOMATIC, ROLLED_BACK),
        (NOTHING_IS_LEFT_TO_THE_NEXT_ATTEMPT, steps.REPLACE, FaultPoint.HOST_LIMIT, AUTOMATIC, ROLLED_BACK),
        (A_DELETION_IS_NOT_WAITED_FOR, steps.REPLACE, FaultPoint.SLOW_DELETE, AUTOMATIC, ROLLED_BACK),
    ],
    ids=name_of,
)
def test_a_cell_of_the_fault_table_notices_a_handler_that_is_wrong(  # noqa: PLR0913 - a cell, and what is wrong
    aws: LocalAws,
    templates: Templates,
    tmp_path: Path,
    *,
    mutation: str,
    step: steps.Step,
    point: FaultPoint,
    manual: bool,
    notice: str,
) -> None:
    cell = Cell(aws, templates, tmp_path, step, point, manual, mutation)

    with pytest.raises(AssertionError, match=notice):
        cell.check()

    assert cell.has_struck()


@pytest.mark.parametrize(
    ("mutation", "test"),
    [
        (EVERY_EQUAL_WEBHOOK_IS_PROVEN, "test_a_webhook_of_somebody_else_survives_the_canceled_create_of_an_equal_one"),
        (
            WHAT_AN_ADOPTING_CREATE_HAS_CREATED_IS_PROVEN,
            "test_what_a_canceled_create_that_adopts_has_created_stays_and_is_named",
        ),
        (
            NOBODY_ELSE_CLAIMS_A_WEBHOOK,
            "test_the_webhook_of_another_construct_survives_the_canceled_create_of_an_equal_one",
        ),
        (
            NOTHING_IS_ASKED_BEFORE,
            "test_a_create_that_was_canceled_before_it_has_created_anything_creates_nothing",
        ),
        (
            WHAT_IS_THERE_IS_WHAT_THE_EVENT_HAS_CREATED,
            "test_the_webhook_of_a_later_create_survives_a_canceled_one_that_cannot_store_its_secret",
        ),
        (
            THE_SECRET_IS_NOT_RESTORED,
            "test_a_canceled_rotation_that_ends_after_a_later_one_leaves_the_secret_that_works",
        ),
        (
            WHAT_WAS_DELETED_DOES_NOT_COME_BACK,
            "test_what_a_canceled_replacement_has_deleted_after_the_rollback_comes_back_if_it_fails",
        ),
        (THERE_IS_NO_SECOND_LOOK, "test_what_a_canceled_create_creates_between_the_two_looks_is_deleted"),
        (
            EVERY_WEBHOOK_IS_WHAT_THE_EVENT_HAS_LEFT,
            "test_a_webhook_that_somebody_else_has_made_since_survives_the_end_of_the_canceled_create",
        ),
    ],
    ids=name_of,
)
def test_a_test_of_canceled_events_notices_a_handler_that_is_wrong(
    aws: LocalAws, tmp_path: Path, mutation: str, test: str
) -> None:
    case = Case(aws, tmp_path)
    case.code = mutation
    module = test_canceled_events if hasattr(test_canceled_events, test) else test_canceled_and_gone_on

    with pytest.raises(AssertionError):
        getattr(module, test)(case)


class MutatedAws:
    """An account in which every handler that is deployed is wrong."""

    def __init__(self, aws: LocalAws, mutation: str) -> None:
        self._aws = aws
        self._mutation = mutation

    def __getattr__(self, name: str) -> Any:
        return getattr(self._aws, name)

    def deploy(self, stack: cdk.Stack, name: str) -> None:
        template = edited(stack, lambda _template: None)
        append(template, self._mutation)
        self._aws.deploy(template, name)


@pytest.mark.parametrize(
    ("mutation", "test"),
    [
        (A_REFUSED_DELETION_IS_NOT_LOOKED_AT, "test_a_deletion_that_is_refused_succeeds_if_the_webhook_is_gone"),
        (
            WHAT_UPDATE_ANSWERS_IS_BELIEVED,
            "test_a_policy_from_outside_that_an_update_does_not_take_away_goes_with_a_replacement",
        ),
    ],
    ids=name_of,
)
def test_a_test_of_the_lifecycle_notices_a_handler_that_is_wrong(aws: LocalAws, mutation: str, test: str) -> None:
    make_project(aws, "api")

    with pytest.raises(AssertionError):
        getattr(test_lifecycle, test)(MutatedAws(aws, mutation))
