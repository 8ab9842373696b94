"""A webhook of an organization, enterprise or group whose git host or project is not made for it.

## What it does
Finds scopes of another git host: GITHUB_ORGANIZATION and GITHUB_GLOBAL at GitLab, GITLAB_GROUP at GitHub, any scope at
Bitbucket or for Buildkite. Finds scopes of projects whose source location is a repository, and scopes on a server of
your own (GITHUB_ENTERPRISE, GITLAB_SELF_MANAGED) without its address.

## Why it matters
CodeBuild documents global and organization webhooks for GitHub and GitHub Enterprise only, and group webhooks for
GitLab. The source location of their projects has to be CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION, and the address is
required for a server of your own.

## Example
```python
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.PUSH),),
    scope=WebhookScope.gitlab_group("platform"),
    provider=SourceProvider.GITHUB,
)
```

## Use instead
```python
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.PUSH),),
    scope=WebhookScope.github_organization("acme"),
    provider=SourceProvider.GITHUB,
)
```

## Limits
Nothing is said where the git host or the source location is not known. Whether the organization or group exists cannot
be seen.

## References
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html>
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ScopeConfiguration.html>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/github-global-organization-webhook-setup.html>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/gitlab-group-webhook-setup.html>
"""

from __future__ import annotations

from webhook_constructs.core.settings.webhook_settings import scope_problems_of
from webhook_constructs.lint.rule import Certainty, Location, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]


def _check(webhook: Webhook) -> Problems:
    for message, fix in scope_problems_of(webhook.settings):
        yield Problem(Location(member="scope"), message, fix.text + webhook.language.in_python(fix.in_python))


RULE = Rule(
    id="WH112",
    severity=Severity.ERROR,
    certainty=Certainty.DOCUMENTED,
    source=(
        "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html, "
        "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ScopeConfiguration.html, "
        "https://docs.aws.amazon.com/codebuild/latest/userguide/github-global-organization-webhook-setup.html, "
        "https://docs.aws.amazon.com/codebuild/latest/userguide/gitlab-group-webhook-setup.html"
    ),
    check=_check,
)
