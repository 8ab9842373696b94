"""Whom the ACTOR_ACCOUNT_ID filters of a group let through."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from functools import lru_cache
from hashlib import sha256
from itertools import islice

from webhook_constructs.core import FilterType, Pattern, SourceProvider, is_disjoint, is_subset
from webhook_constructs.core.groups.account_ids import AccountIds, account_ids, id_texts_of, read_as_ids
from webhook_constructs.core.groups.anchored_patterns import escaped
from webhook_constructs.core.groups.problems import is_too_large
from webhook_constructs.core.patterns.intersections import count_texts
from webhook_constructs.core.patterns.literal_texts import LiteralText, without_boundaries
from webhook_constructs.core.patterns.pattern import steps_of
from webhook_constructs.core.patterns.step_budget import once_in_run, spend_in_run
from webhook_constructs.core.patterns.syntax_tree import AnchorKind, Tree, is_anchored
from webhook_constructs.lint.rule import Group, PlacedFilter
from webhook_constructs.lint.wording.method_calls import names_in

__all__ = ["FLAWS", "Reach", "is_undecided_actor", "lets_strangers_pass", "loose_actor_filters", "reach_of"]


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


_MANY = 10
_SAMPLES, _SAMPLES_OF_A_LENGTH = 8, 128
_MOST_RUNS, _WAYS_TO_GO_ON = 256, 12
_MOST_STEPS_OF_RUNS = 3_000_000  # of searching one that is longer than each number in a pattern
_POSITIONS = 57  # in the longest ID that a text of a pattern can be at


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
    if pattern is None or not pattern.text:  # [assumed: empty-pattern]
        return Reach.UNKNOWN
    names = names_in(pattern)
    if names and _are_written_out(len(names), pattern):
        return Reach.NAMED
    return once_in_run((reach_of, pattern, provider), lambda: _work_out(pattern, account_ids(provider)))


def _work_out(pattern: Pattern, ids: AccountIds) -> Reach:
    tree = read_as_ids(pattern, ids)
    texts = id_texts_of(tree)
    if texts is not None and all(each.at_start and each.at_end for each in texts):
        return Reach.NAMED if _are_written_out(len(texts), pattern) else _reach_of_anchored(pattern, ids)
    samples = _samples(ids.strangers)
    samples = samples[:: len(samples) // _SAMPLES]
    if pattern.search_in_run(samples) == samples and is_subset(Pattern(ids.strangers), pattern) is not False:
        return Reach.EVERYONE
    loose = [each for each in texts or () if not (each.at_start and each.at_end)]  # each other one is one ID
    wider = loose or _loose_without_boundaries(tree)
    is_list = bool(wider) and sum(_POSITIONS * 10.0 ** -len(each.text) for each in wider) * 1_000 < 1
    if not is_list and any(_lets_many_pass(_without_listed(pattern, loose), *form) for form in ids.forms):
        return Reach.MILLIONS
    if any(_is_id(each.text, ids) for each in wider):
        return Reach.UNANCHORED
    return _reach_by_anchors(pattern, tree, ids)


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
    known = [(each, reach) for each, reach in reached if reach is not Reach.UNKNOWN]
    if len(patterns) < len(including) or any(reach is Reach.NAMED for _, reach in known):
        return
    if len(known) < len(reached) and known and not _accepted(patterns, account_ids(provider)):
        return
    yield from known


def lets_strangers_pass(group: Group, provider: SourceProvider | None) -> bool:
    """Check whether no actor filter of a group says whose events start a build."""
    including = [each for each in group.on(FilterType.ACTOR_ACCOUNT_ID) if not each.is_excluding]
    return all(_is_no_guard(each, provider) for each in including)


def is_undecided_actor(placed: PlacedFilter, provider: SourceProvider | None) -> bool:
    """Check whether a pattern is too big to tell which accounts it matches."""
    if placed.type is not FilterType.ACTOR_ACCOUNT_ID or placed.pattern is None or not placed.pattern.text:
        return False
    return reach_of(placed.pattern, provider) is Reach.UNKNOWN


def _is_no_guard(placed: PlacedFilter, provider: SourceProvider | None) -> bool:
    """Check whether a filter lets strangers pass, or may do so because nobody can judge its pattern."""
    if placed.pattern is None:
        return is_too_large(placed.filter)
    return not placed.pattern.text or reach_of(placed.pattern, provider) in {Reach.EVERYONE, Reach.MILLIONS}


def _loose_without_boundaries(tree: Tree | None) -> list[LiteralText]:
    r"""Return the texts of a pattern that consists of texts but for word boundaries, which match no more with them."""
    texts = None if tree is None else id_texts_of(without_boundaries(tree))
    return [each for each in texts or () if not (each.at_start and each.at_end)]


def _are_written_out(number: int, pattern: Pattern) -> bool:
    """Check whether a pattern spells out its IDs: with any digit in two places, it has more of them than characters."""
    return number <= len(pattern.text)


def _without_listed(pattern: Pattern, loose: list[LiteralText]) -> Pattern:
    """Return a pattern of texts without the IDs that it lists, if that is shorter: it matches nearly the same."""
    written = "|".join(map(_written, loose))
    return (Pattern.if_valid(written) if 0 < len(written) < len(pattern.text) else None) or pattern


def _written(text: LiteralText) -> str:
    return f"{'^' if text.at_start else ''}{escaped(text.text)}{'$' if text.at_end else ''}"


def _is_id(text: str, ids: AccountIds) -> bool:
    return text.isdigit() or Pattern(ids.every).search(text)


def _lets_many_pass(pattern: Pattern, form: str, many: int) -> bool:
    """Check whether a pattern matches many IDs of a form; one that is too big to be analyzed is tried on samples."""
    count = count_texts(frozenset({form, pattern.text}), many)
    if count is not None:
        return count >= many
    samples = _samples(form)
    return len(pattern.search_in_run(samples)) * 100 >= len(samples)


def _reach_by_anchors(pattern: Pattern, tree: Tree | None, ids: AccountIds) -> Reach:
    if tree is None:
        return Reach.UNANCHORED if _accepted([pattern], ids) else Reach.UNKNOWN
    is_anchored_twice = is_anchored(tree, AnchorKind.TEXT_START) and is_anchored(tree, AnchorKind.TEXT_END)
    return _reach_of_anchored(pattern, ids) if is_anchored_twice else _reach_of_open(pattern, ids)


def _reach_of_open(pattern: Pattern, ids: AccountIds) -> Reach:
    """Judge a pattern that lacks an anchor: it is safe only if it evidently matches few IDs."""
    count = count_texts(ids.counted | {pattern.text}, _MANY) if ids.are_documented else None
    is_bounded = count is not None and count < _MANY and is_disjoint(Pattern(ids.longer), pattern)
    return Reach.NAMED if is_bounded else Reach.UNANCHORED


def _reach_of_anchored(pattern: Pattern, ids: AccountIds) -> Reach:
    """Judge a pattern with both anchors: what is counted, and what is longer, is believed as far as it is known."""
    count = count_texts(ids.counted | {pattern.text}, _MANY)
    is_bounded = is_disjoint(Pattern(ids.longer), pattern)
    if count == 0 or (is_bounded and count is not None and count < _MANY):
        return Reach.NAMED
    if is_bounded is False:
        return Reach.REPEATED
    if count is not None and count >= _MANY:
        return Reach.MANY
    return Reach.MANY if _accepted([pattern], ids) else Reach.UNKNOWN


def _accepted(patterns: list[Pattern], ids: AccountIds) -> bool:
    """Check whether all of some patterns match one ID that none of them spells out."""
    most = min(_MOST_RUNS, max(1, _MOST_STEPS_OF_RUNS // max(steps_of(pattern.text) for pattern in patterns)))
    spend_in_run(sum(len(pattern.text) + _WAYS_TO_GO_ON * most for pattern in patterns))
    found = (islice(re.finditer("[0-9]{1,15}", pattern.text, re.ASCII), most) for pattern in patterns)
    runs = {run.group() for some in found for run in some}
    longer = {f"{before}{run}{after}" for run in runs for before, after in (("", "7"), ("9", ""), ("9", "7"))}
    longer |= {f"{before}{run}".ljust(length, "7") for run in runs for before in ("", "9") for length in (7, 8, 9)}
    longer |= {run.rjust(length, "9") for run in runs for length in (7, 8, 9)}
    strangers = (*(each for form, _ in ids.forms for each in _samples(form)), *sorted(longer - runs))
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
