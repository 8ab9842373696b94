"""The second step away from an AwsCustomResource that calls CreateWebhook: it is gone, and its webhook is taken over.

The step before has told CloudFormation to leave the old resource alone when it goes: its `on_delete` would delete the
webhook. In the next deployment, `on_existing` goes.
"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild

from webhook_constructs import CodeBuildWebhook, FilterGroup, OnExistingWebhook

app = cdk.App()
stack = cdk.Stack(app, "MigrateFromAwsCustomResource")

project = codebuild.Project(stack, "Api", source=codebuild.Source.git_hub(owner="acme", repo="api"))
CodeBuildWebhook(
    stack,
    "ApiWebhook",
    project=project,
    filter_groups=[FilterGroup.on_push().and_branch_is("main")],
    on_existing=OnExistingWebhook.ADOPT,
)

app.synth()
