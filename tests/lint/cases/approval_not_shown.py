from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook
from webhook_constructs.core import BuildType, CommentApproval, PullRequestBuildPolicy, SourceProvider, WebhookSettings
from webhook_constructs.lint import Context

if TYPE_CHECKING:
    from collections.abc import Mapping

_CREATED = {"EVENT": "PULL_REQUEST_CREATED"}
_SAYS = (
    "pull_request_build_policy: there is no policy, so the webhook may be from before August 2025 and build pull "
    "requests of strangers without approval; require approval with CommentApproval.ALL_PULL_REQUESTS"
)


def _live(*groups: Mapping[str, str], **its: Any) -> WebhookSettings:
    return webhook(*groups, **{"may_predate_approval": True, **its})


CASES = Cases(
    bad={
        "pull-requests": Bad(_live(_CREATED), _SAYS),
        "no-groups": Bad(_live(), _SAYS),
        "branch-filter": Bad(_live(branch_filter="^main$"), _SAYS),
        "closed-among-pushes": Bad(_live({"EVENT": "PUSH"}, {"EVENT": "PULL_REQUEST_CLOSED"}), _SAYS),
        "filters-of-the-author": Bad(_live({**_CREATED, "HEAD_REF": "^refs/heads/topic$"}), _SAYS),
        "actor-for-everybody": Bad(_live({**_CREATED, "ACTOR_ACCOUNT_ID": "^.*$"}), _SAYS),
        "bitbucket": Bad(_live(_CREATED, provider=SourceProvider.BITBUCKET), _SAYS),
        "unknown-host": Bad(_live(_CREATED, provider=None), _SAYS),
    },
    good={
        "created-now": Good(webhook(_CREATED)),
        "policy": Good(_live(_CREATED, pull_request_build_policy=PullRequestBuildPolicy(CommentApproval.DISABLED))),
    },
    near_misses={
        "push": Good(_live({"EVENT": "PUSH"})),
        "merged": Good(_live({"EVENT": "PULL_REQUEST_MERGED"})),
        "actor": Good(_live({**_CREATED, "ACTOR_ACCOUNT_ID": "^1$"})),
        "buildkite": Good(_live(build_type=BuildType.RUNNER_BUILDKITE_BUILD)),
    },
    unresolved={
        "event": Good(_live({"EVENT": TOKEN})),
        "actor": Good(_live({**_CREATED, "ACTOR_ACCOUNT_ID": TOKEN})),
        "policy": Good(_live(_CREATED), Context(unknown=frozenset({"pull_request_build_policy"}))),
    },
)
