"""Texts that a template puts together, taken apart into what is known and what is not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .step_budget import Budget, GaveUpError

__all__ = ["pieces_of"]

_VARIABLE = re.compile(r"\$\{(!?)([^${}]*)\}")
_MOST_WRITTEN = 16_384  # pieces and characters; the longest of what is written so, an ARN, has 2,048


def pieces_of(value: Any) -> list[Any]:
    """Split a string into what is known and what is not; what cannot be split is one piece.

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
