"""Which names of projects, written in different stacks and ways, mean the same project.

A project that the app makes is known by its logical id in its own stack, and by its name if it has one. What another
stack writes for it (an import, a parameter of a nested stack) the CDK knows once references are resolved, which they
are when an app is validated. A project that is not made in the app is known by its name, account and region.

Asking must change nothing: in a stack of another account or region the CDK would give a project a name that nobody has
asked for, so a name is only ever resolved in stacks of the project's own account and region.
"""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import aws_cdk as cdk

from webhook_constructs.core.values.json_access import mapping
from webhook_constructs.core.values.unresolved import is_unresolved
from webhook_constructs.templates.references import plain_reference

from .resources import properties_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from constructs import IConstruct

    from webhook_constructs.templates.pipeline_definition import BuildAction

    from .app_webhooks import AppWebhook
    from .made_projects import MadeProject
    from .pipelines import Pipeline
    from .project_facts import ProjectFacts

__all__ = ["Key", "ProjectIdentities"]

Key: TypeAlias = "tuple[str, ...]"
"""One way to know a project; two names that share a key mean the same."""

_PSEUDO_PARAMETERS = ("AWS.Region", "AWS.AccountId")
_REFERENCE = "Ref"
_IMPORT = "Fn::ImportValue"
_ATTRIBUTE = "Fn::GetAtt"
_NAME = "name"
_MOST_STEPS = 8  # from an import or an output to what is behind it


class ProjectIdentities:
    """The projects of some webhooks, each with every way in which it is written.

    Attributes:
        keys: The ways, for each project.
        all_keys: The ways of all of them.
    """

    def __init__(  # noqa: PLR0913 - all that a project can be known by
        self,
        root: IConstruct,
        webhooks: Sequence[AppWebhook],
        pipelines: Sequence[Pipeline],
        made: Sequence[MadeProject],
        *,
        names: Sequence[Any],
        stack_ids: dict[cdk.Stack, str],
    ) -> None:
        """Resolve the names, one call into the CDK for each stack.

        Args:
            root: What is synthesised.
            webhooks: The webhooks.
            pipelines: The pipelines that may run them.
            made: The projects that are made here and are known by names as well.
            names: The names that the app has chosen for the projects of the webhooks; None where it has chosen none.
            stack_ids: A name for each stack of the app that has been looked at; more are added.
        """
        projects = [webhook.project for webhook in webhooks]
        homes = [webhook.project.stack or webhook.stack for webhook in webhooks]
        self._root = root
        self._ids = stack_ids
        self._parameters: dict[cdk.Stack, tuple[cdk.Stack, Mapping[str, Any]]] = {}
        self._places: dict[cdk.Stack, tuple[str, str]] = {}
        self.keys = self._keys_at_home(projects, names, homes)
        for stack in dict.fromkeys(pipeline.stack for pipeline in pipelines):
            self._add_keys_of_another_stack(stack, projects, homes)
        self._made = {key: project for project in made for key in self.of_made(project) if key[0] == _REFERENCE}
        self._homes = dict.fromkeys([*homes, *(project.stack for project in made)])
        self.keys = [self._with_names(self._followed(keys)) for keys in self.keys]
        self.all_keys: frozenset[Key] = frozenset().union(*self.keys)

    def of_action(self, pipeline: Pipeline, action: BuildAction) -> frozenset[Key]:
        """Tell which project an action of a pipeline runs; empty where that cannot be told."""
        region, account = self._place_of(pipeline.stack)
        found = self._keys(pipeline.stack, action.project, action.region or region, action.account or account)
        return self._with_names(found if found & self.all_keys else self._followed(found))

    def resource_of(self, keys: frozenset[Key]) -> MadeProject | None:
        """Give the project that is made here and that a reference to its resource means."""
        return next((self._made[key] for key in sorted(keys) if key in self._made), None)

    def of_made(self, project: MadeProject) -> frozenset[Key]:
        """Tell by what a project that is made here is known."""
        place = self._place_of(project.stack)
        names = ({_REFERENCE: project.logical_id}, project.name)
        return frozenset(key for each in names if (key := self._key(project.stack, each, *place)) is not None)

    def _with_names(self, keys: frozenset[Key]) -> frozenset[Key]:
        """Add the names of the resources that are referred to."""
        return keys.union(*(self.of_made(self._made[key]) for key in keys if key in self._made))

    def _keys_at_home(
        self, projects: Sequence[ProjectFacts], names: Sequence[Any], homes: Sequence[cdk.Stack]
    ) -> list[frozenset[Key]]:
        self._at_home: list[Any] = [None] * len(projects)
        keys: list[frozenset[Key]] = [frozenset()] * len(projects)
        for stack in dict.fromkeys(homes):
            here = [index for index, home in enumerate(homes) if home is stack]
            values = {f"{index}": projects[index].name for index in here}
            written = _resolved(stack, {**values, **{f"{index}n": names[index] for index in here}})
            for index in here:
                place = projects[index].region, projects[index].account
                self._at_home[index] = written.get(f"{index}")
                ways = (self._at_home[index], written.get(f"{index}n"))
                keys[index] = frozenset().union(*(self._keys(stack, name, *place) for name in ways))
        return keys

    def _add_keys_of_another_stack(
        self, stack: cdk.Stack, projects: Sequence[ProjectFacts], homes: Sequence[cdk.Stack]
    ) -> None:
        """Add what a stack of the same account and region writes for projects that another one makes."""
        place = self._place_of(stack)
        others = {
            f"{index}": project.name
            for index, project in enumerate(projects)
            if project.stack is not None and homes[index] is not stack and self._place_of(homes[index]) == place
        }
        for index, name in _resolved(stack, others).items() if others else ():
            # Where a stack does not name a project of another one, the CDK resolves the name as if it were its own.
            key = self._key(stack, name, *place) if name != self._at_home[int(index)] else None
            if key is not None:
                self.keys[int(index)] |= {key}

    def _followed(self, keys: frozenset[Key]) -> frozenset[Key]:
        """Add what is behind imports and behind outputs of nested stacks, unless the resource is known already."""
        for _ in range(_MOST_STEPS):
            if any(key in self._made for key in keys):
                break
            found = keys.union(behind for key in keys if (behind := self._behind(key)) is not None)
            if found == keys:
                break
            keys = found
        return keys

    def _behind(self, key: Key) -> Key | None:
        """Give what an import or an output stands for; what is exported and put out is looked for only then."""
        if key[0] == _IMPORT:
            return self._exports.get(key)
        return self._outputs.get(key) if key[0] == _ATTRIBUTE else None

    def _keys(self, stack: cdk.Stack, name: Any, region: str, account: str) -> frozenset[Key]:
        """Give the ways to write a project: as a stack does, and as those that give it to the stack as a parameter."""
        key = self._key(stack, name, region, account)
        if key is None:
            return frozenset()
        if key[0] != _REFERENCE or not isinstance(stack, cdk.NestedStack):
            return frozenset({key})
        around, given = self._parameters_of(stack)
        return frozenset({key}) | self._keys(around, given.get(str(name[_REFERENCE])), region, account)

    def _parameters_of(self, stack: cdk.NestedStack) -> tuple[cdk.Stack, Mapping[str, Any]]:
        """Give the stack around a nested one, and what it gives to that; four calls into the CDK for each."""
        if stack not in self._parameters:
            around, resource = stack.nested_stack_parent, stack.nested_stack_resource
            properties = {} if resource is None else properties_of(resource)
            rendered = _resolved(around, {"parameters": properties.get("parameters")}) if around else {}
            given = mapping(rendered.get("parameters"))
            self._parameters[stack] = (around or stack, {name: plain_reference(each) for name, each in given.items()})
        return self._parameters[stack]

    def _key(self, stack: cdk.Stack, name: Any, region: str, account: str) -> Key | None:
        own = self._place_of(stack)
        place = tuple(_place(value, mine) for value, mine in zip((region, account), own, strict=True))
        if isinstance(name, str):
            return None if is_unresolved(name) else (_NAME, name, *place)
        if not isinstance(name, dict) or len(name) != 1:
            return None
        function, argument = next(iter(name.items()))
        if (text := self._text(stack, name)) is not None:
            return (_NAME, text, *place)
        if function == _IMPORT and (text := self._text(stack, plain_reference(argument))) is not None:
            return (_IMPORT, text, *place)
        # A region or account that only the deployment knows is the stack's own: the value is known in that stack alone.
        place = tuple(
            mine if is_unresolved(value) else _place(value, mine)
            for value, mine in zip((region, account), own, strict=True)
        )
        stack_id = self._ids.setdefault(stack, str(len(self._ids)))
        return (function, stack_id, json.dumps(argument, sort_keys=True), *place)

    def _text(self, stack: cdk.Stack, value: Any) -> str | None:
        """Write out a text of which nothing is open but region, account and name of its stack; None for others."""
        if isinstance(value, str):
            return None if is_unresolved(value) else value
        joined = mapping(value).get("Fn::Join")
        if not isinstance(joined, list) or joined[:1] != [""] or not isinstance(joined[-1], list):
            return None
        written = [self._piece(stack, piece) for piece in joined[-1]]
        return None if None in written else "".join(str(each) for each in written)

    def _piece(self, stack: cdk.Stack, piece: Any) -> str | None:
        if isinstance(piece, str):
            return piece
        name = mapping(piece).get(_REFERENCE)
        if name == "AWS::StackName":
            return None if is_unresolved(stack.stack_name) else str(stack.stack_name)
        place = dict(zip(("AWS::Region", "AWS::AccountId"), self._place_of(stack), strict=True))
        return (_place(place[name], "") or f"({name})") if isinstance(name, str) and name in place else None

    def _place_of(self, stack: cdk.Stack) -> tuple[str, str]:
        """Give region and account of a stack; two calls into the CDK for each stack."""
        if stack not in self._places:
            self._places[stack] = (stack.region, stack.account)
        return self._places[stack]

    @cached_property
    def _exports(self) -> dict[Key, Key]:
        """What the outputs of the app export; asked for only where an import has to be followed."""
        exports: dict[Key, Key] = {}
        for output in self._root.node.find_all():
            if isinstance(output, cdk.CfnOutput) and (name := output.export_name):
                stack = output.stack
                written = _resolved(stack, {"name": name, "value": output.value})
                place = self._place_of(stack)
                key = self._key(stack, written.get("value"), *place)
                exported = self._key(stack, {_IMPORT: written.get("name")}, *place)
                if key is not None and exported is not None:
                    exports[exported] = key
        return exports

    @cached_property
    def _outputs(self) -> dict[Key, Key]:
        """What the outputs of nested stacks with projects hold; asked for only where one has to be followed."""
        outputs: dict[Key, Key] = {}
        for home in self._homes:
            stack: cdk.Stack | None = home
            while isinstance(stack, cdk.NestedStack):
                around = stack.nested_stack_parent
                outputs.update(() if around is None else self._outputs_of(stack, around))
                stack = around
        return outputs

    def _outputs_of(self, stack: cdk.NestedStack, around: cdk.Stack) -> Iterator[tuple[Key, Key]]:
        resource = stack.nested_stack_resource
        outputs = [each for each in stack.node.find_all() if isinstance(each, cdk.CfnOutput) and each.stack is stack]
        if not isinstance(resource, cdk.CfnResource) or not outputs:
            return
        place, nested = self._place_of(stack), around.get_logical_id(resource)
        names = {f"{index}n": output.logical_id for index, output in enumerate(outputs)}
        written = _resolved(stack, {**names, **{f"{index}": output.value for index, output in enumerate(outputs)}})
        for index in range(len(outputs)):
            inside = self._key(stack, written.get(f"{index}"), *place)
            outside = self._key(around, {_ATTRIBUTE: [nested, f"Outputs.{written.get(f'{index}n')}"]}, *place)
            if inside is not None and outside is not None:
                yield outside, inside


def _resolved(stack: cdk.Stack, values: Mapping[str, Any]) -> dict[str, Any]:
    """Resolve values in a stack, and leave out what the CDK cannot resolve or resolves to nothing."""
    try:
        return {name: plain_reference(value) for name, value in mapping(stack.resolve(dict(values))).items()}
    except RuntimeError:
        if len(values) == 1:
            return {}
        return {
            name: found for each, value in values.items() for name, found in _resolved(stack, {each: value}).items()
        }


def _place(value: str, own: str) -> str:
    """Name an account or region: the stack's own is written out, and all that are known on deployment count as one."""
    if any(parameter in value for parameter in _PSEUDO_PARAMETERS):
        value = own
    return "" if is_unresolved(value) else value
