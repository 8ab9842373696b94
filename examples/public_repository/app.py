"""A public repository: anybody can open a pull request, and a build runs what it brings.

A pull request is built if one of the maintainers caused the event and it leaves the buildspec alone; what comes from
anybody without one of the approver roles waits for a comment as well. Account ids are numbers, and do not change with
the login (https://api.github.com/users/<login>).
"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild

from webhook_constructs import (
    ApproverRole,
    CodeBuildWebhook,
    CommentApproval,
    FilterGroup,
    PullRequestBuildPolicy,
)

MAINTAINERS = ("1234567", "7654321")

app = cdk.App()
stack = cdk.Stack(app, "PublicRepository")

project = codebuild.Project(stack, "Library", source=codebuild.Source.git_hub(owner="acme", repo="library"))
CodeBuildWebhook(
    stack,
    "LibraryWebhook",
    project=project,
    filter_groups=[
        FilterGroup.on_pull_request()
        .and_base_branch_is("main")
        .and_actor_account_is(*MAINTAINERS)
        .and_file_path_is_not("buildspec.yml"),
    ],
    pull_request_build_policy=PullRequestBuildPolicy(
        CommentApproval.ALL_PULL_REQUESTS, (ApproverRole.GITHUB_MAINTAIN, ApproverRole.GITHUB_ADMIN)
    ),
)

app.synth()
