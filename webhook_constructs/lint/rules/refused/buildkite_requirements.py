"""A Buildkite runner whose project is not made for one.

## What it does
Finds webhooks with the build type RUNNER_BUILDKITE_BUILD whose project has a source, or does not hold Buildkite's agent
token in an environment variable CODEBUILD_CONFIG_BUILDKITE_AGENT_TOKEN of type SECRETS_MANAGER.

## Why it matters
The build type is available for projects without a source only, and the runner needs the token to take jobs.

## Example
```python
lint(
    WebhookSettings(
        (FilterGroup.in_event_of(EventAction.WORKFLOW_JOB_QUEUED),),
        build_type="RUNNER_BUILDKITE_BUILD",
    ),
    Context(source_type="NO_SOURCE", agent_token_type="PLAINTEXT"),
)
```

## Use instead
```python
lint(
    WebhookSettings(
        (FilterGroup.in_event_of(EventAction.WORKFLOW_JOB_QUEUED),),
        build_type="RUNNER_BUILDKITE_BUILD",
    ),
    Context(source_type="NO_SOURCE", agent_token_type="SECRETS_MANAGER"),
)
```

## Limits
Unknown facts of the project raise no finding. Whether the secret holds a token that works cannot be seen.

## References
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/sample-runner-buildkite-CLI.html>
"""

from __future__ import annotations

from webhook_constructs.core import BuildType
from webhook_constructs.core.service.runners import AGENT_TOKEN
from webhook_constructs.lint.rule import Certainty, Location, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]

_NO_SOURCE, _FROM_A_SECRET = "NO_SOURCE", "SECRETS_MANAGER"


def _check(webhook: Webhook) -> Problems:
    build_type, token_type = webhook.settings.build_type, webhook.context.agent_token_type
    if build_type is not BuildType.RUNNER_BUILDKITE_BUILD:
        return
    source_type = webhook.provider or webhook.context.source_type
    if source_type not in {None, _NO_SOURCE}:
        yield Problem(
            Location(member="build_type"),
            f"{build_type} is for projects with source type {_NO_SOURCE} only, got {source_type}",
            "make a project without a source for it, or set another build type",
        )
    if token_type not in {None, _FROM_A_SECRET}:
        got = f"of type {token_type}" if token_type else "missing"
        yield Problem(
            Location(member="build_type"),
            f"{build_type} needs the project's variable {AGENT_TOKEN} of type {_FROM_A_SECRET}, and it is {got}",
            "put Buildkite's agent token into a secret of Secrets Manager, and set the variable to it",
        )


RULE = Rule(
    id="WH109",
    severity=Severity.ERROR,
    certainty=Certainty.DOCUMENTED,
    source=(
        "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html, "
        "https://docs.aws.amazon.com/codebuild/latest/userguide/sample-runner-buildkite-CLI.html"
    ),
    check=_check,
)
