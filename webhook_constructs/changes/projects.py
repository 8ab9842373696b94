"""What templates show of the projects of webhooks, apart from their names.

A project under another name is the same project if everything that decides what its builds can do is the same: its
properties, and all that they refer to, with the policies of its role. Logical IDs do not count, because the CDK derives
them from names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from webhook_constructs.core.values.wire import as_mapping
from webhook_constructs.templates.references import plain_reference
from webhook_constructs.templates.role_permissions import TYPES_OF_PERMISSIONS
from webhook_constructs.templates.template import Template
from webhook_constructs.templates.template_webhooks import PROJECT_TYPE, TemplateWebhook

__all__ = ["ShownProjects"]

_NAMES = frozenset({"Name", "RoleName", "PolicyName", "ManagedPolicyName", "Description", "Tags", "Triggers"})
_ROLE = "AWS::IAM::Role"
_GRANTING = ("Policy", "::KMS::Key")
_MAX_RESOURCES = 200
_VARIABLE = re.compile(r"\$\{([^${}!]+)\}")


def _may_be_on_any_role(kind: str, properties: Mapping[str, Any]) -> bool:
    """Check whether the policy of a role names that in another way than by a reference."""
    roles = properties.get("Roles", properties.get("RoleName"))
    named = roles if isinstance(roles, list) else [] if roles is None else [roles]
    return kind in TYPES_OF_PERMISSIONS and any("Ref" not in as_mapping(each) for each in named)


class ShownProjects:
    """The projects that the templates of one side show."""

    def __init__(self, templates: Sequence[Template]) -> None:
        """Hold the templates.

        Args:
            templates: The templates.
        """
        self._templates = templates
        self._shown: dict[tuple[int, str], str | None] = {}

    def of(self, index: int, webhook: TemplateWebhook) -> str | None:
        """Return what a template shows of the project of a webhook.

        Args:
            index: The index of the template of the webhook.
            webhook: The webhook.

        Returns:
            A text that is equal for projects that differ in nothing but names; None if the template of the webhook does
            not define the project, or so much belongs to it that it is not read.
        """
        resources = self._templates[index].resources
        reference = plain_reference(webhook.written.get("ProjectName"))
        logical_id = as_mapping(reference).get("Ref")
        if not isinstance(logical_id, str) or as_mapping(resources.get(logical_id)).get("Type") != PROJECT_TYPE:
            return None
        if (index, logical_id) not in self._shown:
            self._shown[index, logical_id] = _Outline(self._templates[index].body).of(logical_id)
        return self._shown[index, logical_id]


class _Outline:
    """Writes a resource with all that it refers to, without logical IDs: each has a number, in the order of reading."""

    def __init__(self, template: Mapping[str, Any]) -> None:
        self._parameters = as_mapping(template.get("Parameters"))
        self._resources = as_mapping(template.get("Resources"))
        self._numbers: dict[str, int] = {}

    def of(self, logical_id: str) -> str | None:
        """Return the text; None if too many resources belong to it, or they nest too deep."""
        try:
            found = self._resource(logical_id)
        except RecursionError:
            return None
        return None if len(self._numbers) > _MAX_RESOURCES else json.dumps(found, sort_keys=True, default=str)

    def _resource(self, logical_id: str) -> Any:
        if logical_id in self._numbers or len(self._numbers) > _MAX_RESOURCES:
            return {"again": self._numbers.get(logical_id)}
        self._numbers[logical_id] = len(self._numbers)
        resource = as_mapping(self._resources[logical_id])
        properties = as_mapping(resource.get("Properties"))
        return {
            "type": resource.get("Type"),
            "condition": resource.get("Condition"),
            "properties": {name: self._value(value) for name, value in properties.items() if name not in _NAMES},
            "policies": [self._resource(each) for each in self._policies_on(logical_id)],
        }

    def _policies_on(self, logical_id: str) -> Iterator[str]:
        """Return the policies that mention a role, and those that may be on any role, in the order of the template."""
        if as_mapping(self._resources[logical_id]).get("Type") != _ROLE:
            return
        mention = re.compile(rf'["{{]{re.escape(logical_id)}["}}.]')
        for name, value in self._resources.items():
            kind, properties = (as_mapping(value).get(each) for each in ("Type", "Properties"))
            if not isinstance(kind, str) or not kind.endswith(_GRANTING):
                continue
            if mention.search(json.dumps(properties, default=str)) or _may_be_on_any_role(kind, as_mapping(properties)):
                yield str(name)

    def _value(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._value(each) for each in value]
        if not isinstance(value, Mapping):
            return value
        if len(value) == 1:
            ((name, argument),) = value.items()
            if name == "Ref" and isinstance(argument, str):
                return {"Ref": self._named(argument)}
            if name == "Fn::GetAtt":
                resource, *rest = argument.split(".", 1) if isinstance(argument, str) else argument or [""]
                return {"Fn::GetAtt": [self._named(resource), self._value(rest)]}
            if name == "Fn::Sub":
                text = argument if isinstance(argument, str) else json.dumps(argument, default=str)
                named = [self._named(each.partition(".")[0]) for each in _VARIABLE.findall(text)]
                return {"Fn::Sub": [_VARIABLE.sub(self._numbered, text), named]}
        return {key: self._value(each) for key, each in value.items()}

    def _named(self, name: Any) -> Any:
        """Return what a name stands for: a resource, a parameter with its definition, or something of AWS."""
        if isinstance(name, str) and name in self._resources:
            return self._resource(name)
        return [name, self._parameters.get(name)] if isinstance(name, str) else name

    def _numbered(self, found: re.Match[str]) -> str:
        name, dot, attribute = found[1].partition(".")
        return f"${{{self._numbers.get(name, name)}{dot}{attribute}}}"
