"""The input of CreateWebhook and UpdateWebhook, as `--cli-input-json` of the AWS CLI takes it.

What UpdateWebhook is not given stays as it is, which the file does not show. `rotateSecret` tells the two apart, which
only UpdateWebhook has; a file without it is read as the input of CreateWebhook.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from webhook_constructs.core import WebhookConstructsError, WebhookSettings
from webhook_constructs.lint.wording.languages import Language
from webhook_constructs.templates.known_settings import PROPERTIES, KnownPart, known_part
from webhook_constructs.templates.template import Template
from webhook_constructs.templates.template_webhooks import TemplateWebhook

from .form_reading import FormError, FormReading

__all__ = ["INPUT_TYPE", "is_written_so", "read"]

INPUT_TYPE = "CreateWebhook"
"""What stands for the resource type of such a webhook."""

_NAME, _ROTATE = "projectName", "rotateSecret"
_SETTINGS = {name[0].lower() + name[1:]: member for member, name in PROPERTIES.items()}
_PLAIN = frozenset({"buildType"})
"""Members that other files have, too."""


def is_written_so(body: Mapping[str, Any]) -> bool:
    """Check whether a document is the input of CreateWebhook or UpdateWebhook."""
    members = {*_SETTINGS, _ROTATE} & body.keys()
    return _NAME in body and (bool(members - _PLAIN) or (bool(members) and not body.keys() - {*_SETTINGS, _NAME}))


def read(body: Mapping[str, Any], file: str) -> FormReading:
    """Read the input.

    Args:
        body: The document.
        file: The path of its file.

    Raises:
        FormError: It has no name of a project.
    """
    name = body[_NAME]
    if not isinstance(name, str) or not name:
        msg = "projectName is not the name of a project"
        raise FormError(msg, (_NAME,))
    written = {key: value for key, value in body.items() if key not in {_NAME, _ROTATE}}
    part = known_part(_cased(written))
    _add_slips(part, written)
    for member in _SETTINGS.values() if _ROTATE in body else ():
        if member not in part.members and member not in part.unknown:
            part.leave_open(member)
    settings = WebhookSettings(**part.members)
    webhook = TemplateWebhook(
        name,
        INPUT_TYPE,
        project=name,
        project_name=name,
        unknown=part.unknown,
        undecided=part.undecided,
        problems=part.problems,
        written={"ProjectName": name},
        language=Language.API,
        origin=(),
        settings=settings if part.is_whole else None,
        known=None if part.is_whole else settings,
    )
    resources = {name: {"Type": INPUT_TYPE, "Properties": {}}}
    return FormReading(Template({"Resources": resources}, file=file, webhooks=(webhook,)))


def _cased(value: Any) -> Any:
    """Return settings with the names that CloudFormation has for their members."""
    if isinstance(value, Mapping):
        return {f"{key[:1].upper()}{key[1:]}": _cased(each) for key, each in value.items()}
    return [_cased(each) for each in value] if isinstance(value, list) else value


def _add_slips(part: KnownPart, written: Mapping[str, Any]) -> None:
    """Note what CloudFormation would take and the API refuses, such as a number in the place of a text."""
    try:
        WebhookSettings.from_api({key: value for key, value in written.items() if value is not None})
    except WebhookConstructsError as error:
        if not part.problems:
            part.is_wrong(error, "write it as `aws codebuild create-webhook --generate-cli-skeleton` shows it")
