"""What lets somebody start a build who could start none before, and what does not."""

from __future__ import annotations

from typing import Any

import pytest

from webhook_constructs.core import (
    ApproverRole,
    CommentApproval,
    EventAction,
    FilterGroup,
    PullRequestBuildPolicy,
    SourceProvider,
    Verdict,
    WebhookScope,
    WebhookSettings,
    compare,
)

PUSH, JOB, RELEASE = FilterGroup.on_push(), FilterGroup.on_workflow_job(), FilterGroup.on_release()
CREATED, CLOSED, MERGED = (
    FilterGroup.on_pull_request(each)
    for each in (EventAction.PULL_REQUEST_CREATED, EventAction.PULL_REQUEST_CLOSED, EventAction.PULL_REQUEST_MERGED)
)
BY_ONE = PUSH.and_actor_account_is(1)
ALL = CommentApproval.ALL_PULL_REQUESTS
ADMIN, WRITE, READ = ApproverRole.GITHUB_ADMIN, ApproverRole.GITHUB_WRITE, ApproverRole.GITHUB_READ
Groups = list[FilterGroup]


def at(provider: SourceProvider, groups: Groups, **others: Any) -> WebhookSettings:
    return WebhookSettings(groups, provider=provider, **others)


def on_github(*groups: FilterGroup, roles: list[ApproverRole] | None = None, **others: Any) -> WebhookSettings:
    policy = None if roles is None else PullRequestBuildPolicy(ALL, roles)
    return at(SourceProvider.GITHUB, list(groups), pull_request_build_policy=policy, **others)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param([PUSH.and_branch_is("main")], [PUSH], id="more branches"),
        pytest.param([PUSH], [PUSH, RELEASE], id="releases"),
        pytest.param([PUSH], [PUSH, MERGED], id="merged pull requests"),
        pytest.param([CREATED], [CREATED.and_base_branch_is("main")], id="fewer targets"),
        pytest.param([CREATED], [CREATED.and_actor_account_is(1234)], id="fewer accounts"),
        pytest.param([PUSH.and_actor_account_is(1, 2)], [PUSH.and_actor_account_is(2)], id="one account less"),
        pytest.param(
            [CREATED.and_actor_account_is(1), PUSH], [CREATED.and_actor_account_is(1, 2), PUSH], id="one that pushes"
        ),
        pytest.param(
            [CREATED.and_actor_account_is(1).and_base_branch_is("main")],
            [CREATED.and_actor_account_is(1)],
            id="more targets for an account",
        ),
        pytest.param(
            [PUSH.and_actor_account_is(1)], [PUSH.and_actor_account_is(1), JOB.and_actor_account_is(1)], id="jobs"
        ),
        pytest.param([PUSH], [PUSH, JOB.and_actor_account_is(1)], id="jobs of an account"),
        pytest.param(
            [BY_ONE],
            [BY_ONE, PUSH.and_actor_account_is(2).and_head_ref_matches("^main$")],
            id="a group that no event passes",
        ),
    ],
)
def test_it_does_not_widen(before: Groups, after: Groups) -> None:
    found = compare(on_github(*before), on_github(*after))

    assert (found.widens, found.widening) == (False, None)


@pytest.mark.parametrize(
    ("before", "after", "event"),
    [
        pytest.param(
            [CREATED.and_base_branch_is("main")],
            [CREATED],
            "PULL_REQUEST_CREATED refs/heads/topic into refs/heads/develop",
            id="more targets for strangers",
        ),
        pytest.param([PUSH], [PUSH, CREATED], "PULL_REQUEST_CREATED refs/heads/topic into refs/heads/main", id="pulls"),
        pytest.param([PUSH], [PUSH, CLOSED], "PULL_REQUEST_CLOSED refs/heads/topic into refs/heads/main", id="closed"),
        pytest.param([PUSH], [PUSH, JOB], "WORKFLOW_JOB_QUEUED Build", id="jobs"),
        pytest.param([PUSH.and_actor_account_is(1)], [PUSH], "PUSH refs/heads/topic", id="any account"),
        pytest.param(
            [RELEASE.and_actor_account_is(1)], [RELEASE.and_actor_account_is(1, 2)], "RELEASED v1.0", id="one"
        ),
    ],
)
def test_it_widens_and_an_event_shows_it(before: Groups, after: Groups, event: str) -> None:
    found = compare(on_github(*before), on_github(*after))

    assert found.widens is True
    assert found.widening is not None
    assert str(found.widening.event) == event
    assert found.widening.before is Verdict.NO_BUILD
    assert found.widening.after is not Verdict.NO_BUILD


def test_the_event_names_the_account_that_is_new() -> None:
    ours = PUSH.and_actor_account_is(1234)

    found = compare(on_github(ours), on_github(ours, FilterGroup.on_release(), JOB.and_actor_account_is(1234)))

    assert found.widening is not None
    assert (found.widening.event.action, found.widening.event.actor) == (EventAction.RELEASED, "198982749")


@pytest.mark.parametrize("provider", [SourceProvider.GITLAB, SourceProvider.GITLAB_SELF_MANAGED])
def test_jobs_of_a_fork_run_in_the_fork_at_gitlab(provider: SourceProvider) -> None:
    assert compare(at(provider, [PUSH]), at(provider, [PUSH, JOB])).widens is False


@pytest.mark.parametrize(
    ("before", "after", "widens"),
    [
        pytest.param([ADMIN, WRITE], [WRITE, ADMIN], False, id="another order"),
        pytest.param([ADMIN], [ADMIN, ADMIN], False, id="one twice"),
        pytest.param([ADMIN, WRITE], [ADMIN], False, id="one less"),
        pytest.param([ADMIN], [ADMIN, READ], True, id="one more"),
        pytest.param([], [ADMIN, ApproverRole.GITHUB_MAINTAIN, WRITE], False, id="the default"),
        pytest.param(None, [], False, id="no policy, and the default"),
        pytest.param([ADMIN], [ADMIN, ApproverRole.GITLAB_GUEST], False, id="one that nobody has there"),
    ],
)
def test_roles_are_compared_as_sets_of_those_that_somebody_can_have(
    before: list[ApproverRole] | None,
    after: list[ApproverRole] | None,
    widens: bool,  # noqa: FBT001
) -> None:
    found = compare(on_github(CREATED, roles=before), on_github(CREATED, roles=after))

    assert found.widens is widens
    assert found.unknown == ()


def test_a_policy_makes_no_difference_to_pushes() -> None:
    assert compare(on_github(PUSH, roles=[ADMIN]), on_github(PUSH, roles=[READ])).is_same is True


def test_organizations_that_swap_their_jobs_let_strangers_in_elsewhere() -> None:
    scope = WebhookScope.github_organization("acme")
    before, after = (
        on_github(PUSH.and_repository_name_is(one), RELEASE.and_repository_name_is(other), scope=scope)
        for one, other in (("api", "web"), ("web", "api"))
    )

    assert compare(before, after).widens is False
    assert compare(before, on_github(PUSH.and_repository_name_is("api", "docs"), scope=scope)).widens is True
