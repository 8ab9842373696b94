r"""A filter on repositories or organizations that also lets through others than it names.

## What it does
Finds REPOSITORY_NAME and ORGANIZATION_NAME filters with a pattern that is not anchored at both ends in every
alternative, and does not say by `.*` that anything may come there. The finding shows a name that passes and would not
if the pattern had to match the whole name.

## Why it matters
CodeBuild searches a pattern in the whole name. `api|web` also lets the repository `my-api-test` through. Whoever may
create a repository in the organization, or run a workflow in that one, then runs code with the role of the project.

## Example
```python
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.WORKFLOW_JOB_QUEUED).and_repository_name_matches("api|web"),),
    scope=WebhookScope.github_organization("acme"),
)
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.WORKFLOW_JOB_QUEUED).and_repository_name_matches("^api"),),
    scope=WebhookScope.github_organization("acme"),
)
```

## Use instead
```python
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.WORKFLOW_JOB_QUEUED).and_repository_name_is("api", "web"),),
    scope=WebhookScope.github_organization("acme"),
)
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.WORKFLOW_JOB_QUEUED).and_repository_name_matches("^team-a-"),),
    scope=WebhookScope.github_organization("acme"),
)
```

## Limits
What plainly is a prefix is as for WH203. A filter that excludes keeps nobody out for certain, and nothing is said about
it. WORKFLOW_NAME is not looked at: whoever edits a workflow names it. Names are taken to have no owner before them
[assumed: repository-field].

## References
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/github-global-organization-webhook-events.html>
- <https://github.com/google/re2/wiki/Syntax>
"""

from __future__ import annotations

from webhook_constructs.core import FilterType
from webhook_constructs.lint.pattern_analysis.loose_refs import loose_ref
from webhook_constructs.lint.rule import Certainty, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]

_WHAT = {FilterType.REPOSITORY_NAME: "the repository", FilterType.ORGANIZATION_NAME: "the organization"}


def _check(webhook: Webhook) -> Problems:
    for each, group in webhook.filters(*_WHAT):
        loose = None if each.is_excluding else loose_ref(each, group)
        if loose is not None:
            yield Problem(
                each.location,
                f"the pattern {each.pattern} {loose.flaw}, so {_WHAT[each.type]} {loose.more} passes too",
                loose.advice,
            )


RULE = Rule(
    id="WH209",
    severity=Severity.WARNING,
    certainty=Certainty.DOCUMENTED,
    source="https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html",
    check=_check,
    security_severity=7.5,
)
