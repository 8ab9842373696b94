"""A webhook for a project that somebody else deploys: its name is enough, and the project stays as it is."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild

from webhook_constructs import CodeBuildWebhook, FilterGroup

app = cdk.App()
stack = cdk.Stack(app, "ImportedProject")

CodeBuildWebhook(
    stack,
    "DocsWebhook",
    project=codebuild.Project.from_project_name(stack, "Docs", "docs-site"),
    # The source of an imported project cannot be read.
    repository="https://github.com/acme/docs-site",
    filter_groups=[FilterGroup.on_push().and_branch_is("main")],
)

app.synth()
