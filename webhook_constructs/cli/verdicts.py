"""What becomes of an event at each webhook of some templates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from webhook_constructs.core.compiled_webhooks import CompiledWebhooks
from webhook_constructs.core.repository import Repository
from webhook_constructs.core.unresolved import is_unresolved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webhook_constructs.core import WebhookSettings
    from webhook_constructs.core.decision import Decision
    from webhook_constructs.core.webhook_event import WebhookEvent

    from .templates import PlacedWebhook

__all__ = ["Verdict", "verdicts"]

_ON_DEPLOYMENT = "its settings are known only when the stack is deployed"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an event starts a build through one webhook, and why.

    Attributes:
        placed: The webhook and its template.
        builds: True if a build starts, False if not, None if that depends on what is not known.
        decision: The decision on its settings. Default: they were not looked at.
        reason: Why they were not. Default: they were.
    """

    placed: PlacedWebhook
    builds: bool | None = None
    decision: Decision | None = None
    reason: str | None = None


def verdicts(
    webhooks: Sequence[PlacedWebhook], event: WebhookEvent, repository: Repository | None = None
) -> list[Verdict]:
    """Decide on an event for each webhook.

    Args:
        webhooks: The webhooks.
        event: The event.
        repository: The repository that it is of. Default: not known, so that each webhook may be sent it.
    """
    asked: dict[int, WebhookSettings] = {}
    found = [Verdict(placed) for placed in webhooks]
    for index, placed in enumerate(webhooks):
        webhook = placed.webhook
        if webhook.settings is None:
            why = _ON_DEPLOYMENT if webhook.error is None else f"it cannot be read: {webhook.error}"
            found[index] = Verdict(placed, reason=why)
        elif elsewhere := _elsewhere(webhook.settings, repository):
            found[index] = Verdict(placed, builds=False, reason=elsewhere)
        else:
            asked[index] = webhook.settings
    for index, decision in zip(asked, CompiledWebhooks(asked.values()).decisions(event), strict=True):
        found[index] = Verdict(webhooks[index], decision.builds, decision)
    return found


def _elsewhere(settings: WebhookSettings, repository: Repository | None) -> str | None:
    """Say that a webhook is not sent the events of a repository; None if it may be."""
    location = settings.source_location
    if repository is None or settings.scope is not None or not isinstance(location, str) or is_unresolved(location):
        return None
    own = Repository.parse(location)
    return None if own is None or own == repository else f"it is on {own}, and the event is of {repository}"
