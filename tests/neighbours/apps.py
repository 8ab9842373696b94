"""The apps that the neighbours judge: the sample app, every example, and one stack for each option."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_secretsmanager as secretsmanager

from tests.cdk.apps import PUSH_TO_MAIN, github_project
from webhook_constructs import (
    CodeBuildWebhook,
    CodeBuildWebhookHandler,
    GitHubActionsRunner,
    GitLabRunner,
    OnExistingWebhook,
    SourceProvider,
)

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["APPS", "option_app", "run_app"]

_ROOT = Path(__file__).parents[2]
APPS = {
    "app.py": _ROOT / "app.py",
    **{path.parent.name: path for path in sorted((_ROOT / "examples").glob("*/app.py"))},
}
"""The sample app, and the examples by their folder."""


def run_app(path: Path) -> cdk.App:
    """Run an app in this process, as Python runs a script: it finds what is in its folder."""
    before = set(sys.modules)
    sys.path.insert(0, str(path.parent))
    try:
        app = runpy.run_path(str(path), run_name="__main__")["app"]
    finally:
        sys.path.remove(str(path.parent))
        for name in set(sys.modules) - before:
            if Path(getattr(sys.modules[name], "__file__", None) or "/").parent == path.parent:
                del sys.modules[name]
    assert isinstance(app, cdk.App)
    return app


def option_app() -> cdk.App:
    """Make an app with a stack for each option of the handler and of the webhook."""
    app = cdk.App()
    for option in _OPTIONS:
        option(cdk.Stack(app, "".join(word.capitalize() for word in option.__name__.split("_"))))
    bound = cdk.Stack(app, "Bound", env=cdk.Environment(account="111122223333", region="eu-west-1"))
    _other_regions(bound)
    return app


def _own_role(stack: cdk.Stack) -> None:
    role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    CodeBuildWebhookHandler.of(stack, role=role)
    _webhook(stack)


def _immutable_role(stack: cdk.Stack) -> None:
    role = iam.Role.from_role_name(stack, "Role", "webhooks", mutable=False)
    CodeBuildWebhookHandler.of(stack, role=role)
    _webhook(stack)


def _vpc(stack: cdk.Stack) -> None:
    CodeBuildWebhookHandler.of(stack, vpc=ec2.Vpc(stack, "Network", max_azs=1))
    _webhook(stack, secret=True)


def _log(stack: cdk.Stack) -> None:
    key = kms.Key(stack, "Key")
    CodeBuildWebhookHandler.of(
        stack,
        log_retention=logs.RetentionDays.ONE_YEAR,
        log_encryption_key=key,
        removal_policy=cdk.RemovalPolicy.RETAIN,
    )
    _webhook(stack)


def _new_secret(stack: cdk.Stack) -> None:
    _webhook(stack, manual_creation=True, secret=True, rotate_secret_on="2026-11", allow_new_secret=True)


def _own_secret(stack: cdk.Stack) -> None:
    secret = secretsmanager.Secret(stack, "Own", encryption_key=kms.Key(stack, "Key"))
    _webhook(stack, manual_creation=True, secret=secret)


def _lifecycle(stack: cdk.Stack) -> None:
    _webhook(
        stack,
        on_existing=OnExistingWebhook.ADOPT,
        redeploy_on="2026-11-24",
        removal_policy=cdk.RemovalPolicy.RETAIN,
    )


def _stated_repository(stack: cdk.Stack) -> None:
    imported = codebuild.Project.from_project_name(stack, "Docs", "docs-site")
    CodeBuildWebhook(stack, "Webhook", project=imported, repository="https://github.com/acme/docs-site")


def _runners(stack: cdk.Stack) -> None:
    arn = "arn:aws:codeconnections:us-east-1:111122223333:connection/8c11a4ba"
    names = ["api", "web"]
    GitHubActionsRunner(stack, "Organization", organization="acme", repositories=names, connection_arn=arn)
    GitHubActionsRunner(stack, "Enterprise", github_global="acme-inc", repositories=names, runner_group_id=3)
    GitHubActionsRunner(stack, "Server", repository="https://git.example.com/acme/api", runner_name="acme-api")
    GitLabRunner(stack, "Group", group="platform", repositories=names, connection_arn=arn)


def _other_regions(stack: cdk.Stack) -> None:
    arn = cdk.CfnParameter(stack, "Arn").value_as_string
    for index, project in enumerate([arn, f"arn:aws:codebuild:us-west-2:{stack.account}:project/docs"]):
        imported = codebuild.Project.from_project_arn(stack, f"Far{index}", project)
        CodeBuildWebhook(stack, f"FarWebhook{index}", project=imported, source_provider=SourceProvider.GITHUB)


def _two_policies(stack: cdk.Stack) -> None:
    for index in range(32):  # of names as long as they may be, which fill the first
        imported = codebuild.Project.from_project_name(stack, f"Project{index}", f"project-{index:0142}")
        CodeBuildWebhook(stack, f"Webhook{index}", project=imported, source_provider=SourceProvider.GITHUB)


def _webhook(stack: cdk.Stack, **arguments: object) -> None:
    given: dict[str, object] = {"filter_groups": [PUSH_TO_MAIN], **arguments}
    CodeBuildWebhook(stack, "Webhook", project=github_project(stack), **given)  # type: ignore[arg-type]


_OPTIONS: tuple[Callable[[cdk.Stack], None], ...] = (
    _own_role,
    _immutable_role,
    _vpc,
    _log,
    _new_secret,
    _own_secret,
    _lifecycle,
    _stated_repository,
    _other_regions,
    _two_policies,
    _runners,
)
