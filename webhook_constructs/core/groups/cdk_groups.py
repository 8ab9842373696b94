"""Filter groups of the CDK, which show what they consist of only to a source of a project."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from webhook_constructs.core.errors import FilterGroupError
from webhook_constructs.core.values.arguments import shown

__all__ = ["api_filters"]

_CODEBUILD = "aws_cdk.aws_codebuild"


def api_filters(group: Any) -> list[dict[str, Any]]:
    """Return the filters of a group in the form of the API.

    Args:
        group: A `FilterGroup` of `aws_cdk.aws_codebuild`. Whoever has one has imported the CDK.

    Raises:
        FilterGroupError: It is something else.
    """
    if not any((each.__module__, each.__name__) == (_CODEBUILD, "FilterGroup") for each in type(group).__mro__):
        msg = f"not a FilterGroup of {_CODEBUILD}, got {shown(group)}: for JSON, use from_api or from_cfn"
        raise FilterGroupError(msg)
    codebuild, stack = import_module(_CODEBUILD), import_module("aws_cdk").Stack()
    project = codebuild.Project.from_project_name(stack, "Project", "project")
    source = codebuild.Source.git_hub(owner="owner", repo="repository", webhook_filters=[group])
    (filters,) = source.bind(stack, project).build_triggers.filter_groups
    return [
        {"type": each.type, "pattern": each.pattern, "excludeMatchedPattern": each.exclude_matched_pattern or False}
        for each in filters
    ]
