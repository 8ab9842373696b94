"""Realignment where an update is rolled back, call by call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

from tests.handler.conftest import BEGUN, SECRET_ARN
from tests.handler.desired import (
    ALIGNED,
    AUTOMATIC,
    ENTERPRISE,
    IS_CURRENT,
    MANUAL,
    automatic,
    manual,
)
from webhook_constructs.handler.lifecycle import Outcome, update

if TYPE_CHECKING:
    from .conftest import QueuedServices


class TestRollbacks:
    """What was refused is not refused again: the rollback brings back what an update can."""

    def test_a_manual_webhook_that_was_edited_outside_is_updated(self, queue: QueuedServices) -> None:
        queue.shows({**MANUAL, "filterGroups": []})
        queue.tells_of_the_stack("UPDATE_ROLLBACK_IN_PROGRESS")
        queue.shows({**MANUAL, "filterGroups": []})
        queue.answers("get_secret_value", IS_CURRENT)
        queue.answers("update_webhook", {"webhook": {}}, ALIGNED)
        queue.answers("get_secret_value", IS_CURRENT)

        assert update(queue.services, manual(), manual(members={"branchFilter": "x"}), "api") == Outcome("api", "")

    def test_a_policy_that_the_update_has_brought_is_taken_back(self, queue: QueuedServices) -> None:
        disabled = {"requiresCommentApproval": "DISABLED"}
        queue.tells_of_the_stack("UPDATE_ROLLBACK_IN_PROGRESS")
        queue.shows(*[{**MANUAL, "pullRequestBuildPolicy": disabled}] * 2)
        queue.answers("get_secret_value", IS_CURRENT)
        policy = {"requiresCommentApproval": "ALL_PULL_REQUESTS"}
        queue.answers("update_webhook", {"webhook": {}}, {**ALIGNED, "pullRequestBuildPolicy": policy})
        queue.answers("get_secret_value", IS_CURRENT)

        update(queue.services, manual(), manual(members={"pullRequestBuildPolicy": disabled}), "api")

    def test_an_adopted_webhook_that_its_owner_has_changed_is_updated(
        self, queue: QueuedServices, caplog: pytest.LogCaptureFixture
    ) -> None:
        queue.shows({**AUTOMATIC, "branchFilter": "x"})
        queue.tells_of_the_stack("UPDATE_ROLLBACK_IN_PROGRESS")
        queue.answers("update_webhook", {"webhook": {"url": "u"}}, ALIGNED)
        previous = automatic(adopts=True, members={"branchFilter": "x"})

        assert update(queue.services, automatic(adopts=True), previous, "api#adopted").physical_id == "api#adopted"
        assert "the rollback brings back what an update can" in caplog.text

    def test_a_secret_that_cannot_be_read_is_done_without(self, queue: QueuedServices) -> None:
        queue.refuses("get_secret_value", "InvalidRequestException")
        queue.tells_of_the_stack("UPDATE_ROLLBACK_IN_PROGRESS")
        queue.answers("update_webhook", {"webhook": {}}, ALIGNED)
        queue.refuses("get_secret_value", "InvalidRequestException")

        update(queue.services, manual(), manual(), "api")

    def test_a_secret_that_cannot_be_read_fails_every_other_update(self, queue: QueuedServices) -> None:
        queue.refuses("get_secret_value", "InvalidRequestException")
        queue.tells_of_the_stack("UPDATE_IN_PROGRESS")

        with pytest.raises(ClientError, match="InvalidRequestException"):
            update(queue.services, manual(), manual(), "api")

    def test_another_place_that_cannot_be_read_is_not_waited_for(self, queue: QueuedServices) -> None:
        queue.tells_of_the_stack("UPDATE_ROLLBACK_IN_PROGRESS")
        queue.shows({**MANUAL, "lastModifiedSecret": BEGUN})
        queue.refuses("get_secret_value", "InvalidRequestException")
        queue.refuses("get_secret_value", "InvalidRequestException")
        queue.answers("update_webhook", {"webhook": {}}, ALIGNED)
        queue.refuses("get_secret_value", "InvalidRequestException")
        enterprise = automatic(source=ENTERPRISE, secret_arn=SECRET_ARN, redeploy_on="1")
        previous = automatic(source=ENTERPRISE, secret_arn=f"{SECRET_ARN}2", redeploy_on="2")

        update(queue.services, enterprise, previous, "api")

    def test_a_webhook_that_the_owner_has_made_again_is_left_to_him(self, queue: QueuedServices) -> None:
        announced = {"SecretString": '{"creating": "another-event"}'}
        queue.answers("get_secret_value", announced)
        queue.shows(MANUAL)
        queue.answers("update_webhook", {"webhook": {}}, ALIGNED)
        queue.answers("get_secret_value", announced)

        wished = manual(adopts=True)
        assert update(queue.services, wished, wished, "api#adopted").physical_id == "api#adopted"
