"""A webhook whose hook you add at GitHub yourself, because CodeBuild's credential may not administer hooks.

After the deployment, read what to enter at GitHub (content type application/json):

    aws secretsmanager get-secret-value --secret-id <SecretArn> --query SecretString --output text

The answer is {"payloadUrl": ..., "secret": ...}. Both are credentials: the stack shows the ARN only.
"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild

from webhook_constructs import CodeBuildWebhook, FilterGroup

app = cdk.App()
stack = cdk.Stack(app, "ManualWebhook")

project = codebuild.Project(stack, "Api", source=codebuild.Source.git_hub(owner="acme", repo="api"))
webhook = CodeBuildWebhook(
    stack,
    "ApiWebhook",
    project=project,
    filter_groups=[FilterGroup.on_push().and_branch_is("main")],
    manual_creation=True,
    secret=True,
)
if webhook.secret is not None:
    cdk.CfnOutput(stack, "SecretArn", value=webhook.secret.secret_arn)

app.synth()
