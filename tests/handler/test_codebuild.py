from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.handler.conftest import QueuedServices, event
from webhook_constructs.handler.codebuild import STATUS_SECONDS, CodeBuild, LostAnswerError, WebhookStatusError


@pytest.fixture
def codebuild(queue: QueuedServices) -> CodeBuild:
    return queue.services.codebuild(None)


def shown(**webhook: object) -> dict[str, object]:
    return {"projects": [{"name": "api", "webhook": webhook}]}


def test_create_sends_the_members(queue: QueuedServices, codebuild: CodeBuild) -> None:
    queue.answers("create_webhook", {"webhook": {"url": "u"}}, {"projectName": "api", "branchFilter": "main"})

    assert codebuild.create("api", {"branchFilter": "main"}) == {"url": "u"}


@pytest.mark.parametrize("created", [{"url": "u"}, {"url": "u", "status": "ACTIVE"}], ids=["no-status", "active"])
def test_a_webhook_that_lives_is_not_asked_for(
    queue: QueuedServices, codebuild: CodeBuild, created: dict[str, str]
) -> None:
    assert codebuild.await_active("api", created) == created
    assert queue.now == 0


def test_creating_is_awaited_and_what_was_shown_since_is_added(queue: QueuedServices, codebuild: CodeBuild) -> None:
    queue.answers("batch_get_projects", shown(status="CREATING"), {"names": ["api"]})
    queue.answers("batch_get_projects", shown(status="ACTIVE", url="u"), {"names": ["api"]})

    webhook = codebuild.await_active("api", {"status": "CREATING", "secret": "s"})

    assert webhook == {"status": "ACTIVE", "url": "u", "secret": "s"}


@pytest.mark.parametrize(
    ("webhook", "text"),
    [
        pytest.param(
            {"status": "CREATE_FAILED", "statusMessage": "no rights"},
            "the webhook could not be created: no rights",
            id="message",
        ),
        pytest.param(
            {"status": "CREATE_FAILED"},
            "the webhook could not be created: CodeBuild gave no status message",
            id="no-message",
        ),
        pytest.param(None, "the webhook could not be created: it has disappeared", id="disappeared"),
    ],
)
def test_create_failed_is_an_error_with_the_status_message(
    queue: QueuedServices, codebuild: CodeBuild, webhook: dict[str, str] | None, text: str
) -> None:
    project = {"name": "api"} if webhook is None else {"name": "api", "webhook": webhook}
    queue.answers("batch_get_projects", {"projects": [project]})

    with pytest.raises(WebhookStatusError) as failed:
        codebuild.await_active("api", {"status": "CREATING"})

    assert str(failed.value) == text


def test_a_webhook_that_somebody_is_deleting_is_an_error(codebuild: CodeBuild) -> None:
    with pytest.raises(WebhookStatusError, match="the webhook is being deleted, by somebody else"):
        codebuild.await_active("api", {"status": "DELETING"})


def test_creating_for_ever_is_given_up_after_90_seconds(queue: QueuedServices, codebuild: CodeBuild) -> None:
    for _ in range(45):
        queue.answers("batch_get_projects", shown(status="CREATING"))

    with pytest.raises(WebhookStatusError, match="the webhook is still being created after 90 seconds"):
        codebuild.await_active("api", {"status": "CREATING"})

    assert queue.now == STATUS_SECONDS == 90


@pytest.mark.parametrize("projects", [[], [{"name": "api"}]], ids=["no-project", "no-webhook"])
def test_read_gives_nothing_where_there_is_nothing(
    queue: QueuedServices, codebuild: CodeBuild, projects: list[dict[str, str]]
) -> None:
    queue.answers("batch_get_projects", {"projects": projects})

    assert codebuild.read("api") is None


def test_deleting_what_is_not_there_is_no_error(queue: QueuedServices, codebuild: CodeBuild) -> None:
    queue.answers("delete_webhook", {}, {"projectName": "api"})
    queue.refuses("delete_webhook", "ResourceNotFoundException")

    codebuild.delete("api")
    codebuild.delete("api")


def test_a_deletion_that_is_refused_for_twenty_seconds_is_an_error(queue: QueuedServices, codebuild: CodeBuild) -> None:
    for _ in range(7):
        queue.refuses("delete_webhook", "OAuthProviderException")

    with pytest.raises(ClientError, match="OAuthProviderException"):
        codebuild.delete("api")

    assert queue.now == 0.5 + 1 + 2 + 4 + 8 + 8


class TestCreateInTheWay:
    """CreateWebhook says that there is a webhook."""

    def is_in_the_way(self, queue: QueuedServices, *shown: dict[str, Any] | None) -> None:
        for webhook in shown:
            queue.refuses("create_webhook", "ResourceAlreadyExistsException")
            queue.shows(webhook)

    def test_one_that_is_being_deleted_is_waited_for(self, queue: QueuedServices, codebuild: CodeBuild) -> None:
        self.is_in_the_way(queue, *[{"status": "DELETING"}] * 5)
        queue.answers("create_webhook", {"webhook": {"url": "u"}})

        assert codebuild.create("api", {}) == {"url": "u"}
        assert queue.now == 10

    def test_for_no_more_than_90_seconds(self, queue: QueuedServices, codebuild: CodeBuild) -> None:
        self.is_in_the_way(queue, *[{"status": "DELETING"}] * 46)

        with pytest.raises(ClientError, match="ResourceAlreadyExistsException"):
            codebuild.create("api", {})
        assert queue.now == 90

    def test_one_that_is_not_shown_any_more_is_waited_for_three_times(
        self, queue: QueuedServices, codebuild: CodeBuild
    ) -> None:
        self.is_in_the_way(queue, {"status": "DELETING"}, None, None, None, None)

        with pytest.raises(ClientError, match="ResourceAlreadyExistsException"):
            codebuild.create("api", {})
        assert queue.now == 8

    def test_any_other_is_an_error_at_once(self, queue: QueuedServices, codebuild: CodeBuild) -> None:
        self.is_in_the_way(queue, {"url": "u"})

        with pytest.raises(ClientError, match="ResourceAlreadyExistsException"):
            codebuild.create("api", {})
        assert queue.now == 0

    def test_one_that_a_lost_call_may_have_created_is_said_to_be_that(
        self, queue: QueuedServices, codebuild: CodeBuild
    ) -> None:
        queue.refuses("create_webhook", "InternalFailure", status=500)
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")

        with pytest.raises(LostAnswerError, match="ResourceAlreadyExistsException"):
            codebuild.create("api", {})


@pytest.mark.parametrize("operation", ["create_webhook", "update_webhook", "delete_webhook", "batch_get_projects"])
def test_a_permission_that_was_just_given_is_waited_for(
    queue: QueuedServices, codebuild: CodeBuild, operation: str
) -> None:
    calls: dict[str, Callable[[], Any]] = {
        "create_webhook": lambda: codebuild.create("api", {}),
        "update_webhook": lambda: codebuild.update("api", {}),
        "delete_webhook": lambda: codebuild.delete("api"),
        "batch_get_projects": lambda: codebuild.read("api"),
    }
    answers: dict[str, dict[str, Any]] = {"delete_webhook": {}, "batch_get_projects": {"projects": []}}
    queue.refuses(operation, "AccessDeniedException")
    queue.answers(operation, answers.get(operation, {"webhook": {}}))

    calls[operation]()

    assert queue.now > 0


def test_a_deletion_waits_for_no_permission(queue: QueuedServices) -> None:
    deleting = queue.handling(event("Delete", "api")).codebuild(None)
    queue.refuses("batch_get_projects", "AccessDeniedException")

    with pytest.raises(ClientError):
        deleting.read("api")

    assert queue.now == 0


@pytest.mark.parametrize(
    ("code", "status", "asked"),
    [
        pytest.param("ThrottlingException", 400, 1, id="it was refused"),
        pytest.param("InternalFailure", 500, 0, id="it may have been carried out, and its event takes it back"),
    ],
)
def test_before_an_update_is_repeated_its_event_is_asked_unless(
    queue: QueuedServices, codebuild: CodeBuild, code: str, status: int, asked: int
) -> None:
    queue.refuses("update_webhook", code, status=status)
    queue.answers("update_webhook", {"webhook": {}})
    calls: list[None] = []

    codebuild.update("api", {}, lambda: calls.append(None))
    assert len(calls) == asked
