"""What a pipeline runs and follows, read from its rendered properties or from what CodePipeline says of it.

Sources: https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html and
https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GetPipeline.html [doc].
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from webhook_constructs.core.rendered import mapping, mappings, member
from webhook_constructs.core.template_references import plain_reference

from .context import PipelineSource
from .pipeline_triggers import connection_source, is_connection

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["BuildAction", "PipelineDefinition", "path_of"]

_BUILDS = ("Build", "Test")  # compared, not hashed: a template can hold anything
_ARN_PARTS = 6
_OWN = {str({"Ref": "AWS::AccountId"}): "", str({"Ref": "AWS::Partition"}): "aws"}


@dataclass(frozen=True, slots=True)
class BuildAction:
    """An action that runs a CodeBuild project.

    Attributes:
        stage: The name of its stage.
        name: Its own name.
        project: The project's name, as the template of the pipeline's stack has it.
        region: The region it runs in; None where that is the pipeline's own.
        account: The account it runs in; None where that is the pipeline's own, and a question mark where it is not
            known.
    """

    stage: str
    name: str
    project: Any
    region: str | None
    account: str | None


@dataclass(frozen=True, slots=True, eq=False)
class PipelineDefinition:
    """A pipeline as it is defined.

    Attributes:
        build_actions: Its actions that run a project.
        stages: Its stages, each with its name and its actions.
        triggers: Its triggers.
    """

    build_actions: tuple[BuildAction, ...]
    stages: tuple[tuple[str, tuple[Mapping[str, Any], ...]], ...]
    triggers: tuple[Mapping[str, Any], ...]

    @classmethod
    def of(cls, properties: Mapping[str, Any]) -> PipelineDefinition:
        """Read the members `stages` and `triggers`; what is not as it should be is passed over."""
        stages = tuple(
            (_name(stage), mappings(member(stage, "actions"))) for stage in mappings(member(properties, "stages"))
        )
        found = (_build_action(stage, action) for stage, actions in stages for action in actions)
        actions = tuple(action for action in found if action is not None)
        return cls(actions, stages, mappings(member(properties, "triggers")))

    @property
    def has_connection(self) -> bool:
        """Whether a source of the pipeline is a connection to a git host."""
        return any(is_connection(action) for _, actions in self.stages for action in actions)

    def sources(self, pipeline: str) -> Iterator[PipelineSource]:
        """Give the sources of the pipeline, those included of which it is not known what starts it.

        Args:
            pipeline: What names it.
        """
        for stage, actions in self.stages:
            for action in actions:
                if member(mapping(member(action, "actionTypeId")), "category") == "Source":
                    path = path_of(pipeline, stage, _name(action))
                    found = connection_source(path, action, self.triggers) if is_connection(action) else None
                    yield found or PipelineSource(path, "", ())


def path_of(pipeline: str, stage: str, action: str) -> str:
    """Name an action of a pipeline."""
    return f"{pipeline}/{stage}/{action}"


def _build_action(stage: str, action: Mapping[str, Any]) -> BuildAction | None:
    kind, configuration = mapping(member(action, "actionTypeId")), mapping(member(action, "configuration"))
    project = plain_reference(configuration.get("ProjectName"))
    is_build = [member(kind, name) for name in ("owner", "provider")] == ["AWS", "CodeBuild"]
    if not is_build or member(kind, "category") not in _BUILDS or project is None:
        return None
    region = member(action, "region")
    return BuildAction(
        stage,
        _name(action),
        project,
        region if isinstance(region, str) else None,
        _account_of(member(action, "roleArn")),
    )


def _name(value: Mapping[str, Any]) -> str:
    """Give the name of a stage or action, which a template can leave to the deployment."""
    name = member(value, "name")
    return name if isinstance(name, str) else "(named on deployment)"


def _account_of(role: Any) -> str | None:
    """Give the account of a role's ARN; None for the pipeline's own, and a question mark where it is not known."""
    if isinstance(role, dict) and "Fn::Join" in role:
        role = "".join(part if isinstance(part, str) else _OWN.get(str(part), "?") for part in role["Fn::Join"][1])
    elif isinstance(role, dict) and isinstance(role.get("Fn::Sub"), str):
        role = role["Fn::Sub"].replace("${AWS::AccountId}", "").replace("${AWS::Partition}", "aws")
    parts = role.split(":") if isinstance(role, str) else []
    if len(parts) < _ARN_PARTS or not parts[4]:
        return None
    return parts[4] if parts[4].isdigit() else "?"
