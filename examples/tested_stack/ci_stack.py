"""The stack that is tested: a project, and a webhook for what is merged and what is proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild

from webhook_constructs import CodeBuildWebhook, FilterGroup

if TYPE_CHECKING:
    from constructs import Construct

MAINTAINERS = ("1234567", "7654321")


class CiStack(cdk.Stack):
    """Builds pushes to main and what maintainers propose for it."""

    def __init__(self, scope: Construct, construct_id: str, *, env: cdk.Environment | None = None) -> None:
        """Make the project and its webhook."""
        super().__init__(scope, construct_id, env=env)
        project = codebuild.Project(self, "Api", source=codebuild.Source.git_hub(owner="acme", repo="api"))
        self.webhook = CodeBuildWebhook(
            self,
            "ApiWebhook",
            project=project,
            filter_groups=[
                FilterGroup.on_push().and_branch_is("main").and_file_under("src"),
                FilterGroup.on_pull_request().and_base_branch_is("main").and_actor_account_is(*MAINTAINERS),
            ],
        )
