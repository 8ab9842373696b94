from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook
from webhook_constructs.core import SourceProvider, WebhookScope

_PULL_REQUESTS = (
    "PULL_REQUEST_CREATED, PULL_REQUEST_UPDATED, PULL_REQUEST_REOPENED, PULL_REQUEST_MERGED, PULL_REQUEST_CLOSED"
)
_NOT_ALLOWED = "is not allowed for a GITHUB webhook when EVENT is"
_NO_FIX = "take the filter out"

CASES = Cases(
    bad={
        "base-with-push": Bad(  # the one that has been seen to be refused
            webhook({"EVENT": "PUSH", "BASE_REF": "^refs/heads/main$"}),
            f"filter_groups[0][1]: filter type BASE_REF {_NOT_ALLOWED} PUSH, only when "
            f"it is {_PULL_REQUESTS}; {_NO_FIX}; for the branch of a push use HEAD_REF (and_branch_is)",
        ),
        "not-for-all-events": Bad(
            webhook({"EVENT": "PULL_REQUEST_CREATED, RELEASED, PUSH", "!FILE_PATH": "^docs/", "BASE_REF": "main"}),
            (
                (
                    f"filter_groups[0][1]: filter type FILE_PATH {_NOT_ALLOWED} RELEASED, "
                    f"only when it is PUSH, {_PULL_REQUESTS}; make a group of its own for RELEASED without it"
                ),
                (
                    f"filter_groups[0][2]: filter type BASE_REF {_NOT_ALLOWED} PUSH, RELEASED, "
                    f"only when it is {_PULL_REQUESTS}; make a group of its own for PUSH, RELEASED without it; "
                    "for the branch of a push use HEAD_REF (^refs/heads/name$)"
                ),
            ),
        ),
        "host-not-known": Bad(
            webhook({"EVENT": "PUSH", "TAG_NAME": "^v"}, provider=None),
            "filter_groups[0][1]: filter type TAG_NAME is not allowed for a webhook when EVENT is PUSH, only when it "
            f"is RELEASED, PRERELEASED; {_NO_FIX}; for the push of a tag use HEAD_REF (and_tag_is)",
        ),
        "tag-with-pull-requests": Bad(
            webhook({"EVENT": "PUSH,PULL_REQUEST_CREATED", "TAG_NAME": "^v"}),
            f"filter_groups[0][1]: filter type TAG_NAME {_NOT_ALLOWED} PUSH, PULL_REQUEST_CREATED, only when it is "
            f"RELEASED, PRERELEASED; {_NO_FIX}; for the push of a tag use HEAD_REF (^refs/tags/name$)",
        ),
        "host-without-such-events": Bad(
            webhook({"EVENT": "PUSH,RELEASED", "WORKFLOW_NAME": "CI"}, provider=SourceProvider.BITBUCKET),
            "filter_groups[0][1]: filter type WORKFLOW_NAME is not allowed for a BITBUCKET webhook when EVENT is PUSH, "
            f"and no event there is for it; {_NO_FIX}",
        ),
        "unknown-events-aside": Bad(
            webhook({"EVENT": "NOPE,WORKFLOW_JOB_QUEUED", "COMMIT_MESSAGE": "x"}),
            f"filter_groups[0][1]: filter type COMMIT_MESSAGE {_NOT_ALLOWED} "
            f"WORKFLOW_JOB_QUEUED, only when it is PUSH, {_PULL_REQUESTS}; {_NO_FIX}",
        ),
    },
    good={
        "base-with-pull-requests": Good(
            webhook({"EVENT": "PULL_REQUEST_CREATED,PULL_REQUEST_MERGED", "BASE_REF": "a"})
        ),
        "names-of-a-release": Good(webhook({"EVENT": "RELEASED,PRERELEASED", "TAG_NAME": "^v", "RELEASE_NAME": "x"})),
        "name-of-a-workflow": Good(webhook({"EVENT": "WORKFLOW_JOB_QUEUED", "WORKFLOW_NAME": "CI"})),
    },
    near_misses={
        "groups-of-their-own": Good(webhook({"EVENT": "PUSH"}, {"EVENT": "PULL_REQUEST_CREATED", "BASE_REF": "a"})),
        "not-documented": Good(webhook({"EVENT": "RELEASED", "HEAD_REF": "^refs/tags/v"})),
        "pages-disagree": Good(
            webhook({"EVENT": "PULL_REQUEST_CREATED", "FILE_PATH": "a"}, provider=SourceProvider.GITHUB_ENTERPRISE)
        ),
        "event-that-the-host-does-not-send": Good(
            webhook({"EVENT": "RELEASED", "FILE_PATH": "a"}, provider=SourceProvider.BITBUCKET)
        ),
        "for-scoped-webhooks": Good(webhook({"EVENT": "PUSH", "REPOSITORY_NAME": "app"})),
        "scoped": Good(
            webhook({"EVENT": "PUSH", "ORGANIZATION_NAME": "app"}, scope=WebhookScope.github_global("enterprise"))
        ),
        "no-event": Good(webhook({"BASE_REF": "a"})),
        "two-event-filters": Good(webhook({"EVENT": "PUSH", "EVENT 2": "PULL_REQUEST_CREATED", "BASE_REF": "a"})),
        "excluded-event": Good(webhook({"!EVENT": "PUSH", "BASE_REF": "a"})),
    },
    unresolved={
        "event": Good(webhook({"EVENT": TOKEN, "BASE_REF": "a"})),
        "one-of-the-events": Good(webhook({"EVENT": f"PUSH,{TOKEN}", "BASE_REF": "a"})),
    },
)
