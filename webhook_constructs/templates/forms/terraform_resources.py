"""Resources of Terraform as CloudFormation writes them: what of webhooks, projects and pipelines is judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .terraform_values import Values

__all__ = [
    "ARGUMENTS",
    "PIPELINE",
    "PROJECT",
    "STACKS",
    "WEBHOOK",
    "pipeline_properties",
    "project_properties",
    "webhook_properties",
]

WEBHOOK, PROJECT, PIPELINE = "aws_codebuild_webhook", "aws_codebuild_project", "aws_codepipeline"
"""The types of resources that are read: https://registry.terraform.io/providers/hashicorp/aws/latest/docs."""

STACKS = frozenset({"aws_cloudformation_stack", "aws_cloudformation_stack_set"})
"""The types of resources that deploy a template, which may hold webhooks."""

ARGUMENTS = frozenset(
    {
        "branch_filter",
        "build_type",
        "filter_group",
        "manual_creation",
        "project_name",
        "pull_request_build_policy",
        "region",
        "scope_configuration",
    }
)
"""The arguments of a webhook that are read."""


def webhook_properties(values: Values) -> dict[str, Any]:
    """Return the settings of a webhook as `Triggers` has them.

    Raises:
        FormError: They have another shape than the provider gives them.
    """
    return _set(
        {
            "FilterGroups": values.required_blocks("filter_group", lambda group: group.each("filter", _filter)),
            "BranchFilter": values.text("branch_filter"),
            "BuildType": values.text("build_type"),
            "ManualCreation": values.flag("manual_creation"),
            "ScopeConfiguration": values.only("scope_configuration", _scope),
            "PullRequestBuildPolicy": values.only("pull_request_build_policy", _policy),
        }
    )


def project_properties(values: Values) -> dict[str, Any]:
    """Return what of a project is judged, as CloudFormation has it.

    Raises:
        FormError: It has another shape than the provider gives it.
    """
    return _set(
        {
            "Name": values.required("name"),
            "Source": values.only("source", _source),
            "Environment": values.only("environment", _environment),
            "BuildBatchConfig": values.only("build_batch_config", lambda _: {"ServiceRole": "*"}),
        }
    )


def pipeline_properties(values: Values) -> dict[str, Any]:
    """Return what of a pipeline is judged, as CloudFormation has it.

    Raises:
        FormError: It has another shape than the provider gives it.
    """
    return _set(
        {
            "Name": values.required("name"),
            "Stages": values.each("stage", _stage),
            "Triggers": values.each("trigger", _trigger),
        }
    )


def _set(members: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is not set."""
    return {name: value for name, value in members.items() if value is not None and value != []}


def _filter(values: Values) -> dict[str, Any]:
    return _set(
        {
            "Type": values.required("type"),
            "Pattern": values.required("pattern", may_be_empty=True),
            "ExcludeMatchedPattern": values.flag("exclude_matched_pattern"),
        }
    )


def _scope(values: Values) -> dict[str, Any]:
    return _set(
        {"Name": values.required("name"), "Scope": values.required("scope"), "Domain": values.text("domain")},
    )


def _policy(values: Values) -> dict[str, Any]:
    return _set(
        {
            "RequiresCommentApproval": values.required("requires_comment_approval"),
            "ApproverRoles": values.texts("approver_roles"),
        }
    )


def _source(values: Values) -> dict[str, Any]:
    return _set({"Type": values.required("type"), "Location": values.text("location")})


def _environment(values: Values) -> dict[str, Any]:
    return _set(
        {
            "PrivilegedMode": values.flag("privileged_mode"),
            "EnvironmentVariables": values.each("environment_variable", _variable),
        }
    )


def _variable(values: Values) -> dict[str, Any]:
    return _set({"Name": values.required("name"), "Type": values.text("type"), "Value": values.text("value")})


def _stage(values: Values) -> dict[str, Any]:
    return _set({"Name": values.required("name"), "Actions": values.each("action", _action)})


def _action(values: Values) -> dict[str, Any]:
    kind = {name.capitalize(): values.required(name) for name in ("category", "owner", "provider", "version")}
    return _set(
        {
            "Name": values.required("name"),
            "ActionTypeId": kind,
            "Configuration": values.mapping("configuration"),
            "Region": values.text("region"),
            "RoleArn": values.text("role_arn"),
        }
    )


def _trigger(values: Values) -> dict[str, Any]:
    return _set({"GitConfiguration": values.only("git_configuration", _git)})


def _git(values: Values) -> dict[str, Any]:
    return _set(
        {
            "SourceActionName": values.required("source_action_name"),
            "Push": values.each("push", _started_by),
            "PullRequest": values.each("pull_request", _started_by),
        }
    )


def _started_by(values: Values) -> dict[str, Any]:
    return _set(
        {
            "Events": values.texts("events"),
            "Branches": values.only("branches", _globs),
            "FilePaths": values.only("file_paths", _globs),
            "Tags": values.only("tags", _globs),
        }
    )


def _globs(values: Values) -> dict[str, Any]:
    return _set({"Includes": values.texts("includes"), "Excludes": values.texts("excludes")})
