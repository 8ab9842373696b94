"""Comparisons of random pairs of settings agree with a brute-force reference over a small universe of events."""

from __future__ import annotations

import pytest

from tests.core.comparison.reference import in_universe, random_pair, reference_verdict
from tests.extent import RUNS_ALL
from webhook_constructs.core import Comparison, EventAction, Verdict, Witness, compare, decide

_PAIRS, _TOGETHER = (20_000, 500) if RUNS_ALL else (100, 50)


def as_seen(witness: Witness) -> tuple[object, ...]:
    sides = ((witness.before, witness.why_before), (witness.after, witness.why_after))
    return witness.event, witness.group, witness.filter, *sides


def mirrored(witness: Witness) -> tuple[object, ...]:
    event, group, each_filter, before, after = as_seen(witness)
    return event, group, each_filter, after, before


def missing(found: Comparison, expected: set[tuple[EventAction, Verdict, Verdict]]) -> list[tuple[object, ...]]:
    """Which actions have an event of the universe that differs and no witness."""
    starts, stops = ({each.event.action for each in some} for some in (found.starts, found.stops))
    known = [each for each in expected if Verdict.UNDECIDED not in each]
    return [
        (action, before, after)
        for action, before, after in known
        if (after is Verdict.BUILDS and action not in starts) or (before is Verdict.BUILDS and action not in stops)
    ]


@pytest.mark.parametrize("first", range(0, _PAIRS, _TOGETHER))
def test_a_comparison_agrees_with_brute_force(first: int) -> None:
    decided = unknown = 0
    for seed in range(first, first + _TOGETHER):
        before, after = random_pair(seed)
        found, (expected, is_wider) = compare(before, after), in_universe(before, after)
        is_decided = not any(Verdict.UNDECIDED in each for each in expected)
        decided += is_decided
        unknown += bool(is_decided and found.unknown)

        assert missing(found, expected) == [], seed
        assert not (found.is_same and expected), seed
        assert found.widens is not False or not is_wider, seed
        for witness in (*found.starts, *found.stops, *filter(None, [found.widening])):
            for settings, verdict in ((before, witness.before), (after, witness.after)):
                by_decide = Verdict.NO_BUILD if settings is None else decide(settings, witness.event).verdict
                assert (verdict, verdict) == (by_decide, reference_verdict(settings, witness.event)), seed
        assert {each.after for each in found.starts} <= {Verdict.BUILDS}, seed
        assert {each.before for each in found.stops} <= {Verdict.BUILDS}, seed
    assert unknown * 100 < decided


@pytest.mark.parametrize("first", range(0, _PAIRS, _TOGETHER * 4))
def test_a_pair_and_its_mirror_image_agree(first: int) -> None:
    for seed in range(first, first + _TOGETHER * 4, 1 if RUNS_ALL else 4):
        before, after = random_pair(seed)
        found, mirror = compare(before, after), compare(after, before)

        assert found.is_same is mirror.is_same, seed
        assert list(map(as_seen, found.starts)) == list(map(mirrored, mirror.stops)), seed
        assert list(map(as_seen, found.stops)) == list(map(mirrored, mirror.starts)), seed
        assert len(found.unknown) == len(mirror.unknown), seed
        assert {found.widens, mirror.widens} != {True, None} or found.unknown, seed
