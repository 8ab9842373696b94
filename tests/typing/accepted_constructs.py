"""Uses of the constructs that both type checkers accept, with the types that they see. Never imported.

pyright takes no class of the CDK for the interface that it implements (https://github.com/aws/jsii/issues/2923), so
each class is given where the interface belongs.
"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from typing_extensions import assert_type

from webhook_constructs import (
    ALL,
    CodeBuildWebhook,
    CodeBuildWebhookHandler,
    FilterGroup,
    GitHubActionsRunner,
    GitLabRunner,
    SourceProvider,
    organization_source,
)
from webhook_constructs.testing import assert_builds, assert_no_build, normalized_template, push
from webhook_constructs.testing.local import LocalAws


def classes(  # noqa: PLR0913, PLR0917
    stack: cdk.Stack,
    project: codebuild.Project,
    secret: secretsmanager.Secret,
    role: iam.Role,
    vpc: ec2.Vpc,
    group: ec2.SecurityGroup,
    key: kms.Key,
) -> None:
    CodeBuildWebhookHandler.of(stack, role=role, vpc=vpc, security_groups=[group], log_encryption_key=key)
    CodeBuildWebhook(stack, "Made", project=project, secret=secret, filter_groups=[FilterGroup.on_push()])
    CodeBuildWebhook(stack, "Pipeline", project=codebuild.PipelineProject(stack, "PipelineProject"))


def interfaces(  # noqa: PLR0913, PLR0917
    stack: cdk.Stack,
    project: codebuild.IProject,
    secret: secretsmanager.ISecret,
    role: iam.IRole,
    vpc: ec2.IVpc,
    group: ec2.ISecurityGroup,
    key: kms.IKey,
) -> None:
    CodeBuildWebhookHandler.of(stack, role=role, vpc=vpc, security_groups=(group,), log_encryption_key=key)
    CodeBuildWebhook(stack, "Imported", project=project, secret=secret)
    CodeBuildWebhook(stack, "Kept", project=project, secret=True)


def runners(stack: cdk.Stack, role: iam.Role, vpc: ec2.Vpc, key: kms.Key, bucket: s3.Bucket) -> None:
    """The arguments of a project are known by their names and types."""
    runner = GitHubActionsRunner(
        stack,
        "Jobs",
        organization="acme",
        repositories=("api", "web"),
        workflows=["CI"],
        runner_name="acme",
        runner_group_id=3,
        build_image=codebuild.LinuxBuildImage.STANDARD_7_0,
        compute_type=codebuild.ComputeType.LARGE,
        environment_variables={"MODE": codebuild.BuildEnvironmentVariable(value="ci")},
        role=role,
        vpc=vpc,
        encryption_key=key,
        timeout=cdk.Duration.minutes(30),
    )
    GitLabRunner(stack, "Group", group="platform", repositories=ALL, privileged=True)
    bucket.grant_read(runner)
    assert_type(runner.runs_on, str)
    assert_type(runner.labels("test", image="arm-3.0"), list[str])
    assert_type(runner.webhook, CodeBuildWebhook)
    assert_type(runner.project, codebuild.Project)
    codebuild.Project(stack, "Own", source=organization_source(SourceProvider.GITHUB))


def attributes(webhook: CodeBuildWebhook) -> None:
    """What they hand out is the interface, whatever was given."""
    assert_type(webhook.project, codebuild.IProject)
    assert_type(webhook.secret, "secretsmanager.ISecret | None")
    assert_type(webhook.handler.role, iam.IRole)


def tests(stack: cdk.Stack, webhook: CodeBuildWebhook) -> None:
    assert_builds(webhook, push("main"))
    assert_no_build(webhook.settings, push(tag="v1"))
    assert normalized_template(stack)
    with LocalAws() as aws:
        aws.deploy(stack, "Ci")
