from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook
from webhook_constructs.core import (
    BuildType,
    CommentApproval,
    PullRequestBuildPolicy,
    SourceProvider,
    WebhookScope,
    WebhookSettings,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_FIX = "require it with CommentApproval.ALL_PULL_REQUESTS, or "


def _disabled(*groups: Mapping[str, str], **settings: Any) -> WebhookSettings:
    return webhook(*groups, pull_request_build_policy=PullRequestBuildPolicy(CommentApproval.DISABLED), **settings)


def _approval(approval: CommentApproval) -> WebhookSettings:
    return webhook({"EVENT": "PULL_REQUEST_CREATED"}, pull_request_build_policy=PullRequestBuildPolicy(approval))


def _says(events: str, group: int = 0) -> str:
    return (
        f"filter_groups[{group}]: approval is DISABLED and no actor is named, so {events} of anybody starts a build; "
        f"{_FIX}use and_actor_account_is"
    )


CASES = Cases(
    bad={
        "created": Bad(_disabled({"EVENT": "PULL_REQUEST_CREATED"}), _says("PULL_REQUEST_CREATED")),
        "all-events": Bad(
            _disabled(
                {
                    "EVENT": "PUSH,PULL_REQUEST_MERGED,PULL_REQUEST_CLOSED,PULL_REQUEST_REOPENED,"
                    "PULL_REQUEST_UPDATED,PULL_REQUEST_CREATED"
                }
            ),
            _says("PULL_REQUEST_CREATED, PULL_REQUEST_UPDATED, PULL_REQUEST_REOPENED, PULL_REQUEST_CLOSED"),
        ),
        "closed": Bad(_disabled({"EVENT": "PULL_REQUEST_CLOSED"}), _says("PULL_REQUEST_CLOSED")),
        "base": Bad(
            _disabled({"EVENT": "PULL_REQUEST_CREATED", "BASE_REF": "^refs/heads/main$"}), _says("PULL_REQUEST_CREATED")
        ),
        "some-accounts-kept-out": Bad(
            _disabled({"EVENT": "PULL_REQUEST_CREATED", "!ACTOR_ACCOUNT_ID": "^1$"}), _says("PULL_REQUEST_CREATED")
        ),
        "bitbucket": Bad(
            _disabled({"EVENT": "PULL_REQUEST_UPDATED"}, provider=SourceProvider.BITBUCKET),
            _says("PULL_REQUEST_UPDATED"),
        ),
        "one-group-of-three": Bad(
            _disabled(
                {"EVENT": "PUSH"},
                {"EVENT": "PULL_REQUEST_CREATED", "ACTOR_ACCOUNT_ID": "^1$"},
                {"EVENT": "PULL_REQUEST_UPDATED"},
            ),
            _says("PULL_REQUEST_UPDATED", 2),
        ),
        "actor-of-any-number": Bad(
            _disabled({"EVENT": "PULL_REQUEST_CREATED", "ACTOR_ACCOUNT_ID": r"^\pN+$"}), _says("PULL_REQUEST_CREATED")
        ),
        "everybody": Bad(
            _disabled({"EVENT": "PULL_REQUEST_CREATED", "ACTOR_ACCOUNT_ID": ".*"}), _says("PULL_REQUEST_CREATED")
        ),
        "nine-digits-or-more": Bad(
            _disabled({"EVENT": "PULL_REQUEST_CREATED", "ACTOR_ACCOUNT_ID": "^1[0-9]{8,}$"}),
            _says("PULL_REQUEST_CREATED"),
        ),
        "most-digits": Bad(
            _disabled({"EVENT": "PULL_REQUEST_CREATED", "ACTOR_ACCOUNT_ID": "[0-8]"}), _says("PULL_REQUEST_CREATED")
        ),
        "too-large-to-be-judged": Bad(
            _disabled({"EVENT": "PULL_REQUEST_CREATED", "ACTOR_ACCOUNT_ID": r"\pL{300}|."}),
            _says("PULL_REQUEST_CREATED"),
        ),
        "empty-pattern": Bad(
            _disabled({"EVENT": "PULL_REQUEST_CREATED", "ACTOR_ACCOUNT_ID": ""}), _says("PULL_REQUEST_CREATED")
        ),
        "too-deep-to-read": Bad(
            _disabled({"EVENT": "PULL_REQUEST_CREATED", "ACTOR_ACCOUNT_ID": "(" * 101 + r"^\d{8}$" + ")" * 101}),
            _says("PULL_REQUEST_CREATED"),
        ),
        "nine-digits": Bad(
            _disabled({"EVENT": "PULL_REQUEST_CREATED", "ACTOR_ACCOUNT_ID": "^1[0-9]{8}$"}),
            _says("PULL_REQUEST_CREATED"),
        ),
        "no-groups": Bad(
            _disabled(),
            "pull_request_build_policy: approval is DISABLED and there are no filter groups, so every pull request is "
            f"built, whoever opens it; {_FIX}add groups that use and_actor_account_is",
        ),
        "no-groups-of-an-organization": Bad(
            _disabled(scope=WebhookScope.github_organization("acme")),
            "pull_request_build_policy: approval is DISABLED and there are no filter groups, so every pull request is "
            f"built, whoever opens it; {_FIX}add groups that use and_actor_account_is",
        ),
    },
    good={
        "default": Good(webhook({"EVENT": "PULL_REQUEST_CREATED"})),
        "all": Good(_approval(CommentApproval.ALL_PULL_REQUESTS)),
        "forks": Good(_approval(CommentApproval.FORK_PULL_REQUESTS)),
        "actor": Good(_disabled({"EVENT": "PULL_REQUEST_CREATED", "ACTOR_ACCOUNT_ID": "^1$"})),
        "no-groups-by-default": Good(webhook()),
    },
    near_misses={
        "push": Good(_disabled({"EVENT": "PUSH"})),
        "merged": Good(_disabled({"EVENT": "PULL_REQUEST_MERGED"})),
        "no-event": Good(_disabled({"BASE_REF": "^refs/heads/main$"})),
        "files-are-for-another-rule": Good(_disabled({"EVENT": "PULL_REQUEST_CREATED", "FILE_PATH": "^docs/"})),
        "a-loose-actor-is-for-another-rule": Good(
            _disabled({"EVENT": "PULL_REQUEST_CREATED", "ACTOR_ACCOUNT_ID": "12345"})
        ),
        "one-actor-is-named": Good(
            _disabled({"EVENT": "PULL_REQUEST_CREATED", "ACTOR_ACCOUNT_ID": ".*", "ACTOR_ACCOUNT_ID 2": "^12345$"})
        ),
        "branch-filter": Good(_disabled(branch_filter="^main$")),
        "buildkite": Good(_disabled(build_type=BuildType.RUNNER_BUILDKITE_BUILD)),
        "enterprise": Good(_disabled(scope=WebhookScope.github_global("acme"))),
    },
    unresolved={
        "event": Good(_disabled({"EVENT": TOKEN})),
        "actor": Good(_disabled({"EVENT": "PULL_REQUEST_CREATED", "ACTOR_ACCOUNT_ID": TOKEN})),
    },
)
