"""The pipelines of an app: which projects they run, and which repositories they follow.

They are read from the rendered properties of their resources, so that it does not matter what has made them: two calls
into the CDK for each pipeline, and one for each stack. What an escape hatch has put over the properties is not seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from webhook_constructs.core.values.json_access import mapping, member
from webhook_constructs.templates.pipeline_definition import PIPELINE_TYPE, BuildAction, PipelineDefinition

from .resources import properties_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    import aws_cdk as cdk

    from webhook_constructs.lint import PipelineSource

__all__ = ["PIPELINE_TYPE", "BuildAction", "Pipeline", "read_pipelines"]


@dataclass(frozen=True, eq=False)  # no slots: what is asked for again is kept
class Pipeline:
    """A pipeline.

    Attributes:
        resource: Its resource.
        stack: The stack it is in.
        definition: What it runs and follows.
    """

    resource: cdk.CfnResource
    stack: cdk.Stack
    definition: PipelineDefinition

    @cached_property
    def path(self) -> str:
        """The path of the construct that people have written; two calls into the CDK."""
        return str(self.resource.node.path).removesuffix("/Resource")

    def path_of(self, stage: str, action: str) -> str:
        """Name an action."""
        return f"{self.path}/{stage}/{action}"

    @property
    def build_actions(self) -> tuple[BuildAction, ...]:
        """Its actions that run a project."""
        return self.definition.build_actions

    @cached_property
    def has_connection(self) -> bool:
        """Whether a source of the pipeline is a connection to a git host."""
        return self.definition.has_connection

    @cached_property
    def sources(self) -> tuple[PipelineSource, ...]:
        """The sources of the pipeline, those included of which it is not known what starts it."""
        return self.definition.sources(self.path)


def read_pipelines(resources: Iterable[cdk.CfnResource], without: Collection[str] = ()) -> list[Pipeline]:
    """Read pipelines; one that cannot be rendered is passed over.

    Args:
        resources: Their resources.
        without: The paths of stages whose pipelines are left out. Default: none.
    """
    by_stack: dict[cdk.Stack, list[cdk.CfnResource]] = {}
    for resource in resources:
        by_stack.setdefault(resource.stack, []).append(resource)
    return [
        Pipeline(resource, stack, PipelineDefinition.of(mapping(properties)))
        for stack, here in by_stack.items()
        if not without or not _is_below(stack, without)
        for resource, properties in zip(here, _rendered(stack, here), strict=True)
    ]


def _is_below(stack: cdk.Stack, paths: Collection[str]) -> bool:
    path = stack.node.path
    return any(path.startswith(f"{each}/") for each in paths)


def _rendered(stack: cdk.Stack, resources: Sequence[cdk.CfnResource]) -> list[Any]:
    """Render the stages and triggers of pipelines of one stack; None for what the CDK cannot render yet."""
    wanted = [_unrendered(properties_of(each)) for each in resources]
    try:
        rendered: list[Any] = stack.resolve(wanted)
    except RuntimeError:
        return [None] if len(resources) == 1 else [_rendered(stack, [each])[0] for each in resources]
    return rendered


def _unrendered(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {name: member(properties, name) for name in ("stages", "triggers")}
