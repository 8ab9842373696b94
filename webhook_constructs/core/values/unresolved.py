"""Values that are known only when the stack is deployed.

A CDK string can hold tokens (`${Token[Name.12]}`), a text of a template dynamic references (`{{resolve:ssm:Branch}}`),
and a template can hold a function where a text belongs (`{"Ref": "Branch"}`). This package never resolves any of them:
it carries them through, and whatever depends on such a value is undecided, which `all_of` and `any_of` carry on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from webhook_constructs.core.errors import WebhookConstructsError

from .frozen import frozen

__all__ = [
    "NO_VALUE",
    "Text",
    "UnresolvedValue",
    "all_of",
    "any_of",
    "is_no_value",
    "is_unresolved",
    "json_flaw",
    "known_text",
    "may_be_no_value",
]

_TOKEN_MARKERS = ("${Token[", "#{Token[")  # of a text, and of a list of texts
_MARKERS_END = "]}"
_DYNAMIC_REFERENCE = "{{resolve:"
"""Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html [doc]."""

_MARKERS = (*_TOKEN_MARKERS, _DYNAMIC_REFERENCE)
_DEEPEST = 100


@frozen
@dataclass(frozen=True, slots=True)
class UnresolvedValue:
    """A CloudFormation function in place of a string.

    Attributes:
        source: The function as JSON text with sorted keys, so that equal functions are equal values.

    Raises:
        WebhookConstructsError: The source is not a string.

    Examples:
        >>> value = UnresolvedValue.from_cfn({"Ref": "Branch"})
        >>> value.to_cfn()
        {'Ref': 'Branch'}
    """

    source: str

    def __post_init__(self) -> None:
        """Refuse what is no text."""
        if not isinstance(self.source, str):
            msg = f"not the JSON text of a function, got {self.source!r}: use UnresolvedValue.from_cfn"
            raise WebhookConstructsError(msg)

    @classmethod
    def from_cfn(cls, function: Mapping[str, Any]) -> UnresolvedValue:
        """Return the value of a function in a template.

        Args:
            function: The function, such as `{"Fn::Sub": "^refs/heads/${Branch}$"}`.

        Returns:
            The value. `to_cfn` returns an equal function.

        Raises:
            WebhookConstructsError: JSON cannot represent it.
        """
        flaw = json_flaw(function)
        if flaw is not None:
            msg = f"not a function of a template: {flaw}"
            raise WebhookConstructsError(msg)
        return cls(json.dumps(function, sort_keys=True))

    def to_cfn(self) -> dict[str, Any]:
        """Return the function as a new object."""
        function: dict[str, Any] = json.loads(self.source)
        return function

    def __str__(self) -> str:
        """Return the function as a JSON string."""
        return self.source


Text: TypeAlias = "str | UnresolvedValue"
"""A text of the API, or what stands for it in a template."""


def known_text(value: object) -> str | None:
    """Return a text that is known before the deployment; None for any other value.

    Examples:
        >>> known_text("GITHUB"), known_text("${Token[Type.12]}"), known_text({"Ref": "Type"})
        ('GITHUB', None, None)
    """
    return value if isinstance(value, str) and not is_unresolved(value) else None


def is_unresolved(value: Text | None) -> bool:
    """Check whether a value, or a part of it, is known only when the stack is deployed.

    Args:
        value: A text that may hold the CDK's tokens or dynamic references, or a function of a template.

    Returns:
        True for a function of a template and for a text with a CDK token or a dynamic reference in it.

    Examples:
        >>> is_unresolved("^refs/heads/${Token[Branch.12]}$")
        True
        >>> is_unresolved("^refs/heads/{{resolve:ssm:Branch}}$")
        True
        >>> is_unresolved("^refs/heads/main$")
        False
    """
    return isinstance(value, UnresolvedValue) or (value is not None and any(marker in value for marker in _MARKERS))


def may_be_no_value(value: Text) -> bool:
    """Check whether a value can turn out to be absent when the stack is deployed, as `AWS::NoValue` is.

    Args:
        value: A text that may hold the CDK's tokens, or a function of a template.

    Returns:
        True for a function of a template, and for a token with nothing before or after it. A token in a text becomes a
        part of the text.

    Examples:
        >>> may_be_no_value("${Token[Branch.12]}"), may_be_no_value("^${Token[Branch.12]}$")
        (True, False)
    """
    if isinstance(value, UnresolvedValue):
        return True
    return value.startswith(_TOKEN_MARKERS) and value.find(_MARKERS_END) + len(_MARKERS_END) == len(value)


def json_flaw(value: object) -> str | None:
    """Return why JSON cannot hold a value; `json` itself writes the number 1 as the key "1", and NaN, without a word.

    Examples:
        >>> json_flaw({"Fn::Sub": "x"}), json_flaw({1: "x"})
        (None, 'a key is of type int, allowed are texts')
    """
    waiting = [(value, 0)]
    while waiting:
        each, depth = waiting.pop()
        if depth > _DEEPEST:
            return f"it is nested deeper than {_DEEPEST} levels"
        if type(each) is dict:
            wrong = next((key for key in each if not isinstance(key, str)), None)
            if wrong is not None:
                return f"a key is of type {type(wrong).__name__}, allowed are texts"
            waiting += [(inner, depth + 1) for inner in each.values()]
        elif isinstance(each, (list, tuple)):
            waiting += [(inner, depth + 1) for inner in each]
        elif not (
            each is None or isinstance(each, (str, int)) or (isinstance(each, float) and abs(each) < float("inf"))
        ):
            return f"it holds a {type(each).__name__}, allowed is what JSON can hold"
    return None


NO_VALUE = {"Ref": "AWS::NoValue"}
"""What stands in a template for a key or an element that is absent."""


def is_no_value(value: object) -> bool:
    """Check whether a value of a template is `{"Ref": "AWS::NoValue"}`, which means that the key is absent."""
    return value == NO_VALUE


def all_of(answers: Iterable[bool | None]) -> bool | None:
    """Check whether all of something is so; nothing is asked after the first that is not.

    Examples:
        >>> all_of([True, None]), all_of([None, False]), all_of([])
        (None, False, True)
    """
    undecided = False
    for answer in answers:
        if answer is False:
            return False
        undecided = undecided or answer is None
    return None if undecided else True


def any_of(answers: Iterable[bool | None]) -> bool | None:
    """Check whether any of something is so; nothing is asked after the first that is.

    Examples:
        >>> any_of([False, None]), any_of([None, True]), any_of([])
        (None, True, False)
    """
    undecided = False
    for answer in answers:
        if answer:
            return True
        undecided = undecided or answer is None
    return None if undecided else False
