"""What the environment of a project gives to the code that a build runs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from webhook_constructs.core.values.arguments import one_line
from webhook_constructs.core.values.unresolved import is_unresolved, known_text
from webhook_constructs.core.values.wire import get_member

__all__ = ["environment_powers"]

_PLAINTEXT = "PLAINTEXT"
_SECRET_NAME = re.compile(
    r"secret|token|passw(or)?d|passphrase|private_?key|api_?key|access_?key|credential", re.IGNORECASE
)
# What such a name goes on with where the value is not the secret itself.
_NO_SECRET_NAME = re.compile(r"_(arn|id|name|path|file|url|uri|type|region|length|ttl)$", re.IGNORECASE)
# CloudFormation writes the secret in the place of these.
_RESOLVED = re.compile(r"\{\{resolve:(secretsmanager|ssm-secure):")
_MOST_NAMED = 3


def environment_powers(environment: Any) -> tuple[str, ...]:
    """Return what a build gets from the environment of its project that a stranger's code had better not have.

    Args:
        environment: The environment of the project, as CodeBuild shows it, as a template has it or as the CDK holds it.

    Returns:
        A phrase for each; no value of a variable is in any. Nothing where that is not known.

    Examples:
        >>> variables = [{"Name": "NPM_TOKEN", "Value": "npm_1"}, {"Name": "STAGE", "Value": "test"}]
        >>> environment_powers({"PrivilegedMode": True, "EnvironmentVariables": variables})
        ('its environment is privileged', 'its variable NPM_TOKEN holds a secret in plain text')
    """
    return tuple(_powers(environment)) if isinstance(environment, Mapping) else ()


def _powers(environment: Mapping[str, Any]) -> Iterator[str]:
    if str(get_member(environment, "privilegedMode")).lower() == "true":
        yield "its environment is privileged"
    variables = get_member(environment, "environmentVariables")
    names = [
        one_line(str(get_member(each, "name")))
        for each in (variables if isinstance(variables, list) else ())
        if isinstance(each, Mapping) and _holds_secret(each)
    ]
    if len(names) == 1:
        yield f"its variable {names[0]} holds a secret in plain text"
    elif names:
        more = len(names) - _MOST_NAMED
        named = ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
        yield f"its variables {named} hold secrets in plain text"


def _holds_secret(variable: Mapping[str, Any]) -> bool:
    """Check whether a variable evidently has a secret as its value, which everybody who can read the project sees."""
    name, value = known_text(get_member(variable, "name")), get_member(variable, "value")
    if (get_member(variable, "type") or _PLAINTEXT) != _PLAINTEXT or name is None:
        return False
    if _RESOLVED.search(json.dumps(value, default=str)):
        return True
    is_named_so = _SECRET_NAME.search(name) is not None and _NO_SECRET_NAME.search(name) is None
    return is_named_so and isinstance(value, str) and bool(value) and not is_unresolved(value)
