"""A webhook that the `Triggers` of a project cannot make.

## What it does
Finds `Triggers` of projects at GitHub Enterprise, and `Triggers` with the scope GITHUB_GLOBAL.

## Why it matters
CloudFormation does not support webhooks of these kinds, so the deployment fails. Both are manual: somebody adds the
hook at the git host with a payload URL and a secret, which `Triggers` cannot return. The API of CodeBuild supports
both.

## Example
```python
lint(
    WebhookSettings(
        (FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main"),),
        provider=SourceProvider.GITHUB_ENTERPRISE,
    ),
    Context(is_of_triggers=True),
)
lint(
    WebhookSettings(
        (FilterGroup.in_event_of(EventAction.WORKFLOW_JOB_QUEUED),),
        scope=WebhookScope.github_global("acme-enterprise"),
        provider=SourceProvider.GITHUB,
    ),
    Context(is_of_triggers=True),
)
```

## Use instead
```python
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.WORKFLOW_JOB_QUEUED),),
    scope=WebhookScope.github_global("acme-enterprise"),
    manual_creation=True,
    provider=SourceProvider.GITHUB,
)
```
`CodeBuildWebhook` creates it, and its `secret` keeps what the git host needs.

## Limits
Nothing is said where the source type or the scope is known only on deployment. `audit` cannot see what made a webhook,
and says nothing.

## References
- <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-codebuild-project-projecttriggers.html>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/github-global-organization-webhook-setup.html>
- <https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/185>
"""

from __future__ import annotations

from webhook_constructs.core import SourceProvider, WebhookScopeType
from webhook_constructs.lint.rule import Certainty, Location, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE", "unsupported_in_triggers"]

_FIX = (
    "remove Triggers from the project, and create the webhook with CodeBuildWebhook, or with "
    "aws codebuild create-webhook --manual-creation"
)


def unsupported_in_triggers(webhook: Webhook) -> Problem | None:
    """Return why no `Triggers` can make a webhook; None where they can, or where that is not known."""
    if not webhook.context.is_of_triggers:
        return None
    if webhook.provider is SourceProvider.GITHUB_ENTERPRISE:
        message = "CloudFormation supports no Triggers for a project with source type GITHUB_ENTERPRISE"
        return Problem(Location(), message, _FIX)
    if "scope" not in webhook.context.unknown and webhook.scope_type is WebhookScopeType.GITHUB_GLOBAL:
        message = "CloudFormation supports no Triggers with scope GITHUB_GLOBAL, whose webhook is added by hand"
        return Problem(Location(member="scope"), message, _FIX)
    return None


def _check(webhook: Webhook) -> Problems:
    problem = unsupported_in_triggers(webhook)
    if problem is not None:
        yield problem


RULE = Rule(
    id="WH114",
    severity=Severity.ERROR,
    certainty=Certainty.DOCUMENTED,
    source=(
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/"
        "aws-properties-codebuild-project-projecttriggers.html, "
        "https://docs.aws.amazon.com/codebuild/latest/userguide/github-global-organization-webhook-setup.html"
    ),
    check=_check,
)
