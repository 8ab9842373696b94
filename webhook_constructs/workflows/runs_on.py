"""What a job of a GitHub workflow asks for in `runs-on`: lists of labels, and a group of runners.

Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax [doc].
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice, product
from typing import Any, NamedTuple

from webhook_constructs.core.values.arguments import shown

from .expressions import MOST_ALTERNATIVES, ExpressionError, filled
from .open_values import Open, Value, text_of

__all__ = ["RUN_ID", "Labels", "labels_of"]

RUN_ID = "github.run_id"
"""What a label for CodeBuild has in it, and hardly any other text has."""

_MEMBERS = ("group", "labels")


class Labels(NamedTuple):
    """Labels that a job asks for.

    Attributes:
        labels: The labels.
        group: The group of runners. Default: none.
        slip: What is wrong with them, and the fix. Default: nothing.
        conditions: What has to be so, besides. Default: nothing.
    """

    labels: tuple[str, ...]
    group: str | None = None
    slip: tuple[str, str] | None = None
    conditions: tuple[str, ...] = ()


def labels_of(written: Any, contexts: Mapping[str, Value]) -> list[Labels]:
    """Return the lists of labels that a job can ask for.

    Args:
        written: Its `runs-on`.
        contexts: The contexts that there are in it.

    Examples:
        >>> found = labels_of(["linux", "${{ vars.BIG && 'large' || 'small' }}"], {"vars": Open("vars")})
        >>> [each.labels for each in found]
        [('linux', 'large'), ('linux', 'small')]
    """
    try:
        return list(dict.fromkeys(_read(written, contexts)))
    except ExpressionError as error:
        return [Labels((), slip=(str(error), error.fix))]


def _read(written: Any, contexts: Mapping[str, Value]) -> Iterator[Labels]:
    slip = _slip(written)
    if slip is not None:
        yield Labels((), slip=slip)
    elif isinstance(written, dict):
        groups = filled(text_of(written.get("group")), contexts)
        group = text_of(groups[0]) if len(groups) == 1 else "one of several"
        for each in _read(written.get("labels"), contexts):
            yield each._replace(group=group or None)
    else:
        elements = written if isinstance(written, list) else [written]
        found = list(islice(product(*(filled(text_of(each), contexts) for each in elements)), MOST_ALTERNATIVES + 1))
        for values in found if len(found) <= MOST_ALTERNATIVES else [(Open("runs-on"),)]:
            flat = (one for value in values for one in (value if isinstance(value, list) else [value]))
            yield Labels(tuple(filter(None, map(text_of, flat))))


def _slip(written: Any) -> tuple[str, str] | None:
    """Return what GitHub rejects in the form of `runs-on`, or of its labels, and the fix."""
    if isinstance(written, dict):
        unknown = next((each for each in written if each not in _MEMBERS), None)
        if unknown is not None:
            why = f"runs-on has the key {shown(unknown)}, and GitHub knows only group and labels"
            return why, "write group or labels instead"
        group = text_of(written.get("group"))
        if RUN_ID in group and not written.get("labels"):
            return f"its label {shown(group)} is given as a group", "give it as labels instead of group"
        return None
    for each in written if isinstance(written, list) else ():
        if isinstance(each, dict):
            member = ", ".join(f"{key}: {text_of(value)}" for key, value in each.items())
            fix = f"write {member.replace(': ', ':')} without the blank, or in quotes"
            return f"the label {shown(member)} is a YAML mapping, not a string", fix
        if isinstance(each, list):
            member = ", ".join(map(text_of, each))
            return f"the label {shown(member)} is a YAML list, not a string", "write one list with all labels"
    return None
