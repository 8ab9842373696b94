"""Reads a stack and its nested stacks."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from webhook_constructs.audit.stack import StackWebhook, is_there, stack_webhooks
from webhook_constructs.core.values.arguments import one_line
from webhook_constructs.core.values.wire import as_mapping
from webhook_constructs.templates.template_webhooks import PROJECT_TYPE, WEBHOOK_TYPE

from .answer import Answer, arn_parts, required
from .connection import Connection
from .jobs import Found
from .read_error import ReadError, strange

__all__ = ["read_stack"]

_STACK = "DescribeStacks.Stacks[]"
_RESOURCE = "ListStackResources.StackResourceSummaries[]"
_BODY = "GetTemplate.TemplateBody"
_NESTED = "AWS::CloudFormation::Stack"
_MOST_STACKS = 1_000
_IDENTIFIED = frozenset({_NESTED, PROJECT_TYPE, WEBHOOK_TYPE})
"""The types of resources that are found by their physical id."""

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
    for each in waiting:  # which grows: a stack adds the stacks in it
        try:
            webhooks, nested = _webhooks(connection, each, parse_yaml)
        except ReadError as error:
            if error.is_absent and each == name:
                return Found(is_absent=True)
            found.lost.append((f"stack {each}", error))
        else:
            found.items += webhooks
            waiting += [stack for stack in nested if stack not in waiting]
        if len(waiting) > _MOST_STACKS:
            why = strange("ListStackResources", f"lists more than {_MOST_STACKS:,} stacks in the stack")
            found.lost.append((f"stack {name}", why))
            break
    return found


def _webhooks(
    connection: Connection, name: str, parse_yaml: Callable[[str], Any] | None
) -> tuple[list[StackWebhook], list[str]]:
    """Return the webhooks of one stack, and the ARNs of the stacks in it."""
    described = _described(connection.call("cloudformation", "DescribeStacks", StackName=name), name)
    region, account, _ = arn_parts(described["StackId"], "cloudformation", f"{_STACK}.StackId")
    connection.refuse_elsewhere(region, account, f"{_STACK}.StackId")
    _refuse_unsettled(described)
    pages = connection.pages("cloudformation", "ListStackResources", "NextToken", StackName=name)
    resources = [_resource(each) for page in pages for each in page["StackResourceSummaries"]]
    answer = connection.call("cloudformation", "GetTemplate", StackName=name, TemplateStage="Processed")
    try:
        template = _template(answer["TemplateBody"], parse_yaml)
        _refuse_other(template, resources)
        webhooks = list(stack_webhooks(described, template, resources))
    except RecursionError:
        raise strange(_BODY, "is nested too deeply") from None
    return webhooks, [each["PhysicalResourceId"] for each in resources if _is_nested(each)]


def _described(answer: Answer, name: str) -> Mapping[str, Any]:
    """Return the stack in an answer of DescribeStacks."""
    stacks = answer["Stacks"]
    if len(stacks) != 1:
        raise strange(_STACK, f"is there {len(stacks):,} times, not once")
    stack: Mapping[str, Any] = stacks[0]
    if name not in [required(stack, each, _STACK) for each in ("StackName", "StackId")]:
        raise strange(_STACK, "is another one than was asked for")
    for each in stack.get("Parameters", []):
        required(each, "ParameterKey", f"{_STACK}.Parameters[]")
    return stack


def _resource(summary: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a resource in an answer of ListStackResources."""
    for name in ("LogicalResourceId", "ResourceType", "ResourceStatus"):
        required(summary, name, _RESOURCE)
    if is_there(summary) and summary["ResourceType"] in _IDENTIFIED and not summary.get("PhysicalResourceId"):
        raise strange(_RESOURCE, "has no PhysicalResourceId")
    return summary


def _is_nested(resource: Mapping[str, Any]) -> bool:
    return resource["ResourceType"] == _NESTED and is_there(resource)


def _refuse_unsettled(described: Mapping[str, Any]) -> None:
    status = required(described, "StackStatus", _STACK)
    if status not in _SETTLED:
        msg = (
            f"it is not compared before a deployment has succeeded: its status is {one_line(status)}, so its resources "
            "need not be what its template says"
        )
        raise ReadError(msg)


def _template(body: str, parse_yaml: Callable[[str], Any] | None) -> Mapping[str, Any]:
    """Return a template in JSON or YAML."""
    try:
        template = json.loads(body)
    except ValueError:
        template = parse_yaml(body) if parse_yaml is not None else None
    if not isinstance(template, Mapping):
        msg = "its template cannot be read: it is neither JSON nor YAML that this version knows"
        raise ReadError(msg, is_strange=True)
    return template


def _refuse_other(template: Mapping[str, Any], resources: Sequence[Mapping[str, Any]]) -> None:
    """Raise a `ReadError` where a template lacks what the stack has, for it says nothing of that."""
    written = as_mapping(template.get("Resources"))
    if not written:
        raise strange(_BODY, "has no Resources")
    for each in resources:
        name, kind = each["LogicalResourceId"], each["ResourceType"]
        if kind in _IDENTIFIED and is_there(each) and as_mapping(written.get(name)).get("Type") != kind:
            raise strange(_BODY, f"has no {kind} {one_line(name)}, and the stack has one")
