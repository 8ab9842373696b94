"""Values in a workflow, of which only a run may know some."""

from __future__ import annotations

import math
import operator
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

__all__ = [
    "BEGIN",
    "END",
    "Either",
    "Open",
    "Partly",
    "Value",
    "compared",
    "is_open",
    "is_truthy",
    "number_of",
    "text_of",
]

BEGIN, END = "${{", "}}"
"""What an expression stands between."""

_OPERATORS = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}

_NEVER_EMPTY = frozenset(
    f"github.{each}"
    for each in ("actor", "event_name", "ref", "repository", "repository_owner", "run_attempt", "run_id", "run_number")
)
"""What every run has a value for.

Source: https://docs.github.com/en/actions/reference/workflows-and-actions/contexts [doc].
"""

Value: TypeAlias = Any
"""A value as JSON has it, or one that is open."""


@dataclass(frozen=True, slots=True)
class Open:
    """A value that only a run knows.

    Attributes:
        source: The expression that gives it.
    """

    source: str

    def __str__(self) -> str:
        """Return it as a workflow writes it."""
        return f"{BEGIN} {self.source} {END}"


@dataclass(frozen=True, slots=True)
class Partly:
    """An object of which some members are known.

    Attributes:
        known: These members, by their names in lower case. Any other is open.
    """

    known: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Either:
    """A value that is one of several.

    Attributes:
        values: The alternatives.
    """

    values: tuple[Value, ...]


def is_open(value: Value) -> bool:
    """Whether only a run knows a value, or a part of it.

    Examples:
        >>> is_open(Open("vars.a")), is_open("a-${{ github.run_id }}"), is_open(["a"])
        (True, True, False)
    """
    if isinstance(value, (list, tuple)):
        return any(map(is_open, value))
    if isinstance(value, dict):
        return any(map(is_open, value.values()))
    return isinstance(value, (Open, Partly, Either)) or (isinstance(value, str) and BEGIN in value)


def is_truthy(value: Value) -> bool | None:
    """Whether a value counts as true; None if only a run knows it.

    Examples:
        >>> is_truthy(""), is_truthy("a"), is_truthy(0.0), is_truthy(Open("vars.a"))
        (False, True, False, None)
    """
    if isinstance(value, Open):
        return True if value.source in _NEVER_EMPTY else None
    if isinstance(value, float):
        return not math.isnan(value) and value != 0
    return value is not None and value is not False and value != ""


def text_of(value: Value) -> str:
    """Return a value as it stands in a text.

    Examples:
        >>> text_of(None), text_of(True), text_of(3.0), text_of(Open("vars.a")), text_of([])
        ('', 'true', '3', '${{ vars.a }}', 'Array')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return f"{value:.15g}"
    if isinstance(value, (str, Open)):
        return str(value)
    return "Array" if isinstance(value, (list, tuple)) else "Object"


def compared(mark: str, left: Value, right: Value) -> bool | None:
    """Compare two values as GitHub does; None if only a run knows one of them.

    Args:
        mark: The operator.
        left: What stands before it.
        right: What stands after it.

    Examples:
        >>> compared("==", "Main", "main"), compared("<", "2", 10.0), compared("==", Open("vars.a"), "a")
        (True, True, None)
    """
    if is_open(left) or is_open(right):
        return None
    if isinstance(left, str) and isinstance(right, str):
        left, right = left.lower(), right.lower()
    elif isinstance(left, (list, dict)) and isinstance(right, (list, dict)):
        return (left is right) == (mark == "==") and mark in {"==", "!="}
    else:
        left, right = number_of(left), number_of(right)
    return bool(_OPERATORS[mark](left, right))


def number_of(value: Value) -> float:
    """Return a value as a number.

    Examples:
        >>> number_of(None), number_of(True), number_of(" 12 "), number_of("0xff"), number_of("a")
        (0.0, 1.0, 12.0, 255.0, nan)
    """
    if value is None or isinstance(value, (bool, int, float)):
        return float(value or 0)
    if not isinstance(value, str):
        return math.nan
    try:
        return float(int(value, 16) if value.startswith("0x") else value.strip() or 0)
    except ValueError:
        return math.nan
