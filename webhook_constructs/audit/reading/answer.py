"""A response of AWS, checked against the service model of boto3 before anything uses it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from .body import parsed_body
from .read_error import ReadError, strange

__all__ = ["Answer", "arn_parts", "required"]

_Item = TypeVar("_Item")
_ARN = re.compile(r"arn:aws[a-z-]*:([a-z]+):([a-z0-9-]+):([0-9]{12}):(.+)")
_KINDS: dict[str, tuple[type, str]] = {
    "structure": (dict, "an object"),
    "map": (dict, "an object"),
    "list": (list, "a list"),
    "string": (str, "a string"),
    "boolean": (bool, "a boolean"),
}
"""What the value of a shape is in JSON, and its name in a message. Nothing here uses numbers and times."""

_USED_BY_RULES = frozenset(
    {
        *("ActionDeclaration", "ActionTypeId", "GitConfiguration", "PipelineTriggerDeclaration", "StageDeclaration"),
        *("EnvironmentVariable", "ProjectSource", "PullRequestBuildPolicy", "ScopeConfiguration", "WebhookFilter"),
    }
)
"""The structures of the service models that the rules judge: each must have every member that its model requires."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The response to one call.

    A member is checked when somebody takes it, so a strange member hides no other one.

    Attributes:
        operation: The operation.
        members: The members, as the parser of JSON or XML returned them.
        shape: The shape of the response in the service model.
    """

    operation: str
    members: Mapping[str, Any]
    shape: Any

    @classmethod
    def of(cls, operation_model: Any, returned: Mapping[str, Any]) -> Answer:
        """Read the response to a call.

        Args:
            operation_model: The operation in the service model.
            returned: What the client of boto3 returned.

        Raises:
            ReadError: It is not an object in the format of the service.
        """
        name, shape = operation_model.name, operation_model.output_shape
        return cls(name, _of_kind(parsed_body(operation_model, returned), shape, name), shape)

    def __contains__(self, name: str) -> bool:
        """Check whether there is such a member."""
        return self.members.get(name) is not None

    def __getitem__(self, name: str) -> Any:
        """Return a member.

        Raises:
            ReadError: It is missing or empty, or does not fit its shape.
        """
        required(self.members, name, self.operation)
        return self.get(name)

    def get(self, name: str) -> Any:
        """Return a member, or None where it is missing.

        Raises:
            ReadError: It does not fit its shape.
        """
        value = self.members.get(name)
        return None if value is None else _fitted(value, self.shape.members[name], self._place(name))

    def each(self, name: str, read: Callable[[Any], _Item]) -> tuple[list[_Item], list[ReadError]]:
        """Read the items of a list, each by itself.

        Args:
            name: The name of the list.
            read: Reads an item that fits its shape. It raises a `ReadError` where it cannot.

        Returns:
            The items, and why others cannot be read.
        """
        shape, items, flaws = self.shape.members[name], [], []
        try:
            values = _of_kind(required(self.members, name, self.operation), shape, self._place(name))
        except ReadError as error:
            return [], [error]
        for value in values:
            try:
                items.append(read(_fitted(value, shape.member, f"{self._place(name)}[]")))
            except ReadError as error:  # noqa: PERF203 - one strange item hides no other
                flaws.append(error)
        return items, flaws

    def _place(self, name: str) -> str:
        return f"{self.operation}.{name}"


def required(members: Mapping[str, Any], name: str, place: str) -> Any:
    """Return a member of an object.

    Args:
        members: The object.
        name: The name of the member.
        place: The operation, and where the object is in its response.

    Raises:
        ReadError: It is missing, or an empty string.
    """
    value = members.get(name)
    if value is None or value == "":
        raise strange(place, f"has no {name}")
    return value


def arn_parts(arn: str, service: str, place: str) -> tuple[str, str, str]:
    """Return the region, the account and the resource of an ARN.

    Args:
        arn: The ARN.
        service: The service of the resource.
        place: The operation, and where the ARN is in its response.

    Raises:
        ReadError: It is not an ARN of that service.
    """
    found = _ARN.fullmatch(arn)
    if found is None or found[1] != service:
        raise strange(place, f"is not an ARN of {service}")
    return found[2], found[3], found[4]


def _fitted(value: Any, shape: Any, place: str) -> Any:
    """Return a value as its shape describes it: without the members that are `null` or not in the service model.

    Raises:
        ReadError: It does not fit.
    """
    _of_kind(value, shape, place)
    if shape.type_name == "structure":
        known = [(name, each) for name, each in shape.members.items() if value.get(name) is not None]
        if shape.name in _USED_BY_RULES:
            missing = [name for name in shape.required_members if value.get(name) is None]
            if missing:
                raise strange(place, f"has no {missing[0]}")
        return {name: _fitted(value[name], each, f"{place}.{name}") for name, each in known}
    if shape.type_name == "list":
        return [_fitted(each, shape.member, f"{place}[]") for each in value]
    if shape.type_name == "map":
        return {name: _fitted(each, shape.value, f"{place}.*") for name, each in value.items()}
    return value


def _of_kind(value: Any, shape: Any, place: str) -> Any:
    """Return a value, if it is of the type that its shape has in JSON."""
    type_, kind = _KINDS.get(shape.type_name, (object, ""))
    if not isinstance(value, type_):
        raise strange(place, f"is {_kind_of(value)}, not {kind}")
    return value


def _kind_of(value: Any) -> str:
    """Name the type of a value; the value itself may be a secret."""
    other = "null" if value is None else "a number"
    return next((kind for type_, kind in _KINDS.values() if isinstance(value, type_)), other)
