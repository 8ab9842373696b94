"""Before its first write, an event that is not young any more asks whether CloudFormation still waits for it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.handler.conftest import BEGUN, QueuedServices, event
from tests.handler.desired import automatic
from webhook_constructs.handler.cancellation import stop_if_canceled
from webhook_constructs.handler.errors import CanceledError
from webhook_constructs.handler.stack import Operation

UPDATE = Operation("UPDATE_IN_PROGRESS", "1", BEGUN - timedelta(seconds=60))


@pytest.fixture(autouse=True)
def _update(queue: QueuedServices) -> None:
    queue.handling(event("Update", "api"))


def test_a_young_event_does_not_ask(queue: QueuedServices) -> None:
    queue.now = 4.0

    stop_if_canceled(queue.services, automatic(), UPDATE)


def test_an_event_that_is_awaited_goes_on(queue: QueuedServices) -> None:
    queue.now = 4.1
    queue.awaits()

    stop_if_canceled(queue.services, automatic(), UPDATE)


def test_a_canceled_one_stops(queue: QueuedServices) -> None:
    queue.now = 4.1
    queue.shows_resource("UPDATE_FAILED")

    with pytest.raises(CanceledError, match="it did not change the webhook of project api"):
        stop_if_canceled(queue.services, automatic(), UPDATE)


def test_if_cloudformation_cannot_be_asked_the_event_goes_on(queue: QueuedServices) -> None:
    queue.now = 4.1
    queue.refuses("describe_stack_resource", "AccessDenied", status=403)

    stop_if_canceled(queue.services, automatic(), UPDATE)
