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
Nothing is said if it is known of each source of the pipeline what starts it, and certain that it follows another
repository, by owner and name, or that no commit starts both: pull requests beside branches that are written out, or
tags beside branches or pull requests. A release comes with a push, and a merge with one to its base branch, and they
count as such, as does the CLOSED of a pipeline. Whether the transition to a stage is disabled is not looked at. Only
connections say what starts them, and nothing is said where none does (DetectChanges is false); of a pipeline with any
other source, or with triggers that only the deployment knows, it is said whatever the events are. Nothing is said about
runners (webhooks for nothing but WORKFLOW_JOB_QUEUED, and Buildkite), whose builds are jobs and not of commits.
Pipelines in other apps are not seen. Between two stages (`cdk.Stage`) beside each other, a name in an account or region
that only the deployment knows is taken for two projects where one stage has the like of the other's webhook or
pipeline. Conditions are not compared: it is said of a webhook and a pipeline that are never deployed together, too.

## References
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/how-to-create-pipeline-add.html>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/action-runner.html>
"""

from __future__ import annotations

from webhook_constructs.core import EventAction
from webhook_constructs.lint.group_analysis.pipelines import is_never_started_with, pipeline_of
from webhook_constructs.lint.rule import Certainty, Location, Problem, ProblemsAcross, Rule, Severity, Webhook, Webhooks
from webhook_constructs.lint.wording.lists import named

__all__ = ["RULE"]

_JOBS = frozenset({EventAction.WORKFLOW_JOB_QUEUED})
_FIX = (
    "remove the webhook, so that the pipeline's trigger is the only one, give the pipeline a project of its own"
    "{}, or narrow the webhook to what does not start the pipeline"
)


def _check(webhooks: Webhooks) -> ProblemsAcross:
    for index, webhook in enumerate(webhooks):
        actions = _doubling_actions(webhook) if webhook.context.pipeline_actions else []
        if actions:
            said = f"the project is run by {named(actions)} as well, so each commit is built and billed twice"
            yield index, Problem(Location(), said, _FIX.format(webhook.language.in_python(" (PipelineProject)")))


def _doubling_actions(webhook: Webhook) -> list[str]:
    """Return the actions but those of which it is certain that no commit is built by both."""
    is_for_jobs = bool(webhook.settings.filter_groups) and all(each.events == _JOBS for each in webhook.groups)
    if webhook.is_for_buildkite or is_for_jobs:
        return []
    actions: dict[str, list[str]] = {}
    for action in webhook.context.pipeline_actions:
        actions.setdefault(pipeline_of(action), []).append(action)
    others: dict[str, bool] = {}
    for source in webhook.context.pipeline_sources:
        pipeline = pipeline_of(source.path)
        if pipeline in actions:
            others[pipeline] = others.get(pipeline, True) and is_never_started_with(source, webhook)
    return [action for pipeline, its in actions.items() if not others.get(pipeline) for action in its]


RULE = Rule(
    id="WH406",
    severity=Severity.WARNING,
    certainty=Certainty.DOCUMENTED,
    source="https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html, "
    "https://docs.aws.amazon.com/codebuild/latest/userguide/how-to-create-pipeline-add.html",
    check=_check,
)
