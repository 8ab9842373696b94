"""Whom the ACTOR_ACCOUNT_ID filters of a group let through."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from webhook_constructs.core import FilterType, Pattern, SourceProvider, is_disjoint, is_subset
from webhook_constructs.core.groups.problems import is_too_large
from webhook_constructs.core.patterns.intersections import count_texts

from .plain_patterns import is_plain_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from webhook_constructs.lint.rule import Group, PlacedFilter

__all__ = ["FLAWS", "Reach", "lets_strangers_pass", "loose_actor_filters", "reach_of"]


class Reach(Enum):
    """Which accounts a pattern matches."""

    NAMED = "the accounts that it names"
    UNANCHORED = "every account with an ID that contains a match, because an anchor is missing"
    REPEATED = "every account with an ID that contains a match, because a part of it can have any length"
    MANY = "ten accounts or more, without naming them"
    MILLIONS = "more than a million accounts"
    EVERYONE = "every account"
    UNKNOWN = "unknown"


FLAWS = {
    Reach.UNANCHORED: "is not anchored at both ends, so accounts whose id contains a match",
    Reach.REPEATED: "has a part of any length between its anchors, so accounts whose id contains a match",
    Reach.MANY: "matches ten account ids or more, so accounts that it does not name",
    Reach.MILLIONS: "matches more than a million account ids, so accounts that it does not name",
}
"""What is wrong with a pattern that matches other accounts than it names, and whom that concerns."""


@dataclass(frozen=True, slots=True)
class _AccountIds:
    """What the account IDs of a git host look like.

    Attributes:
        strangers: A pattern of the IDs that strangers can have.
        forms: Patterns of IDs, each with the number that counts as many: a thousandth of those that strangers can have.
        possible: Patterns that together match the IDs that can be counted to see whether a pattern names accounts.
        longer: A pattern of what is longer than these, and looks like an ID.
        are_documented: Whether the host documents what its IDs look like.
    """

    strangers: str
    forms: tuple[tuple[str, int], ...]
    possible: frozenset[str]
    longer: str
    are_documented: bool = True


# GitHub numbers its accounts in sequence, and the new ones have had nine digits for years:
# https://api.github.com/users/Copilot shows 198982749. The length of the numbers on a server of one's own is unknown.
# Bitbucket has two kinds of IDs, as far as IDs have been shown. What GitLab sends is not documented.
_NUMBERS, _LONGER = "^[1-9][0-9]{0,8}$", "^[1-9][0-9]{15,}$"
_COUNTED = "^[1-9][0-9]{0,14}$"
_OLD_ATLASSIAN, _UUID = "[0-9][0-9a-f]{23}", "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_ATLASSIAN = f"^({_OLD_ATLASSIAN}|[0-9]{{6}}:{_UUID})$"
_OF_NUMBERS = (_NUMBERS, 1_000_000)
_OF_ATLASSIAN = ((f"^{_OLD_ATLASSIAN}$", 10 * 16**23 // 1_000), (f"^[0-9]{{6}}:{_UUID}$", 10**6 * 16**32 // 1_000))
_IDS = {
    SourceProvider.GITHUB: _AccountIds("^[1-9][0-9]{8}$", (_OF_NUMBERS,), frozenset({_COUNTED}), _LONGER),
    SourceProvider.GITHUB_ENTERPRISE: _AccountIds(_NUMBERS, (_OF_NUMBERS,), frozenset({_COUNTED}), _LONGER),
    SourceProvider.BITBUCKET: _AccountIds(
        _ATLASSIAN,
        _OF_ATLASSIAN,
        frozenset({_ATLASSIAN, "[a-f:]"}),  # hardly any of them is a mere number
        "^[0-9]*[a-f:][0-9a-f:-]{43,}$",
        are_documented=False,
    ),
}
_OF_ANY_HOST = frozenset({f"{_COUNTED}|{_ATLASSIAN}"})
_UNKNOWN_HOST = _AccountIds(_NUMBERS, (_OF_NUMBERS, *_OF_ATLASSIAN), _OF_ANY_HOST, "^[0-9A-Za-z:._-]{44,}$")
_GITLAB = replace(_UNKNOWN_HOST, are_documented=False)
_MANY = 10
_SAMPLES, _SAMPLES_OF_A_LENGTH = 8, 128
_MOST_RUNS = 256
_POSITIONS = 43  # in the longest ID that a text of a pattern can be at


def reach_of(pattern: Pattern | None, provider: SourceProvider | None) -> Reach:
    r"""Return which accounts a pattern of an ACTOR_ACCOUNT_ID filter matches.

    Args:
        pattern: The pattern; None where it cannot be judged.
        provider: The git host; None where it is unknown, when IDs can be those of any host.

    Examples:
        >>> reach_of(Pattern("^(1|2)$"), None).name, reach_of(Pattern("12345"), None).name
        ('NAMED', 'UNANCHORED')
        >>> reach_of(Pattern(r"^12\d*$"), None).name, reach_of(Pattern(r"^\d+$"), None).name
        ('MILLIONS', 'EVERYONE')
        >>> reach_of(Pattern(r"^12345\d*$"), None).name
        'REPEATED'
    """
    if pattern is None or not pattern.text:  # AWS does not document what the service does with an empty pattern
        return Reach.UNKNOWN
    if is_plain_names(pattern.text) or _is_spelled_out(pattern):
        return Reach.NAMED
    ids = _ids_at(provider)
    samples = _samples(ids.strangers)
    samples = samples[:: len(samples) // _SAMPLES]
    if pattern.search_in_run(samples) == samples and is_subset(Pattern(ids.strangers), pattern) is not False:
        return Reach.EVERYONE
    texts = pattern.literal_texts or ()
    is_list = bool(texts) and sum(_POSITIONS / 10 ** len(each.text) for each in texts) * 1_000 < 1
    if not is_list and any(_lets_many_pass(pattern, *form) for form in ids.forms):
        return Reach.MILLIONS
    if any(each.text.isdigit() and not (each.at_start and each.at_end) for each in texts):
        return Reach.UNANCHORED
    return _reach_by_anchors(pattern, ids)


def loose_actor_filters(group: Group, provider: SourceProvider | None) -> Iterator[tuple[PlacedFilter, Reach]]:
    """Return the including actor filters of a group that let through accounts they do not name, and whom.

    None if another one of the group names accounts, or if its pattern is known only on deployment: all filters of a
    group have to pass. A filter with an unknown reach does not count as one that names accounts if it lets a stranger
    pass with the others.
    """
    including = [each for each in group.on(FilterType.ACTOR_ACCOUNT_ID) if not each.is_excluding]
    including = [each for each in including if each.pattern is not None or not is_too_large(each.filter)]
    patterns = [each.pattern for each in including if each.pattern is not None]
    reached = [(each, reach_of(each.pattern, provider)) for each in including if each.pattern and each.pattern.text]
    reaches = [reach for _, reach in reached]
    if len(patterns) < len(including) or Reach.NAMED in reaches:
        return
    if Reach.UNKNOWN in reaches and not _accepted(patterns, _ids_at(provider)):
        return
    yield from ((each, reach) for each, reach in reached if reach is not Reach.UNKNOWN)


def lets_strangers_pass(group: Group, provider: SourceProvider | None) -> bool:
    """Check whether no actor filter of a group says whose events start a build."""
    including = [each for each in group.on(FilterType.ACTOR_ACCOUNT_ID) if not each.is_excluding]
    return all(_is_no_guard(each, provider) for each in including)


def _is_no_guard(placed: PlacedFilter, provider: SourceProvider | None) -> bool:
    """Check whether a filter lets strangers pass, or may do so because nobody can judge its pattern."""
    if placed.pattern is None:
        return is_too_large(placed.filter)
    return not placed.pattern.text or reach_of(placed.pattern, provider) in {Reach.EVERYONE, Reach.MILLIONS}


def _is_spelled_out(pattern: Pattern) -> bool:
    """Check whether a pattern is nothing but IDs, apart from ways that can never lead to a match."""
    texts = pattern.literal_texts
    return texts is not None and all(each.at_start and each.at_end for each in texts)


def _lets_many_pass(pattern: Pattern, form: str, many: int) -> bool:
    """Check whether a pattern matches many IDs of a form; one that is too big to be analyzed is tried on samples."""
    count = count_texts(frozenset({form, pattern.text}), many)
    if count is not None:
        return count >= many
    samples = _samples(form)
    return len(pattern.search_in_run(samples)) * 100 >= len(samples)


def _reach_by_anchors(pattern: Pattern, ids: _AccountIds) -> Reach:
    anchors = pattern.is_anchored_at_start, pattern.is_anchored_at_end
    if None in anchors:
        return Reach.UNANCHORED if _accepted([pattern], ids) else Reach.UNKNOWN
    return _reach_of_anchored(pattern, ids) if all(anchors) else _reach_of_open(pattern, ids)


def _reach_of_open(pattern: Pattern, ids: _AccountIds) -> Reach:
    """Judge a pattern that lacks an anchor: it is safe only if it evidently matches few IDs."""
    count = count_texts(ids.possible | {pattern.text}, _MANY) if ids.are_documented else None
    is_bounded = count is not None and count < _MANY and is_disjoint(Pattern(ids.longer), pattern)
    return Reach.NAMED if is_bounded else Reach.UNANCHORED


def _reach_of_anchored(pattern: Pattern, ids: _AccountIds) -> Reach:
    count = count_texts(ids.possible | {pattern.text}, _MANY)
    is_bounded = is_disjoint(Pattern(ids.longer), pattern)
    if count is None or is_bounded is None:
        return Reach.MANY if _accepted([pattern], ids) else Reach.UNKNOWN
    if count == 0 or (is_bounded and count < _MANY):
        return Reach.NAMED
    return Reach.MANY if is_bounded else Reach.REPEATED


def _accepted(patterns: list[Pattern], ids: _AccountIds) -> bool:
    """Check whether all of some patterns match one ID that none of them spells out."""
    runs = [run for pattern in patterns for run in re.findall("[0-9]{1,15}", pattern.text, re.ASCII)[:_MOST_RUNS]]
    longer = {f"{before}{run}{after}" for run in runs for before, after in (("", "7"), ("9", ""), ("9", "7"))}
    longer |= {f"{before}{run}".ljust(length, "7") for run in runs for before in ("", "9") for length in (7, 8, 9)}
    longer |= {run.rjust(length, "9") for run in runs for length in (7, 8, 9)}
    strangers = (*(each for form, _ in ids.forms for each in _samples(form)), *sorted(longer - set(runs)))
    for pattern in patterns:
        strangers = pattern.search_in_run(strangers)
    return bool(strangers)


@lru_cache(8)
def _samples(form: str) -> tuple[str, ...]:
    """Return IDs of a form, of six digits or more, that look drawn and are the same in every run."""
    drawn = [sha256(str(number).encode()).hexdigest() for number in range(_SAMPLES_OF_A_LENGTH)]
    numbers = (f"{int(each, 16)}"[:length] for length in (6, 7, 8, 9) for each in drawn)
    old = (f"{int(each[0], 16) % 10}{each[1:24]}" for each in drawn)
    uuids = (f"{each[:8]}-{each[8:12]}-{each[12:16]}-{each[16:20]}-{each[20:32]}" for each in drawn)
    new = (f"{int(each[32:], 16)}"[:6] + f":{uuid}" for each, uuid in zip(drawn, uuids, strict=True))
    return tuple(filter(Pattern(form).search, (*numbers, *old, *new)))


def _ids_at(provider: SourceProvider | None) -> _AccountIds:
    return _UNKNOWN_HOST if provider is None else _IDS.get(provider, _GITLAB)
