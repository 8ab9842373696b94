"""How changes are named, in every format."""

from __future__ import annotations

from collections.abc import Iterator

from webhook_constructs.changes.snapshot import SnapshotWebhook
from webhook_constructs.changes.webhook_change import Status, WebhookChange
from webhook_constructs.core.values.arguments import one_line

__all__ = ["YES_OR_NO", "counted", "remarks", "subject"]

YES_OR_NO = {True: "yes", False: "no", None: "unknown"}
"""How an answer is written."""


def counted(number: int, noun: str) -> str:
    """Return a number with its noun.

    Examples:
        >>> counted(1, "webhook"), counted(1_200, "webhook")
        ('1 webhook', '1,200 webhooks')
    """
    return f"{number:,} {noun}{'s' * (number != 1)}"


def subject(change: WebhookChange) -> str:
    """Return what names the webhook of a change: its project, and what it is called besides."""
    return _named(change.there)


def remarks(change: WebhookChange) -> Iterator[tuple[str, str]]:
    """Return what else is to be said of a webhook in its line: words of ours, each with what is named after them."""
    is_quiet = change.status in {Status.SAME, Status.RENAMED}
    before, after = change.before, change.after
    are_in_templates = before is not None and after is not None and bool(before.source and after.source)
    if before is not None and are_in_templates and _named(before) != subject(change):
        yield "it was", _named(before)
    if is_quiet:
        values = ", ".join(each.values for each in change.cases if each.values)
        yield f"it builds for the same events{' with' if values else ''}", one_line(values)
        if any(each.is_assumed for each in change.cases):
            yield "if what is known only on deployment is the same", ""
    if change.status in {Status.NEW, Status.REMOVED} and change.is_same:
        yield "no event starts a build", ""
    if is_quiet and change.rewritten:
        yield "written in another way:", ", ".join(change.rewritten)


def _named(webhook: SnapshotWebhook) -> str:
    its = webhook.webhook
    name = f" ({one_line(its.name)})" if its.project not in {None, its.name} else ""
    return f"{one_line(its.project or its.name)}{name}"
