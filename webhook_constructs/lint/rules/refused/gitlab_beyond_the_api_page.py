"""Something of GitLab's that the API's page gives to GitHub alone.

## What it does
Finds PULL_REQUEST_REOPENED, RELEASED and WORKFLOW_JOB_QUEUED at GitLab, and REPOSITORY_NAME in a GitLab group webhook.

## Why it matters
AWS's pages disagree [assumed: support]. GitLab's pages in the user guide have these, and show some in templates; the
API's page says that they work with GitHub only. The API's page does not mention GitLab at all and is older than its
support, so that it is probably out of date. If it is not, the deployment fails or the builds never start.

## Example
```python
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.WORKFLOW_JOB_QUEUED),),
    provider=SourceProvider.GITLAB,
)
```

## Use instead
```python
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main"),),
    provider=SourceProvider.GITLAB,
)
```

## Limits
There is nothing to use in place of a workflow job. Acknowledge it for a webhook that works. It has an
id of its own so that this hides none of the other disagreements (WH126).

## References
- <https://docs.aws.amazon.com/codebuild/latest/userguide/gitlab-webhook.html>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/gitlab-group-webhook-setup.html>
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html>
"""

from __future__ import annotations

from webhook_constructs.core import FilterType
from webhook_constructs.core.service.support_matrix import Support
from webhook_constructs.lint.group_analysis.combinations import combinations, is_at_gitlab
from webhook_constructs.lint.rule import Certainty, Problem, Problems, Rule, Severity, Webhook
from webhook_constructs.lint.wording.lists import listed

__all__ = ["RULE"]


def _check(webhook: Webhook) -> Problems:
    for each, events, note in combinations(webhook, Support.DISPUTED) if is_at_gitlab(webhook) else ():
        what = listed(events) if each.type is FilterType.EVENT else each.type
        yield Problem(
            each.location,
            f"AWS's pages disagree on {what}: {note}",
            "test it on a live webhook and acknowledge this if it works",
        )


RULE = Rule(
    id="WH128",
    severity=Severity.WARNING,
    certainty=Certainty.UNKNOWN,
    source=(
        "https://docs.aws.amazon.com/codebuild/latest/userguide/gitlab-webhook.html, "
        "https://docs.aws.amazon.com/codebuild/latest/userguide/gitlab-group-webhook-setup.html, "
        "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html"
    ),
    check=_check,
)
