"""With IAM enforced: what the role may do is enough for the whole lifecycle, and nothing of it can be left out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.stacks import (
    ADOPT,
    MAIN,
    NAME,
    TO_MAIN,
    TO_RELEASE,
    add_failure,
    add_webhook,
    edited,
    hooks,
    identities,
    make_project,
    new_stack,
    resources,
    stack_with,
    without,
)
from webhook_constructs.testing.local import DeploymentFailed

if TYPE_CHECKING:
    from collections.abc import Callable

    import aws_cdk as cdk

    from webhook_constructs.testing.local import LocalAws


@pytest.fixture(autouse=True)
def _projects(aws: LocalAws) -> None:
    for name in ("api", "web"):
        make_project(aws, name)


def stack_of(*projects: str) -> cdk.Stack:
    stack = new_stack()
    for project in projects:
        add_webhook(stack, project, f"Webhook-{project}", filter_groups=[TO_MAIN])
    return stack


def test_a_webhook_that_is_taken_out_of_a_stack_that_keeps_another_is_gone(aws: LocalAws) -> None:
    aws.deploy(stack_of("api", "web"), NAME)
    aws.deploy(stack_of("web"), NAME)

    assert hooks(aws) == {"web": MAIN}


def test_the_last_webhook_that_is_taken_out_of_another_region_is_gone(aws: LocalAws) -> None:
    """The permission to remove it leaves the template in the same update, and must outlive it."""
    make_project(aws, "docs", "eu-west-1")
    stack = stack_of("api")
    add_webhook(stack, "docs", "Webhook-docs", "eu-west-1", filter_groups=[TO_MAIN])
    aws.deploy(stack, NAME)
    assert hooks(aws) == {"api": MAIN, "docs@eu-west-1": MAIN}

    aws.deploy(stack_of("api"), NAME)

    assert hooks(aws) == {"api": MAIN}


def test_a_webhook_whose_project_changes_is_gone_from_the_old_one(aws: LocalAws) -> None:
    aws.deploy(stack_with("api", filter_groups=[TO_MAIN]), NAME)
    aws.deploy(stack_with("web", filter_groups=[TO_MAIN]), NAME)

    assert hooks(aws) == {"web": MAIN}


def test_an_addition_that_is_rolled_back_is_gone(aws: LocalAws) -> None:
    aws.deploy(stack_of("api"), NAME)
    stack = stack_of("api")
    add_failure(stack, after=add_webhook(stack, "web", filter_groups=[TO_MAIN]))

    with pytest.raises(DeploymentFailed, match="no-such-project"):
        aws.deploy(stack, NAME)

    assert hooks(aws) == {"api": MAIN}


def set_project(name: str) -> Callable[[dict[str, Any]], None]:
    def edit(template: dict[str, Any]) -> None:
        for webhook in resources(template, "Custom::CodeBuildWebhook"):
            webhook["Properties"]["ProjectName"] = name

    return edit


def test_create_on_another_project_is_denied(aws: LocalAws) -> None:
    with pytest.raises(DeploymentFailed, match=r"codebuild:CreateWebhook.*lacks this permission"):
        aws.deploy(edited(stack_with("api", filter_groups=[TO_MAIN]), set_project("web")), NAME)

    assert hooks(aws) == {}


def test_update_on_another_project_is_denied(aws: LocalAws) -> None:
    aws.deploy(stack_with("api", filter_groups=[TO_MAIN]), NAME)

    with pytest.raises(DeploymentFailed, match=r"codebuild:UpdateWebhook.*lacks this permission"):
        aws.deploy(edited(stack_with("web", filter_groups=[TO_RELEASE]), set_project("api")), NAME)

    assert hooks(aws) == {"api": MAIN}


ACTIONS = {
    "codebuild:CreateWebhook": "create",
    "codebuild:BatchGetProjects": "update",
    "codebuild:UpdateWebhook": "update",
    "codebuild:DeleteWebhook": "delete",
    "logs:CreateLogStream": "log",
    "logs:FilterLogEvents": "log",
    "logs:PutLogEvents": "log",
    "cloudformation:DescribeStackResource": "create",
    "cloudformation:DescribeStacks": "update",
    "cloudformation:ListStackResources": "rename",
}


class Lifecycle:
    """The life of a webhook, with one action taken out of the policies of the handler."""

    def __init__(self, aws: LocalAws, action: str | None) -> None:
        self.aws = aws
        self.action = action

    def denied_step(self) -> str | None:
        """Drive the webhook through its life; return the step that was denied, None where none was."""
        first, second = (self.create, self.log, self.update), (self.create_and_wait, self.replace, self.rename)
        steps = (*first, self.delete, *second, self.delete)
        return next((step.__name__ for step in steps if self.is_denied(step)), None)

    def is_denied(self, step: Callable[[], None]) -> bool:
        """Whether a step fails for want of a permission, or goes on without an answer of CloudFormation."""
        logged = len(self.aws.log_lines())
        try:
            step()
        except (DeploymentFailed, PermissionError) as error:
            if "AccessDenied" not in str(error):
                raise
            return True
        return any("CloudFormation cannot be asked (AccessDenied" in line for line in self.aws.log_lines()[logged:])

    def deploy(self, **arguments: Any) -> None:
        self.aws.deploy(edited(stack_with("api", **arguments), without(self.action)), NAME)

    def create(self) -> None:
        self.deploy(filter_groups=[TO_MAIN])

    def log(self) -> None:
        if denied := denied_logging(self.aws):
            msg = f"AccessDenied: {denied}"
            raise PermissionError(msg)

    def update(self) -> None:
        self.deploy(filter_groups=[TO_RELEASE])

    def create_and_wait(self) -> None:
        self.aws.codebuild.status_sequence = ("CREATING", "ACTIVE")
        self.deploy(filter_groups=[TO_MAIN])

    def replace(self) -> None:
        self.deploy()

    def rename(self) -> None:
        """Without the permission to ask for other claims the clean-up deletes the webhook, with a warning."""
        before = identities(self.aws)
        self.deploy(construct_id="Renamed", on_existing=ADOPT)
        if identities(self.aws) != before:
            assert hooks(self.aws) == {}
            return
        self.deploy(construct_id="Renamed")

    def delete(self) -> None:
        """While the whole stack goes, a refusal is passed over, with a warning."""
        logged = len(self.aws.log_lines())
        self.aws.delete(NAME)
        if hooks(self.aws):
            (warning,) = [line for line in self.aws.log_lines()[logged:] if "its deletion was refused" in line]
            msg = f"AccessDenied: {warning}"
            raise PermissionError(msg)


def denied_logging(aws: LocalAws) -> list[str]:
    """Lambda's own logging is not put before IAM here: the evaluator is asked about the deployed role."""
    cloudformation, iam, logs = (aws.client(name) for name in ("cloudformation", "iam", "logs"))
    found = cloudformation.list_stack_resources(StackName=NAME)["StackResourceSummaries"]
    (role,) = [item["PhysicalResourceId"] for item in found if item["ResourceType"] == "AWS::IAM::Role"]
    (group,) = [item["PhysicalResourceId"] for item in found if item["ResourceType"] == "AWS::Logs::LogGroup"]
    (log_group,) = logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]
    results = iam.simulate_principal_policy(
        PolicySourceArn=iam.get_role(RoleName=role)["Role"]["Arn"],
        ActionNames=["logs:CreateLogStream", "logs:FilterLogEvents", "logs:PutLogEvents"],
        ResourceArns=[f"{log_group['arn'].removesuffix(':*')}:log-stream:2026/11/23/1"],
    )["EvaluationResults"]
    return [item["EvalActionName"] for item in results if item["EvalDecision"] != "allowed"]


def test_the_whole_lifecycle_passes_with_the_role_as_it_is_synthesized(aws: LocalAws) -> None:
    assert Lifecycle(aws, None).denied_step() is None
    assert hooks(aws) == {}


@pytest.mark.parametrize("action", ACTIONS)
def test_without_one_action_one_step_of_the_lifecycle_is_denied(aws: LocalAws, action: str) -> None:
    assert Lifecycle(aws, action).denied_step() == ACTIONS[action]


def test_no_action_of_the_role_is_left_out_of_the_proof() -> None:
    path = edited(stack_with("api"), lambda _: None)
    policies = resources(json.loads(path.read_text()), "AWS::IAM::ManagedPolicy")

    statements = [item for policy in policies for item in policy["Properties"]["PolicyDocument"]["Statement"]]
    assert {action for item in statements for action in item["Action"]} == set(ACTIONS)
