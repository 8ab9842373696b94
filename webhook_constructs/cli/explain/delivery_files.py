"""Files of deliveries: bodies as git hosts send them, and deliveries as the APIs of GitHub and GitLab return them.

A file holds one of these, or in JSON Lines one on each line. A folder holds such files.

- GitHub: https://docs.github.com/en/rest/repos/webhooks#get-a-delivery-for-a-repository-webhook [doc]. On the same page
  is the list of deliveries, which has no bodies.
- GitLab: https://docs.gitlab.com/api/project_webhooks/#list-all-events-for-a-project-webhook [doc].
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from webhook_constructs.cli.input_file import InputFileError, InputTooLargeError, read_input
from webhook_constructs.core import WebhookConstructsError
from webhook_constructs.core.events.payload import parse_body
from webhook_constructs.core.values.arguments import printable
from webhook_constructs.core.values.wire import as_mapping
from webhook_constructs.template_files.json_template import JsonTemplate
from webhook_constructs.template_files.template_file import notes_on, reason
from webhook_constructs.template_files.text_file import EncodingError, decoded

__all__ = ["DeliveryFileError", "Document", "read_documents"]

_LINES = frozenset({".jsonl", ".ndjson"})
_ENDINGS = frozenset({".json", *_LINES})
_MOST_IDS = 100  # of a page of GitHub's list
_NAME_AT = {"GitHub": "x-github-event", "GitLab": "x-gitlab-event"}


class DeliveryFileError(WebhookConstructsError):
    """A file of deliveries cannot be used; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds of one delivery.

    Attributes:
        label: What names it: the file, with the line or the index of what holds several.
        payload: The body, as the JSON parser returned it.
        event_name: What the header calls the event. Default: only the body is there.
        git_host: The git host that has sent it. Default: only the body is there.
        notes: What a reader has to know of the file. Default: nothing.
    """

    label: str
    payload: Any
    event_name: str | None = None
    git_host: str | None = None
    notes: Sequence[str] = ()


def read_documents(paths: Iterable[Path]) -> Iterator[Document]:
    """Read the deliveries of some files and folders, in the order of the names of files.

    Args:
        paths: The files and folders.

    Raises:
        DeliveryFileError: A file cannot be read, a folder has none, or the bodies are not in it.
        WebhookEventError: A file is no JSON.
    """
    for path in paths:
        for file in _files(path):
            found = _of_file(file)
            first = next(found, None)
            if first is None:
                msg = f"{printable(str(file))} holds no delivery: save the body that the git host shows of one"
                raise DeliveryFileError(msg)
            yield first
            yield from found


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    try:
        found = sorted(each for each in path.rglob("*") if each.suffix.lower() in _ENDINGS and each.is_file())
    except OSError as error:
        msg = f"{printable(str(path))} cannot be read: {reason(error)}"
        raise DeliveryFileError(msg) from None
    if not found:
        msg = f"{printable(str(path))} holds no delivery: no file ends with {', '.join(sorted(_ENDINGS))}"
        raise DeliveryFileError(msg)
    return found


def _of_file(path: Path) -> Iterator[Document]:
    text = _text(path)
    lines = {number: line for number, line in enumerate(text.split("\n"), 1) if line.strip()}
    if path.suffix.lower() not in _LINES and not _has_an_object_on_each(list(lines.values())):
        yield from _documents(str(path), parse_body(path.name, text), _notes(path, text))
        return
    for number, line in lines.items():
        label = f"{path}:{number}"
        yield from _documents(label, parse_body(f"{path.name}:{number}", line), _notes(path, line, number))


def _text(path: Path) -> str:
    try:
        return decoded(read_input(str(path)))
    except EncodingError as error:
        msg = f"{printable(str(path))} cannot be read: {error}"
        raise DeliveryFileError(msg) from None
    except InputFileError as error:
        way_out = ": put its deliveries into a folder of several files" if isinstance(error, InputTooLargeError) else ""
        msg = f"{printable(str(path))}{str(error).removeprefix('it')}{way_out}"
        raise DeliveryFileError(msg) from None


def _has_an_object_on_each(lines: Sequence[str]) -> bool:
    """Check whether the first two lines of a file hold an object each, which one value of JSON never does."""
    first = [line.strip() for line in lines[:2]]
    return len(first) > 1 and all(line.startswith("{") and line.endswith("}") for line in first)


def _documents(label: str, value: Any, notes: Sequence[str]) -> Iterator[Document]:
    if isinstance(value, list):
        _check_bodies(label, value)
        for index, each in enumerate(value):
            yield from _documents(f"{label}[{index}]", each, notes if index == 0 else ())
        return
    written = as_mapping(value)
    _check_bodies(label, [value])
    request = as_mapping(written.get("request"))
    if "payload" in request:
        found = _sent("GitHub", label, request["payload"], request.get("headers"))
        named = written.get("event")
        yield replace(found, event_name=found.event_name or (named if isinstance(named, str) else None), notes=notes)
    elif "request_data" in written:
        yield replace(_sent("GitLab", label, written["request_data"], written.get("request_headers")), notes=notes)
    else:
        yield Document(label, value, notes=notes)


def _sent(host: str, label: str, payload: Any, headers: Any) -> Document:
    named = {str(name).lower(): value for name, value in as_mapping(headers).items()}.get(_NAME_AT[host])
    return Document(label, payload, named if isinstance(named, str) else None, host)


def _check_bodies(label: str, listed: Sequence[Any]) -> None:
    """Raise an error where GitHub's list of deliveries stands in place of the deliveries."""
    ids = [each["id"] for each in listed if _is_summary(each)]
    if ids:
        known = " ".join(str(each) for each in ids[:_MOST_IDS] if isinstance(each, int))
        call = "gh api repos/OWNER/REPO/hooks/HOOK/deliveries/$id"
        which = "each of them" if len(ids) <= _MOST_IDS else f"each of them, here the first {_MOST_IDS} of {len(ids)}"
        msg = (
            f"{printable(label)} is GitHub's list of deliveries, which has no bodies: get {which}, by\n"
            f"for id in {known}; do {call} > $id.json; done"
        )
        raise DeliveryFileError(msg)


def _is_summary(value: Any) -> bool:
    return isinstance(value, Mapping) and {"id", "guid", "event"} <= value.keys() and "request" not in value


def _notes(path: Path, text: str, number: int | None = None) -> Sequence[str]:
    """Return a note on each key that an object has twice."""
    try:
        repeated = JsonTemplate(text).repeated_keys
    except RecursionError:  # a few levels before the parser of the payload gives up
        return (f"{path}: whether a key is written twice was not looked at: it is nested too deep",)
    return notes_on(path, repeated if number is None else [each._replace(line=number) for each in repeated])
