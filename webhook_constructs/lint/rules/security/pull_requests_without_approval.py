"""Pull requests of strangers that are built without approval.

## What it does
Finds groups for pull requests that are created, updated, reopened or closed where comment approval is switched off and
no ACTOR_ACCOUNT_ID filter says whose are built; and webhooks without any group where it is switched off.

## Why it matters
The build runs what the pull request proposes, with the credentials of the project. Whoever can open a pull request can
so read them. In a group for closed pull requests, closing one's own is enough, because its head is built then
[assumed: closed-pull-requests]. What is merged has been accepted, and is not counted.

## Example
```python
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED).and_base_branch_is("main"),),
    pull_request_build_policy=PullRequestBuildPolicy(CommentApproval.DISABLED),
)
WebhookSettings(pull_request_build_policy=PullRequestBuildPolicy(CommentApproval.DISABLED))
```

## Use instead
```python
WebhookSettings((FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED).and_base_branch_is("main"),))
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED).and_actor_account_is("583231"),),
    pull_request_build_policy=PullRequestBuildPolicy(CommentApproval.DISABLED),
)
```
Without a policy, all pull requests wait for a comment, except those of people who can write to the repository.

## Limits
Whether the repository is public is not known here. Where only trusted people can open pull requests, acknowledge the
rule. An actor filter counts unless it lets everybody through (WH202) or is too large to be judged (WH006); one with a
missing anchor is for WH201. One that only excludes does not count, since strangers can make new accounts. Groups with
filters on files, messages or the head are for WH205 and WH206, and a branch filter is for WH205.

## References
- <https://docs.aws.amazon.com/codebuild/latest/userguide/pull-request-build-policy.html>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/webhooks.html>
"""

from __future__ import annotations

from webhook_constructs.core import CommentApproval
from webhook_constructs.lint.group_analysis.pull_requests import (
    approval_of,
    builds_everything,
    groups_for_strangers,
    narrowing_filters,
)
from webhook_constructs.lint.rule import Certainty, Location, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]


def _check(webhook: Webhook) -> Problems:
    if approval_of(webhook) is not CommentApproval.DISABLED:
        return
    fix, named = (
        f"require it with {webhook.language.approval}",
        webhook.language.use("and_actor_account_is", "ACTOR_ACCOUNT_ID"),
    )
    if builds_everything(webhook):
        yield Problem(
            Location(member="pull_request_build_policy"),
            "approval is DISABLED and there are no filter groups, so every pull request is built, whoever opens it",
            f"{fix}, or add groups that {named}",
        )
    for group, events in groups_for_strangers(webhook):
        if not narrowing_filters(group):
            yield Problem(
                group.location,
                f"approval is DISABLED and no actor is named, so {', '.join(events)} of anybody starts a build",
                f"{fix}, or {named}",
            )


RULE = Rule(
    id="WH204",
    severity=Severity.WARNING,
    certainty=Certainty.DOCUMENTED,
    source="https://docs.aws.amazon.com/codebuild/latest/userguide/pull-request-build-policy.html",
    check=_check,
    security_severity=8.1,
)
