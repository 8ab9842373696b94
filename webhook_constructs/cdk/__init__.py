"""The constructs. The only part of the package that imports the CDK, and with it starts a Node process."""

from __future__ import annotations

from .codebuild_webhook import CodeBuildWebhook
from .codebuild_webhook_handler import CodeBuildWebhookHandler
from .errors import CodeBuildWebhookError

__all__ = ["CodeBuildWebhook", "CodeBuildWebhookError", "CodeBuildWebhookHandler"]
