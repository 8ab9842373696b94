"""The stack of the resource, as CloudFormation shows it.

Two questions are asked of it, which no event answers:

- Does CloudFormation still wait for this event? It cancels what is in progress when a sibling fails, and sends the next
  event while the function of the first one still runs (docs/adr/0013-canceled-events.md).
- Does another resource that stays in the stack have the webhook? A physical ID says who created a webhook, not who has
  adopted it since (docs/adr/0006-other-claims.md).
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from .identity import PhysicalId, ProjectRef
from .retry import Retry, error_code, error_name, is_passing, message_of
from .secret_store import CLOCKS_DIFFER

__all__ = ["Operation", "Stack"]

_log = logging.getLogger(__name__)

_TYPE = "Custom::CodeBuildWebhook"
_DELETES_ALL = frozenset({"DELETE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS"})
_ROLLS_BACK = ("UPDATE_ROLLBACK_", "ROLLBACK_")
_IS_NO_CLAIM = ("DELETE_", "CREATE_FAILED")
_ALLOW = (
    "Allow the function's role cloudformation:DescribeStacks, DescribeStackResource and ListStackResources on its "
    "stack, and give the function a route to CloudFormation"
)

QUESTION_SECONDS = 5.0
"""How long an answer may take that an event can do without."""


@dataclass(frozen=True, slots=True)
class Operation:
    """What CloudFormation does with the stack.

    Attributes:
        status: The status of the stack.
        id: The ID of the operation; None where CloudFormation shows none.
        began: When it began.
    """

    status: str
    id: str | None
    began: datetime

    @property
    def is_rollback(self) -> bool:
        """Whether it undoes an update or a creation, or has undone one."""
        return self.status.startswith(_ROLLS_BACK)

    @property
    def deletes_all(self) -> bool:
        """Whether no resource of the stack stays."""
        return self.status in _DELETES_ALL


@dataclass(frozen=True, slots=True)
class _Resource:
    status: str
    since: datetime


class Stack:
    """One stack."""

    def __init__(self, client: Any, stack_id: str, retry: Retry) -> None:
        """Use a client.

        Args:
            client: A boto3 client of CloudFormation.
            stack_id: The stack's ARN.
            retry: How calls are repeated.
        """
        self._client = client
        self._stack_id = stack_id
        self._retry = retry

    def operation(self) -> Operation | None:
        """Return what CloudFormation does with the stack; None if it does not answer within `QUESTION_SECONDS`."""
        with _doing_without("whether an update is rolled back: it counts as one that is not"):
            return self._operation(self._retry.within(QUESTION_SECONDS))
        return None

    def awaits(self, request_type: str, logical_id: str, sent: datetime, operation: Operation | None) -> bool | None:
        """Whether CloudFormation still waits for the answer to an event; None if it does not say so in time.

        The resource must be in progress since no later than the event was sent [assumed: resource-status-time], and the
        stack in the same operation. CloudFormation changes the status of a resource that it cancels before that of the
        stack. It has `QUESTION_SECONDS` to answer.

        Args:
            request_type: The type of the event: Create or Update.
            logical_id: The resource.
            sent: When CloudFormation sent the event.
            operation: What CloudFormation did with the stack then; None where that is not known.
        """
        retry = self._retry.within(QUESTION_SECONDS)
        with _doing_without("whether it still waits for this event: the event counts as not canceled"):
            resource = self._resource(logical_id, retry)
            if resource is None or resource.status != f"{request_type.upper()}_IN_PROGRESS":
                return False
            if resource.since > sent + CLOCKS_DIFFER:
                return False
            if operation is not None:
                now = self._operation(retry)
                return now is not None and (now.status, now.id) == (operation.status, operation.id)
            return True
        return None

    def has_gone_on(self, logical_id: str, sent: datetime, operation: Operation | None) -> bool:
        """Whether a later operation, which is no rollback, has turned to the resource of a canceled event.

        That operation brings about its own state, or has done so.

        Args:
            logical_id: The resource.
            sent: When CloudFormation sent the canceled event.
            operation: What CloudFormation did with the stack then; None where that is not known.
        """
        retry = self._retry.within(QUESTION_SECONDS)
        with _doing_without("what it has done since: what a canceled event has changed is taken back"):
            resource, now = self._resource(logical_id, retry), self._operation(retry)
            if resource is None or now is None or now.is_rollback or resource.status.startswith(_IS_NO_CLAIM):
                return False
            if operation is not None and None not in {operation.id, now.id}:
                is_later = now.id != operation.id
            else:
                is_later = resource.since > sent + CLOCKS_DIFFER
            return is_later and resource.since >= now.began
        return False

    def has_other_claim(self, project: ProjectRef, logical_id: str, physical_id: str, *, is_late: bool = False) -> bool:
        """Whether the stack has the webhook of a project in something that stays.

        That is another resource, or the one that is being deleted under another physical ID: CloudFormation has gone on
        from the one to the other, or back, and deletes what it has left. If CloudFormation cannot be asked, nothing
        stays: a function without a route to it must be able to delete.

        Args:
            project: The project.
            logical_id: The resource that is being deleted.
            physical_id: Its ID, as CloudFormation names it.
            is_late: Whether the event is so old that the resource itself counts, too, if it is not shown as being
                deleted: then it was created again since. A young event may read an earlier status. Default: it is not.

        Raises:
            ClientError: CloudFormation has too many requests, or an error of its own. It sends the event again.
        """
        doubt = f"whether another construct has adopted the webhook of project {project}: it is deleted in any case"
        with _doing_without(doubt, waits=True):
            operation = self._operation(self._retry)
            return (operation is None or not operation.deletes_all) and any(
                (is_late or (item["LogicalResourceId"], item.get("PhysicalResourceId")) != (logical_id, physical_id))
                and _stands_for(item, project)
                for item in self._resources()
            )
        return False

    def _operation(self, retry: Retry) -> Operation | None:
        stacks = self._ask(retry, self._client.describe_stacks)["Stacks"]
        if not stacks:
            return None
        (stack,) = stacks
        operations = stack.get("LastOperations") or [{}]
        began = stack.get("LastUpdatedTime") or stack["CreationTime"]
        return Operation(str(stack["StackStatus"]), operations[0].get("OperationId"), began)

    def _resource(self, logical_id: str, retry: Retry) -> _Resource | None:
        """Return the status of a resource; None where the stack has it no longer."""
        try:
            found = self._ask(retry, self._client.describe_stack_resource, LogicalResourceId=logical_id)
        except ClientError as error:
            if error_code(error) == "ValidationError" and "does not exist" in message_of(error):
                return None
            raise
        detail = found["StackResourceDetail"]
        return _Resource(str(detail["ResourceStatus"]), detail["LastUpdatedTimestamp"])

    def _resources(self) -> Iterator[dict[str, Any]]:
        parameters: dict[str, str] = {}
        while True:
            page = self._ask(self._retry, self._client.list_stack_resources, **parameters)
            yield from page["StackResourceSummaries"]
            if "NextToken" not in page:
                return
            parameters["NextToken"] = page["NextToken"]

    def _ask(self, retry: Retry, call: Callable[..., Any], **parameters: Any) -> dict[str, Any]:
        answer: dict[str, Any] = retry(call, StackName=self._stack_id, waits_for_connection=False, **parameters)
        return answer


def _stands_for(item: dict[str, Any], project: ProjectRef) -> bool:
    if item["ResourceType"] != _TYPE or item["ResourceStatus"].startswith(_IS_NO_CLAIM):
        return False
    found = PhysicalId.parse(item.get("PhysicalResourceId", ""))
    return found.is_created and found.project == project


@contextlib.contextmanager
def _doing_without(doubt: str, *, waits: bool = False) -> Iterator[None]:
    """Go on without an answer of CloudFormation; if it is waited for, only where the lack of it does not pass."""
    try:
        yield
    except (ClientError, BotoCoreError, ResponseParserError) as error:
        if waits and isinstance(error, ClientError) and is_passing(error):
            raise
        _log.warning("CloudFormation cannot be asked (%s) %s. %s", error_name(error), doubt, _ALLOW)
