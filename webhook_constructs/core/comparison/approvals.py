"""Whose pull requests wait for approval on one side of a comparison and not on the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from webhook_constructs.core.decisions.approval import Approval, approval_of
from webhook_constructs.core.decisions.verdict import Verdict
from webhook_constructs.core.events.event_arguments import NO_ROLE
from webhook_constructs.core.events.webhook_event import WebhookEvent
from webhook_constructs.core.service.enums import PULL_REQUEST_ACTIONS, ApproverRole, EventAction
from webhook_constructs.core.settings.pull_request_policy import (
    DEFAULT_POLICY,
    CommentApproval,
    PullRequestBuildPolicy,
)
from webhook_constructs.core.settings.webhook_settings import WebhookSettings

from .side import Side

__all__ = ["Approvals", "Author"]

_OF_POLICY = ("pull_request_build_policy", "approver_roles")


@dataclass(frozen=True, slots=True)
class Author:
    """The author of a pull request.

    Attributes:
        role: The role, or "none" for a stranger. Default: it does not matter.
        from_fork: Whether the pull request is from a fork. Default: it does not matter.
    """

    role: ApproverRole | Literal["none"] | None = None
    from_fork: bool | None = None


class Approvals:
    """Who needs approval for an event on both sides.

    Attributes:
        are_same: Whether both sides ask the same people for it, whatever the policy means.
    """

    def __init__(self, before: Side, after: Side, action: EventAction) -> None:
        """Compare the policies of two sides.

        Args:
            before: The webhook before the change.
            after: The webhook after it.
            action: The event.
        """
        # Where there is no webhook, the policy of the other one makes no difference.
        self._sides = (before if before.settings else after), (after if after.settings else before)
        self._action = action
        self._known: dict[Author, list[Approval]] = {}
        self._is_unknown = any(member in side.unknown for side in self._sides for member in _OF_POLICY)
        policies = [(_policy(side.webhook), side.webhook.may_predate_approval) for side in self._sides]
        are_one = before.settings is None or after.settings is None
        is_asked = action in PULL_REQUEST_ACTIONS
        self.are_same = not is_asked or are_one or (policies[0] == policies[1] and not self._is_unknown)

    @cached_property
    def authors(self) -> tuple[Author, ...]:
        """The authors that a policy can tell apart: strangers first, then the roles from the lowest to the highest.

        At a git host that is known, nobody has a role of another one.
        """
        if self._action not in PULL_REQUEST_ACTIONS:
            return (Author(),)
        policies = [_policy(side.webhook) for side in self._sides]
        hosts = {side.webhook.provider.value.partition("_")[0] for side in self._sides if side.webhook.provider}
        listed = {role for policy in policies for role in policy.trusted_roles}
        roles = [each for each in ApproverRole if (each.host in hosts if hosts else each in listed)]
        forks = [policy.requires_comment_approval is CommentApproval.FORK_PULL_REQUESTS for policy in policies]
        origins = (True, False) if any(forks) else (None,)
        everybody: tuple[ApproverRole | Literal["none"], ...] = (NO_ROLE, *roles)
        return tuple(Author(role, origin) for role in everybody for origin in origins)

    @property
    def stranger(self) -> Author:
        """A stranger, whose pull requests are from forks where that matters; of other events, nobody is the author."""
        return self.authors[0]

    def builder(self, index: int) -> Author | None:
        """Return an author who needs no approval on a side: before the change for 0, after it for 1.

        Returns:
            One who needs none on the other side either, if there is one. Where nobody needs any, or nobody at the git
            host has a role that may approve, no author is told. None if it is not known who needs approval.
        """
        if all(self.of(each) == (Verdict.BUILDS, Verdict.BUILDS) for each in self.authors):
            return Author()
        trusted = [author for author in self.authors if self.of(author)[index] is Verdict.BUILDS]
        both = [author for author in trusted if self.of(author)[1 - index] is Verdict.BUILDS]
        found = next(iter((*both, *trusted)), None)
        if found is None:
            return None if self._is_unknown else Author()
        plain = Author(found.role)
        return plain if self.of(plain) == self.of(found) else found

    def of(self, author: Author) -> tuple[Verdict, Verdict]:
        """Return what becomes of an event that passes the filters of both sides."""
        before, after = (each.verdict for each in self._approvals(author))
        return before, after

    def differing(self) -> Iterator[tuple[Author, Verdict, Verdict]]:
        """Return the authors whose events fare differently if they pass the filters of both sides, or may do so."""
        if self.are_same:
            return
        for author in self.authors:
            before, after = self.of(author)
            # An author of whom both are undecided makes no difference, unless each has a policy of its own behind that.
            if before is not after or (before is Verdict.UNDECIDED and self._is_unknown):
                yield author, before, after

    def doubt(self, *authors: Author) -> tuple[str, str]:
        """Return the side on which it is not known what becomes of the events of some authors, and why."""
        found = [each for author in authors for each in zip(self._sides, self._approvals(author), strict=True)]
        return next((side.name, str(each.reason)) for side, each in found if each.verdict is Verdict.UNDECIDED)

    def _approvals(self, author: Author) -> list[Approval]:
        if author not in self._known:
            event = WebhookEvent(action=self._action, author_role=author.role, from_fork=author.from_fork)
            self._known[author] = [approval_of(side.webhook, event, side.unknown) for side in self._sides]
        return self._known[author]


def _policy(settings: WebhookSettings) -> PullRequestBuildPolicy:
    """Return what a policy asks for, in one way to say it."""
    policy = settings.pull_request_build_policy or DEFAULT_POLICY
    if policy.requires_comment_approval is CommentApproval.DISABLED:
        return PullRequestBuildPolicy(CommentApproval.DISABLED)
    return PullRequestBuildPolicy(policy.requires_comment_approval, sorted(set(policy.trusted_roles)))
