"""A refused deletion where the stack would be stuck if it failed."""

from __future__ import annotations

import pytest

from tests.handler.conftest import QueuedServices, event
from tests.handler.desired import AUTOMATIC
from webhook_constructs.handler.identity import ProjectRef
from webhook_constructs.handler.removal import remove


def test_a_refusal_does_not_block_an_update(queue: QueuedServices, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(7):
        queue.refuses("delete_webhook", "OAuthProviderException")
    queue.shows(AUTOMATIC)

    remove(queue.handling(event("Update", "api")), ProjectRef("web"))

    assert "the webhook of project web stays, because its deletion was refused" in caplog.text


def test_nor_does_it_block_the_deletion_of_a_stack_if_the_project_cannot_be_looked_at(
    queue: QueuedServices, caplog: pytest.LogCaptureFixture
) -> None:
    """A service control policy denies everything."""
    services = queue.handling(event("Delete", "api"))
    queue.seconds_left = 0.0
    queue.refuses("delete_webhook", "AccessDeniedException")
    queue.refuses("batch_get_projects", "AccessDeniedException")
    queue.runs("DELETE_IN_PROGRESS")

    remove(services, ProjectRef("api"))

    assert "the webhook of project api stays, because its deletion was refused" in caplog.text
