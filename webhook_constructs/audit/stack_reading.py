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
            described = _described(connection, each)
            _refuse_unsettled(described)
            resources = [
                resource
                for page in connection.pages("cloudformation", "ListStackResources", "NextToken", StackName=each)
                for resource in page.get("StackResourceSummaries", [])
            ]
            answer = connection.call("cloudformation", "GetTemplate", StackName=each, TemplateStage="Processed")
        except ReadError as error:
            if error.is_absent and each == name:
                return Found(is_absent=True)
            found.unread.append(not_read(f"{connection.label}: stack {each}", str(error)))
            continue
        template = _template(answer.get("TemplateBody"), parse_yaml)
        if template is None:
            why = "its template cannot be read: it is neither JSON nor YAML that this version knows"
            found.unread.append(not_read(f"{connection.label}: stack {each}", why))
            continue
        found.items += stack_webhooks(described, template, resources)
        waiting += [
            resource["PhysicalResourceId"]
            for resource in resources
            if resource["ResourceType"] == _NESTED and is_there(resource)
        ]
    return found


def _described(connection: Connection, name: str) -> Mapping[str, Any]:
    stacks: list[dict[str, Any]] = connection.call("cloudformation", "DescribeStacks", StackName=name).get("Stacks", [])
    if not stacks:
        raise STRANGE
    return stacks[0]


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
