from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook
from webhook_constructs.core import WebhookScope

_GLOBAL = WebhookScope.github_global("enterprise")
_WHY = (
    "with scope GITHUB_GLOBAL: global webhooks have workflow jobs only by the page on setting them up, "
    "and any event by others"
)
_FIX = "make a webhook for each organization (WebhookScope.github_organization), or use WORKFLOW_JOB_QUEUED alone"

CASES = Cases(
    bad={
        "push": Bad(
            webhook({"EVENT": "PUSH"}, scope=_GLOBAL),
            f"filter_groups[0]: AWS's pages disagree on PUSH {_WHY}; {_FIX}",
        ),
        "some-of-the-events": Bad(
            webhook(
                {"EVENT": "WORKFLOW_JOB_QUEUED"}, {"EVENT": "RELEASED,WORKFLOW_JOB_QUEUED,NOPE,PUSH"}, scope=_GLOBAL
            ),
            f"filter_groups[1]: AWS's pages disagree on PUSH, RELEASED {_WHY}; {_FIX}",
        ),
        "no-group": Bad(
            webhook(scope=_GLOBAL),
            f"scope: there is no filter group, and AWS's pages disagree on pushes and pull requests {_WHY}; "
            "add a group for WORKFLOW_JOB_QUEUED",
        ),
    },
    good={
        "workflow-jobs": Good(webhook({"EVENT": "WORKFLOW_JOB_QUEUED"}, scope=_GLOBAL)),
        "organization": Good(webhook({"EVENT": "PUSH"}, scope=WebhookScope.github_organization("acme"))),
    },
    near_misses={
        "scope-type-left-out": Good(webhook({"EVENT": "PUSH"}, scope=WebhookScope("acme"))),
        "no-scope": Good(webhook({"EVENT": "PUSH"})),
        "group": Good(webhook(scope=WebhookScope.gitlab_group("acme"))),
        "unknown-event": Good(webhook({"EVENT": "NOPE"}, scope=_GLOBAL)),
        "no-event": Good(webhook({"HEAD_REF": "a"}, scope=_GLOBAL)),
    },
    unresolved={"token": Good(webhook({"EVENT": TOKEN}, scope=_GLOBAL))},
)
