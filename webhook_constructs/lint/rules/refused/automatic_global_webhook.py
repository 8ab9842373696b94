"""A webhook of a whole GitHub enterprise that CodeBuild is to add at GitHub itself.

## What it does
Finds webhooks with the scope GITHUB_GLOBAL that are not manual ones, at github.com.

## Why it matters
The page on setting up global webhooks says that they are added at GitHub by hand, with the payload URL and secret that
a manual webhook gives. Observed: CodeBuild accepts one that is not manual; who is to add the hook then, and
whether any event arrives, no source says [assumed: automatic-global-webhook].

## Example
```python
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.WORKFLOW_JOB_QUEUED),),
    scope=WebhookScope.github_global("acme-enterprise"),
    provider=SourceProvider.GITHUB,
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

## Limits
There is no finding for GitHub Enterprise Server, where the hook is added by hand in any case, nor where the
git host is not known. `Triggers` with this scope are for WH114.

## References
- <https://docs.aws.amazon.com/codebuild/latest/userguide/github-global-organization-webhook-setup.html>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/github-manual-webhook.html>
"""

from __future__ import annotations

from webhook_constructs.core import SourceProvider, WebhookScopeType
from webhook_constructs.lint.rule import Certainty, Location, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]

_FIX = "set manual_creation=True and secret=True, and add the hook with what the secret then holds"


def _check(webhook: Webhook) -> Problems:
    is_global = webhook.scope_type is WebhookScopeType.GITHUB_GLOBAL
    if is_global and webhook.provider is SourceProvider.GITHUB and not webhook.settings.manual_creation:
        if webhook.context.is_of_triggers:
            return  # which is for WH114
        manual = webhook.language.setting("manualCreation", True)  # noqa: FBT003 - the value of the setting
        yield Problem(
            Location(member="manual_creation"),
            "AWS's page says that a webhook with scope GITHUB_GLOBAL is added at GitHub by hand, got "
            f"{webhook.settings.manual_creation}",
            webhook.language.in_python(_FIX, f"set {manual}, and add the hook with its payload URL and secret"),
        )


RULE = Rule(
    id="WH129",
    severity=Severity.WARNING,
    certainty=Certainty.UNKNOWN,
    source="https://docs.aws.amazon.com/codebuild/latest/userguide/github-global-organization-webhook-setup.html",
    check=_check,
)
