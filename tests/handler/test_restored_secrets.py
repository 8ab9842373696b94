"""What the store holds after CloudFormation has canceled an event."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from botocore.stub import ANY

from tests.handler.conftest import BEGUN, REQUEST_ID, SECRET_ARN, QueuedServices, event
from tests.handler.desired import (
    ANOTHER_EVENT,
    IS_CURRENT,
    MADE_AT,
    MANUAL,
    OF_ANOTHER_WEBHOOK,
    RELEASE,
    SHOWN_ONCE,
    VALUE,
    automatic,
    made,
    manual,
)
from tests.handler.test_cancellation import canceled, is_canceled
from webhook_constructs.handler.cancellation import restoring
from webhook_constructs.handler.errors import LifecycleError
from webhook_constructs.handler.reconciler import Result
from webhook_constructs.handler.stack import Operation

BEFORE = {"url": "u", "filterGroups": RELEASE}
PREVIOUS = automatic(members={"filterGroups": RELEASE})
UPDATE = Operation("UPDATE_IN_PROGRESS", "1", BEGUN - timedelta(seconds=60))
MINE = {**IS_CURRENT, "VersionId": OF_ANOTHER_WEBHOOK}
OF_LIVING = {"SecretString": VALUE, "VersionStages": ["AWSPREVIOUS"], "VersionId": f"{ANOTHER_EVENT}{MADE_AT}"}


@pytest.fixture(autouse=True)
def _update(queue: QueuedServices) -> None:
    queue.handling(event("Update", "api"))


class TestStoreOfACanceledEvent:
    """What belongs to the living webhook is the current version, whoever has stored last."""

    def test_the_one_before_is_the_current_version_again(self, queue: QueuedServices) -> None:
        """The rollback has replaced what the event had created, and the event has stored its secret since."""
        is_canceled(queue)
        queue.shows(*[made({**MANUAL, "filterGroups": RELEASE})] * 2)
        queue.holds(MINE, MINE)
        queue.answers("get_secret_value", OF_LIVING, {"SecretId": SECRET_ARN, "VersionStage": "AWSPREVIOUS"})
        queue.keeps(SHOWN_ONCE, version=ANY)
        queue.shows(made({**MANUAL, "filterGroups": RELEASE}))

        created = Result(made(MANUAL, 9), was_created=True)
        canceled(queue, created, manual(members={"filterGroups": RELEASE}), manual())

    def test_after_a_move_it_is_that_of_the_project_that_keeps_its_webhook(self, queue: QueuedServices) -> None:
        queue.handling(event("Update", "old"))
        is_canceled(queue)
        queue.shows(None, None, made(MANUAL))
        of_old = {**IS_CURRENT, "VersionStages": ["AWSPREVIOUS", "webhook-of-old"]}
        queue.answers("get_secret_value", MINE, {"SecretId": SECRET_ARN, "VersionStage": "AWSCURRENT"})
        queue.answers("get_secret_value", of_old, {"SecretId": SECRET_ARN, "VersionStage": "webhook-of-old"})
        queue.keeps(SHOWN_ONCE, ("AWSCURRENT", "webhook-of-old"), version=ANY)
        queue.shows(made(MANUAL))

        canceled(queue, Result(MANUAL, was_created=True), None, manual())

    def test_where_a_later_operation_has_rotated_since_it_is_that_secret(self, queue: QueuedServices) -> None:
        """The canceled event has stored its own over it."""
        is_canceled(queue, "UPDATE_IN_PROGRESS")
        queue.shows(made(MANUAL))
        queue.holds(MINE, MINE)
        queue.answers("get_secret_value", OF_LIVING, {"SecretId": SECRET_ARN, "VersionStage": "AWSPREVIOUS"})
        queue.keeps(SHOWN_ONCE, version=ANY)
        queue.shows(made(MANUAL))

        canceled(queue, Result(made(MANUAL, -9), before=MANUAL), manual(), manual())

    def test_what_the_rollback_has_put_there_meanwhile_counts(self, queue: QueuedServices) -> None:
        """It has replaced the webhook after the look at it, and stored the secret of the new one before this writes."""
        queue.shows_resource("UPDATE_IN_PROGRESS", since=5)
        queue.shows(made(MANUAL, -9))
        queue.holds(MINE, {**IS_CURRENT, "VersionStages": ["AWSPREVIOUS", "webhook-of-api"]})
        queue.keeps(SHOWN_ONCE, version=ANY)
        queue.shows(made(MANUAL))
        queue.holds(MINE, MINE)
        queue.answers("get_secret_value", OF_LIVING, {"SecretId": SECRET_ARN, "VersionStage": "AWSPREVIOUS"})
        queue.keeps(SHOWN_ONCE, version=ANY)
        queue.shows(made(MANUAL))

        with pytest.raises(LifecycleError), restoring(queue.services, manual(), UPDATE):
            raise LifecycleError

    def test_it_is_left_to_the_rollback_where_that_has_deleted_it_meanwhile(self, queue: QueuedServices) -> None:
        queue.shows_resource("UPDATE_IN_PROGRESS", since=5)
        queue.shows(made(MANUAL))
        queue.holds(MINE, {**IS_CURRENT, "VersionStages": ["AWSPREVIOUS", "webhook-of-api"]})
        queue.keeps(SHOWN_ONCE, version=ANY)
        queue.shows(None)

        with pytest.raises(LifecycleError), restoring(queue.services, manual(), UPDATE):
            raise LifecycleError

    @pytest.mark.parametrize("is_awaited", [True, False])
    def test_an_event_that_fails_restores_it_if_it_was_canceled(
        self, queue: QueuedServices, *, is_awaited: bool
    ) -> None:
        if is_awaited:
            queue.awaits()
        else:
            queue.shows_resource("UPDATE_IN_PROGRESS", since=5)
            queue.shows(made(MANUAL))
            queue.holds(MINE, {**IS_CURRENT, "VersionStages": ["AWSPREVIOUS", "webhook-of-api"]})
            queue.keeps(SHOWN_ONCE, version=ANY)
            queue.shows(made(MANUAL))

        with pytest.raises(LifecycleError), restoring(queue.services, manual(), UPDATE):
            raise LifecycleError

    def test_if_that_is_refused_the_first_error_stands(self, queue: QueuedServices) -> None:
        queue.shows_resource("UPDATE_FAILED")
        queue.refuses("batch_get_projects", "InvalidInputException")

        with pytest.raises(LifecycleError), restoring(queue.services, manual(), UPDATE):
            raise LifecycleError

    def test_what_a_canceled_event_has_deleted_comes_back_if_it_fails(self, queue: QueuedServices) -> None:
        """The rollback has found the webhook as it was, before the event has deleted it."""
        queue.shows_resource("UPDATE_IN_PROGRESS", since=5)
        queue.shows(None)
        queue.answers("create_webhook", {"webhook": BEFORE}, {"projectName": "api", "filterGroups": RELEASE})

        with pytest.raises(LifecycleError), restoring(queue.services, automatic(), UPDATE, PREVIOUS):
            raise LifecycleError

    def test_what_it_has_not_deleted_stays(self, queue: QueuedServices) -> None:
        queue.shows_resource("UPDATE_IN_PROGRESS", since=5)
        queue.shows(BEFORE)

        with pytest.raises(LifecycleError), restoring(queue.services, automatic(), UPDATE, PREVIOUS):
            raise LifecycleError

    def test_without_a_store_there_is_nothing_to_restore(self, queue: QueuedServices) -> None:
        with pytest.raises(LifecycleError), restoring(queue.services, automatic(), UPDATE):
            raise LifecycleError

    def test_where_the_rollback_has_replaced_it_meanwhile_it_is_the_secret_of_that_one(
        self, queue: QueuedServices
    ) -> None:
        """The event has announced a webhook, and cannot create it: the rollback has, and has stored its secret."""
        before = {**MANUAL, "filterGroups": RELEASE}
        previous = manual(members={"filterGroups": RELEASE}, allow_new_secret=True)
        mine = {"SecretString": json.dumps({"creating": REQUEST_ID}), "VersionStages": ["AWSCURRENT", "webhook-of-api"]}
        is_canceled(queue)
        queue.shows(MANUAL)
        queue.answers("delete_webhook", {}, {"projectName": "api"})
        queue.holds(IS_CURRENT, IS_CURRENT)
        queue.announces()
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows(made(before), made(before))
        queue.holds(mine, mine)
        queue.answers("get_secret_value", OF_LIVING, {"SecretId": SECRET_ARN, "VersionStage": "AWSPREVIOUS"})
        queue.keeps(SHOWN_ONCE, version=ANY)
        queue.shows(made(before))

        canceled(queue, Result(MANUAL, was_created=True, before=before), previous, manual())

    def test_a_replacement_is_announced_and_stored_on_the_way_back_too(self, queue: QueuedServices) -> None:
        before = {**MANUAL, "filterGroups": RELEASE}
        previous = manual(members={"filterGroups": RELEASE}, allow_new_secret=True)
        is_canceled(queue)
        queue.shows(MANUAL)
        queue.answers("delete_webhook", {}, {"projectName": "api"})
        queue.holds(IS_CURRENT, IS_CURRENT)
        queue.announces()
        queue.answers("create_webhook", {"webhook": {**before, **SHOWN_ONCE}})
        queue.keeps(SHOWN_ONCE)
        queue.shows(before)
        queue.holds(IS_CURRENT, IS_CURRENT)

        canceled(queue, Result(MANUAL, was_created=True, before=before), previous, manual())
