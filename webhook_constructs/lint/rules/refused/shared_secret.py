"""Two webhooks that keep their secret in one place.

## What it does
Finds manual webhooks, and webhooks at GitHub Enterprise, that are given one secret of Secrets Manager, and names the
others.

## Why it matters
CodeBuild makes a payload URL and a secret for each webhook and shows them once. What the second webhook is given takes
the place of what the first was given, which nobody can read again.

## Example
```python
lint_across(
    [
        WebhookSettings((FilterGroup.in_event_of(EventAction.PUSH),), manual_creation=True),
        WebhookSettings((FilterGroup.in_event_of(EventAction.PUSH),), manual_creation=True),
    ],
    [
        Context(path="Stack/Api", same_secret=("Stack/Web",)),
        Context(path="Stack/Web", same_secret=("Stack/Api",)),
    ],
)
```

## Use instead
A secret for each: `secret=True` makes one.
```python
lint_across([
    WebhookSettings((FilterGroup.in_event_of(EventAction.PUSH),), manual_creation=True),
    WebhookSettings((FilterGroup.in_event_of(EventAction.PUSH),), manual_creation=True),
])
```

## Limits
A secret that is imported by its name in one place and by its ARN, or as the construct that makes it, in another is not
seen to be one; nor is one that a webhook of another app keeps its secret in. In templates, what is known only on
deployment is compared as it is written, and within one template; an import is, within one account and region. What
stands under a condition is left alone.

## References
- <https://docs.aws.amazon.com/codebuild/latest/userguide/github-manual-webhook.html>
"""

from __future__ import annotations

from webhook_constructs.lint.rule import Certainty, Location, Problem, ProblemsAcross, Rule, Severity, Webhooks
from webhook_constructs.lint.wording.lists import named

__all__ = ["RULE"]


def _check(webhooks: Webhooks) -> ProblemsAcross:
    for index, webhook in enumerate(webhooks):
        if others := webhook.context.same_secret:
            said = f"CodeBuild shows a webhook's secret once, and the place for it is that of {named(others)} as well"
            yield (
                index,
                Problem(Location(member="secret"), said, "give each a secret of its own (secret=True makes one)"),
            )


RULE = Rule(
    id="WH113",
    severity=Severity.ERROR,
    certainty=Certainty.DOCUMENTED,
    source="https://docs.aws.amazon.com/codebuild/latest/userguide/github-manual-webhook.html",
    check=_check,
)
