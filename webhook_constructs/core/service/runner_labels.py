"""Which project a job of GitHub asks for a runner."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["RUNNER_LABEL_PREFIX", "asks_for_project", "runner_labels"]

RUNNER_LABEL_PREFIX = "codebuild-"
"""What the label of a job that asks for a runner of CodeBuild begins with."""


def runner_labels(payload: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the labels of a queued job that ask for a runner of CodeBuild.

    Args:
        payload: What GitHub sends as `workflow_job`.

    Examples:
        >>> runner_labels({"workflow_job": {"labels": ["linux", "codebuild-api-12-1"]}})
        ('codebuild-api-12-1',)
    """
    job = payload.get("workflow_job")
    labels = job.get("labels") if isinstance(job, dict) else None
    known = labels if isinstance(labels, list) else []
    return tuple(each for each in known if isinstance(each, str) and each.startswith(RUNNER_LABEL_PREFIX))


def asks_for_project(labels: tuple[str, ...], project: str) -> bool:
    """Check whether a queued job may be one for the runner of a project.

    Its label is `codebuild-<project>-<run id>-<run attempt>`, and image and size of the runner may follow. Source:
    https://docs.aws.amazon.com/codebuild/latest/userguide/action-runner.html [doc].

    Args:
        labels: The labels of the job.
        project: The name of the project.

    Examples:
        >>> asks_for_project(("self-hosted", "codebuild-api-12-1"), "api")
        True
        >>> asks_for_project(("codebuild-api-web-12-1",), "api")
        False
    """
    label = re.compile(rf"{RUNNER_LABEL_PREFIX}{re.escape(project)}-[0-9]+-[0-9]+(-.*)?")
    return any(label.fullmatch(each) for each in labels)
