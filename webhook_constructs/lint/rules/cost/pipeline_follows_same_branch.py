"""One event that starts a build and a pipeline.

## What it does
Finds webhooks on a repository that a pipeline follows too, where the same event can pass the webhook and start the
pipeline, and names the pipeline's source with such an event.

## Why it matters
A source action with a connection starts its pipeline whenever something is pushed to its branch, or when one of the
pipeline's triggers says so. Nothing in the repository or at the project shows that. What the pipeline builds is then
built for the webhook once more [assumed: one-build-each], if both do the same.

## Example
```python
lint_across(
    [
        WebhookSettings(
            (FilterGroup.in_event_of(EventAction.PUSH).and_any_branch(),),
            source_location="https://github.com/acme/api.git",
        ),
    ],
    [
        Context(
            pipeline_sources=(
                PipelineSource(
                    "Stack/Pipeline/Source/GitHub",
                    "acme/api",
                    (FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main"),),
                ),
            ),
        ),
    ],
)
```

## Use instead
```python
lint_across(
    [
        WebhookSettings(
            (FilterGroup.in_event_of(EventAction.PUSH).and_any_branch().and_branch_is_not("main"),),
            source_location="https://github.com/acme/api.git",
        ),
    ],
    [
        Context(
            pipeline_sources=(
                PipelineSource(
                    "Stack/Pipeline/Source/GitHub",
                    "acme/api",
                    (FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main"),),
                ),
            ),
        ),
    ],
)
```

## Limits
A pipeline that runs the webhook's own project is for WH406 only. Repositories are compared by owner and name
(at GitLab, by all groups and the name), because a connection does not say which host it is to: two repositories of one
name at different hosts pass for one. A webhook without filter groups is taken to be for pushes and for pull requests
created and updated. With a branch filter, or where a part of a group is known only on deployment, nothing is said. A
webhook and a pipeline for different files are left alone, although one commit can change both. Of a webhook and of a
source the first 64 groups that are known and have up to 16 filters are compared, and in all up to 1,024 questions are
asked, until eight of them are too big for an answer or all of them take a quarter of the work that judging a template
may take.

## References
- <https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-triggers.html>
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html>
- <https://github.com/aws/aws-cdk/issues/11325>
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from webhook_constructs.core.settings.webhook_settings import repository_of
from webhook_constructs.lint.context import PipelineSource
from webhook_constructs.lint.group_analysis.pipelines import by_repository, pipeline_of
from webhook_constructs.lint.group_analysis.shared_events import SharedEvents, comparable, starting_groups
from webhook_constructs.lint.rule import (
    Certainty,
    Group,
    Location,
    Problem,
    ProblemsAcross,
    Rule,
    Severity,
    Webhook,
    Webhooks,
)
from webhook_constructs.lint.wording.lists import named

__all__ = ["RULE"]

_MOST_QUESTIONS = 1_024  # in all
_Sources: TypeAlias = "dict[str, list[tuple[PipelineSource, tuple[Group, ...]]]]"
_FIX = "narrow the webhook by filters to what does not start the pipeline, or the pipeline by its triggers"


def _check(webhooks: Webhooks) -> ProblemsAcross:
    shared = SharedEvents(_MOST_QUESTIONS)
    sorted_once: dict[int, _Sources] = {}  # the webhooks of an app share one tuple of sources
    for index, webhook in enumerate(webhooks):
        sources, repository = webhook.context.pipeline_sources, repository_of(webhook.settings)
        if shared.is_over:
            return
        if not sources or repository is None:
            continue
        if id(sources) not in sorted_once:
            sorted_once[id(sources)] = {path: list(map(_read, its)) for path, its in by_repository(sources).items()}
        started = _started_with(webhook, sorted_once[id(sources)].get(repository.path, []), shared)
        if started:
            said = f"an event that starts a build can also start the pipeline of {named(started)}"
            yield index, Problem(Location(), said, _FIX)


def _read(source: PipelineSource) -> tuple[PipelineSource, tuple[Group, ...]]:
    """Return a source with those of its groups that can be compared."""
    return source, comparable(Group.of(0, each) for each in source.groups)


def _started_with(
    webhook: Webhook, sources: Iterable[tuple[PipelineSource, tuple[Group, ...]]], shared: SharedEvents
) -> list[str]:
    """Return the sources that share an event with a webhook, each with the event."""
    running = {pipeline_of(action) for action in webhook.context.pipeline_actions}
    others = [(source, its) for source, its in sources if pipeline_of(source.path) not in running]
    groups = comparable(starting_groups(webhook)) if others else ()
    found = []
    for source, its in others:
        event = shared.of(groups, its)
        if event is not None:
            found.append(f"{source.path} ({event})")
    return found


RULE = Rule(
    id="WH408",
    severity=Severity.INFO,
    certainty=Certainty.INFERRED,
    source="https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-triggers.html",
    check=_check,
)
