"""Builds of strangers in a project that gives them more than their own code.

## What it does
Finds webhooks that build pull requests of strangers without approval, on a project whose environment is privileged, has
a secret in the plain text of its variables, or a role that allows more than the CDK's `UntrustedCodeBoundaryPolicy`.

## Why it matters
The build runs what the pull request proposes. A stranger reads the variables and the credentials of the role, and has
root on the machine of a privileged build.

## Example
```python
lint(
    WebhookSettings(
        (FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED),),
        pull_request_build_policy=PullRequestBuildPolicy(CommentApproval.DISABLED),
    ),
    Context(build_powers=("its environment is privileged",)),
)
```

## Use instead
```python
lint(
    WebhookSettings((FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED),)),
    Context(build_powers=("its environment is privileged",)),
)
```
If strangers may build without approval, build their pull requests in a project of its own, without secrets and without
privileges, and limit its role:
`iam.PermissionsBoundary.of(project).apply(codebuild.UntrustedCodeBoundaryPolicy(...))`.

## Limits
The template shows what it writes itself: an imported role, a policy that is named by its ARN and a boundary of another
stack are not looked at. A Deny counts if it is for every resource, without a condition, and names the action itself or
all of a pattern. `AdministratorAccess` and `PowerUserAccess` are known by their names. A
variable counts as a secret by its name, such as NPM_TOKEN, or if CloudFormation writes a secret into it
(`{{resolve:secretsmanager:...}}`). A build without privileges can run on a fleet or in a VPC that is worth as much. The
constructs know the environment of the project and not its role: `lint` and the validation plugin see both. `audit` sees
the environment.

## References
- <https://docs.aws.amazon.com/codebuild/latest/userguide/pull-request-build-policy.html>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/webhooks.html>
- <https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_codebuild.UntrustedCodeBoundaryPolicy.html>
"""

from __future__ import annotations

from webhook_constructs.core import EventAction
from webhook_constructs.lint.group_analysis.pull_requests import (
    builds_everything,
    builds_for_strangers,
    groups_for_strangers,
)
from webhook_constructs.lint.rule import Certainty, Location, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]


def _check(webhook: Webhook) -> Problems:
    if not webhook.context.build_powers:
        return
    language = webhook.language
    role = language.in_python("UntrustedCodeBoundaryPolicy", "a role that may do little")
    fix = f"require approval with {language.approval}, or build these pull requests in a project of its own with {role}"
    gains = ", and ".join(webhook.context.build_powers)
    if builds_everything(webhook) and builds_for_strangers(webhook, EventAction.PULL_REQUEST_CREATED):
        message = f"every pull request of a stranger is built without approval, in a project where {gains}"
        yield Problem(Location(member="pull_request_build_policy"), message, fix)
    for group, events in groups_for_strangers(webhook):
        started = [event for event in events if builds_for_strangers(webhook, event)]
        if started:
            message = f"{', '.join(started)} of a stranger starts a build without approval, in a project where {gains}"
            yield Problem(group.location, message, fix)


RULE = Rule(
    id="WH208",
    severity=Severity.WARNING,
    certainty=Certainty.DOCUMENTED,
    source="https://docs.aws.amazon.com/codebuild/latest/userguide/pull-request-build-policy.html",
    check=_check,
    security_severity=8.8,
)
