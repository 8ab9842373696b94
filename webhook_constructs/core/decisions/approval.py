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
from webhook_constructs.core.service.enums import PULL_REQUEST_ACTIONS, ApproverRole, EventAction, SourceProvider
from webhook_constructs.core.settings.pull_request_policy import DEFAULT_POLICY, CommentApproval
from webhook_constructs.core.settings.webhook_settings import WebhookSettings

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
_WITHOUT_ROLES = (_NOT_ASKED, _NOT_FROM_FORK)
_ON_DEPLOYMENT = Approval(
    Verdict.UNDECIDED, "the build policy of pull requests is known only when the stack is deployed"
)


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
    if event.action in PULL_REQUEST_ACTIONS and "pull_request_build_policy" in unknown:
        return _ON_DEPLOYMENT
    found = _known_approval(settings, event)
    is_by_role = event.author_role is not None and not event.approved and found not in _WITHOUT_ROLES
    return _ON_DEPLOYMENT if is_by_role and "approver_roles" in unknown else found


def _known_approval(settings: WebhookSettings, event: WebhookEvent) -> Approval:
    policy = settings.pull_request_build_policy or DEFAULT_POLICY
    if event.action not in PULL_REQUEST_ACTIONS or policy.requires_comment_approval is CommentApproval.DISABLED:
        return _NOT_ASKED
    if policy.requires_comment_approval is CommentApproval.FORK_PULL_REQUESTS and event.from_fork is False:
        return _NOT_FROM_FORK
    role, trusted = event.author_role, policy.trusted_roles
    if role in trusted:
        return Approval(
            Verdict.BUILDS, f"not needed, the author has the role {role}", assumptions=_after_creation(event)
        )
    if event.approved and event.action not in _ENDED:
        return Approval(Verdict.BUILDS, "given by a comment that names the commit")
    approvers = _any_of(_of_host(trusted, settings.provider or event.provider))
    if role is None:
        waits = f"without the role {approvers}, the build waits until somebody with that role comments {_COMMENT}"
        return Approval(Verdict.BUILDS, assumptions=(replace(COMMENT_APPROVAL, why=waits),))
    return _of_stranger(settings, event, role, approvers)


def _of_stranger(
    settings: WebhookSettings, event: WebhookEvent, role: ApproverRole | Literal["none"], approvers: str
) -> Approval:
    """Return what becomes of a pull request of an author who may not approve."""
    policy = settings.pull_request_build_policy or DEFAULT_POLICY
    author = f"the author has the role {role}, and not {approvers}" if role != NO_ROLE else "the author has no role"
    if event.action in _ENDED:
        return Approval(Verdict.UNDECIDED, f"{author}; AWS documents approval for open pull requests only")
    if settings.may_predate_approval:
        return Approval(Verdict.UNDECIDED, f"{author}; a webhook from before August 2025 may not ask for approval")
    asks_of_forks = policy.requires_comment_approval is CommentApproval.FORK_PULL_REQUESTS
    assumptions = [FROM_FORK] if asks_of_forks and event.from_fork is None else []
    assumptions += _after_creation(event)
    if any(_is_above(role, each) for each in policy.trusted_roles):
        assumptions.append(LISTED_ROLES)
    seen = f'the commit status is failed, "{_STATUS}", until somebody with the role {approvers} comments {_COMMENT}'
    return Approval(Verdict.WAITS_FOR_APPROVAL, f"required, {author}", seen, tuple(assumptions))


def _after_creation(event: WebhookEvent) -> tuple[Assumption, ...]:
    return () if event.action is EventAction.PULL_REQUEST_CREATED else (APPROVAL_AFTER_CREATION,)


def _is_above(role: ApproverRole | Literal["none"], trusted: ApproverRole) -> bool:
    """Check whether a role is above a trusted one of the same git host."""
    return role != NO_ROLE and role.host == trusted.host and _ORDER.index(role) > _ORDER.index(trusted)


def _of_host(trusted: tuple[ApproverRole, ...], provider: SourceProvider | None) -> tuple[ApproverRole, ...]:
    """Return the trusted roles of a git host; all where that is not known, or none of them is of it."""
    return tuple(each for each in trusted if provider is not None and provider.value.startswith(each.host)) or trusted


def _any_of(roles: tuple[ApproverRole, ...]) -> str:
    *others, last = (each.value for each in roles)
    return f"{', '.join(others)} or {last}" if others else last
