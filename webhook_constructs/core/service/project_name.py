"""What the name of a project can be."""

from __future__ import annotations

import re

from webhook_constructs.core.values.unresolved import is_unresolved

__all__ = ["NAME_FORM", "is_project_name"]

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{1,149}")
NAME_FORM = "2 to 150 letters, digits, hyphens and underscores and begin with a letter or digit"
"""What the name of a project must be, for error texts. Source:
https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html [doc]."""


def is_project_name(name: object) -> bool:
    """Check whether a value can be the name of a project; one that only the deployment knows can.

    Examples:
        >>> is_project_name("docs-site"), is_project_name("docs site"), is_project_name("${Token[Name.1]}")
        (True, False, True)
    """
    return isinstance(name, str) and (is_unresolved(name) or _NAME.fullmatch(name) is not None)
