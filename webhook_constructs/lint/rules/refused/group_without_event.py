"""A filter group that names no event.

## What it does
Finds filter groups without an EVENT filter, and groups without any filter.

## Why it matters
CodeBuild refuses the webhook: at least one filter of each group must say which events the group is for.

## Example
```python
FilterGroup.from_api([{"type": "HEAD_REF", "pattern": "^refs/heads/main$"}])
```

## Use instead
```python
FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main")
```

## Limits
None: `in_event_of` cannot make such a group, so it comes from a template, a live webhook or `from_api`.

## References
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html>
"""

from __future__ import annotations

from webhook_constructs.core.groups.problems import has_no_event
from webhook_constructs.lint.rule import Certainty, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]


def _check(webhook: Webhook) -> Problems:
    for group in webhook.groups:
        if has_no_event(group.group.filters):
            held = f"only {', '.join(each.type for each in group.filters)}" if group.filters else "no filter"
            yield Problem(group.location, f"the group has no EVENT filter, got {held}", "name the events it is for")


RULE = Rule(
    id="WH101",
    severity=Severity.ERROR,
    certainty=Certainty.DOCUMENTED,
    source="https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html",
    check=_check,
)
