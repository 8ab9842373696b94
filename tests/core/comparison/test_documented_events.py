"""Each small change of documented settings that changes the verdict of a documented event is found, or is unknown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.core.comparison.mutations import mutations
from tests.core.decisions.test_decided_examples import event_of
from tests.core.test_documented_examples import EXAMPLES, read
from tests.extent import RUNS_ALL
from webhook_constructs.core import Comparison, EventAction, Verdict, WebhookEvent, compare, decide

VALID = [each for each in EXAMPLES if each.get("valid", True)]
EVENTS = list(dict.fromkeys(event_of(case["event"]) for each in EXAMPLES for case in each.get("expect", ())))
RANKS = (Verdict.NO_BUILD, Verdict.WAITS_FOR_APPROVAL, Verdict.BUILDS)
STEP, MIN_MUTATIONS = 1 if RUNS_ALL else 30, 8

Change = tuple[EventAction, Verdict, Verdict]


def contradictions(found: Comparison, changed: set[Change]) -> Iterator[Change]:
    """Return the changes of verdicts that have no witness of their action and direction and are not unknown."""
    starts, stops = ({each.event.action for each in some} for some in (found.starts, found.stops))
    is_refused = any("CodeBuild refuses the settings" in text for text in found.unknown)
    for action, before, after in changed:
        if Verdict.UNDECIDED in {before, after}:
            is_told = found.is_same is not True
        else:
            witnessed = starts if RANKS.index(after) > RANKS.index(before) else stops
            is_told = action in witnessed or is_refused or any(action in text for text in found.unknown)
        if not is_told:
            yield action, before, after


def verdicts(settings: Any, events: list[WebhookEvent]) -> list[Verdict]:
    return [decide(settings, each).verdict for each in events]


@pytest.mark.parametrize("number", range(len(VALID)), ids=lambda number: VALID[number]["id"])
def test_a_change_that_a_documented_event_shows_is_found_or_unknown(number: int) -> None:
    before = read(VALID[number])
    usual = verdicts(before, EVENTS)
    shown = 0
    mutated = list(mutations(before))
    step = max(1, min(STEP, len(mutated) // MIN_MUTATIONS))
    for after in mutated[number % step :: step]:
        changed = {
            (event.action, one, other)
            for event, one, other in zip(EVENTS, usual, verdicts(after, EVENTS), strict=True)
            if one is not other
        }
        shown += bool(changed)
        if changed:
            assert list(contradictions(compare(before, after), changed)) == [], after
    assert shown > 0


def test_all_documented_events_are_asked() -> None:
    assert len(EVENTS) == 219  # of 317, some are in several examples
