"""One repository, a project for each service: a service is built when its folder or the shared one changes.

GitHub takes 20 hooks per event on a repository, and each project adds one. CodeBuild looks at the first 100 changed
files only: a larger change may pass by a service that it touches.
"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild

from webhook_constructs import CodeBuildWebhook, FilterGroup

SERVICES = ("orders", "payments", "shipping")

app = cdk.App()
stack = cdk.Stack(app, "Monorepo")

for service in SERVICES:
    project = codebuild.Project(
        stack,
        f"{service.capitalize()}Build",
        source=codebuild.Source.git_hub(owner="acme", repo="shop"),
        build_spec=codebuild.BuildSpec.from_source_filename(f"services/{service}/buildspec.yml"),
    )
    CodeBuildWebhook(
        stack,
        f"{service.capitalize()}Webhook",
        project=project,
        filter_groups=[FilterGroup.on_push().and_branch_is("main").and_file_under(f"services/{service}", "shared")],
    )

cdk.Validations.of(stack).acknowledge(
    cdk.Acknowledgment(id="webhook-constructs::WH407", reason="what is shared is a part of every service")
)

app.synth()
