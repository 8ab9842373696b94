"""A branch filter with nothing in it.

## What it does
Finds webhooks whose branch filter is an empty text.

## Why it matters
Observed: CodeBuild rejects it with "Member must have length greater than or equal to 1".

## Example
```python
WebhookSettings(branch_filter="")
```

## Use instead
```python
WebhookSettings(branch_filter="^main$")
```

## Limits
A branch filter that is known only on deployment is not looked at.

## References
- <https://github.com/hashicorp/terraform-provider-aws/issues/7839>
"""

from __future__ import annotations

from webhook_constructs.core.settings.webhook_settings import has_empty_branch_filter
from webhook_constructs.lint.rule import Certainty, Location, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]


def _check(webhook: Webhook) -> Problems:
    if has_empty_branch_filter(webhook.settings):
        yield Problem(
            Location(member="branch_filter"),
            "the branch filter is empty",
            "leave it out to take every branch, or use a filter group to take some",
        )


RULE = Rule(
    id="WH107",
    severity=Severity.ERROR,
    certainty=Certainty.OBSERVED,
    source="https://github.com/hashicorp/terraform-provider-aws/issues/7839",
    check=_check,
)
