"""One webhook for all repositories of a GitHub organization: the project runs their GitHub Actions jobs.

A job comes here when its `runs-on` is `codebuild-acme-runner-${{ github.run_id }}-${{ github.run_attempt }}`. The
credential of the account needs the right to administer hooks of the organization (admin:org_hook).
"""

from __future__ import annotations

from typing import cast

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild

from webhook_constructs import CodeBuildWebhook, FilterGroup, WebhookScope

app = cdk.App()
stack = cdk.Stack(app, "GitHubOrganization")

# A source without a repository: the webhook says which repository it is.
project = codebuild.Project(stack, "Runner", project_name="acme-runner", source=codebuild.Source.git_hub(owner="acme"))
# The CDK gives a project without a repository a webhook of its own, and a project can have only one.
cast("codebuild.CfnProject", project.node.default_child).triggers = None
CodeBuildWebhook(
    stack,
    "RunnerWebhook",
    project=project,
    webhook_scope=WebhookScope.github_organization("acme"),
    filter_groups=[
        FilterGroup.on_workflow_job().and_repository_name_is("api", "web"),
    ],
)

app.synth()
