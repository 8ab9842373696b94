"""What is around the webhooks of templates: other webhooks, pipelines, and the `Triggers` of the same project.

The same name in two templates means one project where both are deployed to the same place, or where that is not known,
and no two of the templates have a project, a webhook or an action of that name: such templates are more likely one app
that is deployed twice. The same holds for the name of an export whose template is not given.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice
from typing import TYPE_CHECKING

from webhook_constructs.core.values.json_access import mapping
from webhook_constructs.lint.context import Context
from webhook_constructs.templates.template_webhooks import WEBHOOK_TYPE

from .pipeline_definition import PIPELINE_TYPE, PipelineDefinition
from .project_identities import Key, TemplateProjects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from webhook_constructs.lint.context import PipelineSource
    from webhook_constructs.templates.template_webhooks import TemplateWebhook

    from .template import Template

__all__ = ["around"]

_MOST_NAMED = 1_000  # twice as many as a template can have resources
_UNCERTAIN = {("name", None), ("imported", None)}


@dataclass(frozen=True, slots=True)
class _Meeting:
    """Something that has to do with a project.

    Attributes:
        template: The index of its template.
        name: What names it in a text.
        keys: Every way in which its project is known.
        is_certain: Whether it is deployed with its template under no condition.
        is_ours: Whether it is a webhook of this package.
        optional: What of the stacks that its template is nested in stands under a condition.
        secrets: Every way in which the place of its secret is known.
    """

    template: int
    name: str
    keys: frozenset[Key]
    is_certain: bool = True
    is_ours: bool = False
    optional: frozenset[Key] = frozenset()
    secrets: frozenset[Key] = frozenset()


def around(templates: Sequence[Template], webhooks: Sequence[tuple[int, TemplateWebhook]]) -> list[Context]:
    """Tell of each webhook what is around it, as far as that is certain.

    Args:
        templates: The templates.
        webhooks: Their webhooks, each with the index of its template.
    """
    projects = TemplateProjects(templates)
    hooks = [_hook(projects, templates[index], index, webhook) for index, webhook in webhooks]
    ours = [hook for hook in hooks if hook.is_ours]
    native = [hook for hook in hooks if not hook.is_ours]
    pipelines = list(_pipelines(templates)) if webhooks else []
    actions = [
        action for index, path, each in pipelines for action in _actions(projects, templates[index], index, path, each)
    ]
    made = [_Meeting(index, made_id, projects.keys(index, {"Ref": made_id})) for index, made_id in projects.made]
    ambiguous = _in_several_templates(hooks) | _in_several_templates(actions) | _in_several_templates(made)
    hooks_by, actions_by, native_by = (
        _by_key((each, each.keys - ambiguous) for each in those) for those in (ours, actions, native)
    )
    secrets_by = _by_key((hook, hook.secrets) for hook in ours)
    met = [_meeting(hook.keys - ambiguous, actions_by) for hook in hooks]
    on_project, with_secret = (cache(partial(_meeting, found=by)) for by in (hooks_by, secrets_by))
    sources = _sources(pipelines, {action.name for its in met for action in its})
    return [
        Context(
            other_webhooks=_certain(hook, on_project(hook.keys - ambiguous)) if hook.is_ours else (),
            same_secret=_certain(hook, with_secret(hook.secrets)),
            has_triggers=hook.is_ours and bool(_certain(hook, _meeting(hook.keys - ambiguous, native_by))),
            pipeline_actions=tuple(dict.fromkeys(action.name for action in its)),
            pipeline_sources=sources,
        )
        for hook, its in zip(hooks, met, strict=True)
    ]


def _hook(projects: TemplateProjects, template: Template, index: int, webhook: TemplateWebhook) -> _Meeting:
    resource = mapping(template.resources[webhook.logical_id])
    properties = mapping(resource.get("Properties"))
    is_ours = webhook.resource_type == WEBHOOK_TYPE
    written = properties.get("ProjectName") if is_ours else {"Ref": webhook.logical_id}
    switch = mapping(properties.get("Triggers")).get("Webhook")
    return _Meeting(
        index,
        webhook.name,
        projects.keys(index, written),
        is_certain="Condition" not in resource and (is_ours or str(switch).lower() == "true"),
        is_ours=is_ours,
        optional=projects.optional[index],
        secrets=projects.secret_keys(index, properties.get("SecretArn")) if is_ours else frozenset(),
    )


def _pipelines(templates: Iterable[Template]) -> Iterator[tuple[int, str, PipelineDefinition]]:
    """Give the pipelines, each with the index of its template and with what names it."""
    for index, template in enumerate(templates):
        for logical_id, resource in template.resources.items():
            if mapping(resource).get("Type") == PIPELINE_TYPE:
                path = mapping(resource.get("Metadata")).get("aws:cdk:path")
                name = path.removesuffix("/Resource") if isinstance(path, str) else str(logical_id)
                yield index, name, PipelineDefinition.of(mapping(resource.get("Properties")))


def _actions(
    projects: TemplateProjects, template: Template, index: int, path: str, pipeline: PipelineDefinition
) -> Iterator[_Meeting]:
    """Give the actions that run a project in the region and account of their pipeline."""
    for action in pipeline.build_actions:
        if template.is_place(action.account, action.region):
            yield _Meeting(index, f"{path}/{action.stage}/{action.name}", projects.keys(index, action.project))


def _sources(pipelines: Iterable[tuple[int, str, PipelineDefinition]], run: set[str]) -> tuple[PipelineSource, ...]:
    """Give what the pipelines follow that have a connection, or that run a project with a webhook."""
    return tuple(
        source
        for _, path, pipeline in pipelines
        if pipeline.has_connection or any(f"{path}/{each.stage}/{each.name}" in run for each in pipeline.build_actions)
        for source in pipeline.sources(path)
    )


def _in_several_templates(meetings: Iterable[_Meeting]) -> set[Key]:
    """Give the names that do not say which project is meant, where it is not known what is deployed where."""
    seen = {(key, each.template) for each in meetings for key in each.keys if key[:2] in _UNCERTAIN}
    return {key for key, times in Counter(key for key, _ in seen).items() if times > 1}


def _by_key(meetings: Iterable[tuple[_Meeting, Iterable[Key]]]) -> dict[Key, list[_Meeting]]:
    found: dict[Key, list[_Meeting]] = {}
    for each, keys in meetings:
        for key in keys:
            found.setdefault(key, []).append(each)
    return found


def _meeting(keys: Iterable[Key], found: Mapping[Key, list[_Meeting]]) -> list[_Meeting]:
    """Give what is about one project or secret, each once, in the order of the templates."""
    met = {id(each): each for key in keys for each in found.get(key, ())}
    return sorted(met.values(), key=lambda each: (each.template, each.name))


def _certain(hook: _Meeting, others: Iterable[_Meeting]) -> tuple[str, ...]:
    """Name the others that are deployed whenever a webhook is, as far as no condition stands in between."""
    if not hook.is_certain:
        return ()
    certain = (each.name for each in others if each is not hook and each.is_certain and each.optional == hook.optional)
    return tuple(islice(certain, _MOST_NAMED))
