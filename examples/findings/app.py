"""A warning that is acknowledged with a reason, and a pipeline that does not build again what a webhook builds."""

from __future__ import annotations

from typing import cast

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_codepipeline as codepipeline
from aws_cdk import aws_codepipeline_actions as actions

from webhook_constructs import CodeBuildWebhook, FilterGroup, WebhookValidationPlugin

app = cdk.App()
stack = cdk.Stack(app, "Findings")

project = codebuild.Project(stack, "Api", source=codebuild.Source.git_hub(owner="acme", repo="api"))
webhook = CodeBuildWebhook(
    stack,
    "ApiWebhook",
    project=project,
    filter_groups=[FilterGroup.on_push().and_head_ref_matches("^refs/heads/release")],
)
cdk.Validations.of(webhook).acknowledge(
    cdk.Acknowledgment(id="webhook-constructs::WH203", reason="release-2 and releases/3 are meant as well")
)

# The pipeline has a project of its own: with the one above, a push to main would be built and paid for twice.
source = codepipeline.Artifact()
build = cast("codebuild.IProject", codebuild.PipelineProject(stack, "Release"))  # for pyright: aws/jsii issue 2923
connection = stack.format_arn(
    service="codeconnections", resource="connection", resource_name="11111111-2222-3333-4444-555555555555"
)
follow = actions.CodeStarConnectionsSourceAction(
    action_name="Follow", connection_arn=connection, owner="acme", repo="api", branch="main", output=source
)
codepipeline.Pipeline(
    stack,
    "Pipeline",
    pipeline_type=codepipeline.PipelineType.V2,
    cross_account_keys=False,
    stages=[
        codepipeline.StageProps(stage_name="Source", actions=[follow]),
        codepipeline.StageProps(
            stage_name="Build", actions=[actions.CodeBuildAction(action_name="Build", project=build, input=source)]
        ),
    ],
)

# Triggers of projects, whoever has written them, are judged as well, and errors stop the synthesis.
cdk.Validations.of(app).add_plugins(WebhookValidationPlugin())

app.synth()
