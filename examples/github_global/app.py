"""A runner for GitHub Actions jobs of an enterprise, in two of its organizations. You add the hook yourself.

What to enter in the hook settings of the enterprise (event: workflow jobs):

    aws secretsmanager get-secret-value --secret-id <SecretArn> --query SecretString --output text
"""

from __future__ import annotations

import aws_cdk as cdk

from webhook_constructs import GitHubActionsRunner

app = cdk.App()
stack = cdk.Stack(app, "GitHubGlobal")

runner = GitHubActionsRunner(
    stack,
    "Runner",
    github_global="acme-inc",
    organizations=["acme", "acme-labs"],
    repositories=["api", "web"],
    runner_name="acme-inc-runner",
)
if runner.webhook.secret is not None:
    cdk.CfnOutput(stack, "SecretArn", value=runner.webhook.secret.secret_arn)

app.synth()
