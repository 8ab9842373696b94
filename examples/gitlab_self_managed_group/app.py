"""A runner for the jobs of a group on your own GitLab server: like gitlab_group, with the address of the server.

CodeBuild reaches the server through the connection.
"""

from __future__ import annotations

import aws_cdk as cdk

from webhook_constructs import GitLabRunner

app = cdk.App()
stack = cdk.Stack(app, "GitLabSelfManagedGroup")

runner = GitLabRunner(
    stack,
    "Runner",
    group="platform",
    domain="https://git.example.com",
    repositories=["api", "web"],
    connection_arn="arn:aws:codeconnections:us-east-1:111122223333:connection/8c11a4ba-7f5c-4d6e-9b1e-2f1d1a3c5b7d",
    runner_name="platform-runner",
)
# AWS's pages disagree on whether CodeBuild takes these events and filters from GitLab.
cdk.Validations.of(runner).acknowledge(
    cdk.Acknowledgment(id="webhook-constructs::WH128", reason="GitLab's own page has it, and it is the newer one")
)

app.synth()
