from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook
from webhook_constructs.core import (
    ApproverRole,
    CommentApproval,
    PullRequestBuildPolicy,
    SourceProvider,
    WebhookSettings,
)
from webhook_constructs.lint import Context

if TYPE_CHECKING:
    from collections.abc import Mapping

POWERFUL = Context(
    build_powers=("its environment is privileged", "its variable NPM_TOKEN holds a secret in plain text")
)
_GAINS = (
    "in a project where its environment is privileged, and its variable NPM_TOKEN holds a secret in plain text; "
    "require approval with CommentApproval.ALL_PULL_REQUESTS, or build these pull requests in a project of its own "
    "with UntrustedCodeBoundaryPolicy"
)
_CREATED = {"EVENT": "PULL_REQUEST_CREATED"}


def _open(
    *groups: Mapping[str, str], approval: CommentApproval = CommentApproval.DISABLED, **settings: Any
) -> WebhookSettings:
    return webhook(*groups, pull_request_build_policy=PullRequestBuildPolicy(approval), **settings)


CASES = Cases(
    bad={
        "created": Bad(
            _open(_CREATED),
            f"filter_groups[0]: PULL_REQUEST_CREATED of a stranger starts a build without approval, {_GAINS}",
            POWERFUL,
        ),
        "a-filter-that-the-stranger-chooses": Bad(
            _open({"EVENT": "PUSH"}, {"EVENT": "PULL_REQUEST_UPDATED,PULL_REQUEST_CLOSED", "FILE_PATH": "^docs/"}),
            "filter_groups[1]: PULL_REQUEST_UPDATED, PULL_REQUEST_CLOSED of a stranger starts a build without "
            f"approval, {_GAINS}",
            POWERFUL,
        ),
        "no-groups": Bad(
            _open(),
            f"pull_request_build_policy: every pull request of a stranger is built without approval, {_GAINS}",
            POWERFUL,
        ),
        "branch-filter": Bad(
            _open(branch_filter="^main$"),
            "branch_filter: PULL_REQUEST_CREATED, PULL_REQUEST_UPDATED of a stranger starts a build without approval, "
            f"{_GAINS}",
            POWERFUL,
        ),
        "an-event-of-two-at-bitbucket": Bad(
            _open({"EVENT": "PULL_REQUEST_CREATED,PULL_REQUEST_REOPENED"}, provider=SourceProvider.BITBUCKET),
            f"filter_groups[0]: PULL_REQUEST_CREATED of a stranger starts a build without approval, {_GAINS}",
            POWERFUL,
        ),
    },
    good={
        "no-powers": Good(_open(_CREATED)),
        "all-wait": Good(_open(_CREATED, approval=CommentApproval.ALL_PULL_REQUESTS), POWERFUL),
        "forks-wait": Good(_open(_CREATED, approval=CommentApproval.FORK_PULL_REQUESTS), POWERFUL),
        "default": Good(webhook(_CREATED), POWERFUL),
    },
    near_misses={
        "a-policy-that-nobody-has-seen": Good(webhook(_CREATED, may_predate_approval=True), POWERFUL),
        "actor": Good(_open({**_CREATED, "ACTOR_ACCOUNT_ID": "^1$"}), POWERFUL),
        "push": Good(_open({"EVENT": "PUSH"}), POWERFUL),
        "merged": Good(_open({"EVENT": "PULL_REQUEST_MERGED"}), POWERFUL),
        "roles-of-another-host": Good(
            webhook(
                _CREATED,
                pull_request_build_policy=PullRequestBuildPolicy(
                    CommentApproval.ALL_PULL_REQUESTS, (ApproverRole.GITLAB_GUEST,)
                ),
            ),
            POWERFUL,
        ),
    },
    unresolved={
        "event": Good(_open({"EVENT": TOKEN}), POWERFUL),
        "actor": Good(_open({**_CREATED, "ACTOR_ACCOUNT_ID": TOKEN}), POWERFUL),
        "policy": Good(
            webhook(_CREATED),
            Context(build_powers=POWERFUL.build_powers, unknown=frozenset({"pull_request_build_policy"})),
        ),
    },
)
