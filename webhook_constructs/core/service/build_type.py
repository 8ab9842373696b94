"""What a webhook starts."""

from __future__ import annotations

from enum import Enum

__all__ = ["BuildType"]


class BuildType(str, Enum):
    """What a webhook starts.

    Source: https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html [doc].
    """

    BUILD = "BUILD"
    """One build."""

    BUILD_BATCH = "BUILD_BATCH"
    """A batch build, which the project has to be set up for."""

    RUNNER_BUILDKITE_BUILD = "RUNNER_BUILDKITE_BUILD"
    """A runner for a Buildkite job."""

    def __str__(self) -> str:
        """Return the name that CodeBuild uses."""
        return self.value
