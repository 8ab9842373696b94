"""What a value of a template refers to, however it is written."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from webhook_constructs.core.patterns.pieces import pieces_of

__all__ = ["folded", "plain_reference"]

_COMPOSING = ("Fn::Sub", "Fn::Join")
_OF_A_PROJECT = ("Arn", "Id", "Name")  # compared, not hashed: a template can hold anything
_PARTS_OF_AN_ARN = ((":", 5), ("/", 1))  # what is behind the account, and the name in that


def folded(value: Any) -> Any:
    """Write the functions in a value as texts that say nothing but what is known: of texts, and of nothing else.

    Args:
        value: A value of a template.

    Examples:
        >>> folded([{"Fn::Sub": "PUSH"}, {"Fn::Sub": "^refs/heads/${Branch}$"}])
        ['PUSH', {'Fn::Sub': '^refs/heads/${Branch}$'}]
    """
    if isinstance(value, list):
        return [folded(each) for each in value]
    if not isinstance(value, Mapping):
        return value
    if len(value) == 1 and next(iter(value)) in _COMPOSING:
        plain = plain_reference(value)
        return plain if isinstance(plain, str) else value
    return {name: folded(each) for name, each in value.items()}


def plain_reference(value: Any) -> Any:
    """Write a reference in one way, so that values which say the same are equal.

    `Fn::Sub` and `Fn::Join` become a text where all of their parts are known, the part itself where there is only one,
    and else a `Fn::Join` of their parts with nothing between them. `Fn::GetAtt` of the ARN, id or name of a resource
    becomes a `Ref`, because the question is which resource is meant, and so does the `Fn::Select` that takes the name
    out of an ARN. Any other attribute is another value, which is written with its name in a list. Everything else stays
    as it is, texts of many thousand characters or pieces too.

    Args:
        value: A text, or a function of a template.

    Examples:
        >>> plain_reference({"Fn::Sub": "${Project}"}), plain_reference({"Fn::GetAtt": ["Project", "Arn"]})
        ({'Ref': 'Project'}, {'Ref': 'Project'})
        >>> plain_reference({"Fn::Sub": "api-${Stage}"})
        {'Fn::Join': ['', ['api-', {'Ref': 'Stage'}]]}
    """
    try:
        return _plain(value)
    except RecursionError:  # a function in a function, many hundred times
        return value


def _plain(value: Any) -> Any:
    if not isinstance(value, Mapping) or len(value) != 1:
        return value
    name, argument = next(iter(value.items()))
    if name in _COMPOSING:
        return _composed(value)
    if name == "Fn::GetAtt":
        return _attribute(argument, value)
    if name == "Fn::Select":
        return _selected(argument, value)
    return value


def _attribute(argument: Any, value: Any) -> Any:
    parts = argument.split(".", 1) if isinstance(argument, str) else argument
    if not isinstance(parts, list) or len(parts) != 2 or not isinstance(parts[0], str):  # noqa: PLR2004 - resource and attribute
        return value
    return {"Ref": parts[0]} if parts[1] in _OF_A_PROJECT else {"Fn::GetAtt": parts}


def _composed(value: Any) -> Any:
    """Put the pieces of a text together again, as far as they are known."""
    merged: list[Any] = []
    for is_text, group in groupby(pieces_of(value), lambda piece: isinstance(piece, str)):
        pieces = list(group)
        merged += [text for text in ["".join(pieces)] if text] if is_text else pieces
    if len(merged) > 1:
        return {"Fn::Join": ["", merged]}
    only = merged[0] if merged else ""
    return only if only is value else _plain(only)


def _selected(argument: Any, value: Any) -> Any:
    """Return what a name was taken of, if that is an ARN."""
    index, parts = argument if isinstance(argument, list) and len(argument) == 2 else (None, None)  # noqa: PLR2004 - index and list
    split = parts.get("Fn::Split") if isinstance(parts, Mapping) else None
    separator, whole = split if isinstance(split, list) and len(split) == 2 else (None, None)  # noqa: PLR2004 - separator and text
    if not any(separator == mark and str(index) == str(place) for mark, place in _PARTS_OF_AN_ARN):
        return value
    found = _plain(whole)
    return found if isinstance(found, Mapping) and found.keys() <= {"Ref", "Fn::GetAtt", "Fn::ImportValue"} else value
