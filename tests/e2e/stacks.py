"""Stacks for the end-to-end tests: what is deployed, and how a synthesized template is changed before it is."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild

from webhook_constructs import CodeBuildWebhook, EventAction, FilterGroup, OnExistingWebhook, SourceProvider
from webhook_constructs.testing.local import DeploymentFailed

if TYPE_CHECKING:
    from collections.abc import Callable

    from webhook_constructs.testing.local import LocalAws

NAME = "Stack"
MISSING = "no-such-project"
PUSH = FilterGroup.in_event_of(EventAction.PUSH)
TO_MAIN = PUSH.and_branch_is("main")
TO_RELEASE = PUSH.and_branch_is("release")
MAIN = [["PUSH", "^refs/heads/main$"]]
RELEASE = [["PUSH", "^refs/heads/release$"]]
ADOPT = OnExistingWebhook.ADOPT


def make_project(aws: LocalAws, name: str, region: str | None = None, source_type: str = "GITHUB") -> None:
    """Make a project by hand, as one that no stack of ours owns."""
    aws.client("codebuild", region).create_project(
        name=name,
        source={"type": source_type, "location": f"https://github.com/acme/{name}"},
        artifacts={"type": "NO_ARTIFACTS"},
        environment={
            "type": "LINUX_CONTAINER",
            "image": "aws/codebuild/standard:7.0",
            "computeType": "BUILD_GENERAL1_SMALL",
        },
        serviceRole=f"arn:aws:iam::{aws.account}:role/{name}",
    )


def new_stack() -> cdk.Stack:
    return cdk.Stack(cdk.App(), NAME)


def add_webhook(
    stack: cdk.Stack, project: str = "api", construct_id: str = "Webhook", region: str = "", **arguments: Any
) -> CodeBuildWebhook:
    """Add a webhook of a project that was made by hand."""
    names = codebuild.Project
    found = stack.node.try_find_child(f"Imported{construct_id}")
    assert found is None
    if region:
        arn = f"arn:aws:codebuild:{region}:000000000000:project/{project}"
        imported = names.from_project_arn(stack, f"Imported{construct_id}", arn)
    else:
        imported = names.from_project_name(stack, f"Imported{construct_id}", project)
    arguments.setdefault("source_provider", SourceProvider.GITHUB)
    return CodeBuildWebhook(stack, construct_id, project=imported, **arguments)


def stack_with(project: str = "api", region: str = "", **arguments: Any) -> cdk.Stack:
    stack = new_stack()
    webhook = add_webhook(stack, project, region=region, **arguments)
    cdk.CfnOutput(stack, "Url", value=webhook.url)
    return stack


def add_failure(stack: cdk.Stack, after: CodeBuildWebhook) -> None:
    """Add a resource that CloudFormation cannot make, once the webhook has been made or changed."""
    missing = add_webhook(stack, MISSING, "Failing")
    missing.node.add_dependency(after)


def failing_stack(project: str = "api", construct_id: str = "Webhook", **arguments: Any) -> cdk.Stack:
    """A stack with a webhook, and a resource that fails once the webhook has been made or changed."""
    stack = new_stack()
    add_failure(stack, after=add_webhook(stack, project, construct_id, **arguments))
    return stack


def edited(stack: cdk.Stack, edit: Callable[[dict[str, Any]], None]) -> Path:
    """Synthesize, change the template on disk, and return its path."""
    root = stack.node.root
    assert isinstance(root, cdk.Stage)
    path = Path(root.synth().get_stack_artifact(stack.artifact_id).template_full_path)
    template = json.loads(path.read_text())
    edit(template)
    path.write_text(json.dumps(template))
    return path


def failure_of(aws: LocalAws, stack: cdk.Stack | Path) -> DeploymentFailed:
    """Deploy what must fail."""
    with pytest.raises(DeploymentFailed) as failed:
        aws.deploy(stack, NAME)
    return failed.value


def repeat_rollback(aws: LocalAws) -> bool:
    """Do what CloudFormation leaves to its operator, where a rollback has failed; tell whether one has."""
    cloudformation = aws.client("cloudformation")
    stacks = [stack for stack in cloudformation.describe_stacks()["Stacks"] if stack["StackName"] == NAME]
    if [stack["StackStatus"] for stack in stacks] != ["UPDATE_ROLLBACK_FAILED"]:
        return False
    cloudformation.continue_update_rollback(StackName=NAME)
    while cloudformation.describe_stacks(StackName=NAME)["Stacks"][0]["StackStatus"].endswith("IN_PROGRESS"):
        time.sleep(0.02)
    return True


def tagged(state: str) -> Callable[[dict[str, Any]], None]:
    """Mark the properties of a webhook with a state that the handler does not know, for a fault to know the event by.

    The webhook that `add_failure` adds stays without one.
    """

    def tag(template: dict[str, Any]) -> None:
        for webhook in resources(template, "Custom::CodeBuildWebhook"):
            if webhook["Properties"]["ProjectName"] != MISSING:
                webhook["Properties"]["State"] = state

    return tag


def resources(template: dict[str, Any], resource_type: str) -> list[dict[str, Any]]:
    return [resource for resource in template["Resources"].values() if resource["Type"] == resource_type]


def hooks(aws: LocalAws) -> dict[str, list[list[str]]]:
    """The hooks that live at the git host: project, and the patterns of its groups."""
    found = aws.codebuild.hooks_at_host.items()
    return {name: [[item.pattern for item in group] for group in hook.filter_groups] for name, hook in found}


def identities(aws: LocalAws) -> dict[str, int]:
    """Which hook is whose: a hook that was deleted and created again has another id."""
    return {project: hook.id for project, hook in aws.codebuild.hooks_at_host.items()}


def physical_ids(aws: LocalAws) -> list[str]:
    """The physical ids of the webhooks of the stack."""
    found = aws.client("cloudformation").list_stack_resources(StackName=NAME)["StackResourceSummaries"]
    return [item["PhysicalResourceId"] for item in found if item["ResourceType"] == "Custom::CodeBuildWebhook"]


def operations(aws: LocalAws) -> list[str]:
    """The webhook operations that were called, without those that only read."""
    return [call.operation for call in aws.codebuild.calls if call.operation != "BatchGetProjects"]


def without(action: str | None) -> Callable[[dict[str, Any]], None]:
    """Remove one action from every policy of the handler."""

    def edit(template: dict[str, Any]) -> None:
        for policy in resources(template, "AWS::IAM::ManagedPolicy"):
            document = policy["Properties"]["PolicyDocument"]
            for statement in document["Statement"]:
                statement["Action"] = [item for item in statement["Action"] if item != action]
            document["Statement"] = [statement for statement in document["Statement"] if statement["Action"]]

    return edit
