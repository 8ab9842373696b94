"""Webhooks that move to another project, and back."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.stub import ANY

from tests.handler.conftest import SECRET_ARN, QueuedServices, event
from tests.handler.desired import ALIGNED, AUTOMATIC, IS_CURRENT, MANUAL, PUSH, RELEASE, automatic, made, manual
from webhook_constructs.handler.deletion import delete
from webhook_constructs.handler.identity import fingerprint
from webhook_constructs.handler.lifecycle import Outcome, update
from webhook_constructs.handler.request import DesiredWebhook

ROLLBACK = "UPDATE_ROLLBACK_IN_PROGRESS"
LEFT = {"url": "https://host/hooks/1", "filterGroups": PUSH}
KEPT = {**IS_CURRENT, "VersionStages": ["AWSPREVIOUS", "webhook-of-api"]}
MOVED = f"new#moved-from=api:{fingerprint(LEFT)}"


def on(project: str, region: str | None = None, **changes: Any) -> DesiredWebhook:
    return dataclasses.replace(automatic(), project_name=project, region=region, **changes)


@pytest.fixture(autouse=True)
def _handled(queue: QueuedServices) -> None:
    queue.handling(event("Update", "api"))


def test_another_project_gets_a_webhook_of_its_own_and_a_new_id(queue: QueuedServices) -> None:
    queue.runs()
    queue.shows(LEFT)
    queue.answers("create_webhook", {"webhook": {"url": "u"}}, {"projectName": "new", "filterGroups": PUSH})
    queue.awaits()

    assert update(queue.services, on("new"), automatic(), "api") == Outcome(MOVED, "u")


def test_another_region_is_another_project(queue: QueuedServices) -> None:
    queue.runs()
    queue.shows(None)
    queue.answers("create_webhook", {"webhook": {"url": "u"}}, {"projectName": "api", "filterGroups": PUSH})
    queue.awaits()

    assert update(queue.services, on("api", "eu-west-1"), automatic(), "api") == Outcome("api@eu-west-1", "u")


def test_a_move_adopts_too_and_remembers_what_it_left(queue: QueuedServices) -> None:
    queue.runs()
    queue.shows(LEFT)
    queue.refuses("create_webhook", "ResourceAlreadyExistsException")
    queue.shows(AUTOMATIC, AUTOMATIC)
    queue.answers("update_webhook", {"webhook": AUTOMATIC})
    queue.awaits()

    moved = update(queue.services, on("new", adopts=True), automatic(), "api#adopted")

    assert moved.physical_id == f"new#moved-from=api+adopted:{fingerprint(LEFT)}#adopted"


def test_a_move_to_a_third_project_remembers_the_second(queue: QueuedServices) -> None:
    queue.runs()
    queue.shows(None, AUTOMATIC)
    queue.answers("create_webhook", {"webhook": {}})
    queue.awaits()

    moved = update(queue.services, on("third"), on("new"), MOVED)

    assert moved.physical_id == f"third#moved-from=new:{fingerprint(AUTOMATIC)}"


def test_an_update_that_failed_on_the_way_is_rolled_back_in_place(queue: QueuedServices) -> None:
    """The ID still names the old project, although the old properties name the new one, which is looked at twice."""
    queue.rolls_back()
    queue.shows({"url": "u", "filterGroups": RELEASE})
    queue.answers("update_webhook", {"webhook": AUTOMATIC}, ALIGNED)
    queue.awaits(status=ROLLBACK)
    queue.shows(None, None)

    assert update(queue.services, automatic(), on("new"), "api") == Outcome("api", "u")


@pytest.mark.parametrize("mark", ["", "+adopted"])
def test_a_move_that_is_rolled_back_finds_the_webhook_it_left(queue: QueuedServices, mark: str) -> None:
    queue.rolls_back()
    queue.shows(LEFT)

    back = update(queue.services, automatic(adopts=True), on("new"), f"new#moved-from=api{mark}:{fingerprint(LEFT)}")

    assert back == Outcome(f"api{mark.replace('+', '#')}", "https://host/hooks/1")


def test_an_update_that_goes_back_to_what_was_left_brings_it_into_another_state(queue: QueuedServices) -> None:
    """The move was part of an update that failed, and was not rolled back."""
    queue.runs()
    queue.shows(LEFT)
    queue.holds()
    queue.answers("update_webhook", {"webhook": LEFT}, ALIGNED)
    queue.shows(LEFT)
    queue.announces()
    queue.answers("delete_webhook", {}, {"projectName": "api"})
    queue.answers("create_webhook", {"webhook": MANUAL})
    queue.keeps({})

    desired = manual(source={"Type": "GITHUB"}, allow_new_secret=True)
    assert update(queue.services, desired, on("new"), MOVED) == Outcome("api", "")


def test_a_webhook_that_was_created_since_is_not_the_one_that_was_left(queue: QueuedServices) -> None:
    """Whoever has created it, and however alike it is: the old one was deleted when the move was through."""
    since = {**LEFT, "url": "https://host/hooks/2"}
    queue.runs()
    queue.shows(since, None)
    queue.refuses("create_webhook", "ResourceAlreadyExistsException")
    queue.shows(since, since)
    queue.finds_in_the_log()

    with pytest.raises(ClientError, match="ResourceAlreadyExistsException"):
        update(queue.services, automatic(), on("new"), MOVED)


class TestDeleteOfTheNewWebhook:
    """If a move is rolled back, this Delete is all that CloudFormation says of it."""

    def deletes(self, queue: QueuedServices, **properties: Any) -> None:
        known = {name: value for name, value in properties.items() if value is not None}
        physical_id = f"web#moved-from=api:{fingerprint(made(MANUAL))}"
        delete(queue.handling(event("Delete", physical_id, ProjectName="web", **known)))

    @pytest.fixture(autouse=True)
    def _new_webhook(self, queue: QueuedServices) -> None:
        queue.runs("DELETE_IN_PROGRESS")
        queue.answers("delete_webhook", {}, {"projectName": "web"})

    def test_makes_the_secret_of_the_one_that_was_left_the_current_version(self, queue: QueuedServices) -> None:
        queue.shows(made(MANUAL))
        queue.runs("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS")
        queue.holds({}, KEPT)
        queue.keeps({"payloadUrl": "p", "secret": "s"}, version=ANY)

        self.deletes(queue, SecretArn=SECRET_ARN)

    @pytest.mark.parametrize("living", [None, made(MANUAL, 1)], ids=["gone", "another one"])
    def test_leaves_the_store_alone_if_that_one_is(self, queue: QueuedServices, living: dict[str, Any] | None) -> None:
        queue.shows(living)

        self.deletes(queue, SecretArn=SECRET_ARN)

    def test_leaves_it_alone_if_nothing_is_rolled_back(self, queue: QueuedServices) -> None:
        """What was left was adopted, or is retained: the store may be another one's by now."""
        queue.shows(made(MANUAL))
        queue.runs("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")

        self.deletes(queue, SecretArn=SECRET_ARN)

    def test_has_nothing_to_restore_without_a_store(self, queue: QueuedServices) -> None:
        self.deletes(queue)

    @pytest.mark.parametrize("arn", [SECRET_ARN, 7], ids=["refused", "unreadable"])
    def test_succeeds_also_if_the_store_cannot_be_restored(
        self, queue: QueuedServices, caplog: pytest.LogCaptureFixture, arn: Any
    ) -> None:
        if arn == SECRET_ARN:
            queue.refuses("batch_get_projects", "InvalidInputException")

        self.deletes(queue, SecretArn=arn)

        error = "InvalidInputException" if arn == SECRET_ARN else "RequestError"
        (message,) = caplog.messages
        assert message == (
            f"what is stored for the webhook of project api may not be the current version of its secret ({error}): "
            "read it with --version-stage webhook-of-api"
        )


def test_a_refused_delete_of_the_new_webhook_restores_the_secret_of_the_one_that_was_left(
    queue: QueuedServices,
) -> None:
    queue.runs("DELETE_IN_PROGRESS")
    for _ in range(7):
        queue.refuses("delete_webhook", "OAuthProviderException")
    queue.shows(MANUAL)
    queue.runs("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS")
    queue.shows(made(MANUAL))
    queue.runs("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS")
    queue.holds({}, KEPT)
    queue.keeps({"payloadUrl": "p", "secret": "s"}, version=ANY)
    physical_id = f"web#moved-from=api:{fingerprint(made(MANUAL))}"

    with pytest.raises(ClientError, match="OAuthProviderException"):
        delete(queue.handling(event("Delete", physical_id, ProjectName="web", SecretArn=SECRET_ARN)))


def test_the_secret_of_a_webhook_that_was_left_is_restored_when_the_move_is_rolled_back(queue: QueuedServices) -> None:
    left = made(MANUAL)
    queue.rolls_back()
    queue.shows(left)
    queue.holds({}, KEPT)
    queue.keeps({"payloadUrl": "p", "secret": "s"}, version=ANY)

    moved = f"new#moved-from=api:{fingerprint(left)}"
    assert update(queue.services, manual(), on("new"), moved) == Outcome("api", "")
