"""What the runners of all git hosts have in common: a project, its webhook, and the labels that ask for it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack

import aws_cdk as cdk
import jsii
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_iam as iam
from constructs import Construct

from webhook_constructs.cdk.codebuild_webhook import CodeBuildWebhook
from webhook_constructs.core import WebhookSettingsError, WorkflowJobGroup
from webhook_constructs.core.service.project_name import NAME_FORM, is_project_name
from webhook_constructs.core.service.runners import labels_of_job
from webhook_constructs.core.values.arguments import shown
from webhook_constructs.core.values.unresolved import is_unresolved

from .runner_jobs import JobSource
from .runner_project import RunnerProject, make_project
from .runner_source import RunnerSource

__all__ = ["Runner", "require_name"]


@jsii.implements(iam.IGrantable)
class Runner(Construct):
    """A project that runs the jobs of a git host.

    Attributes:
        project: The project, with its role and its metrics.
        webhook: Its webhook, with the secret of a manual one.
        runs_on: The label that a job asks for.
    """

    project: codebuild.Project
    webhook: CodeBuildWebhook
    runs_on: str

    def __init__(  # noqa: PLR0913 - what the runners of both git hosts are made of
        self,
        scope: Construct,
        construct_id: str,
        *,
        source: JobSource,
        connection_arn: str | None,
        jobs: WorkflowJobGroup,
        runner_name: str | None,
        variables: Mapping[str, str],
        allow_new_secret: bool,
        rotate_secret_on: str | None,
        redeploy_on: str | None,
        properties: RunnerProject,
    ) -> None:
        """Make the project, then the webhook; whole, or not at all.

        Args:
            scope: The construct to make it in.
            construct_id: Its id there.
            source: Where jobs come from.
            connection_arn: The connection to the git host.
            jobs: Which jobs run here.
            runner_name: The name of the project.
            variables: The environment variables that configure the runner.
            allow_new_secret: As `CodeBuildWebhook` takes it; so for the next two.
            rotate_secret_on: See above.
            redeploy_on: See above.
            properties: What else is set for the project.
        """
        with ExitStack() as undone_on_error:
            super().__init__(scope, construct_id)
            undone_on_error.callback(lambda: scope.node.try_remove_child(self.node.id))
            runner_source = RunnerSource(source.provider, source.location, connection_arn)
            self.project = make_project(self, runner_source, runner_name, variables, properties)
            self.webhook = CodeBuildWebhook(
                self,
                "Webhook",
                project=self.project,
                filter_groups=[jobs],
                webhook_scope=source.scope,
                manual_creation=True if source.is_manual else None,
                secret=True if source.is_manual else None,
                allow_new_secret=allow_new_secret,
                rotate_secret_on=rotate_secret_on,
                redeploy_on=redeploy_on,
            )
            self.runs_on = self.webhook.runner_label
            if is_unresolved(self.runs_on):
                description = "The label of a job that asks for this runner"
                cdk.CfnOutput(self, "RunsOn", description=description, value=self.runs_on)
            undone_on_error.pop_all()

    @property
    def grant_principal(self) -> iam.IPrincipal:
        """The role that every job has, so that `bucket.grant_read(runner)` grants it."""
        return self.project.grant_principal

    def labels(
        self,
        job: str | None = None,
        *,
        image: str | None = None,
        instance_size: str | None = None,
        fleet: str | None = None,
        buildspec_override: bool = False,
    ) -> list[str]:
        """Return the labels of a job that overrides something of the project.

        If jobs of one workflow run have different numbers of labels, give each one a label of its own: GitHub hands a
        job to any runner that has all of its labels, so one with fewer labels takes the runner of another, which then
        waits for ever. Sources:
        https://docs.aws.amazon.com/codebuild/latest/userguide/action-runner-troubleshoot-webhook.html and
        sample-github-action-runners-update-labels.html [doc].

        Args:
            job: A label that no other job of the workflow run has. Default: none.
            image: The environment and image, such as `arm-3.0`, or `custom-arm-<image>`. Default: those of the project.
            instance_size: The size, such as `large`. Default: that of the project.
            fleet: The name of a fleet. Default: that of the project.
            buildspec_override: Whether the phases of the buildspec run around the job. Default: they do not.

        Raises:
            RunnerLabelError: A value cannot be a part of a label.
        """
        return labels_of_job(
            self.runs_on,
            job,
            image=image,
            instance_size=instance_size,
            fleet=fleet,
            buildspec_override=buildspec_override,
        )

    def metric_queued_duration(
        self, *, period: cdk.Duration | None = None, statistic: str = "Maximum"
    ) -> cloudwatch.Metric:
        """Return how many seconds builds were queued before CodeBuild had a machine for them.

        A job whose build was never started does not count. Other metrics are those of `project`. Source:
        https://docs.aws.amazon.com/codebuild/latest/userguide/cloudwatch_metrics-codebuild.html [doc].

        Args:
            period: The period over which it is counted. Default: five minutes.
            statistic: How the durations are put together.
        """
        return self.project.metric("QueuedDuration", period=period, statistic=statistic)


def require_name(runner_name: str | None) -> None:
    """Check whether a string can be the name of a project, or is known only when the stack is deployed.

    Raises:
        WebhookSettingsError: It cannot.
    """
    if runner_name is not None and not is_project_name(runner_name):
        msg = f"runner_name must be {NAME_FORM}, got {shown(runner_name)}"
        raise WebhookSettingsError(msg)
