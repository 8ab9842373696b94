"""A webhook of GitHub Enterprise, and no place for the secret that it may have.

## What it does
Finds webhooks of GitHub Enterprise that are not manual, made where nothing keeps a secret.

## Why it matters
CodeBuild shows the secret of a webhook once, in the answer that makes it. For GitHub Enterprise, pages of AWS
disagree on whether there is one for a webhook that is not manual; Terraform's tests have been given one
[assumed: enterprise-returns-secret]. If there is and nothing keeps it, the deployment fails and leaves nothing behind.

## Example
```python
lint(
    WebhookSettings(
        (FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main"),),
        provider=SourceProvider.GITHUB_ENTERPRISE,
    ),
    Context(keeps_secret=False),
)
```

## Use instead
`CodeBuildWebhook(..., secret=True)`, which keeps the secret in Secrets Manager:
```python
lint(
    WebhookSettings(
        (FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main"),),
        provider=SourceProvider.GITHUB_ENTERPRISE,
    ),
    Context(keeps_secret=True),
)
```

## Limits
Only the construct knows whether there is a place; nothing is said about a template or a live webhook. A manual
webhook always has a secret: there, the construct refuses to go without a place.

## References
- <https://docs.aws.amazon.com/codebuild/latest/userguide/run-build-cli-auto-start.html>
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Webhook.html>
"""

from __future__ import annotations

from webhook_constructs.core import SourceProvider
from webhook_constructs.lint.rule import Certainty, Location, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]


def _check(webhook: Webhook) -> Problems:
    # As for the construct: a webhook for Buildkite is always manual.
    is_manual = webhook.settings.manual_creation or webhook.is_for_buildkite
    if webhook.provider is SourceProvider.GITHUB_ENTERPRISE and webhook.context.keeps_secret is False and not is_manual:
        yield Problem(
            Location(),
            "AWS's pages disagree on whether CodeBuild returns a secret for a webhook of GitHub Enterprise; if it does "
            "and there is no place for it, the deployment fails and leaves nothing behind",
            "set secret=True to have a place for it",
        )


RULE = Rule(
    id="WH501",
    severity=Severity.INFO,
    certainty=Certainty.UNKNOWN,
    source="https://docs.aws.amazon.com/codebuild/latest/userguide/run-build-cli-auto-start.html, "
    "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Webhook.html",
    check=_check,
)
