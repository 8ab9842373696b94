"""The resource that we write, from a construct that checks nothing and has no handler: the floor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

from benchmarks.webhooks import project_alone
from benchmarks.webhooks.written import filter_groups

if TYPE_CHECKING:
    from aws_cdk import aws_codebuild as codebuild

__all__ = ["add"]

_TOKEN = "arn:aws:lambda:us-east-1:000000000000:function:webhooks"  # noqa: S105 - CloudFormation's word for an address


class _Webhook(Construct):
    def __init__(self, scope: Construct, construct_id: str, project: codebuild.IProject, index: int) -> None:
        super().__init__(scope, construct_id)
        groups = [
            [{"Type": each["type"], "Pattern": each["pattern"]} for each in group] for group in filter_groups(index)
        ]
        properties = {
            "ServiceToken": _TOKEN,
            "ServiceTimeout": 600,
            "ProjectName": project.project_name,
            "Source": {"Type": "GITHUB", "Location": f"https://github.com/acme/repo-{index}.git"},
            "FilterGroups": groups,
        }
        cdk.CfnResource(self, "Resource", type="Custom::CodeBuildWebhook", properties=properties)


def add(stack: cdk.Stack, index: int, imported: bool) -> None:  # noqa: FBT001 - see `way`
    _Webhook(stack, f"Webhook{index}", project_alone.add(stack, index, imported), index)
