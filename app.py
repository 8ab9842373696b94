"""The sample app: two webhooks of CodeBuild projects, and a pipeline beside them."""

from __future__ import annotations

from typing import cast

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_codepipeline as codepipeline
from aws_cdk import aws_codepipeline_actions as actions

from webhook_constructs import CodeBuildWebhook, FilterGroup, SourceProvider

MAINTAINERS = ("1234567", "7654321")

app = cdk.App()
stack = cdk.Stack(app, "WebhookSample")
branch = app.node.try_get_context("branch") or "main"

# A project of the app: it builds pushes to the branch, and what maintainers propose for it.
project = codebuild.Project(stack, "Api", source=codebuild.Source.git_hub(owner="acme", repo="api"))
CodeBuildWebhook(
    stack,
    "ApiWebhook",
    project=project,
    filter_groups=[
        FilterGroup.on_push().and_branch_is(branch),
        FilterGroup.on_pull_request().and_base_branch_is(branch).and_actor_account_is(*MAINTAINERS),
    ],
)

# A project that somebody else deploys: the webhook needs no more than its name.
CodeBuildWebhook(
    stack,
    "DocsWebhook",
    project=codebuild.Project.from_project_name(stack, "Docs", "docs-site"),
    source_provider=SourceProvider.GITHUB,
    filter_groups=[FilterGroup.on_push().and_branch_is("main").and_file_under("docs")],
)

# A pipeline has a project of its own: with the one above, each push would be built and paid for twice.
source = codepipeline.Artifact()
build = cast("codebuild.IProject", codebuild.PipelineProject(stack, "Release"))  # for pyright: aws/jsii issue 2923
codepipeline.Pipeline(
    stack,
    "Pipeline",
    pipeline_type=codepipeline.PipelineType.V2,
    cross_account_keys=False,
    stages=[
        codepipeline.StageProps(
            stage_name="Source",
            actions=[
                actions.CodeStarConnectionsSourceAction(
                    action_name="Api",
                    connection_arn=stack.format_arn(
                        service="codeconnections",
                        resource="connection",
                        resource_name="11111111-2222-3333-4444-555555555555",
                    ),
                    owner="acme",
                    repo="api",
                    branch="release",
                    output=source,
                )
            ],
        ),
        codepipeline.StageProps(
            stage_name="Build",
            actions=[actions.CodeBuildAction(action_name="Release", project=build, input=source)],
        ),
    ],
)

app.synth()
