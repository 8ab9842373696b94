"""Every small change of a documented filter that changes the verdict of a documented event is found, or named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.core.decisions.test_decided_examples import event_of
from tests.core.test_documented_examples import EXAMPLES, read
from webhook_constructs.core import (
    EventAction,
    Filter,
    FilterGroup,
    FilterType,
    Verdict,
    WebhookEvent,
    WebhookSettings,
    compare,
    decide,
)

VALID = [each for each in EXAMPLES if each.get("valid", True)]


def mutations(settings: WebhookSettings) -> Iterator[WebhookSettings]:
    """Settings with one group less, one filter less, more or inverted, an anchor lost, or another event."""
    groups = settings.filter_groups
    for index, group in enumerate(groups):
        yield with_groups(settings, (*groups[:index], *groups[index + 1 :]))
        for place, each in enumerate(group.filters):
            for changed in mutated(each):
                filters = (*group.filters[:place], *changed, *group.filters[place + 1 :])
                yield with_groups(settings, (*groups[:index], FilterGroup.of(filters), *groups[index + 1 :]))


def mutated(each: Filter) -> Iterator[tuple[Filter, ...]]:
    pattern = str(each.pattern)
    if each.type is FilterType.EVENT:
        names = each.event_names or ()
        yield from ((replace(each, pattern=",".join(set(names) - {name})),) for name in names if len(names) > 1)
        yield from ((replace(each, pattern=f"{pattern},{event}"),) for event in EventAction if event not in names)
        return
    yield ()
    yield (replace(each, exclude_matched_pattern=not each.exclude_matched_pattern),)
    yield each, replace(each, pattern="a")
    yield from (
        (replace(each, pattern=changed),) for changed in {pattern.strip("^"), pattern.strip("$"), "x"} - {pattern}
    )


def with_groups(settings: WebhookSettings, groups: tuple[FilterGroup, ...]) -> WebhookSettings:
    policy = settings.pull_request_build_policy
    return WebhookSettings(groups, provider=settings.provider, scope=settings.scope, pull_request_build_policy=policy)


def is_told(before: WebhookSettings, after: WebhookSettings, event: WebhookEvent) -> bool:
    """Check whether the comparison has a witness for an event whose verdicts differ, or says what it does not know."""
    verdicts = decide(before, event).verdict, decide(after, event).verdict
    found = compare(before, after)
    if Verdict.UNDECIDED in verdicts:
        return found.is_same is not True
    witnesses = found.starts if verdicts[1] is Verdict.BUILDS else found.stops
    is_refused = any("CodeBuild refuses the settings" in text for text in found.unknown)
    is_named = any(event.action in text for text in found.unknown)
    return is_refused or is_named or any(each.event.action is event.action for each in witnesses)


@pytest.mark.parametrize("example", VALID, ids=lambda example: example["id"])
def test_a_change_that_a_documented_event_shows_is_found_or_unknown(example: dict[str, Any]) -> None:
    settings = read(example)
    events = [event_of(each["event"]) for each in example.get("expect", ())]
    changed = 0
    for after in mutations(settings):
        for event in events:
            if decide(settings, event).verdict is not decide(after, event).verdict:
                changed += 1
                assert is_told(settings, after, event), (after, event)
    assert changed > 0 or not events
