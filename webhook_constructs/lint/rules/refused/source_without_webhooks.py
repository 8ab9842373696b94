"""A project whose source has no webhooks.

## What it does
Finds webhooks of projects whose source type is CODECOMMIT, CODEPIPELINE, S3 or NO_SOURCE.

## Why it matters
CodeBuild has webhooks for GitHub, GitHub Enterprise, GitLab, self-managed GitLab and Bitbucket alone. Projects with
another source are started in other ways.

## Example
```python
lint(WebhookSettings((FilterGroup.in_event_of(EventAction.PUSH),)), Context(source_type="CODECOMMIT"))
```

## Use instead
```python
lint(WebhookSettings((FilterGroup.in_event_of(EventAction.PUSH),)), Context(source_type="GITHUB"))
```

## Limits
Nothing is said where the source type is not known, or where a git host is stated for the webhook, as for a project
whose source is set by an override. A Buildkite runner is for WH109.

## References
- <https://docs.aws.amazon.com/codebuild/latest/userguide/webhooks.html>
"""

from __future__ import annotations

from webhook_constructs.core import SourceProvider
from webhook_constructs.lint.rule import Certainty, Location, Problem, Problems, Rule, Severity, Webhook
from webhook_constructs.lint.wording.languages import Language

__all__ = ["RULE", "WAYS_OUT", "way_out"]

WAYS_OUT = {
    "CODECOMMIT": "let an EventBridge rule of the repository start the builds",
    "CODEPIPELINE": "let its pipeline start the builds, or give the webhook a project with a source of its own",
    "S3": "let an EventBridge rule of the bucket start the builds",
    "NO_SOURCE": "give it a source, or set the build type RUNNER_BUILDKITE_BUILD for a Buildkite runner",
}
"""For each type of source that can have no webhook, how its builds are started."""


def way_out(source_type: str, language: Language) -> str | None:
    """Return how the builds of a project are started whose source can have no webhook; None where there is no advice.

    Args:
        source_type: The type of the source.
        language: What the reader writes.
    """
    advice = WAYS_OUT.get(source_type)
    return f"{advice}{language.in_cdk('repository.on_commit')}" if source_type == "CODECOMMIT" else advice


def _check(webhook: Webhook) -> Problems:
    source_type = webhook.context.source_type
    if source_type in WAYS_OUT and webhook.provider is None and not webhook.is_for_buildkite:
        yield Problem(
            Location(),
            f"a project with source type {source_type} can have no webhook, allowed are {', '.join(SourceProvider)}",
            f"{way_out(source_type, webhook.language)}"
            + webhook.language.in_python("; if an override sets its source, state source_provider"),
        )


RULE = Rule(
    id="WH108",
    severity=Severity.ERROR,
    certainty=Certainty.DOCUMENTED,
    source="https://docs.aws.amazon.com/codebuild/latest/userguide/webhooks.html",
    check=_check,
)
