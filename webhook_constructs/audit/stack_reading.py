"""Reads a stack and its nested stacks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .found import Found, not_read
from .live_stack import stack_webhooks
from .read_error import ReadError

if TYPE_CHECKING:
    from collections.abc import Callable

    from .connection import Connection

__all__ = ["read_stack"]

_NESTED = "AWS::CloudFormation::Stack"


def read_stack(connection: Connection, name: str, parse_yaml: Callable[[str], Any] | None) -> Found:
    """Read the webhooks of a stack, and of the stacks in it.

    Args:
        connection: Where it is.
        name: Its name, or its ARN.
        parse_yaml: Reads a template in YAML. Default: one in YAML is not read.
    """
    found = Found()
    waiting = [name]
    while waiting:
        each = waiting.pop(0)
        try:
            described = connection.call("cloudformation", "DescribeStacks", StackName=each)["Stacks"][0]
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
            if resource["ResourceType"] == _NESTED and resource.get("PhysicalResourceId")
        ]
    return found


def _template(body: Any, parse_yaml: Callable[[str], Any] | None) -> Mapping[str, Any] | None:
    """Read a template, which boto3 has parsed already where it is JSON, into ordered dictionaries."""
    if isinstance(body, str):
        body = parse_yaml(body) if parse_yaml is not None else None
    else:
        body = json.loads(json.dumps(body))
    return body if isinstance(body, Mapping) else None
