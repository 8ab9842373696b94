"""The constructs. The only part of the package that imports the CDK, and with it starts a Node process.

=============================  =====================================================================
``annotations``                findings as the CDK shows them, on the constructs that they are about
``arguments``                  the types of the arguments
``codebuild_webhook``          the construct of a webhook
``codebuild_webhook_handler``  the construct of the function behind the webhooks of a stack
``double_builds/``             what the webhooks of an app do together, and with its pipelines
``errors``                     the error of the constructs
``handler_code``               the zip with the function's code
``handler_role/``              what the function may do, and the order of the deployment
``kept_on``                    what is known of a construct, kept on it
``project_facts``              what a webhook has to know of its project
``resources``                  the resources of an app, found in few calls into Node
``runners/``                   the constructs of runners, and a source without a webhook
``validation_plugin``          the rules as a policy validation plugin
``webhook_secret``             the place for what CodeBuild shows once
``webhook_source``             the git host and the repository, read from the project or stated
=============================  =====================================================================
"""

from __future__ import annotations

from .codebuild_webhook import CodeBuildWebhook
from .codebuild_webhook_handler import CodeBuildWebhookHandler
from .errors import CodeBuildWebhookError
from .runners.github_actions_runner import GitHubActionsRunner
from .runners.gitlab_runner import GitLabRunner
from .runners.runner_jobs import ALL
from .runners.runner_source import organization_source

__all__ = [
    "ALL",
    "CodeBuildWebhook",
    "CodeBuildWebhookError",
    "CodeBuildWebhookHandler",
    "GitHubActionsRunner",
    "GitLabRunner",
    "organization_source",
]
