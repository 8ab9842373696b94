"""What the next event does about a webhook that a canceled one has created."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.handler.conftest import BEGUN, QueuedServices, event
from tests.handler.desired import AUTOMATIC, automatic, made
from webhook_constructs.handler.cancellation import remove_leftovers
from webhook_constructs.handler.request import DesiredWebhook
from webhook_constructs.handler.stack import Operation

UPDATE = Operation("UPDATE_IN_PROGRESS", "1", BEGUN - timedelta(seconds=60))


@pytest.fixture(autouse=True)
def _update(queue: QueuedServices) -> None:
    queue.handling(event("Update", "api"))


def claims(queue: QueuedServices, physical_id: str, status: str = "CREATE_COMPLETE") -> None:
    queue.runs()
    queue.lists(("Other", physical_id, status))


class TestRemoveLeftovers:
    OURS = made(AUTOMATIC)

    def test_a_project_without_a_webhook_is_looked_at_again(self, queue: QueuedServices) -> None:
        queue.shows(None, None)

        remove_leftovers(queue.services, automatic(), UPDATE)

        assert queue.now == 8

    def test_what_the_canceled_event_has_created_is_deleted(self, queue: QueuedServices) -> None:
        queue.shows(self.OURS)
        claims(queue, "web")
        queue.answers("delete_webhook", {}, {"projectName": "api"})

        remove_leftovers(queue.services, automatic(), UPDATE)

        assert queue.now == 0

    def test_also_if_it_comes_only_after_the_first_look(self, queue: QueuedServices) -> None:
        """The function of the canceled event still runs."""
        queue.shows(None, self.OURS)
        claims(queue, "web")
        queue.answers("delete_webhook", {}, {"projectName": "api"})

        remove_leftovers(queue.services, automatic(), UPDATE)

    def test_a_look_that_is_refused_is_named_and_blocks_nothing(
        self, queue: QueuedServices, caplog: pytest.LogCaptureFixture
    ) -> None:
        queue.seconds_left = 0.0
        queue.refuses("batch_get_projects", "AccessDeniedException")

        remove_leftovers(queue.services, automatic(), UPDATE)

        (message,) = caplog.messages
        assert message == (
            "project api could not be looked at (AccessDeniedException): a webhook that a canceled event has created "
            "there stays. Delete it (aws codebuild delete-webhook --project-name api)"
        )

    def test_what_another_resource_has_stays(self, queue: QueuedServices) -> None:
        queue.shows(self.OURS)
        claims(queue, "api#adopted")

        remove_leftovers(queue.services, automatic(), UPDATE)

    @pytest.mark.parametrize(
        ("live", "desired", "operation"),
        [
            pytest.param({**OURS, "branchFilter": "x"}, automatic(), UPDATE, id="its settings are others"),
            pytest.param(made(AUTOMATIC, -60), automatic(), UPDATE, id="it is as old as the operation"),
            pytest.param(AUTOMATIC, automatic(), UPDATE, id="codebuild does not date its secret"),
            pytest.param(OURS, automatic(), None, id="nobody knows since when the operation runs"),
            pytest.param(OURS, automatic(adopts=True), UPDATE, id="the event may have adopted it"),
        ],
    )
    def test_in_doubt_it_stays_and_is_named(
        self,
        queue: QueuedServices,
        caplog: pytest.LogCaptureFixture,
        live: dict[str, Any],
        desired: DesiredWebhook,
        operation: Operation | None,
    ) -> None:
        queue.shows(live, live)
        claims(queue, "web")

        remove_leftovers(queue.services, desired, operation)

        (message,) = caplog.messages
        assert message == (
            "project api has a webhook, and nothing proves that a canceled event of this stack has created it: it "
            "stays. If nothing else needs it, delete it (aws codebuild delete-webhook --project-name api)"
        )
