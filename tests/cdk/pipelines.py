"""Pipelines for the tests: one source, and actions that run projects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aws_cdk import aws_codepipeline as codepipeline
from aws_cdk import aws_codepipeline_actions as actions
from aws_cdk import aws_s3 as s3

if TYPE_CHECKING:
    import aws_cdk as cdk
    from aws_cdk import aws_codebuild as codebuild

__all__ = ["build_action", "cfn_pipeline", "connection", "pipeline", "stages_of"]

ROLE = "arn:aws:iam::111122223333:role/pipeline"


def pipeline(
    stack: cdk.Stack, *projects: codebuild.IProject, construct_id: str = "Pipeline", **action: Any
) -> codepipeline.Pipeline:
    """A pipeline of the second level, one build action for each project."""
    artifact = codepipeline.Artifact()
    bucket = s3.Bucket.from_bucket_name(stack, f"{construct_id}Bucket", "pipeline-bucket")
    source = actions.S3SourceAction(action_name="Source", bucket=bucket, bucket_key="source.zip", output=artifact)
    builds = [
        actions.CodeBuildAction(action_name=f"Build{index}", project=project, input=artifact, **action)
        for index, project in enumerate(projects)
    ]
    return codepipeline.Pipeline(
        stack,
        construct_id,
        artifact_bucket=bucket,
        stages=[
            codepipeline.StageProps(stage_name="Source", actions=[source]),
            codepipeline.StageProps(stage_name="Build", actions=list(builds)),
        ],
    )


def build_action(project_name: Any, **others: Any) -> dict[str, Any]:
    """An action of the first level that runs a project."""
    kind = {"category": "Build", "owner": "AWS", "provider": "CodeBuild", "version": "1"}
    return {"name": "Run", "actionTypeId": kind, "configuration": {"ProjectName": project_name}, **others}


def cfn_pipeline(
    stack: cdk.Stack, *build_actions: dict[str, Any], construct_id: str = "Pipeline", **properties: Any
) -> codepipeline.CfnPipeline:
    """A pipeline of the first level with one stage of these actions."""
    return codepipeline.CfnPipeline(stack, construct_id, role_arn=ROLE, stages=stages_of(*build_actions), **properties)


def stages_of(*build_actions: dict[str, Any]) -> Any:
    """One stage of these actions, as the CDK takes it in place of its own structures."""
    return [{"name": "Build", "actions": list(build_actions)}]


def connection(branch: Any = "main", repository: Any = "Acme/API", **configuration: Any) -> dict[str, Any]:
    """A source action of the first level on a connection to a git host."""
    kind = {"category": "Source", "owner": "AWS", "provider": "CodeStarSourceConnection", "version": "1"}
    given = {"FullRepositoryId": repository, "BranchName": branch, "ConnectionArn": "arn", **configuration}
    return {"name": "GitHub", "actionTypeId": kind, "configuration": given}
