"""Filter groups of a project that asks for no webhook.

## What it does
Finds `Triggers` that have filter groups and no `Webhook: true`.

## Why it matters
Observed: CloudFormation rejects them with "Cannot specify filter groups when webhook is disabled."

## Example
```python
lint(WebhookSettings((FilterGroup.in_event_of(EventAction.PUSH),)), Context(is_of_triggers=True, is_switched_off=True))
```

## Use instead
```python
lint(WebhookSettings((FilterGroup.in_event_of(EventAction.PUSH),)), Context(is_of_triggers=True))
```

## Limits
Nothing is said where only the deployment knows `Webhook`, or whether there are filter groups. The filter
groups are judged as if there were a webhook. Until there is, no finding names builds that it would double. A webhook
that `Triggers` cannot make at all is for WH114.

## References
- <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-codebuild-project-projecttriggers.html>
"""

from __future__ import annotations

from webhook_constructs.lint.rule import Certainty, Location, Problem, Problems, Rule, Severity, Webhook

from .not_for_triggers import unsupported_in_triggers

__all__ = ["RULE"]


def _check(webhook: Webhook) -> Problems:
    if webhook.context.is_switched_off and unsupported_in_triggers(webhook) is None:
        yield Problem(
            Location(),
            "Triggers has FilterGroups and no Webhook: true, which CloudFormation refuses",
            "write Webhook: true in Triggers, or remove FilterGroups",
        )


RULE = Rule(
    id="WH115",
    severity=Severity.ERROR,
    certainty=Certainty.OBSERVED,
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/"
    "aws-properties-codebuild-project-projecttriggers.html",
    check=_check,
)
