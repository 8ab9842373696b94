"""What is around the webhooks of a stage: other webhooks, pipelines, and `Triggers`, in it and in finished stages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import aws_cdk as cdk

from webhook_constructs.lint.engine import judge
from webhook_constructs.lint.rules.refused.source_without_webhooks import RULE as SOURCE_WITHOUT_WEBHOOKS

from .stage_record import meeting
from .webhook_secret import filled_secret

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from constructs import Construct, IConstruct

    from webhook_constructs.lint import Context, Finding

    from .stage_record import RecordedAction, RecordedProject, RecordedWebhook, StageRecord

__all__ = [
    "contexts_of",
    "is_certain",
    "is_in_the_app",
    "meets_triggers",
    "source_findings",
    "source_findings_of",
    "taken_out",
]

_REFERENCE = "Ref"


def contexts_of(record: StageRecord, earlier: Sequence[StageRecord]) -> list[Context]:
    """Tell of each webhook of a stage what is around it.

    Args:
        record: What is in the stage.
        earlier: What is in the stages that are finished.
    """
    stages = (*earlier, record)
    actions = [list(_actions(hook, record, stages)) for hook in record.webhooks]
    running = {action.pipeline for each in actions for action in each}
    followed = [each for stage in stages for each in stage.pipelines if each in running or each.has_connection]
    sources = tuple(source for pipeline in followed for source in pipeline.sources)
    secrets: dict[object, list[RecordedWebhook]] = {}
    for each in (each for stage in stages for each in stage.webhooks if _secret(each) is not None):
        secrets.setdefault(_secret(each), []).append(each)
    return [
        replace(
            hook.webhook.context,
            other_webhooks=_paths(hook, _others(hook, record, stages)),
            same_secret=_paths(hook, secrets.get(_secret(hook), ())),
            has_triggers=any(meets_triggers(hook, project) for project in _projects(hook, record, stages)),
            pipeline_actions=tuple(dict.fromkeys(action.path for action in its)),
            pipeline_sources=sources,
        )
        for hook, its in zip(record.webhooks, actions, strict=True)
    ]


def source_findings(hook: RecordedWebhook, record: StageRecord, earlier: Sequence[StageRecord]) -> Iterator[Finding]:
    """Judge the source of a project that is imported although the app makes it.

    Args:
        hook: The webhook.
        record: What is in its stage.
        earlier: What is in the stages that are finished.
    """
    for project in _projects(hook, record, (*earlier, record)):
        yield from source_findings_of(hook, project)


def source_findings_of(hook: RecordedWebhook, project: RecordedProject) -> Iterator[Finding]:
    """Judge the source of the resource of a webhook's project; what the project itself says of it, it has said."""
    if hook.webhook.project.stack is None:
        context = replace(hook.webhook.context, source_type=project.project.source_type)
        findings = judge(hook.webhook.settings, context, (SOURCE_WITHOUT_WEBHOOKS,))
        if findings and is_certain(project.project.resource) and _is_deployed(hook):
            yield from findings


def meets_triggers(hook: RecordedWebhook, project: RecordedProject) -> bool:
    """Tell whether the `Triggers` of a webhook's project make a webhook beside it, as far as both are certain."""
    return bool(project.project.triggers) and is_certain(project.project.resource) and _is_deployed(hook)


def is_in_the_app(construct: IConstruct) -> bool:
    """Tell whether neither a construct nor what it is in has been taken out again.

    Three calls into the CDK for each construct around it; asked for only where something is to be said of it.
    """
    while (scope := construct.node.scope) is not None:
        if scope.node.try_find_child(construct.node.id) is not construct:
            return False
        construct = scope
    return True


def taken_out(hooks: Iterable[RecordedWebhook]) -> set[RecordedWebhook]:
    """Give those of some webhooks that are not in the app any more; a few calls into the CDK for each scope.

    Args:
        hooks: The webhooks.
    """
    by_scope: dict[Construct, list[RecordedWebhook]] = {}
    for hook in hooks:
        by_scope.setdefault(hook.webhook.scope, []).append(hook)
    gone: set[RecordedWebhook] = set()
    for scope, its in by_scope.items():
        children = set(scope.node.children) if is_in_the_app(scope) else set()
        gone.update(hook for hook in its if hook.webhook.construct not in children)
    return gone


def is_certain(resource: IConstruct | None) -> bool:
    """Tell whether a resource is deployed under no condition, and so are the nested stacks that it is in."""
    while isinstance(resource, cdk.CfnResource):
        if resource.cfn_options.condition is not None:
            return False
        resource = resource.stack.nested_stack_resource
    return resource is None


def _actions(hook: RecordedWebhook, record: StageRecord, stages: Iterable[StageRecord]) -> Iterator[RecordedAction]:
    """Give the actions that run the project of a webhook."""
    for stage in stages:
        for action in meeting(hook.keys, stage.actions_by_key):
            if record.is_run_by(hook, stage, action):
                yield action


def _projects(hook: RecordedWebhook, record: StageRecord, stages: Iterable[StageRecord]) -> Iterator[RecordedProject]:
    """Give the resource of a webhook's project; one that another resource makes has a resource of its own."""
    is_made = hook.webhook.project.stack is not None
    keys = frozenset(key for key in hook.keys if key[0] == _REFERENCE) if is_made else hook.keys
    for stage in stages:
        for project in meeting(keys, stage.projects_by_key):
            if record.names_one_project(keys, stage, project.keys):
                yield project


def _others(hook: RecordedWebhook, record: StageRecord, stages: Iterable[StageRecord]) -> list[RecordedWebhook]:
    """Give the webhooks on the same project, the webhook itself among them."""
    return [
        other
        for stage in stages
        for other in meeting(hook.keys, stage.webhooks_by_key)
        if not _are_two_resources(hook, other) and record.names_one_project(hook.keys, stage, other.keys)
    ]


def _secret(hook: RecordedWebhook) -> object:
    """Give the secret that is filled for a webhook, if there is one."""
    return filled_secret(hook.webhook.settings, hook.webhook.secret_arn, hook.webhook.stack)


def _paths(hook: RecordedWebhook, others: Iterable[RecordedWebhook]) -> tuple[str, ...]:
    """Give the paths of other webhooks that share something with one, as far as all are certain to be deployed."""
    others = [each for each in others if each is not hook]
    if not others or not _is_deployed(hook):
        return ()
    return tuple(other.path for other in others if _is_deployed(other))


def _are_two_resources(one: RecordedWebhook, other: RecordedWebhook) -> bool:
    """Whether the projects of two webhooks are made by two resources, which may have one name in two accounts."""
    made = (one.webhook.project, other.webhook.project)
    return None not in {each.stack for each in made} and (
        made[0].stack is not made[1].stack or made[0].name != made[1].name
    )


def _is_deployed(hook: RecordedWebhook) -> bool:
    """Whether a webhook is in the app under no condition; asked for only where it is one of two."""
    construct = hook.webhook.construct
    resource = construct.node.default_child
    return resource is not None and is_in_the_app(construct) and is_certain(resource)
