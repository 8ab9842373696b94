# pyright: strict, reportUnnecessaryTypeIgnoreComment=true
"""Uses that both type checkers accept, with the types that they see. Never imported."""

from __future__ import annotations

from typing_extensions import assert_type

from webhook_constructs import (
    ApproverRole,
    BuildType,
    CommentApproval,
    EventAction,
    FilterGroup,
    PullRequestBuildPolicy,
    PullRequestGroup,
    PushGroup,
    PushOrPullRequestGroup,
    ReleaseGroup,
    SourceProvider,
    WebhookEvent,
    WebhookScope,
    WebhookSettings,
    WorkflowJobGroup,
)
from webhook_constructs.core import Pattern, is_subset

PUSH = EventAction.PUSH
CREATED, MERGED = EventAction.PULL_REQUEST_CREATED, EventAction.PULL_REQUEST_MERGED

# The events choose the class.
assert_type(FilterGroup.in_event_of(EventAction.PUSH), PushGroup)
assert_type(FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED), PullRequestGroup)
assert_type(
    FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED, EventAction.PULL_REQUEST_MERGED), PullRequestGroup
)
assert_type(FilterGroup.in_event_of(EventAction.PUSH, EventAction.PULL_REQUEST_UPDATED), PushOrPullRequestGroup)
assert_type(FilterGroup.in_event_of(EventAction.PULL_REQUEST_CLOSED, EventAction.PUSH), PushOrPullRequestGroup)
assert_type(FilterGroup.in_event_of(EventAction.RELEASED, EventAction.PRERELEASED), ReleaseGroup)
assert_type(FilterGroup.in_event_of(EventAction.WORKFLOW_JOB_QUEUED), WorkflowJobGroup)
assert_type(FilterGroup.in_event_of(EventAction.PUSH, EventAction.RELEASED), FilterGroup)
assert_type(FilterGroup.in_event_of(EventAction.PULL_REQUEST_REOPENED, EventAction.WORKFLOW_JOB_QUEUED), FilterGroup)

# So does the method that starts a group, for actions in a variable, too.
assert_type(FilterGroup.on_push().and_any_tag(), PushGroup)
assert_type(FilterGroup.on_release().and_tag_name_is("v1"), ReleaseGroup)
assert_type(FilterGroup.on_workflow_job().and_workflow_name_is("CI"), WorkflowJobGroup)
ACTIONS = [EventAction.PULL_REQUEST_CREATED, EventAction.PULL_REQUEST_MERGED]
assert_type(FilterGroup.on_pull_request(*ACTIONS).and_base_branch_is("main"), PullRequestGroup)
assert_type(FilterGroup.on_push_or_pull_request(*ACTIONS).and_branch_is("main"), PushOrPullRequestGroup)

# Builders keep it.
assert_type(FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main").and_actor_account_is("1"), PushGroup)
assert_type(FilterGroup.in_event_of(EventAction.PUSH).and_tag_is("v1").and_file_under("a"), PushGroup)
assert_type(
    FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED).and_branch_is("a").and_base_branch_is("main"),
    PullRequestGroup,
)
assert_type(
    FilterGroup.in_event_of(EventAction.RELEASED).and_tag_name_is("v1").and_release_name_is("One"), ReleaseGroup
)
assert_type(FilterGroup.in_event_of(EventAction.WORKFLOW_JOB_QUEUED).and_workflow_name_is("CI"), WorkflowJobGroup)


def some_event(event: EventAction) -> FilterGroup:
    """Events that are not known when the program is checked give the class that offers least."""
    return assert_type(FilterGroup.in_event_of(event), FilterGroup).and_repository_name_is("app")


def narrower_groups_are_wider_ones(pushes: PushGroup, pull_requests: PullRequestGroup) -> list[PushOrPullRequestGroup]:
    return [pushes.and_any_tag(), pull_requests.and_base_branch_glob("release/*")]


def settings(groups: tuple[PushGroup, ReleaseGroup]) -> WebhookSettings:
    return WebhookSettings(groups, build_type=BuildType.BUILD, scope=WebhookScope.github_organization("acme"))


# Lists of groups and roles, and account IDs as numbers.
WebhookSettings([FilterGroup.on_push()], provider=SourceProvider.GITHUB)
assert_type(WebhookSettings([FilterGroup.on_push()]).filter_groups, "tuple[FilterGroup, ...]")
ADMINS = PullRequestBuildPolicy(CommentApproval.ALL_PULL_REQUESTS, [ApproverRole.GITHUB_ADMIN])
assert_type(ADMINS.approver_roles, "tuple[ApproverRole, ...]")
assert_type(FilterGroup.on_push().and_actor_account_is(583231, "9919").and_actor_account_is_not(1), PushGroup)
WebhookEvent.push(branch="main", actor=583231)
WebhookEvent.pull_request(EventAction.PULL_REQUEST_CREATED, base="main", head="topic", actor=583231)


def questions(one: PushGroup, others: list[PushGroup]) -> tuple[bool | None, bool | None]:
    return is_subset(one, others), is_subset(Pattern("a"), Pattern("b"))
