"""The types of a webhook's arguments: Python checks none of them, and jsii would say it in its own words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_logs as logs

from webhook_constructs.core import (
    BuildType,
    FilterGroup,
    OnExistingWebhook,
    PullRequestBuildPolicy,
    SourceProvider,
    WebhookScope,
)

__all__ = ["argument_problems", "handler_argument_problems"]

_TYPES: dict[str, tuple[type, str]] = {
    "branch_filter": (str, "a text"),
    "build_type": (BuildType, "a BuildType"),
    "webhook_scope": (WebhookScope, "a WebhookScope, such as WebhookScope.github_organization('acme')"),
    "manual_creation": (bool, "True or False"),
    "pull_request_build_policy": (PullRequestBuildPolicy, "a PullRequestBuildPolicy"),
    "source_provider": (SourceProvider, "a SourceProvider"),
    "on_existing": (OnExistingWebhook, "an OnExistingWebhook"),
    "allow_new_secret": (bool, "True or False"),
    "rotate_secret_on": (str, "a text"),
    "redeploy_on": (str, "a text"),
    "removal_policy": (cdk.RemovalPolicy, "a RemovalPolicy of aws_cdk"),
}


_HANDLER_TYPES: dict[str, tuple[type | tuple[type, ...], str]] = {
    "vpc_subnets": ((ec2.SubnetSelection, dict), "a SubnetSelection of aws_cdk.aws_ec2"),
    "security_groups": (Sequence, "a list of security groups of aws_cdk.aws_ec2"),
    "log_retention": (logs.RetentionDays, "a RetentionDays of aws_cdk.aws_logs"),
    "removal_policy": (cdk.RemovalPolicy, "a RemovalPolicy of aws_cdk"),
}
# jsii's interfaces cannot be asked for: a construct is known by an attribute of its own.
_HANDLER_CONSTRUCTS = {
    "role": ("role_arn", "a role of aws_cdk.aws_iam"),
    "vpc": ("vpc_id", "a VPC of aws_cdk.aws_ec2"),
    "log_encryption_key": ("key_arn", "a key of aws_cdk.aws_kms"),
}
_NEED_A_VPC = ("vpc_subnets", "security_groups")

_NEVER_NONE = {"on_existing", "allow_new_secret"}


def argument_problems(project: Any, filter_groups: Any, secret: Any, **others: Any) -> list[str]:
    """Say which arguments are of another type than they are declared with.

    Args:
        project: Must be a project of the CDK.
        filter_groups: Must be a sequence of filter groups of this package.
        secret: Must be None, True or a secret of the CDK.
        others: Must be of the type that their name stands for, or None where that is the default.
    """
    problems = []
    if isinstance(project, codebuild.CfnProject):
        problems.append(
            "project is a CfnProject; give codebuild.Project.from_project_name(self, 'Imported', project.ref) and "
            "state source_provider"
        )
    elif not _has(project, "project_arn"):
        problems.append(f"project must be a project of aws_cdk.aws_codebuild, got {project!r}")
    problems += _group_problems(filter_groups)
    if secret is not None and secret is not True and not _has(secret, "secret_arn"):
        problems.append(f"secret must be True or a secret of aws_cdk.aws_secretsmanager, got {secret!r}")
    if others.get("removal_policy") is cdk.RemovalPolicy.SNAPSHOT:
        problems.append("removal_policy must be DESTROY or RETAIN, got SNAPSHOT; there is nothing to take one of")
    for name, value in others.items():
        expected, described = _TYPES[name]
        if not isinstance(value, expected) and (value is not None or name in _NEVER_NONE):
            problems.append(f"{name} must be {described}, got {value!r}")
    return problems


def handler_argument_problems(**arguments: Any) -> list[str]:
    """Say which arguments of the handler are of another type than they are declared with, or lack another one.

    Args:
        arguments: All of them; None where one is not given.
    """
    given = {name: value for name, value in arguments.items() if value is not None}
    problems = []
    for name, value in given.items():
        if name in _HANDLER_CONSTRUCTS:
            attribute, described = _HANDLER_CONSTRUCTS[name]
            fits = not isinstance(value, type) and _has(value, attribute)
        else:
            expected, described = _HANDLER_TYPES[name]
            fits = isinstance(value, expected) and not isinstance(value, str)
        if not fits:
            problems.append(f"{name} must be {described}, got {value!r}")
    if isinstance(groups := given.get("security_groups"), Sequence) and not isinstance(groups, str):
        problems += [
            f"security_groups[{index}] must be a security group of aws_cdk.aws_ec2, got {group!r}"
            for index, group in enumerate(groups)
            if isinstance(group, type) or not _has(group, "security_group_id")
        ]
    problems += [f"{name} needs a vpc, got none" for name in _NEED_A_VPC if name in given and "vpc" not in given]
    return problems


def _has(value: Any, name: str) -> bool:
    """Tell whether a construct has an attribute; asking the class first saves a call into the CDK."""
    return hasattr(type(value), name) or hasattr(value, name)


def _group_problems(groups: Any) -> list[str]:
    if isinstance(groups, FilterGroup):
        return ["filter_groups must be a list of filter groups, got one group; put it into brackets"]
    if not isinstance(groups, Sequence) or isinstance(groups, (str, bytes)):
        return [f"filter_groups must be a list of filter groups, got {groups!r}"]
    return [
        f"filter_groups[{index}] must be a FilterGroup of webhook_constructs, got {_described(group)}"
        for index, group in enumerate(groups)
        if not isinstance(group, FilterGroup)
    ]


def _described(group: Any) -> str:
    if isinstance(group, codebuild.FilterGroup):
        return "the FilterGroup of aws_cdk.aws_codebuild, which cannot be read; import the one of webhook_constructs"
    if isinstance(group, (list, dict)):
        return f"{group!r}; read the form of the API with FilterGroup.from_api"
    return repr(group)
