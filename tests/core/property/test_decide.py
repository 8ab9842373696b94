"""The decision agrees with what CodeBuild's pages say, written down once more in as few lines as they take."""

from __future__ import annotations

import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extent import examples
from webhook_constructs.core import (
    EventAction,
    Filter,
    FilterGroup,
    FilterType,
    WebhookEvent,
    WebhookScope,
    WebhookSettings,
    decide,
)
from webhook_constructs.core.service.enums import PULL_REQUEST_ACTIONS
from webhook_constructs.core.service.support_matrix import events_for

OF_CODE = sorted(PULL_REQUEST_ACTIONS | {EventAction.PUSH})


def builds(webhook: WebhookSettings, event: WebhookEvent) -> bool:
    """Any group, all of its filters; a search by RE2; some changed file; excluded means that nothing matches."""
    files = event.files or ()
    return any(
        all(
            any(
                event.action.value in str(each.pattern).replace(" ", "").split(",")
                if each.type is FilterType.EVENT
                else re2.search(str(each.pattern), value) is not None
                for value in (files[:100] if each.type is FilterType.FILE_PATH else [event.text_for(each.type)])
            )
            != each.exclude_matched_pattern
            for each in group.filters
        )
        for group in webhook.filter_groups
    )


names = st.text(st.sampled_from("abAB1/-. \né"), min_size=1, max_size=4)
refs = names.map("refs/heads/".__add__) | names.map("refs/tags/".__add__)
paths = names.filter(lambda name: not name.startswith(("/", "./", "../")))
patterns = st.one_of(
    st.sampled_from(
        ["^refs/heads/", "^refs/tags/.*", "a", "^a$", "(?i)b", "[^a]", r"\.", "", "a|b", "^[ab]+/", r"\z", "^$"]
    ),
    names.map(lambda name: f"^{re2.escape(name)}$"),
    names.map(lambda name: f"^refs/heads/{re2.escape(name)}$"),
)


@st.composite
def groups(draw: st.DrawFn) -> FilterGroup:
    """Draw a group that CodeBuild does not refuse: each filter is for all events of the group."""
    events = draw(st.lists(st.sampled_from(EventAction), min_size=1, max_size=4, unique=True))
    allowed = [each for each in FilterType if each is not FilterType.EVENT and events_for(each).issuperset(events)]
    drawn = draw(st.lists(st.tuples(st.sampled_from(allowed), patterns, st.booleans()), max_size=3))
    separator = draw(st.sampled_from([",", ", "]))
    return FilterGroup.of([Filter(FilterType.EVENT, separator.join(events)), *(Filter(*each) for each in drawn)])


@st.composite
def events(draw: st.DrawFn) -> WebhookEvent:
    """Draw an event of which everything is known."""
    return WebhookEvent(
        action=draw(st.sampled_from(EventAction)),
        head_ref=draw(refs),
        base_ref=draw(refs),
        actor=draw(names),
        message=draw(names),
        workflow_name=draw(names),
        tag_name=draw(names),
        release_name=draw(names),
        repository_name=draw(names),
        organization_name=draw(names),
        files=tuple(draw(st.lists(paths, max_size=3))) * draw(st.sampled_from([1, 1, 1, 60])),
    )


@settings(max_examples=examples(500))
@given(st.lists(groups(), min_size=1, max_size=3), events())
def test_the_decision_agrees_with_the_pages(drawn: list[FilterGroup], event: WebhookEvent) -> None:
    webhook = WebhookSettings(tuple(drawn), scope=WebhookScope.github_global("acme"))

    assert decide(webhook, event).builds is builds(webhook, event)
