"""A project that builds each commit twice, for its webhook and in a pipeline.

## What it does
Finds webhooks of projects that are also an action of a pipeline, and names the actions.

## Why it matters
AWS says so itself: with a webhook on a project that is a build step in CodePipeline, two identical builds are created
for each commit, one through the webhook and one through the pipeline, and both are billed.

## Example
```python
lint_across(
    [WebhookSettings((FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main"),))],
    [Context(pipeline_actions=("Stack/Pipeline/Build/Test",))],
)
```

## Use instead
No webhook, so that the pipeline's trigger is the only one; a project of its own for the pipeline (`PipelineProject`);
or a webhook for what does not start the pipeline:
```python
lint_across(
    [
        WebhookSettings((
            FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED, EventAction.PULL_REQUEST_UPDATED),
        )),
    ],
    [
        Context(
            pipeline_actions=("Stack/Pipeline/Build/Test",),
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
Nothing is said if it is known of each source of the pipeline what starts it, and certain that it follows
another repository, by owner and name, or that no commit starts both: pull requests beside branches that are written
out, or tags beside branches or pull requests. A release comes with a push, and a merge with one to its base branch, and
they count as such, as does the CLOSED of a pipeline. Whether the transition to a stage is disabled is not looked at.
Only connections say what starts them, and nothing is said where none does (DetectChanges is false); of a pipeline with
any other source, or with triggers that only the deployment knows, it is said whatever the events are. Nothing is said
about runners (webhooks for nothing but WORKFLOW_JOB_QUEUED, and Buildkite), whose builds are jobs and not of commits.
Pipelines in other apps are not seen. Between two stages (`cdk.Stage`) beside each other, a name in an account or region
that only the deployment knows is taken for two projects where one stage has the like of the other's webhook or
pipeline. Conditions are not compared: the finding also names a webhook and a pipeline that are never deployed together.

## References
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/how-to-create-pipeline-add.html>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/action-runner.html>
"""

from __future__ import annotations

from typing import NamedTuple

from webhook_constructs.core import EventAction, FilterGroup
from webhook_constructs.lint.context import Context, PipelineSource
from webhook_constructs.lint.group_analysis.pipelines import is_never_started_with, pipeline_of
from webhook_constructs.lint.rule import Certainty, Location, Problem, ProblemsAcross, Rule, Severity, Webhook, Webhooks
from webhook_constructs.lint.wording.lists import named

__all__ = ["RULE"]

_JOBS = frozenset({EventAction.WORKFLOW_JOB_QUEUED})
_FIX = (
    "remove the webhook, so that the pipeline's trigger is the only one, give the pipeline a project of its own"
    "{}, or narrow the webhook to what does not start the pipeline"
)


class _Pipelines(NamedTuple):
    """The pipelines that run the project of some webhooks.

    Attributes:
        actions: The actions of each that run it.
        sources: Their sources, of those that start pipelines by the same events only one, each with its pipelines.
    """

    actions: dict[str, list[str]]
    sources: list[tuple[PipelineSource, list[str]]]


def _check(webhooks: Webhooks) -> ProblemsAcross:
    read_once: dict[tuple[int, int], _Pipelines] = {}  # the webhooks of one project share these tuples
    for index, webhook in enumerate(webhooks):
        context = webhook.context
        if not context.pipeline_actions or _builds_no_commits(webhook):
            continue
        key = id(context.pipeline_actions), id(context.pipeline_sources)
        if key not in read_once:
            read_once[key] = _pipelines_of(context)
        actions = _doubling_actions(webhook, read_once[key])
        if actions:
            said = f"the project is run by {named(actions)} as well, so each commit is built and billed twice"
            yield index, Problem(Location(), said, _FIX.format(webhook.language.in_python(" (PipelineProject)")))


def _builds_no_commits(webhook: Webhook) -> bool:
    is_for_jobs = bool(webhook.settings.filter_groups) and all(each.events == _JOBS for each in webhook.groups)
    return webhook.is_for_buildkite or is_for_jobs


def _pipelines_of(context: Context) -> _Pipelines:
    actions: dict[str, list[str]] = {}
    for action in context.pipeline_actions:
        actions.setdefault(pipeline_of(action), []).append(action)
    sources: dict[tuple[str, tuple[FilterGroup, ...]], tuple[PipelineSource, list[str]]] = {}
    for source in context.pipeline_sources:
        pipeline = pipeline_of(source.path)
        if pipeline in actions:
            sources.setdefault((source.repository, source.groups), (source, []))[1].append(pipeline)
    return _Pipelines(actions, list(sources.values()))


def _doubling_actions(webhook: Webhook, pipelines: _Pipelines) -> list[str]:
    """Return the actions but those of which it is certain that no commit is built by both."""
    apart: set[str] = set()
    together: set[str] = set()
    for source, its in pipelines.sources:
        (apart if is_never_started_with(source, webhook) else together).update(its)
    apart -= together
    return [action for pipeline, its in pipelines.actions.items() if pipeline not in apart for action in its]


RULE = Rule(
    id="WH406",
    severity=Severity.WARNING,
    certainty=Certainty.DOCUMENTED,
    source="https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html, "
    "https://docs.aws.amazon.com/codebuild/latest/userguide/how-to-create-pipeline-add.html",
    check=_check,
)
