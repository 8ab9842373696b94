"""What a webhook with a scope covers."""

from __future__ import annotations

from enum import Enum

__all__ = ["WebhookScopeType"]


class WebhookScopeType(str, Enum):
    """What a scoped webhook covers.

    Source: https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ScopeConfiguration.html [doc].
    """

    GITHUB_ORGANIZATION = "GITHUB_ORGANIZATION"
    GITHUB_GLOBAL = "GITHUB_GLOBAL"
    GITLAB_GROUP = "GITLAB_GROUP"

    def __str__(self) -> str:
        """Return the name that CodeBuild uses."""
        return self.value
