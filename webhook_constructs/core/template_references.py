"""What a value of a template refers to, however it is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

__all__ = ["plain_reference"]

_VARIABLE = re.compile(r"\$\{(!?)([^}]*)\}")


def plain_reference(value: Any) -> Any:
    """Write a reference in one way, so that values which say the same are equal.

    `Fn::Sub` with one variable and nothing else becomes what the variable stands for, without variables its text;
    `Fn::GetAtt` of any attribute becomes a `Ref`, because the question is which resource is meant; `Fn::Join` of parts
    that are all known becomes a text; `Fn::Select` of a part of a reference becomes the reference. Everything else
    stays as it is.

    Args:
        value: A text, or a function of a template.

    Examples:
        >>> plain_reference({"Fn::Sub": "${Project}"}), plain_reference({"Fn::GetAtt": ["Project", "Arn"]})
        ({'Ref': 'Project'}, {'Ref': 'Project'})
    """
    if not isinstance(value, Mapping) or len(value) != 1:
        return value
    name, argument = next(iter(value.items()))
    if name == "Fn::Sub":
        return _substituted(argument, value)
    if name == "Fn::GetAtt":
        parts = argument.split(".", 1) if isinstance(argument, str) else argument
        return {"Ref": parts[0]} if isinstance(parts, list) and parts and isinstance(parts[0], str) else value
    if name == "Fn::Join":
        return _joined(argument, value)
    if name == "Fn::Select":
        return _selected(argument, value)
    return value


def _substituted(argument: Any, value: Any) -> Any:
    text, given = argument if isinstance(argument, list) and len(argument) == 2 else (argument, {})  # noqa: PLR2004 - text and variables
    if not isinstance(text, str) or not isinstance(given, Mapping):
        return value
    variables = [(found[0], found[2]) for found in _VARIABLE.finditer(text) if not found[1]]
    if not variables:
        return _VARIABLE.sub(r"${\2}", text)
    whole, variable = variables[0]
    if whole != text:
        return value
    if variable in given:
        return plain_reference(given[variable])
    return {"Ref": variable.partition(".")[0]}


def _selected(argument: Any, value: Any) -> Any:
    """Give what a part was taken of, as the name is taken of an ARN."""
    parts = argument[1] if isinstance(argument, list) and len(argument) == 2 else None  # noqa: PLR2004 - as above
    split = parts.get("Fn::Split") if isinstance(parts, Mapping) else None
    whole = plain_reference(split[1]) if isinstance(split, list) and len(split) == 2 else None  # noqa: PLR2004 - as above
    return whole if isinstance(whole, Mapping) and whole.keys() <= {"Ref", "Fn::ImportValue"} else value


def _joined(argument: Any, value: Any) -> Any:
    if not isinstance(argument, list) or len(argument) != 2 or not isinstance(argument[1], list):  # noqa: PLR2004 - as above
        return value
    separator, parts = argument[0], [plain_reference(part) for part in argument[1]]
    if len(parts) == 1:
        return parts[0]
    if isinstance(separator, str) and all(isinstance(part, str) for part in parts):
        return separator.join(parts)
    return value
