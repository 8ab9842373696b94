"""A decision on settings that are not known in full holds whatever the rest turns out to be."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.core.decisions.approval_cases import GROUP, STRANGER
from tests.core.decisions.cases import PUSH, PUSHES
from tests.core.property.strategies import policies
from tests.core.property.test_decide import groups
from tests.extent import examples
from webhook_constructs.core import (
    ApproverRole,
    BuildType,
    EventAction,
    SourceProvider,
    Verdict,
    WebhookConstructsError,
    WebhookEvent,
    WebhookScope,
    WebhookSettings,
    decide,
)
from webhook_constructs.core.decisions.compiled_webhooks import CompiledWebhooks
from webhook_constructs.core.service.enums import PULL_REQUEST_ACTIONS

FIELDS = ("branch_filter", "build_type", "scope", "manual_creation", "pull_request_build_policy")
MEMBERS = ("filter_groups", *FIELDS, "approver_roles")

filtered = st.one_of(
    st.fixed_dictionaries({"filter_groups": st.lists(groups(), min_size=1, max_size=2)}),
    st.fixed_dictionaries({"branch_filter": st.sampled_from([None, "^main$", "^a$"])}),
)
webhooks = st.builds(
    lambda filters, **others: WebhookSettings(**filters, **others),
    filtered,
    build_type=st.none() | st.sampled_from(BuildType),
    scope=st.sampled_from([None, WebhookScope.github_organization("acme"), WebhookScope.gitlab_group("acme")]),
    manual_creation=st.none() | st.booleans(),
    pull_request_build_policy=st.none() | policies,
    provider=st.none() | st.sampled_from(SourceProvider),
    may_predate_approval=st.booleans(),
)
branches = st.sampled_from(["refs/heads/main", "refs/heads/a"])
flags = st.none() | st.booleans()
other_events = st.builds(
    WebhookEvent,
    action=st.sampled_from([each for each in EventAction if each not in PULL_REQUEST_ACTIONS]),
    head_ref=branches,
    files=st.none() | st.just(("a/b",)),
)
pull_requests = st.builds(
    WebhookEvent,
    action=st.sampled_from(sorted(PULL_REQUEST_ACTIONS)),
    head_ref=branches,
    base_ref=branches,
    author_role=st.none() | st.just("none") | st.sampled_from(ApproverRole),
    from_fork=flags,
    approved=flags,
)


def completed(known: WebhookSettings, rest: WebhookSettings, unknown: frozenset[str]) -> WebhookSettings:
    """The settings, with what is not known of them taken from others."""
    members: dict[str, Any] = {name: getattr(rest, name) for name in FIELDS if name in unknown}
    policy, other = known.pull_request_build_policy, rest.pull_request_build_policy
    if "approver_roles" in unknown and policy is not None and other is not None:
        members.setdefault("pull_request_build_policy", replace(policy, approver_roles=other.approver_roles))
    if "filter_groups" in unknown:
        members["filter_groups"] = (*known.filter_groups, *rest.filter_groups)
    return replace(known, **members)


@settings(max_examples=examples(900))
@given(
    webhooks, webhooks, st.frozensets(st.sampled_from(MEMBERS), min_size=1, max_size=3), pull_requests | other_events
)
def test_what_is_decided_holds_for_every_rest(
    known: WebhookSettings, rest: WebhookSettings, unknown: frozenset[str], event: WebhookEvent
) -> None:
    whole = completed(known, rest, unknown)
    assume(not whole.problems())

    assert decide(known, event, unknown=unknown).verdict in {Verdict.UNDECIDED, decide(whole, event).verdict}


@settings(max_examples=examples(300))
@given(webhooks, st.frozensets(st.sampled_from(MEMBERS), max_size=3), pull_requests | other_events)
def test_many_webhooks_are_decided_on_as_each_alone(
    webhook: WebhookSettings, unknown: frozenset[str], event: WebhookEvent
) -> None:
    (one,) = CompiledWebhooks([webhook], [unknown]).decisions(event)

    assert str(one) == str(decide(webhook, event, unknown=unknown))


@pytest.mark.parametrize(
    ("known", "unknown", "verdict"),
    [
        ({"branch_filter": "^release$"}, "branch_filter", Verdict.UNDECIDED),
        ({"branch_filter": "^main$"}, "filter_groups", Verdict.UNDECIDED),
        ({"scope": WebhookScope.gitlab_group("acme"), "provider": "GITHUB"}, "scope", Verdict.UNDECIDED),
        ({"build_type": BuildType.RUNNER_BUILDKITE_BUILD}, "build_type", Verdict.BUILDS),
    ],
    ids=["branch-filter", "branch-filter-or-groups", "scope", "build-type"],
)
def test_the_value_of_a_member_that_is_not_known_neither_decides_nor_is_refused(
    known: dict[str, Any], unknown: str, verdict: Verdict
) -> None:
    decision = decide(WebhookSettings(**known), PUSH, unknown=[unknown])

    assert (decision.verdict, decision.refusals) == (verdict, ())


@pytest.mark.parametrize(
    ("groups", "unknown", "reason"),
    [
        ((PUSHES,), "scope", "the scope of the webhook is not known: it may leave out the repository of the event"),
        ((), "branch_filter", "the branch filter is not known: it may leave out the branch of the event"),
    ],
    ids=["scope", "branch-filter"],
)
def test_what_may_keep_out_an_event_that_passes_is_said(groups: Any, unknown: str, reason: str) -> None:
    decision = decide(WebhookSettings(groups), PUSH, unknown=[unknown])

    assert decision.undecided_because == reason
    assert f"\n  undecided: {reason}" in str(decision)
    assert decide(WebhookSettings(groups), PUSH, unknown=["build_type"]).undecided_because is None


def test_a_stranger_who_may_be_kept_out_anyway_waits_for_nothing_certain() -> None:
    decision = decide(WebhookSettings((GROUP,), provider=SourceProvider.GITHUB), STRANGER, unknown=["scope"])

    assert decision.verdict is Verdict.UNDECIDED
    assert decision.approval is not None
    assert decision.approval.verdict is Verdict.WAITS_FOR_APPROVAL


@pytest.mark.parametrize(
    ("groups", "unknown", "verdict"),
    [
        ((), "filter_groups", Verdict.UNDECIDED),
        ((), "branch_filter", Verdict.UNDECIDED),
        ((), "scope", Verdict.UNDECIDED),
        ((), "build_type", Verdict.BUILDS),
        ((PUSHES,), "filter_groups", Verdict.BUILDS),
        ((PUSHES.and_branch_is("release"),), "filter_groups", Verdict.UNDECIDED),
        ((PUSHES.and_branch_is("release"),), "build_type", Verdict.NO_BUILD),
    ],
)
def test_what_is_not_known_of_the_filters_leaves_open_what_the_rest_does_not_decide(
    groups: Any, unknown: str, verdict: Verdict
) -> None:
    assert decide(WebhookSettings(groups), PUSH, unknown=[unknown]).verdict is verdict


ALLOWED = "filter_groups, branch_filter, build_type, scope, manual_creation, pull_request_build_policy, approver_roles"


@pytest.mark.parametrize(
    ("unknown", "text"),
    [
        ("scope", "unknown is no list, got 'scope': give a list, also of a single one"),
        (["policy"], f"no part of the settings that can be unknown, got 'policy', allowed are {ALLOWED}"),
    ],
)
def test_what_can_be_no_unknown_part_is_refused(unknown: Any, text: str) -> None:
    with pytest.raises(WebhookConstructsError) as caught:
        decide(WebhookSettings(), PUSH, unknown=unknown)

    assert str(caught.value) == text
