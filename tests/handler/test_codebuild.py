from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from tests.handler.conftest import deletion
from webhook_constructs.handler.codebuild import STATUS_SECONDS, WebhookStatusError
from webhook_constructs.handler.retry import error_code

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import QueuedServices


def shown(**webhook: object) -> dict[str, object]:
    return {"projects": [{"name": "api", "webhook": webhook}]}


def test_create_sends_the_members(queue: QueuedServices) -> None:
    queue.answers("create_webhook", {"webhook": {"url": "u"}}, {"projectName": "api", "branchFilter": "main"})

    assert queue.codebuild.create("api", {"branchFilter": "main"}) == {"url": "u"}


@pytest.mark.parametrize("created", [{"url": "u"}, {"url": "u", "status": "ACTIVE"}], ids=["no-status", "active"])
def test_a_webhook_that_lives_is_not_asked_for(queue: QueuedServices, created: dict[str, str]) -> None:
    assert queue.codebuild.await_active("api", created) == created
    assert queue.now == 0


def test_creating_is_awaited_and_what_was_shown_since_is_added(queue: QueuedServices) -> None:
    queue.answers("batch_get_projects", shown(status="CREATING"), {"names": ["api"]})
    queue.answers("batch_get_projects", shown(status="ACTIVE", url="u"), {"names": ["api"]})

    webhook = queue.codebuild.await_active("api", {"status": "CREATING", "secret": "s"})

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
    queue: QueuedServices, webhook: dict[str, str] | None, text: str
) -> None:
    project = {"name": "api"} if webhook is None else {"name": "api", "webhook": webhook}
    queue.answers("batch_get_projects", {"projects": [project]})

    with pytest.raises(WebhookStatusError) as failed:
        queue.codebuild.await_active("api", {"status": "CREATING"})

    assert str(failed.value) == text


def test_a_webhook_that_somebody_is_deleting_is_an_error(queue: QueuedServices) -> None:
    with pytest.raises(WebhookStatusError, match="the webhook is being deleted, by somebody else"):
        queue.codebuild.await_active("api", {"status": "DELETING"})


def test_creating_for_ever_is_given_up_after_90_seconds(queue: QueuedServices) -> None:
    for _ in range(45):
        queue.answers("batch_get_projects", shown(status="CREATING"))

    with pytest.raises(WebhookStatusError, match="the webhook is still being created after 90 seconds"):
        queue.codebuild.await_active("api", {"status": "CREATING"})

    assert queue.now == STATUS_SECONDS == 90


@pytest.mark.parametrize("projects", [[], [{"name": "api"}]], ids=["no-project", "no-webhook"])
def test_read_gives_nothing_where_there_is_nothing(queue: QueuedServices, projects: list[dict[str, str]]) -> None:
    queue.answers("batch_get_projects", {"projects": projects})

    assert queue.codebuild.read("api") is None


def test_deleting_what_is_not_there_is_no_error(queue: QueuedServices) -> None:
    queue.answers("delete_webhook", {}, {"projectName": "api"})
    queue.refuses("delete_webhook", "ResourceNotFoundException")
    queue.refuses("delete_webhook", "OAuthProviderException")

    assert queue.codebuild.delete("api") is True
    assert queue.codebuild.delete("api") is False
    with pytest.raises(ClientError) as refused:
        queue.codebuild.delete("api")
    assert error_code(refused.value) == "OAuthProviderException"


@pytest.mark.parametrize("operation", ["create_webhook", "update_webhook", "delete_webhook", "batch_get_projects"])
def test_a_permission_that_was_just_given_is_waited_for(queue: QueuedServices, operation: str) -> None:
    calls: dict[str, Callable[[], Any]] = {
        "create_webhook": lambda: queue.codebuild.create("api", {}),
        "update_webhook": lambda: queue.codebuild.update("api", {}),
        "delete_webhook": lambda: queue.codebuild.delete("api"),
        "batch_get_projects": lambda: queue.codebuild.read("api"),
    }
    answers: dict[str, dict[str, Any]] = {"delete_webhook": {}, "batch_get_projects": {"projects": []}}
    queue.refuses(operation, "AccessDeniedException")
    queue.answers(operation, answers.get(operation, {"webhook": {}}))

    calls[operation]()

    assert queue.now > 0


def test_a_deletion_waits_for_no_permission(queue: QueuedServices) -> None:
    deleting = queue.handling(deletion("api")).codebuild(None)
    queue.refuses("delete_webhook", "AccessDeniedException")

    with pytest.raises(ClientError):
        deleting.delete("api")

    assert queue.now == 0
