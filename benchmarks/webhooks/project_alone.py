"""A project without a webhook, which is what the others are measured beyond."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_codebuild as codebuild

if TYPE_CHECKING:
    import aws_cdk as cdk

__all__ = ["add", "name_of"]


def name_of(index: int) -> str:
    return f"team-platform-service-{index:03}-build"


def add(stack: cdk.Stack, index: int, imported: bool) -> codebuild.IProject:  # noqa: FBT001 - see `way`
    if imported:
        return codebuild.Project.from_project_name(stack, f"Project{index}", name_of(index))
    source = codebuild.Source.git_hub(owner="acme", repo=f"repo-{index}")
    return codebuild.Project(stack, f"Project{index}", source=source)
