"""The CDK's own webhook, which is a property of the project's source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_codebuild as codebuild

if TYPE_CHECKING:
    import aws_cdk as cdk

__all__ = ["add"]


def add(stack: cdk.Stack, index: int, imported: bool) -> None:  # noqa: ARG001, FBT001 - see `way`
    event, group = codebuild.EventAction, codebuild.FilterGroup
    groups = [
        group.in_event_of(event.PUSH).and_branch_is(f"main-{index}").and_file_path_is(f"^services/{index}/"),
        group.in_event_of(event.PUSH)
        .and_head_ref_is(f"^refs/tags/release/{index}/")
        .and_commit_message_is(rf"\[build {index}\]"),
        group.in_event_of(event.PULL_REQUEST_CREATED, event.PULL_REQUEST_UPDATED)
        .and_base_branch_is(f"main-{index}")
        .and_actor_account_is(f"^{index + 1}$"),
    ]
    source = codebuild.Source.git_hub(owner="acme", repo=f"repo-{index}", webhook=True, webhook_filters=groups)
    codebuild.Project(stack, f"Project{index}", source=source)
