"""Batch builds of a project that has no configuration of them.

## What it does
Finds webhooks with build type BUILD_BATCH on a project without a batch configuration (`BuildBatchConfig`).

## Why it matters
A batch build needs the service role of the batch configuration to start its builds. AWS does not document whether
CodeBuild refuses the webhook, or its builds fail [assumed: batch-without-configuration].

## Example
```python
lint(
    WebhookSettings((FilterGroup.in_event_of(EventAction.PUSH),), build_type=BuildType.BUILD_BATCH),
    Context(has_batch_config=False),
)
```

## Use instead
```python
lint(
    WebhookSettings((FilterGroup.in_event_of(EventAction.PUSH),), build_type=BuildType.BUILD_BATCH),
    Context(has_batch_config=True),
)
```
In the CDK, `project.enable_batch_builds()` makes the configuration and its role. With Triggers of the CDK, so does
`webhook_triggers_batch_build=True`, until you remove it.

## Limits
There is no finding for imported projects, and for configurations that only the deployment knows. The
constructs do not see the configuration, which the app may still add: `lint` and the validation plugin do, and `audit`
sees that of live projects. What the configuration says, and whether the buildspec has a batch, is not looked at.

## References
- <https://docs.aws.amazon.com/codebuild/latest/userguide/batch-build.html>
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectBuildBatchConfig.html>
- <https://github.com/aws/aws-cdk/pull/12531>
"""

from __future__ import annotations

from webhook_constructs.core import BuildType
from webhook_constructs.lint.rule import Certainty, Location, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]


def _check(webhook: Webhook) -> Problems:
    if webhook.context.has_batch_config is False and webhook.settings.build_type is BuildType.BUILD_BATCH:
        yield Problem(
            Location(member="build_type"),
            "the webhook starts batch builds (BUILD_BATCH), and its project has no batch configuration",
            f"give the project {webhook.language.batch_configuration}, or take the build type out",
        )


RULE = Rule(
    id="WH130",
    severity=Severity.WARNING,
    certainty=Certainty.UNKNOWN,
    source="https://docs.aws.amazon.com/codebuild/latest/userguide/batch-build.html",
    check=_check,
)
