"""How many webhooks one stack takes, by what IAM and CloudFormation take."""

from __future__ import annotations

from itertools import count

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild

from webhook_constructs import CodeBuildWebhook, EventAction, FilterGroup, SourceProvider
from webhook_constructs.cdk.errors import CodeBuildWebhookError

__all__ = ["MOST_RESOURCES", "capacity"]

MOST_RESOURCES = 500
"""What CloudFormation takes in one template."""

_NEAR = 480  # of fewer webhooks, no stack has too many resources
_PUSH = FilterGroup.in_event_of(EventAction.PUSH)


def capacity(length: int) -> tuple[int, str]:
    """Add webhooks of imported projects to a stack until it takes no more.

    Args:
        length: How many characters the name of each project has.

    Returns:
        How many it takes, and whether policies or resources are what it has no room for.
    """
    stack = cdk.Stack(cdk.App(), "Stack")
    for number in count():
        project = codebuild.Project.from_project_name(stack, f"Project{number}", f"{number:0{length}}")
        provider = SourceProvider.GITHUB
        try:
            CodeBuildWebhook(
                stack, f"Webhook{number}", project=project, filter_groups=[_PUSH], source_provider=provider
            )
        except CodeBuildWebhookError:
            return number, "policies"
        if number >= _NEAR and _resources(stack) > MOST_RESOURCES:
            return number, "resources"
    raise AssertionError  # `count` never ends


def _resources(stack: cdk.Stack) -> int:
    return sum(isinstance(each, cdk.CfnResource) for each in stack.node.find_all())
