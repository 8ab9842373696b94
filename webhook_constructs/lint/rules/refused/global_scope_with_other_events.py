"""A webhook of a whole GitHub enterprise for other events than workflow jobs.

## What it does
Finds webhooks with the scope GITHUB_GLOBAL that have a group for another event than WORKFLOW_JOB_QUEUED, or no group.

## Why it matters
AWS's pages disagree [assumed: global-scope-events]. The page on setting up global webhooks says that they have
WORKFLOW_JOB_QUEUED only; the overview says that global and organization webhooks have any event. By the first, nothing
of what the group describes ever starts a build.

## Example
```python
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.PUSH),),
    scope=WebhookScope.github_global("acme-enterprise"),
)
```

## Use instead
```python
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.PUSH),),
    scope=WebhookScope.github_organization("acme"),
)
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.WORKFLOW_JOB_QUEUED),),
    scope=WebhookScope.github_global("acme-enterprise"),
)
```

## Limits
Events that are known only on deployment are not looked at.

## References
- <https://docs.aws.amazon.com/codebuild/latest/userguide/github-global-organization-webhook-setup.html>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/github-global-organization-webhook.html>
"""

from __future__ import annotations

from webhook_constructs.core import EventAction, WebhookScopeType
from webhook_constructs.core.service.support_matrix import Support
from webhook_constructs.core.service.support_matrix import scope_event_support as _cell
from webhook_constructs.lint.group_analysis.combinations import by_note
from webhook_constructs.lint.rule import Certainty, Location, Problem, Problems, Rule, Severity, Webhook
from webhook_constructs.lint.wording.lists import listed

__all__ = ["RULE"]


def _check(webhook: Webhook) -> Problems:
    scope = webhook.scope_type
    if scope is None:
        return
    organization = webhook.language.scope(WebhookScopeType.GITHUB_ORGANIZATION)
    fix = f"make a webhook for each organization ({organization}), or use WORKFLOW_JOB_QUEUED alone"
    disputed = frozenset(event for event in EventAction if _cell(scope, event).support is Support.DISPUTED)
    for note, events in by_note(disputed, lambda event: _cell(scope, event)):
        about = f"with scope {scope}: {note}"
        if not webhook.groups:
            message = f"there is no filter group, and AWS's pages disagree on pushes and pull requests {about}"
            yield Problem(Location(member="scope"), message, "add a group for WORKFLOW_JOB_QUEUED")
        for group in webhook.groups:
            if not events.isdisjoint(group.events or ()):
                found = listed(events.intersection(group.events or ()))
                yield Problem(group.location, f"AWS's pages disagree on {found} {about}", fix)


RULE = Rule(
    id="WH125",
    severity=Severity.WARNING,
    certainty=Certainty.UNKNOWN,
    source=(
        "https://docs.aws.amazon.com/codebuild/latest/userguide/github-global-organization-webhook-setup.html, "
        "https://docs.aws.amazon.com/codebuild/latest/userguide/github-global-organization-webhook.html"
    ),
    check=_check,
)
