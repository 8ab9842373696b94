"""A filter group that is there twice.

## What it does
Finds groups that say the same as an earlier one, whatever the order of their filters and events.

## Why it matters
An event starts a build when any group passes, so the second one changes nothing. Mostly it was copied and was to say
something else.

## Example
```python
WebhookSettings((
    FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main"),
    FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main"),
))
```

## Use instead
```python
WebhookSettings((
    FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main"),
    FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("develop"),
))
```

## Limits
Filters are compared as they are written. Groups that mean the same and are written otherwise are for WH303.

## References
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html>
"""

from __future__ import annotations

from webhook_constructs.core import FilterGroup
from webhook_constructs.lint.rule import Certainty, Group, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]


def _check(webhook: Webhook) -> Problems:
    seen: dict[FilterGroup, Group] = {}
    for group in webhook.groups if len(webhook.groups) > 1 else ():
        first = seen.setdefault(group.group, group)
        if first is not group:
            said = f"the group says the same as {first.place}"
            yield Problem(group.location, said, "take one of the two out, or write what it was to say")


RULE = Rule(
    id="WH305",
    severity=Severity.WARNING,
    certainty=Certainty.VERIFIED,
    source="the settings alone",
    check=_check,
)
