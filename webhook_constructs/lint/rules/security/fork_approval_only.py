"""Approval that only pull requests from forks need.

## What it does
Finds webhooks with the approval FORK_PULL_REQUESTS and a group for pull requests that are created, updated, reopened or
closed, or no group at all. Groups with an ACTOR_ACCOUNT_ID filter that includes do not count.

## Why it matters
A pull request from a branch of the repository itself is built without approval, whatever the role of its author. That
concerns everybody and every token that can push a branch, and not only those with an approver role.

## Example
```python
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED),),
    pull_request_build_policy=PullRequestBuildPolicy(CommentApproval.FORK_PULL_REQUESTS),
)
```

## Use instead
```python
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED),),
    pull_request_build_policy=PullRequestBuildPolicy(CommentApproval.ALL_PULL_REQUESTS),
)
```
With the default roles, those who can write to the repository need no approval then either.

## Limits
That is what the setting is for, and right where everybody who can push is trusted with the build. To people it makes a
difference only where `approver_roles` leaves out some who can push. Which role an app has (Dependabot and the like open
pull requests from branches of the repository) is not documented [assumed: app-roles].

## References
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_PullRequestBuildPolicy.html>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/pull-request-build-policy.html>
"""

from __future__ import annotations

from webhook_constructs.core import CommentApproval
from webhook_constructs.lint.group_analysis.pull_requests import approval_of, is_open_to_strangers
from webhook_constructs.lint.rule import Certainty, Location, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]


def _check(webhook: Webhook) -> Problems:
    if approval_of(webhook) is not CommentApproval.FORK_PULL_REQUESTS:
        return
    if is_open_to_strangers(webhook):
        yield Problem(
            Location(member="pull_request_build_policy"),
            "approval is FORK_PULL_REQUESTS, so pull requests from branches of the repository itself need none",
            f"use {webhook.language.approval}, unless everybody who can push may run code in the build",
        )


RULE = Rule(
    id="WH207",
    severity=Severity.INFO,
    certainty=Certainty.DOCUMENTED,
    source="https://docs.aws.amazon.com/codebuild/latest/APIReference/API_PullRequestBuildPolicy.html",
    check=_check,
    security_severity=3.0,
)
