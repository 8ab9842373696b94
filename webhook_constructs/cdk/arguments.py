"""The types of a webhook's arguments: Python checks none of them, and jsii would say it in its own words."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_logs as logs
from constructs import Construct

from webhook_constructs.core import (
    BuildType,
    FilterGroup,
    OnExistingWebhook,
    PullRequestBuildPolicy,
    SourceProvider,
    WebhookScope,
)
from webhook_constructs.core.values.arguments import require_choice

from .errors import CodeBuildWebhookError

__all__ = ["argument_problems", "handler_argument_problems", "require_construct"]

_TYPES: dict[str, tuple[type, str]] = {
    "branch_filter": (str, "a text"),
    "webhook_scope": (WebhookScope, "a WebhookScope, such as WebhookScope.github_organization('acme')"),
    "manual_creation": (bool, "True or False"),
    "repository": (str, "the address of a repository as a text, such as 'https://github.com/acme/api'"),
    "pull_request_build_policy": (PullRequestBuildPolicy, "a PullRequestBuildPolicy"),
    "allow_new_secret": (bool, "True or False"),
    "rotate_secret_on": (str, "a text"),
    "redeploy_on": (str, "a text"),
    "removal_policy": (cdk.RemovalPolicy, "a RemovalPolicy of aws_cdk"),
}
_CHOICES: dict[str, type[Enum]] = {
    "build_type": BuildType,
    "source_provider": SourceProvider,
    "on_existing": OnExistingWebhook,
}
_HANDLER_TYPES: dict[str, tuple[type | tuple[type, ...], str]] = {
    "vpc_subnets": ((ec2.SubnetSelection, dict), "a SubnetSelection of aws_cdk.aws_ec2"),
    "security_groups": (Sequence, "a list of security groups of aws_cdk.aws_ec2"),
    "log_retention": (logs.RetentionDays, "a RetentionDays of aws_cdk.aws_logs"),
    "removal_policy": (cdk.RemovalPolicy, "a RemovalPolicy of aws_cdk"),
}
# Whether a construct has one of jsii's interfaces cannot be asked. It has one if it has an attribute of it, which L1
# constructs of other services may have as well, and a method of it, which they do not have.
_PROJECT = ("project_arn", "add_to_role_policy")
_SECRET = ("secret_arn", "grant_read")
_SECURITY_GROUP = ("security_group_id", "add_ingress_rule")
_HANDLER_CONSTRUCTS = {
    "role": (("role_arn", "grant_pass_role"), "a role of aws_cdk.aws_iam"),
    "vpc": (("vpc_id", "select_subnets"), "a VPC of aws_cdk.aws_ec2"),
    "log_encryption_key": (("key_arn", "add_alias"), "a key of aws_cdk.aws_kms"),
}
_NEED_A_VPC = ("vpc_subnets", "security_groups")

_NEVER_NONE = {"on_existing", "allow_new_secret"}


def require_construct(scope: Any) -> None:
    """Check whether a scope is a construct; some values that are none, such as NaN, end the CDK's process.

    Raises:
        CodeBuildWebhookError: It is none.
    """
    if not isinstance(scope, Construct):
        msg = f"scope must be a construct that is in a stack, got {scope!r}"
        raise CodeBuildWebhookError(msg)


def argument_problems(construct_id: Any, project: Any, filter_groups: Any, secret: Any, **others: Any) -> list[str]:
    """Return which arguments have another type than the declared one.

    Args:
        construct_id: Must be a text, and not empty.
        project: Must be a project of the CDK.
        filter_groups: Must be a sequence of filter groups of this package.
        secret: Must be None, True or a secret of the CDK.
        others: Must be of the type that their name stands for, or a choice of it, or None where that is the default.
    """
    problems = []
    if not isinstance(construct_id, str) or not construct_id:
        problems.append(f"construct_id must be a text that is not empty, got {construct_id!r}")
    if isinstance(project, codebuild.CfnProject):
        problems.append(
            "project is a CfnProject; give codebuild.Project.from_project_name(self, 'Imported', project.ref) and "
            "state its repository"
        )
    elif not _has(project, _PROJECT):
        problems.append(f"project must be a project of aws_cdk.aws_codebuild, got {_shown(project)}")
    problems += _group_problems(filter_groups)
    if secret is not None and secret is not True and not _has(secret, _SECRET):
        is_plain = isinstance(secret, (str, bytes))  # the secret itself, perhaps, which no error shows
        got = "a text" if is_plain else _shown(secret)
        problems.append(f"secret must be True or a secret of aws_cdk.aws_secretsmanager, got {got}")
    if others.get("removal_policy") is cdk.RemovalPolicy.SNAPSHOT:
        problems.append("removal_policy must be DESTROY or RETAIN, got SNAPSHOT; there is nothing to take one of")
    for name, value in others.items():
        if value is not None or name in _NEVER_NONE:
            problems += _choice_problems(name, value) if name in _CHOICES else _type_problems(name, value)
    return problems


def _choice_problems(name: str, value: Any) -> list[str]:
    try:
        require_choice(_CHOICES[name], value, name, CodeBuildWebhookError)
    except CodeBuildWebhookError as error:
        return [str(error)]
    return []


def _type_problems(name: str, value: Any) -> list[str]:
    expected, described = _TYPES[name]
    return [] if isinstance(value, expected) else [f"{name} must be {described}, got {_shown(value)}"]


def handler_argument_problems(**arguments: Any) -> list[str]:
    """Return which arguments of the handler have another type than the declared one, or lack another argument.

    Args:
        arguments: All of them; None where one is not given.
    """
    given = {name: value for name, value in arguments.items() if value is not None}
    problems = []
    for name, value in given.items():
        if name in _HANDLER_CONSTRUCTS:
            members, described = _HANDLER_CONSTRUCTS[name]
            fits = _has(value, members)
        else:
            expected, described = _HANDLER_TYPES[name]
            fits = isinstance(value, expected) and not isinstance(value, str)
        if not fits:
            problems.append(f"{name} must be {described}, got {_shown(value)}")
    if isinstance(groups := given.get("security_groups"), Sequence) and not isinstance(groups, str):
        problems += [
            f"security_groups[{index}] must be a security group of aws_cdk.aws_ec2, got {_shown(group)}"
            for index, group in enumerate(groups)
            if not _has(group, _SECURITY_GROUP)
        ]
    problems += [f"{name} needs a vpc, got none" for name in _NEED_A_VPC if name in given and "vpc" not in given]
    return problems


def _has(value: Any, members: Sequence[str]) -> bool:
    """Check whether a value, which is no class, has some members; asking its class first saves a call into the CDK."""
    if isinstance(value, type):
        return False
    return all(hasattr(type(value), name) or hasattr(value, name) for name in members)


def _shown(value: Any) -> str:
    """Return a value as an error shows it: a construct by its path."""
    return f"the {type(value).__name__} {value.node.path}" if isinstance(value, Construct) else repr(value)


def _group_problems(groups: Any) -> list[str]:
    if isinstance(groups, FilterGroup):
        return ["filter_groups must be a list of filter groups, got one group; put it into brackets"]
    if not isinstance(groups, Sequence) or isinstance(groups, (str, bytes)):
        return [f"filter_groups must be a list of filter groups, got {_shown(groups)}"]
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
    return _shown(group)
