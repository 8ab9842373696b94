"""Which event starts a build, and why."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.decisions.cases import (
    CREATED,
    PULL_REQUESTS,
    PUSH,
    PUSHES,
    TAG,
    TO_MAIN,
    UPDATED,
    doubts,
    names,
    outcomes,
    raw,
    settings,
)
from tests.core.deliveries import GITHUB_JOB, GITHUB_PUSH, changed, delivery
from webhook_constructs.core import (
    BuildType,
    CommentApproval,
    EventAction,
    FilterGroup,
    FilterOutcome,
    FilterType,
    PullRequestBuildPolicy,
    SourceProvider,
    UnresolvedValue,
    WebhookConstructsError,
    WebhookEvent,
    WebhookScope,
    WebhookSettings,
    decide,
)
from webhook_constructs.core.decisions.event_values import event_values


def test_one_group_is_enough_and_what_comes_after_it_is_not_reached() -> None:
    decision = decide(settings(PULL_REQUESTS, PUSHES.and_branch_is("main"), PUSHES), PUSH)

    assert decision.builds is True
    assert [group.outcome for group in decision.groups] == [
        FilterOutcome.FAILED,
        FilterOutcome.PASSED,
        FilterOutcome.NOT_REACHED,
    ]
    assert outcomes(decision) == [["failed"], ["passed", "passed"], ["not reached"]]
    assert [group.index for group in decision.groups] == [0, 1, 2]


def test_every_filter_of_a_group_has_to_pass_and_what_comes_after_a_failure_is_not_reached() -> None:
    group = PUSHES.and_branch_is("main").and_branch_is_not("main").and_file_under("docs")
    decision = decide(settings(group), PUSH)

    assert decision.builds is False
    assert outcomes(decision) == [["passed", "passed", "failed", "not reached"]]


def test_event_is_looked_at_first_wherever_it_stands() -> None:
    decision = decide(raw(("BASE_REF", "main"), ("EVENT", "PULL_REQUEST_CREATED")), PUSH)

    assert decision.builds is False
    assert outcomes(decision) == [["not reached", "failed"]]


def test_what_is_not_known_decides_nothing_alone() -> None:
    group = PUSHES.and_file_under("docs").and_branch_is("main")

    assert decide(settings(group), PUSH).builds is None
    assert decide(settings(group, PUSHES), PUSH).builds is True
    assert decide(settings(group), WebhookEvent.push(branch="topic")).builds is False
    assert doubts(decide(settings(group), PUSH)) == ["the changed files are not known: give files"]


def test_a_decision_is_no_truth_value() -> None:
    with pytest.raises(TypeError, match="a decision is not True or False by itself, got one that is None: look at its"):
        bool(decide(settings(PUSHES.and_file_under("docs")), PUSH))


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ((5, PUSH), "not the settings of a webhook, got 5: a CodeBuildWebhook has them as .settings"),
        ((WebhookSettings(), None), "not an event, got None: make one by WebhookEvent.push or the like"),
    ],
)
def test_what_is_no_settings_and_no_event_is_refused(arguments: Any, text: str) -> None:
    with pytest.raises(WebhookConstructsError) as caught:
        decide(*arguments)

    assert str(caught.value).startswith(text)


class TestEvents:
    def test_a_name_in_another_name_is_another_event(self) -> None:
        group = FilterGroup.in_event_of(EventAction.PRERELEASED)

        assert decide(settings(group), WebhookEvent.release(tag_name="v1")).builds is False

    def test_an_unknown_name_is_no_event(self) -> None:
        assert decide(raw(("EVENT", "NOPE, PUSH")), PUSH).builds is True
        assert decide(raw(("EVENT", "NOPE")), PUSH).builds is False

    def test_a_filter_that_excludes_is_undecided(self) -> None:
        decision = decide(raw(("EVENT", "PUSH", True)), PUSH)

        assert decision.builds is None
        assert doubts(decision) == ["no page says what an EVENT filter that excludes means"]

    def test_several_decide_where_they_agree(self) -> None:
        assert decide(raw(("EVENT", "PUSH"), ("EVENT", "PUSH,RELEASED")), PUSH).builds is True
        assert decide(raw(("EVENT", "PUSH"), ("EVENT", "RELEASED")), PUSH).builds is None
        assert decide(raw(("EVENT", "RELEASED"), ("EVENT", "RELEASED")), PUSH).builds is False

    def test_a_deletion_is_undecided_where_a_push_would_build(self) -> None:
        deletion = WebhookEvent.push(branch="main", deleted=True)

        assert decide(settings(PUSHES), deletion).builds is None
        assert decide(settings(PUSHES.and_branch_is("topic")), deletion).builds is False

    def test_one_that_the_host_does_not_have_is_undecided(self) -> None:
        reopened = WebhookEvent.pull_request(EventAction.PULL_REQUEST_REOPENED, base="main", head="topic")
        group = FilterGroup.in_event_of(EventAction.PULL_REQUEST_REOPENED)
        decision = decide(settings(group, provider=SourceProvider.BITBUCKET), reopened)

        assert decision.builds is None
        assert doubts(decision)[0].startswith("BITBUCKET has no such event for CodeBuild: GitHub and GitHub Enterprise")

    def test_one_that_has_to_be_switched_on_says_so_unless_it_came(self) -> None:
        group = settings(FilterGroup.in_event_of(EventAction.PULL_REQUEST_MERGED), provider=SourceProvider.BITBUCKET)
        made = WebhookEvent.pull_request(EventAction.PULL_REQUEST_MERGED, base="main", head="topic")
        came = WebhookEvent.from_bitbucket(
            "pullrequest:fulfilled", delivery("bitbucket", "pullrequest:fulfilled", "merged")
        )
        assert came is not None

        assert names(decide(group, made)) == ["event-switched-on", "comment-approval"]
        assert names(decide(group, came)) == ["comment-approval"]

    def test_where_pages_disagree_it_is_an_assumption(self) -> None:
        group = settings(FilterGroup.in_event_of(EventAction.RELEASED), provider=SourceProvider.GITLAB)

        assert names(decide(group, WebhookEvent.release(tag_name="v1"))) == ["support"]

    def test_one_of_another_host_reaches_nothing(self) -> None:
        event = WebhookEvent.from_github("push", GITHUB_PUSH)
        assert event is not None
        decision = decide(settings(PUSHES, provider=SourceProvider.GITLAB), event)

        assert decision.builds is False
        assert outcomes(decision) == [["not reached"]]
        assert names(decision) == []
        assert str(decision) == (
            "no build: PUSH refs/heads/main\n  the event is from GITHUB, and the webhook is on GITLAB"
        )

    def test_github_enterprise_and_self_managed_gitlab_send_the_same_events(self) -> None:
        event = WebhookEvent.from_github("push", GITHUB_PUSH)
        assert event is not None

        assert decide(settings(PUSHES, provider=SourceProvider.GITHUB_ENTERPRISE), event).builds is True
        assert decide(settings(PUSHES), event).builds is True


class TestValues:
    @pytest.mark.parametrize("filter_type", [each for each in FilterType if each is not FilterType.EVENT])
    def test_what_is_not_known_names_what_to_give(self, filter_type: FilterType) -> None:
        events = [WebhookEvent(action=action) for action in EventAction]
        found = [event_values(event, filter_type, SourceProvider.GITHUB) for event in events]

        assert all(each.values is None and each.undecided_because for each in found)

    def test_a_filter_that_the_event_does_not_allow_is_undecided(self) -> None:
        decision = decide(raw(("EVENT", "PUSH"), ("BASE_REF", "main")), PUSH)

        assert decision.builds is None
        assert doubts(decision)[0].startswith("CodeBuild does not take it here: pull request events only (https://")

    def test_a_filter_of_scoped_webhooks_is_undecided_elsewhere(self) -> None:
        event = WebhookEvent.push(branch="main", repository_name="shop")
        group = PUSHES.and_repository_name_is("shop")

        assert decide(settings(group, provider=SourceProvider.GITHUB), event).builds is None
        scoped = settings(group, provider=SourceProvider.GITHUB, scope=WebhookScope.github_organization("acme"))
        assert decide(scoped, event).builds is True

    def test_what_a_payload_is_read_as_is_an_assumption_where_it_mattered(self) -> None:
        event = WebhookEvent.from_github("push", GITHUB_PUSH)
        assert event is not None
        scope = WebhookScope.github_organization("acme")

        assert names(decide(settings(PUSHES.and_repository_name_is("shop"), scope=scope), event)) == [
            "repository-field"
        ]
        assert names(decide(settings(PUSHES, scope=scope), event)) == []
        failed = PUSHES.and_branch_is("topic").and_repository_name_is("shop")
        assert names(decide(settings(failed, scope=scope), event)) == []

    def test_the_message_of_a_pull_request_is_an_assumption(self) -> None:
        event = WebhookEvent.pull_request(CREATED, base="main", head="topic", message="Fix")

        decision = decide(settings(PULL_REQUESTS.and_commit_message_contains("Fix")), event)
        assert names(decision) == ["pull-request-message", "comment-approval"]

    def test_where_pages_disagree_it_is_an_assumption(self) -> None:
        event = WebhookEvent.pull_request(CREATED, base="main", head="topic", files=["a.py"])
        enterprise = SourceProvider.GITHUB_ENTERPRISE

        decision = decide(settings(PULL_REQUESTS.and_file_path_is("a.py"), provider=enterprise), event)
        assert names(decision) == ["support", "comment-approval"]

    def test_the_head_of_a_release_is_undecided(self) -> None:
        decision = decide(raw(("EVENT", "RELEASED"), ("HEAD_REF", "main")), WebhookEvent.release(tag_name="v1"))

        assert decision.builds is None
        assert doubts(decision) == ["no page says what it is for such an event"]


class TestPatterns:
    @pytest.mark.parametrize("pattern", ["^refs/heads/${Token[Branch.12]}$", UnresolvedValue.from_cfn({"Ref": "A"})])
    def test_what_is_known_only_on_deployment_is_undecided(self, pattern: Any) -> None:
        decision = decide(raw(("EVENT", "PUSH"), ("HEAD_REF", pattern)), PUSH)

        assert decision.builds is None
        assert doubts(decision) == ["a part of the pattern is known only after the deployment"]

    def test_events_that_are_known_only_on_deployment_are_undecided(self) -> None:
        assert decide(raw(("EVENT", "${Token[Event.12]}")), PUSH).builds is None

    def test_a_refused_pattern_is_undecided_in_every_group(self) -> None:
        refused = FilterGroup.from_api([{"type": "EVENT", "pattern": "PUSH"}, {"type": "HEAD_REF", "pattern": "(?=a)"}])
        decision = decide(settings(refused, PUSHES), PUSH)

        assert decision.builds is None
        assert doubts(decision) == ["RE2 refuses the pattern (?=a) at character 1: invalid perl operator: (?="]
        assert "CodeBuild refuses these settings, so there is no webhook to start a build:\n" in str(decision)


class TestWithoutGroups:
    def test_every_push_and_every_new_commit_of_a_pull_request_builds(self) -> None:
        for event in (PUSH, TAG, TO_MAIN, WebhookEvent.pull_request(UPDATED, base="main", head="topic")):
            decision = decide(WebhookSettings(), event)
            assert decision.builds is True
            assert names(decision)[0] == "no-filters"
            assert [group.index for group in decision.groups] == [None]
        release = decide(WebhookSettings(), WebhookEvent.release(tag_name="v1"))
        assert release.builds is False
        assert names(release) == ["no-filters"]

    def test_a_branch_filter_looks_at_the_bare_name(self) -> None:
        only_main = WebhookSettings(branch_filter="^main$")

        assert decide(only_main, PUSH).builds is True
        assert decide(only_main, WebhookEvent.push(branch="main-2")).builds is False
        assert decide(only_main, WebhookEvent.pull_request(CREATED, base="x", head="main")).builds is True
        assert decide(only_main, TAG).builds is None
        assert names(decide(only_main, PUSH)) == ["branch-filter"]

    def test_a_branch_that_is_not_known_is_undecided(self) -> None:
        assert decide(WebhookSettings(branch_filter="^main$"), WebhookEvent(action=EventAction.PUSH)).builds is None

    def test_a_branch_filter_beside_groups_is_refused(self) -> None:
        assert decide(settings(PUSHES, branch_filter="^main$"), PUSH).builds is None


class TestBeyondFilters:
    @pytest.mark.parametrize(
        ("policy", "expected"),
        [
            (None, ["comment-approval"]),
            (CommentApproval.FORK_PULL_REQUESTS, ["comment-approval"]),
            (CommentApproval.DISABLED, []),
        ],
    )
    def test_a_pull_request_may_wait_for_approval(self, policy: CommentApproval | None, expected: list[str]) -> None:
        given = None if policy is None else PullRequestBuildPolicy(policy)

        assert names(decide(settings(PULL_REQUESTS, pull_request_build_policy=given), TO_MAIN)) == expected

    def test_what_does_not_build_waits_for_nothing(self) -> None:
        assert names(decide(settings(PUSHES), TO_MAIN)) == []

    def test_a_job_has_to_ask_for_this_project(self) -> None:
        event = WebhookEvent.from_github("workflow_job", GITHUB_JOB)
        assert event is not None
        group = FilterGroup.in_event_of(EventAction.WORKFLOW_JOB_QUEUED)

        assert names(decide(settings(group), event)) == ["runner-label"]
        buildkite = settings(group, build_type=BuildType.RUNNER_BUILDKITE_BUILD)
        assert names(decide(buildkite, WebhookEvent.workflow_job())) == []


def test_a_push_of_several_branches_at_once_is_undecided() -> None:
    event = WebhookEvent.from_bitbucket("repo:push", delivery("bitbucket", "repo:push", "two branches at once"))
    assert event is not None
    decision = decide(settings(PUSHES.and_branch_is("main")), event)

    assert decision.builds is None
    assert doubts(decision) == [
        "several branches or tags are pushed at once, and what CodeBuild makes of that is not documented"
    ]


def test_a_job_of_gitlab_that_is_not_pending_is_undecided() -> None:
    payload = delivery("gitlab", "Job Hook", "pending")
    group = settings(FilterGroup.in_event_of(EventAction.WORKFLOW_JOB_QUEUED))
    pending, running = (
        WebhookEvent.from_gitlab("Job Hook", changed(payload, "build_status", status))
        for status in ("pending", "running")
    )
    assert pending is not None
    assert running is not None

    assert decide(group, pending).builds is True
    assert names(decide(group, pending)) == ["gitlab-job", "runner-label"]
    assert decide(group, running).builds is None
