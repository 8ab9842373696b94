"""What a value of a template refers to, however it is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import groupby
from typing import Any

from webhook_constructs.core.patterns.step_budget import Budget, GaveUpError

__all__ = ["folded", "pieces_of", "plain_reference"]

_VARIABLE = re.compile(r"\$\{(!?)([^${}]*)\}")
_MOST_WRITTEN = 16_384  # pieces and characters; the longest of what is written so, an ARN, has 2,048
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


def pieces_of(value: Any) -> list[Any]:
    """Take a text apart into what is known and what is not; what cannot be taken apart is one piece.

    Args:
        value: A text, or a function of a template, whatever it holds. One of many thousand characters or pieces is
            not taken apart.

    Examples:
        >>> pieces_of({"Fn::Sub": "arn:${AWS::Partition}:iam::"}), pieces_of({"Fn::Join": ["", None]})
        (['arn:', {'Ref': 'AWS::Partition'}, ':iam::'], [{'Fn::Join': ['', None]}])
    """
    try:
        return _pieces(value, Budget(_MOST_WRITTEN))
    except (GaveUpError, RecursionError):
        return [value]


def _pieces(value: Any, budget: Budget) -> list[Any]:
    name, argument = next(iter(value.items())) if isinstance(value, Mapping) and len(value) == 1 else ("", None)
    budget.spend(1 + (len(value) if isinstance(value, str) else 0))
    if name == "Fn::Join":
        pieces = _joined(argument, budget)
    else:
        pieces = _substituted(argument, budget) if name == "Fn::Sub" else None
    return [value] if pieces is None else pieces


def _joined(argument: Any, budget: Budget) -> list[Any] | None:
    separator, parts = argument if isinstance(argument, list) and len(argument) == 2 else (None, None)  # noqa: PLR2004 - separator and parts
    if not isinstance(separator, str) or not isinstance(parts, list):
        return None
    between = [piece for part in parts for piece in (separator, *_pieces(part, budget))]
    return between[1:]


def _substituted(argument: Any, budget: Budget) -> list[Any] | None:
    text, given = argument if isinstance(argument, list) and len(argument) == 2 else (argument, {})  # noqa: PLR2004 - text and variables
    if not isinstance(text, str) or not isinstance(given, Mapping):
        return None
    budget.spend(len(text))
    pieces: list[Any] = []
    end = 0
    for found in _VARIABLE.finditer(text):
        pieces.append(text[end : found.start()])
        pieces += [f"${{{found[2]}}}"] if found[1] else _variable(found[2], given, budget)
        end = found.end()
    return [*pieces, text[end:]]


def _variable(name: str, given: Mapping[str, Any], budget: Budget) -> list[Any]:
    if name in given:
        return _pieces(given[name], budget)
    resource, dot, attribute = name.partition(".")
    return [{"Fn::GetAtt": [resource, attribute]} if dot else {"Ref": resource}]


def _selected(argument: Any, value: Any) -> Any:
    """Give what a name was taken of, if that is an ARN."""
    index, parts = argument if isinstance(argument, list) and len(argument) == 2 else (None, None)  # noqa: PLR2004 - index and list
    split = parts.get("Fn::Split") if isinstance(parts, Mapping) else None
    separator, whole = split if isinstance(split, list) and len(split) == 2 else (None, None)  # noqa: PLR2004 - separator and text
    if not any(separator == mark and str(index) == str(place) for mark, place in _PARTS_OF_AN_ARN):
        return value
    found = _plain(whole)
    return found if isinstance(found, Mapping) and found.keys() <= {"Ref", "Fn::GetAtt", "Fn::ImportValue"} else value
