"""What CloudFormation takes back, deployed; the hooks at the git host are the judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.stacks import (
    MAIN,
    NAME,
    RELEASE,
    TO_MAIN,
    TO_RELEASE,
    failing_stack,
    hooks,
    identities,
    make_project,
    operations,
    stack_with,
)
from webhook_constructs import BuildType
from webhook_constructs.testing.local import DeploymentFailed

if TYPE_CHECKING:
    from webhook_constructs.testing.local import LocalAws


@pytest.fixture(autouse=True)
def _project(aws: LocalAws) -> None:
    make_project(aws, "api")


def test_an_update_that_is_rolled_back_restores_the_old_state(aws: LocalAws) -> None:
    aws.deploy(stack_with(filter_groups=[TO_MAIN], build_type=BuildType.BUILD_BATCH), NAME)

    with pytest.raises(DeploymentFailed, match="no-such-project"):
        aws.deploy(failing_stack(filter_groups=[TO_RELEASE]), NAME)

    assert hooks(aws) == {"api": MAIN}
    assert aws.codebuild.hooks_at_host["api"].build_type == "BUILD_BATCH"
    aws.deploy(stack_with(filter_groups=[TO_RELEASE]), NAME)
    assert hooks(aws) == {"api": RELEASE}


def test_a_replacement_that_is_rolled_back_restores_the_old_state(aws: LocalAws) -> None:
    aws.deploy(stack_with(filter_groups=[TO_MAIN]), NAME)

    with pytest.raises(DeploymentFailed, match="no-such-project"):
        aws.deploy(failing_stack(), NAME)

    assert hooks(aws) == {"api": MAIN}


def test_a_replacement_that_fails_half_way_is_restored_by_the_rollback(aws: LocalAws) -> None:
    aws.deploy(stack_with(filter_groups=[TO_MAIN]), NAME)
    aws.codebuild.fail_next("CreateWebhook", "OAuthProviderException", "the token has expired")

    with pytest.raises(DeploymentFailed, match="the token has expired"):
        aws.deploy(stack_with(), NAME)

    assert hooks(aws) == {"api": MAIN}


def test_a_move_to_another_project_that_is_rolled_back_leaves_the_old_webhook_alone(aws: LocalAws) -> None:
    make_project(aws, "web")
    aws.deploy(stack_with(filter_groups=[TO_MAIN]), NAME)
    (before,) = aws.codebuild.hooks_at_host.values()

    with pytest.raises(DeploymentFailed, match="no-such-project"):
        aws.deploy(failing_stack(project="web", filter_groups=[TO_MAIN]), NAME)

    assert list(aws.codebuild.hooks_at_host.values()) == [before]
    aws.delete(NAME)
    assert hooks(aws) == {}


def test_a_move_to_a_project_that_has_a_webhook_of_its_own_leaves_both_alone(aws: LocalAws) -> None:
    make_project(aws, "web")
    aws.client("codebuild").create_webhook(projectName="web", branchFilter="somebody-elses")
    aws.deploy(stack_with(filter_groups=[TO_MAIN]), NAME)
    before = identities(aws)

    with pytest.raises(DeploymentFailed, match="the project has a webhook already"):
        aws.deploy(stack_with("web", filter_groups=[TO_MAIN]), NAME)

    assert identities(aws) == before
    assert hooks(aws)["api"] == MAIN


def test_an_addition_that_is_rolled_back_is_gone(aws: LocalAws) -> None:
    with pytest.raises(DeploymentFailed, match="no-such-project"):
        aws.deploy(failing_stack(filter_groups=[TO_MAIN]), NAME)

    assert hooks(aws) == {}
    assert operations(aws) == ["CreateWebhook", "CreateWebhook", "DeleteWebhook"]
