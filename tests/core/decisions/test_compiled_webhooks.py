"""One event against many webhooks: the same answers as one by one."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.decisions.test_decided_examples import event_of
from tests.core.deliveries import GITHUB_PUSH
from tests.core.property import strategies
from tests.core.property.test_decide import groups as allowed_groups
from tests.core.test_documented_examples import EXAMPLES, read
from tests.extent import examples
from webhook_constructs.core import (
    EventAction,
    Filter,
    FilterGroup,
    FilterType,
    SourceProvider,
    Verdict,
    WebhookConstructsError,
    WebhookEvent,
    WebhookScope,
    WebhookSettings,
    decide,
)
from webhook_constructs.core.decisions.compiled_webhooks import CompiledWebhooks

if TYPE_CHECKING:
    from collections.abc import Iterable

known = st.none() | strategies.texts | strategies.ref_names.map("refs/heads/".__add__)
webhooks = st.builds(
    WebhookSettings,
    st.lists(allowed_groups() | allowed_groups() | strategies.any_groups, max_size=3).map(tuple),
    branch_filter=st.sampled_from([*[None] * 9, "^main$"]),
    scope=st.none() | st.just(WebhookScope.github_organization("acme")),
    provider=st.none() | st.sampled_from(SourceProvider),
)
BRANCH_FILTERS = [None, "^main$", "main", "^refs/heads/main$", "", ".*", "(", "(?=a)", "^${Token[Branch.12]}$"]
without_groups = st.builds(
    WebhookSettings,
    branch_filter=st.sampled_from(BRANCH_FILTERS) | strategies.texts,
    scope=st.none() | st.just(WebhookScope.github_organization("acme")),
    provider=st.none() | st.sampled_from(SourceProvider),
)
events = st.builds(
    WebhookEvent,
    action=st.sampled_from(EventAction),
    head_ref=known,
    base_ref=known,
    actor=known,
    files=st.none() | st.lists(st.sampled_from(["a", "b/a.py", "docs/1"]), max_size=3).map(lambda few: (*few,) * 40),
    has_all_files=st.booleans(),
    message=known,
    repository_name=known,
    provider=st.none() | st.sampled_from(SourceProvider),
    doubts=st.just(()) | st.just(((FilterType.EVENT, "why not"),)),
)


def check(drawn: Iterable[WebhookSettings], event: WebhookEvent) -> None:
    compiled = CompiledWebhooks(drawn)
    alone = [decide(each, event) for each in compiled.settings]
    together = compiled.decisions(event)

    assert compiled.verdicts(event) == tuple(each.verdict for each in alone)
    for one, other in zip(alone, together, strict=True):
        assert (one.builds, one.groups, str(one)) == (other.builds, other.groups, str(other))


@settings(max_examples=examples(300))
@given(st.lists(webhooks, max_size=4), events)
def test_the_answers_are_those_of_decide(drawn: list[WebhookSettings], event: WebhookEvent) -> None:
    check(drawn, event)


@settings(max_examples=examples(300))
@given(st.lists(without_groups | webhooks, min_size=1, max_size=6), events)
def test_the_answers_on_webhooks_without_groups_are_those_of_decide(
    drawn: list[WebhookSettings], event: WebhookEvent
) -> None:
    check(drawn, event)


@pytest.mark.parametrize(
    "event",
    [
        WebhookEvent.push(branch="main"),
        WebhookEvent.push(branch="main-2"),
        WebhookEvent.push(tag="main"),
        WebhookEvent.pull_request(EventAction.PULL_REQUEST_UPDATED, base="main", head="topic"),
        WebhookEvent.pull_request(EventAction.PULL_REQUEST_MERGED, base="main", head="main"),
        WebhookEvent(action=EventAction.PUSH),
    ],
    ids=["branch", "longer-branch", "tag", "pull-request", "merge", "nothing-known"],
)
def test_each_branch_filter_beside_filter_groups_is_answered_as_alone(event: WebhookEvent) -> None:
    heads = FilterGroup.in_event_of(EventAction.PUSH).and_head_ref_matches
    groups = [WebhookSettings((heads(pattern),)) for pattern in ("^main$", "main", "^refs/heads/main$")]

    check([*(WebhookSettings(branch_filter=each) for each in BRANCH_FILTERS), *groups], event)


def test_webhooks_without_groups_are_searched_together() -> None:
    called: Counter[str] = Counter()
    compiled = CompiledWebhooks(WebhookSettings(branch_filter=f"^main-{number}$") for number in range(50))

    sys.setprofile(lambda frame, kind, _: called.update([frame.f_code.co_name] if kind == "call" else []))
    try:
        verdicts = compiled.verdicts(WebhookEvent.push(branch="main-7"))
    finally:
        sys.setprofile(None)

    assert [number for number, verdict in enumerate(verdicts) if verdict is Verdict.BUILDS] == [7]
    assert (called["decide"], called["matches"]) == (0, 2)


def test_the_answers_to_the_documented_examples_are_those_of_decide() -> None:
    written: list[dict[str, Any]] = [case["event"] for example in EXAMPLES for case in example.get("expect", ())]
    compiled = CompiledWebhooks(read(example) for example in EXAMPLES)
    for event in {event_of(each) for each in written}:
        assert compiled.verdicts(event) == tuple(decide(each, event).verdict for each in compiled.settings)


def test_a_token_and_what_is_refused_are_undecided() -> None:
    pushes = FilterGroup.in_event_of(EventAction.PUSH)
    token = WebhookSettings((pushes.and_head_ref_matches("^refs/heads/${Token[Branch.12]}$"),))
    refused = WebhookSettings((pushes, FilterGroup.of([*pushes.filters, Filter(FilterType.HEAD_REF, "(?=a)")])))

    verdicts = CompiledWebhooks([token, refused, WebhookSettings()]).verdicts(WebhookEvent.push(branch="main"))
    assert verdicts == (Verdict.UNDECIDED, Verdict.UNDECIDED, Verdict.BUILDS)


def test_if_not_all_files_are_known_only_a_match_decides() -> None:
    pushes = FilterGroup.in_event_of(EventAction.PUSH)
    groups = (pushes.and_file_under("docs"), pushes.and_file_under("src"), pushes.and_file_not_under("src"))
    event = WebhookEvent(action=EventAction.PUSH, files=("docs/a.md",), has_all_files=False)

    verdicts = CompiledWebhooks(WebhookSettings((group,)) for group in groups).verdicts(event)
    assert verdicts == (Verdict.BUILDS, Verdict.UNDECIDED, Verdict.UNDECIDED)


def test_an_event_of_another_host_builds_nothing() -> None:
    pushes = FilterGroup.in_event_of(EventAction.PUSH)
    hosts = [WebhookSettings((pushes,), provider=each) for each in SourceProvider]
    event = WebhookEvent.from_github("push", GITHUB_PUSH)
    assert event is not None

    assert CompiledWebhooks(hosts).verdicts(event) == (*[Verdict.BUILDS] * 2, *[Verdict.NO_BUILD] * 3)


@pytest.mark.parametrize("junk", [5, "x", WebhookSettings()])
def test_what_is_no_list_of_settings_is_refused(junk: Any) -> None:
    with pytest.raises(WebhookConstructsError, match=r"the settings of webhooks are no list, got .*: give a list"):
        CompiledWebhooks(junk)


def test_what_is_no_settings_and_no_event_is_refused() -> None:
    with pytest.raises(WebhookConstructsError, match="not the settings of a webhook, got 5"):
        CompiledWebhooks([5])  # type: ignore[list-item]
    for ask in (CompiledWebhooks([]).verdicts, CompiledWebhooks([]).decisions):
        with pytest.raises(WebhookConstructsError, match="not an event, got None: make one by"):
            ask(None)  # type: ignore[arg-type]


def test_of_more_files_than_are_searched_the_answers_are_those_of_decide() -> None:
    pushes = FilterGroup.in_event_of(EventAction.PUSH)
    groups = (pushes.and_file_under("docs"), pushes.and_file_not_under("docs"), pushes.and_file_under("src"))
    files = [*(f"src/{number}.py" for number in range(3_200)), "docs/a.md"]

    check((WebhookSettings((group,)) for group in groups), WebhookEvent.push(branch="main", files=files))


def test_of_no_webhooks_none_builds() -> None:
    assert CompiledWebhooks([]).verdicts(WebhookEvent.push(branch="main")) == ()
    assert CompiledWebhooks([]).decisions(WebhookEvent.push(branch="main")) == ()
