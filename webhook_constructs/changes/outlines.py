"""What a template shows of a project, apart from its name.

A project under another name is the same project if everything that decides what its builds can do is the same: its
properties, all that they refer to, all that mentions its role, and the rules of its security groups. Policies that may
be on any role count as well, those of the other templates too. Logical IDs do not count, because the CDK derives them
from names. If a part of it is known only on deployment, an equal outline proves nothing by itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from webhook_constructs.core.patterns.pieces import pieces_of
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
_SECURITY_GROUP = "AWS::EC2::SecurityGroup"
_SECURITY_GROUP_RULES = ("AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress")
_NOT_GRANTING = (PROJECT_TYPE, WEBHOOK_TYPE, PIPELINE_TYPE)  # they use a role, and give it nothing
_SECTIONS = {"Fn::If": "Conditions", "Condition": "Conditions", "Fn::FindInMap": "Mappings"}
_WRITTEN_ELSEWHERE = ("AWS::CloudFormation::Stack", "AWS::CloudFormation::CustomResource", "Custom::")
"""Types of resources whose attributes and effects another template or a program decides."""

_OF_THE_TEMPLATE = frozenset(
    f"Fn::{name}"
    for name in (
        *("And", "Base64", "Cidr", "Equals", "FindInMap", "GetAZs", "GetAtt", "If", "Join", "Length", "Not", "Or"),
        *("Select", "Split", "Sub", "ToJsonString"),
    )
)
"""Functions that return the same for the same arguments. Others, such as imports, read what is elsewhere."""

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


def outline_of(
    facts: TemplateFacts, logical_id: str, file: str = "", others: Sequence[tuple[TemplateFacts, str]] = ()
) -> Outline | None:
    """Return what a template shows of a project, with all that it refers to.

    Args:
        facts: The template, with what it is given.
        logical_id: The logical ID of the project.
        file: The path of the template. Values of the stack, such as its name, are equal only within a file. Default:
            the template is the only one.
        others: The other templates of its side, which may grant something to its role, each with its path. Default:
            there are none.

    Returns:
        The outline; None if a macro or another template writes a part of it, more than 200 resources belong to it, or
        they nest too deep.
    """
    writer = _Writer(facts, file)
    try:
        written = [writer.resource(logical_id)]
        names = tuple(writer.role_names)
        written += map(writer.resource, writer.granting(names))
        elsewhere = [_grants(*other, names) for other in others]
        text = json.dumps([written, [each.text for each in elsewhere]], sort_keys=True, default=str)
    except (RecursionError, _NotShownError):
        return None
    return Outline(text, writer.is_known and all(each.is_known for each in elsewhere))


def _grants(facts: TemplateFacts, file: str, role_names: Sequence[str]) -> Outline:
    """Return what another template may grant to roles of these names, and to any role."""
    writer = _Writer(facts, file)
    try:
        written = [*map(writer.resource, writer.granting(role_names))]
    except _NotShownError:
        return Outline("", is_known=False)
    return Outline(json.dumps(written, sort_keys=True, default=str), writer.is_known)


class _Writer:
    """Writes resources without logical IDs: each has a number, in the order of reading.

    Attributes:
        is_known: Whether no part of what is written is known only on deployment.
        role_names: The names of roles that are written, as far as texts have them.
    """

    def __init__(self, facts: TemplateFacts, file: str) -> None:
        self.is_known = True
        self.role_names: dict[str, None] = {}
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
        if kind in (PROJECT_TYPE, _ROLE):
            name = _role_name(properties.get("RoleName" if kind == _ROLE else "ServiceRole"))
            self.role_names |= {} if name is None else {name: None}
        left_out = _NAMES.get(kind, frozenset[str]()) if isinstance(kind, str) else frozenset[str]()
        return {
            "type": kind,
            "condition": self._value({"Condition": resource.get("Condition")}),
            "properties": self._value({name: value for name, value in properties.items() if name not in left_out}),
            "mentions": [self.resource(each) for each in self._mentioning(logical_id, kind)],
        }

    def granting(self, role_names: Sequence[str]) -> Iterator[str]:
        """Return the policies that may be on any role, and what mentions roles by their names.

        Args:
            role_names: The names.
        """
        names = "|".join(map(re.escape, role_names))
        mention = re.compile(rf"/(?:{names})(?![\w+=,.@-])") if names else None
        for logical_id, kind, properties in self._others_than(""):
            is_mentioned = mention is not None and mention.search(json.dumps(properties, default=str))
            if is_mentioned or self._may_be_on_any_role(kind, properties):
                yield logical_id

    def _mentioning(self, logical_id: str, kind: Any) -> Iterator[str]:
        """Return what mentions a role, and the rules of a security group, in the order of the template."""
        if kind not in (_ROLE, _SECURITY_GROUP):
            return
        mention = re.compile(rf'["{{]{re.escape(logical_id)}["}}.]')
        for name, other, properties in self._others_than(logical_id):
            if (kind == _ROLE or other in _SECURITY_GROUP_RULES) and mention.search(
                json.dumps(properties, default=str)
            ):
                yield name

    def _others_than(self, logical_id: str) -> Iterator[tuple[str, Any, Mapping[str, Any]]]:
        """Return the other resources that can grant something, each with its type and properties."""
        for name, value in self._resources.items():
            kind, properties = (as_mapping(value).get(each) for each in ("Type", "Properties"))
            if kind not in _NOT_GRANTING and name != logical_id:
                yield str(name), kind, as_mapping(properties)

    def _may_be_on_any_role(self, kind: Any, properties: Mapping[str, Any]) -> bool:
        """Check whether the policy of a role names that in another way than by a reference to it."""
        roles = properties.get("Roles", properties.get("RoleName"))
        named = roles if isinstance(roles, list) else [] if roles is None else [roles]
        is_policy = kind in TYPES_OF_PERMISSIONS and kind != _ROLE
        return is_policy and not all(self._is_of_here(as_mapping(each).get("Ref")) for each in named)

    def _is_of_here(self, name: Any) -> bool:
        return isinstance(name, str) and name in self._resources

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
        if name == "Fn::Join":
            self._note_text({name: argument})
        if name.startswith("Fn::") and name not in _OF_THE_TEMPLATE:
            self.is_known = False
        if name in _SECTIONS:
            return [self._value(argument), self._definition(_SECTIONS[name], argument)]
        return self._value(argument)

    def _substituted(self, argument: Any) -> Any:
        text, *given = argument if isinstance(argument, list) and argument else [argument]
        if not isinstance(text, str):
            return self._value([text, *given])
        self._note_text({"Fn::Sub": argument})
        own = as_mapping(given[0] if given else None)
        named = [self._meant(each.partition(".")[0]) for each in _VARIABLE.findall(text) if each not in own]
        return [_VARIABLE.sub(self._numbered, text), named, self._value(given)]

    def _note_text(self, function: Mapping[str, Any]) -> None:
        """Note whether a text that is put together holds a dynamic reference."""
        self.is_known &= not is_unresolved("".join(each for each in pieces_of(function) if isinstance(each, str)))

    def _definition(self, section: str, argument: Any) -> Any:
        """Return what a condition or a mapping says, the first time that it is named."""
        name = argument[0] if isinstance(argument, list) and argument else argument
        members = as_mapping(self._facts.template.body.get(section))
        if isinstance(name, Mapping):  # the name of a mapping can be a function, and then it may be any
            return self._value(members)
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


def _role_name(written: Any) -> str | None:
    """Return the name of a role that a text or the end of an ARN has; None if it is known only on deployment."""
    *before, last = [*pieces_of(written)] or [None]
    if not isinstance(last, str) or (before and "/" not in last):
        return None
    return last.rpartition("/")[2] or None
