"""The first step away from the CDK's own webhooks: the source has no webhook any more, and the construct takes it over.

Before, the source said `webhook=True` and `webhook_filters`. In the next deployment, `on_existing` goes.
"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild

from webhook_constructs import CodeBuildWebhook, FilterGroup, OnExistingWebhook

app = cdk.App()
stack = cdk.Stack(app, "MigrateFromL2")

project = codebuild.Project(stack, "Api", source=codebuild.Source.git_hub(owner="acme", repo="api"))
CodeBuildWebhook(
    stack,
    "ApiWebhook",
    project=project,
    filter_groups=[FilterGroup.on_push().and_branch_is("main")],
    on_existing=OnExistingWebhook.ADOPT,
)

app.synth()
