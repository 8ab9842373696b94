"""A filter that a careless change opens to everybody: pull requests of two accounts are built, and pushes to main.

The guide "Review a change of filters" shows what the change does before it is merged.
"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild

from webhook_constructs import CodeBuildWebhook, FilterGroup

app = cdk.App()
stack = cdk.Stack(app, "ReviewFilters")

project = codebuild.Project(stack, "Api", source=codebuild.Source.git_hub(owner="acme", repo="api"))
CodeBuildWebhook(
    stack,
    "Webhook",
    project=project,
    filter_groups=[
        FilterGroup.on_push().and_branch_is("main"),
        FilterGroup.on_pull_request().and_base_branch_is("main").and_actor_account_is(1234567, 7654321),
    ],
)

app.synth()
