"""This library's webhook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.webhooks import project_alone
from webhook_constructs import CodeBuildWebhook, EventAction, FilterGroup, SourceProvider

if TYPE_CHECKING:
    import aws_cdk as cdk

__all__ = ["add", "filter_groups"]


def filter_groups(index: int) -> list[FilterGroup]:
    pushed = FilterGroup.in_event_of(EventAction.PUSH)
    updated = FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED, EventAction.PULL_REQUEST_UPDATED)
    return [
        pushed.and_branch_is(f"main-{index}").and_file_path_matches(f"^services/{index}/"),
        pushed.and_head_ref_matches(f"^refs/tags/release/{index}/").and_commit_message_matches(rf"\[build {index}\]"),
        updated.and_base_branch_is(f"main-{index}").and_actor_account_is(str(index + 1)),
    ]


def add(stack: cdk.Stack, index: int, imported: bool) -> None:  # noqa: FBT001 - see `way`
    project = project_alone.add(stack, index, imported)
    provider = SourceProvider.GITHUB if imported else None
    groups = filter_groups(index)
    CodeBuildWebhook(stack, f"Webhook{index}", project=project, filter_groups=groups, source_provider=provider)
