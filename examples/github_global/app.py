"""One webhook for all organizations of a GitHub enterprise. It runs jobs only, and you add the hook yourself.

What to enter in the hook settings of the enterprise:

    aws secretsmanager get-secret-value --secret-id <SecretArn> --query SecretString --output text
"""

from __future__ import annotations

from typing import cast

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild

from webhook_constructs import CodeBuildWebhook, FilterGroup, WebhookScope

app = cdk.App()
stack = cdk.Stack(app, "GitHubGlobal")

project = codebuild.Project(stack, "Runner", source=codebuild.Source.git_hub(owner="acme-inc"))
# The CDK gives a project without a repository a webhook of its own, and a project can have only one.
cast("codebuild.CfnProject", project.node.default_child).triggers = None
webhook = CodeBuildWebhook(
    stack,
    "RunnerWebhook",
    project=project,
    webhook_scope=WebhookScope.github_global("acme-inc"),
    filter_groups=[
        FilterGroup.on_workflow_job().and_organization_name_is("acme", "acme-labs"),
    ],
    manual_creation=True,
    secret=True,
)
if webhook.secret is not None:
    cdk.CfnOutput(stack, "SecretArn", value=webhook.secret.secret_arn)

app.synth()
