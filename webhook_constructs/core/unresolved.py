"""Values that are known only when the stack is deployed.

A CDK string can hold tokens (`${Token[Name.12]}`), and a template can hold a function where a text belongs
(`{"Ref": "Branch"}`). This package never resolves either: it carries them through, and whatever depends on such a
value is undecided.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Text", "UnresolvedValue", "is_no_value", "is_unresolved"]

_TOKEN_MARKER = "${Token["  # noqa: S105 (the CDK's marker, no secret)


@dataclass(frozen=True, slots=True)
class UnresolvedValue:
    """A CloudFormation function that stands where a text belongs.

    Attributes:
        source: The function as JSON text with sorted keys, so that equal functions are equal values.

    Examples:
        >>> value = UnresolvedValue.from_cfn({"Ref": "Branch"})
        >>> value.to_cfn()
        {'Ref': 'Branch'}
    """

    source: str

    @classmethod
    def from_cfn(cls, function: Mapping[str, Any]) -> UnresolvedValue:
        """Hold a function of a template.

        Args:
            function: The function, such as `{"Fn::Sub": "^refs/heads/${Branch}$"}`.

        Returns:
            The value, which gives an equal function back.
        """
        import json  # noqa: PLC0415 (only templates need it, and its import costs as much as half of this package)

        return cls(json.dumps(function, sort_keys=True))

    def to_cfn(self) -> dict[str, Any]:
        """Give the function back as a new object."""
        import json  # noqa: PLC0415 (as above)

        function: dict[str, Any] = json.loads(self.source)
        return function

    def __str__(self) -> str:
        """Give the function as JSON text."""
        return self.source


Text: TypeAlias = "str | UnresolvedValue"
"""A text of the API, or what stands for it in a template."""


def is_unresolved(value: Text | None) -> bool:
    """Tell whether a value, or a part of it, is known only when the stack is deployed.

    Args:
        value: A text that may hold the CDK's tokens, or a function of a template.

    Returns:
        True for a function of a template and for a text with a CDK token in it.

    Examples:
        >>> is_unresolved("^refs/heads/${Token[Branch.12]}$")
        True
        >>> is_unresolved("^refs/heads/main$")
        False
    """
    return isinstance(value, UnresolvedValue) or (value is not None and _TOKEN_MARKER in value)


def is_no_value(value: object) -> bool:
    """Tell whether a value of a template is `{"Ref": "AWS::NoValue"}`, which means that the key is absent."""
    return value == {"Ref": "AWS::NoValue"}
