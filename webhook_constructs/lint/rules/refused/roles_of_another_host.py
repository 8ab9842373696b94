"""Approver roles of another git host.

## What it does
Finds policies with approver roles that are all roles of another git host.

## Why it matters
Nobody at the git host has such a role. If CodeBuild accepts the policy, nobody is trusted and nobody can approve, so
that pull requests are never built. Whether CodeBuild accepts it is not documented [assumed: roles-of-another-host].
AWS has shown an example with such roles.

## Example
```python
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED),),
    pull_request_build_policy=PullRequestBuildPolicy("ALL_PULL_REQUESTS", [ApproverRole.GITHUB_WRITE]),
    provider=SourceProvider.BITBUCKET,
)
```

## Use instead
```python
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED),),
    pull_request_build_policy=PullRequestBuildPolicy("ALL_PULL_REQUESTS", [ApproverRole.BITBUCKET_WRITE]),
    provider=SourceProvider.BITBUCKET,
)
```

## Limits
Nothing is said where the git host is not known, where one role is of the git host, and where approval is switched off,
because then no role counts.

## References
- <https://docs.aws.amazon.com/codebuild/latest/userguide/pull-request-build-policy.html>
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_PullRequestBuildPolicy.html>
"""

from __future__ import annotations

from webhook_constructs.core import ApproverRole, CommentApproval, SourceProvider
from webhook_constructs.core.settings.pull_request_policy import DEFAULT_ROLES
from webhook_constructs.lint.rule import Certainty, Location, Problem, Problems, Rule, Severity, Webhook
from webhook_constructs.lint.wording.lists import named

__all__ = ["RULE"]


def _check(webhook: Webhook) -> Problems:
    policy, provider = webhook.settings.pull_request_build_policy, webhook.provider
    if policy is None or provider is None or policy.requires_comment_approval is CommentApproval.DISABLED:
        return
    roles = policy.approver_roles
    if roles and not any(_is_at(provider, role) for role in roles):
        said = f"no approver role is one at {provider}, got {named(map(str, roles))}"
        fix = (
            f"write roles of {provider}, such as {', '.join(role for role in DEFAULT_ROLES if _is_at(provider, role))}"
        )
        yield Problem(Location(member="pull_request_build_policy"), said, fix)


def _is_at(provider: SourceProvider, role: ApproverRole) -> bool:
    return provider.value.startswith(role.host)


RULE = Rule(
    id="WH131",
    severity=Severity.WARNING,
    certainty=Certainty.UNKNOWN,
    source="https://docs.aws.amazon.com/codebuild/latest/userguide/pull-request-build-policy.html",
    check=_check,
)
