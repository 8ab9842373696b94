"""Calls of the API, written down for the CDK's `AwsCustomResource`: create on create, delete on delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import custom_resources as cr

from benchmarks.webhooks import project_alone
from benchmarks.webhooks.written import filter_groups

if TYPE_CHECKING:
    import aws_cdk as cdk

__all__ = ["add"]


def add(stack: cdk.Stack, index: int, imported: bool) -> None:  # noqa: FBT001 - see `way`
    project = project_alone.add(stack, index, imported)
    create = cr.AwsSdkCall(
        service="CodeBuild",
        action="createWebhook",
        parameters={"projectName": project.project_name, "filterGroups": filter_groups(index)},
        physical_resource_id=cr.PhysicalResourceId.of(project_alone.name_of(index)),
        output_paths=["webhook.url"],
    )
    delete = cr.AwsSdkCall(
        service="CodeBuild", action="deleteWebhook", parameters={"projectName": project.project_name}
    )
    cr.AwsCustomResource(
        stack,
        f"Webhook{index}",
        on_create=create,
        on_delete=delete,
        install_latest_aws_sdk=False,
        policy=cr.AwsCustomResourcePolicy.from_sdk_calls(resources=[project.project_arn]),
    )
