"""Approver roles that everybody has who can read the repository.

## What it does
Finds policies with an approver role that only says that somebody can read the repository: GITHUB_READ, GITLAB_GUEST or
BITBUCKET_READ. The webhook builds pull requests that are created, updated, reopened or closed, or has no group at all.

## Why it matters
Pull requests of people with an approver role are built without approval, and these people approve pull requests of
others. On a public repository, everybody can read, so that nobody waits for approval
[assumed: readers-of-public-repositories].

## Example
```python
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED),),
    pull_request_build_policy=PullRequestBuildPolicy("ALL_PULL_REQUESTS", [ApproverRole.GITHUB_READ]),
)
```

## Use instead
```python
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED),),
    pull_request_build_policy=PullRequestBuildPolicy("ALL_PULL_REQUESTS", [ApproverRole.GITHUB_WRITE]),
)
```

## Limits
Whether the repository is public is not known here. If only trusted people can read it, acknowledge the rule. Groups
with an ACTOR_ACCOUNT_ID filter that includes do not count. Nothing is said about a role of another git host than that
of the webhook, which nobody has (WH131), and where approval is switched off, because then no role counts (WH204).

## References
- <https://docs.aws.amazon.com/codebuild/latest/userguide/pull-request-build-policy.html>
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_PullRequestBuildPolicy.html>
"""

from __future__ import annotations

from webhook_constructs.core import ApproverRole, CommentApproval
from webhook_constructs.lint.group_analysis.pull_requests import approval_of, is_open_to_strangers
from webhook_constructs.lint.rule import Certainty, Location, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]

_WRITERS = {
    ApproverRole.GITHUB_READ: ApproverRole.GITHUB_WRITE,
    ApproverRole.GITLAB_GUEST: ApproverRole.GITLAB_DEVELOPER,
    ApproverRole.BITBUCKET_READ: ApproverRole.BITBUCKET_WRITE,
}
"""The least role of each git host, and the least that can write to the repository."""


def _check(webhook: Webhook) -> Problems:
    policy = webhook.settings.pull_request_build_policy
    if policy is None or approval_of(webhook) is CommentApproval.DISABLED:
        return
    if not is_open_to_strangers(webhook):
        return
    provider, names = webhook.provider, webhook.language.key("approverRoles")
    for role, writer in _WRITERS.items():
        if role in policy.approver_roles and (provider is None or provider.value.startswith(role.host)):
            message = (
                f"{role} is an approver role, so pull requests of everybody who can read the repository are built "
                "without approval, on a public one those of strangers"
            )
            fix = f"take {role} out of {names}; {writer} is the least role that can push"
            yield Problem(Location(member="pull_request_build_policy"), message, fix)


RULE = Rule(
    id="WH212",
    severity=Severity.WARNING,
    certainty=Certainty.UNKNOWN,
    source="https://docs.aws.amazon.com/codebuild/latest/userguide/pull-request-build-policy.html",
    check=_check,
    security_severity=5.5,
)
