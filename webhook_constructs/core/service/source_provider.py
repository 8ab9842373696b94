"""The git hosts that CodeBuild takes webhooks from."""

from __future__ import annotations

from enum import Enum

__all__ = ["SourceProvider"]


class SourceProvider(str, Enum):
    """A git host that can send events to CodeBuild.

    The values are the source types of a project. Projects with the other source types (CODECOMMIT, CODEPIPELINE, S3,
    NO_SOURCE) have no webhook, except for NO_SOURCE with `BuildType.RUNNER_BUILDKITE_BUILD`. Source:
    https://docs.aws.amazon.com/codebuild/latest/userguide/webhooks.html [doc].
    """

    GITHUB = "GITHUB"
    GITHUB_ENTERPRISE = "GITHUB_ENTERPRISE"
    BITBUCKET = "BITBUCKET"
    GITLAB = "GITLAB"
    GITLAB_SELF_MANAGED = "GITLAB_SELF_MANAGED"

    @classmethod
    def of_source(cls, source_type: str | None) -> SourceProvider | None:
        """Return the git host of a source; None where its type is not known, or is that of no git host."""
        return cls(source_type) if source_type in cls.__members__ else None

    def __str__(self) -> str:
        """Return the name that CodeBuild uses."""
        return self.value
