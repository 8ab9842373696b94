"""The body of a delivery in a file: what its sender calls it, and which repository it is of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from webhook_constructs.cli.input_file import InputFileError, read_input
from webhook_constructs.core import WebhookConstructsError, WebhookEventError
from webhook_constructs.core.events.event_names import EVENT_NAMES, IgnoredEvent, host_of_event, is_event_name
from webhook_constructs.core.events.payload import read_payload
from webhook_constructs.core.events.webhook_event import WebhookEvent, read_event
from webhook_constructs.core.service.repository import Repository
from webhook_constructs.core.service.runners import runner_labels
from webhook_constructs.core.values.arguments import printable
from webhook_constructs.template_files.json_template import JsonTemplate
from webhook_constructs.template_files.template_file import notes_on
from webhook_constructs.template_files.text_file import EncodingError, decoded

__all__ = ["GIT_HOSTS", "Delivery", "PayloadFileError", "read_delivery"]

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
_GITHUB_EVENTS = ("workflow_job", "release", "pull_request")
_GIVE_NAME = "give its name: --event-name with the header X-GitHub-Event, X-Event-Key or X-Gitlab-Event of the delivery"


class PayloadFileError(WebhookConstructsError):
    """The file of a payload cannot be used; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a git host has sent.

    Attributes:
        event: The event, or why CodeBuild ignores it.
        repository: The repository that it is of. Default: the payload does not say.
        labels: The labels of a queued job of GitHub. Default: it is something else.
        notes: What a reader has to know of the file. Default: nothing.
    """

    event: WebhookEvent | IgnoredEvent
    repository: Repository | None = None
    labels: tuple[str, ...] | None = None
    notes: Sequence[str] = ()


def read_delivery(
    path: Path,
    event_name: str | None = None,
    *,
    git_host: str | None = None,
    files: tuple[str, ...] | None = None,
    message: str | None = None,
) -> Delivery:
    """Read the body of a delivery.

    Args:
        path: The file.
        event_name: What its header calls the event. Default: told from the payload, where that is certain.
        git_host: The git host, which may have added the event since the lists of names were made. Default: told from
            the event.
        files: The paths of the changed files. Default: those of the payload.
        message: The message of the head commit. Default: that of the payload.

    Raises:
        PayloadFileError: The file cannot be read, or does not say what event it is of.
        WebhookEventError: It is not what a git host sends, or none sends such an event.
    """
    try:
        body = decoded(read_input(str(path)))
    except EncodingError as error:
        msg = f"{printable(str(path))} cannot be read: {error}"
        raise PayloadFileError(msg) from None
    except InputFileError as error:
        msg = f"{printable(str(path))}{str(error).removeprefix('it')}"
        raise PayloadFileError(msg) from None
    host = git_host if event_name is None or git_host is not None else _host_of_event(event_name)
    payload = read_payload(path.name if event_name is None else event_name, body).value
    name = _name_of(payload) if event_name is None else event_name
    if name is None:
        msg = f"{printable(str(path))} does not say which event it is of: {_GIVE_NAME}"
        raise PayloadFileError(msg)
    if host is not None and not is_event_name(name):
        return Delivery(IgnoredEvent.added_since(host, name), notes=_notes(path, body))
    host = host or host_of_event(name)
    event = read_event(host, name, payload, files=files, message=message)
    labels = runner_labels(payload) if name == "workflow_job" else None
    return Delivery(event, _repository(host, payload), labels, _notes(path, body))


def _host_of_event(name: str) -> str:
    try:
        return host_of_event(name)
    except WebhookEventError as error:
        msg = f"{error}\nIf a git host has added the event since then, {_SAY_HOST}"
        raise WebhookEventError(msg) from None


def _name_of(payload: Mapping[str, Any]) -> str | None:
    """Tell the event from what only its payload has; Bitbucket does not say what happened to a pull request."""
    if "object_kind" in payload:
        return _GITLAB_EVENTS.get(str(payload["object_kind"]))
    if isinstance(payload.get("push"), dict):
        return "repo:push"
    if {"ref", "before", "after"} <= payload.keys():
        return "push"
    named = (name for name in _GITHUB_EVENTS if name in payload)
    return next(named, None) if {"action", "sender"} <= payload.keys() and "review" not in payload else None


def _notes(path: Path, body: str) -> Sequence[str]:
    """Return a note on each key that an object of a payload has twice."""
    try:
        return notes_on(path, JsonTemplate(body).repeated_keys)
    except RecursionError:  # a few levels before the parser of the payload gives up
        return (f"{path}: whether a key is written twice was not looked at: it is nested too deep",)


def _repository(host: str, payload: Mapping[str, Any]) -> Repository | None:
    repository, project = (payload.get(name) for name in ("repository", "project"))
    if host == "Bitbucket":  # there is one Bitbucket that CodeBuild knows
        return Repository.parse(f"bitbucket.org/{_text(repository, 'full_name')}")
    return Repository.parse(_text(project, "web_url") if host == "GitLab" else _text(repository, "html_url"))


def _text(value: object, key: str) -> str:
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""
