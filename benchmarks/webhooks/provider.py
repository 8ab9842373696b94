"""A handler of one's own behind the CDK's `Provider`, once a stack, and a `CustomResource` for each webhook."""

from __future__ import annotations

from pathlib import Path

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import custom_resources as cr

from benchmarks.webhooks import project_alone
from benchmarks.webhooks.written import filter_groups

__all__ = ["add", "handler_of"]

_PROVIDERS: dict[cdk.Stack, cr.Provider] = {}


def handler_of(stack: cdk.Stack, entry: str) -> lambda_.Function:
    """Make the function, allowed to do what it does with every project, which is what people write."""
    folder = str(Path(__file__).parent.parent / "boto3_handler")
    function = lambda_.Function(
        stack,
        "Handler",
        runtime=lambda_.Runtime.PYTHON_3_13,
        handler=f"index.{entry}",
        code=lambda_.Code.from_asset(folder, exclude=["**/__pycache__", "*.pyc"]),
        timeout=cdk.Duration.minutes(1),
    )
    actions = [f"codebuild:{action}Webhook" for action in ("Create", "Update", "Delete")]
    function.add_to_role_policy(iam.PolicyStatement(actions=actions, resources=["*"]))
    return function


def add(stack: cdk.Stack, index: int, imported: bool) -> None:  # noqa: FBT001 - see `way`
    project = project_alone.add(stack, index, imported)
    if stack not in _PROVIDERS:
        _PROVIDERS[stack] = cr.Provider(stack, "Provider", on_event_handler=handler_of(stack, "on_event"))
    cdk.CustomResource(
        stack,
        f"Webhook{index}",
        resource_type="Custom::Webhook",
        service_token=_PROVIDERS[stack].service_token,
        properties={"projectName": project.project_name, "filterGroups": filter_groups(index)},
    )
