"""An event that the git host does not send.

## What it does
Finds events in a group that AWS documents for other git hosts only: PULL_REQUEST_REOPENED, WORKFLOW_JOB_QUEUED,
RELEASED and PRERELEASED at Bitbucket, RELEASED and PRERELEASED at GitHub Enterprise, PRERELEASED at GitLab.

## Why it matters
No build ever starts by it. A group of such events alone does nothing.

## Example
```python
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED, EventAction.PULL_REQUEST_REOPENED),),
    provider=SourceProvider.BITBUCKET,
)
```

## Use instead
```python
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED),),
    provider=SourceProvider.BITBUCKET,
)
```

## Limits
The git host has to be known. Whether the service rejects such an event is open [assumed: event-not-sent]: the pages say
which hosts an event is for and no more. What GitLab's page alone has is for WH128.

## References
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/bitbucket-webhook.html>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/gitlab-webhook.html>
"""

from __future__ import annotations

from webhook_constructs.core import EventAction, FilterType
from webhook_constructs.core.service.support_matrix import event_support
from webhook_constructs.lint.group_analysis.combinations import by_note
from webhook_constructs.lint.rule import Certainty, Problem, Problems, Rule, Severity, Webhook
from webhook_constructs.lint.wording.lists import listed

__all__ = ["RULE"]


def _check(webhook: Webhook) -> Problems:
    provider = webhook.provider
    unknown = frozenset(event for event in EventAction if event_support(provider, event).is_certainly_wrong)
    for group in webhook.groups:
        never = unknown.intersection(group.events or ())
        for note, events in by_note(never, lambda event: event_support(provider, event)):
            yield Problem(
                group.on(FilterType.EVENT)[0].location,
                f"{listed(events)} is documented for {note}, got provider {provider}",
                "remove the group" if never == group.events else f"take {listed(events)} out",
            )


RULE = Rule(
    id="WH104",
    severity=Severity.ERROR,
    certainty=Certainty.DOCUMENTED,
    source="https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html",
    check=_check,
)
