"""Events as the calls of `webhook_constructs.testing` that make them."""

from __future__ import annotations

from collections.abc import Iterator

from webhook_constructs.core import EventAction, WebhookEvent
from webhook_constructs.core.service.enums import PULL_REQUEST_ACTIONS, RELEASE_ACTIONS
from webhook_constructs.core.values.python_code import Call, Code, Listing, Named, Plain, code_of

__all__ = ["event_code"]

_BRANCH, _TAG = "refs/heads/", "refs/tags/"


def event_code(event: WebhookEvent) -> Call:
    """Write the call that makes an event.

    Args:
        event: An event that a filter group can be for, with values for what filters look at.
    """
    return Call(_function(event.action), tuple(_arguments(event)))


def _function(action: EventAction) -> str:
    if action in PULL_REQUEST_ACTIONS:
        return "pull_request"
    if action in RELEASE_ACTIONS:
        return "release"
    return "push" if action is EventAction.PUSH else "workflow_job"


def _arguments(event: WebhookEvent) -> Iterator[Code]:
    if event.action in PULL_REQUEST_ACTIONS | RELEASE_ACTIONS:
        yield Plain(f"EventAction.{event.action.name}")
    if event.action is EventAction.PUSH:
        yield from _pushed(event.head_ref or "")
    elif event.action in PULL_REQUEST_ACTIONS:
        yield Named("base", code_of((event.base_ref or "").removeprefix(_BRANCH)))
        yield Named("head", code_of((event.head_ref or "").removeprefix(_BRANCH)))
    if event.files is not None:
        yield Named("files", Listing(tuple(map(code_of, event.files))))
    names = ("tag_name", "release_name", "workflow_name", "actor", "message", "repository_name", "organization_name")
    for name in names:
        if getattr(event, name) is not None:
            yield Named(name, code_of(getattr(event, name)))
    if event.author_role is not None:
        role = event.author_role
        yield Named("author_role", code_of(role) if role == "none" else Plain(f"ApproverRole.{role.name}"))
    for name in ("from_fork", "approved"):
        if getattr(event, name) is not None:
            yield Named(name, Plain(repr(getattr(event, name))))


def _pushed(ref: str) -> Iterator[Code]:
    if ref.startswith(_TAG):
        yield Named("tag", code_of(ref.removeprefix(_TAG)))
    else:
        yield code_of(ref.removeprefix(_BRANCH))
