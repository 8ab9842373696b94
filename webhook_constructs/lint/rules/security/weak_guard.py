"""Pull requests of strangers that only filters of the strangers' own choice keep out.

## What it does
Finds groups for pull requests that are created, updated, reopened or closed where comment approval is switched off, no
ACTOR_ACCOUNT_ID filter says whose are built, and filters on HEAD_REF, FILE_PATH or COMMIT_MESSAGE are all there is. A
branch filter counts as such a group for pull requests that are created or updated [assumed: branch-filter].

## Why it matters
Whoever opens a pull request chooses what these filters look at. The head is compared as `refs/heads/<branch>`, and a
branch in a fork can bear any name, `main` too. The message is the stranger's own. Of the files, only the first 100
(Bitbucket: 3,000) are seen, and a build runs more of them than the ones a filter names.

## Example
```python
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED).and_branch_glob("renovate/*"),),
    pull_request_build_policy=PullRequestBuildPolicy(CommentApproval.DISABLED),
)
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.PULL_REQUEST_UPDATED).and_commit_message_contains("[ok to test]"),),
    pull_request_build_policy=PullRequestBuildPolicy(CommentApproval.DISABLED),
)
```

## Use instead
```python
WebhookSettings((FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED).and_branch_glob("renovate/*"),))
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED).and_actor_account_is("29139614"),),
    pull_request_build_policy=PullRequestBuildPolicy(CommentApproval.DISABLED),
)
```

## Limits
Whether a filter is meant as a guard cannot be seen; as one it is too weak. Where only trusted people can open pull
requests, acknowledge the rule. A group without such filters is for WH204, and one that only keeps out changes of build
definitions for WH206. That the name of a branch in a fork counts follows from what is documented of the filter and of
GitHub's payload [assumed: fork-head].

## References
- <https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook.html>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/pull-request-build-policy.html>
- <https://docs.github.com/en/webhooks/webhook-events-and-payloads#pull_request>
"""

from __future__ import annotations

from webhook_constructs.core import CommentApproval
from webhook_constructs.lint.group_analysis.pull_requests import (
    approval_of,
    excludes_build_definitions,
    groups_for_strangers,
    guard_order,
    narrowing_filters,
)
from webhook_constructs.lint.rule import Certainty, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]


def _check(webhook: Webhook) -> Problems:
    if approval_of(webhook) is not CommentApproval.DISABLED:
        return
    for group, events in groups_for_strangers(webhook):
        weak = [each for each in narrowing_filters(group) if not excludes_build_definitions(each)]
        if weak:
            is_branch_filter = group.location.member is not None
            types = " and ".join(dict.fromkeys(str(each.type) for each in weak))
            narrowing = "the branch filter" if is_branch_filter else types
            yield Problem(
                group.location,
                f"approval is DISABLED and only {narrowing} narrows {', '.join(events)}, "
                "which whoever opens the pull request chooses",
                guard_order(webhook.language, replaces_branch_filter=is_branch_filter),
            )


RULE = Rule(
    id="WH205",
    severity=Severity.WARNING,
    certainty=Certainty.INFERRED,
    source="https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook.html",
    check=_check,
    security_severity=6.0,
)
