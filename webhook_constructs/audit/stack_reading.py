"""Reads a stack and its nested stacks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .found import Found, not_read
from .live_stack import is_there, stack_webhooks
from .read_error import STRANGE, ReadError

if TYPE_CHECKING:
    from collections.abc import Callable

    from .connection import Connection
    from .live_stack import StackWebhook

__all__ = ["read_stack"]

_NESTED = "AWS::CloudFormation::Stack"
_SETTLED = frozenset(
    {"CREATE_COMPLETE", "IMPORT_COMPLETE", "IMPORT_ROLLBACK_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"}
)
"""The statuses of a stack in which its resources are as its template says."""


def read_stack(connection: Connection, name: str, parse_yaml: Callable[[str], Any] | None) -> Found:
    """Read the webhooks of a stack, and of the stacks in it.

    Args:
        connection: Where it is.
        name: Its name, or its ARN.
        parse_yaml: Reads a template in YAML. Default: one in YAML is not read.
    """
    if not name:  # without a name CloudFormation describes all stacks
        return Found(is_absent=True)
    found = Found()
    waiting = [name]
    while waiting:
        each = waiting.pop(0)
        try:
            found.items += _webhooks(connection, each, parse_yaml, waiting)
        except ReadError as error:
            if error.is_absent and each == name:
                return Found(is_absent=True)
            found.unread.append(not_read(f"{connection.label}: stack {each}", str(error)))
        except (IndexError, KeyError, ValueError):
            found.unread.append(not_read(f"{connection.label}: stack {each}", str(STRANGE)))
    return found


def _webhooks(
    connection: Connection, name: str, parse_yaml: Callable[[str], Any] | None, nested: list[str]
) -> list[StackWebhook]:
    """Read the webhooks of one stack, and add the stacks in it to those that are to be read."""
    described = connection.call("cloudformation", "DescribeStacks", StackName=name)["Stacks"][0]
    _refuse_unsettled(described)
    resources = [
        resource
        for page in connection.pages("cloudformation", "ListStackResources", "NextToken", StackName=name)
        for resource in page["StackResourceSummaries"]
    ]
    answer = connection.call("cloudformation", "GetTemplate", StackName=name, TemplateStage="Processed")
    template = _template(answer.get("TemplateBody"), parse_yaml)
    if template is None:
        msg = "its template cannot be read: it is neither JSON nor YAML that this version knows"
        raise ReadError(msg)
    nested += [each["PhysicalResourceId"] for each in resources if each["ResourceType"] == _NESTED and is_there(each)]
    return list(stack_webhooks(described, template, resources))


def _refuse_unsettled(described: Mapping[str, Any]) -> None:
    status = described["StackStatus"]
    if status not in _SETTLED:
        out = "ask again when that is done" if status.endswith("_IN_PROGRESS") else "bring the stack to an end first"
        msg = f"it is not compared: its status is {status}, so its resources need not be what its template says; {out}"
        raise ReadError(msg)


def _template(body: Any, parse_yaml: Callable[[str], Any] | None) -> Mapping[str, Any] | None:
    """Read a template, which boto3 has parsed already where it is JSON, into ordered dictionaries."""
    if isinstance(body, str):
        body = parse_yaml(body) if parse_yaml is not None else None
    else:
        body = json.loads(json.dumps(body))
    return body if isinstance(body, Mapping) else None
