"""Which names of projects, written in different stacks and ways, mean the same project.

A project that the app makes is known by its logical id in its own stack. What another stack writes for it (an import, a
parameter of a nested stack) the CDK knows once references are resolved, which they are when an app is validated. A
project that is not made in the app is known by its name, account and region.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

import aws_cdk as cdk

from webhook_constructs.core.template_references import plain_reference
from webhook_constructs.core.unresolved import is_unresolved

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from constructs import IConstruct

    from .pipelines import BuildAction, Pipeline
    from .project_facts import ProjectFacts

__all__ = ["Key", "ProjectIdentities"]

Key: TypeAlias = "tuple[str, ...]"
"""One way to know a project; two names that share a key mean the same."""


class ProjectIdentities:
    """The projects of some webhooks, each with every way in which it is written in some stacks."""

    def __init__(
        self,
        root: IConstruct,
        projects: Sequence[ProjectFacts],
        homes: Sequence[cdk.Stack],
        others: Iterable[cdk.Stack],
    ) -> None:
        """Resolve the names, one call into the CDK for each stack.

        Args:
            root: The app.
            projects: The projects of the webhooks.
            homes: For each of them, the stack that makes it, or else the stack of its webhook.
            others: Further stacks in which projects are named.
        """
        self._root = root
        self._ids: dict[cdk.Stack, str] = {}
        self._places: dict[cdk.Stack, tuple[str, str]] = {}
        self._exports: dict[str, Key] | None = None
        names = [project.name for project in projects]
        written = {stack: _resolved(stack, names) for stack in dict.fromkeys([*homes, *others])}
        self.keys = [
            self._keys_of(project, home, {stack: values[index] for stack, values in written.items()})
            for index, (project, home) in enumerate(zip(projects, homes, strict=True))
        ]

    def of_action(self, pipeline: Pipeline, action: BuildAction) -> Key | None:
        """Tell which project an action of a pipeline runs; None where that cannot be told."""
        region, account = self._place_of(pipeline.stack)
        key = self._key(pipeline.stack, action.project, action.region or region, action.account or account)
        if key is None or key[0] != "import" or any(key in keys for keys in self.keys):
            return key
        return self._exported().get(key[1], key)

    def of_name(self, stack: cdk.Stack, name: str) -> Key | None:
        """Tell which project a name means in a stack; None where that cannot be told."""
        return self._key(stack, _resolved(stack, [name])[0], *self._place_of(stack))

    def _keys_of(self, project: ProjectFacts, home: cdk.Stack, written: dict[cdk.Stack, Any]) -> frozenset[Key]:
        found = set()
        for stack, name in written.items():
            # Where a stack does not name a project of another one, the CDK resolves the name as if it were its own.
            if stack is home or (project.stack is not None and name != written[home]):
                found.add(self._key(stack, name, project.region, project.account))
        if project.physical_name is not None:
            found.add(self._key(home, project.physical_name, project.region, project.account))
        return frozenset(key for key in found if key is not None)

    def _key(self, stack: cdk.Stack, name: Any, region: str, account: str) -> Key | None:
        if isinstance(name, str):
            return None if is_unresolved(name) else ("name", name, _place(region), _place(account))
        if isinstance(name, dict) and len(name) == 1:
            function, argument = next(iter(name.items()))
            if function == "Fn::ImportValue" and isinstance(argument, str):
                return ("import", argument)
            return (function, self._ids.setdefault(stack, str(len(self._ids))), json.dumps(argument, sort_keys=True))
        return None

    def _place_of(self, stack: cdk.Stack) -> tuple[str, str]:
        """Give region and account of a stack; two calls into the CDK for each stack."""
        if stack not in self._places:
            self._places[stack] = (stack.region, stack.account)
        return self._places[stack]

    def _exported(self) -> dict[str, Key]:
        """Give what the outputs of the app export, by name; asked for only where an import has to be followed."""
        if self._exports is None:
            outputs = [node for node in self._root.node.find_all() if isinstance(node, cdk.CfnOutput)]
            self._exports = {}
            for output in outputs:
                stack = output.stack
                name, value = _resolved(stack, [output.export_name or "", output.value])
                key = self._key(stack, plain_reference(value), *self._place_of(stack))
                if isinstance(name, str) and key is not None:
                    self._exports[name] = key
        return self._exports


def _resolved(stack: cdk.Stack, values: Sequence[Any]) -> list[Any]:
    """Resolve values in a stack; where the CDK cannot, they stay unresolved."""
    try:
        return [plain_reference(value) for value in stack.resolve(list(values))]
    except RuntimeError:
        return list(values)


def _place(value: str) -> str:
    """Name an account or region; all that are known only on deployment count as one."""
    return "" if is_unresolved(value) else value
