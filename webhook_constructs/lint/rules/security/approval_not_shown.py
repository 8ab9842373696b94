"""A live webhook that shows no build policy for pull requests.

## What it does
Finds webhooks of live projects, and of states and plans of Terraform that do not create them, that show no build policy
for pull requests. The webhook builds pull requests that are created, updated, reopened or closed, or has no group at
all.

## Why it matters
A webhook that was created since August 2025 has a policy, by default one that asks for approval. One that shows none
may be older, and may build pull requests of strangers without approval [assumed: webhooks-before-approval]. The build
runs what the pull request proposes, with the credentials of the project.

## Example
```python
WebhookSettings((FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED),), may_predate_approval=True)
```

## Use instead
```python
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED),),
    pull_request_build_policy=PullRequestBuildPolicy(CommentApproval.ALL_PULL_REQUESTS),
)
```

## Limits
Whether the repository is public is not known here. A version of Terraform's provider that does not know the policy does
not write it, and the webhook may have one. Groups with an ACTOR_ACCOUNT_ID filter that includes do not count.

## References
- <https://docs.aws.amazon.com/codebuild/latest/userguide/pull-request-build-policy.html>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/history.html>
"""

from __future__ import annotations

from webhook_constructs.lint.group_analysis.pull_requests import is_open_to_strangers
from webhook_constructs.lint.rule import Certainty, Location, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]


def _check(webhook: Webhook) -> Problems:
    settings = webhook.settings
    if not settings.may_predate_approval or settings.pull_request_build_policy is not None:
        return
    if is_open_to_strangers(webhook):
        yield Problem(
            Location(member="pull_request_build_policy"),
            "there is no policy, so the webhook may be from before August 2025 and build pull requests of strangers "
            "without approval",
            f"require approval with {webhook.language.approval}",
        )


RULE = Rule(
    id="WH214",
    severity=Severity.WARNING,
    certainty=Certainty.UNKNOWN,
    source="https://docs.aws.amazon.com/codebuild/latest/userguide/pull-request-build-policy.html",
    check=_check,
    security_severity=5.0,
)
