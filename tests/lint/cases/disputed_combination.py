from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook
from webhook_constructs.core import SourceProvider, WebhookScope

_ENTERPRISE, _GITLAB = SourceProvider.GITHUB_ENTERPRISE, SourceProvider.GITLAB
_SAYS = (
    "at GITHUB_ENTERPRISE: GitHub Enterprise's page says push only, the API's push and pull request events; "
    "test it on a live webhook and acknowledge this if it works, or take it out"
)

CASES = Cases(
    bad={
        "files": Bad(
            webhook({"EVENT": "PUSH,PULL_REQUEST_CREATED", "FILE_PATH": "^services/"}, provider=_ENTERPRISE),
            f"filter_groups[0][1]: AWS's pages disagree on FILE_PATH with PULL_REQUEST_CREATED {_SAYS}",
        ),
        "files-and-messages": Bad(
            webhook(
                {"EVENT": "PUSH", "FILE_PATH": "a"},
                {"EVENT": "PULL_REQUEST_MERGED,PULL_REQUEST_CREATED", "!FILE_PATH": "a", "COMMIT_MESSAGE": "b"},
                provider=_ENTERPRISE,
            ),
            tuple(
                f"filter_groups[1][{place}]: AWS's pages disagree on {filter_type} with PULL_REQUEST_CREATED, "
                f"PULL_REQUEST_MERGED {_SAYS}"
                for place, filter_type in ((1, "FILE_PATH"), (2, "COMMIT_MESSAGE"))
            ),
        ),
    },
    good={
        "push": Good(webhook({"EVENT": "PUSH", "FILE_PATH": "a"}, provider=_ENTERPRISE)),
        "pull-requests-by-base": Good(
            webhook({"EVENT": "PULL_REQUEST_CREATED", "BASE_REF": "a"}, provider=_ENTERPRISE)
        ),
        "github": Good(webhook({"EVENT": "PULL_REQUEST_REOPENED", "FILE_PATH": "a"}, {"EVENT": "RELEASED"})),
    },
    near_misses={
        "host-not-known": Good(webhook({"EVENT": "PULL_REQUEST_REOPENED", "FILE_PATH": "a"}, provider=None)),
        "certainly-wrong": Good(webhook({"EVENT": "WORKFLOW_JOB_QUEUED", "FILE_PATH": "a"}, provider=_ENTERPRISE)),
        "gitlab": Good(webhook({"EVENT": "RELEASED"}, provider=_GITLAB)),
        "gitlab-group": Good(
            webhook({"EVENT": "PUSH", "REPOSITORY_NAME": "a"}, provider=None, scope=WebhookScope.gitlab_group("acme"))
        ),
        "events-of-a-global-webhook": Good(
            webhook({"EVENT": "PUSH", "ORGANIZATION_NAME": "a"}, scope=WebhookScope.github_global("acme"))
        ),
        "no-event": Good(webhook({"FILE_PATH": "a"}, provider=_ENTERPRISE)),
    },
    unresolved={
        "events": Good(webhook({"EVENT": TOKEN, "FILE_PATH": "a"}, provider=_ENTERPRISE)),
        "one-of-the-events": Good(webhook({"EVENT": f"PUSH,{TOKEN}", "FILE_PATH": "a"}, provider=_ENTERPRISE)),
    },
)
