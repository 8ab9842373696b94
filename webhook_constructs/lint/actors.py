"""Whom the ACTOR_ACCOUNT_ID filters of a group let through."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from webhook_constructs.core import FilterType, Pattern, SourceProvider, is_disjoint, is_subset
from webhook_constructs.core.text_questions import count_texts

from .plain_patterns import is_plain_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .webhook import Group, PlacedFilter

__all__ = ["Reach", "lets_strangers_pass", "loose_actor_filters", "reach_of"]


class Reach(Enum):
    """Which accounts a pattern matches."""

    NAMED = "the accounts that it names"
    UNANCHORED = "every account with an ID that contains a match, because an anchor is missing"
    REPEATED = "every account with an ID that contains a match, because a part of it can have any length"
    MANY = "ten accounts or more, without naming them"
    MILLIONS = "more than a million accounts"
    EVERYONE = "every account"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class _AccountIds:
    """What the account IDs of a git host look like.

    Attributes:
        strangers: A pattern of the IDs that strangers can have.
        possible: Patterns that together match the IDs to count, up to some length.
        longer: A pattern of what is longer than these, and looks like an ID.
        samples: Some IDs that strangers can have.
        are_documented: Whether the host documents what its IDs look like.
    """

    strangers: str
    possible: frozenset[str]
    longer: str
    samples: tuple[str, ...] = ("100000000", "198982749", "234567890")
    are_documented: bool = False


# GitHub numbers its accounts in sequence, and the new ones have had nine digits for years:
# https://api.github.com/users/Copilot shows 198982749. The length of the numbers on a server of one's own is unknown.
# Bitbucket has two kinds of IDs, as far as IDs have been shown. What GitLab sends is not documented.
_NUMBERS, _LONGER = "^[1-9][0-9]{0,8}$", "^[1-9][0-9]{15,}$"
_COUNTED = "^[1-9][0-9]{0,14}$"
_UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_ATLASSIAN = f"^([0-9][0-9a-f]{{23}}|[0-9]{{6}}:{_UUID})$"
_IDS = {
    SourceProvider.GITHUB: _AccountIds("^[1-9][0-9]{8}$", frozenset({_COUNTED}), _LONGER, are_documented=True),
    SourceProvider.GITHUB_ENTERPRISE: _AccountIds(_NUMBERS, frozenset({_COUNTED}), _LONGER, are_documented=True),
    SourceProvider.BITBUCKET: _AccountIds(
        _ATLASSIAN,
        frozenset({_ATLASSIAN, "[a-f:]"}),  # hardly any of them is a mere number
        "^[0-9]*[a-f:][0-9a-f:-]{43,}$",
        ("5b10a2844c20165700ede21f", "712020:0c1f2a34-56b7-489d-8e0f-a1b2c3d4e5f6"),
    ),
}
_ANY_IDS = _AccountIds(_NUMBERS, frozenset({f"{_COUNTED}|{_ATLASSIAN}"}), "^[0-9A-Za-z:._-]{44,}$")
_MANY, _MILLIONS = 10, 1_000_000
_MOST_RUNS = 16
_DIGITS_OF_AN_ID = 9


@lru_cache(1_024)
def reach_of(pattern: Pattern | None, provider: SourceProvider | None) -> Reach:
    r"""Return which accounts a pattern of an ACTOR_ACCOUNT_ID filter matches.

    Args:
        pattern: The pattern; None where it cannot be judged.
        provider: The git host; None where it is unknown, when IDs can be those of any host.

    Examples:
        >>> reach_of(Pattern("^(1|2)$"), None).name, reach_of(Pattern("^1|2$"), None).name
        ('NAMED', 'UNANCHORED')
        >>> reach_of(Pattern(r"^12\d*$"), None).name, reach_of(Pattern(r"^\d+$"), None).name
        ('REPEATED', 'EVERYONE')
        >>> reach_of(Pattern(r"^1\d{8}$"), None).name
        'MILLIONS'
    """
    if pattern is None or not pattern.text:  # AWS does not document what the service does with an empty pattern
        return Reach.UNKNOWN
    if is_plain_names(pattern.text) or _is_spelled_out(pattern):
        return Reach.NAMED
    ids = _ids_at(provider)
    lets_samples_pass = all(map(pattern.search, ids.samples))
    if lets_samples_pass and is_subset(Pattern(ids.strangers), pattern) is not False:
        return Reach.EVERYONE
    by_count = _reach_by_count(pattern, ids)
    if by_count is not None:
        return by_count
    return Reach.UNANCHORED if _accepted([pattern], provider) else Reach.UNKNOWN


def loose_actor_filters(group: Group, provider: SourceProvider | None) -> Iterator[tuple[PlacedFilter, Reach]]:
    """Return the including actor filters of a group that let through accounts they do not name, and whom.

    None if another one of the group names accounts, or if its pattern is known only on deployment: all filters of a
    group have to pass. A filter with an unknown reach does not count as one that names accounts if it lets a stranger
    pass with the others.
    """
    including = [each for each in group.on(FilterType.ACTOR_ACCOUNT_ID) if not each.is_excluding]
    patterns = [each.pattern for each in including if each.pattern is not None and each.pattern.text]
    reached = [(each, reach_of(each.pattern, provider)) for each in including]
    reaches = [reach for _, reach in reached]
    if len(patterns) < len(including) or Reach.NAMED in reaches:
        return
    if Reach.UNKNOWN in reaches and not _accepted(patterns, provider):
        return
    yield from ((each, reach) for each, reach in reached if reach is not Reach.UNKNOWN)


def lets_strangers_pass(group: Group, provider: SourceProvider | None) -> bool:
    """Check whether no actor filter of a group says whose events start a build."""
    including = [each for each in group.on(FilterType.ACTOR_ACCOUNT_ID) if not each.is_excluding]
    return all(reach_of(each.pattern, provider) in {Reach.EVERYONE, Reach.MILLIONS} for each in including)


def _is_spelled_out(pattern: Pattern) -> bool:
    """Check whether a pattern is nothing but IDs, apart from ways that can never lead to a match."""
    texts = pattern.literal_texts
    return texts is not None and all(each.at_start and each.at_end for each in texts)


def _reach_by_count(pattern: Pattern, ids: _AccountIds) -> Reach | None:
    """Judge a pattern by how many IDs it matches; None if it is too big to be analyzed."""
    anchors = pattern.is_anchored_at_start, pattern.is_anchored_at_end
    if None in anchors:
        return None
    is_open = not all(anchors)
    is_bounded = is_disjoint(Pattern(ids.longer), pattern)
    if is_bounded is False or (is_open and not ids.are_documented):
        return Reach.UNANCHORED if is_open else Reach.REPEATED
    count = None if is_bounded is None else count_texts(ids.possible | {pattern.text}, _MILLIONS)
    if count is None or count < _MANY:
        return None if count is None else Reach.NAMED
    return Reach.UNANCHORED if is_open else Reach.MANY if count < _MILLIONS else Reach.MILLIONS


def _accepted(patterns: list[Pattern], provider: SourceProvider | None) -> bool:
    """Check whether all of some patterns match one ID that none of them spells out."""
    runs = [run for pattern in patterns for run in re.findall("[0-9]{1,8}", pattern.text, re.ASCII)[:_MOST_RUNS]]
    longer = [f"{before}{run}".ljust(_DIGITS_OF_AN_ID, "7") for run in runs for before in ("", "9")]
    longer += [run.rjust(_DIGITS_OF_AN_ID, "9") for run in runs]
    strangers = (*_ids_at(provider).samples, *longer)
    return any(all(pattern.search(each) for pattern in patterns) for each in strangers)


def _ids_at(provider: SourceProvider | None) -> _AccountIds:
    return _ANY_IDS if provider is None else _IDS.get(provider, _ANY_IDS)
