"""A webhook under its new name, in the deployment that renames it: it takes over what the old construct leaves.

In the deployment before, the construct was called `Webhook`. In the next, `on_existing` goes.
"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild

from webhook_constructs import CodeBuildWebhook, FilterGroup, OnExistingWebhook

app = cdk.App()
stack = cdk.Stack(app, "RenameOrMove")

project = codebuild.Project(stack, "Api", source=codebuild.Source.git_hub(owner="acme", repo="api"))
CodeBuildWebhook(
    stack,
    "ApiWebhook",
    project=project,
    filter_groups=[FilterGroup.on_push().and_branch_is("main")],
    on_existing=OnExistingWebhook.ADOPT,
)

app.synth()
