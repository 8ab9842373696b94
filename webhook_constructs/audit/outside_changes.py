"""Findings of their own: a webhook that is not as its stack has left it, or was never made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webhook_constructs.lint import Finding, Location, Severity
from webhook_constructs.lint.outside_changes import (
    DELETED_ID,
    DELETED_NAME,
    EDITED_ID,
    EDITED_NAME,
    NOT_CREATED_ID,
    NOT_CREATED_NAME,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webhook_constructs.core.settings_differences import SettingsDifference

    from .live_stack import StackWebhook

__all__ = ["deleted", "edited", "not_created"]

_REDEPLOY = "deploy the stack with another redeploy_on of the webhook, which {}"
_NATIVE = (
    "{}, or take a CodeBuildWebhook in place of the Triggers: CloudFormation compares templates, and to deploy the "
    "same one again changes nothing"
)


def deleted(webhook: StackWebhook) -> Finding:
    """Say that a webhook of a stack is gone."""
    message = f"stack {webhook.stack} has made a webhook ({webhook.webhook.name}), and the project has none"
    ours, native = _REDEPLOY.format("makes it anew"), _NATIVE.format("take the Triggers out, deploy, and put them back")
    return Finding(DELETED_ID, DELETED_NAME, Severity.WARNING, Location(), message, ours if webhook.is_ours else native)


def edited(webhook: StackWebhook, differences: Sequence[SettingsDifference]) -> Finding:
    """Say that a webhook is not set as its stack says."""
    said = "; ".join(f"{each.member} is {each.live} and not {each.wanted}" for each in differences)
    message = f"the webhook is not as stack {webhook.stack} says ({webhook.webhook.name}): {said}"
    ours = _REDEPLOY.format("brings the settings back, or put what is live into the code")
    native = _NATIVE.format("put what is live into the Triggers, or change them there")
    place = Location(member=differences[0].member) if len(differences) == 1 else Location()
    return Finding(EDITED_ID, EDITED_NAME, Severity.WARNING, place, message, ours if webhook.is_ours else native)


def not_created(why: str) -> Finding:
    """Say that CodeBuild could not make a webhook that it shows."""
    message = f"CodeBuild could not create the webhook: {why}"
    fix = "mend that, delete the webhook, and make it anew"
    return Finding(NOT_CREATED_ID, NOT_CREATED_NAME, Severity.ERROR, Location(), message, fix)
