"""What is deployed to the embedded AWS."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild

from benchmarks.webhooks import OURS, way
from benchmarks.webhooks.provider import handler_of
from benchmarks.webhooks.written import filter_groups

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webhook_constructs.testing.local import LocalAws

__all__ = ["make_project", "our_stack", "policy_lengths", "their_stack"]


def make_project(aws: LocalAws, name: str) -> None:
    """Make a project, which no stack owns."""
    aws.client("codebuild").create_project(
        name=name,
        source={"type": "GITHUB", "location": f"https://github.com/acme/{name}"},
        artifacts={"type": "NO_ARTIFACTS"},
        environment={"type": "LINUX_CONTAINER", "image": "an-image", "computeType": "BUILD_GENERAL1_SMALL"},
        serviceRole=f"arn:aws:iam::{aws.account}:role/build",
    )


def our_stack(webhooks: int) -> cdk.Stack:
    """Make a stack of some of our webhooks, of imported projects."""
    stack = cdk.Stack(cdk.App(), "Stack")
    for index in range(webhooks):
        way(OURS)(stack, index, True)  # noqa: FBT003 - see `way`
    return stack


def their_stack(projects: Sequence[str], description: str) -> cdk.Stack:
    """Make a stack of a handler as people write it, and a custom resource for each project.

    Args:
        projects: The names of the projects.
        description: Any text; another one changes all of the resources.
    """
    stack = cdk.Stack(cdk.App(), "Stack")
    function = handler_of(stack, "handler")
    for index, name in enumerate(projects):
        project = codebuild.Project.from_project_name(stack, f"Project{index}", name)
        resource = cdk.CustomResource(
            stack,
            f"Webhook{index}",
            resource_type="Custom::Webhook",
            service_token=function.function_arn,
            properties={
                "projectName": project.project_name,
                "filterGroups": filter_groups(index),
                "description": description,
            },
        )
        assert function.role is not None  # noqa: S101 - it was made with the function
        resource.node.add_dependency(function.role)
    return stack


def policy_lengths(aws: LocalAws) -> list[int]:
    """Return how long the managed policies of an account are, without white space, as IAM counts."""
    iam = aws.client("iam")
    versions = [
        iam.get_policy_version(PolicyArn=each["Arn"], VersionId=each["DefaultVersionId"])["PolicyVersion"]
        for page in iam.get_paginator("list_policies").paginate(Scope="Local")
        for each in page["Policies"]
    ]
    return [len(json.dumps(version["Document"], separators=(",", ":"))) for version in versions]
