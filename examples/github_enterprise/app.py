"""A webhook on GitHub Enterprise Server, for which CloudFormation has none.

CodeBuild does not reach the server to add the hook: somebody adds it there, with the payload URL and secret that the
secret of the stack then holds.
"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild

from webhook_constructs import CodeBuildWebhook, FilterGroup

app = cdk.App()
stack = cdk.Stack(app, "GitHubEnterprise")

project = codebuild.Project(
    stack,
    "Api",
    source=codebuild.Source.git_hub_enterprise(https_clone_url="https://git.example.com/acme/api.git"),
)
webhook = CodeBuildWebhook(
    stack,
    "ApiWebhook",
    project=project,
    # On GitHub Enterprise, filters on files and commit messages go with pushes only.
    filter_groups=[
        FilterGroup.on_push().and_branch_is("main").and_file_under("src"),
        FilterGroup.on_pull_request().and_base_branch_is("main").and_actor_account_is("12", "34"),
    ],
    secret=True,
)
if webhook.secret is not None:
    cdk.CfnOutput(stack, "SecretArn", value=webhook.secret.secret_arn)

app.synth()
