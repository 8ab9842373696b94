"""The webhooks of a stack, and those of an account, as one side of a comparison."""

from __future__ import annotations

from dataclasses import dataclass, replace

from webhook_constructs.changes.snapshot import Snapshot, SnapshotWebhook
from webhook_constructs.cli.accounts import read_region
from webhook_constructs.core import WebhookConstructsError
from webhook_constructs.lint.findings.located_findings import Skipped
from webhook_constructs.templates.forms.live_project import LiveProject
from webhook_constructs.templates.known_settings import ShapeProblem
from webhook_constructs.templates.template import UNKNOWN_PLACE, Place
from webhook_constructs.templates.template_webhooks import TemplateWebhook
from webhook_constructs.templates.values.possible_webhooks import PossibleWebhook

__all__ = ["AccountSide", "AccountSideError", "read_account", "read_stack"]

_UPDATE = "update webhook-constructs"


class AccountSideError(WebhookConstructsError):
    """Nothing of a stack or an account can be read; the text says why, and the way out."""


@dataclass(frozen=True, slots=True)
class AccountSide:
    """The webhooks of a stack or an account.

    Attributes:
        snapshot: The webhooks.
        unread: What could not be read.
    """

    snapshot: Snapshot
    unread: tuple[Skipped, ...] = ()


def read_stack(name: str, region: str | None, profile: str | None) -> AccountSide:
    """Read the webhooks of a stack, and of the stacks in it, as its deployed templates and its values say.

    Args:
        name: The name of the stack.
        region: The region; None for that of the profile.
        profile: The profile; None for the credentials that boto3 finds by itself.

    Raises:
        AccountSideError: It cannot be read.
    """
    reading = read_region("a side that begins with stack:", region, profile, [name])
    if reading.unread and not reading.stack_webhooks:
        raise _error(reading.unread)
    webhooks = (_webhook(each.webhook, Place(each.account, each.region)) for each in reading.stack_webhooks)
    return AccountSide(Snapshot(tuple(webhooks)), reading.unread)


def read_account(region: str | None, profile: str | None) -> AccountSide:
    """Read the webhooks that are live in a region.

    Args:
        region: The region; None for that of the profile.
        profile: The profile; None for the credentials that boto3 finds by itself.

    Raises:
        AccountSideError: Nothing can be read.
    """
    reading = read_region("the side live:", region, profile, lists=("projects",))
    if reading.is_blind:
        raise _error(reading.unread)
    place = next((Place(each.account, each.region) for each in reading.projects), UNKNOWN_PLACE)
    webhooks = (_webhook(_of_project(each), place) for each in reading.projects if each.has_webhook)
    return AccountSide(Snapshot(tuple(webhooks), account=place), reading.unread)


def _webhook(webhook: TemplateWebhook, place: Place) -> SnapshotWebhook:
    return SnapshotWebhook(PossibleWebhook(0, webhook.logical_id, webhook), place=place)


def _of_project(project: LiveProject) -> TemplateWebhook:
    webhook = project.webhook(project.name)
    return webhook if project.error is None else replace(webhook, problems=(ShapeProblem(project.error, _UPDATE),))


def _error(unread: tuple[Skipped, ...]) -> AccountSideError:
    return AccountSideError("\n".join(map(str, unread)) or "nothing could be read")
