"""A webhook on a project whose own Triggers make one.

## What it does
Finds webhooks whose project has `Triggers` in the template that make a webhook as well: with `webhook=True` or
`webhook_filters` in its source, or because the CDK has added them.

## Why it matters
A project has one webhook. CloudFormation creates that of `Triggers` together with the project, and CodeBuild refuses to
create the second with a ResourceAlreadyExistsException.

## Example
```python
lint_across([WebhookSettings()], [Context(has_triggers=True)])
```

## Use instead
A source without `webhook` and `webhook_filters`, such as `Source.git_hub(owner="acme", repo="api")`. To a source
without a repository, `Source.git_hub(owner="acme")`, the CDK adds `Triggers` by itself: use
`organization_source(SourceProvider.GITHUB)`.
```python
lint_across([WebhookSettings()], [Context(has_triggers=False)])
```

## Limits
Of an imported project it is not known whether it has Triggers. Nothing is said where a condition decides on them, on
the webhook, or on one of the nested stacks that they are in. Where a project with Triggers is deployed already,
taking them out leaves its webhook behind: the guide on coming from the CDK's own webhooks says how to take it over.

## References
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html>
- <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-codebuild-project-projecttriggers.html>
- <https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1444>
"""

from __future__ import annotations

from webhook_constructs.lint.rule import Certainty, Location, Problem, ProblemsAcross, Rule, Severity, Webhooks

__all__ = ["RULE"]

_SAID = "a project can have one webhook, and the project's own Triggers make one as well"
_FIX = (
    "take the webhook out of the project's Triggers: in the CDK, "
    "webhook and webhook_filters of its source; where the CDK adds Triggers by itself (a source without a repository, "
    'as Source.git_hub(owner="acme")), use organization_source(SourceProvider.GITHUB)'
)


def _check(webhooks: Webhooks) -> ProblemsAcross:
    for index, webhook in enumerate(webhooks):
        if webhook.context.has_triggers:
            yield index, Problem(Location(), _SAID, _FIX)


RULE = Rule(
    id="WH111",
    severity=Severity.ERROR,
    certainty=Certainty.DOCUMENTED,
    source="https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html",
    check=_check,
)
