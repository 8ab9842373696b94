"""What a template shows of a project, apart from its name.

A project under another name is the same project if everything that decides what its builds can do is the same: its
properties, all that they refer to, and all that mentions its role. Logical IDs do not count, because the CDK derives
them from names. If a part of it is known only on deployment, an equal outline proves nothing by itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from webhook_constructs.core.values.unresolved import is_unresolved
from webhook_constructs.core.values.wire import as_mapping
from webhook_constructs.templates.pipeline_definition import PIPELINE_TYPE
from webhook_constructs.templates.role_permissions import TYPES_OF_PERMISSIONS
from webhook_constructs.templates.template_webhooks import PROJECT_TYPE, WEBHOOK_TYPE
from webhook_constructs.templates.values.open_values import TemplateFacts

__all__ = ["Outline", "outline_of"]

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
_WRITTEN_ELSEWHERE = ("AWS::CloudFormation::Stack", "AWS::CloudFormation::CustomResource", "Custom::")
"""Types of resources whose attributes and effects another template or a program decides."""

_OF_THE_STACK = ("AWS::StackName", "AWS::StackId", "AWS::NotificationARNs")
_MAX_RESOURCES = 200
_VARIABLE = re.compile(r"\$\{([^${}!]+)\}")


class _NotShownError(Exception):
    """A template does not show what decides."""


class Outline(NamedTuple):
    """What a template shows of a resource, with all that it refers to.

    Attributes:
        text: A text that is equal for resources that differ in nothing but names.
        is_known: Whether no part of it is known only on deployment.
    """

    text: str
    is_known: bool


def outline_of(facts: TemplateFacts, logical_id: str, file: str = "") -> Outline | None:
    """Return what a template shows of a resource, with all that it refers to.

    Args:
        facts: The template, with what it is given.
        logical_id: The logical ID of the resource.
        file: The path of the template. Values of the stack, such as its name, are equal only within a file. Default:
            the template is the only one.

    Returns:
        The outline; None if a macro or another template writes a part of it, more than 200 resources belong to it, or
        they nest too deep.
    """
    writer = _Writer(facts, file)
    try:
        text = json.dumps(writer.resource(logical_id), sort_keys=True, default=str)
    except (RecursionError, _NotShownError):
        return None
    return Outline(text, writer.is_known)


class _Writer:
    """Writes resources without logical IDs: each has a number, in the order of reading.

    Attributes:
        is_known: Whether no part of what is written is known only on deployment.
    """

    def __init__(self, facts: TemplateFacts, file: str) -> None:
        self.is_known = True
        self._facts, self._file = facts, file
        self._resources = as_mapping(facts.template.body.get("Resources"))
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
        if str(kind).startswith(_WRITTEN_ELSEWHERE):
            self.is_known = False
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
            self.is_known &= not (isinstance(value, str) and is_unresolved(value))
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
        if name == "Fn::ImportValue":
            self.is_known = False
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
        members = as_mapping(self._facts.template.body.get(section))
        if not isinstance(name, str) or name not in members or (section, name) in self._named:
            return None
        self._named.add((section, name))
        return self._value(members[name])

    def _meant(self, name: Any) -> Any:
        """Return what a name stands for: a resource, a parameter with its definition, or something of AWS."""
        if not isinstance(name, str):
            return self._value(name)
        if name in self._resources:
            return self.resource(name)
        if name.startswith("AWS::"):
            return [name, self._file if name in _OF_THE_STACK else None]
        return [name, *self._parameter(name)]

    def _parameter(self, name: str) -> Iterator[Any]:
        """Return what a parameter can be, and what the stacks that nest the template give it."""
        given = [value for _, value in self._facts.expressions(name)]
        if any(not isinstance(each, str) or is_unresolved(each) for each in given):
            raise _NotShownError
        self.is_known &= bool(given) or self._facts.has_known_values(name)
        yield self._facts.parameters.get(name)
        yield given

    def _numbered(self, found: re.Match[str]) -> str:
        name, dot, attribute = found[1].partition(".")
        return f"${{{self._numbers.get(name, name)}{dot}{attribute}}}"


def _may_be_on_any_role(kind: Any, properties: Mapping[str, Any]) -> bool:
    """Check whether the policy of a role names that in another way than by a reference."""
    roles = properties.get("Roles", properties.get("RoleName"))
    named = roles if isinstance(roles, list) else [] if roles is None else [roles]
    is_policy = kind in TYPES_OF_PERMISSIONS and kind != _ROLE
    return is_policy and any("Ref" not in as_mapping(each) for each in named)
