"""What callers give for an event: whether it is what it has to be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal

from webhook_constructs.core.errors import WebhookEventError
from webhook_constructs.core.service.enums import (
    PULL_REQUEST_ACTIONS,
    ApproverRole,
    EventAction,
    FilterType,
    SourceProvider,
)
from webhook_constructs.core.values.arguments import as_choice, require_choice, require_flag, require_list, shown

__all__ = [
    "NO_ROLE",
    "require_about_filters",
    "require_action",
    "require_files",
    "require_name",
    "require_path",
    "require_pull_request_facts",
    "require_ref",
]

NO_ROLE: Final = "none"
"""The role of an author who has none."""


def require_action(actions: frozenset[EventAction], action: object, noun: str) -> EventAction:
    """Return an action, if it is one of those allowed, such as the actions of a "pull request"."""
    known = require_choice(EventAction, action, "event", WebhookEventError)
    if known not in actions:
        allowed = ", ".join(each for each in EventAction if each in actions)
        msg = f"not an event of a {noun}, got {known}, allowed are {allowed}"
        raise WebhookEventError(msg)
    return known


def require_pull_request_facts(
    action: EventAction, provider: SourceProvider | None, *, author_role: object, from_fork: object, approved: object
) -> ApproverRole | Literal["none"] | None:
    """Return the role of the author, if what is given of a pull request is what only one of its events can have."""
    given = {"author_role": author_role, "from_fork": from_fork, "approved": approved}
    for name, value in given.items():
        if value is not None and name != "author_role":
            require_flag(value, f"{name} of an event", WebhookEventError)
        if value is not None and action not in PULL_REQUEST_ACTIONS:
            msg = f"{name} is for events of pull requests, got {shown(value)} for {action}"
            raise WebhookEventError(msg)
    return _author_role(author_role, provider)


def _author_role(given: object, provider: SourceProvider | None) -> ApproverRole | Literal["none"] | None:
    role = as_choice(ApproverRole, given)
    if role is None:
        return None
    if role == NO_ROLE:
        return NO_ROLE
    if not isinstance(role, ApproverRole):
        allowed = ", ".join(each.value for each in ApproverRole)
        msg = f"no such author_role, got {shown(role)}, allowed are {NO_ROLE} for an author without a role, {allowed}"
        raise WebhookEventError(msg)
    if provider is not None and not provider.value.startswith(role.host):
        there = ", ".join(each.value for each in ApproverRole if provider.value.startswith(each.host))
        msg = (
            f"author_role of an event at {provider} is a role of another git host, got {role.value}, allowed are "
            f"{NO_ROLE} for an author without a role, {there}"
        )
        raise WebhookEventError(msg)
    return role


def require_ref(noun: str, kind: str, name: object) -> str:
    """Return the ref of a branch (kind "heads") or tag (kind "tags") from its bare name."""
    return f"refs/{kind}/{require_name(noun, name, f', refs/{kind}/ is put before it')}"


def require_name(noun: str, name: object, why: str = "") -> str:
    """Return the bare name of a branch or tag, if it is one."""
    if not isinstance(name, str) or not name:
        msg = f"{noun} of an event is no name, got {shown(name)}: give the bare name"
        raise WebhookEventError(msg)
    if name.startswith("refs/"):
        msg = f"{noun} of an event is a whole ref, got {shown(name)}: give the bare name{why}"
        raise WebhookEventError(msg)
    return name


def require_files(files: Iterable[str] | None) -> tuple[str, ...] | None:
    """Return the changed files as a tuple, or None if they are unknown; the event checks each of them."""
    if files is None:
        return None
    if isinstance(files, (str, bytes, Mapping)) or not hasattr(files, "__iter__"):
        msg = f"files of an event are no list, got {shown(files)}: give a list of paths, also of a single one"
        raise WebhookEventError(msg)
    return tuple(files)


def require_about_filters(name: str, given: object, kind: type) -> tuple[tuple[FilterType, object], ...]:
    """Return pairs of a filter type and a note on it, if they are such pairs."""
    pairs = require_list(given, f"{name} of an event", WebhookEventError)
    if not pairs:
        return ()
    found = []
    for pair in pairs:
        if not isinstance(pair, tuple) or len(pair) != 2 or not isinstance(pair[1], kind):  # noqa: PLR2004 - a pair
            noun = "a text" if kind is str else f"an {kind.__name__}"
            msg = f"{name} of an event: not a pair of a filter type and {noun}, got {shown(pair)}"
            raise WebhookEventError(msg)
        found.append((require_choice(FilterType, pair[0], "filter type", WebhookEventError), pair[1]))
    return tuple(found)


def require_path(path: object) -> str:
    """Return the path of a changed file, if it is one."""
    if not isinstance(path, str) or not path:
        msg = f"a changed file is no path, got {shown(path)}: give paths as texts"
        raise WebhookEventError(msg)
    if path.startswith(("/", "./", "../")):
        msg = f"a changed file is not in the repository, got {shown(path)}: paths begin at its root, without './'"
        raise WebhookEventError(msg)
    return path
