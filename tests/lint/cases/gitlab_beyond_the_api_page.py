from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook
from webhook_constructs.core import SourceProvider, WebhookScope

_GITLAB, _SELF_MANAGED = SourceProvider.GITLAB, SourceProvider.GITLAB_SELF_MANAGED
_GROUP = WebhookScope.gitlab_group("acme")
_FIX = "test it on a live webhook and acknowledge this if it works"
_ON_EVENTS = f"GitLab's page says yes, the API's GitHub only; {_FIX}"
_ON_REPOSITORIES = f"GitLab's page has it for group webhooks, the API's for GitHub only; {_FIX}"

CASES = Cases(
    bad={
        "events": Bad(
            webhook({"EVENT": "PULL_REQUEST_REOPENED, PUSH, RELEASED"}, provider=_GITLAB),
            f"filter_groups[0][0]: AWS's pages disagree on PULL_REQUEST_REOPENED, RELEASED: {_ON_EVENTS}",
        ),
        "workflow-job": Bad(
            webhook({"EVENT": "PUSH"}, {"WORKFLOW_NAME": "CI", "EVENT": "WORKFLOW_JOB_QUEUED"}, provider=_SELF_MANAGED),
            f"filter_groups[1][1]: AWS's pages disagree on WORKFLOW_JOB_QUEUED: {_ON_EVENTS}",
        ),
        "repositories-of-a-group": Bad(
            webhook({"EVENT": "PUSH", "REPOSITORY_NAME": "a"}, provider=_GITLAB, scope=_GROUP),
            f"filter_groups[0][1]: AWS's pages disagree on REPOSITORY_NAME: {_ON_REPOSITORIES}",
        ),
        "host-by-the-scope": Bad(
            webhook({"EVENT": "WORKFLOW_JOB_QUEUED", "REPOSITORY_NAME": "a"}, provider=None, scope=_GROUP),
            f"filter_groups[0][1]: AWS's pages disagree on REPOSITORY_NAME: {_ON_REPOSITORIES}",
        ),
    },
    good={
        "push": Good(webhook({"EVENT": "PUSH,PULL_REQUEST_CREATED", "FILE_PATH": "a"}, provider=_GITLAB)),
        "group": Good(webhook({"EVENT": "PUSH"}, provider=_GITLAB, scope=_GROUP)),
    },
    near_misses={
        "github": Good(webhook({"EVENT": "RELEASED,WORKFLOW_JOB_QUEUED,PULL_REQUEST_REOPENED"})),
        "host-not-known": Good(webhook({"EVENT": "RELEASED"}, provider=None)),
        "no-scope": Good(webhook({"EVENT": "PUSH", "REPOSITORY_NAME": "a"}, provider=_GITLAB)),
        "event-that-the-host-does-not-send": Good(webhook({"EVENT": "PRERELEASED"}, provider=_GITLAB)),
        "another-host-with-a-group": Good(
            webhook({"EVENT": "PULL_REQUEST_REOPENED"}, provider=SourceProvider.BITBUCKET, scope=_GROUP)
        ),
    },
    unresolved={
        "events": Good(webhook({"EVENT": TOKEN, "REPOSITORY_NAME": "a"}, provider=_GITLAB, scope=_GROUP)),
        "one-of-the-events": Good(webhook({"EVENT": f"RELEASED,{TOKEN}"}, provider=_GITLAB)),
    },
)
