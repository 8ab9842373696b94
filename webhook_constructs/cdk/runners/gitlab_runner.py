"""The runner for jobs of GitLab."""

from __future__ import annotations

from collections.abc import Sequence

from constructs import Construct
from typing_extensions import Unpack

from webhook_constructs.cdk.arguments import require_construct
from webhook_constructs.cdk.errors import CodeBuildWebhookError
from webhook_constructs.core import SourceProvider, WebhookConstructsError

from .runner import Runner, require_name
from .runner_jobs import JobSource, Repositories, jobs_of
from .runner_project import RunnerProject, require_properties
from .runner_source import require_connection

__all__ = ["GitLabRunner"]

_HOSTS = (SourceProvider.GITLAB, SourceProvider.GITLAB_SELF_MANAGED)


class GitLabRunner(Runner):
    """A CodeBuild project that runs the GitLab jobs of a group or of one GitLab project.

    A job runs here if one of its `tags` is the value of `runs_on`, which contains the name of the CodeBuild project.
    Whoever can change a pipeline of one of the GitLab projects runs code with the role of the CodeBuild project. AWS's
    pages disagree on whether CodeBuild runs jobs of GitLab [assumed: support], and a warning (WH128) says so:
    acknowledge it once you have seen a job run.
    """

    def __init__(  # noqa: PLR0913 - the properties of a construct are flat
        self,
        scope: Construct,
        construct_id: str,
        *,
        group: str | None = None,
        project: str | None = None,
        domain: str | None = None,
        connection_arn: str | None = None,
        repositories: Repositories | None = None,
        workflows: Sequence[str] = (),
        runner_name: str | None = None,
        redeploy_on: str | None = None,
        **properties: Unpack[RunnerProject],
    ) -> None:
        """Describe the runner.

        Args:
            scope: The construct that the runner belongs to.
            construct_id: Its ID in that construct.
            group: The group with the jobs to run. Pass exactly one of this and `project`.
            project: The address of the one GitLab project with the jobs to run, such as
                ``https://gitlab.com/acme/api``.
            domain: The address of a GitLab server of your own with the group, such as ``https://git.example.com``.
                Default: gitlab.com.
            connection_arn: The connection to GitLab, of a user who owns the group. The role of the CodeBuild project
                gets permission to use it before CodeBuild checks that. Default: the GitLab credential of the account.
            repositories: The GitLab projects of the group whose jobs run here, by their names without the group, or
                `ALL`. How projects of subgroups are named is not documented [assumed: repository-field].
            workflows: The names of the pipelines with the jobs to run (`workflow: name`). This excludes nobody: whoever
                writes a pipeline chooses its name. Default: all.
            runner_name: The name of the CodeBuild project, which is part of the tag. Default: CloudFormation generates
                it, and an output shows the tag.
            redeploy_on: As in `CodeBuildWebhook`.
            properties: What the CodeBuild project takes: `RunnerProject` lists it, with its defaults.

        Raises:
            CodeBuildWebhookError: An argument is wrong, or the service would refuse the webhook. The tree of constructs
                is as it was.
        """
        require_construct(scope)
        try:
            source = JobSource.of({"group": group, "project": project}, _HOSTS, domain, repositories)
            jobs = jobs_of(repositories, workflows)
            require_name(runner_name)
            require_connection(connection_arn)
            require_properties(properties, {})
        except WebhookConstructsError as error:
            raise CodeBuildWebhookError.at(scope, construct_id, [str(error)]) from error
        super().__init__(
            scope,
            construct_id,
            source=source,
            connection_arn=connection_arn,
            jobs=jobs,
            runner_name=runner_name,
            variables={},
            allow_new_secret=False,
            rotate_secret_on=None,
            redeploy_on=redeploy_on,
            properties=properties,
        )
