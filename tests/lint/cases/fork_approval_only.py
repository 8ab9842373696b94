from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook
from webhook_constructs.core import BuildType, CommentApproval, PullRequestBuildPolicy, WebhookSettings

if TYPE_CHECKING:
    from collections.abc import Mapping

_SAYS = (
    "pull_request_build_policy: approval is FORK_PULL_REQUESTS, so pull requests from branches of the repository "
    "itself need none; use CommentApproval.ALL_PULL_REQUESTS, unless everybody who can push may run code in the build"
)
_CREATED = {"EVENT": "PULL_REQUEST_CREATED"}


def _forks(
    *groups: Mapping[str, str], approval: CommentApproval = CommentApproval.FORK_PULL_REQUESTS, **settings: Any
) -> WebhookSettings:
    return webhook(*groups, pull_request_build_policy=PullRequestBuildPolicy(approval), **settings)


CASES = Cases(
    bad={
        "pull-requests": Bad(_forks(_CREATED), _SAYS),
        "two-groups-once": Bad(_forks(_CREATED, {"EVENT": "PULL_REQUEST_CLOSED", "FILE_PATH": "^docs/"}), _SAYS),
        "one-group-of-two": Bad(_forks({"EVENT": "PUSH"}, _CREATED), _SAYS),
        "no-groups": Bad(_forks(), _SAYS),
        "branch-filter": Bad(_forks(branch_filter="^main$"), _SAYS),
    },
    good={
        "default": Good(webhook(_CREATED)),
        "all": Good(_forks(_CREATED, approval=CommentApproval.ALL_PULL_REQUESTS)),
        "disabled-is-for-another-rule": Good(_forks(_CREATED, approval=CommentApproval.DISABLED)),
    },
    near_misses={
        "push": Good(_forks({"EVENT": "PUSH"})),
        "merged": Good(_forks({"EVENT": "PULL_REQUEST_MERGED"})),
        "actor": Good(_forks({**_CREATED, "ACTOR_ACCOUNT_ID": "^1$"})),
        "buildkite": Good(_forks(build_type=BuildType.RUNNER_BUILDKITE_BUILD)),
    },
    unresolved={
        "event": Good(_forks({"EVENT": TOKEN})),
        "actor": Good(_forks({**_CREATED, "ACTOR_ACCOUNT_ID": TOKEN})),
    },
)
