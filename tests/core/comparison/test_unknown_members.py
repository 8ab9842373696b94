"""What is said of settings of which a part is not known holds whatever that part turns out to be."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeAlias

import pytest

from webhook_constructs.core import (
    ApproverRole,
    BuildType,
    CommentApproval,
    FilterGroup,
    PullRequestBuildPolicy,
    SourceProvider,
    Verdict,
    WebhookConstructsError,
    WebhookEvent,
    WebhookScope,
    WebhookSettings,
    compare,
    decide,
)

Pair: TypeAlias = "tuple[WebhookSettings | None, WebhookSettings | None]"

PUSH, PULL_REQUEST, JOB = FilterGroup.on_push(), FilterGroup.on_pull_request(), FilterGroup.on_workflow_job()
ON_MAIN = PUSH.and_branch_is("main")
ADMIN, WRITE, READ = ApproverRole.GITHUB_ADMIN, ApproverRole.GITHUB_WRITE, ApproverRole.GITHUB_READ
STRICT = PullRequestBuildPolicy(CommentApproval.ALL_PULL_REQUESTS, [ADMIN])


def on_github(*groups: FilterGroup, **others: Any) -> WebhookSettings:
    return WebhookSettings(groups, provider=SourceProvider.GITHUB, **others)


BARE, MAIN, ALL = on_github(), on_github(ON_MAIN), on_github(PUSH)
PULLS, BY_ADMINS = on_github(PULL_REQUEST), on_github(PULL_REQUEST, pull_request_build_policy=STRICT)
ONE_ACCOUNT = on_github(PUSH.and_actor_account_is(1234))
PAIRS = [
    *((each, each) for each in (BARE, MAIN, PULLS, BY_ADMINS, ONE_ACCOUNT)),
    *((MAIN, ALL), (ALL, MAIN), (BARE, PULLS), (PULLS, BARE), (PULLS, BY_ADMINS), (BY_ADMINS, PULLS)),
    *((None, PULLS), (PULLS, None), (ONE_ACCOUNT, ALL), (ALL, ONE_ACCOUNT)),
]
ROLES: tuple[list[ApproverRole], ...] = (
    [],
    [ApproverRole.GITHUB_READ],
    [ApproverRole.GITHUB_ADMIN, ApproverRole.GITHUB_WRITE],
)


def possible(settings: WebhookSettings, member: str) -> list[WebhookSettings]:
    """What the settings can turn out to be."""
    if member == "filter_groups":
        groups: list[list[FilterGroup]] = [[], [PUSH], [JOB, PULL_REQUEST], [PUSH.and_actor_account_is(5678)]]
        return [replace(settings, filter_groups=(*settings.filter_groups, *more)) for more in groups]
    if member == "branch_filter":
        values = (settings.branch_filter,) if settings.filter_groups else (None, "^main$", "develop")
        return [replace(settings, branch_filter=value) for value in values]
    if member == "approver_roles":
        policy = settings.pull_request_build_policy or PullRequestBuildPolicy(CommentApproval.ALL_PULL_REQUESTS)
        policies = [PullRequestBuildPolicy(policy.requires_comment_approval, roles) for roles in ROLES]
        return [replace(settings, pull_request_build_policy=each) for each in policies]
    values_of: dict[str, tuple[Any, ...]] = {
        "build_type": (None, BuildType.BUILD_BATCH),
        "scope": (None, WebhookScope.github_organization("acme")),
        "manual_creation": (None, True),
        "pull_request_build_policy": (None, STRICT, PullRequestBuildPolicy(CommentApproval.DISABLED)),
    }
    return [replace(settings, **{member: value}) for value in values_of[member]]


@pytest.mark.parametrize("is_before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize(
    "member",
    [
        "filter_groups",
        "branch_filter",
        "build_type",
        "scope",
        "manual_creation",
        "pull_request_build_policy",
        "approver_roles",
    ],
)
def test_what_is_said_holds_whatever_a_member_turns_out_to_be(member: str, is_before: bool) -> None:  # noqa: FBT001
    tried = 0
    for before, after in PAIRS:
        open_side = before if is_before else after
        if open_side is None:
            continue
        unknown = {"unknown_before" if is_before else "unknown_after": {member}}
        found = compare(before, after, **unknown)
        for known in possible(open_side, member):
            pair: Pair = (known, after) if is_before else (before, known)
            exact = compare(*pair)
            tried += 1

            assert found.is_same is None or exact.is_same in {found.is_same, None}, (pair, found)
            assert found.widens is None or exact.widens in {found.widens, None}, (pair, found)
            for witness in (*found.starts, *found.stops):
                assert verdicts(pair, witness.event) == (witness.before, witness.after), (pair, found)
    assert tried > len(PAIRS)


def verdicts(pair: Pair, event: WebhookEvent) -> tuple[Verdict, Verdict]:
    one, other = (Verdict.NO_BUILD if each is None else decide(each, event).verdict for each in pair)
    return one, other


@pytest.mark.parametrize("member", ["filter_groups", "branch_filter", "scope", "pull_request_build_policy"])
def test_two_sides_of_which_the_same_is_not_known_are_not_the_same(member: str) -> None:
    found = compare(BARE, BARE, unknown_before=[member], unknown_after=[member])

    assert (found.is_same, found.widens, len(found.unknown)) == (None, None, 1)


@pytest.mark.parametrize(("name", "expected"), [("before", "unknown_before"), ("after", "unknown_after")])
def test_what_cannot_be_unknown_is_refused(name: str, expected: str) -> None:
    argument: dict[str, Any]
    for argument, reason in (
        ({f"unknown_{name}": {"provider"}}, "no part of the settings that can be unknown, got 'provider', allowed are"),
        ({f"unknown_{name}": "scope"}, f"{expected} is no list, got 'scope': give a list, also of a single one"),
    ):
        with pytest.raises(WebhookConstructsError, match=reason):
            compare(ALL, ALL, **argument)


def test_groups_that_are_not_known_leave_the_others_known() -> None:
    found = compare(MAIN, on_github(ON_MAIN, JOB), unknown_after={"filter_groups"})

    assert [str(each.event) for each in found.starts] == ["WORKFLOW_JOB_QUEUED Build"]
    assert found.unknown[0].startswith("after: filter_groups, which is not known: it is known only after the")
