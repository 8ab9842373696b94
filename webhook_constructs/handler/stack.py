"""The stack that an event is about: which of its resources stand for the webhook of a project.

A physical id says whose webhook it was, and not whether another resource has taken it over since. A construct that is
renamed is two resources: the new one takes the webhook over, and at the end CloudFormation deletes the old one, whose
id still says that the webhook is its own. An adopted webhook that is made ours has two ids of one resource; where that
is rolled back, CloudFormation deletes the new one. Only CloudFormation knows of both (docs/adr/0006-other-claims.md).
"""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from .identity import PhysicalId
from .retry import error_code, is_passing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .identity import Place
    from .retry import Retry

__all__ = ["Stack"]

_log = logging.getLogger(__name__)

_TYPE = "Custom::CodeBuildWebhook"
_WHOLE_STACK_GOES = frozenset({"DELETE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS"})
_ROLLS_BACK = frozenset({"UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS"})
_STANDS_FOR_NOTHING = ("DELETE_", "CREATE_FAILED")


class Stack:
    """The resources of one stack, as CloudFormation lists them."""

    def __init__(self, client: Any, stack_id: str, retry: Retry) -> None:
        """Use a client.

        Args:
            client: A boto3 client of CloudFormation, which repeats a call by itself that it gets no answer to.
            stack_id: The stack's ARN.
            retry: How calls are repeated.
        """
        self._client = client
        self._stack_id = stack_id
        self._retry = retry

    def has_other_claim(self, place: Place, logical_id: str, physical_id: str) -> bool:
        """Tell whether the stack has the webhook of a place in something that stays.

        That is another resource, or the one that is being deleted under another physical id: CloudFormation has gone on
        from the one to the other, or back, and deletes what it has left [assumed: rolled-back-ids]. None stays where
        CloudFormation cannot be asked: a function without a way to it must be able to delete.

        Args:
            place: The project, and its region where that is not the function's own.
            logical_id: The resource that is being deleted.
            physical_id: Its id, as CloudFormation names it.

        Raises:
            ClientError: CloudFormation has too many requests, or an error of its own. It sends the event again.
        """
        doubt = f"whether another construct has taken over the webhook of project {place}: it is deleted, taken or not"
        with _not_knowing(doubt):
            return self._status() not in _WHOLE_STACK_GOES and any(
                (item["LogicalResourceId"], item.get("PhysicalResourceId")) != (logical_id, physical_id)
                and self._stands_for(item, place)
                for item in self._resources()
            )
        return False

    def is_rolled_back(self) -> bool:
        """Tell whether CloudFormation is undoing an update. It is not where CloudFormation cannot be asked.

        Raises:
            ClientError: CloudFormation has too many requests, or an error of its own.
        """
        with _not_knowing("whether an update is rolled back: a secret is rotated, also if one is"):
            return self._status() in _ROLLS_BACK
        return False

    def _status(self) -> str:
        (stack,) = self._ask(self._client.describe_stacks)["Stacks"]
        return str(stack["StackStatus"])

    def _resources(self) -> Iterator[dict[str, Any]]:
        parameters: dict[str, str] = {}
        while True:
            page = self._ask(self._client.list_stack_resources, **parameters)
            yield from page["StackResourceSummaries"]
            if "NextToken" not in page:
                return
            parameters["NextToken"] = page["NextToken"]

    def _ask(self, call: Callable[..., Any], **parameters: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self._retry(call, StackName=self._stack_id, waits_for_connection=False, **parameters)
        return answer

    @staticmethod
    def _stands_for(item: dict[str, Any], place: Place) -> bool:
        if item["ResourceType"] != _TYPE or item["ResourceStatus"].startswith(_STANDS_FOR_NOTHING):
            return False
        found = PhysicalId.parse(item.get("PhysicalResourceId", ""))
        return found.is_created and found.place == place


@contextlib.contextmanager
def _not_knowing(doubt: str) -> Iterator[None]:
    """Go on without an answer, where it is not for a passing reason that there is none."""
    try:
        yield
    except (ClientError, BotoCoreError, ResponseParserError) as error:
        if isinstance(error, ClientError) and is_passing(error):
            raise
        _log.warning(
            "CloudFormation cannot be asked (%s) %s. Allow the function's role cloudformation:DescribeStacks and "
            "cloudformation:ListStackResources on its stack, and give the function a route to CloudFormation",
            error_code(error) if isinstance(error, ClientError) else type(error).__name__,
            doubt,
        )
