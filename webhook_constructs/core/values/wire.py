"""The two written forms of a webhook, and how JSON in either of them is read.

CodeBuild's API and CloudFormation write the same members in different casing (`filterGroups`, `FilterGroups`). Every
member is named once, in the casing of the API; `WireForm` gives the other.

A `Node` is a value of such a document together with its path. It refuses what has the wrong shape and names the path.
It never judges what a value means: a document that the service would refuse is read all the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, NoReturn, TypeVar

from webhook_constructs.core.errors import WebhookConstructsError

from .arguments import shown
from .unresolved import Text, UnresolvedValue, is_no_value, json_flaw

__all__ = ["Node", "WireForm", "as_mapping", "as_mappings", "as_strings", "get_member"]

_E = TypeVar("_E", bound=Enum)
_MOST_SHOWN = 80
_SPOKEN_BOOLEANS = {"true": True, "false": False}


class WireForm(Enum):
    """A casing of the member names."""

    API = "api"
    CFN = "cfn"

    def key(self, member: str) -> str:
        """Return a member's name in this form.

        Examples:
            >>> WireForm.CFN.key("filterGroups")
            'FilterGroups'
        """
        return member if self is WireForm.API else member[0].upper() + member[1:]


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a document, and where it is.

    Attributes:
        value: The value, as the JSON parser gave it.
        form: The form that the document is written in.
        error: The exception that a wrong shape raises.
        path: Where the value is, such as `FilterGroups[0][1].Type`. Default: the value is the whole document.
        is_live: Whether the service wrote the document. It may have members that are newer than this package, which are
            passed over; what people write is refused, because a member with a slip in its name would change nothing.
            Default: people did.
    """

    value: Any
    form: WireForm
    error: type[WebhookConstructsError]
    path: str = ""
    is_live: bool = False

    def refuse(self, allowed: str) -> NoReturn:
        """Refuse a value that has the wrong shape.

        Args:
            allowed: What would be right, such as "a text".

        Raises:
            WebhookConstructsError: Always; of the class that this node names.
        """
        msg = f"expected {allowed}, got {shown(self.value, _MOST_SHOWN)}"
        raise self._error(msg)

    def members(self, known: Collection[str], ignored: Collection[str] = ()) -> dict[str, Node]:
        """Read an object.

        Args:
            known: The members that are read, in the casing of the API.
            ignored: Members that may be there and are not read, in the casing of the API.

        Returns:
            The members that are set, under their names in the casing of the API. None and `AWS::NoValue` mean that a
            member is not set.
        """
        if not isinstance(self.value, Mapping):
            self.refuse("an object")
        if any(str(key).startswith("Fn::") or key == "Ref" for key in self.value):
            self.refuse("an object that is known before the deployment")
        names = {self.form.key(name): name for name in known}
        others = {self.form.key(name) for name in ignored}
        found: dict[str, Node] = {}
        for key, value in self.value.items():
            if key in names:
                if value is not None and not is_no_value(value):
                    found[names[key]] = self._at(f".{key}" if self.path else key, value)
            elif key not in others and not self.is_live:
                msg = f"unknown key, got {shown(key, _MOST_SHOWN)}, allowed are {', '.join(sorted(names))}"
                raise self._error(msg)
        return found

    def required(self, members: Mapping[str, Node], name: str) -> Node:
        """Return a member that an object cannot do without.

        Args:
            members: What `members` returned.
            name: The member, in the casing of the API.
        """
        if name not in members:
            self.refuse(f"an object with {self.form.key(name)}")
        return members[name]

    def elements(self) -> Iterator[Node]:
        """Read a list; an element that is `AWS::NoValue` is not there."""
        if isinstance(self.value, (str, bytes)) or not isinstance(self.value, Sequence):
            self.refuse("a list")
        for index, value in enumerate(self.value):
            if not is_no_value(value):
                yield self._at(f"[{index}]", value)

    def text(self) -> str:
        """Read a text, for which a template may also write a number or a boolean, as CloudFormation takes them."""
        value = self.value
        if self.form is WireForm.CFN and isinstance(value, (bool, int, float)):
            return str(value).lower()
        if not isinstance(value, str):
            self.refuse("a text")
        return value

    def text_or_function(self) -> Text:
        """Read a text, or in a template the function that stands for it."""
        if self.form is WireForm.CFN and isinstance(self.value, Mapping) and len(self.value) == 1:
            name = next(iter(self.value))
            if isinstance(name, str) and (name == "Ref" or name.startswith("Fn::")):
                flaw = json_flaw(self.value)
                if flaw is not None:
                    msg = f"not a function of a template: {flaw}"
                    raise self._error(msg)
                return UnresolvedValue.from_cfn(self.value)
        return self.text()

    def flag(self) -> bool:
        """Read a boolean, which a template may also write as text."""
        value = self.value
        if self.form is WireForm.CFN and isinstance(value, str):
            value = _SPOKEN_BOOLEANS.get(value.lower())
        if not isinstance(value, bool):
            self.refuse("true or false")
        return value

    def choice(self, choices: type[_E]) -> _E:
        """Read one of the values of an enum."""
        text = self.text()
        if text not in {choice.value for choice in choices}:
            self.refuse(f"one of {', '.join(str(choice.value) for choice in choices)}")
        return choices(text)

    def _at(self, step: str, value: object) -> Node:
        return Node(value, self.form, self.error, self.path + step, self.is_live)

    def _error(self, text: str) -> WebhookConstructsError:
        error = self.error(f"{self.path}: {text}" if self.path else text)
        error.place = self.path
        return error


def get_member(value: Mapping[str, Any], name: str) -> Any:
    """Return a member by its name in the CDK's spelling; None where it is absent."""
    return value.get(name, value.get(name[0].upper() + name[1:]))


def as_mapping(value: Any) -> Mapping[str, Any]:
    """Return an object; an empty one where the value is something else."""
    return value if isinstance(value, Mapping) else {}


def as_mappings(value: Any) -> tuple[Mapping[str, Any], ...]:
    """Return the objects of a list."""
    return tuple(each for each in value if isinstance(each, Mapping)) if isinstance(value, list) else ()


def as_strings(value: Any) -> list[str]:
    """Return the texts of a list."""
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
