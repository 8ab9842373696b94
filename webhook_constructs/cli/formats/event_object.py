"""An event as an object in JSON."""

from __future__ import annotations

from typing import Any

from webhook_constructs.core.events.webhook_event import WebhookEvent

__all__ = ["event_object"]

_MEMBERS = (
    "head_ref",
    "base_ref",
    "actor",
    "message",
    "workflow_name",
    "tag_name",
    "release_name",
    "repository_name",
    "organization_name",
    "author_role",
    "from_fork",
    "approved",
)


def event_object(event: WebhookEvent) -> dict[str, Any]:
    """Return an event with all that filters look at.

    Args:
        event: The event.

    Examples:
        >>> event_object(WebhookEvent.push(branch="main"))["headRef"]
        'refs/heads/main'
    """
    members = {_camel(name): getattr(event, name) for name in _MEMBERS}
    files = None if event.files is None else list(event.files)
    return {"action": event.action.value, **members, "files": files}


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(map(str.capitalize, rest))
