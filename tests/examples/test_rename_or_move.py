"""The steps of docs/guides/rename-or-move.md, deployed one after another; the hooks at the git host are the judge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import aws_secretsmanager as secretsmanager

from tests.e2e.stacks import NAME, TO_RELEASE, add_failure, hooks, make_project, new_stack, physical_ids
from tests.examples.guide_steps import (
    ADOPT,
    MAIN,
    MANUAL,
    RELEASE,
    RETAIN,
    at_host,
    deploy,
    hook_ids,
    keep_logical_id,
    logical_ids,
    stored,
    webhook_in,
)
from webhook_constructs.testing.local import DeploymentFailed

if TYPE_CHECKING:
    from webhook_constructs.testing.local import LocalAws


ASKING = "cloudformation:DescribeStacks"


@pytest.fixture(autouse=True)
def _project(aws: LocalAws) -> None:
    make_project(aws, "api")


class TestRename:
    def test_in_one_deployment_with_other_settings_it_fails_and_loses_nothing(self, aws: LocalAws) -> None:
        deploy(aws, "Old")
        before = hook_ids(aws)

        with pytest.raises(DeploymentFailed, match=r"deploy it with on_existing=OnExistingWebhook\.ADOPT"):
            deploy(aws, "New", filter_groups=[TO_RELEASE])
        assert hook_ids(aws) == before
        assert hooks(aws) == {"api": MAIN}

    def test_in_one_deployment_with_the_same_settings_it_loses_nothing(self, aws: LocalAws) -> None:
        deploy(aws, "Old")
        before = hook_ids(aws)

        with pytest.raises(DeploymentFailed, match=r"deploy it with on_existing=OnExistingWebhook\.ADOPT"):
            deploy(aws, "New")
        assert hook_ids(aws) == before

    @pytest.mark.parametrize("arguments", [{}, {"on_existing": ADOPT}], ids=["made", "adopted-by-an-update"])
    def test_with_adopt_in_one_deployment_the_webhook_stays_and_the_next_makes_it_ours(
        self, aws: LocalAws, arguments: dict[str, Any]
    ) -> None:
        deploy(aws, "Old")
        before = hook_ids(aws)
        deploy(aws, "Old", **arguments)
        deploy(aws, "New", on_existing=ADOPT, filter_groups=[TO_RELEASE])
        assert physical_ids(aws) == ["api#adopted"]
        assert hooks(aws) == {"api": RELEASE}
        deploy(aws, "New", filter_groups=[TO_RELEASE])

        assert hook_ids(aws) == before
        assert physical_ids(aws) == ["api"]
        aws.delete(NAME)
        assert hooks(aws) == {}

    def test_where_cloudformation_cannot_be_asked_it_is_lost_and_the_next_update_creates_it_again(
        self, aws: LocalAws
    ) -> None:
        deploy(aws, "Old")
        aws.deny_next(ASKING, 1000)
        deploy(aws, "New", on_existing=ADOPT)
        assert hooks(aws) == {}
        (warning,) = (line for line in aws.log_lines() if "CloudFormation cannot be asked" in line)
        assert "cloudformation:DescribeStacks, DescribeStackResource and ListStackResources" in warning

        deploy(aws, "New")
        assert hooks(aws) == {"api": MAIN}
        assert physical_ids(aws) == ["api"]
        aws.delete(NAME)
        assert hooks(aws) == {}

    def test_where_cloudformation_cannot_be_asked_a_second_step_that_is_rolled_back_loses_it_and_the_next_restores_it(
        self, aws: LocalAws
    ) -> None:
        aws.client("codebuild").create_webhook(projectName="api")
        deploy(aws, on_existing=ADOPT)
        stack = new_stack()
        add_failure(stack, webhook_in(stack))
        aws.deny_next(ASKING, 1000)
        with pytest.raises(DeploymentFailed):
            aws.deploy(stack, NAME)
        assert hooks(aws) == {}

        deploy(aws)
        assert hooks(aws) == {"api": MAIN}
        assert physical_ids(aws) == ["api"]

    def test_retain_then_rename_and_adopt_then_make_it_ours_asks_nothing(self, aws: LocalAws) -> None:
        aws.deny_next(ASKING, 1000)
        deploy(aws, "Old")
        before = hook_ids(aws)
        deploy(aws, "Old", removal_policy=RETAIN)
        deploy(aws, "New", on_existing=ADOPT)
        assert physical_ids(aws) == ["api#adopted"]
        deploy(aws, "New")

        assert hook_ids(aws) == before
        assert physical_ids(aws) == ["api"]
        aws.delete(NAME)
        assert hooks(aws) == {}

    def test_a_rename_that_is_rolled_back_loses_nothing(self, aws: LocalAws) -> None:
        deploy(aws, "Old")
        before = hook_ids(aws)
        stack = new_stack()
        add_failure(stack, webhook_in(stack, "New", on_existing=ADOPT))
        with pytest.raises(DeploymentFailed):
            aws.deploy(stack, NAME)

        assert hook_ids(aws) == before
        assert physical_ids(aws) == ["api"]

    def test_a_kept_logical_id_makes_the_rename_a_change_of_nothing(self, aws: LocalAws) -> None:
        deploy(aws, "Old")
        calls = aws.codebuild.calls
        stack = new_stack()
        keep_logical_id(webhook_in(stack, "New"), logical_ids(aws)["Custom::CodeBuildWebhook"])
        aws.deploy(stack, NAME)

        assert aws.codebuild.calls == calls
        assert hooks(aws) == {"api": MAIN}

    def test_a_manual_webhook_keeps_its_credentials_with_two_kept_logical_ids(self, aws: LocalAws) -> None:
        deploy(aws, "Old", **MANUAL)
        calls, known = aws.codebuild.calls, logical_ids(aws)
        stack = new_stack()
        webhook = webhook_in(stack, "New", **MANUAL)
        keep_logical_id(webhook, known["Custom::CodeBuildWebhook"])
        keep_logical_id(webhook.secret, known["AWS::SecretsManager::Secret"])
        aws.deploy(stack, NAME)

        assert aws.codebuild.calls == calls
        assert stored(aws) == at_host(aws)

    def test_a_manual_webhook_with_a_secret_of_its_own_is_not_adopted_under_another_name(self, aws: LocalAws) -> None:
        deploy(aws, "Old", **MANUAL)
        before = at_host(aws)

        with pytest.raises(DeploymentFailed, match="its payload URL and secret are not in the secret that was given"):
            deploy(aws, "New", on_existing=ADOPT, **MANUAL)
        assert at_host(aws) == before

    def test_a_manual_webhook_with_a_secret_from_outside_is_adopted(self, aws: LocalAws) -> None:
        def step(construct_id: str, **arguments: Any) -> None:
            stack = new_stack()
            secret = secretsmanager.Secret(stack, "HookSecret")
            webhook_in(stack, construct_id, manual_creation=True, secret=secret, **arguments)
            aws.deploy(stack, NAME)

        step("Old")
        before = at_host(aws)
        step("New", on_existing=ADOPT)
        step("New")

        assert at_host(aws) == before == stored(aws)
        aws.delete(NAME)
        assert hooks(aws) == {}


def test_a_webhook_moves_to_another_stack(aws: LocalAws) -> None:
    deploy(aws, "Webhook")
    before = hook_ids(aws)
    deploy(aws, "Webhook", removal_policy=RETAIN)
    deploy(aws, "Webhook", "Other", on_existing=ADOPT)
    aws.delete(NAME)
    deploy(aws, "Webhook", "Other")

    assert hook_ids(aws) == before
    aws.delete("Other")
    assert hooks(aws) == {}
