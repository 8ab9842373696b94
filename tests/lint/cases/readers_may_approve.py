from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook
from webhook_constructs.core import BuildType, PullRequestBuildPolicy, SourceProvider, WebhookSettings
from webhook_constructs.lint import Context

if TYPE_CHECKING:
    from collections.abc import Mapping

_CREATED = {"EVENT": "PULL_REQUEST_CREATED"}


def _says(role: str, writer: str) -> str:
    return (
        f"pull_request_build_policy: {role} is an approver role, so pull requests of everybody who can read the "
        "repository are built without approval, on a public one those of strangers; "
        f"take {role} out of approver_roles; {writer} is the least role that can push"
    )


_SAYS = _says("GITHUB_READ", "GITHUB_WRITE")


def _with(
    *groups: Mapping[str, str],
    roles: tuple[str, ...] = ("GITHUB_READ",),
    approval: str = "ALL_PULL_REQUESTS",
    **its: Any,
) -> WebhookSettings:
    policy = PullRequestBuildPolicy(approval, roles)  # type: ignore[arg-type] # the strings of enums
    return webhook(*groups, pull_request_build_policy=policy, **its)


CASES = Cases(
    bad={
        "pull-requests": Bad(_with(_CREATED), _SAYS),
        "among-others": Bad(_with(_CREATED, roles=("GITHUB_ADMIN", "GITHUB_READ")), _SAYS),
        "forks": Bad(_with(_CREATED, approval="FORK_PULL_REQUESTS"), _SAYS),
        "no-groups": Bad(_with(), _SAYS),
        "closed": Bad(_with({"EVENT": "PUSH"}, {"EVENT": "PULL_REQUEST_CLOSED"}), _SAYS),
        "enterprise": Bad(_with(_CREATED, provider=SourceProvider.GITHUB_ENTERPRISE), _SAYS),
        "gitlab": Bad(
            _with(_CREATED, roles=("GITLAB_GUEST",), provider=SourceProvider.GITLAB_SELF_MANAGED),
            _says("GITLAB_GUEST", "GITLAB_DEVELOPER"),
        ),
        "bitbucket": Bad(
            _with(_CREATED, roles=("BITBUCKET_READ",), provider=SourceProvider.BITBUCKET),
            _says("BITBUCKET_READ", "BITBUCKET_WRITE"),
        ),
        "branch-filter": Bad(_with(branch_filter="^main$"), _SAYS),
        "unknown-host": Bad(
            _with(_CREATED, roles=("BITBUCKET_READ", "GITHUB_READ"), provider=None),
            (_SAYS, _says("BITBUCKET_READ", "BITBUCKET_WRITE")),
        ),
    },
    good={
        "default": Good(webhook(_CREATED)),
        "default-roles": Good(_with(_CREATED, roles=())),
        "writers": Good(_with(_CREATED, roles=("GITHUB_WRITE",))),
        "triage-is-given-to-people": Good(_with(_CREATED, roles=("GITHUB_TRIAGE",))),
        "disabled-is-for-another-rule": Good(_with(_CREATED, approval="DISABLED")),
    },
    near_misses={
        "role-of-another-host": Good(_with(_CREATED, roles=("BITBUCKET_READ", "GITHUB_WRITE"))),
        "push": Good(_with({"EVENT": "PUSH"})),
        "merged": Good(_with({"EVENT": "PULL_REQUEST_MERGED"})),
        "actor": Good(_with({**_CREATED, "ACTOR_ACCOUNT_ID": "^1$"})),
        "buildkite": Good(_with(build_type=BuildType.RUNNER_BUILDKITE_BUILD)),
    },
    unresolved={
        "event": Good(_with({"EVENT": TOKEN})),
        "actor": Good(_with({**_CREATED, "ACTOR_ACCOUNT_ID": TOKEN})),
        "policy": Good(_with(_CREATED), Context(unknown=frozenset({"pull_request_build_policy"}))),
    },
)
