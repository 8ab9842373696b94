"""What callers give for an event: whether it is what it has to be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from webhook_constructs.core.errors import WebhookEventError
from webhook_constructs.core.service.event_actions import EventAction
from webhook_constructs.core.service.filter_type import FilterType
from webhook_constructs.core.values.arguments import given_choice, given_list, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["given_about_filters", "given_action", "given_files", "given_name", "given_path", "given_ref"]


def given_action(actions: frozenset[EventAction], action: object, noun: str) -> EventAction:
    """Take one of some actions, such as those of a "pull request"."""
    known = given_choice(EventAction, action, "event", WebhookEventError)
    if known not in actions:
        allowed = ", ".join(each for each in EventAction if each in actions)
        msg = f"not an event of a {noun}, got {known}, allowed are {allowed}"
        raise WebhookEventError(msg)
    return known


def given_ref(noun: str, kind: str, name: object) -> str:
    """Take the bare name of a branch (of kind "heads") or tag ("tags"), and give the ref."""
    return f"refs/{kind}/{given_name(noun, name, f', refs/{kind}/ is put before it')}"


def given_name(noun: str, name: object, why: str = "") -> str:
    """Take the bare name of a branch or tag."""
    if not isinstance(name, str) or not name:
        msg = f"{noun} of an event is no name, got {shown(name)}: give the bare name"
        raise WebhookEventError(msg)
    if name.startswith("refs/"):
        msg = f"{noun} of an event is a whole ref, got {shown(name)}: give the bare name{why}"
        raise WebhookEventError(msg)
    return name


def given_files(files: Iterable[str] | None) -> tuple[str, ...] | None:
    """Take the changed files, or None where they are not known; each is looked at where the event is made."""
    if files is None:
        return None
    if isinstance(files, (str, bytes, Mapping)) or not hasattr(files, "__iter__"):
        msg = f"files of an event are no list, got {shown(files)}: give a list of paths, also of a single one"
        raise WebhookEventError(msg)
    return tuple(files)


def given_about_filters(name: str, given: object, kind: type) -> tuple[tuple[FilterType, object], ...]:
    """Take pairs of a filter type and what is said of it."""
    pairs = given_list(given, f"{name} of an event", WebhookEventError)
    if not pairs:
        return ()
    found = []
    for pair in pairs:
        if not isinstance(pair, tuple) or len(pair) != 2 or not isinstance(pair[1], kind):  # noqa: PLR2004 - a pair
            noun = "a text" if kind is str else f"an {kind.__name__}"
            msg = f"{name} of an event: not a pair of a filter type and {noun}, got {shown(pair)}"
            raise WebhookEventError(msg)
        found.append((given_choice(FilterType, pair[0], "filter type", WebhookEventError), pair[1]))
    return tuple(found)


def given_path(path: object) -> str:
    """Take the path of a changed file."""
    if not isinstance(path, str) or not path:
        msg = f"a changed file is no path, got {shown(path)}: give paths as texts"
        raise WebhookEventError(msg)
    if path.startswith(("/", "./", "../")):
        msg = f"a changed file is not in the repository, got {shown(path)}: paths begin at its root, without './'"
        raise WebhookEventError(msg)
    return path
