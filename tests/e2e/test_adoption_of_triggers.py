"""A webhook that CloudFormation made from the `Triggers` of an L2 project, taken over in the same stack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild

from tests.e2e.stacks import (
    ADOPT,
    MAIN,
    NAME,
    RELEASE,
    TO_MAIN,
    TO_RELEASE,
    add_failure,
    hooks,
    new_stack,
    operations,
    physical_ids,
)
from webhook_constructs import CodeBuildWebhook
from webhook_constructs.testing.local import DeploymentFailed

if TYPE_CHECKING:
    from webhook_constructs.testing.local import LocalAws

OF_THE_CDK = [["PUSH", "refs/heads/main"]]
BY_THE_CDK: dict[str, Any] = {
    "webhook": True,
    "webhook_filters": [codebuild.FilterGroup.in_event_of(codebuild.EventAction.PUSH).and_branch_is("main")],
}


def project_in(stack: cdk.Stack, **source: Any) -> codebuild.Project:
    return codebuild.Project(
        stack, "Api", source=codebuild.Source.git_hub(owner="acme", repo="api", **source), project_name="api"
    )


def with_construct(**arguments: Any) -> cdk.Stack:
    """Return the stack after `webhook` and `webhook_filters` have given way to the construct."""
    stack = new_stack()
    arguments.setdefault("filter_groups", [TO_MAIN])
    CodeBuildWebhook(stack, "ApiWebhook", project=project_in(stack), **arguments)
    return stack


def without_webhook() -> cdk.Stack:
    stack = new_stack()
    project_in(stack)
    return stack


def by_the_cdk() -> cdk.Stack:
    stack = new_stack()
    project_in(stack, **BY_THE_CDK)
    return stack


def failing(stack: cdk.Stack) -> cdk.Stack:
    """Add a resource that fails once the webhook has been made or changed."""
    webhook = stack.node.find_child("ApiWebhook")
    assert isinstance(webhook, CodeBuildWebhook)
    add_failure(stack, after=webhook)
    return stack


def hook_id(aws: LocalAws) -> int:
    """The id of the one hook that lives at the host."""
    (hook,) = aws.codebuild.hooks_at_host.values()
    return hook.id


def project_names(aws: LocalAws) -> list[str]:
    found = aws.client("cloudformation").list_stack_resources(StackName=NAME)["StackResourceSummaries"]
    return [item["LogicalResourceId"] for item in found if item["ResourceType"] == "AWS::CodeBuild::Project"]


@pytest.fixture(autouse=True)
def made_by_cloudformation(aws: LocalAws) -> int:
    """Deploy the project with the CDK's own webhook, and return the id of its hook."""
    stack = new_stack()
    project_in(stack, **BY_THE_CDK)
    aws.deploy(stack, NAME)
    assert hooks(aws) == {"api": OF_THE_CDK}
    return hook_id(aws)


def test_it_is_adopted_then_ours_then_deleted(aws: LocalAws, made_by_cloudformation: int) -> None:
    logical_ids = project_names(aws)
    aws.deploy(with_construct(on_existing=ADOPT), NAME)
    assert hooks(aws) == {"api": MAIN}
    assert hook_id(aws) == made_by_cloudformation
    assert physical_ids(aws) == ["api#adopted"]

    aws.deploy(with_construct(), NAME)
    assert hook_id(aws) == made_by_cloudformation
    assert physical_ids(aws) == ["api"]
    assert project_names(aws) == logical_ids

    aws.deploy(without_webhook(), NAME)
    assert hooks(aws) == {}
    assert [(call.operation, call.error) for call in aws.codebuild.calls if call.operation != "BatchGetProjects"] == [
        ("CreateWebhook", None),
        ("CreateWebhook", "ResourceAlreadyExistsException"),
        ("UpdateWebhook", None),
        ("UpdateWebhook", None),
        ("DeleteWebhook", None),
    ]


def test_what_is_only_adopted_stays_when_the_construct_leaves(aws: LocalAws, made_by_cloudformation: int) -> None:
    aws.deploy(with_construct(on_existing=ADOPT), NAME)
    aws.deploy(without_webhook(), NAME)

    assert hook_id(aws) == made_by_cloudformation
    assert hooks(aws) == {"api": MAIN}


def test_the_triggers_alone_taken_out_first_change_nothing(aws: LocalAws, made_by_cloudformation: int) -> None:
    aws.deploy(without_webhook(), NAME)
    assert operations(aws) == ["CreateWebhook"]
    aws.deploy(with_construct(on_existing=ADOPT), NAME)

    assert hook_id(aws) == made_by_cloudformation
    assert physical_ids(aws) == ["api#adopted"]


def test_a_false_in_place_of_the_construct_deletes_it(aws: LocalAws) -> None:
    stack = new_stack()
    project_in(stack, webhook=False)
    aws.deploy(stack, NAME)

    assert hooks(aws) == {}


def test_a_false_that_stays_in_the_source_does_not_touch_ours(aws: LocalAws, made_by_cloudformation: int) -> None:
    def step(*groups: Any) -> None:
        stack = new_stack()
        CodeBuildWebhook(stack, "ApiWebhook", project=project_in(stack, webhook=False), filter_groups=groups)
        aws.deploy(stack, NAME)

    step(TO_MAIN)
    made = hook_id(aws)
    step(TO_RELEASE)

    assert made != made_by_cloudformation
    assert hook_id(aws) == made
    assert hooks(aws) == {"api": RELEASE}


def migrate(aws: LocalAws, **arguments: Any) -> None:
    """Adopt the webhook, and make it ours."""
    aws.deploy(with_construct(on_existing=ADOPT), NAME)
    aws.deploy(with_construct(**arguments), NAME)


class TestTheWayBack:
    def test_in_one_deployment_the_webhook_is_lost(self, aws: LocalAws) -> None:
        migrate(aws)
        aws.deploy(by_the_cdk(), NAME)

        assert hooks(aws) == {}

    def test_in_two_deployments_there_is_a_new_one(self, aws: LocalAws) -> None:
        migrate(aws)
        aws.deploy(without_webhook(), NAME)
        assert hooks(aws) == {}
        aws.deploy(by_the_cdk(), NAME)

        assert hooks(aws) == {"api": OF_THE_CDK}

    def test_one_that_is_retained_first_is_kept(self, aws: LocalAws) -> None:
        migrate(aws, removal_policy=cdk.RemovalPolicy.RETAIN)
        before = hook_id(aws)
        aws.deploy(by_the_cdk(), NAME)

        assert hooks(aws) == {"api": OF_THE_CDK}
        assert hook_id(aws) == before


def statuses(seen: str, not_seen: str) -> pytest.MarkDecorator:
    """How a rollback ends, by what CloudFormation does when it sends the Triggers back: that is not documented."""
    ends = [pytest.param(True, seen, id="seen"), pytest.param(False, not_seen, id="not-seen")]
    return pytest.mark.parametrize(("sees_webhook", "status"), ends)


class TestRollback:
    @statuses("UPDATE_ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_FAILED")
    def test_without_adopt_it_fails_and_leaves_the_webhook_as_it_was(
        self,
        aws: LocalAws,
        sees_webhook: bool,  # noqa: FBT001
        status: str,
    ) -> None:
        aws.codebuild.triggers_see_webhook = sees_webhook
        before = aws.codebuild.hooks_at_host

        with pytest.raises(DeploymentFailed, match="the project has a webhook already, and a project can") as failed:
            aws.deploy(with_construct(filter_groups=[TO_RELEASE]), NAME)

        assert failed.value.status == status
        assert aws.codebuild.hooks_at_host == before
        assert "DeleteWebhook" not in operations(aws)

    @statuses("UPDATE_ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_FAILED")
    def test_an_adoption_that_is_rolled_back_leaves_the_hook_at_the_host(
        self,
        aws: LocalAws,
        made_by_cloudformation: int,
        sees_webhook: bool,  # noqa: FBT001
        status: str,
    ) -> None:
        aws.codebuild.triggers_see_webhook = sees_webhook

        with pytest.raises(DeploymentFailed, match="no-such-project") as failed:
            aws.deploy(failing(with_construct(on_existing=ADOPT)), NAME)

        assert failed.value.status == status
        assert hook_id(aws) == made_by_cloudformation
        assert hooks(aws) == {"api": OF_THE_CDK if sees_webhook else MAIN}
        assert "DeleteWebhook" not in operations(aws)

    @pytest.mark.parametrize("sees_webhook", [True, False], ids=["seen", "not-seen"])
    def test_with_the_triggers_taken_out_first_there_are_none_to_send_back(
        self,
        aws: LocalAws,
        made_by_cloudformation: int,
        sees_webhook: bool,  # noqa: FBT001
    ) -> None:
        aws.codebuild.triggers_see_webhook = sees_webhook
        aws.deploy(without_webhook(), NAME)

        with pytest.raises(DeploymentFailed, match="no-such-project") as failed:
            aws.deploy(failing(with_construct(on_existing=ADOPT)), NAME)
        assert failed.value.status == "UPDATE_ROLLBACK_COMPLETE"
        assert hook_id(aws) == made_by_cloudformation

        aws.deploy(with_construct(on_existing=ADOPT), NAME)
        assert physical_ids(aws) == ["api#adopted"]
        assert hooks(aws) == {"api": MAIN}

    def test_a_second_step_that_is_rolled_back_leaves_it_adopted_and_the_next_makes_it_ours(
        self, aws: LocalAws, made_by_cloudformation: int
    ) -> None:
        """The clean-up sends a Delete for the id that the step gave, which is that of ours."""
        aws.deploy(with_construct(on_existing=ADOPT), NAME)

        with pytest.raises(DeploymentFailed, match="no-such-project") as failed:
            aws.deploy(failing(with_construct()), NAME)
        assert failed.value.status == "UPDATE_ROLLBACK_COMPLETE"
        assert [e.event["PhysicalResourceId"] for e in aws.lambda_events if e.event["RequestType"] == "Delete"] == [
            "no-such-project#not-created",
            "api",
        ]
        assert hook_id(aws) == made_by_cloudformation
        assert physical_ids(aws) == ["api#adopted"]

        aws.deploy(with_construct(), NAME)
        assert hook_id(aws) == made_by_cloudformation
        assert physical_ids(aws) == ["api"]

        aws.deploy(without_webhook(), NAME)
        assert hooks(aws) == {}

    def test_what_a_second_step_that_is_rolled_back_leaves_adopted_is_not_deleted(
        self, aws: LocalAws, made_by_cloudformation: int
    ) -> None:
        aws.deploy(with_construct(on_existing=ADOPT), NAME)
        with pytest.raises(DeploymentFailed, match="no-such-project"):
            aws.deploy(failing(with_construct()), NAME)

        aws.deploy(without_webhook(), NAME)

        assert hook_id(aws) == made_by_cloudformation
