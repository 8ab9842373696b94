"""What is around the webhooks of templates: other webhooks, pipelines, and the `Triggers` of the same project.

A project is known by its resource, by what a template writes for it, and by its name. The same name in two templates
means one project where both are deployed to the same place, or where that is not known, and no two of the templates
have a project, a webhook or an action of that name: such templates are more likely one app that is deployed twice. The
same holds for the name of an export whose template is not given.
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
from webhook_constructs.core.unresolved import is_no_value

from .context import Context
from .pipeline_definition import PIPELINE_TYPE, PipelineDefinition

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from webhook_constructs.core.template_webhooks import TemplateWebhook

    from .context import PipelineSource

__all__ = ["Template", "around"]

_Key: TypeAlias = "tuple[object, ...]"
_Nesting: TypeAlias = "tuple[int, Mapping[str, Any]]"
_MOST_STEPS = 8  # from one template or name to the next
_UNCERTAIN = {("name", None), ("imported", None)}
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

    def is_place(self, account: str | None, region: str | None) -> bool:
        """Whether an account and a region, each unless it is None, are known to be those it is deployed to."""
        own_account, _, own_region = (self.environment or "").removeprefix("aws://").partition("/")
        return account in {None, own_account} and region in {None, own_region}


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
    keys: frozenset[_Key]
    is_certain: bool = True
    is_ours: bool = False
    optional: frozenset[_Key] = frozenset()
    secrets: frozenset[_Key] = frozenset()


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
    actions = [
        action for index, path, each in pipelines for action in _actions(projects, templates[index], index, path, each)
    ]
    made = projects.made()
    ambiguous = _in_several_templates(hooks) | _in_several_templates(actions) | _in_several_templates(made)
    hooks_by, actions_by, native_by = (_by_key(each, ambiguous) for each in (ours, actions, native))
    secrets_by: dict[_Key, list[_Meeting]] = {}
    for hook in ours:
        for key in hook.secrets:
            secrets_by.setdefault(key, []).append(hook)
    met = [_meeting(hook.keys - ambiguous, actions_by) for hook in hooks]
    sources = _sources(pipelines, {action.name for its in met for action in its})
    return [
        Context(
            other_webhooks=_certain(hook, _meeting(hook.keys - ambiguous, hooks_by)) if hook.is_ours else (),
            same_secret=_certain(hook, _meeting(hook.secrets, secrets_by)),
            has_triggers=hook.is_ours and bool(_certain(hook, _meeting(hook.keys - ambiguous, native_by))),
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
                if name is not None:
                    self._by_name.setdefault((index, _as_text(name)), []).append(("made", index, logical_id))
        self._exported: dict[str, list[tuple[int, Any]]] = {}
        for index, template in enumerate(templates):
            for name, value in _exports(template):
                self._exported.setdefault(name, []).append((index, value))
        nestings = _nestings(templates)
        self._given = [_given_by(nestings.get(index, [])) for index in range(len(templates))]
        self.optional = [_optional(index, nestings) for index in range(len(templates))]
        """What of the stacks that each template is nested in stands under a condition."""

    def keys(self, index: int, written: Any) -> frozenset[_Key]:
        """Give the ways to know a project by what a template writes for it; none where it writes nothing."""
        found: set[_Key] = set()
        for _ in range(_MOST_STEPS):
            index, value = self._origin(index, written)
            if isinstance(value, str):
                return frozenset([*found, *self._by_name.get((index, value), ()), *self._named(index, value)])
            function, argument = _function(value)
            if function != "Ref" or argument not in self._names[index]:
                break
            found.add(("made", index, argument))
            written = self._names[index][argument]
            if written is None:
                return frozenset(found)
        else:
            return frozenset(found)
        if function:
            found.update([*self._by_name.get((index, _as_text(value)), ()), *self._unknown(index, value)])
        return frozenset(found)

    def secret_keys(self, index: int, written: Any) -> frozenset[_Key]:
        """Give the ways to know a secret by what a template writes for its ARN; none where it writes nothing."""
        index, value = self._origin(index, written)
        if isinstance(value, str):
            return frozenset([("arn", value)])
        keys = self._unknown(index, value) if _function(value)[0] and not is_no_value(value) else ()
        return frozenset(key for key in keys if key[:2] != ("imported", None))

    def _origin(self, index: int, written: Any) -> tuple[int, Any]:
        """Follow imports and the parameters of nested stacks to what is written where they come from."""
        value = plain_reference(written)
        for _ in range(_MOST_STEPS):
            followed = self._followed(index, *_function(value))
            if followed is None:
                break
            index, value = followed[0], plain_reference(followed[1])
        return index, value

    def _followed(self, index: int, function: str, argument: Any) -> tuple[int, Any] | None:
        """Give what another template writes for an import, or for a parameter of a nested stack."""
        name = plain_reference(argument)
        if not isinstance(name, str):
            return None
        if function == "Ref":
            return self._given[index].get(name)
        return self._export(index, name) if function == "Fn::ImportValue" else None

    def _export(self, index: int, name: str) -> tuple[int, Any] | None:
        """Give what is exported under a name where a template is deployed, or may be if nothing is for certain."""
        here = self._templates[index].environment
        exports = [(each, self._templates[each[0]].environment) for each in self._exported.get(name, ())]
        certain = [each for each, place in exports if place == here and place is not None]
        possible = [each for each, place in exports if place is None or here is None]
        found = certain or possible
        return found[0] if len(found) == 1 else None

    def _unknown(self, index: int, value: Mapping[str, Any]) -> list[_Key]:
        """Give the ways to know what only the deployment knows: what is written, and the name of an import."""
        function, argument = _function(value)
        name = plain_reference(argument)
        written: _Key = ("written", index, _as_text(value))
        if function != "Fn::ImportValue" or not isinstance(name, str):
            return [written]
        return [written, ("imported", self._templates[index].environment, name)]

    def made(self) -> list[_Meeting]:
        """Give the projects with a name that the templates make."""
        return [
            _Meeting(index, logical_id, self.keys(index, {"Ref": logical_id}))
            for index, names in enumerate(self._names)
            for logical_id, name in names.items()
            if name is not None
        ]

    def _named(self, index: int, name: str) -> tuple[_Key, _Key]:
        return ("name", self._templates[index].environment, name), ("here", index, name)


def _function(value: Any) -> tuple[str, Any]:
    """Give the name of a function and its argument; no name where a value is none."""
    name, argument = next(iter(value.items())) if len(mapping(value)) == 1 else ("", None)
    return name, argument if name != "Ref" or isinstance(argument, str) else None


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True)


def _project_names(template: Template) -> Iterator[tuple[str, Any]]:
    """Give the projects of a template by their logical ids: the name of each; None where it has none of its own."""
    for logical_id, resource in template.resources.items():
        if mapping(resource).get("Type") == PROJECT_TYPE:
            name = plain_reference(mapping(mapping(resource).get("Properties")).get("Name"))
            yield logical_id, name if (isinstance(name, str) and name) or _is_written(name) else None


def _is_written(name: Any) -> bool:
    return bool(_function(name)[0]) and not is_no_value(name)


def _nestings(templates: Sequence[Template]) -> dict[int, list[_Nesting]]:
    """Give the resources that nest each template, each with the index of the template that it is in."""
    files = {template.file: index for index, template in enumerate(templates) if template.file}
    found: dict[int, list[_Nesting]] = {}
    for index, template in enumerate(templates):
        for resource in map(mapping, template.resources.values()):
            if resource.get("Type") == _STACK_TYPE:
                asset = mapping(resource.get("Metadata")).get(
                    "aws:asset:path", mapping(resource.get("Properties")).get("TemplateURL")
                )
                nested = files.get(_beside(template.file, asset)) if isinstance(asset, str) else None
                if nested is not None:
                    found.setdefault(nested, []).append((index, resource))
    return found


def _given_by(resources: Sequence[_Nesting]) -> dict[str, tuple[int, Any]]:
    """Give the parameters of a stack that is nested once; of one that is nested twice they are not one value."""
    if len(resources) != 1:
        return {}
    ((index, resource),) = resources
    given = mapping(mapping(resource.get("Properties")).get("Parameters"))
    return {name: (index, value) for name, value in given.items()}


def _optional(template: int, nestings: Mapping[int, Sequence[_Nesting]]) -> frozenset[_Key]:
    """Give the resources with a condition that a template is nested by, and the templates around it in turn."""
    seen, waiting = set[int](), [template]
    found: set[_Key] = set()
    while waiting:
        nested = waiting.pop()
        if nested not in seen:
            seen.add(nested)
            for index, resource in nestings.get(nested, ()):
                waiting.append(index)
                found.update([("nested", nested, index)] if "Condition" in resource else [])
    return frozenset(found)


def _beside(file: str, asset: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(file), asset))


def _exports(template: Template) -> Iterator[tuple[str, Any]]:
    """Give what a template exports under names that are written out."""
    for output in mapping(template.body.get("Outputs")).values():
        name = plain_reference(mapping(mapping(output).get("Export")).get("Name"))
        if isinstance(name, str):
            yield name, output.get("Value")


def _hook(projects: _Projects, template: Template, index: int, webhook: TemplateWebhook) -> _Meeting:
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
    projects: _Projects, template: Template, index: int, path: str, pipeline: PipelineDefinition
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


def _in_several_templates(meetings: Iterable[_Meeting]) -> set[_Key]:
    """Give the names that do not say which project is meant, where it is not known what is deployed where."""
    seen = {(key, each.template) for each in meetings for key in each.keys if key[:2] in _UNCERTAIN}
    return {key for key, times in Counter(key for key, _ in seen).items() if times > 1}


def _by_key(meetings: Iterable[_Meeting], ambiguous: set[_Key]) -> dict[_Key, list[_Meeting]]:
    found: dict[_Key, list[_Meeting]] = {}
    for each in meetings:
        for key in each.keys - ambiguous:
            found.setdefault(key, []).append(each)
    return found


def _meeting(keys: Iterable[_Key], found: Mapping[_Key, list[_Meeting]]) -> list[_Meeting]:
    """Give what is about one project or secret, each once, in the order of the templates."""
    met = {id(each): each for key in keys for each in found.get(key, ())}
    return sorted(met.values(), key=lambda each: (each.template, each.name))


def _certain(hook: _Meeting, others: Iterable[_Meeting]) -> tuple[str, ...]:
    """Name the others that are deployed whenever a webhook is, as far as no condition stands in between."""
    if not hook.is_certain:
        return ()
    return tuple(
        each.name for each in others if each is not hook and each.is_certain and each.optional == hook.optional
    )
