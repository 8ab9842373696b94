"""What becomes of an event that CloudFormation has canceled."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.handler.conftest import BEGUN, CLIENTS, QueuedServices, event
from tests.handler.desired import (
    ALIGNED,
    ANOTHER_EVENT,
    AUTOMATIC,
    IS_CURRENT,
    MADE_AT,
    OF_ANOTHER_WEBHOOK,
    RELEASE,
    VALUE,
    automatic,
    made,
)
from webhook_constructs.handler.cancellation import check
from webhook_constructs.handler.errors import CanceledError, DeadlineError
from webhook_constructs.handler.reconciler import Result
from webhook_constructs.handler.request import DesiredWebhook
from webhook_constructs.handler.stack import Operation

UPDATE = Operation("UPDATE_IN_PROGRESS", "1", BEGUN - timedelta(seconds=60))
BEFORE = {"url": "u", "filterGroups": RELEASE}
PREVIOUS = automatic(members={"filterGroups": RELEASE})
UPDATED = Result(AUTOMATIC, before=BEFORE)
CREATED = Result(made(AUTOMATIC), was_created=True)
REPLACED = Result({**AUTOMATIC, "url": "new"}, was_created=True, before=BEFORE)
MINE = {**IS_CURRENT, "VersionId": OF_ANOTHER_WEBHOOK}
OF_LIVING = {"SecretString": VALUE, "VersionStages": ["AWSPREVIOUS"], "VersionId": f"{ANOTHER_EVENT}{MADE_AT}"}
TAKEN_BACK = "CloudFormation has canceled this event: what it has changed of project api is taken back"


@pytest.fixture(autouse=True)
def _update(queue: QueuedServices) -> None:
    queue.handling(event("Update", "api"))


def is_canceled(queue: QueuedServices, stack: str = "UPDATE_ROLLBACK_IN_PROGRESS", *, since: float = 5) -> None:
    """Queue that CloudFormation waits for another event of the resource, and what it does with the stack."""
    queue.shows_resource("DELETE_IN_PROGRESS" if stack == "ROLLBACK_IN_PROGRESS" else "UPDATE_IN_PROGRESS", since=since)
    queue.shows_resource("UPDATE_IN_PROGRESS", since=since)
    queue.runs(stack, operation="2")


@contextlib.contextmanager
def time_is_up_at(operation: str, service: str = "codebuild") -> Iterator[None]:
    """Have the deadline of the function strike in a call."""

    def strike(**_: Any) -> None:
        raise DeadlineError

    events, name = CLIENTS[service].meta.events, f"provide-client-params.{service}.{operation}"
    events.register(name, strike)
    try:
        yield
    finally:
        events.unregister(name, strike)


def canceled(
    queue: QueuedServices,
    result: Result,
    previous: DesiredWebhook | None = PREVIOUS,
    desired: DesiredWebhook | None = None,
) -> None:
    with pytest.raises(CanceledError) as stopped:
        check(queue.services, desired or automatic(), previous, result, UPDATE)
    assert str(stopped.value) == (
        "CloudFormation stopped waiting for this event, so it did not change the webhook of project api"
    )


class TestCheck:
    def test_an_event_that_is_awaited_stands(self, queue: QueuedServices) -> None:
        queue.awaits()

        check(queue.services, automatic(), PREVIOUS, UPDATED, UPDATE)

    def test_an_update_that_has_written_nothing_is_not_asked_for(self, queue: QueuedServices) -> None:
        check(queue.services, automatic(), PREVIOUS, Result(AUTOMATIC, has_written=False), UPDATE)

    def test_if_cloudformation_cannot_be_reached_the_event_stands(
        self, queue: QueuedServices, caplog: pytest.LogCaptureFixture
    ) -> None:
        queue.handling(event("Update", "api", ProjectName="api"))
        queue.refuses("describe_stack_resource", "AccessDenied", status=403)

        check(queue.services, automatic(), PREVIOUS, UPDATED, UPDATE)

        message, and_names = caplog.messages
        assert message.startswith(
            "CloudFormation cannot be asked (AccessDenied) whether it still waits for this event: the event counts as "
            "not canceled. Allow the function's role cloudformation:DescribeStacks, DescribeStackResource and "
        )
        assert and_names == (
            "if CloudFormation has canceled this event, the webhook of project api stays as the event leaves it"
        )

    def test_a_take_back_that_the_function_has_no_time_for_is_named(
        self, queue: QueuedServices, caplog: pytest.LogCaptureFixture
    ) -> None:
        is_canceled(queue)
        with time_is_up_at("BatchGetProjects"):
            canceled(queue, UPDATED)

        assert "what a canceled event has changed of the webhook of project api stays: DeadlineError" in caplog.messages

    def test_an_event_whose_time_is_up_when_it_asks_stands(
        self, queue: QueuedServices, caplog: pytest.LogCaptureFixture
    ) -> None:
        """If it failed, a Create would answer that it has created nothing."""
        with time_is_up_at("DescribeStackResource", "cloudformation"):
            check(queue.services, automatic(), None, CREATED, UPDATE)

        assert caplog.messages == [
            "the time was up before CloudFormation said whether it waits for the webhook of project api"
        ]

    def test_what_was_created_is_deleted(self, queue: QueuedServices, caplog: pytest.LogCaptureFixture) -> None:
        queue.handling(event("Create"))
        is_canceled(queue, "ROLLBACK_IN_PROGRESS")
        queue.shows(AUTOMATIC)
        queue.answers("delete_webhook", {}, {"projectName": "api"})

        with caplog.at_level(logging.INFO):
            canceled(queue, CREATED, None)
        assert caplog.messages == [TAKEN_BACK]

    def test_what_was_updated_is_updated_back(self, queue: QueuedServices) -> None:
        is_canceled(queue)
        queue.shows(AUTOMATIC)
        queue.answers("update_webhook", {"webhook": BEFORE}, {**ALIGNED, "filterGroups": RELEASE})

        canceled(queue, UPDATED)

    def test_what_was_replaced_is_replaced_back(self, queue: QueuedServices) -> None:
        is_canceled(queue)
        queue.shows(REPLACED.webhook)
        queue.answers("delete_webhook", {}, {"projectName": "api"})
        queue.answers("create_webhook", {"webhook": BEFORE}, {"projectName": "api", "filterGroups": RELEASE})

        canceled(queue, REPLACED)

    def test_what_was_replaced_and_not_as_its_properties_said_is_left_to_the_rollback(
        self, queue: QueuedServices
    ) -> None:
        is_canceled(queue)
        queue.shows(REPLACED.webhook)
        queue.answers("delete_webhook", {}, {"projectName": "api"})

        canceled(queue, REPLACED, automatic(members={"branchFilter": "x"}))

    def test_what_was_moved_is_deleted_on_the_new_project(self, queue: QueuedServices) -> None:
        queue.handling(event("Update", "old"))
        is_canceled(queue)
        queue.shows(AUTOMATIC)
        queue.answers("delete_webhook", {}, {"projectName": "api"})

        canceled(queue, CREATED, None)

    @pytest.mark.parametrize("previous", [None, automatic(members={"branchFilter": "x"})], ids=["Create", "Update"])
    def test_what_was_adopted_gets_the_settings_that_it_had(
        self, queue: QueuedServices, previous: DesiredWebhook | None
    ) -> None:
        is_canceled(queue)
        queue.shows(AUTOMATIC)
        queue.answers("update_webhook", {"webhook": BEFORE}, {**ALIGNED, "filterGroups": RELEASE})

        adopted = Result(AUTOMATIC, is_adopted=True, before={**BEFORE, "branchFilter": ""})
        canceled(queue, adopted, previous, automatic(adopts=True))

    def test_what_nobody_knows_the_settings_of_keeps_the_new_ones(self, queue: QueuedServices) -> None:
        is_canceled(queue)
        queue.shows(AUTOMATIC)

        canceled(queue, Result(AUTOMATIC))

    def test_what_an_earlier_attempt_may_have_created_is_looked_at_like_a_leftover(
        self, queue: QueuedServices, caplog: pytest.LogCaptureFixture
    ) -> None:
        queue.handling(event("Create"))
        is_canceled(queue, "ROLLBACK_IN_PROGRESS")
        queue.shows(AUTOMATIC)
        queue.runs("ROLLBACK_IN_PROGRESS")
        queue.shows(AUTOMATIC, AUTOMATIC)
        queue.runs("ROLLBACK_IN_PROGRESS")

        canceled(queue, Result(AUTOMATIC, is_adopted=True, has_written=False), None)
        assert "nothing proves that a canceled event of this stack has created it" in caplog.text

    @pytest.mark.parametrize(
        "live",
        [
            pytest.param(None, id="it is gone"),
            pytest.param({**AUTOMATIC, "url": "another"}, id="it is another one"),
            pytest.param(made(AUTOMATIC, 9), id="it has another secret"),
            pytest.param(BEFORE, id="the rollback has updated it"),
            pytest.param({**AUTOMATIC, "branchFilter": "x"}, id="somebody has changed it"),
        ],
    )
    @pytest.mark.parametrize("result", [Result(made(AUTOMATIC), before=BEFORE), CREATED], ids=["updated", "created"])
    def test_what_is_no_longer_as_the_event_left_it_is_left_alone(
        self, queue: QueuedServices, live: dict[str, Any] | None, result: Result
    ) -> None:
        is_canceled(queue)
        queue.shows(live)

        canceled(queue, result)

    def test_a_later_operation_sees_to_what_was_updated(
        self, queue: QueuedServices, caplog: pytest.LogCaptureFixture
    ) -> None:
        is_canceled(queue, "UPDATE_IN_PROGRESS")

        with caplog.at_level(logging.INFO):
            canceled(queue, UPDATED)
        assert caplog.messages == [
            "CloudFormation has canceled this event, and a later one sees to the webhook of project api"
        ]

    def test_and_to_what_adopts(self, queue: QueuedServices) -> None:
        is_canceled(queue, "UPDATE_IN_PROGRESS")

        canceled(queue, CREATED, None, automatic(adopts=True))

    def test_but_not_to_what_was_created(self, queue: QueuedServices) -> None:
        """Its Create meets this webhook as somebody else's."""
        is_canceled(queue, "UPDATE_IN_PROGRESS")
        queue.shows(AUTOMATIC)
        queue.answers("delete_webhook", {}, {"projectName": "api"})

        canceled(queue, CREATED, None)

    def test_a_change_that_cannot_be_taken_back_is_logged(
        self, queue: QueuedServices, caplog: pytest.LogCaptureFixture
    ) -> None:
        is_canceled(queue)
        queue.shows(AUTOMATIC)
        queue.refuses("update_webhook", "OAuthProviderException")

        canceled(queue, UPDATED)
        assert caplog.messages == [
            "what a canceled event has changed of the webhook of project api stays: OAuthProviderException"
        ]

    def test_so_is_one_that_does_not_become_active(
        self, queue: QueuedServices, caplog: pytest.LogCaptureFixture
    ) -> None:
        is_canceled(queue)
        queue.shows(AUTOMATIC)
        queue.answers("update_webhook", {"webhook": {"status": "CREATE_FAILED"}})
        queue.answers("delete_webhook", {}, {"projectName": "api"})
        queue.answers("create_webhook", {"webhook": {"status": "CREATE_FAILED"}})
        queue.shows(None)
        queue.answers("delete_webhook", {}, {"projectName": "api"})

        canceled(queue, UPDATED)
        assert caplog.messages == [
            "what a canceled event has changed of the webhook of project api stays: WebhookStatusError"
        ]

    def test_a_canceled_rollback_of_a_move_goes_no_further_back(self, queue: QueuedServices) -> None:
        is_canceled(queue)
        queue.shows(AUTOMATIC)

        canceled(queue, UPDATED, DesiredWebhook("other", members=PREVIOUS.members))
