"""What a filter looks at."""

from __future__ import annotations

from enum import Enum

__all__ = ["FilterType"]


class FilterType(str, Enum):
    """What a filter looks at.

    Source: the members of WebhookFilterType in
    https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html [doc].
    """

    EVENT = "EVENT"
    """The kind of the event: a list of event names and no pattern."""

    BASE_REF = "BASE_REF"
    """The branch that a pull request is to be merged into, as `refs/heads/<branch>`."""

    HEAD_REF = "HEAD_REF"
    """The pushed branch or tag, or the branch of a pull request, as `refs/heads/<branch>` or `refs/tags/<tag>`."""

    ACTOR_ACCOUNT_ID = "ACTOR_ACCOUNT_ID"
    """The account id, never the login, of whoever caused the event."""

    FILE_PATH = "FILE_PATH"
    """The path of a changed file."""

    COMMIT_MESSAGE = "COMMIT_MESSAGE"
    """The message of the head commit."""

    WORKFLOW_NAME = "WORKFLOW_NAME"
    """The name of the workflow that a queued job belongs to."""

    TAG_NAME = "TAG_NAME"
    """The tag of a release, without `refs/tags/`."""

    RELEASE_NAME = "RELEASE_NAME"
    """The title of a release."""

    REPOSITORY_NAME = "REPOSITORY_NAME"
    """The repository, for a webhook of a whole organization or group."""

    ORGANIZATION_NAME = "ORGANIZATION_NAME"
    """The organization, for a webhook of a whole enterprise."""

    def __str__(self) -> str:
        """Return the name that CodeBuild uses."""
        return self.value
