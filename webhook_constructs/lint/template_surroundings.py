"""What is around the webhooks of templates: other webhooks, pipelines, and the `Triggers` of the same project.

A project is known by its resource, by what a template writes for it, and by its name. The same name in two templates
means one project where both are deployed to the same place, or where that is not known, and no two of the templates
have a project, a webhook or an action of that name: such templates are more likely one app that is deployed twice.
"""

from __future__ import annotations

import json
import posixpath
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from webhook_constructs.core.rendered import mapping
from webhook_constructs.core.template_references import plain_reference
from webhook_constructs.core.template_webhooks import PROJECT_TYPE, WEBHOOK_TYPE

from .context import Context
from .pipeline_definition import PIPELINE_TYPE, PipelineDefinition

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from webhook_constructs.core.template_webhooks import TemplateWebhook

    from .context import PipelineSource

__all__ = ["Template", "around"]

_Key: TypeAlias = "tuple[object, ...]"
_MOST_IMPORTS = 8  # from one template to the next
_STACK_TYPE = "AWS::CloudFormation::Stack"


@dataclass(frozen=True, slots=True)
class Template:
    """A template.

    Attributes:
        body: What the JSON or YAML parser gave.
        environment: The account and region that it is deployed to. Default: not known.
        file: The path of its file, by which a template beside it may name it for a nested stack. Default: it has none.
    """

    body: Mapping[str, Any]
    environment: str | None = None
    file: str = ""

    @property
    def resources(self) -> Mapping[str, Any]:
        """The resources."""
        return mapping(self.body.get("Resources"))


@dataclass(frozen=True, slots=True)
class _Meeting:
    """Something that has to do with a project.

    Attributes:
        template: The index of its template.
        name: What names it in a text.
        keys: Every way in which its project is known.
        is_certain: Whether it is deployed with its template under no condition.
        is_ours: Whether it is a webhook of this package.
    """

    template: int
    name: str
    keys: frozenset[_Key]
    is_certain: bool = True
    is_ours: bool = False


def around(templates: Sequence[Template], webhooks: Sequence[tuple[int, TemplateWebhook]]) -> list[Context]:
    """Tell of each webhook what is around it, as far as that is certain.

    Args:
        templates: The templates.
        webhooks: Their webhooks, each with the index of its template.
    """
    projects = _Projects(templates)
    hooks = [_hook(projects, templates[index], index, webhook) for index, webhook in webhooks]
    ours = [hook for hook in hooks if hook.is_ours]
    native = [hook for hook in hooks if not hook.is_ours]
    pipelines = list(_pipelines(templates)) if webhooks else []
    actions = [action for index, path, each in pipelines for action in _actions(projects, index, path, each)]
    made = projects.made()
    ambiguous = _in_several_templates(hooks) | _in_several_templates(actions) | _in_several_templates(made)
    hooks_by, actions_by, native_by = (_by_key(each, ambiguous) for each in (ours, actions, native))
    met = [_meeting(hook, actions_by, ambiguous) for hook in hooks]
    sources = _sources(pipelines, {action.name for its in met for action in its})
    return [
        Context(
            other_webhooks=_certain(hook, _meeting(hook, hooks_by, ambiguous)) if hook.is_ours else (),
            has_triggers=hook.is_ours and bool(_certain(hook, _meeting(hook, native_by, ambiguous))),
            pipeline_actions=tuple(dict.fromkeys(action.name for action in its)),
            pipeline_sources=sources,
        )
        for hook, its in zip(hooks, met, strict=True)
    ]


class _Projects:
    """The projects of some templates, with the ways in which they are known."""

    def __init__(self, templates: Sequence[Template]) -> None:
        self._templates = templates
        self._names = [dict(_project_names(template)) for template in templates]
        self._by_name: dict[tuple[int, str], list[_Key]] = {}
        for index, names in enumerate(self._names):
            for logical_id, name in names.items():
                self._by_name.setdefault((index, name or ""), []).append(("made", index, logical_id))
        exports = [each for index, template in enumerate(templates) for each in _exports(index, template)]
        times = Counter(name for name, _, _ in exports)
        self._exported = {name: (index, value) for name, index, value in exports if times[name] == 1}
        self._given = _given(templates)

    def keys(self, index: int, written: Any, imports: int = 0) -> frozenset[_Key]:
        """Give the ways to know a project by what a template writes for it; none where it writes nothing."""
        value = plain_reference(written)
        if isinstance(value, str):
            return frozenset([*self._by_name.get((index, value), ()), *self._named(index, value)])
        function, argument = next(iter(value.items())) if len(mapping(value)) == 1 else ("", None)
        if function == "Ref" and isinstance(argument, str) and argument in self._names[index]:
            name = self._names[index][argument]
            return frozenset([("made", index, argument), *(self._named(index, name) if name else ())])
        followed = self._followed(index, function, argument) if imports < _MOST_IMPORTS else None
        if followed is not None:
            return self.keys(*followed, imports + 1)
        return frozenset({("written", index, json.dumps(value, sort_keys=True))}) if function else frozenset()

    def _followed(self, index: int, function: str, argument: Any) -> tuple[int, Any] | None:
        """Give what another template writes for an import, or for a parameter of a nested stack."""
        known = {"Fn::ImportValue": self._exported, "Ref": self._given[index]}.get(function, {})
        name = plain_reference(argument)
        return known.get(name) if isinstance(name, str) else None

    def made(self) -> list[_Meeting]:
        """Give the projects with a name that the templates make."""
        return [
            _Meeting(index, logical_id, self.keys(index, {"Ref": logical_id}))
            for index, names in enumerate(self._names)
            for logical_id, name in names.items()
            if name
        ]

    def _named(self, index: int, name: str) -> tuple[_Key, _Key]:
        return ("name", self._templates[index].environment, name), ("here", index, name)


def _project_names(template: Template) -> Iterator[tuple[str, str | None]]:
    """Give the projects of a template by their logical ids: the name of each, as far as it is written out."""
    for logical_id, resource in template.resources.items():
        if mapping(resource).get("Type") == PROJECT_TYPE:
            name = mapping(resource.get("Properties")).get("Name")
            yield logical_id, name if isinstance(name, str) else None


def _given(templates: Sequence[Template]) -> list[dict[str, tuple[int, Any]]]:
    """Give the parameters that each template is given by the one that nests it, if there is one such resource."""
    files = {template.file: index for index, template in enumerate(templates) if template.file}
    found: dict[int, list[tuple[int, Mapping[str, Any]]]] = {}
    for index, template in enumerate(templates):
        for resource in map(mapping, template.resources.values()):
            if resource.get("Type") == _STACK_TYPE:
                properties = mapping(resource.get("Properties"))
                asset = mapping(resource.get("Metadata")).get("aws:asset:path", properties.get("TemplateURL"))
                nested = files.get(_beside(template.file, asset)) if isinstance(asset, str) else None
                if nested is not None:
                    found.setdefault(nested, []).append((index, mapping(properties.get("Parameters"))))
    return [_given_by(found.get(index, [])) for index in range(len(templates))]


def _given_by(resources: Sequence[tuple[int, Mapping[str, Any]]]) -> dict[str, tuple[int, Any]]:
    """Give the parameters of a stack that is nested once; of one that is nested twice they are not one value."""
    return {name: (index, value) for index, given in resources for name, value in given.items() if len(resources) == 1}


def _beside(file: str, asset: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(file), asset))


def _exports(index: int, template: Template) -> Iterator[tuple[str, int, Any]]:
    """Give what a template exports under names that are written out."""
    for output in mapping(template.body.get("Outputs")).values():
        name = plain_reference(mapping(mapping(output).get("Export")).get("Name"))
        if isinstance(name, str):
            yield name, index, output.get("Value")


def _hook(projects: _Projects, template: Template, index: int, webhook: TemplateWebhook) -> _Meeting:
    resource = mapping(template.resources[webhook.logical_id])
    is_ours = webhook.resource_type == WEBHOOK_TYPE
    written = mapping(resource.get("Properties")).get("ProjectName") if is_ours else {"Ref": webhook.logical_id}
    return _Meeting(index, webhook.name, projects.keys(index, written), "Condition" not in resource, is_ours)


def _pipelines(templates: Iterable[Template]) -> Iterator[tuple[int, str, PipelineDefinition]]:
    """Give the pipelines, each with the index of its template and with what names it."""
    for index, template in enumerate(templates):
        for logical_id, resource in template.resources.items():
            if mapping(resource).get("Type") == PIPELINE_TYPE:
                path = mapping(resource.get("Metadata")).get("aws:cdk:path")
                name = path.removesuffix("/Resource") if isinstance(path, str) else str(logical_id)
                yield index, name, PipelineDefinition.of(mapping(resource.get("Properties")))


def _actions(projects: _Projects, index: int, path: str, pipeline: PipelineDefinition) -> Iterator[_Meeting]:
    """Give the actions that run a project in the region and account of their pipeline."""
    for action in pipeline.build_actions:
        if action.region is None and action.account is None:
            yield _Meeting(index, f"{path}/{action.stage}/{action.name}", projects.keys(index, action.project))


def _sources(pipelines: Iterable[tuple[int, str, PipelineDefinition]], run: set[str]) -> tuple[PipelineSource, ...]:
    """Give what the pipelines follow that have a connection, or that run a project with a webhook."""
    return tuple(
        source
        for _, path, pipeline in pipelines
        if pipeline.has_connection or any(f"{path}/{each.stage}/{each.name}" in run for each in pipeline.build_actions)
        for source in pipeline.sources(path)
    )


def _in_several_templates(meetings: Iterable[_Meeting]) -> set[_Key]:
    """Give the names that do not say which project is meant, where it is not known what is deployed where."""
    seen = {(key, each.template) for each in meetings for key in each.keys if key[:2] == ("name", None)}
    return {key for key, times in Counter(key for key, _ in seen).items() if times > 1}


def _by_key(meetings: Iterable[_Meeting], ambiguous: set[_Key]) -> dict[_Key, list[_Meeting]]:
    found: dict[_Key, list[_Meeting]] = {}
    for each in meetings:
        for key in each.keys - ambiguous:
            found.setdefault(key, []).append(each)
    return found


def _meeting(hook: _Meeting, found: Mapping[_Key, list[_Meeting]], ambiguous: set[_Key]) -> list[_Meeting]:
    """Give what is about the project of a webhook, each once, in the order of the templates."""
    met = {id(each): each for key in hook.keys - ambiguous for each in found.get(key, ())}
    return sorted(met.values(), key=lambda each: (each.template, each.name))


def _certain(hook: _Meeting, others: Iterable[_Meeting]) -> tuple[str, ...]:
    """Name the others that are deployed together with a webhook under no condition."""
    return tuple(each.name for each in others if each is not hook and each.is_certain and hook.is_certain)
