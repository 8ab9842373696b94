"""A combination that one page of AWS allows, and another does not.

## What it does
Finds filters with events that one page of AWS says work and another says do not: FILE_PATH and COMMIT_MESSAGE with pull
requests at GitHub Enterprise. The page on GitHub's events says push only, the API's page push and pull requests.

## Why it matters
If the stricter page is right, the deployment fails or the builds never start. Nothing says which one is [assumed:
support].

## Example
```python
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED).and_file_under("services/api"),),
    provider=SourceProvider.GITHUB_ENTERPRISE,
)
```

## Use instead
```python
WebhookSettings(
    (
        FilterGroup.in_event_of(EventAction.PUSH).and_file_under("services/api"),
        FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED),
    ),
    provider=SourceProvider.GITHUB_ENTERPRISE,
)
```

## Limits
Acknowledge it for a webhook that works. The git host has to be known. What the API's page gives to
GitHub alone and GitLab's pages to GitLab too is for WH128, and the events of a GITHUB_GLOBAL webhook are for WH125.

## References
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook.html>
"""

from __future__ import annotations

from webhook_constructs.core.service.support_matrix import Support
from webhook_constructs.lint.group_analysis.combinations import combinations, is_at_gitlab
from webhook_constructs.lint.rule import Certainty, Problem, Problems, Rule, Severity, Webhook
from webhook_constructs.lint.wording.lists import listed

__all__ = ["RULE"]


def _check(webhook: Webhook) -> Problems:
    for each, events, note in () if is_at_gitlab(webhook) else combinations(webhook, Support.DISPUTED):
        yield Problem(
            each.location,
            f"AWS's pages disagree on {each.type} with {listed(events)} at {webhook.provider}: {note}",
            "test it on a live webhook and acknowledge this if it works, or take it out",
        )


RULE = Rule(
    id="WH126",
    severity=Severity.WARNING,
    certainty=Certainty.UNKNOWN,
    source=(
        "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html, "
        "https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook.html"
    ),
    check=_check,
)
