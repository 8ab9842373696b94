"""Which pull requests wait for a comment before they are built."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from webhook_constructs.core.errors import WebhookSettingsError
from webhook_constructs.core.service.enums import ApproverRole
from webhook_constructs.core.values.arguments import Choice, require_choice, require_list
from webhook_constructs.core.values.frozen import frozen
from webhook_constructs.core.values.wire import Node, WireForm

__all__ = ["DEFAULT_POLICY", "DEFAULT_ROLES", "CommentApproval", "PullRequestBuildPolicy"]


class CommentApproval(Choice):
    """Which pull requests wait until somebody with an approver role comments `/codebuild_run(<sha>)`.

    Source: https://docs.aws.amazon.com/codebuild/latest/userguide/pull-request-build-policy.html [doc].
    """

    DISABLED = "DISABLED"
    """None: every pull request that passes the filters starts a build."""

    ALL_PULL_REQUESTS = "ALL_PULL_REQUESTS"
    """Pull requests of authors without an approver role. This is the default of CodeBuild since August 2025."""

    FORK_PULL_REQUESTS = "FORK_PULL_REQUESTS"
    """Pull requests from forks, of authors without an approver role."""


DEFAULT_ROLES = (
    ApproverRole.GITHUB_ADMIN,
    ApproverRole.GITHUB_MAINTAIN,
    ApproverRole.GITHUB_WRITE,
    ApproverRole.GITLAB_OWNER,
    ApproverRole.GITLAB_MAINTAINER,
    ApproverRole.GITLAB_DEVELOPER,
    ApproverRole.BITBUCKET_ADMIN,
    ApproverRole.BITBUCKET_WRITE,
)
"""The approver roles of a policy that lists none.

Source: https://docs.aws.amazon.com/codebuild/latest/userguide/pull-request-build-policy.html [doc].
"""


@frozen
@dataclass(frozen=True, slots=True, init=False)
class PullRequestBuildPolicy:
    """Which pull requests wait for a comment before they start a build, and whose comment counts.

    Each role is kept once, in the order of `ApproverRole`: the order and repetitions do not count.

    Attributes:
        requires_comment_approval: Which pull requests wait.
        approver_roles: The roles that need no approval and can give it. Default: the roles that can write to the
            repository.

    Raises:
        WebhookSettingsError: The approval or a role does not exist, or the roles are not a list.

    Examples:
        >>> PullRequestBuildPolicy(CommentApproval.FORK_PULL_REQUESTS, (ApproverRole.GITHUB_ADMIN,)).to_cfn()
        {'RequiresCommentApproval': 'FORK_PULL_REQUESTS', 'ApproverRoles': ['GITHUB_ADMIN']}
    """

    requires_comment_approval: CommentApproval
    approver_roles: tuple[ApproverRole, ...]

    def __init__(self, requires_comment_approval: CommentApproval, approver_roles: Sequence[ApproverRole] = ()) -> None:
        """Accept any sequence of roles, and the strings of enums."""
        approval = require_choice(CommentApproval, requires_comment_approval, "comment approval", WebhookSettingsError)
        roles = require_list(approver_roles, "approver_roles", WebhookSettingsError)
        known = {require_choice(ApproverRole, role, "approver role", WebhookSettingsError) for role in roles}
        object.__setattr__(self, "requires_comment_approval", approval)
        object.__setattr__(self, "approver_roles", tuple(role for role in ApproverRole if role in known))

    @property
    def trusted_roles(self) -> tuple[ApproverRole, ...]:
        """The roles that need no approval: the listed ones, or else the default."""
        return self.approver_roles or DEFAULT_ROLES

    @classmethod
    def read(cls, node: Node) -> PullRequestBuildPolicy:
        """Read a policy of a document in either form.

        Args:
            node: The policy in the document.

        Raises:
            WebhookConstructsError: The shape is wrong, or an approval or a role is not known.
        """
        members = node.members(("requiresCommentApproval", "approverRoles"))
        roles = members.get("approverRoles")
        return cls(
            requires_comment_approval=node.required(members, "requiresCommentApproval").choice(CommentApproval),
            approver_roles=() if roles is None else tuple(role.choice(ApproverRole) for role in roles.elements()),
        )

    def write(self, form: WireForm) -> dict[str, Any]:
        """Write the policy in the API's form or in a template's; an empty list of roles is left out."""
        written: dict[str, Any] = {form.key("requiresCommentApproval"): self.requires_comment_approval.value}
        if self.approver_roles:
            written[form.key("approverRoles")] = [role.value for role in self.approver_roles]
        return written

    def to_api(self) -> dict[str, Any]:
        """Return the `pullRequestBuildPolicy` of CreateWebhook."""
        return self.write(WireForm.API)

    def to_cfn(self) -> dict[str, Any]:
        """Return the `PullRequestBuildPolicy` of a template."""
        return self.write(WireForm.CFN)


DEFAULT_POLICY = PullRequestBuildPolicy(CommentApproval.ALL_PULL_REQUESTS)
"""The policy of a webhook that is created without one.

Source: https://docs.aws.amazon.com/codebuild/latest/userguide/pull-request-build-policy.html [doc].
"""
