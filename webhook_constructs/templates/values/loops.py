"""Loops of templates (`Fn::ForEach`): their keys, and the variables of one round."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

__all__ = ["LOOP", "Bound", "Member", "bind", "put_in"]

LOOP = "Fn::ForEach::"
"""How the keys begin that stand for several others."""


class Bound(dict[str, str]):
    """The variables of the loops around something, with their values in one round.

    Attributes:
        times: How many rounds all these loops have together.
    """

    def __init__(self, values: Mapping[str, str] | None = None, times: int = 1) -> None:
        """Bind some variables.

        Args:
            values: The variables. Default: there are none.
            times: How many rounds all these loops have together. Default: there are no loops.
        """
        super().__init__(values or {})
        self.times = times


_LETTERS = re.compile(r"[^A-Za-z0-9]")


class Member(NamedTuple):
    """A member of an object, as it is written.

    Attributes:
        key: Its key, with the variables of loops put in.
        value: Its value.
        bound: The variables of the loops around it.
        steps: The way from the object to it.
    """

    key: str
    value: Any
    bound: Bound
    steps: tuple[str | int, ...]


def put_in(text: str, bound: Bound) -> str:
    """Put the variables of loops into a text.

    Args:
        text: The text.
        bound: The variables.
    """
    for name, value in bound.items():
        text = text.replace(f"${{{name}}}", value).replace(f"&{{{name}}}", _LETTERS.sub("", value))
    return text


def bind(value: Any, bound: Bound) -> Any:
    """Put the variables of loops into a value.

    Args:
        value: The value.
        bound: The variables.
    """
    if not bound:
        return value
    if isinstance(value, str):
        return put_in(value, bound)
    if isinstance(value, list):
        return [bind(each, bound) for each in value]
    if not isinstance(value, Mapping):
        return value
    name = value.get("Ref") if len(value) == 1 else None
    if isinstance(name, str) and name in bound:
        return bound[name]
    return {put_in(key, bound): bind(each, bound) for key, each in value.items()}
