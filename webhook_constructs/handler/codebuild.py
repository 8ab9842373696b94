"""The webhook operations of CodeBuild in one region, with the retries and waits they need."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import ClientError

from .retry import Retry, error_code, may_have_been_carried_out

__all__ = ["REFUSAL_SECONDS", "STATUS_SECONDS", "CodeBuild", "LostAnswerError", "WebhookStatusError"]

STATUS_SECONDS = 90.0
"""How long a webhook may stay in status CREATING."""

REFUSAL_SECONDS = 20.0
"""For how long a refused DeleteWebhook is repeated."""

_POLL_SECONDS = 2.0
_LOOKS_AT_NOTHING = 3


class LostAnswerError(ClientError):  # type: ignore[misc]
    """The service refused a call that an earlier attempt may have carried out."""


class WebhookStatusError(Exception):
    """The service accepted a webhook and then did not activate it."""


class CodeBuild:
    """The webhook operations of one region."""

    def __init__(self, client: Any, retry: Retry, *, waits_for_permission: bool = True) -> None:
        """Use a client.

        Args:
            client: A boto3 client of CodeBuild.
            retry: How calls are repeated, and the clock for every other wait.
            waits_for_permission: Whether a denial is repeated, too.
        """
        self._client = client
        self._retry = retry
        self._waits = waits_for_permission

    def create(
        self, project_name: str, members: Mapping[str, Any], before_repeat: Callable[[], None] | None = None
    ) -> dict[str, Any]:
        """Create the webhook. It is active once `await_active` has returned.

        A webhook that is being deleted is still in the way [assumed: delete-takes-a-while], so its end is awaited.

        Args:
            project_name: The project.
            members: What the webhook is to be.
            before_repeat: Called before each attempt but the first; what it raises ends the attempts.

        Raises:
            LostAnswerError: The service refuses, after an attempt whose answer never came.
        """
        give_up, looks = self._retry.clock() + STATUS_SECONDS, 0
        while True:
            try:
                return self._change(self._client.create_webhook, project_name, members, before_repeat)
            except ClientError as error:  # noqa: PERF203 - that is the point
                if error_code(error) != "ResourceAlreadyExistsException" or isinstance(error, LostAnswerError):
                    raise
                live = self.read(project_name)
                looks += live is None
                is_going = live is None or live.get("status") == "DELETING"
                if not is_going or looks > _LOOKS_AT_NOTHING or self._retry.clock() >= give_up:
                    raise
                self._retry.sleep(_POLL_SECONDS)

    def update(
        self, project_name: str, members: Mapping[str, Any], before_repeat: Callable[[], None] | None = None
    ) -> dict[str, Any]:
        """Bring a webhook to the state that the members describe.

        Args:
            project_name: The project.
            members: What the webhook is to be.
            before_repeat: Called before each attempt but the first, as long as no earlier one may have been carried
                out; what it raises ends the attempts.

        Raises:
            LostAnswerError: The service refuses, after an attempt whose answer never came.
        """
        return self._change(self._client.update_webhook, project_name, members, before_repeat, follows_up=True)

    def delete(self, project_name: str) -> None:
        """Delete the webhook; nothing to delete, or no project, is fine.

        A refusal is repeated for `REFUSAL_SECONDS`.
        """
        try:
            self._call(self._client.delete_webhook, projectName=project_name, refusal_seconds=REFUSAL_SECONDS)
        except ClientError as error:
            if error_code(error) != "ResourceNotFoundException":
                raise

    def read(self, project_name: str) -> dict[str, Any] | None:
        """Return the webhook as CodeBuild shows it (never with its secret); None where there is none."""
        projects = self._call(self._client.batch_get_projects, names=[project_name])["projects"]
        webhook: dict[str, Any] | None = projects[0].get("webhook") if projects else None
        return webhook

    def await_active(self, project_name: str, created: dict[str, Any]) -> dict[str, Any]:
        """Wait while the status is CREATING [assumed: created-at-once].

        No status counts as active [assumed: report-status].

        Returns:
            What Create answered, with what CodeBuild has shown of the webhook since.

        Raises:
            WebhookStatusError: The service gave up, or has not finished after `STATUS_SECONDS`.
        """
        give_up = self._retry.clock() + STATUS_SECONDS
        webhook = created
        while webhook.get("status") == "CREATING":
            if self._retry.clock() >= give_up:
                msg = f"the webhook is still being created after {STATUS_SECONDS:.0f} seconds"
                raise WebhookStatusError(msg)
            self._retry.sleep(_POLL_SECONDS)
            webhook = self.read(project_name) or {"status": "CREATE_FAILED", "statusMessage": "it has disappeared"}
        if webhook.get("status") == "DELETING":
            msg = "the webhook is being deleted, by somebody else"
            raise WebhookStatusError(msg)
        if webhook.get("status") == "CREATE_FAILED":
            said = webhook.get("statusMessage") or "CodeBuild gave no status message"
            msg = f"the webhook could not be created: {said}"
            raise WebhookStatusError(msg)
        return {**created, **webhook}

    def _change(
        self,
        call: Callable[..., Any],
        project_name: str,
        members: Mapping[str, Any],
        before_repeat: Callable[[], None] | None = None,
        *,
        follows_up: bool = False,
    ) -> dict[str, Any]:
        lost: list[Exception] = []

        def note(failure: Exception) -> None:
            if may_have_been_carried_out(failure):
                lost.append(failure)
            if before_repeat is not None and not (lost and follows_up):
                before_repeat()

        try:
            answer = self._call(call, projectName=project_name, before_repeat=note, **members)
        except ClientError as error:
            if lost:
                raise LostAnswerError(error.response, error.operation_name) from None
            raise
        webhook: dict[str, Any] = answer["webhook"]
        return webhook

    def _call(self, call: Callable[..., Any], **parameters: Any) -> Any:
        return self._retry(call, waits_for_permission=self._waits, **parameters)
