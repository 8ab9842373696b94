"""One webhook for all projects of a group on your own GitLab server: like gitlab_group, with the server's address.

The credential is a connection to the server, through which CodeBuild reaches it.
"""

from __future__ import annotations

from typing import cast

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild

from webhook_constructs import CodeBuildWebhook, FilterGroup, WebhookScope

app = cdk.App()
stack = cdk.Stack(app, "GitLabSelfManagedGroup")

# The CDK asks a project without a source for a buildspec; a runner does not use it.
build_spec = codebuild.BuildSpec.from_object({"version": "0.2", "phases": {"build": {"commands": ["true"]}}})
project = codebuild.Project(stack, "Runner", build_spec=build_spec)
cast("codebuild.CfnProject", project.node.default_child).source = codebuild.CfnProject.SourceProperty(
    type="GITLAB_SELF_MANAGED", location="CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION"
)

webhook = CodeBuildWebhook(
    stack,
    "RunnerWebhook",
    project=project,
    webhook_scope=WebhookScope.gitlab_group("platform", domain="https://git.example.com"),
    filter_groups=[FilterGroup.on_workflow_job()],
)
# AWS's pages disagree on whether GitLab sends this event.
cdk.Validations.of(webhook).acknowledge(
    cdk.Acknowledgment(id="webhook-constructs::WH128", reason="GitLab's own page has it, and it is the newer one")
)

app.synth()
