"""Which form a file has: the one place that tells."""

from __future__ import annotations

from typing import Any

from . import api_input, project_list, terraform_file
from .form_reading import FormReading

__all__ = ["FORMS", "may_be_template", "read_form"]

FORMS = (
    "what `terraform show -json` prints of a plan or a state, the input of `aws codebuild create-webhook "
    "--cli-input-json`, and the output of `aws codebuild batch-get-projects`"
)
"""The forms that are read beside CloudFormation's, for a text that says that a file has none of them."""

_OF_TEMPLATES = ("Resources", "AWSTemplateFormatVersion")


def may_be_template(body: Any) -> bool:
    """Check whether a document has what only a CloudFormation template has, right or wrong."""
    return isinstance(body, dict) and any(each in body for each in _OF_TEMPLATES)


def read_form(body: Any, file: str = "") -> FormReading | None:
    """Read what the parser of JSON or YAML gave, if it has another form than CloudFormation's.

    Args:
        body: What the parser gave.
        file: The path of the file. Default: it has none.

    Returns:
        What is read; None where it has none of these forms.

    Raises:
        FormError: It has one of them and cannot be read.

    Examples:
        >>> read_form({"Resources": {}}) is None
        True
        >>> found = read_form({"projectName": "api", "filterGroups": [[{"type": "EVENT", "pattern": "PUSH"}]]})
        >>> [each.name for each in found.template.webhooks]
        ['api']
    """
    if not isinstance(body, dict) or may_be_template(body):
        return None
    if terraform_file.is_written_so(body):
        return terraform_file.read(body, file)
    if project_list.is_written_so(body):
        return project_list.read(body, file)
    return api_input.read(body, file) if api_input.is_written_so(body) else None
