"""A filter with an event for which no page of AWS mentions it.

## What it does
Finds HEAD_REF with releases and workflow jobs, and TAG_NAME and RELEASE_NAME with releases at GitLab.

## Why it matters
The page on filters names the events that HEAD_REF works with, and these are not among them; it does not say "only", as
it does for other filters. The service may refuse the group, ignore the filter, or never let an event through
[assumed: support].

## Example
```python
FilterGroup.from_api([{"type": "EVENT", "pattern": "RELEASED"}, {"type": "HEAD_REF", "pattern": "^refs/tags/v"}])
```

## Use instead
```python
FilterGroup.in_event_of(EventAction.RELEASED).and_tag_name_matches("^v")
```

## Limits
This is only information: no failure was reported.

## References
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/gitlab-webhook.html>
"""

from __future__ import annotations

from webhook_constructs.core.service.support_matrix import Support
from webhook_constructs.lint.group_analysis.combinations import combinations
from webhook_constructs.lint.rule import Certainty, Problem, Problems, Rule, Severity, Webhook
from webhook_constructs.lint.wording.lists import listed

__all__ = ["RULE"]


def _check(webhook: Webhook) -> Problems:
    for each, events, note in combinations(webhook, Support.UNDOCUMENTED):
        yield Problem(
            each.location,
            f"no page of AWS says whether {each.type} works with {listed(events)}: {note}",
            f"test it on a live webhook, or make a group for {listed(events)} without it",
        )


RULE = Rule(
    id="WH127",
    severity=Severity.INFO,
    certainty=Certainty.UNKNOWN,
    source=(
        "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html, "
        "https://docs.aws.amazon.com/codebuild/latest/userguide/gitlab-webhook.html"
    ),
    check=_check,
)
