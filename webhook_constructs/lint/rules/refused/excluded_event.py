"""An EVENT filter that excludes.

## What it does
Finds EVENT filters with `excludeMatchedPattern`.

## Why it matters
No page of AWS says that events can be excluded, none shows it, and the console has no such choice. If the service
accepts the webhook [assumed: excluded-event], it may build on every other event, on the listed ones, or on none.

## Example
```python
FilterGroup.from_api([{"type": "EVENT", "pattern": "PUSH", "excludeMatchedPattern": True}])
```

## Use instead
```python
FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED, EventAction.PULL_REQUEST_UPDATED)
```

## Limits
None: `in_event_of` cannot make such a filter, so it comes from a template, a live webhook or `from_api`. Other rules
take the events of such a group for unknown.

## References
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html>
"""

from __future__ import annotations

from webhook_constructs.core import FilterType
from webhook_constructs.core.values.arguments import shown
from webhook_constructs.lint.rule import Certainty, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]


def _check(webhook: Webhook) -> Problems:
    for each, _ in webhook.filters(FilterType.EVENT):
        if each.is_excluding:
            got = shown(str(each.filter.pattern))
            yield Problem(
                each.location,
                f"the EVENT filter excludes {got}, and no page of AWS says what that means",
                f"list the events that are to start a build, without {webhook.language.key('excludeMatchedPattern')}",
            )


RULE = Rule(
    id="WH123",
    severity=Severity.WARNING,
    certainty=Certainty.UNKNOWN,
    source="https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html",
    check=_check,
)
