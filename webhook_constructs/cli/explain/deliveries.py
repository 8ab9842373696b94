"""Deliveries of git hosts in files: what their senders call them, and which repositories they are of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from webhook_constructs.core import WebhookEventError
from webhook_constructs.core.events.event_names import EVENT_NAMES, IgnoredEvent, host_of_event, is_event_name
from webhook_constructs.core.events.payload import read_payload
from webhook_constructs.core.events.webhook_event import WebhookEvent, read_event
from webhook_constructs.core.service.repository import Repository
from webhook_constructs.core.service.runners import runner_labels
from webhook_constructs.core.values.arguments import printable

from .delivery_files import DeliveryFileError, Document, read_documents

__all__ = ["GIT_HOSTS", "Delivery", "Given", "read_deliveries"]

_GITLAB_EVENTS = {
    "push": "Push Hook",
    "tag_push": "Tag Push Hook",
    "merge_request": "Merge Request Hook",
    "release": "Release Hook",
    "build": "Job Hook",
}
GIT_HOSTS = {name.lower(): name for name in EVENT_NAMES}
"""The git hosts, by what the command calls them."""

_SAY_HOST = "say which: --git-host github, gitlab or bitbucket"
_GITHUB_EVENTS = ("workflow_job", "release", "pull_request", "merge_group")
_GIVE_NAME = "give its name: --event-name with the header X-GitHub-Event, X-Event-Key or X-Gitlab-Event of the delivery"


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller says of deliveries.

    Attributes:
        event_name: What the header calls the event, of those whose file does not say. Default: told from the payload,
            where that is certain.
        git_host: The git host, which may have added the event since the lists of names were made. Default: told from
            the event.
        files: The paths of the changed files. Default: those of the payload.
        message: The message of the head commit. Default: that of the payload.
    """

    event_name: str | None = None
    git_host: str | None = None
    files: tuple[str, ...] | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a git host has sent.

    Attributes:
        label: What names it.
        event: The event, or why CodeBuild ignores it.
        repository: The repository that it is of. Default: the payload does not say.
        labels: The labels of a queued job of GitHub. Default: it is something else.
        notes: What a reader has to know of the file. Default: nothing.
    """

    label: str
    event: WebhookEvent | IgnoredEvent
    repository: Repository | None = None
    labels: tuple[str, ...] | None = None
    notes: Sequence[str] = ()


def read_deliveries(paths: Sequence[Path], given: Given | None = None) -> Iterator[Delivery]:
    """Read deliveries.

    Args:
        paths: The files and folders.
        given: What the caller says of them. Default: nothing.

    Raises:
        DeliveryFileError: A file cannot be read, or does not say what event it is of.
        WebhookEventError: It is not what a git host sends, or none sends such an event.
    """
    said = given or Given()
    host = None if said.event_name is None else said.git_host or _host_of_event(said.event_name)
    return (_delivery(document, said, host) for document in read_documents(paths))


def _delivery(document: Document, given: Given, host: str | None) -> Delivery:
    try:
        return _read(document, given, host)
    except WebhookEventError as error:
        msg = f"{printable(document.label)}: {error}"
        raise WebhookEventError(msg) from None


def _read(document: Document, given: Given, host: str | None) -> Delivery:
    payload = read_payload(document.event_name or given.event_name or Path(document.label).name, document.payload).value
    name = document.event_name or given.event_name or _name_of(payload)
    if name is None:
        msg = f"{printable(document.label)} does not say which event it is of: {_GIVE_NAME}"
        raise DeliveryFileError(msg)
    sender = document.git_host or host
    if sender is not None and not is_event_name(name):
        return Delivery(document.label, IgnoredEvent.added_since(sender, name), notes=document.notes)
    sender = sender or host_of_event(name)
    event = read_event(sender, name, payload, files=given.files, message=given.message)
    labels = runner_labels(payload) if name == "workflow_job" else None
    return Delivery(document.label, event, _repository(sender, payload), labels, document.notes)


def _host_of_event(name: str) -> str:
    try:
        return host_of_event(name)
    except WebhookEventError as error:
        msg = f"{error}\nIf a git host has added the event since then, {_SAY_HOST}"
        raise WebhookEventError(msg) from None


def _name_of(payload: Mapping[str, Any]) -> str | None:
    """Recognize the event by what only its payload has; Bitbucket does not name the action on a pull request."""
    if "object_kind" in payload:
        return _GITLAB_EVENTS.get(str(payload["object_kind"]))
    if isinstance(payload.get("push"), dict):
        return "repo:push"
    if {"ref", "before", "after"} <= payload.keys():
        return "push"
    named = (name for name in _GITHUB_EVENTS if name in payload)
    return next(named, None) if {"action", "sender"} <= payload.keys() and "review" not in payload else None


def _repository(host: str, payload: Mapping[str, Any]) -> Repository | None:
    repository, project = (payload.get(name) for name in ("repository", "project"))
    if host == "Bitbucket":  # there is one Bitbucket that CodeBuild knows
        return Repository.parse(f"bitbucket.org/{_text(repository, 'full_name')}")
    return Repository.parse(_text(project, "web_url") if host == "GitLab" else _text(repository, "html_url"))


def _text(value: object, key: str) -> str:
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""
