"""Findings of their own: a webhook that is not as its stack has left it, or was never made."""

from __future__ import annotations

from collections.abc import Sequence

from webhook_constructs.audit.settings_differences import SettingsDifference
from webhook_constructs.lint import Finding, Location
from webhook_constructs.lint.findings.finding import DELETED, EDITED

from .stack import StackWebhook

__all__ = ["deleted", "edited"]

_REDEPLOY = "deploy the stack with another redeploy_on of the webhook, which {}"
_UPDATE = _REDEPLOY.format("brings the settings back, or put what is live into the code")
_ANEW = "take the change back by hand, or put what is live into the code, or " + _REDEPLOY.format(
    "creates it again if allow_new_secret=True allows that: its payload URL and secret change"
)
_BY_HAND = (
    "take the change back by hand, or put what is live into the code: a webhook that was adopted is never replaced, "
    "and an update cannot take away what the code does not state"
)
_ROLES = (
    "write the policy with its approver_roles into the code, and deploy: redeploy_on leaves roles that the code does "
    "not name"
)
_REPOSITORY = (
    "give the project the repository back that the stack states, or write the one that it has into the code "
    "(repository= of an imported project), and deploy"
)
_NATIVE = (
    "{}, or take a CodeBuildWebhook in place of the Triggers: CloudFormation compares templates, and to deploy the "
    "same one again changes nothing"
)


def deleted(webhook: StackWebhook) -> Finding:
    """Return the finding on a webhook of a stack that no longer exists."""
    message = f"stack {webhook.stack} has made a webhook ({webhook.webhook.name}), and the project has none"
    ours, native = (
        _REDEPLOY.format("creates it again"),
        _NATIVE.format("take the Triggers out, deploy, and put them back"),
    )
    return DELETED.finding(message, ours if webhook.is_ours else native)


def edited(webhook: StackWebhook, differences: Sequence[SettingsDifference]) -> Finding:
    """Return the finding on a webhook whose settings differ from those of its stack."""
    said = "; ".join(f"{each.member} is {each.live} and not {each.wanted}" for each in differences)
    message = f"the webhook is not as stack {webhook.stack} says ({webhook.webhook.name}): {said}"
    native = _NATIVE.format("put what is live into the Triggers, or change them there")
    place = Location(member=differences[0].member) if len(differences) == 1 else Location()
    of_webhook = [each for each in differences if each.member != "source_location"]
    ways = [_REPOSITORY] if len(of_webhook) < len(differences) else []
    if of_webhook:
        ways.append(_way_back(webhook, of_webhook) if webhook.is_ours else native)
    return EDITED.finding(message, "; ".join(ways), place)


def _way_back(webhook: StackWebhook, differences: Sequence[SettingsDifference]) -> str:
    """Return how to restore a webhook of this package.

    An update brings back what the code states; what it leaves out, and the scope, takes another webhook, and roles that
    no policy of the code names are never sent.
    """
    is_manual = webhook.webhook.settings is not None and webhook.webhook.settings.is_manual
    ways = [_ROLES] if any(each.are_roles for each in differences) else []
    others = [each for each in differences if not each.are_roles]
    if any(each.is_by_default or each.member == "scope" for each in others):
        ways.append(_BY_HAND if webhook.is_adopted else _ANEW if is_manual else _UPDATE)
    elif others:
        ways.append(_UPDATE)
    return "; ".join(ways)
