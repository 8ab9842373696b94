"""Which groups build the code of pull requests that anybody can open, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterator

from webhook_constructs.core import (
    ApproverRole,
    CommentApproval,
    EventAction,
    Filter,
    FilterGroup,
    FilterType,
    Verdict,
    WebhookEvent,
    WebhookScopeType,
    WebhookSettings,
    decide,
)
from webhook_constructs.lint.pattern_analysis.actors import lets_strangers_pass
from webhook_constructs.lint.rule import Group, PlacedFilter, Webhook
from webhook_constructs.lint.wording.languages import Language

__all__ = [
    "approval_of",
    "builds_everything",
    "builds_for_strangers",
    "builds_pushers_without_approval",
    "excludes_build_definitions",
    "groups_for_strangers",
    "guard_order",
    "is_open_to_strangers",
    "narrowing_filters",
]

# The build of each of these is of the head of the pull request; that of a closed one, too, as far as any page says. Who
# opens one can close it. To merge it takes the right to write to the repository, and what is built has been accepted.
_EVENTS = (
    EventAction.PULL_REQUEST_CREATED,
    EventAction.PULL_REQUEST_UPDATED,
    EventAction.PULL_REQUEST_REOPENED,
    EventAction.PULL_REQUEST_CLOSED,
)
_CHOSEN_BY_THE_AUTHOR = (FilterType.HEAD_REF, FilterType.FILE_PATH, FilterType.COMMIT_MESSAGE)
# The least that it takes to push a branch. Without a list of roles, the service takes these and those above them.
_PUSHERS = frozenset({ApproverRole.GITHUB_WRITE, ApproverRole.GITLAB_DEVELOPER, ApproverRole.BITBUCKET_WRITE})
_DEFINITIONS = ("buildspec", "codebuild")


def approval_of(webhook: Webhook) -> CommentApproval:
    """Return which pull requests of a webhook wait for a comment: without a policy, all of them by default."""
    policy = webhook.settings.pull_request_build_policy
    return CommentApproval.ALL_PULL_REQUESTS if policy is None else policy.requires_comment_approval


def guard_order(language: Language, *, replaces_branch_filter: bool = False) -> str:
    """Return the order that keeps strangers out of builds, in the words of a language."""
    named = language.use("and_actor_account_is", FilterType.ACTOR_ACCOUNT_ID)
    groups = "replace the branch filter with filter groups and " if replaces_branch_filter else ""
    return f"require approval with {language.approval}, or {groups}{named}"


def builds_pushers_without_approval(webhook: Webhook) -> bool:
    """Check whether the pull requests of people who can push a branch, and have no approver role, need no approval.

    With FORK_PULL_REQUESTS they need none; by default everybody who can push has an approver role.
    """
    policy = webhook.settings.pull_request_build_policy
    if policy is None or policy.requires_comment_approval is not CommentApproval.FORK_PULL_REQUESTS:
        return False
    return bool(policy.approver_roles) and _PUSHERS.isdisjoint(policy.approver_roles)


def builds_for_strangers(webhook: Webhook, event: EventAction) -> bool:
    """Check whether an event of a stranger's pull request starts a build without approval if it passes the filters."""
    settings = webhook.settings
    asked = WebhookSettings(
        (FilterGroup.of([Filter(FilterType.EVENT, event.value)]),),
        pull_request_build_policy=settings.pull_request_build_policy,
        provider=settings.provider,
        may_predate_approval=settings.may_predate_approval,
    )
    return decide(asked, WebhookEvent(action=event, author_role="none", from_fork=True)).verdict is Verdict.BUILDS


def groups_for_strangers(webhook: Webhook) -> Iterator[tuple[Group, tuple[EventAction, ...]]]:
    """Return the groups that build what anybody proposes, each with the events that do.

    A group with an ACTOR_ACCOUNT_ID filter that includes is for those whom the filter lets through, unless that is
    everybody. A filter that keeps some accounts out does not count: anybody can create a new account. A branch filter
    counts as a group that names no account [assumed: branch-filter].
    """
    for group in (*webhook.groups, *_group_of_branch_filter(webhook)):
        known = group.events or ()
        events = tuple(event for event in _EVENTS if event in known)
        if events and lets_strangers_pass(group, webhook.provider):
            yield group, events


def _group_of_branch_filter(webhook: Webhook) -> tuple[Group, ...]:
    if webhook.groups or _has_other_defaults(webhook):
        return ()
    return tuple(group for _, group in webhook.branch_filters)


def _has_other_defaults(webhook: Webhook) -> bool:
    """Check whether it is unknown what a webhook without groups builds [assumed: unfiltered-elsewhere]."""
    return webhook.is_for_buildkite or webhook.scope_type is WebhookScopeType.GITHUB_GLOBAL


def is_open_to_strangers(webhook: Webhook) -> bool:
    """Check whether a webhook builds what anybody proposes, with its groups or because it has none."""
    return builds_everything(webhook) or any(True for _ in groups_for_strangers(webhook))


def builds_everything(webhook: Webhook) -> bool:
    """Check whether a webhook has no filters: every push starts a build, and every pull request created or updated."""
    settings = webhook.settings
    return not settings.filter_groups and settings.branch_filter is None and not _has_other_defaults(webhook)


def narrowing_filters(group: Group) -> tuple[PlacedFilter, ...]:
    """Return the filters of a group whose values whoever opens a pull request chooses."""
    return group.on(*_CHOSEN_BY_THE_AUTHOR)


def excludes_build_definitions(placed: PlacedFilter) -> bool:
    """Check whether a filter evidently is to keep changed build definitions out of builds: it names them."""
    if placed.type is not FilterType.FILE_PATH or not placed.is_excluding or placed.pattern is None:
        return False
    text = placed.pattern.text.lower()
    return any(name in text for name in _DEFINITIONS)
