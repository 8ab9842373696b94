"""A webhook that each run of a pipeline looks at, and brings back if it was edited or deleted outside.

The run gives its number: `cdk deploy --context run=42`.
"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild

from webhook_constructs import CodeBuildWebhook, FilterGroup

app = cdk.App()
stack = cdk.Stack(app, "Redeploy")

project = codebuild.Project(stack, "Api", source=codebuild.Source.git_hub(owner="acme", repo="api"))
CodeBuildWebhook(
    stack,
    "ApiWebhook",
    project=project,
    filter_groups=[FilterGroup.on_push().and_branch_is("main")],
    redeploy_on=app.node.try_get_context("run"),
)

app.synth()
