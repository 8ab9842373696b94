"""The hooks that live at the git host."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from webhook_constructs.testing.local import HOOKS_PER_GITHUB_REPOSITORY, HookFilter

if TYPE_CHECKING:
    from collections.abc import Callable

    from webhook_constructs.testing.local import LocalAws


def test_a_hook_shows_what_codebuild_wrote_last(
    aws: LocalAws, codebuild: Any, make_project: Callable[..., str]
) -> None:
    make_project()
    codebuild.create_webhook(projectName="ci", branchFilter="^main$")
    created = aws.codebuild.hooks_at_host["ci"]
    assert (created.repository, created.branch_filter, created.manual) == (
        "https://github.com/octo/app",
        "^main$",
        False,
    )
    groups = [
        [{"type": "EVENT", "pattern": "PUSH"}, {"type": "HEAD_REF", "pattern": "x", "excludeMatchedPattern": True}]
    ]
    codebuild.update_webhook(projectName="ci", filterGroups=groups, buildType="BUILD_BATCH")
    updated = aws.codebuild.hooks_at_host["ci"]
    assert updated.id == created.id
    assert updated.filter_groups == ((HookFilter("EVENT", "PUSH"), HookFilter("HEAD_REF", "x", True)),)  # noqa: FBT003
    assert (updated.branch_filter, updated.build_type) == (None, "BUILD_BATCH")
    assert updated.comment_approval == "ALL_PULL_REQUESTS"
    assert updated.approver_roles == ("GITHUB_ADMIN", "GITHUB_MAINTAIN", "GITHUB_WRITE")


def test_a_manual_webhook_is_a_hook_that_its_operator_registers_and_deletion_ends_it(
    aws: LocalAws, codebuild: Any, make_project: Callable[..., str]
) -> None:
    make_project()
    codebuild.create_webhook(projectName="ci", manualCreation=True)
    assert aws.codebuild.hooks_at_host["ci"].manual
    codebuild.delete_webhook(projectName="ci")
    assert aws.codebuild.hooks_at_host == {}


def test_a_deleted_project_leaks_its_hook(aws: LocalAws, codebuild: Any, make_project: Callable[..., str]) -> None:
    make_project()
    codebuild.create_webhook(projectName="ci")
    codebuild.delete_project(name="ci")
    assert set(aws.codebuild.hooks_at_host) == {"ci"}


def test_a_leak_stays_visible_beside_the_hook_of_a_project_of_the_same_name(
    aws: LocalAws, codebuild: Any, make_project: Callable[..., str]
) -> None:
    make_project()
    codebuild.create_webhook(projectName="ci")
    leak = aws.codebuild.hooks_at_host["ci"]
    codebuild.delete_project(name="ci")
    make_project()
    codebuild.create_webhook(projectName="ci")
    hooks = aws.codebuild.hooks_at_host
    assert list(hooks) == [f"ci#{leak.id}", "ci"]
    assert hooks["ci"].id != leak.id


def test_a_github_repository_takes_no_more_hooks_than_github_allows(
    aws: LocalAws, codebuild: Any, make_project: Callable[..., str]
) -> None:
    for number in range(HOOKS_PER_GITHUB_REPOSITORY):
        codebuild.create_webhook(projectName=make_project(f"ci-{number}"))
    make_project("one-too-many")
    with pytest.raises(codebuild.exceptions.OAuthProviderException) as refused:
        codebuild.create_webhook(projectName="one-too-many")
    assert refused.value.response["Error"]["Message"] == (
        "Failed to create webhook. GitHub webhook limit reached. Please delete a webhook from this repository."
    )
    make_project("elsewhere", {"type": "GITHUB", "location": "https://github.com/octo/other"})
    codebuild.create_webhook(projectName="elsewhere")
    codebuild.delete_webhook(projectName="ci-0")
    codebuild.create_webhook(projectName="one-too-many")
    assert len(aws.codebuild.hooks_at_host) == HOOKS_PER_GITHUB_REPOSITORY + 1


def test_a_refused_webhook_leaves_no_hook(aws: LocalAws, codebuild: Any, make_project: Callable[..., str]) -> None:
    make_project()
    with pytest.raises(ClientError):
        codebuild.create_webhook(projectName="ci", branchFilter="(?=x)")
    assert aws.codebuild.hooks_at_host == {}
