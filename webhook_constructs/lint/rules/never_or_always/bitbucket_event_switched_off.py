"""An event that Bitbucket does not send unless somebody switches it on.

## What it does
Finds groups at Bitbucket for merged or declined pull requests: PULL_REQUEST_MERGED and PULL_REQUEST_CLOSED.

## Why it matters
CodeBuild adds the hook at Bitbucket without these two events. Until somebody selects them in the hook, Bitbucket sends
none, and the group starts no build.

## Example
```python
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.PULL_REQUEST_MERGED).and_base_branch_is("main"),),
    provider=SourceProvider.BITBUCKET,
)
```

## Use instead
```python
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main"),),
    provider=SourceProvider.BITBUCKET,
)
```
A merge is also a push to the branch that it goes into. If you need the event, switch it on: in Bitbucket, open the
repository settings, choose Webhooks, edit the hook of CodeBuild, and select "Merged" or "Declined".

## Limits
Whether the event is on cannot be seen from here: after you have switched it on, acknowledge the rule. A webhook that
CodeBuild creates again has a new hook, where it is off.

## References
- <https://docs.aws.amazon.com/codebuild/latest/userguide/bitbucket-webhook.html>
- <https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/>
"""

from __future__ import annotations

from webhook_constructs.core import EventAction, SourceProvider
from webhook_constructs.lint.rule import Certainty, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]

_NAMES = {EventAction.PULL_REQUEST_MERGED: "Merged", EventAction.PULL_REQUEST_CLOSED: "Declined"}


def _check(webhook: Webhook) -> Problems:
    if webhook.provider is not SourceProvider.BITBUCKET:
        return
    for group in webhook.groups:
        events = [event for event in _NAMES if event in (group.events or ())]
        if events:
            yield Problem(
                group.location,
                f"Bitbucket sends {' and '.join(events)} only after somebody switches it on in the hook",
                f"select {' and '.join(_NAMES[event] for event in events)} in the hook of CodeBuild, which Bitbucket "
                "shows under Webhooks in the repository settings",
            )


RULE = Rule(
    id="WH311",
    severity=Severity.INFO,
    certainty=Certainty.DOCUMENTED,
    source="https://docs.aws.amazon.com/codebuild/latest/userguide/bitbucket-webhook.html",
    check=_check,
)
