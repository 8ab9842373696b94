"""Whether a pull request that passes the filters has to wait for approval.

Source: https://docs.aws.amazon.com/codebuild/latest/userguide/pull-request-build-policy.html [doc]. All git hosts that
send pull requests have approval.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal

from webhook_constructs.core.events.event_arguments import NO_ROLE
from webhook_constructs.core.events.webhook_event import WebhookEvent
from webhook_constructs.core.service.assumptions import (
    APPROVAL_AFTER_CREATION,
    COMMENT_APPROVAL,
    FROM_FORK,
    LISTED_ROLES,
    Assumption,
)
from webhook_constructs.core.service.enums import PULL_REQUEST_ACTIONS, ApproverRole, EventAction
from webhook_constructs.core.settings.pull_request_policy import (
    DEFAULT_POLICY,
    CommentApproval,
    PullRequestBuildPolicy,
)
from webhook_constructs.core.settings.webhook_settings import WebhookSettings

from .filter_trace import ON_DEPLOYMENT
from .unfiltered_webhook import roles_there
from .verdict import Verdict

__all__ = ["Approval", "approval_of"]

_ENDED = frozenset({EventAction.PULL_REQUEST_MERGED, EventAction.PULL_REQUEST_CLOSED})
_ORDER = tuple(ApproverRole)
_STATUS = "Pull request approval required for starting a build"
_COMMENT = "/codebuild_run(<sha of the latest commit>)"


@dataclass(frozen=True, slots=True)
class Approval:
    """Whether the build of a pull request waits for approval.

    Attributes:
        verdict: BUILDS if not, WAITS_FOR_APPROVAL if so, UNDECIDED if that is not known.
        reason: Why, on one line. Default: nobody asks for approval, or it is an assumption that nobody does.
        consequence: What people see at the git host, and what to do about it. Default: nothing.
        assumptions: What the verdict assumes.
    """

    verdict: Verdict
    reason: str | None = None
    consequence: str | None = None
    assumptions: tuple[Assumption, ...] = ()


_NOT_ASKED = Approval(Verdict.BUILDS)
_NOT_FROM_FORK = Approval(Verdict.BUILDS, "not needed, the pull request is not from a fork")
_ON_DEPLOYMENT = Approval(Verdict.UNDECIDED, f"the build policy of pull requests is {ON_DEPLOYMENT}")


def approval_of(settings: WebhookSettings, event: WebhookEvent, unknown: Collection[str] = ()) -> Approval:
    """Return whether an event that passes the filters of a webhook has to wait for approval.

    Args:
        settings: The settings of the webhook.
        event: The event.
        unknown: The members of the settings that are not known. Default: all are known.

    Examples:
        >>> from webhook_constructs.core import EventAction
        >>> created = EventAction.PULL_REQUEST_CREATED
        >>> stranger = WebhookEvent.pull_request(created, base="main", head="topic", author_role="none")
        >>> approval_of(WebhookSettings(), stranger).verdict
        <Verdict.WAITS_FOR_APPROVAL: 'WAITS_FOR_APPROVAL'>
    """
    is_known = "pull_request_build_policy" not in unknown
    policy = settings.pull_request_build_policy or DEFAULT_POLICY if is_known else None
    if without_asking := _without_asking(policy, event):
        return without_asking
    trusted = None if policy is None or "approver_roles" in unknown else policy.trusted_roles
    role = event.author_role
    if trusted is not None and role in trusted:
        return Approval(
            Verdict.BUILDS, f"not needed, the author has the role {role}", assumptions=_after_creation(event)
        )
    if event.approved and event.action not in _ENDED:
        return Approval(Verdict.BUILDS, "given by a comment that names the commit")
    approvers = None if trusted is None else _any_of(roles_there(trusted, settings, event))
    if role is None:
        return Approval(Verdict.BUILDS, assumptions=(_author_may_approve(approvers),))
    if policy is None or (trusted is None and role != NO_ROLE):
        return _ON_DEPLOYMENT
    return _of_stranger(settings, policy, event, approvers)


def _without_asking(policy: PullRequestBuildPolicy | None, event: WebhookEvent) -> Approval | None:
    """Return that nobody has to approve, whoever the author is; None if somebody may have to."""
    if event.action not in PULL_REQUEST_ACTIONS:
        return _NOT_ASKED
    if policy is None:
        return None
    if policy.requires_comment_approval is CommentApproval.DISABLED:
        return _NOT_ASKED
    return _NOT_FROM_FORK if _asks_of_forks(policy) and event.from_fork is False else None


def _of_stranger(
    settings: WebhookSettings, policy: PullRequestBuildPolicy, event: WebhookEvent, approvers: str | None
) -> Approval:
    """Return what becomes of a pull request of an author who may not approve."""
    role = event.author_role
    author = "the author has no role" if role == NO_ROLE else f"the author has the role {role}, and not {approvers}"
    if event.action in _ENDED:
        return Approval(Verdict.UNDECIDED, f"{author}; AWS documents approval for open pull requests only")
    if settings.may_predate_approval:
        return Approval(Verdict.UNDECIDED, f"{author}; a webhook from before August 2025 may not ask for approval")
    assumptions = [FROM_FORK] if _asks_of_forks(policy) and event.from_fork is None else []
    assumptions += _after_creation(event)
    if any(_is_above(role, each) for each in policy.trusted_roles):
        assumptions.append(LISTED_ROLES)
    who = "an approver role" if approvers is None else f"the role {approvers}"
    seen = f'the commit status is failed, "{_STATUS}", until somebody with {who} comments {_COMMENT}'
    return Approval(Verdict.WAITS_FOR_APPROVAL, f"required, {author}", seen, tuple(assumptions))


def _author_may_approve(approvers: str | None) -> Assumption:
    """Return the assumption about an author who is not known, with the roles that may approve where these are."""
    if approvers is None:
        return COMMENT_APPROVAL
    waits = f"without the role {approvers}, the build waits until somebody with that role comments {_COMMENT}"
    return replace(COMMENT_APPROVAL, why=waits)


def _asks_of_forks(policy: PullRequestBuildPolicy) -> bool:
    return policy.requires_comment_approval is CommentApproval.FORK_PULL_REQUESTS


def _after_creation(event: WebhookEvent) -> tuple[Assumption, ...]:
    return () if event.action is EventAction.PULL_REQUEST_CREATED else (APPROVAL_AFTER_CREATION,)


def _is_above(role: ApproverRole | Literal["none"] | None, trusted: ApproverRole) -> bool:
    """Check whether a role is above a trusted one of the same git host."""
    return isinstance(role, ApproverRole) and role.host == trusted.host and _ORDER.index(role) > _ORDER.index(trusted)


def _any_of(roles: tuple[ApproverRole, ...]) -> str:
    *others, last = (each.value for each in roles)
    return f"{', '.join(others)} or {last}" if others else last
