"""Checks that a merge queue waits for and that no group builds.

## What it does
Finds filters on the branches of a merge queue, `gh-readonly-queue`, in webhooks that build pull requests and pass no
push to such a branch.

## Why it matters
GitHub's merge queue pushes the commit that it is about to merge to `refs/heads/gh-readonly-queue/<base>/...`, and waits
for its checks. CodeBuild has no event `merge_group`, and no pull request comes from or goes into such a branch. Only a
group for PUSH builds it. Without one, the queue waits until it times out.

## Example
```python
FilterGroup.in_event_of(EventAction.PULL_REQUEST_UPDATED).and_head_ref_matches("^refs/heads/gh-readonly-queue/")
WebhookSettings((
    FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED, EventAction.PULL_REQUEST_UPDATED),
    FilterGroup.in_event_of(EventAction.PUSH).and_head_ref_does_not_match("^refs/heads/gh-readonly-queue/"),
))
```

## Use instead
```python
WebhookSettings((
    FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED, EventAction.PULL_REQUEST_UPDATED),
    FilterGroup.in_event_of(EventAction.PUSH).and_branch_glob("gh-readonly-queue/**"),
))
```

## Limits
Whether a repository has a merge queue is not known here, so nothing is said unless a filter names its branches. Where
another project builds what the queue pushes, acknowledge the rule.

## References
- <https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook.html>
"""

from __future__ import annotations

from webhook_constructs.core import EventAction, Filter, FilterGroup, FilterType, SourceProvider, is_unsatisfiable
from webhook_constructs.lint.rule import Certainty, Group, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]

_QUEUE = "gh-readonly-queue"
_BRANCHES = f"{_QUEUE}/"
_PUSH_OF_QUEUE = (
    Filter(FilterType.EVENT, EventAction.PUSH.value),
    Filter(FilterType.HEAD_REF, f"^refs/heads/{_BRANCHES}.+/.+$"),
)
_HOSTS = {None, SourceProvider.GITHUB, SourceProvider.GITHUB_ENTERPRISE}
_OPEN = frozenset({EventAction.PULL_REQUEST_CREATED, EventAction.PULL_REQUEST_UPDATED})


def _check(webhook: Webhook) -> Problems:
    named = [
        each
        for each, _ in webhook.filters(FilterType.HEAD_REF, FilterType.BASE_REF)
        if each.pattern is not None and _QUEUE in each.pattern.text
    ]
    is_of_pull_requests = any(_OPEN & (group.events or set()) for group in webhook.groups)
    if not named or not is_of_pull_requests or webhook.provider not in _HOSTS:
        return
    queue = webhook.language.filter(FilterType.HEAD_REF, f"^refs/heads/{_BRANCHES}")
    way = webhook.language.in_python(f'and_branch_glob("{_BRANCHES}**"), or ') + queue
    if all(map(_builds_no_queue, webhook.groups)):
        for each in named:
            yield Problem(
                each.location,
                f"a merge queue waits for checks of a push to refs/heads/{_BRANCHES}<base>/..., and no group passes it",
                f"add a group for PUSH {webhook.language.in_python('that uses', 'with')} {way}",
            )


def _builds_no_queue(group: Group) -> bool:
    """Check whether it is certain that no push of a merge queue passes."""
    if group.events is not None and EventAction.PUSH not in group.events:
        return True
    heads = (each.filter for each in group.on(FilterType.HEAD_REF))
    return is_unsatisfiable(FilterGroup.of([*_PUSH_OF_QUEUE, *heads])) is True


RULE = Rule(
    id="WH312",
    severity=Severity.INFO,
    certainty=Certainty.OBSERVED,
    source="https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/"
    "configuring-pull-request-merges/managing-a-merge-queue",
    check=_check,
)
