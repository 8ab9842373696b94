"""A filter on repositories or organizations in a webhook that covers none.

## What it does
Finds REPOSITORY_NAME filters in webhooks without a scope and at git hosts that have none, and ORGANIZATION_NAME filters
in webhooks that are not for a whole GitHub enterprise. A scope whose type is left out is an organization.

## Why it matters
CodeBuild documents REPOSITORY_NAME for organization, global and group webhooks only, and ORGANIZATION_NAME for global
webhooks only. A webhook without a scope is for the one repository of its project.

## Example
```python
WebhookSettings((FilterGroup.in_event_of(EventAction.PUSH).and_repository_name_is("app"),))
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.WORKFLOW_JOB_QUEUED).and_organization_name_is("acme"),),
    scope=WebhookScope.github_organization("acme"),
)
```

## Use instead
```python
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.PUSH).and_repository_name_is("app"),),
    scope=WebhookScope.github_organization("acme"),
)
```

## Limits
None on what is documented: a scope's type is always known. REPOSITORY_NAME in a GitLab group webhook, where the pages
disagree [assumed: support], is for WH128.

## References
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/github-global-organization-webhook-setup.html>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/gitlab-group-webhook-setup.html>
"""

from __future__ import annotations

from webhook_constructs.core import FilterType, WebhookScopeType
from webhook_constructs.core.service.support_matrix import SCOPED_FILTERS, scope_support
from webhook_constructs.lint.rule import Certainty, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]


def _check(webhook: Webhook) -> Problems:
    scope = webhook.scope_type
    for each, _ in webhook.filters(*SCOPED_FILTERS):
        if scope_support(webhook.provider, each.type, scope).is_certainly_wrong:
            yield Problem(each.location, *_said(each.type, webhook, scope))


def _said(filter_type: FilterType, webhook: Webhook, scope: WebhookScopeType | None) -> tuple[str, str]:
    """Return message and fix."""
    provider = webhook.provider
    working = [each for each in WebhookScopeType if not scope_support(provider, filter_type, each).is_certainly_wrong]
    if not working:
        return f"{filter_type} does not work at {provider}, whatever the scope", "take the filter out"
    got = "a webhook of one repository" if scope is None else f"scope {scope}"
    return (
        f"{filter_type} works in webhooks with scope {' or '.join(working)} only, got {got}",
        f"take the filter out, or set such a scope ({webhook.language.scope(working[0])})",
    )


RULE = Rule(
    id="WH105",
    severity=Severity.ERROR,
    certainty=Certainty.DOCUMENTED,
    source="https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html",
    check=_check,
)
