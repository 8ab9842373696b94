"""The webhooks that a stack has made, as its template describes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from webhook_constructs.core.values.wire import as_mapping
from webhook_constructs.templates.references import plain_reference
from webhook_constructs.templates.template_webhooks import (
    PROJECT_TYPE,
    WEBHOOK_TYPE,
    TemplateWebhook,
    template_webhooks,
)

from .reading.answer import arn_parts

__all__ = ["StackWebhook", "is_there", "stack_webhooks"]

_COMPOSING = frozenset({"Fn::Join", "Fn::Sub"})
_GONE = frozenset({"DELETE_COMPLETE", "ROLLBACK_COMPLETE"})
# Compared, not hashed: a template can hold anything.
_PLAIN_PARAMETERS = ("String", "Number")
_TYPES = (PROJECT_TYPE, WEBHOOK_TYPE)


@dataclass(frozen=True, slots=True)
class StackWebhook:
    """A webhook that a stack has made.

    Attributes:
        stack: The name of the stack.
        account: The number of the account of the stack, where the project is, too.
        region: The region of the project.
        project: The name of the project.
        webhook: What the template says of the webhook, with the values that the stack has given to references.
        is_adopted: Whether it was there before the stack has taken it over. Default: the stack has made it.
    """

    stack: str
    account: str
    region: str
    project: str
    webhook: TemplateWebhook
    is_adopted: bool = False

    @property
    def key(self) -> tuple[str, ...]:
        """What it is known by: the account, the region, the stack, the project and the resource."""
        return self.account, self.region, self.stack, self.project, self.webhook.logical_id

    @property
    def is_ours(self) -> bool:
        """Whether it is a resource of this package, and not the `Triggers` of a project."""
        return self.webhook.resource_type == WEBHOOK_TYPE


def stack_webhooks(
    described: Mapping[str, Any], template: Mapping[str, Any], resources: Iterable[Mapping[str, Any]]
) -> Iterator[StackWebhook]:
    """Find the webhooks of a stack.

    Which project one is for says the physical id of its resource: that of a project is its name, and that of a webhook
    of this package begins with the name, and names the region where it is another one than the stack's.

    Args:
        described: The stack in the answer of DescribeStacks.
        template: Its template.
        resources: Its resources in the answers of ListStackResources. A resource whose condition does not hold is not
            among them, and those that the stack does not have do not count.
    """
    region, account, _ = arn_parts(described["StackId"], "cloudformation", "DescribeStacks.Stacks[].StackId")
    ids = {each["LogicalResourceId"]: each.get("PhysicalResourceId", "") for each in resources if is_there(each)}
    known = {**_parameters(described, template), **{name: physical for name, physical in ids.items() if physical}}
    known |= {"AWS::AccountId": account, "AWS::Region": region, "AWS::StackName": described["StackName"]}
    for webhook in template_webhooks(_resolved({"Resources": _with_webhooks(template)}, known)):
        place, *marks = ids.get(webhook.logical_id, "").split("#")
        project, _, other_region = place.partition("@")
        if project and not webhook.is_switched_off:
            stack, its_region = described["StackName"], other_region or region
            yield StackWebhook(stack, account, its_region, project, webhook, is_adopted="adopted" in marks)


def is_there(resource: Mapping[str, Any]) -> bool:
    """Check whether a stack has a resource, by its status: it may be under way, have failed, or be deleted.

    A webhook of this package that was never made has an id that says so.

    Args:
        resource: The resource in an answer of ListStackResources.
    """
    status = str(resource.get("ResourceStatus"))
    is_made = "#not-created" not in resource.get("PhysicalResourceId", "")
    return is_made and status.endswith("_COMPLETE") and status not in _GONE


def _with_webhooks(template: Mapping[str, Any]) -> dict[str, Any]:
    resources = as_mapping(template.get("Resources"))
    return {name: each for name, each in resources.items() if as_mapping(each).get("Type") in _TYPES}


def _parameters(described: Mapping[str, Any], template: Mapping[str, Any]) -> dict[str, str]:
    """Return the values of parameters that are texts, but of those that CloudFormation does not show."""
    declared = as_mapping(template.get("Parameters"))
    plain = {
        name
        for name, each in declared.items()
        if as_mapping(each).get("Type") in _PLAIN_PARAMETERS and str(each.get("NoEcho", "false")).lower() != "true"
    }
    given = {each["ParameterKey"]: each.get("ParameterValue", "") for each in described.get("Parameters", [])}
    return {name: value for name, value in given.items() if name in plain}


def _resolved(value: Any, known: Mapping[str, str]) -> Any:
    """Put in what references stand for, as far as that is known."""
    if isinstance(value, list):
        return [_resolved(each, known) for each in value]
    if not isinstance(value, Mapping):
        return value
    if value.keys() == {"Ref"}:
        name = value["Ref"]
        return known.get(name, value) if isinstance(name, str) else value
    found = {key: _resolved(each, known) for key, each in value.items()}
    if len(found) == 1 and next(iter(found)) in _COMPOSING:
        plain = plain_reference(found)
        return _resolved(plain, known) if plain != found else plain
    return found
