"""A filter whose pattern is empty.

## What it does
Finds filters with an empty text for a pattern.

## Why it matters
No page of AWS says whether the service accepts it [assumed: empty-pattern]. In RE2 it matches everything: such a filter
lets everything pass, and one that excludes keeps everything out. Often a variable was empty.

## Example
```python
FilterGroup.from_api([{"type": "EVENT", "pattern": "PUSH"}, {"type": "HEAD_REF", "pattern": ""}])
```

## Use instead
```python
FilterGroup.in_event_of(EventAction.PUSH)
FilterGroup.in_event_of(EventAction.PUSH).and_any_branch()
```

## Limits
An EVENT filter without a name is for WH122, an empty branch filter for WH107. The `and_...` methods refuse an empty
pattern, so this comes from a template, a live webhook or `from_api`.

## References
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html>
"""

from __future__ import annotations

from webhook_constructs.core import FilterType
from webhook_constructs.lint.rule import Certainty, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]


def _check(webhook: Webhook) -> Problems:
    for each, _ in webhook.filters():
        if each.filter.pattern == "" and each.type is not FilterType.EVENT:
            effect = "nothing passes" if each.is_excluding else "everything passes"
            yield Problem(
                each.location,
                f"the pattern of {each.type} is empty and matches everything: {effect}, if the service takes it",
                "write a pattern, or leave the filter out",
            )


RULE = Rule(
    id="WH124",
    severity=Severity.WARNING,
    certainty=Certainty.UNKNOWN,
    source="https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html",
    check=_check,
)
