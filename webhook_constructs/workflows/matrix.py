"""The matrix of a job: the combinations of values that it runs with.

Source: https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations [doc].
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import product
from math import prod
from typing import Any

from .expressions import filled
from .open_values import Either, Open, Value, text_of

__all__ = ["combination_name", "combinations", "filled_value"]

_MOST_COMBINATIONS = 256
_MOST_MOVES = 2 * _MOST_COMBINATIONS
_MOST_NAMED, _MOST_CHARACTERS = 3, 40
_MOST_LEVELS = 20
_OPEN = Open("matrix")
_MOVES = ("include", "exclude")


def combinations(matrix: Any, contexts: Mapping[str, Value]) -> list[Value]:
    """Return the combinations of values that a job runs with.

    Args:
        matrix: The matrix as the workflow has it.
        contexts: The contexts that there are at its place.

    Returns:
        For each combination an object, or `Open` where only a run knows it; one without values if there is no matrix.

    Raises:
        ExpressionError: GitHub refuses an expression in it.

    Examples:
        >>> combinations({"os": ["arm", "linux"], "exclude": [{"os": "arm"}], "include": [{"size": "large"}]}, {})
        [{'os': 'linux', 'size': 'large'}]
    """
    if matrix is None:
        return [{}]
    found: list[Value] = []
    for each in filled_value(matrix, contexts):
        found += _expanded(each) if isinstance(each, dict) else [_OPEN]
    return found


def combination_name(combination: Value) -> str:
    """Return what names a combination.

    Examples:
        >>> combination_name({"os": "arm", "size": "large"}), combination_name({})
        ('os=arm, size=large', '')
    """
    if not isinstance(combination, dict):
        return "a matrix value that is known only when the workflow runs"
    parts = [f"{key}={_shortened(value)}" for key, value in combination.items()]
    return ", ".join(parts[:_MOST_NAMED]) + (", ..." if len(parts) > _MOST_NAMED else "")


def _shortened(value: Value) -> str:
    is_nested = isinstance(value, (list, dict))
    text = json.dumps(value, default=text_of) if is_nested else text_of(value)
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}..."


def filled_value(value: Any, contexts: Mapping[str, Value], level: int = 0) -> tuple[Value, ...]:
    """Return what a value of a workflow is, each alternative once: of an object or list, that of each member.

    Args:
        value: A text, or an object or list of values.
        contexts: The contexts that there are at its place.
        level: How deep it is in others. Default: it is in none.

    Raises:
        ExpressionError: GitHub refuses an expression in it.
    """
    if isinstance(value, str):
        return filled(value, contexts)
    if level == _MOST_LEVELS:
        return (Open("..."),)
    if isinstance(value, list):
        return ([_one(filled_value(each, contexts, level + 1)) for each in value],)
    if isinstance(value, dict):
        return ({key: _one(filled_value(each, contexts, level + 1)) for key, each in value.items()},)
    return (value,)


def _one(values: tuple[Value, ...]) -> Value:
    return values[0] if len(values) == 1 else Either(values)


def _expanded(matrix: dict[str, Value]) -> list[Value]:
    vectors = {key: _elements(value) for key, value in matrix.items() if key not in _MOVES}
    if prod(map(len, vectors.values())) > _MOST_COMBINATIONS:
        return [_OPEN]
    included, excluded = (_elements(matrix.get(name)) for name in _MOVES)
    if max(len(included), len(excluded)) > _MOST_MOVES:
        return [_OPEN]
    found: list[Value] = []
    if vectors:
        whole = (dict(zip(vectors, values, strict=True)) for values in product(*vectors.values()))
        found += (each for each in whole if not any(_has(each, one) for one in excluded))
    added: list[Value] = []
    for each in included:
        if not isinstance(each, dict):
            added.append(_OPEN)
            continue
        fitting = [one for one in found if _fits(each, one, vectors)]
        for one in fitting:
            one.update(each)
        added += [] if fitting else [dict(each)]
    return [*found, *added]


def _elements(value: Value) -> list[Value]:
    """Return the elements of a list, of each alternative; an open value is one element."""
    if isinstance(value, Either):
        return [each for one in value.values for each in _elements(one)]
    if value is None:
        return []
    return list(_flat(value)) if isinstance(value, list) else [value]


def _flat(values: list[Value]) -> Iterator[Value]:
    for each in values:
        yield from each.values if isinstance(each, Either) else (each,)


def _has(combination: dict[str, Value], excluded: Value) -> bool:
    """Whether an entry of `exclude` names a combination. What is open excludes nothing."""
    if not isinstance(excluded, dict):
        return False
    return all(key in combination and text_of(combination[key]) == text_of(value) for key, value in excluded.items())


def _fits(included: dict[str, Value], combination: dict[str, Value], vectors: Mapping[str, Any]) -> bool:
    """Whether an entry of `include` adds to a combination: it must not change a value of the matrix itself."""
    return bool(vectors) and all(
        text_of(combination[key]) == text_of(value) for key, value in included.items() if key in vectors
    )
