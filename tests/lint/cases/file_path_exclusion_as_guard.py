from __future__ import annotations

from typing import TYPE_CHECKING

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook
from webhook_constructs.core import (
    ApproverRole,
    CommentApproval,
    PullRequestBuildPolicy,
    SourceProvider,
    WebhookSettings,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_CREATED = {"EVENT": "PULL_REQUEST_CREATED"}
_GUARDED = {**_CREATED, "!FILE_PATH": "^buildspec.yml$"}


def _webhook(
    *groups: Mapping[str, str],
    approval: CommentApproval = CommentApproval.DISABLED,
    roles: tuple[ApproverRole, ...] = (),
    provider: SourceProvider | None = SourceProvider.GITHUB,
) -> WebhookSettings:
    return webhook(*groups, provider=provider, pull_request_build_policy=PullRequestBuildPolicy(approval, roles))


def _forks(*roles: ApproverRole) -> WebhookSettings:
    return _webhook(_GUARDED, approval=CommentApproval.FORK_PULL_REQUESTS, roles=roles)


def _says(
    pattern: str = "^buildspec.yml$",
    *,
    approval: str = "DISABLED",
    seen: str = "100",
    place: str = "filter_groups[0][1]",
) -> str:
    return (
        f"{place}: approval is {approval} and CodeBuild sees the first {seen} changed files only, so a pull request "
        f"with more is built although it changes what {pattern} names; "
        "require approval with CommentApproval.ALL_PULL_REQUESTS, or use and_actor_account_is"
    )


CASES = Cases(
    bad={
        "disabled": Bad(_webhook(_GUARDED), _says()),
        "closed": Bad(_webhook({"EVENT": "PULL_REQUEST_CLOSED", "!FILE_PATH": "^buildspec.yml$"}), _says()),
        "folder": Bad(_webhook({**_CREATED, "!FILE_PATH": r"^\.codebuild/"}), _says(r"^\.codebuild/")),
        "any-case": Bad(_webhook({**_CREATED, "!FILE_PATH": "(?i)BuildSpec"}), _says("(?i)BuildSpec")),
        "one-of-several": Bad(
            _webhook({**_CREATED, "!FILE_PATH": "^docs/", "!FILE_PATH 2": "^ci/buildspec-.*"}),
            _says("^ci/buildspec-.*", place="filter_groups[0][2]"),
        ),
        "forks-and-administrators": Bad(_forks(ApproverRole.GITHUB_ADMIN), _says(approval="FORK_PULL_REQUESTS")),
        "bitbucket": Bad(_webhook(_GUARDED, provider=SourceProvider.BITBUCKET), _says(seen="3,000")),
        "gitlab": Bad(_webhook(_GUARDED, provider=SourceProvider.GITLAB), _says()),
        "host-not-known": Bad(_webhook(_GUARDED, provider=None), _says(seen="100 (Bitbucket: 3,000)")),
        "second-group": Bad(
            _webhook({"EVENT": "PUSH"}, {**_CREATED, "HEAD_REF": "^refs/heads/a/", "!FILE_PATH": "^buildspec"}),
            _says("^buildspec", place="filter_groups[1][2]"),
        ),
    },
    good={
        "as-aws-recommends": Good(webhook(_GUARDED)),
        "all-by-administrators": Good(
            _webhook(_GUARDED, approval=CommentApproval.ALL_PULL_REQUESTS, roles=(ApproverRole.GITHUB_ADMIN,))
        ),
        "actor": Good(_webhook({**_GUARDED, "ACTOR_ACCOUNT_ID": "^1$"})),
    },
    near_misses={
        "forks-by-default-roles": Good(_forks()),
        "forks-by-all-who-can-push": Good(
            _forks(ApproverRole.GITHUB_ADMIN, ApproverRole.GITHUB_MAINTAIN, ApproverRole.GITHUB_WRITE)
        ),
        "asked-for": Good(_webhook({**_CREATED, "FILE_PATH": "^buildspec.yml$"})),
        "other-files": Good(_webhook({**_CREATED, "!FILE_PATH": "^docs/"})),
        "message": Good(_webhook({**_CREATED, "!COMMIT_MESSAGE": "buildspec"})),
        "push": Good(_webhook({"EVENT": "PUSH", "!FILE_PATH": "^buildspec.yml$"})),
        "merged": Good(_webhook({"EVENT": "PULL_REQUEST_MERGED", "!FILE_PATH": "^buildspec.yml$"})),
    },
    unresolved={
        "pattern": Good(_webhook({**_CREATED, "!FILE_PATH": f"^{TOKEN}$"})),
        "event": Good(_webhook({"EVENT": TOKEN, "!FILE_PATH": "^buildspec.yml$"})),
        "actor": Good(_webhook({**_GUARDED, "ACTOR_ACCOUNT_ID": TOKEN})),
    },
)
