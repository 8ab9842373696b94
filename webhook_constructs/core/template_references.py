"""What a value of a template refers to, however it is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

__all__ = ["pieces_of", "plain_reference"]

_VARIABLE = re.compile(r"\$\{(!?)([^}]*)\}")


def plain_reference(value: Any) -> Any:
    """Write a reference in one way, so that values which say the same are equal.

    `Fn::Sub` and `Fn::Join` become a text where all of their parts are known, the part itself where there is only one,
    and else a `Fn::Join` of their parts with nothing between them. `Fn::GetAtt` of any attribute becomes a `Ref`,
    because the question is which resource is meant; `Fn::Select` of a part of a reference becomes the reference.
    Everything else stays as it is.

    Args:
        value: A text, or a function of a template.

    Examples:
        >>> plain_reference({"Fn::Sub": "${Project}"}), plain_reference({"Fn::GetAtt": ["Project", "Arn"]})
        ({'Ref': 'Project'}, {'Ref': 'Project'})
        >>> plain_reference({"Fn::Sub": "api-${Stage}"})
        {'Fn::Join': ['', ['api-', {'Ref': 'Stage'}]]}
    """
    if not isinstance(value, Mapping) or len(value) != 1:
        return value
    name, argument = next(iter(value.items()))
    if name in {"Fn::Sub", "Fn::Join"}:
        return _composed(value)
    if name == "Fn::GetAtt":
        parts = argument.split(".", 1) if isinstance(argument, str) else argument
        return {"Ref": parts[0]} if isinstance(parts, list) and parts and isinstance(parts[0], str) else value
    if name == "Fn::Select":
        return _selected(argument, value)
    return value


def _composed(value: Any) -> Any:
    """Put the pieces of a text together again, as far as they are known."""
    merged: list[Any] = []
    for piece in pieces_of(value):
        if isinstance(piece, str) and merged and isinstance(merged[-1], str):
            merged[-1] += piece
        elif piece != "":
            merged.append(piece)
    if len(merged) > 1:
        return {"Fn::Join": ["", merged]}
    only = merged[0] if merged else ""
    return only if only is value else plain_reference(only)


def pieces_of(value: Any) -> list[Any]:
    """Take a text apart into what is known and what is not; what cannot be taken apart is one piece.

    Args:
        value: A text, or a function of a template, whatever it holds.

    Examples:
        >>> pieces_of({"Fn::Sub": "arn:${AWS::Partition}:iam::"}), pieces_of({"Fn::Join": ["", None]})
        (['arn:', {'Ref': 'AWS::Partition'}, ':iam::'], [{'Fn::Join': ['', None]}])
    """
    name, argument = next(iter(value.items())) if isinstance(value, Mapping) and len(value) == 1 else ("", None)
    pieces = _joined(argument) if name == "Fn::Join" else _substituted(argument) if name == "Fn::Sub" else None
    return [value] if pieces is None else pieces


def _joined(argument: Any) -> list[Any] | None:
    separator, parts = argument if isinstance(argument, list) and len(argument) == 2 else (None, None)  # noqa: PLR2004 - separator and parts
    if not isinstance(separator, str) or not isinstance(parts, list):
        return None
    between = [piece for part in parts for piece in (separator, *pieces_of(part))]
    return between[1:]


def _substituted(argument: Any) -> list[Any] | None:
    text, given = argument if isinstance(argument, list) and len(argument) == 2 else (argument, {})  # noqa: PLR2004 - text and variables
    if not isinstance(text, str) or not isinstance(given, Mapping):
        return None
    pieces: list[Any] = []
    end = 0
    for found in _VARIABLE.finditer(text):
        pieces.append(text[end : found.start()])
        pieces += [f"${{{found[2]}}}"] if found[1] else _variable(found[2], given)
        end = found.end()
    return [*pieces, text[end:]]


def _variable(name: str, given: Mapping[str, Any]) -> list[Any]:
    if name in given:
        return pieces_of(given[name])
    resource, dot, attribute = name.partition(".")
    return [{"Fn::GetAtt": [resource, attribute]} if dot else {"Ref": resource}]


def _selected(argument: Any, value: Any) -> Any:
    """Give what a part was taken of, as the name is taken of an ARN."""
    parts = argument[1] if isinstance(argument, list) and len(argument) == 2 else None  # noqa: PLR2004 - as above
    split = parts.get("Fn::Split") if isinstance(parts, Mapping) else None
    whole = plain_reference(split[1]) if isinstance(split, list) and len(split) == 2 else None  # noqa: PLR2004 - as above
    return whole if isinstance(whole, Mapping) and whole.keys() <= {"Ref", "Fn::ImportValue"} else value
