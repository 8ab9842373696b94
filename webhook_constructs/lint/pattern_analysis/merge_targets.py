"""Branches that pull requests go into: asked for by HEAD_REF, the branch they come from, they are mistaken for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from webhook_constructs.core import EventAction, FilterType
from webhook_constructs.core.service.enums import PULL_REQUEST_ACTIONS
from webhook_constructs.lint.rule import Group

__all__ = ["MERGED_INTO", "advice_on_target", "is_mistaken_target"]

MERGED_INTO = frozenset({"main", "master", "trunk", "mainline", "develop", "development"})

_HEADS = "refs/heads/"
_PUSH = frozenset({EventAction.PUSH})


def is_mistaken_target(group: Group, names: Iterable[str]) -> bool:
    """Check whether names of branches, asked for by HEAD_REF, are evidently those that pull requests go into.

    Args:
        group: The group. With BASE_REF in it, or with several filters on HEAD_REF that include, HEAD_REF is taken to be
            meant.
        names: The names.
    """
    events = group.events
    if not events or not events & PULL_REQUEST_ACTIONS or not events <= PULL_REQUEST_ACTIONS | _PUSH:
        return False
    including = [each for each in group.on(FilterType.HEAD_REF) if not each.is_excluding]
    return len(including) == 1 and not group.on(FilterType.BASE_REF) and MERGED_INTO.issuperset(names)


def advice_on_target(group: Group, names: Sequence[str]) -> str:
    """Return how to filter by the branches that pull requests go into, one or more.

    Args:
        group: The group.
        names: The names.

    Returns:
        An order, with a group of its own for the pull requests where there are pushes too.
    """
    quoted = ", ".join(f'"{name}"' for name in names)
    pattern = f"^{_HEADS}{names[0] if len(names) == 1 else '({})'.format('|'.join(names))}$"
    called = f"BASE_REF: and_base_branch_is({quoted}), or {pattern}"
    written = f"use {group.language.filter(FilterType.BASE_REF, pattern)}"
    if group.events and EventAction.PUSH in group.events:
        way = group.language.in_python(f"filter there by {called}", f"in it {written}")
        return f"make a group of its own for the pull requests, and {way}"
    return group.language.in_python(f"filter by {called}", written)
