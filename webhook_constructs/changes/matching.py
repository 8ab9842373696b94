"""Which webhook before a change is which one after it.

A webhook is the same one if its project is: a project has at most one webhook. A project under another name is the same
one if the templates show both, and nothing but names differs. A webhook under another name is the same one if its
project is, and it builds for the same events. A webhook that moves to another project is a new one there, because
its builds have another role and another environment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Sequence
from typing import TypeAlias

from .snapshot import Snapshot, SnapshotWebhook

__all__ = ["Match", "matches"]

Match: TypeAlias = "tuple[SnapshotWebhook | None, SnapshotWebhook | None]"
"""A webhook before the change and after it; None where there is none."""

_Pair: TypeAlias = "tuple[SnapshotWebhook, SnapshotWebhook]"
_Key: TypeAlias = "Callable[[SnapshotWebhook], tuple[Hashable, ...]]"

_KEYS: tuple[_Key, ...] = (
    lambda each: (each.webhook.project, each.webhook.name, each.file),
    lambda each: (each.webhook.project, each.webhook.name),
    lambda each: (each.webhook.project, each.file),
    lambda each: (each.webhook.project,),
    lambda each: (each.webhook.name, each.file),
    lambda each: (each.webhook.name,),
)
"""What two webhooks that are one have in common, the most certain first."""

_KEYS_OF_ACCOUNTS: tuple[_Key, ...] = (lambda each: (each.webhook.project_name,),)
_MOST_COMPARED = 400
"""How many pairs of other settings are compared by what they build."""


def matches(
    before: Snapshot, after: Snapshot, builds_same: Callable[[Match], bool | None], *, has_same_values: bool = False
) -> list[tuple[Match, bool]]:
    """Return which webhook is which, in the order after the change, and then those that there are no longer.

    Args:
        before: The webhooks before the change.
        after: Those after it.
        builds_same: Checks whether two webhooks are on one project and build for the same events; None if that cannot
            be told.
        has_same_values: Whether what is known only on deployment is the same on both sides where it is written the
            same. Default: nothing is known of it.

    Returns:
        The webhooks, each with whether it is matched by what it builds.
    """
    is_account = (before.account, after.account) != (None, None)
    found: dict[SnapshotWebhook, SnapshotWebhook] = {}
    left, rest = list(before.webhooks), list(after.webhooks)
    for key in _KEYS_OF_ACCOUNTS if is_account else _KEYS:
        found |= {other: one for one, other in _matched(left, rest, key)}
        left, rest = _others(left, found.values()), _others(rest, found)
    search = _Renames(builds_same, has_same_values=has_same_values)
    renamed = {} if is_account else {other: one for one, other in search.pairs(left, rest)}
    found |= renamed
    there = [((found.get(each), each), each in renamed) for each in after.webhooks]
    return [*there, *(((each, None), False) for each in _others(left, found.values()))]


def _others(webhooks: Sequence[SnapshotWebhook], found: Iterable[SnapshotWebhook]) -> list[SnapshotWebhook]:
    taken = set(found)
    return [each for each in webhooks if each not in taken]


def _matched(left: Sequence[SnapshotWebhook], rest: Sequence[SnapshotWebhook], key: _Key) -> Iterator[_Pair]:
    """Return the webhooks that have something in common that no other one on their sides has."""
    before, after = _unique(left, key), _unique(rest, key)
    for value, each in after.items():
        if value in before and _can_be_one(before[value], each):
            yield before[value], each


def _unique(webhooks: Sequence[SnapshotWebhook], key: _Key) -> dict[tuple[Hashable, ...], SnapshotWebhook]:
    keys = [key(each) for each in webhooks]
    times = Counter(keys)
    return {each: one for each, one in zip(keys, webhooks, strict=True) if times[each] == 1 and None not in each}


def _can_be_one(one: SnapshotWebhook, other: SnapshotWebhook) -> bool:
    """Check whether two webhooks may be one: nothing shows that they are on two projects, or of two templates."""
    if not one.place.may_be(other.place):
        return False
    are_of_two_files = one.file != other.file and "" not in {one.file, other.file}
    if are_of_two_files and (_is_known_by_file(one) or _is_known_by_file(other)):
        return False
    return one.projects.is_same_as(other.projects) is not False


def _is_known_by_file(webhook: SnapshotWebhook) -> bool:
    """Check whether a webhook and its project are only called by logical IDs, which other templates have as well."""
    return webhook.webhook.project_name is None and webhook.webhook.construct_path is None


class _Renames:
    """Finds webhooks that build the same under other names."""

    def __init__(self, builds_same: Callable[[Match], bool | None], *, has_same_values: bool) -> None:
        self._builds_same, self._has_same_values = builds_same, has_same_values

    def pairs(self, left: Sequence[SnapshotWebhook], rest: Sequence[SnapshotWebhook]) -> Iterator[_Pair]:
        """Return the webhooks: first those of equal settings, also where their projects only may be the same."""
        free: dict[SnapshotWebhook, None] = dict.fromkeys(left)
        by_settings: dict[Hashable, list[SnapshotWebhook]] = {}
        for each in left:
            by_settings.setdefault(each.webhook.settings, []).append(each)
        open_: list[SnapshotWebhook] = []
        for other in rest:
            equal = by_settings.get(other.webhook.settings, []) if other.webhook.settings is not None else []
            one = self._first(equal, other, free)
            if one is None:
                open_.append(other)
            else:
                del free[one]
                yield one, other
        compared = 0
        for other in open_:
            for one in list(free):
                compared += 1
                if compared > _MOST_COMPARED:
                    return
                if self._is_renamed(one, other):
                    del free[one]
                    yield one, other
                    break

    def _first(
        self, equal: Iterable[SnapshotWebhook], other: SnapshotWebhook, free: Container[SnapshotWebhook]
    ) -> SnapshotWebhook | None:
        """Return a webhook that certainly has another name now, or else the first that may have it."""
        possible: SnapshotWebhook | None = None
        for each in equal:
            found = self._is_renamed(each, other) if each in free else False
            if found:
                return each
            if found is None and possible is None:
                possible = each
        return possible

    def _is_renamed(self, one: SnapshotWebhook, other: SnapshotWebhook) -> bool | None:
        if not one.place.may_be(other.place):
            return False
        projects = one.projects, other.projects
        is_on_same_project = projects[0].is_same_as(projects[1], has_same_values=self._has_same_values)
        may_be = is_on_same_project is None and all(each.are_shown for each in projects)
        return self._builds_same((one, other)) if is_on_same_project or may_be else False
