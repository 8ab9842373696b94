"""What a stage holds, rendered as the part of its templates that the engine reads.

Rendering changes nothing: it is done when a stage is validated, each resource in its own stack, of that stage alone.
The CDK keeps what it has resolved once, so what is not finished is not looked at, and a reference to another stack is
never resolved in a stack that does not hold it: the CDK would give the project a name.

What an escape hatch has put over the properties of a resource is not seen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import aws_cdk as cdk
from constructs import Construct, IConstruct

from webhook_constructs.cdk.project_facts import ProjectFacts
from webhook_constructs.cdk.resources import identity_of, properties_of, resources_below, selected
from webhook_constructs.core import BuildType, WebhookSettings
from webhook_constructs.core.values.unresolved import is_unresolved
from webhook_constructs.core.values.wire import as_mapping, get_member
from webhook_constructs.lint import Context
from webhook_constructs.templates.known_settings import is_function
from webhook_constructs.templates.pipeline_definition import PIPELINE_TYPE
from webhook_constructs.templates.template import STACK_TYPE, Place, Template
from webhook_constructs.templates.template_webhooks import (
    PROJECT_TYPE,
    WEBHOOK_TYPE,
    TemplateWebhook,
    template_webhooks,
)

__all__ = ["AppWebhook", "StageFragment"]

_APP = "app"
_FOLLOWED = ("Fn::ImportValue", "Outputs.")
_OF_OTHERS = (".product.template.json", ".stackset.template.json")
_VERBATIM = ("configuration", "Configuration", "Parameters")  # what is in them has names of its own


@dataclass(frozen=True, slots=True)
class AppWebhook:
    """A webhook of an app.

    Attributes:
        construct: Its construct.
        resource: Its resource.
        stack: The stack that it is in.
        project: What is known of its project.
        settings: Its settings.
        context: What is known besides, as far as the construct itself knows.
        written: What its resource says of its project and of the place of its secret.
    """

    construct: Construct
    resource: cdk.CfnResource
    stack: cdk.Stack
    project: ProjectFacts
    settings: WebhookSettings
    context: Context
    written: Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class StageFragment:
    """What a stage holds.

    Attributes:
        templates: The part of each template.
        webhooks: The webhooks, each with the index of its template.
        resources: The resource of each webhook, project and pipeline, by index and id.
        ours: The webhooks of this package, by index and id.
        seen: The projects and pipelines that are in it, rendered or not, by their identities.
    """

    templates: tuple[Template, ...]
    webhooks: tuple[tuple[int, TemplateWebhook], ...]
    resources: Mapping[tuple[int, str], cdk.CfnResource]
    ours: Mapping[tuple[int, str], AppWebhook]
    seen: frozenset[str]

    @classmethod
    def of(
        cls,
        scope: IConstruct,
        path: str,
        webhooks: Collection[AppWebhook],
        finished: Iterable[StageFragment],
        *,
        is_alone: bool,
    ) -> StageFragment:
        """Render what is in a stage, but in no stage in it.

        Args:
            scope: The stage.
            path: Its path.
            webhooks: The webhooks that were made in it, which may have been taken out again.
            finished: What is in the stages that are finished.
            is_alone: Whether nothing outside of the stage can have to do with its projects.
        """
        seen = frozenset[str]().union(*(each.seen for each in finished))
        return _Renderer(scope, path, webhooks, seen, is_alone=is_alone).fragment()


class _Renderer:
    """Renders a stage."""

    def __init__(
        self,
        scope: IConstruct,
        path: str,
        webhooks: Collection[AppWebhook],
        seen: frozenset[str],
        *,
        is_alone: bool,
    ) -> None:
        self._scope, self._path = scope, path
        self._stacks: dict[str, _Stack] = {}
        found = resources_below(scope, PIPELINE_TYPE, PROJECT_TYPE)
        pipelines, projects = (
            {identity: each for each in found[kind] if (identity := identity_of(each)) not in seen}
            for kind in (PIPELINE_TYPE, PROJECT_TYPE)
        )
        self._seen = frozenset((*pipelines, *projects))
        there = set(selected(scope, [WEBHOOK_TYPE])) if webhooks else ()
        self._webhooks = [each for each in webhooks if each.resource in there]
        for webhook in self._webhooks:
            self._stack_of(webhook.stack)
        for resource in pipelines.values():
            self._stack_of(resource.stack).add_pipeline(resource)
        self._is_exported = not is_alone and bool(pipelines or projects)  # to a stage that is looked at later
        self._are_named = not is_alone or bool(pipelines) or any(each.project.stack is None for each in self._webhooks)
        self._add_projects(projects)
        for webhook in self._webhooks:
            self._stack_of(webhook.stack).add_webhook(webhook)

    def _stack_of(self, stack: cdk.Stack) -> _Stack:
        """Return the part of a stack, and make it and those that it is nested in if there is none."""
        identity = identity_of(stack)
        if identity not in self._stacks:
            parent = stack.nested_stack_parent
            around = None if parent is None else self._stack_of(parent)
            self._stacks[identity] = _Stack(stack, stack.node.path, self._path)
            if around is not None and stack.nested_stack_resource is not None:
                around.add_nested(stack.nested_stack_resource, stack.template_file)
        return self._stacks[identity]

    def _add_projects(self, resources: Mapping[str, cdk.CfnResource]) -> None:
        """Add the projects that have `Triggers`, or that something here may name.

        One call into the CDK for each project, and two more for those.
        """
        stacks = {
            identity_of(each.project.resource): each.project.stack
            for each in self._webhooks
            if each.project.resource is not None
        }
        are_referred_to = any(
            each.project.stack is None and is_unresolved(each.project.name) for each in self._webhooks
        )
        has_variables = any(each.settings.build_type is BuildType.RUNNER_BUILDKITE_BUILD for each in self._webhooks)
        for identity, resource in resources.items():
            properties = properties_of(resource)
            name, triggers = get_member(properties, "name"), get_member(properties, "triggers")
            if triggers or are_referred_to or self._is_exported or (self._are_named and name is not None):
                stack = self._stack_of(stacks.get(identity) or resource.stack)
                stack.add_project(resource, properties, has_variables=has_variables)

    def fragment(self) -> StageFragment:
        """Render the stacks, and what they put out where something that is rendered is put out elsewhere."""
        stacks = list(self._stacks.values())
        for stack in stacks:
            stack.render()
        if self._is_exported or any(stack.is_followed for stack in stacks):
            for output in self._scope.node.find_all():
                if isinstance(output, cdk.CfnOutput) and cdk.Stage.of(output) in {None, self._scope}:
                    self._stack_of(output.stack).add_output(output)
            for stack in self._stacks.values():
                stack.render()
        stacks = [stack for stack in self._stacks.values() if not stack.is_for_others]
        templates = tuple(stack.template() for stack in stacks)
        resources, ours, webhooks = {}, {}, []
        for index, stack in enumerate(stacks):
            resources.update({(index, each): resource for each, resource in stack.resources.items()})
            ours.update({(index, each): webhook for each, webhook in stack.webhooks.items()})
            webhooks += [(index, each) for each in stack.read_webhooks(templates[index])]
        return StageFragment(templates, tuple(webhooks), resources, ours, self._seen)


class _Stack:
    """The part of one stack.

    Attributes:
        resources: The resources, by the ids that they have in it: logical ids of projects, and else the path in the
            stack behind a slash.
        webhooks: The webhooks of this package, by those ids.
        is_followed: Whether something in it is put out by another template.
    """

    def __init__(self, stack: cdk.Stack, path: str, stage: str) -> None:
        self._stack, self._path, self._stage = stack, path, stage
        self.resources: dict[str, cdk.CfnResource] = {}
        self.webhooks: dict[str, AppWebhook] = {}
        self._open: dict[str, dict[str, Any]] = {}
        self._written: dict[str, dict[str, Any]] = {}
        self._outputs: dict[str, Any] = {}
        self._nests: dict[str, str] = {}
        self.is_followed = False

    def add_webhook(self, webhook: AppWebhook) -> None:
        made = f"/{webhook.context.path.removeprefix(self._path).removeprefix('/')}"
        self.resources[made], self.webhooks[made] = webhook.resource, webhook
        self._open[made] = {"Type": WEBHOOK_TYPE, "Properties": webhook.written}

    def add_pipeline(self, resource: cdk.CfnResource) -> None:
        path = str(resource.node.path)
        properties = properties_of(resource)
        made = path.removeprefix(self._path)
        self.resources[made] = resource
        self._open[made] = {
            "Type": PIPELINE_TYPE,
            "Metadata": {"aws:cdk:path": path},
            "Properties": {name: get_member(properties, name.lower()) for name in ("Stages", "Triggers")},
        }

    def add_project(self, resource: cdk.CfnResource, properties: Mapping[str, Any], *, has_variables: bool) -> None:
        written = {"Name": get_member(properties, "name"), "Triggers": get_member(properties, "triggers")}
        source = get_member(properties, "source")
        if isinstance(source, Mapping):
            source = {name: get_member(source, name.lower()) for name in ("Type", "Location")}
        written |= {
            "Source": source,
            **({"Environment": get_member(properties, "environment")} if has_variables else {}),
        }
        made = str(self._stack.get_logical_id(resource))
        self.resources[made] = resource
        path = {"aws:cdk:path": str(resource.node.path)} if written["Triggers"] else {}
        self._open[made] = {"Type": PROJECT_TYPE, "Metadata": path, "Properties": written}

    def add_nested(self, resource: IConstruct, file: str) -> None:
        if isinstance(resource, cdk.CfnResource):
            made = str(self._stack.get_logical_id(resource))
            self.resources[made] = resource
            self._nests[made] = f"{self._stage}/{file}"
            self._open[made] = {
                "Type": STACK_TYPE,
                "Properties": {"Parameters": get_member(properties_of(resource), "parameters")},
            }

    def add_output(self, output: cdk.CfnOutput) -> None:
        self._open[f"{len(self._open)}"] = {
            "LogicalId": output.logical_id,
            "Value": output.value,
            "Export": {"Name": output.export_name},
        }

    def render(self) -> None:
        """Render what has been added, in one call into the CDK."""
        for made, value in _rendered(self._stack, self._open).items():
            if "LogicalId" in value:
                self._outputs[str(value["LogicalId"])] = value
            else:
                properties = _cased(as_mapping(value.get("Properties")))
                text = str(properties)
                self._written[made] = {**value, "Properties": properties}
                self.is_followed = self.is_followed or any(mark in text for mark in _FOLLOWED)
        self._open = {}

    @property
    def is_for_others(self) -> bool:
        """Whether it becomes the template of a product or of a StackSet, of which the CDK shows no annotation."""
        return str(self._stack.template_file).endswith(_OF_OTHERS)

    def template(self) -> Template:
        place = Place(*(None if is_unresolved(each) else each for each in (self._stack.account, self._stack.region)))
        name = None if isinstance(self._stack, cdk.NestedStack) else self._stack.stack_name
        return Template(
            {"Resources": self._written, "Outputs": self._outputs},
            place,
            file=f"{self._stage}/{self._stack.template_file}",
            app=_APP,
            stage=self._stage,
            stack_name=None if is_unresolved(name) else name,
            nests=self._nests,
            has_condition=partial(_has_condition, self.resources),
        )

    def read_webhooks(self, template: Template) -> Iterator[TemplateWebhook]:
        """Return the webhooks: of those of this package, the settings are known already."""
        for made, webhook in self.webhooks.items():
            context = webhook.context
            yield TemplateWebhook(
                made,
                WEBHOOK_TYPE,
                context.path,
                settings=webhook.settings,
                source_type=context.source_type,
                agent_token_type=context.agent_token_type,
                keeps_secret=context.keeps_secret,
                written=as_mapping(self._written.get(made, {}).get("Properties")),
                language=context.language,
            )
        triggered = {
            made: each for made, each in self._written.items() if as_mapping(each.get("Properties")).get("Triggers")
        }
        yield from template_webhooks({**template.body, "Resources": triggered})


def _rendered(stack: cdk.Stack, values: Mapping[str, Any]) -> dict[str, Any]:
    """Render values in a stack; what the CDK cannot render is left out."""
    if not values:
        return {}
    try:
        return dict(as_mapping(stack.resolve(dict(values))))
    except RuntimeError:
        if len(values) == 1:
            return {}
        return {name: found for each in values for name, found in _rendered(stack, {each: values[each]}).items()}


def _cased(value: Any, name: str = "") -> Any:
    """Write names as templates have them; those in functions and in the configuration of actions are written so."""
    if isinstance(value, list):
        return [_cased(each) for each in value]
    if not isinstance(value, Mapping) or name in _VERBATIM or is_function(value):
        return value
    return {f"{key[:1].upper()}{key[1:]}": _cased(each, key) for key, each in value.items()}


def _has_condition(resources: Mapping[str, cdk.CfnResource], made: str) -> bool:
    """Check whether a resource is made under a condition; two calls into the CDK, where it matters."""
    return made in resources and resources[made].cfn_options.condition is not None
