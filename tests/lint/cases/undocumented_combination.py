from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook
from webhook_constructs.core import SourceProvider

_ON_HEAD = "the API's page names push and pull request events"

CASES = Cases(
    bad={
        "head-of-a-release": Bad(
            webhook({"EVENT": "PRERELEASED, RELEASED", "HEAD_REF": "^refs/tags/v"}),
            f"filter_groups[0][1]: no page of AWS says whether HEAD_REF works with RELEASED, PRERELEASED: {_ON_HEAD}; "
            "test it on a live webhook, or make a group for RELEASED, PRERELEASED without it",
        ),
        "head-of-a-job": Bad(
            webhook({"EVENT": "PUSH"}, {"EVENT": "PUSH,WORKFLOW_JOB_QUEUED", "!HEAD_REF": "a"}, provider=None),
            f"filter_groups[1][1]: no page of AWS says whether HEAD_REF works with WORKFLOW_JOB_QUEUED: {_ON_HEAD}; "
            "test it on a live webhook, or make a group for WORKFLOW_JOB_QUEUED without it",
        ),
        "releases-at-gitlab": Bad(
            webhook({"EVENT": "RELEASED", "TAG_NAME": "^v"}, provider=SourceProvider.GITLAB),
            "filter_groups[0][1]: no page of AWS says whether TAG_NAME works with RELEASED: GitLab's page has releases "
            "and not this filter; test it on a live webhook, or make a group for RELEASED without it",
        ),
    },
    good={
        "tag-of-a-release": Good(webhook({"EVENT": "RELEASED", "TAG_NAME": "^v", "ACTOR_ACCOUNT_ID": "^1$"})),
        "head-of-a-push": Good(webhook({"EVENT": "PUSH,PULL_REQUEST_CREATED", "HEAD_REF": "a"})),
    },
    near_misses={
        "host-not-known": Good(webhook({"EVENT": "RELEASED", "TAG_NAME": "^v"}, provider=None)),
        "event-that-the-host-does-not-send": Good(
            webhook({"EVENT": "RELEASED", "HEAD_REF": "a"}, provider=SourceProvider.BITBUCKET)
        ),
        "no-event": Good(webhook({"HEAD_REF": "a"})),
    },
    unresolved={"token": Good(webhook({"EVENT": f"RELEASED,{TOKEN}", "HEAD_REF": "a"}))},
)
