"""What a pipeline runs and follows, as it is in a template, as the CDK renders it, or as CodePipeline shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webhook_constructs.core.patterns.pieces import pieces_of
from webhook_constructs.core.values.wire import as_mapping, as_mappings, get_member
from webhook_constructs.lint import PipelineSource
from webhook_constructs.templates.references import plain_reference

from .pipeline_triggers import connection_source, is_connection, is_settled

__all__ = ["PIPELINE_TYPE", "UNKNOWN", "BuildAction", "PipelineDefinition"]

PIPELINE_TYPE = "AWS::CodePipeline::Pipeline"
"""The resource type of a pipeline."""

UNKNOWN = "?"
"""An account or region that only the deployment knows."""

_BUILDS = ("Build", "Test")  # compared, not hashed: a template can hold anything
_ARN_PARTS = 6
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


@dataclass(frozen=True, slots=True)
class PipelineDefinition:
    """The stages and triggers of a pipeline.

    Attributes:
        build_actions: Its actions that run a project.
        stages: Its stages: the name of each and its actions, as they are written.
        triggers: Its triggers, as they are written; a function where the deployment chooses them.
    """

    build_actions: tuple[BuildAction, ...]
    stages: tuple[tuple[str, tuple[Mapping[str, Any], ...]], ...]
    triggers: Any

    @classmethod
    def of(cls, properties: Mapping[str, Any]) -> PipelineDefinition:
        """Read the properties of a pipeline, in the casing of templates or in that of the CDK and of CodePipeline."""
        stages = tuple(
            (_name(stage), as_mappings(get_member(stage, "actions")))
            for stage in as_mappings(get_member(properties, "stages"))
        )
        found = (_build_action(stage, action) for stage, actions in stages for action in actions)
        actions = tuple(action for action in found if action is not None)
        return cls(actions, stages, get_member(properties, "triggers"))

    @property
    def has_connection(self) -> bool:
        """Whether a source is a connection to a git host."""
        return any(is_connection(action) for _, actions in self.stages for action in actions)

    def sources(self, pipeline: str) -> tuple[PipelineSource, ...]:
        """Return the sources, those included of which it is not known what starts the pipeline.

        Args:
            pipeline: What names the pipeline.
        """
        return tuple(
            self._source(f"{pipeline}/{stage}/{_name(action)}", action)
            for index, (stage, actions) in enumerate(self.stages)
            for action in actions
            if _is_source(action, is_first_stage=index == 0)
        )

    def _source(self, path: str, action: Mapping[str, Any]) -> PipelineSource:
        found = connection_source(path, action, self.triggers) if is_connection(action) else None
        return found or PipelineSource(path, "", ())


def _is_source(action: Mapping[str, Any], *, is_first_stage: bool) -> bool:
    """Check whether an action is a source, or may become one on deployment. Sources are in the first stage."""
    kind = get_member(action, "actionTypeId")
    may_be_one = is_first_stage and kind is None and not is_settled(action)
    return may_be_one or get_member(as_mapping(kind), "category") == "Source"


def _build_action(stage: str, action: Mapping[str, Any]) -> BuildAction | None:
    kind, configuration = (
        as_mapping(get_member(action, "actionTypeId")),
        as_mapping(get_member(action, "configuration")),
    )
    project = plain_reference(configuration.get("ProjectName"))
    is_build = [get_member(kind, name) for name in ("owner", "provider")] == ["AWS", "CodeBuild"]
    if not is_build or get_member(kind, "category") not in _BUILDS or project is None:
        return None
    region, account = _region_of(get_member(action, "region")), _account_of(get_member(action, "roleArn"))
    return BuildAction(stage, _name(action), project, region, account)


def _name(value: Mapping[str, Any]) -> str:
    """Return the name of a stage or action, which a template can leave to the deployment."""
    name = get_member(value, "name")
    return name if isinstance(name, str) else "(named on deployment)"


def _region_of(region: Any) -> str | None:
    """Return a region; None for the pipeline's own, and a question mark where it is not known."""
    if isinstance(region, str):
        return region
    return None if region in (None, _OWN_REGION) else UNKNOWN


def _account_of(role: Any) -> str | None:
    """Return the account of a role's ARN; None for the pipeline's own, and a question mark where it is not known."""
    pieces = pieces_of(role)
    written = "".join(each if isinstance(each, str) else _OWN.get(str(each), UNKNOWN) for each in pieces)
    parts = written.split(":")
    if len(parts) < _ARN_PARTS or not parts[4]:
        return None
    return parts[4] if parts[4].isdigit() else UNKNOWN
