"""A refused deletion in the rollback of an update."""

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
