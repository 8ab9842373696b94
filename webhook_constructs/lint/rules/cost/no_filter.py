"""A webhook without filters.

## What it does
Finds webhooks with neither filter groups nor a branch filter.

## Why it matters
Every push, of branches and of tags, and every pull request that is created or updated starts a build. In a public
repository anybody can open a pull request.

## Example
```python
WebhookSettings()
```

## Use instead
```python
WebhookSettings((
    FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main"),
    FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED, EventAction.PULL_REQUEST_UPDATED),
))
```

## Limits
Nothing is said about a webhook of a whole GitHub enterprise and about Buildkite: what starts a build there when no
group says so is not documented [assumed: unfiltered-elsewhere]. Nor is anything said about the `Triggers` of a project
with a source that can have no webhook, which WH108 names, or that only the deployment knows.

## References
- <https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_codebuild/GitHubSourceProps.html>
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html>
"""

from __future__ import annotations

from webhook_constructs.lint.group_analysis.pull_requests import builds_everything
from webhook_constructs.lint.rule import Certainty, Location, Problem, Problems, Rule, Severity, Webhook
from webhook_constructs.lint.rules.refused.source_without_webhooks import WAYS_OUT

__all__ = ["RULE"]


def _check(webhook: Webhook) -> Problems:
    source_type = webhook.context.source_type
    is_open = source_type is None and webhook.context.is_of_triggers
    if not is_open and source_type not in WAYS_OUT and builds_everything(webhook):
        yield Problem(
            Location(),
            "there are no filter groups, so every push and every pull request created or updated starts a build",
            "add filter groups that say what to build",
        )


RULE = Rule(
    id="WH404",
    severity=Severity.INFO,
    certainty=Certainty.DOCUMENTED,
    source="https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_codebuild/GitHubSourceProps.html",
    check=_check,
)
