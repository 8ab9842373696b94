"""What a template shows of a project, apart from its name.

A project under another name is the same project if everything that decides what its builds can do is the same: its
properties, all that they refer to, and all that mentions its role. Logical IDs do not count, because the CDK derives
them from names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from webhook_constructs.core.values.wire import as_mapping
from webhook_constructs.templates.pipeline_definition import PIPELINE_TYPE
from webhook_constructs.templates.role_permissions import TYPES_OF_PERMISSIONS
from webhook_constructs.templates.template_webhooks import PROJECT_TYPE, WEBHOOK_TYPE

__all__ = ["outline_of"]

_POLICY_NAMES = frozenset({"PolicyName", "ManagedPolicyName", "Description"})
_NAMES = {
    PROJECT_TYPE: frozenset({"Name", "Description", "Triggers"}),
    "AWS::IAM::Policy": _POLICY_NAMES,
    "AWS::IAM::RolePolicy": _POLICY_NAMES,
    "AWS::IAM::ManagedPolicy": _POLICY_NAMES,
}
"""What of a resource makes no difference to what builds can do. A name that others can grant something to does."""

_ROLE = "AWS::IAM::Role"
_NOT_GRANTING = (PROJECT_TYPE, WEBHOOK_TYPE, PIPELINE_TYPE)  # they use a role, and give it nothing
_SECTIONS = {"Fn::If": "Conditions", "Condition": "Conditions", "Fn::FindInMap": "Mappings"}
_MAX_RESOURCES = 200
_VARIABLE = re.compile(r"\$\{([^${}!]+)\}")


class _NotShownError(Exception):
    """A template does not show what decides."""


def outline_of(template: Mapping[str, Any], logical_id: str) -> str | None:
    """Return what a template shows of a resource, with all that it refers to.

    Args:
        template: The template.
        logical_id: The logical ID of the resource.

    Returns:
        A text that is equal for resources that differ in nothing but names; None if a macro writes a part of it, more
        than 200 resources belong to it, or they nest too deep.
    """
    try:
        return json.dumps(_Outline(template).resource(logical_id), sort_keys=True, default=str)
    except (RecursionError, _NotShownError):
        return None


class _Outline:
    """Writes resources without logical IDs: each has a number, in the order of reading."""

    def __init__(self, template: Mapping[str, Any]) -> None:
        self._template = template
        self._parameters = as_mapping(template.get("Parameters"))
        self._resources = as_mapping(template.get("Resources"))
        self._numbers: dict[str, int] = {}
        self._named: set[tuple[str, str]] = set()

    def resource(self, logical_id: str) -> Any:
        if logical_id in self._numbers:
            return {"again": self._numbers[logical_id]}
        if len(self._numbers) == _MAX_RESOURCES:
            raise _NotShownError
        self._numbers[logical_id] = len(self._numbers)
        resource = as_mapping(self._resources[logical_id])
        kind, properties = resource.get("Type"), as_mapping(resource.get("Properties"))
        left_out = _NAMES.get(kind, frozenset[str]()) if isinstance(kind, str) else frozenset[str]()
        return {
            "type": kind,
            "condition": self._value({"Condition": resource.get("Condition")}),
            "properties": self._value({name: value for name, value in properties.items() if name not in left_out}),
            "mentions": [self.resource(each) for each in self._mentioning(logical_id)] if kind == _ROLE else [],
        }

    def _mentioning(self, role: str) -> Iterator[str]:
        """Return what mentions a role, and the policies that may be on any role, in the order of the template."""
        mention = re.compile(rf'["{{]{re.escape(role)}["}}.]')
        for name, value in self._resources.items():
            kind, properties = (as_mapping(value).get(each) for each in ("Type", "Properties"))
            if kind in _NOT_GRANTING or name == role:
                continue
            if mention.search(json.dumps(properties, default=str)) or _may_be_on_any_role(kind, as_mapping(properties)):
                yield str(name)

    def _value(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._value(each) for each in value]
        if not isinstance(value, Mapping):
            return value
        if "Fn::Transform" in value:
            raise _NotShownError
        return {
            name: self._function(name, argument) if len(value) == 1 else self._value(argument)
            for name, argument in value.items()
        }

    def _function(self, name: str, argument: Any) -> Any:
        if name == "Ref":
            return self._meant(argument)
        if name == "Fn::GetAtt":
            resource, *rest = argument.split(".", 1) if isinstance(argument, str) else argument or [""]
            return [self._meant(resource), self._value(rest)]
        if name == "Fn::Sub":
            return self._substituted(argument)
        if name in _SECTIONS:
            return [self._value(argument), self._definition(_SECTIONS[name], argument)]
        return self._value(argument)

    def _substituted(self, argument: Any) -> Any:
        text, *given = argument if isinstance(argument, list) and argument else [argument]
        if not isinstance(text, str):
            return self._value([text, *given])
        named = [self._meant(each.partition(".")[0]) for each in _VARIABLE.findall(text)]
        return [_VARIABLE.sub(self._numbered, text), named, self._value(given)]

    def _definition(self, section: str, argument: Any) -> Any:
        """Return what a condition or a mapping says, the first time that it is named."""
        name = argument[0] if isinstance(argument, list) and argument else argument
        members = as_mapping(self._template.get(section))
        if not isinstance(name, str) or name not in members or (section, name) in self._named:
            return None
        self._named.add((section, name))
        return self._value(members[name])

    def _meant(self, name: Any) -> Any:
        """Return what a name stands for: a resource, a parameter with its definition, or something of AWS."""
        if not isinstance(name, str):
            return self._value(name)
        return self.resource(name) if name in self._resources else [name, self._parameters.get(name)]

    def _numbered(self, found: re.Match[str]) -> str:
        name, dot, attribute = found[1].partition(".")
        return f"${{{self._numbers.get(name, name)}{dot}{attribute}}}"


def _may_be_on_any_role(kind: Any, properties: Mapping[str, Any]) -> bool:
    """Check whether the policy of a role names that in another way than by a reference."""
    roles = properties.get("Roles", properties.get("RoleName"))
    named = roles if isinstance(roles, list) else [] if roles is None else [roles]
    is_policy = kind in TYPES_OF_PERMISSIONS and kind != _ROLE
    return is_policy and any("Ref" not in as_mapping(each) for each in named)
