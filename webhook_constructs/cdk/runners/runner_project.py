"""The project of a runner, and what can be set for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

import aws_cdk as cdk
import jsii
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from webhook_constructs.cdk.handler_role.nag_acknowledgements import acknowledge_runner
from webhook_constructs.core import WebhookSettingsError
from webhook_constructs.core.values.arguments import shown

from .runner_source import RunnerSource

__all__ = ["RunnerProject", "make_project", "require_properties"]

_MINUTES = {"timeout": (5, 36 * 60), "queued_timeout": (5, 8 * 60)}
"""What CodeBuild allows, from and to. Source: https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html
[doc]."""

_ENVIRONMENT = {"build_image", "certificate", "compute_type", "fleet", "privileged"}


class RunnerProject(TypedDict, total=False):
    """What can be set for the project of a runner, as `aws_codebuild.Project` and its environment take it."""

    allow_all_outbound: bool
    """Whether a security group that the CDK makes lets everything out. Default: it does."""

    build_image: codebuild.IBuildImage
    """The image. Default: that of the CDK, `aws/codebuild/standard`."""

    build_spec: codebuild.BuildSpec
    """The buildspec; its phases run around jobs with the label `buildspec-override:true`. Default: none."""

    cache: codebuild.Cache
    """What is kept between builds. Default: nothing."""

    certificate: codebuild.BuildEnvironmentCertificate
    """The certificate of a git server of your own. Default: none."""

    check_secrets_in_plain_text_env_variables: bool
    """Whether the CDK refuses secrets in variables of plain text. Default: it does."""

    compute_type: codebuild.ComputeType
    """The size of the machine. Default: small."""

    concurrent_build_limit: jsii.Number
    """How many jobs may run at once. CodeBuild refuses a build beyond it, so the job waits for a runner that never
    comes. Default: no limit but that of the account, beyond which builds are queued."""

    description: str
    """The description of the project. Default: none."""

    encryption_key: kms.IKey | kms.Key
    """The key for artifacts, which a runner does not have. Default: that of Amazon S3."""

    environment_variables: Mapping[str, codebuild.BuildEnvironmentVariable]
    """Variables that every job sees. Default: none."""

    file_system_locations: Sequence[codebuild.IFileSystemLocation]
    """File systems to mount. Default: none."""

    fleet: codebuild.IFleet | codebuild.Fleet
    """A fleet of reserved capacity. Default: on demand."""

    grant_report_group_permissions: bool
    """Whether a job may write test reports of CodeBuild. Default: it may not."""

    logging: codebuild.LoggingOptions
    """Where the log of the runner goes; the log of a job is at the git host. Default: CloudWatch Logs."""

    privileged: bool
    """Whether jobs can run Docker, and are root on the machine. Default: they are not."""

    queued_timeout: cdk.Duration
    """How long a build waits for a machine. Default: eight hours."""

    role: iam.IRole | iam.Role
    """The role that every job has. Default: one that may write the log of the runner and use its connection."""

    security_groups: Sequence[ec2.ISecurityGroup]
    """The security groups in the VPC. Default: one that lets everything out."""

    ssm_session_permissions: bool
    """Whether a running build can be entered by Session Manager. Default: it cannot."""

    subnet_selection: ec2.SubnetSelection
    """The subnets of the VPC. Default: the private ones."""

    timeout: cdk.Duration
    """How long a job may run. Default: one hour."""

    vpc: ec2.IVpc | ec2.Vpc
    """The network, which needs a way to the git host. Default: none."""


def require_properties(properties: Mapping[str, Any], variables: Mapping[str, str]) -> None:
    """Check the properties of a project.

    Args:
        properties: The properties.
        variables: The environment variables that the arguments of the runner set.

    Raises:
        WebhookSettingsError: One is not known or of another kind, or CodeBuild does not allow its value, or it sets a
            variable that an argument of the runner sets.
    """
    if unknown := properties.keys() - RunnerProject.__annotations__.keys():
        known = ", ".join(RunnerProject.__annotations__)
        msg = f"a runner has no {', '.join(sorted(unknown))}; besides its own arguments, it takes {known}"
        raise WebhookSettingsError(msg)
    for name, (least, most) in _MINUTES.items():
        duration = properties.get(name)
        if isinstance(duration, cdk.Duration) and not duration.is_unresolved():
            minutes = duration.to_minutes(integral=False)
            if not least <= minutes <= most:
                msg = f"{name} must be from {least} minutes to {most // 60} hours, got {minutes:g} minutes"
                raise WebhookSettingsError(msg)
    limit = properties.get("concurrent_build_limit")
    if isinstance(limit, (int, float)) and not cdk.Token.is_unresolved(limit) and limit < 1:
        msg = (
            f"concurrent_build_limit must be 1 or more, got {limit:g}; without it, there is no limit but the account's"
        )
        raise WebhookSettingsError(msg)
    given = properties.get("environment_variables") or {}
    if not isinstance(given, Mapping):
        msg = f"environment_variables must map names to BuildEnvironmentVariable, got {shown(given)}"
        raise WebhookSettingsError(msg)
    if twice := variables.keys() & given.keys():
        msg = f"{', '.join(sorted(twice))} is set by an argument of the runner, got it in environment_variables too"
        raise WebhookSettingsError(msg)


def make_project(
    scope: Construct, source: RunnerSource, name: str | None, variables: Mapping[str, str], properties: RunnerProject
) -> codebuild.Project:
    """Make the project of a runner.

    Args:
        scope: The runner.
        source: The source of the project.
        name: Its name; None for one that CloudFormation makes.
        variables: The environment variables that the arguments of the runner set.
        properties: What else is set for it.
    """
    given: dict[str, Any] = {name: value for name, value in properties.items() if value is not None}
    environment = {name: given.pop(name) for name in _ENVIRONMENT & given.keys()}
    configured = {name: codebuild.BuildEnvironmentVariable(value=value) for name, value in variables.items()}
    given["environment_variables"] = {**given.get("environment_variables", {}), **configured}
    given.setdefault("timeout", cdk.Duration.hours(1))
    given.setdefault("grant_report_group_permissions", False)
    project = codebuild.Project(
        scope,
        "Project",
        project_name=name,
        source=source,
        environment=codebuild.BuildEnvironment(**environment),
        **given,
    )
    acknowledge_runner(project, keeps_nothing=given.keys().isdisjoint({"cache", "encryption_key"}))
    return project
