"""The input of CreateWebhook and UpdateWebhook, as `--cli-input-json` of the AWS CLI takes it.

What UpdateWebhook is not given stays as it is, which the file does not show. `rotateSecret` tells the two apart, which
only UpdateWebhook has; a file without it is read as the input of CreateWebhook.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from webhook_constructs.core import WebhookConstructsError, WebhookSettings, WebhookSettingsError
from webhook_constructs.core.values.arguments import shown
from webhook_constructs.core.values.wire import Node, WireForm
from webhook_constructs.lint.wording.languages import Language
from webhook_constructs.templates.known_settings import PROPERTIES, KnownPart, known_part
from webhook_constructs.templates.template import Template
from webhook_constructs.templates.template_webhooks import TemplateWebhook

from .form_reading import FormError, FormReading, brief

__all__ = ["INPUT_TYPE", "is_written_so", "read"]

INPUT_TYPE = "CreateWebhook"
"""What stands for the resource type of such a webhook."""

_NAME, _ROTATE, _SCOPE = "projectName", "rotateSecret", "scopeConfiguration"
_SETTINGS = {name[0].lower() + name[1:]: member for member, name in PROPERTIES.items()}
_ONLY_CREATED = (_SCOPE, "manualCreation")
_OWN = frozenset({each.lower() for each in (*_SETTINGS, _ROTATE)} - {"buildtype"})
"""The members that no other file has, in lower case: a slip in the casing does not hide what they are."""


def is_written_so(body: Mapping[str, Any]) -> bool:
    """Check whether a document is the input of CreateWebhook or UpdateWebhook."""
    members = {str(key).lower() for key in body}
    if members.isdisjoint(_OWN):
        return body.keys() == {_NAME, "buildType"}
    return _NAME.lower() in members or members <= {*_OWN, "buildtype"}


def read(body: Mapping[str, Any], file: str) -> FormReading:
    """Read the input.

    Args:
        body: The document.
        file: The path of its file.

    Raises:
        FormError: It has no name of a project.
    """
    name = _project_name(body)
    written = {key: value for key, value in body.items() if key not in {_NAME, _ROTATE}}
    part = known_part(written, Language.API)
    _add_slips(part, body)
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


def _project_name(body: Mapping[str, Any]) -> str:
    if _NAME not in body:
        slip = next((key for key in body if str(key).lower() == _NAME.lower()), None)
        msg = f"it has no {_NAME}" if slip is None else f"unknown key, got {shown(slip)}: write {_NAME}"
        raise FormError(msg, () if slip is None else (slip,))
    name = body[_NAME]
    if not isinstance(name, str) or not name:
        msg = f"{_NAME} is not the name of a project, got {brief(name)}"
        raise FormError(msg, (_NAME,))
    return name


def _add_slips(part: KnownPart, body: Mapping[str, Any]) -> None:
    """Note what a template may leave out and the API demands, and what UpdateWebhook does not take."""
    scope, rotate = (Node(body.get(each), WireForm.API, WebhookSettingsError, each) for each in (_SCOPE, _ROTATE))
    try:
        if "scope" in part.members:
            scope.required(scope.members(("name", "scope", "domain")), "scope")
    except WebhookConstructsError as error:
        part.is_wrong(error, "write name, scope and, for a host of your own, domain")
    if _ROTATE not in body:
        return
    try:
        rotate.flag()
    except WebhookConstructsError as error:
        part.is_wrong(error, "write true for a new secret, or leave it out")
    for each in _ONLY_CREATED:
        if body.get(each) is not None:
            refused = WebhookSettingsError(f"{each}: UpdateWebhook has no such member")
            refused.place = each
            part.is_wrong(refused, f"leave it out, or leave {_ROTATE} out to create the webhook")
