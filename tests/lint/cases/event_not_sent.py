from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook
from webhook_constructs.core import SourceProvider

CASES = Cases(
    bad={
        "reopened-at-bitbucket": Bad(
            webhook({"EVENT": "PULL_REQUEST_CREATED, PULL_REQUEST_REOPENED"}, provider=SourceProvider.BITBUCKET),
            "filter_groups[0][0]: PULL_REQUEST_REOPENED is documented for GitHub and GitHub Enterprise only, "
            "got provider BITBUCKET; take PULL_REQUEST_REOPENED out",
        ),
        "no-other-event": Bad(
            webhook(
                {"EVENT": "PUSH"},
                {"TAG_NAME": "^v", "EVENT": "PRERELEASED,RELEASED"},
                provider=SourceProvider.GITHUB_ENTERPRISE,
            ),
            "filter_groups[1][1]: RELEASED, PRERELEASED is documented for GitHub only, got provider GITHUB_ENTERPRISE; "
            "remove the group",
        ),
        "two-reasons": Bad(
            webhook({"EVENT": "RELEASED,PUSH,WORKFLOW_JOB_QUEUED"}, provider=SourceProvider.BITBUCKET),
            (
                (
                    "filter_groups[0][0]: RELEASED is documented for GitHub only, got provider BITBUCKET; "
                    "take RELEASED out"
                ),
                (
                    "filter_groups[0][0]: WORKFLOW_JOB_QUEUED is documented for GitHub and GitHub Enterprise only, "
                    "got provider BITBUCKET; take WORKFLOW_JOB_QUEUED out"
                ),
            ),
        ),
        "prereleased-at-gitlab": Bad(
            webhook({"EVENT": "PUSH,PRERELEASED"}, provider=SourceProvider.GITLAB_SELF_MANAGED),
            "filter_groups[0][0]: PRERELEASED is documented for GitHub only, got provider GITLAB_SELF_MANAGED; "
            "take PRERELEASED out",
        ),
    },
    good={
        "released-at-github": Good(webhook({"EVENT": "RELEASED"})),
        "push-at-bitbucket": Good(webhook({"EVENT": "PUSH"}, provider=SourceProvider.BITBUCKET)),
    },
    near_misses={
        "switched-on-by-hand": Good(webhook({"EVENT": "PULL_REQUEST_MERGED"}, provider=SourceProvider.BITBUCKET)),
        "pages-disagree": Good(webhook({"EVENT": "RELEASED"}, provider=SourceProvider.GITLAB)),
        "host-not-known": Good(webhook({"EVENT": "PRERELEASED"}, provider=None)),
        "unknown-event": Good(webhook({"EVENT": "REOPENED"}, provider=SourceProvider.BITBUCKET)),
        "no-event": Good(webhook({"HEAD_REF": "a"}, provider=SourceProvider.BITBUCKET)),
    },
    unresolved={"token": Good(webhook({"EVENT": f"RELEASED,{TOKEN}"}, provider=SourceProvider.BITBUCKET))},
)
