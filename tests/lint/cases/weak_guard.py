from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook
from webhook_constructs.core import BuildType, CommentApproval, PullRequestBuildPolicy, WebhookSettings

if TYPE_CHECKING:
    from collections.abc import Mapping

_CREATED = {"EVENT": "PULL_REQUEST_CREATED"}


def _disabled(*groups: Mapping[str, str], **settings: Any) -> WebhookSettings:
    return webhook(*groups, pull_request_build_policy=PullRequestBuildPolicy(CommentApproval.DISABLED), **settings)


def _says(types: str, events: str = "PULL_REQUEST_CREATED", group: int = 0) -> str:
    return (
        f"filter_groups[{group}]: approval is DISABLED and only {types} narrows {events}, which whoever opens the pull "
        "request chooses; require approval with CommentApproval.ALL_PULL_REQUESTS, or use and_actor_account_is"
    )


CASES = Cases(
    bad={
        "head": Bad(_disabled({**_CREATED, "HEAD_REF": "^refs/heads/renovate/"}), _says("HEAD_REF")),
        "files": Bad(
            _disabled({"EVENT": "PULL_REQUEST_CREATED,PULL_REQUEST_UPDATED,PUSH", "FILE_PATH": "^docs/"}),
            _says("FILE_PATH", "PULL_REQUEST_CREATED, PULL_REQUEST_UPDATED"),
        ),
        "files-kept-out": Bad(_disabled({**_CREATED, "!FILE_PATH": "^Makefile$"}), _says("FILE_PATH")),
        "message": Bad(
            _disabled({**_CREATED, "BASE_REF": "^refs/heads/main$", "COMMIT_MESSAGE": r"\[ok to test\]"}),
            _says("COMMIT_MESSAGE"),
        ),
        "all-of-them": Bad(
            _disabled(
                {
                    **_CREATED,
                    "FILE_PATH": "^a/",
                    "HEAD_REF": "^refs/heads/a/",
                    "!FILE_PATH": "^b/",
                    "COMMIT_MESSAGE": "x",
                }
            ),
            _says("FILE_PATH and HEAD_REF and COMMIT_MESSAGE"),
        ),
        "besides-a-guard-of-the-buildspec": Bad(
            _disabled({**_CREATED, "!FILE_PATH": "^buildspec", "HEAD_REF": "^refs/heads/a/"}), _says("HEAD_REF")
        ),
        "buildspec-that-is-asked-for": Bad(_disabled({**_CREATED, "FILE_PATH": "^buildspec"}), _says("FILE_PATH")),
        "second-group-and-an-account-kept-out": Bad(
            _disabled({"EVENT": "PUSH"}, {**_CREATED, "!ACTOR_ACCOUNT_ID": "^1$", "!HEAD_REF": "^refs/heads/x$"}),
            _says("HEAD_REF", group=1),
        ),
        "actor-too-large-to-be-judged": Bad(
            _disabled({**_CREATED, "ACTOR_ACCOUNT_ID": r"^\d+$|\pL{300}", "HEAD_REF": "^refs/heads/renovate/"}),
            _says("HEAD_REF"),
        ),
        "actor-of-any-bytes": Bad(
            _disabled({**_CREATED, "ACTOR_ACCOUNT_ID": r"^\C+$", "HEAD_REF": "^refs/heads/renovate/"}),
            _says("HEAD_REF"),
        ),
        "branch-filter": Bad(
            _disabled(branch_filter="^main$"),
            "branch_filter: approval is DISABLED and only the branch filter narrows PULL_REQUEST_CREATED, "
            "PULL_REQUEST_UPDATED, which whoever opens the pull request chooses; require approval with "
            "CommentApproval.ALL_PULL_REQUESTS, or replace the branch filter with filter groups and use "
            "and_actor_account_is",
        ),
        "files-known-on-deployment": Bad(_disabled({**_CREATED, "!FILE_PATH": TOKEN}), _says("FILE_PATH")),
    },
    good={
        "default": Good(webhook({**_CREATED, "FILE_PATH": "^docs/"})),
        "actor": Good(_disabled({**_CREATED, "FILE_PATH": "^docs/", "ACTOR_ACCOUNT_ID": "^1$"})),
        "push": Good(_disabled({"EVENT": "PUSH", "HEAD_REF": "^refs/heads/main$"})),
    },
    near_misses={
        "no-filter-is-for-another-rule": Good(_disabled(_CREATED)),
        "base-is-for-another-rule": Good(_disabled({**_CREATED, "BASE_REF": "^refs/heads/main$"})),
        "buildspec-is-for-another-rule": Good(_disabled({**_CREATED, "!FILE_PATH": "^buildspec.yml$"})),
        "merged": Good(_disabled({"EVENT": "PULL_REQUEST_MERGED", "HEAD_REF": "^refs/heads/a/"})),
        "no-groups": Good(_disabled()),
        "branch-filter-with-approval": Good(webhook(branch_filter="^main$")),
        "branch-filter-of-buildkite": Good(
            _disabled(branch_filter="^main$", build_type=BuildType.RUNNER_BUILDKITE_BUILD)
        ),
    },
    unresolved={
        "event": Good(_disabled({"EVENT": TOKEN, "HEAD_REF": "^refs/heads/a/"})),
        "actor": Good(_disabled({**_CREATED, "HEAD_REF": "^refs/heads/a/", "ACTOR_ACCOUNT_ID": TOKEN})),
    },
)
