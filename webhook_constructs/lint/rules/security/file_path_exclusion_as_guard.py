"""An exclusion of build definitions that a big pull request gets around.

## What it does
Finds FILE_PATH filters that exclude, name `buildspec` or `codebuild`, and stand in a group for pull requests that are
created, updated, reopened or closed, where no ACTOR_ACCOUNT_ID filter says whose are built and people without an
approver role are built without approval: approval is DISABLED, or it is FORK_PULL_REQUESTS with approver roles that
leave out some who can push.

## Why it matters
Such a filter is there so that nobody changes what a build does by a pull request. CodeBuild looks at the first 100
changed files only, at the first 3,000 at Bitbucket. A pull request with more of them is built although it changes what
the filter names, if that comes later in the list.

## Example
```python
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED).and_file_path_is_not("buildspec.yml"),),
    pull_request_build_policy=PullRequestBuildPolicy(CommentApproval.DISABLED),
)
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED).and_file_path_is_not("buildspec.yml"),),
    pull_request_build_policy=PullRequestBuildPolicy(CommentApproval.FORK_PULL_REQUESTS, (ApproverRole.GITHUB_ADMIN,)),
)
```

## Use instead
```python
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED).and_file_path_is_not("buildspec.yml"),),
    pull_request_build_policy=PullRequestBuildPolicy(CommentApproval.ALL_PULL_REQUESTS, (ApproverRole.GITHUB_ADMIN,)),
)
```
A buildspec inside the project, and not in the repository, needs no such filter.

## Limits
AWS itself recommends to exclude `buildspec.yml`, together with a pull request build policy. Where everybody without an
approver role waits for approval, as is the default, the filter is a second guard behind a first one, and nothing is
said. It is found where it is the only one: against everybody where approval is DISABLED, and with FORK_PULL_REQUESTS
against those who can push a branch to the repository and have no approver role. By default all who can push have one.

Nothing is said about pushes, for which there is no approval, and which come from people who can write to the
repository: there, such a filter often only saves builds. Nor is anything said about other files that a build runs
(makefiles, scripts, tests), although they need the same protection: an exclusion of them may have other reasons.

## References
- <https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook.html>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/bitbucket-webhook.html>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/webhooks.html>
"""

from __future__ import annotations

from webhook_constructs.core import CommentApproval, SourceProvider
from webhook_constructs.lint.group_analysis.pull_requests import (
    approval_of,
    builds_pushers_without_approval,
    excludes_build_definitions,
    groups_for_strangers,
    guard_order,
    narrowing_filters,
)
from webhook_constructs.lint.rule import Certainty, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]


def _check(webhook: Webhook) -> Problems:
    approval = approval_of(webhook)
    if approval is not CommentApproval.DISABLED and not builds_pushers_without_approval(webhook):
        return
    for group, _ in groups_for_strangers(webhook):
        for each in filter(excludes_build_definitions, narrowing_filters(group)):
            yield Problem(
                each.location,
                f"approval is {approval} and CodeBuild sees the first {_seen(webhook.provider)} changed files only, "
                f"so a pull request with more is built although it changes what {each.pattern} names",
                guard_order(webhook.language),
            )


def _seen(provider: SourceProvider | None) -> str:
    if provider is None:
        return "100 (Bitbucket: 3,000)"
    return "3,000" if provider is SourceProvider.BITBUCKET else "100"


RULE = Rule(
    id="WH206",
    severity=Severity.WARNING,
    certainty=Certainty.DOCUMENTED,
    source="https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook.html",
    check=_check,
    security_severity=6.5,
)
