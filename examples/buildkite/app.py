"""A runner for Buildkite jobs: a project without a source, and a hook that you add at Buildkite yourself.

Put the agent token into the secret `buildkite/agent-token` first. After the deployment, read what to enter at Buildkite
(event job.scheduled; the secret is its token, sent as X-Buildkite-Token):

    aws secretsmanager get-secret-value --secret-id <SecretArn> --query SecretString --output text
"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_secretsmanager as secretsmanager

from webhook_constructs import BuildType, CodeBuildWebhook

app = cdk.App()
stack = cdk.Stack(app, "Buildkite")

token = secretsmanager.Secret.from_secret_name_v2(stack, "AgentToken", "buildkite/agent-token")
project = codebuild.Project(
    stack,
    "Runner",
    # The CDK asks a project without a source for a buildspec; a runner does not use it.
    build_spec=codebuild.BuildSpec.from_object({"version": "0.2", "phases": {"build": {"commands": ["true"]}}}),
    environment_variables={
        "CODEBUILD_CONFIG_BUILDKITE_AGENT_TOKEN": codebuild.BuildEnvironmentVariable(
            type=codebuild.BuildEnvironmentVariableType.SECRETS_MANAGER, value=token.secret_name
        )
    },
)
# No filter groups: which event one would have to name here, AWS does not say.
webhook = CodeBuildWebhook(
    stack,
    "RunnerWebhook",
    project=project,
    build_type=BuildType.RUNNER_BUILDKITE_BUILD,
    secret=True,
)
if webhook.secret is not None:
    cdk.CfnOutput(stack, "SecretArn", value=webhook.secret.secret_arn)

app.synth()
