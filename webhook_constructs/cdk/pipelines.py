"""The pipelines of an app: which projects they run, and which repositories they follow.

They are read from the rendered properties of their resources, so that it does not matter what has made them: two calls
into the CDK for each pipeline, and one for each stack. What an escape hatch has put over the properties is not seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from webhook_constructs.core.template_references import pieces_of, plain_reference
from webhook_constructs.lint import PipelineSource

from .pipeline_triggers import connection_source, is_connection, is_settled
from .rendered import mapping, mappings, member
from .resources import properties_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    import aws_cdk as cdk

__all__ = ["PIPELINE_TYPE", "BuildAction", "Pipeline", "read_pipelines"]

PIPELINE_TYPE = "AWS::CodePipeline::Pipeline"
"""The resource type of a pipeline."""

_BUILDS = ("Build", "Test")  # compared, not hashed: a template can hold anything
_ARN_PARTS = 6
_UNKNOWN = "?"  # the place of no project
_OWN_REGION = {"Ref": "AWS::Region"}
_OWN = {str({"Ref": "AWS::AccountId"}): "", str({"Ref": "AWS::Partition"}): "aws"}


@dataclass(frozen=True, slots=True)
class BuildAction:
    """An action that runs a CodeBuild project.

    Attributes:
        stage: The name of its stage.
        name: Its own name.
        project: The project's name, as the template of the pipeline's stack has it.
        region: The region it runs in; None where that is the pipeline's own, `?` where only the deployment knows it.
        account: The account it runs in; the same.
    """

    stage: str
    name: str
    project: Any
    region: str | None
    account: str | None


@dataclass(frozen=True, eq=False)  # no slots: `path` is kept
class Pipeline:
    """A pipeline.

    Attributes:
        resource: Its resource.
        stack: The stack it is in.
        build_actions: Its actions that run a project.
        stages: Its stages, rendered.
        triggers: Its triggers, rendered; a function of a template where the deployment chooses them.
    """

    resource: cdk.CfnResource
    stack: cdk.Stack
    build_actions: tuple[BuildAction, ...]
    stages: tuple[tuple[str, tuple[Mapping[str, Any], ...]], ...]
    triggers: Any

    @cached_property
    def path(self) -> str:
        """The path of the construct that people have written; two calls into the CDK."""
        return str(self.resource.node.path).removesuffix("/Resource")

    def path_of(self, stage: str, action: str) -> str:
        """Name an action."""
        return f"{self.path}/{stage}/{action}"

    @property
    def has_connection(self) -> bool:
        """Whether a source of the pipeline is a connection to a git host."""
        return any(is_connection(action) for _, actions in self.stages for action in actions)

    @property
    def sources(self) -> Iterator[PipelineSource]:
        """The sources of the pipeline, those included of which it is not known what starts it."""
        for index, (stage, actions) in enumerate(self.stages):
            for action in actions:
                kind = member(action, "actionTypeId")
                is_open = index == 0 and kind is None and not is_settled(action)  # sources are in the first stage
                if is_open or member(mapping(kind), "category") == "Source":
                    path = self.path_of(stage, _name(action))
                    found = connection_source(path, action, self.triggers) if is_connection(action) else None
                    yield found or PipelineSource(path, "", ())


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
        _pipeline(resource, stack, mapping(properties))
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


def _pipeline(resource: cdk.CfnResource, stack: cdk.Stack, properties: Mapping[str, Any]) -> Pipeline:
    stages = tuple(
        (_name(stage), mappings(member(stage, "actions"))) for stage in mappings(member(properties, "stages"))
    )
    found = (_build_action(stage, action) for stage, actions in stages for action in actions)
    actions = tuple(action for action in found if action is not None)
    return Pipeline(resource, stack, actions, stages, member(properties, "triggers"))


def _build_action(stage: str, action: Mapping[str, Any]) -> BuildAction | None:
    kind, configuration = mapping(member(action, "actionTypeId")), mapping(member(action, "configuration"))
    project = plain_reference(configuration.get("ProjectName"))
    is_build = [member(kind, name) for name in ("owner", "provider")] == ["AWS", "CodeBuild"]
    if not is_build or member(kind, "category") not in _BUILDS or project is None:
        return None
    region, account = _region_of(member(action, "region")), _account_of(member(action, "roleArn"))
    return BuildAction(stage, _name(action), project, region, account)


def _name(value: Mapping[str, Any]) -> str:
    """Give the name of a stage or action, which a template can leave to the deployment."""
    name = member(value, "name")
    return name if isinstance(name, str) else "(named on deployment)"


def _region_of(region: Any) -> str | None:
    """Give a region; None for the pipeline's own, and a question mark where it is not known."""
    if isinstance(region, str):
        return region
    return None if region in (None, _OWN_REGION) else _UNKNOWN


def _account_of(role: Any) -> str | None:
    """Give the account of a role's ARN; None for the pipeline's own, and a question mark where it is not known."""
    pieces = pieces_of(role)
    written = "".join(each if isinstance(each, str) else _OWN.get(str(each), _UNKNOWN) for each in pieces)
    parts = written.split(":")
    if len(parts) < _ARN_PARTS or not parts[4]:
        return None
    return parts[4] if parts[4].isdigit() else _UNKNOWN
