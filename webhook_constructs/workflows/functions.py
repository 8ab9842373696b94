"""The functions of GitHub's expressions."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from .open_values import Value, compared, is_open, text_of

__all__ = ["FUNCTIONS", "FUNCTIONS_OF_A_RUN", "CallError"]

FUNCTIONS_OF_A_RUN = frozenset({"success", "always", "cancelled", "failure", "hashfiles", "case"})
"""Those whose value only a run knows."""


class CallError(Exception):
    """GitHub cannot evaluate a call, whatever a run knows; the text says why."""


_PLACEHOLDER = re.compile(r"\{([0-9]{1,3})\}|\{\{|\}\}")


def _format(form: Value, *values: Value) -> Value:
    def member(found: re.Match[str]) -> str:
        if found[1] is None:
            return found[0][0]
        if int(found[1]) >= len(values):
            msg = f"format has no argument for {found[0]}"
            raise CallError(msg)
        return text_of(values[int(found[1])])

    return _PLACEHOLDER.sub(member, _known(form))


def _from_json(text: Value) -> Value:
    return json.loads(text, parse_int=float)


def _to_json(value: Value) -> Value:
    return json.dumps(value)


def _join(values: Value, separator: Value = ",") -> Value:
    elements = values if isinstance(values, list) else [_known(values)]
    return text_of(separator).join(map(text_of, elements))


def _contains(where: Value, what: Value) -> Value:
    if isinstance(where, list) and not is_open(where):
        return any(compared("==", each, _known(what)) for each in where)
    return _known(what).lower() in _known(where).lower()


def _starts_with(text: Value, begin: Value) -> Value:
    return _known(text).lower().startswith(_known(begin).lower())


def _ends_with(text: Value, end: Value) -> Value:
    return _known(text).lower().endswith(_known(end).lower())


def _known(value: Value) -> str:
    """Return a value as a text.

    Raises:
        ValueError: Only a run knows it.
    """
    if is_open(value):
        raise ValueError
    return text_of(value)


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "format": _format,
    "fromjson": _from_json,
    "tojson": _to_json,
    "join": _join,
    "contains": _contains,
    "startswith": _starts_with,
    "endswith": _ends_with,
}
"""What each gives; it raises an error where an argument is not of its kind, or missing, or only a run knows it."""
