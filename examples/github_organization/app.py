"""A runner for GitHub Actions jobs of an organization, with a GitHub App connection.

A job runs here if its `runs-on` is `codebuild-acme-runner-${{ github.run_id }}-${{ github.run_attempt }}`, and its
repository is one of these two. The connection has been completed in the console; its app may manage hooks of the
organization and self-hosted runners.
"""

from __future__ import annotations

import aws_cdk as cdk

from webhook_constructs import GitHubActionsRunner

app = cdk.App()
stack = cdk.Stack(app, "GitHubOrganization")

GitHubActionsRunner(
    stack,
    "Runner",
    organization="acme",
    repositories=["api", "web"],
    connection_arn="arn:aws:codeconnections:us-east-1:111122223333:connection/8c11a4ba-7f5c-4d6e-9b1e-2f1d1a3c5b7d",
    runner_name="acme-runner",
)

app.synth()
