"""The jobs of workflow files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from webhook_constructs.core.service.repository import Repository
from webhook_constructs.workflows.github_workflows import Workflow, github_jobs
from webhook_constructs.workflows.gitlab_pipeline import gitlab_jobs
from webhook_constructs.workflows.jobs import Found

from .workflow_files import WorkflowFile

__all__ = ["jobs_of_files"]


def jobs_of_files(files: Sequence[WorkflowFile], repositories: Mapping[str, Repository | None]) -> Found:
    """Find the jobs of workflow files.

    Args:
        files: The files.
        repositories: The repository that they are of, for each git host.
    """
    workflows = [Workflow(str(each.path), each.name, each.parsed.body) for each in files if not each.is_pipeline]
    found = github_jobs(workflows, repositories.get("GitHub"))
    for each in files:
        if each.is_pipeline:
            more = gitlab_jobs(str(each.path), each.parsed.body, repositories.get("GitLab"), each.inputs)
            found.jobs += more.jobs
            found.unseen += more.unseen
    return found
