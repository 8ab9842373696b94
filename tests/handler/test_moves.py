"""Webhooks that move to another project, and back, call by call."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from botocore.exceptions import ClientError
from botocore.stub import ANY

from tests.handler.desired import PUSH, RELEASE, webhook
from webhook_constructs.handler.identity import fingerprint
from webhook_constructs.handler.lifecycle import Outcome, delete, update
from webhook_constructs.handler.retry import error_code

from .conftest import BEGUN, REQUEST_ID, SECRET_ARN, deletion

if TYPE_CHECKING:
    from .conftest import QueuedServices


def test_another_project_gets_a_webhook_of_its_own_and_a_new_id(queue: QueuedServices) -> None:
    queue.shows({"url": "https://host/hooks/1"})
    queue.answers("create_webhook", {"webhook": {"url": "u"}}, {"projectName": "new"})

    moved = update(queue.services, webhook("new"), webhook("old"), "old")

    assert moved == Outcome(f"new#moved-from=old:{fingerprint({'url': 'https://host/hooks/1'})}", "u")


def test_another_region_is_another_project(queue: QueuedServices) -> None:
    queue.shows(None)
    queue.answers("create_webhook", {"webhook": {"url": "u"}}, {"projectName": "api"})

    assert update(queue.services, webhook(region="eu-west-1"), webhook(), "api") == Outcome("api@eu-west-1", "u")


def test_an_update_that_failed_on_the_way_to_another_project_is_rolled_back_in_place(queue: QueuedServices) -> None:
    """The id still names the old project: its webhook is realigned, although the old properties name the new one."""
    queue.answers("update_webhook", {"webhook": {"url": "u"}}, {"projectName": "old", "buildType": "BUILD"})

    assert update(queue.services, webhook("old"), webhook("new"), "old") == Outcome("old", "u")


LEFT = {"url": "https://host/hooks/1", "filterGroups": PUSH}
MOVED = f"new#moved-from=old:{fingerprint(LEFT)}"


def test_a_move_that_is_rolled_back_finds_the_webhook_it_left(queue: QueuedServices) -> None:
    queue.shows(LEFT)
    queue.answers(
        "update_webhook", {"webhook": LEFT}, {"projectName": "old", "filterGroups": PUSH, "buildType": "BUILD"}
    )

    back = update(queue.services, webhook("old", filterGroups=PUSH), webhook("new"), MOVED)

    assert back == Outcome("old", "https://host/hooks/1")


def test_a_webhook_that_was_made_since_is_not_taken_for_the_one_left_behind(queue: QueuedServices) -> None:
    """Whoever has made it, and however alike it is: the old one was deleted when the move was through."""
    since = {**LEFT, "url": "https://host/hooks/2"}
    queue.shows(since, None)
    queue.refuses("create_webhook", "ResourceAlreadyExistsException")
    queue.shows({**since, "filterGroups": RELEASE})

    with pytest.raises(ClientError) as refused:
        update(queue.services, webhook("old", filterGroups=PUSH), webhook("new"), MOVED)

    assert error_code(refused.value) == "ResourceAlreadyExistsException"


def test_a_move_to_a_third_project_remembers_the_second(queue: QueuedServices) -> None:
    queue.shows(None, {"url": "https://host/hooks/2"})
    queue.answers("create_webhook", {"webhook": {}})

    moved = update(queue.services, webhook("third"), webhook("new"), MOVED)

    assert moved.physical_id == f"third#moved-from=new:{fingerprint({'url': 'https://host/hooks/2'})}"


class TestRollbackOfAMove:
    """The Delete of the new webhook is all that CloudFormation tells of it."""

    LEFT: ClassVar = {"filterGroups": PUSH, "lastModifiedSecret": BEGUN}
    MOVED = f"web#moved-from=api:{fingerprint(LEFT)}"
    KEPT: ClassVar = {
        "SecretString": '{"payloadUrl": "p", "secret": "s"}',
        "VersionStages": ["AWSPREVIOUS", "webhook-of-api"],
        "VersionId": REQUEST_ID,
    }

    @pytest.fixture(autouse=True)
    def _new_webhook(self, queue: QueuedServices) -> None:
        queue.tells_of_the_stack("DELETE_IN_PROGRESS")
        queue.answers("delete_webhook", {}, {"projectName": "web"})

    def deletes(self, queue: QueuedServices, **properties: Any) -> None:
        given = {"ProjectName": "web", "SecretArn": SECRET_ARN, **properties}
        known = {name: value for name, value in given.items() if value is not None}
        delete(queue.handling(dataclasses.replace(deletion(self.MOVED), properties=known)))

    def test_the_secret_of_the_webhook_that_was_left_is_the_current_version_again(self, queue: QueuedServices) -> None:
        queue.shows(self.LEFT)
        queue.tells_of_the_stack("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS")
        queue.answers("get_secret_value", self.KEPT, {"SecretId": SECRET_ARN, "VersionStage": "webhook-of-api"})
        stored = {"SecretId": SECRET_ARN, "SecretString": self.KEPT["SecretString"], "ClientRequestToken": ANY}
        queue.answers("put_secret_value", {}, {**stored, "VersionStages": ["AWSCURRENT", "webhook-of-api"]})

        self.deletes(queue)

    @pytest.mark.parametrize(
        "living",
        [
            pytest.param(None, id="none"),
            pytest.param({**LEFT, "lastModifiedSecret": BEGUN + timedelta(seconds=1)}, id="another"),
        ],
    )
    def test_a_webhook_that_was_left_and_is_gone_has_no_secret(
        self, queue: QueuedServices, living: dict[str, Any] | None
    ) -> None:
        queue.shows(living)

        self.deletes(queue)

    def test_a_webhook_that_is_left_for_good_has_no_claim_on_the_place(self, queue: QueuedServices) -> None:
        """It was adopted, or is retained: the place may be another one's by now."""
        queue.shows(self.LEFT)
        queue.tells_of_the_stack("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")

        self.deletes(queue)

    def test_without_a_place_there_is_nothing_to_restore(self, queue: QueuedServices) -> None:
        self.deletes(queue, SecretArn=None)

    @pytest.mark.parametrize("properties", [{}, {"SecretArn": 7}], ids=["refused", "unreadable"])
    def test_what_stands_in_the_way_is_logged_and_the_webhook_deleted_all_the_same(
        self, queue: QueuedServices, caplog: pytest.LogCaptureFixture, properties: dict[str, Any]
    ) -> None:
        if not properties:
            queue.refuses("batch_get_projects", "AccessDeniedException")

        self.deletes(queue, **properties)

        error = "RequestError" if properties else "ClientError"
        (message,) = caplog.messages
        assert message == (
            f"what is stored for the webhook of project api may not be the current version of its secret ({error}): "
            "read it with --version-stage webhook-of-api"
        )
