"""What changes, as one object in JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from webhook_constructs.changes.changes import Changes
from webhook_constructs.changes.snapshot import SnapshotWebhook
from webhook_constructs.changes.webhook_change import Case, WebhookChange
from webhook_constructs.cli.formats.event_object import event_object
from webhook_constructs.core import FilterGroup, Witness

__all__ = ["changes_object"]


def changes_object(changes: Changes, before: str, after: str, unread: Sequence[str]) -> dict[str, Any]:
    """Return what changes.

    Args:
        changes: What changes.
        before: What was named for the side before the change.
        after: What was named for the side after it.
        unread: What could not be read.
    """
    return {
        "before": before,
        "after": after,
        "isSame": changes.is_same,
        "widens": changes.widens,
        "webhooks": [_webhook(each) for each in changes.webhooks],
        "notCompared": list(changes.unseen),
        "otherWebhooks": changes.others,
        "unread": list(unread),
    }


def _webhook(change: WebhookChange) -> dict[str, Any]:
    return {
        "status": change.status.value,
        "isSame": change.is_same,
        "widens": change.widens,
        "before": _side(change.before),
        "after": _side(change.after),
        "rewritten": list(change.rewritten),
        "cases": [_case(each) for each in change.cases],
    }


def _side(side: SnapshotWebhook | None) -> dict[str, Any] | None:
    if side is None:
        return None
    webhook = side.webhook
    return {
        "project": webhook.project,
        "name": webhook.name,
        "logicalId": webhook.logical_id,
        "template": side.source or None,
        "account": side.place.account,
        "region": side.place.region,
    }


def _case(case: Case) -> dict[str, Any]:
    comparison = case.comparison
    return {
        "values": case.values or None,
        "isSame": comparison.is_same,
        "isAssumed": case.is_assumed,
        "widens": comparison.widens,
        "starts": [_witness(each) for each in comparison.starts],
        "stops": [_witness(each) for each in comparison.stops],
        "widening": None if comparison.widening is None else _witness(comparison.widening),
        "unknown": list(comparison.unknown),
    }


def _witness(witness: Witness) -> dict[str, Any]:
    return {
        "event": event_object(witness.event),
        "before": {"verdict": witness.before.value, "why": witness.why_before},
        "after": {"verdict": witness.after.value, "why": witness.why_after},
        "group": witness.group.to_api(),
        "filter": None if witness.filter is None else FilterGroup.of((witness.filter,)).to_api()[0],
    }
