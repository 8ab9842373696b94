"""Which webhook before a change is which one after it.

A webhook is the same one if its project is: a project has at most one webhook. A project under another name is the same
one if the templates show both, and nothing but names differs. A webhook under another name is the same one if its
project is, and it builds for the same events. A webhook that moves to another project is a new one there, because
its builds have another role and another environment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
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


def matches(before: Snapshot, after: Snapshot, builds_same: Callable[[Match], bool]) -> list[tuple[Match, bool]]:
    """Return which webhook is which, in the order after the change, and then those that there are no longer.

    Args:
        before: The webhooks before the change.
        after: Those after it.
        builds_same: Checks whether two webhooks certainly build for the same events.

    Returns:
        The webhooks, each with whether it is matched by what it builds.
    """
    is_account = (before.account, after.account) != (None, None)
    found: dict[SnapshotWebhook, SnapshotWebhook] = {}
    left, rest = list(before.webhooks), list(after.webhooks)
    for key in _KEYS_OF_ACCOUNTS if is_account else _KEYS:
        found |= {other: one for one, other in _matched(left, rest, key)}
        left, rest = _others(left, found.values()), _others(rest, found)
    renamed = {} if is_account else {other: one for one, other in _renamed(left, rest, builds_same)}
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


def _renamed(
    left: Sequence[SnapshotWebhook], rest: Sequence[SnapshotWebhook], builds_same: Callable[[Match], bool]
) -> Iterator[_Pair]:
    """Return webhooks that build the same under other names: first those of equal settings."""
    free: dict[SnapshotWebhook, None] = dict.fromkeys(left)
    by_settings: dict[Hashable, list[SnapshotWebhook]] = {}
    for each in left:
        by_settings.setdefault(each.webhook.settings, []).append(each)
    open_: list[SnapshotWebhook] = []
    for other in rest:
        equal = by_settings.get(other.webhook.settings, []) if other.webhook.settings is not None else []
        one = next((each for each in equal if each in free and _is_renamed(each, other, builds_same)), None)
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
            if _is_renamed(one, other, builds_same):
                del free[one]
                yield one, other
                break


def _is_renamed(one: SnapshotWebhook, other: SnapshotWebhook, builds_same: Callable[[Match], bool]) -> bool:
    is_on_same_project = one.place.may_be(other.place) and one.projects.is_same_as(other.projects)
    return is_on_same_project is True and builds_same((one, other))
