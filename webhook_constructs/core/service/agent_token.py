"""The variable of a project that a Buildkite runner needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from webhook_constructs.core.values.json_access import get_member
from webhook_constructs.core.values.unresolved import is_unresolved

__all__ = ["AGENT_TOKEN", "agent_token_type"]

AGENT_TOKEN = "CODEBUILD_CONFIG_BUILDKITE_AGENT_TOKEN"  # noqa: S105 - the name of a variable
"""The environment variable that a Buildkite runner needs."""


def agent_token_type(environment: Any) -> str | None:
    """Return the type of a project's variable for Buildkite's token.

    Args:
        environment: The environment of the project, as CodeBuild shows it, as a template has it or as the CDK holds it.

    Returns:
        The type, empty where the project has no such variable; None where that is not known.

    Examples:
        >>> agent_token_type({"environmentVariables": [{"name": AGENT_TOKEN, "type": "SECRETS_MANAGER"}]})
        'SECRETS_MANAGER'
        >>> agent_token_type({}), agent_token_type({"Ref": "Environment"})
        ('', None)
    """
    is_known = isinstance(environment, Mapping) and not any(
        str(each).startswith(("Ref", "Fn::")) for each in environment
    )
    variables = (get_member(environment, "environmentVariables") or []) if is_known else None
    if not isinstance(variables, list) or not all(isinstance(each, Mapping) for each in variables):
        return None
    names = [get_member(each, "name") for each in variables]
    if not all(isinstance(name, str) and not is_unresolved(name) for name in names):
        return None
    kinds = [get_member(each, "type") for name, each in zip(names, variables, strict=True) if name == AGENT_TOKEN]
    kind = (kinds[0] or "PLAINTEXT") if kinds else ""
    return kind if isinstance(kind, str) and not is_unresolved(kind) else None
