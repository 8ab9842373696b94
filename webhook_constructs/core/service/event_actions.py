"""The events that an EVENT filter can name."""

from __future__ import annotations

from enum import Enum

__all__ = ["PULL_REQUEST_ACTIONS", "RELEASE_ACTIONS", "EventAction"]


class EventAction(str, Enum):
    """Something that happens at the git host and can start a build.

    The values are the names that CodeBuild uses. Source: the prose of
    https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html [doc].
    """

    PUSH = "PUSH"
    """Commits arrive on a branch, or a tag arrives: the push of a tag is a PUSH too."""

    PULL_REQUEST_CREATED = "PULL_REQUEST_CREATED"
    """A pull request (GitLab: a merge request) is opened."""

    PULL_REQUEST_UPDATED = "PULL_REQUEST_UPDATED"
    """The head of a pull request gets new commits."""

    PULL_REQUEST_REOPENED = "PULL_REQUEST_REOPENED"
    """A closed pull request is opened again."""

    PULL_REQUEST_MERGED = "PULL_REQUEST_MERGED"
    """A pull request is merged."""

    PULL_REQUEST_CLOSED = "PULL_REQUEST_CLOSED"
    """A pull request is closed and not merged."""

    RELEASED = "RELEASED"
    """A release is published."""

    PRERELEASED = "PRERELEASED"
    """A pre-release is published."""

    WORKFLOW_JOB_QUEUED = "WORKFLOW_JOB_QUEUED"
    """A job of a GitHub Actions workflow or a GitLab pipeline waits for a runner."""

    def __str__(self) -> str:
        """Return the name that CodeBuild uses."""
        return self.value


PULL_REQUEST_ACTIONS = frozenset(
    {
        EventAction.PULL_REQUEST_CREATED,
        EventAction.PULL_REQUEST_UPDATED,
        EventAction.PULL_REQUEST_REOPENED,
        EventAction.PULL_REQUEST_MERGED,
        EventAction.PULL_REQUEST_CLOSED,
    },
)
"""The events of a pull request."""

RELEASE_ACTIONS = frozenset({EventAction.RELEASED, EventAction.PRERELEASED})
"""The events of a release."""
