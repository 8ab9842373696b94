"""A filter that stands in its group twice.

## What it does
Finds filters that say the same as an earlier one of their group.

## Why it matters
The second one changes nothing. Mostly it was copied and was to say something else, so that a condition is missing.

## Example
```python
FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main").and_branch_is("main")
```

## Use instead
```python
FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main")
FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main").and_file_under("src")
```

## Limits
Filters are compared as they are written: `^(a|b)$` and `^(b|a)$` are two. The same pattern included and excluded is for
WH301, and several EVENT filters are for WH121.

## References
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html>
"""

from __future__ import annotations

from webhook_constructs.core import Filter, FilterType
from webhook_constructs.lint.rule import Certainty, PlacedFilter, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]


def _check(webhook: Webhook) -> Problems:
    for group in webhook.groups:
        if len({each.type for each in group.filters}) == len(group.filters):
            continue
        seen: dict[Filter, PlacedFilter] = {}
        for each in group.filters:
            first = seen.setdefault(each.filter, each)
            if first is not each and each.type is not FilterType.EVENT:
                said = f"the filter says the same as {group.place_of(first)} ({each.filter})"
                yield Problem(each.location, said, "take one of the two out, or write what it was to say")


RULE = Rule(
    id="WH304",
    severity=Severity.WARNING,
    certainty=Certainty.VERIFIED,
    source="the settings alone",
    check=_check,
)
