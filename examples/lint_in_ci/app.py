"""An app without any construct of this package, as the command finds it: a project with `Triggers` of its own.

The CDK's and_branch_is("main") is a pattern without an end, so it is warned of; the reason is in the template.
"""

from __future__ import annotations

from typing import cast

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild

app = cdk.App()
stack = cdk.Stack(app, "LintInCi")

push = codebuild.FilterGroup.in_event_of(codebuild.EventAction.PUSH)
project = codebuild.Project(
    stack,
    "Api",
    source=codebuild.Source.git_hub(owner="acme", repo="api", webhook_filters=[push.and_branch_is("main")]),
)
cast("codebuild.CfnProject", project.node.default_child).add_metadata(
    "webhook-constructs", {"ignore": [{"id": "WH203", "reason": "main-2 is a branch of ours, and is to be built too"}]}
)

app.synth()
