from __future__ import annotations

from typing import TYPE_CHECKING

from tests.lint.case import Bad, Cases, Good, webhook
from webhook_constructs.core import ApproverRole, CommentApproval, PullRequestBuildPolicy, SourceProvider
from webhook_constructs.core.settings.pull_request_policy import DEFAULT_ROLES
from webhook_constructs.lint import Context

if TYPE_CHECKING:
    from webhook_constructs.core import WebhookSettings


def _with(
    provider: SourceProvider | None,
    *roles: ApproverRole,
    approval: CommentApproval = CommentApproval.ALL_PULL_REQUESTS,
) -> WebhookSettings:
    policy = PullRequestBuildPolicy(approval, roles)
    return webhook({"EVENT": "PULL_REQUEST_CREATED"}, provider=provider, pull_request_build_policy=policy)


def _says(provider: str, got: str, roles: str) -> str:
    said = f"pull_request_build_policy: no approver role is one at {provider}, got {got}"
    return f"{said}; write roles of {provider}, such as {roles}"


_WRITE, _ADMIN, _BITBUCKET = ApproverRole.GITHUB_WRITE, ApproverRole.GITHUB_ADMIN, ApproverRole.BITBUCKET_WRITE
_AT_GITLAB = "GITLAB_OWNER, GITLAB_MAINTAINER, GITLAB_DEVELOPER"

CASES = Cases(
    bad={
        "as-in-the-example-of-aws": Bad(
            _with(SourceProvider.BITBUCKET, _ADMIN, _WRITE),
            _says("BITBUCKET", "GITHUB_WRITE and GITHUB_ADMIN", "BITBUCKET_ADMIN, BITBUCKET_WRITE"),
        ),
        "gitlab": Bad(
            _with(SourceProvider.GITLAB_SELF_MANAGED, _WRITE), _says("GITLAB_SELF_MANAGED", "GITHUB_WRITE", _AT_GITLAB)
        ),
        "forks": Bad(
            _with(SourceProvider.GITHUB_ENTERPRISE, _BITBUCKET, approval=CommentApproval.FORK_PULL_REQUESTS),
            _says("GITHUB_ENTERPRISE", "BITBUCKET_WRITE", "GITHUB_ADMIN, GITHUB_MAINTAIN, GITHUB_WRITE"),
        ),
    },
    good={
        "own": Good(_with(SourceProvider.GITHUB, _WRITE)),
        "enterprise": Good(_with(SourceProvider.GITHUB_ENTERPRISE, _ADMIN)),
        "default": Good(_with(SourceProvider.BITBUCKET)),
        "no-policy": Good(webhook({"EVENT": "PULL_REQUEST_CREATED"})),
    },
    near_misses={
        "one-of-several": Good(_with(SourceProvider.BITBUCKET, _WRITE, _BITBUCKET)),
        "what-a-live-webhook-shows": Good(_with(SourceProvider.BITBUCKET, *DEFAULT_ROLES)),
        "switched-off": Good(_with(SourceProvider.BITBUCKET, _WRITE, approval=CommentApproval.DISABLED)),
    },
    unresolved={
        "host": Good(_with(None, _WRITE)),
        "policy": Good(
            _with(SourceProvider.BITBUCKET, _WRITE), Context(unknown=frozenset({"pull_request_build_policy"}))
        ),
    },
)
