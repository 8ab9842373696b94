"""The runner for jobs of GitHub Actions."""

from __future__ import annotations

from collections.abc import Sequence

import aws_cdk as cdk
import jsii
from constructs import Construct
from typing_extensions import Unpack

from webhook_constructs.cdk.arguments import require_construct
from webhook_constructs.cdk.errors import CodeBuildWebhookError
from webhook_constructs.core import SourceProvider, WebhookConstructsError, WebhookSettingsError
from webhook_constructs.core.service.runners import ENTERPRISE_REGISTRATION, ORGANIZATION_REGISTRATION, RUNNER_GROUP
from webhook_constructs.core.values.arguments import shown

from .runner import Runner, require_name
from .runner_jobs import JobSource, Repositories, jobs_of, require_account
from .runner_project import RunnerProject, require_properties
from .runner_source import require_connection

__all__ = ["GitHubActionsRunner"]

_HOSTS = (SourceProvider.GITHUB, SourceProvider.GITHUB_ENTERPRISE)


class GitHubActionsRunner(Runner):
    """A project that runs GitHub Actions jobs of an organization, an enterprise, or a repository.

    A job runs here if its `runs-on` is the value of `runs_on`, which contains the name of the project. Whoever can
    write a workflow in one of the repositories runs code with the role of the project, and can choose its image, size,
    and fleet by further labels.
    """

    def __init__(  # noqa: PLR0913 - the properties of a construct are flat
        self,
        scope: Construct,
        construct_id: str,
        *,
        organization: str | None = None,
        repository: str | None = None,
        github_global: str | None = None,
        domain: str | None = None,
        connection_arn: str | None = None,
        repositories: Repositories | None = None,
        organizations: Sequence[str] = (),
        workflows: Sequence[str] = (),
        runner_name: str | None = None,
        organization_registration: str | None = None,
        enterprise_registration: str | None = None,
        runner_group_id: jsii.Number | None = None,
        allow_new_secret: bool = False,
        rotate_secret_on: str | None = None,
        redeploy_on: str | None = None,
        **properties: Unpack[RunnerProject],
    ) -> None:
        """Describe the runner.

        Args:
            scope: The construct that the runner belongs to.
            construct_id: Its ID in that construct.
            organization: The organization with the jobs to run. Pass exactly one of this, `repository`, and
                `github_global`.
            repository: The address of the one repository with the jobs to run, such as ``https://github.com/acme/api``.
            github_global: The enterprise with the jobs to run. Add the hook at GitHub yourself: `webhook.secret` holds
                the values to enter there.
            domain: The address of a GitHub Enterprise Server with the organization or enterprise, such as
                ``https://git.example.com``. Add the hook there yourself. Default: github.com.
            connection_arn: The connection to GitHub. The role of the project gets permission to use it before CodeBuild
                checks that. Default: the GitHub credential of the account.
            repositories: The repositories of the organization or enterprise with the jobs to run, without their owner,
                or `ALL`. `ALL` includes public repositories, where the pull request of a stranger may run a job: a
                warning says so.
            organizations: The organizations of the enterprise with the jobs to run. Default: all.
            workflows: The names of the workflows with the jobs to run. This excludes nobody: whoever writes a workflow
                chooses its name. Default: all.
            runner_name: The name of the project, which is part of the label. Default: CloudFormation generates it, and
                an output shows the label.
            organization_registration: The organization at which runners are registered, so that its runner groups
                apply. The credential needs the right to manage its self-hosted runners. Default: with a
                `runner_group_id`, that of `organization`, and else the repository of the job, which has no groups.
            enterprise_registration: The enterprise at which runners are registered. Default: with a `runner_group_id`,
                that of `github_global`.
            runner_group_id: The number of the runner group at GitHub that runners join. A group keeps public
                repositories out unless somebody lets them in. A label can ask for another group
                (``registration-group-id:1``), so no group may let them in [assumed: runner-registration]. Default: the
                default group.
            allow_new_secret: As in `CodeBuildWebhook`, for a hook that somebody has added.
            rotate_secret_on: As in `CodeBuildWebhook`, for a hook that somebody has added.
            redeploy_on: As in `CodeBuildWebhook`.
            properties: What the project takes: `RunnerProject` lists it, with its defaults.

        Raises:
            CodeBuildWebhookError: An argument is wrong, or the service would refuse the webhook. The tree of constructs
                is as it was.
        """
        require_construct(scope)
        targets = {"organization": organization, "github_global": github_global, "repository": repository}
        try:
            source = JobSource.of(targets, _HOSTS, domain, repositories)
            if organizations and github_global is None:
                msg = f"organizations is for github_global, got {shown(organizations)} without it: leave it out"
                raise WebhookSettingsError(msg)
            jobs = jobs_of(repositories, workflows, organizations)
            variables = _variables(
                organization_registration if runner_group_id is None else organization_registration or organization,
                enterprise_registration if runner_group_id is None else enterprise_registration or github_global,
                runner_group_id,
            )
            require_name(runner_name)
            require_connection(connection_arn)
            require_properties(properties, variables)
            if rotate_secret_on is not None and not source.is_manual:
                msg = (
                    f"rotate_secret_on is for a hook that you add yourself, got {shown(rotate_secret_on)} for one that "
                    "CodeBuild adds: leave it out"
                )
                raise WebhookSettingsError(msg)
        except WebhookConstructsError as error:
            raise CodeBuildWebhookError.at(scope, construct_id, [str(error)]) from error
        super().__init__(
            scope,
            construct_id,
            source=source,
            connection_arn=connection_arn,
            jobs=jobs,
            runner_name=runner_name,
            variables=variables,
            allow_new_secret=allow_new_secret,
            rotate_secret_on=rotate_secret_on,
            redeploy_on=redeploy_on,
            properties=properties,
        )


def _variables(organization: str | None, enterprise: str | None, group_id: jsii.Number | None) -> dict[str, str]:
    """Return the environment variables that say where runners are registered.

    Raises:
        WebhookSettingsError: Both an organization and an enterprise are named, one of them cannot be a name, or the
            group is not a number.
    """
    if organization is not None and enterprise is not None:
        msg = (
            f"runners are registered at one place, got organization {shown(organization)} and enterprise "
            f"{shown(enterprise)}: leave one of organization_registration and enterprise_registration out"
        )
        raise WebhookSettingsError(msg)
    for argument, name in (("organization_registration", organization), ("enterprise_registration", enterprise)):
        if name is not None:
            require_account(argument, name)
    named = {
        ORGANIZATION_REGISTRATION: organization,
        ENTERPRISE_REGISTRATION: enterprise,
        RUNNER_GROUP: None if group_id is None else _group(group_id),
    }
    return {name: value for name, value in named.items() if value is not None}


def _group(number: object) -> str:
    """Return the number of a runner group as an environment variable has it; it may be known only on deployment."""
    if isinstance(number, float) and cdk.Token.is_unresolved(number):
        return cdk.Tokenization.stringify_number(number)
    if isinstance(number, bool) or not isinstance(number, int) or number < 1:
        msg = f"runner_group_id must be the number of a runner group, got {shown(number)}"
        raise WebhookSettingsError(msg)
    return str(number)
