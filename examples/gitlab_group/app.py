"""A runner for the jobs of a GitLab group.

The stack's output has the tag that a job asks for. The credential is the account's default one for GitLab
(aws codebuild import-source-credentials), a connection of a user who owns the group.
"""

from __future__ import annotations

import aws_cdk as cdk

from webhook_constructs import GitLabRunner

app = cdk.App()
stack = cdk.Stack(app, "GitLabGroup")

runner = GitLabRunner(stack, "Runner", group="platform", repositories=["api", "web"])
# AWS's pages disagree on whether CodeBuild takes these events and filters from GitLab.
cdk.Validations.of(runner).acknowledge(
    cdk.Acknowledgment(id="webhook-constructs::WH128", reason="GitLab's own page has it, and it is the newer one")
)

app.synth()
