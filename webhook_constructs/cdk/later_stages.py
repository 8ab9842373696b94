"""What meets a webhook whose own stage is finished: it is told to what is synthesised later."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from webhook_constructs.lint import lint_across

from .annotations import annotate_beside
from .stage_record import meeting
from .surroundings import is_in_the_app, meets_triggers, source_findings_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import aws_cdk as cdk
    from constructs import IConstruct

    from webhook_constructs.lint import Finding

    from .pipelines import Pipeline
    from .stage_record import RecordedProject, RecordedWebhook, StageRecord

__all__ = ["annotate_meetings", "construct_of"]


def annotate_meetings(record: StageRecord, earlier: Sequence[StageRecord], beside: IConstruct | None = None) -> None:
    """Annotate the pipelines and projects of a stage that meet the webhooks of stages that are finished.

    Args:
        record: What is in the stage.
        earlier: What is in the stages that are finished.
        beside: The construct to annotate instead, for a stage that is finished as well. Default: the stage is not.
    """
    hooks = [(stage, hook) for stage in earlier for hook in stage.webhooks]
    if not hooks:
        return
    followed = _by_repository(record.pipelines)
    for stage, hook in hooks:
        _annotate_pipelines(hook, _running(hook, stage, record), followed, beside)
        _annotate_projects(hook, _made(hook, stage, record), beside)


def construct_of(resource: cdk.CfnResource) -> IConstruct:
    """Give the construct that people have written, which may be around the resource."""
    node = resource.node
    return node.scope if node.id == "Resource" and node.scope is not None else resource


def _annotate_pipelines(
    hook: RecordedWebhook,
    running: Mapping[Pipeline, list[str]],
    followed: Mapping[str, list[Pipeline]],
    beside: IConstruct | None,
) -> None:
    following = followed.get(hook.repository.path, []) if hook.repository is not None else []
    for pipeline in dict.fromkeys((*running, *following)):
        context = replace(
            hook.webhook.context,
            pipeline_actions=tuple(running.get(pipeline, ())),
            pipeline_sources=tuple(pipeline.sources),
        )
        (findings,) = lint_across([hook.webhook.settings], [context])
        _annotate(hook, beside or construct_of(pipeline.resource), findings)


def _annotate_projects(hook: RecordedWebhook, projects: Iterable[RecordedProject], beside: IConstruct | None) -> None:
    for project in projects:
        sources = source_findings_of(hook, project)
        context = replace(hook.webhook.context, has_triggers=meets_triggers(hook, project))
        (triggers,) = lint_across([hook.webhook.settings], [context])
        _annotate(hook, beside or construct_of(project.project.resource), (*sources, *triggers))


def _annotate(hook: RecordedWebhook, construct: IConstruct, findings: Sequence[Finding]) -> None:
    if findings and is_in_the_app(hook.webhook.construct):
        annotate_beside(hook.webhook.construct, hook.path, construct, findings)


def _running(hook: RecordedWebhook, stage: StageRecord, record: StageRecord) -> dict[Pipeline, list[str]]:
    """Give the pipelines of a stage that run the project of a webhook of another one, with their actions."""
    found: dict[Pipeline, list[str]] = {}
    for action in meeting(hook.keys, record.actions_by_key):
        if stage.is_run_by(hook, record, action):
            found.setdefault(action.pipeline, []).append(action.path)
    return found


def _made(hook: RecordedWebhook, stage: StageRecord, record: StageRecord) -> Iterator[RecordedProject]:
    """Give the resource of the project that a webhook of another stage imports."""
    if hook.webhook.project.stack is None:
        for project in meeting(hook.keys, record.projects_by_key):
            if stage.names_one_project(hook.keys, record, project.keys):
                yield project


def _by_repository(pipelines: Iterable[Pipeline]) -> dict[str, list[Pipeline]]:
    """Sort the pipelines with connections by the repositories that they follow."""
    found: dict[str, list[Pipeline]] = {}
    for pipeline in pipelines:
        for repository in dict.fromkeys(_followed(pipeline)):
            found.setdefault(repository, []).append(pipeline)
    return found


def _followed(pipeline: Pipeline) -> Iterator[str]:
    if pipeline.has_connection:
        yield from (source.repository.lower() for source in pipeline.sources if source.repository)
