"""A filter group with several EVENT filters.

## What it does
Finds filter groups that hold more than one EVENT filter.

## Why it matters
No page of AWS says what that means, if the service accepts it [assumed: several-event-filters]. All filters of a group
have to pass, and an event is of one kind: by that rule no event passes two lists without a name in common, and the
group starts no build.

## Example
```python
FilterGroup.from_api([{"type": "EVENT", "pattern": "PUSH"}, {"type": "EVENT", "pattern": "PULL_REQUEST_CREATED"}])
```

## Use instead
```python
FilterGroup.in_event_of(EventAction.PUSH, EventAction.PULL_REQUEST_CREATED)
```

## Limits
None: `in_event_of` cannot make such a group, so it comes from a template, a live webhook or `from_api`. Other rules
take the events of such a group for unknown.

## References
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html>
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html>
"""

from __future__ import annotations

from webhook_constructs.core import FilterType
from webhook_constructs.core.values.arguments import shown
from webhook_constructs.lint.rule import Certainty, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]


def _check(webhook: Webhook) -> Problems:
    for group in webhook.groups:
        listed = [each for each in group.on(FilterType.EVENT) if not each.filter.is_unknown]
        if len(listed) > 1:
            got = " and ".join(shown(str(each.filter.pattern)) for each in listed)
            yield Problem(
                group.location,
                f"the group has {len(listed)} EVENT filters, got {got}, and no page of AWS says what that means",
                "write one EVENT filter, with commas between the events that are to start a build",
            )


RULE = Rule(
    id="WH121",
    severity=Severity.WARNING,
    certainty=Certainty.UNKNOWN,
    source="https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html",
    check=_check,
)
