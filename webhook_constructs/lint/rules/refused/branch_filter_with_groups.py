"""A branch filter beside filter groups.

## What it does
Finds webhooks that have both a branch filter, the old way to filter, and filter groups.

## Why it matters
Observed: CodeBuild rejects the two together, and asks for filter groups.

## Example
```python
WebhookSettings((FilterGroup.in_event_of(EventAction.PUSH),), branch_filter="^main$")
```

## Use instead
```python
WebhookSettings((FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main"),))
```

## Limits
A branch filter that is nothing but a token or a function may turn out to be none on deployment (`AWS::NoValue`), and is
not looked at. One with text around a token is.

## References
- <https://github.com/hashicorp/terraform-provider-aws/pull/8110>
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html>
"""

from __future__ import annotations

from webhook_constructs.core.settings.webhook_settings import has_both_filters
from webhook_constructs.lint.rule import Certainty, Location, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]


def _check(webhook: Webhook) -> Problems:
    settings = webhook.settings
    if has_both_filters(settings):
        count = len(settings.filter_groups)
        groups = "a filter group" if count == 1 else f"{count} filter groups"
        yield Problem(
            Location(member="branch_filter"),
            f"there is a branch filter beside {groups}, got {str(settings.branch_filter)!r}",
            f"use a filter on HEAD_REF{webhook.language.in_python(' (and_branch_is)')} in the groups in its place",
        )


RULE = Rule(
    id="WH106",
    severity=Severity.ERROR,
    certainty=Certainty.OBSERVED,
    source="https://github.com/hashicorp/terraform-provider-aws/pull/8110",
    check=_check,
)
