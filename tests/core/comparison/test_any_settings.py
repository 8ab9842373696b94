"""No event that `decide` judges differently contradicts what a comparison says of any two settings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

import pytest

from tests.core.comparison.any_settings import STRANGERS, Pair, random_event, random_settings
from tests.extent import RUNS_ALL
from webhook_constructs.core import Comparison, EventAction, Verdict, WebhookEvent, Witness, compare, decide

_PAIRS, _TOGETHER, _EVENTS = (5_000, 100, 60) if RUNS_ALL else (200, 50, 20)
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")  # messages have lines
_GAINED = {Verdict.WAITS_FOR_APPROVAL, Verdict.BUILDS}


def verdicts(pair: Pair, event: WebhookEvent) -> tuple[Verdict, Verdict]:
    one, other = (Verdict.NO_BUILD if each is None else decide(each, event).verdict for each in pair)
    return one, other


def contradictions(pair: Pair, found: Comparison, event: WebhookEvent) -> Iterator[str]:
    """What a comparison says and an event refutes."""
    before, after = verdicts(pair, event)
    if before is after:
        return
    if found.is_same:
        yield "is_same"
    is_named = any(event.action in text for text in found.unknown)
    for title, is_so, witnesses in (("starts", after, found.starts), ("stops", before, found.stops)):
        is_known = Verdict.UNDECIDED not in {before, after} and not is_named
        if is_known and is_so is Verdict.BUILDS and event.action not in {each.event.action for each in witnesses}:
            yield title
    if found.widens is False and (
        (before, after) == (Verdict.WAITS_FOR_APPROVAL, Verdict.BUILDS)
        or (before is Verdict.NO_BUILD and after in _GAINED and is_of_strangers(event))
    ):
        yield "widens"


def is_of_strangers(event: WebhookEvent) -> bool:
    is_pull_request = event.author_role == "none" and event.action is not EventAction.PULL_REQUEST_MERGED
    return is_pull_request and event.actor in STRANGERS


def texts_of(witness: Witness) -> Iterator[str]:
    event = witness.event
    names = (event.head_ref, event.base_ref, event.actor, event.workflow_name, event.tag_name, event.release_name)
    places = (event.message, event.repository_name, event.organization_name)
    yield from filter(None, (*names, *places, *(event.files or ())))


@pytest.mark.parametrize("first", range(0, _PAIRS, _TOGETHER))
def test_no_event_contradicts_a_comparison(first: int) -> None:
    differing = 0
    for seed in range(first, first + _TOGETHER):
        random = Random(seed)
        pair = random_settings(random)
        found, mirror = compare(*pair), compare(*pair[::-1])

        assert found.is_same is mirror.is_same, seed
        assert [each.event for each in found.starts] == [each.event for each in mirror.stops], seed
        assert [each.event for each in found.stops] == [each.event for each in mirror.starts], seed
        assert (found.widening is None) is (found.widens is not True), seed
        for witness in (*found.starts, *found.stops, *filter(None, [found.widening])):
            assert verdicts(pair, witness.event) == (witness.before, witness.after), seed
            assert [text for text in texts_of(witness) if _CONTROL.search(text)] == [], seed
        if any("refuses" in text for text in found.unknown):
            continue
        for _ in range(_EVENTS):
            event = random_event(random, pair)
            differing += len(set(verdicts(pair, event))) > 1
            assert list(contradictions(pair, found, event)) == [], (seed, event)
    assert differing > _TOGETHER
