"""Adopt the webhook that a project already has, and keep its address at the git host.

It was there before, so it is never deleted while on_existing says ADOPT: not by a rollback, and not with the stack.
Take on_existing away in a later deployment, and it is this app's to delete.
"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild

from webhook_constructs import CodeBuildWebhook, FilterGroup, OnExistingWebhook, SourceProvider

app = cdk.App()
stack = cdk.Stack(app, "AdoptExisting")

CodeBuildWebhook(
    stack,
    "LegacyWebhook",
    project=codebuild.Project.from_project_name(stack, "Legacy", "legacy-api"),
    source_provider=SourceProvider.GITHUB,
    filter_groups=[FilterGroup.on_push().and_branch_is("main")],
    on_existing=OnExistingWebhook.ADOPT,
)

app.synth()
