"""Two projects of one repository, to be asked which event builds them: pushes to main, and what maintainers propose."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild

from webhook_constructs import CodeBuildWebhook, FilterGroup

app = cdk.App()
stack = cdk.Stack(app, "WhyDidItBuild")

source = codebuild.Source.git_hub(owner="acme", repo="shop")
CodeBuildWebhook(
    stack,
    "ApiWebhook",
    project=codebuild.Project(stack, "Api", source=source),
    filter_groups=[FilterGroup.on_push().and_branch_is("main").and_file_under("services/api")],
)
CodeBuildWebhook(
    stack,
    "ReviewWebhook",
    project=codebuild.Project(stack, "Review", source=source),
    filter_groups=[
        FilterGroup.on_pull_request().and_base_branch_is("main").and_actor_account_is("1234567", "7654321"),
    ],
)

app.synth()
