"""An actor filter that also lets through accounts it does not name.

## What it does
Finds ACTOR_ACCOUNT_ID filters whose pattern is not anchored at both ends in every alternative.

## Why it matters
CodeBuild searches a pattern in the value. Without anchors, the id 12345 also lets 9123457 through. Account ids of
GitHub are given out in sequence, so that an account whose id contains a trusted one can be had in days; in January 2026
that hole was shown to let strangers run code in builds of AWS's own public repositories (CodeBreach).

## Example
```python
FilterGroup.in_event_of(EventAction.PUSH).and_actor_account_matches("12345|67890")
FilterGroup.in_event_of(EventAction.PUSH).and_actor_account_matches("^12345|67890$")  # one anchor in each alternative
```

## Use instead
```python
FilterGroup.in_event_of(EventAction.PUSH).and_actor_account_is("12345", "67890")  # ^(12345|67890)$
```

## Limits
Filters that exclude are not looked at: without anchors they keep out more than they name, and let nobody in. Where the
anchors cannot be told (a pattern known only on deployment, or one that RE2 refuses) nothing is said.

## References
- <https://www.wiz.io/blog/wiz-research-codebreach-vulnerability-aws-codebuild>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook.html>
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from webhook_constructs.core import FilterType
from webhook_constructs.lint.finding import Problem, Severity
from webhook_constructs.lint.rule import Certainty, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from webhook_constructs.lint.webhook import Webhook

__all__ = ["RULE"]


def _check(webhook: Webhook) -> Iterator[Problem]:
    for group in webhook.groups:
        for each in group.on(FilterType.ACTOR_ACCOUNT_ID):
            pattern = each.pattern
            if pattern is None or each.is_excluding:
                continue
            if pattern.is_anchored_at_start is False or pattern.is_anchored_at_end is False:
                yield Problem(
                    each.location,
                    f"the pattern {pattern} is not anchored at both ends, so accounts whose id contains a match pass",
                    "use and_actor_account_is, or write ^(id1|id2)$",
                )


RULE = Rule(
    id="WH201",
    name="unanchored-actor",
    severity=Severity.WARNING,
    certainty=Certainty.OBSERVED,
    source="https://www.wiz.io/blog/wiz-research-codebreach-vulnerability-aws-codebuild",
    check=_check,
)
