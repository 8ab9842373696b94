"""What a git host has sent, read without trust.

Whatever is wrong with it is one kind of error, which names the place. GitHub and GitLab name the changed files of a
push in its commits: `PushedFiles`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, TypeAlias

from webhook_constructs.core.errors import WebhookEventError
from webhook_constructs.core.service.assumptions import PUSHED_FILES, Assumption
from webhook_constructs.core.service.enums import FilterType
from webhook_constructs.core.values.arguments import half_of_a_character, one_line, shown
from webhook_constructs.core.values.wire import as_mapping

from .event_names import IgnoredEvent

__all__ = [
    "DELETION",
    "NO_COMMITS",
    "Payload",
    "PayloadValue",
    "PushedFiles",
    "approval_by",
    "is_from_fork",
    "parse_body",
    "read_payload",
]

Payload: TypeAlias = "bytes | str | Mapping[str, Any]"
"""The body of a delivery, as it arrived or as the JSON parser returned it."""

DELETION = (FilterType.EVENT, "what CodeBuild does when a branch or tag is deleted is not documented")
"""Why it is not certain that a deletion is a PUSH."""

_MOST_BYTES = 25 * 1024 * 1024
_MOST_BITS = 64
_NO_KEY_OF_AN_OBJECT = object()
_JSON_TYPES = {dict: "an object", list: "a list", str: "a text", bool: "a boolean", int: "a number", float: "a number"}


@dataclass(frozen=True, slots=True)
class PayloadValue:
    """A value of a payload, and where it is.

    Error texts name the place and the type, and never the value: a payload can hold what is not for every log.

    Attributes:
        value: The value, as the JSON parser gave it.
        event: The name of the event, for error texts.
        path: Where it is, such as `commits[0].message`. Default: the value is the whole payload.
    """

    value: Any
    event: str
    path: str = ""

    def refuse(self, allowed: str) -> NoReturn:
        """Refuse a value that is not what the git host sends.

        Args:
            allowed: What it sends, such as "a text".

        Raises:
            WebhookEventError: Always.
        """
        kind = "nothing" if self.value is _NO_KEY_OF_AN_OBJECT else _type_of(self.value)
        if self.value is _NO_KEY_OF_AN_OBJECT and "." not in self.path:
            kind += ", so it may be the body of another event: give the name that came with it"
        place = f"payload of {self.event}" + (f": {self.path}" if self.path else "")
        msg = f"{place}: expected {allowed}, got {kind}"
        raise WebhookEventError(msg)

    def __getitem__(self, key: str) -> PayloadValue:
        """Return a member of an object; what is not there is refused by whoever reads it."""
        if not isinstance(self.value, Mapping):
            self.refuse("an object")
        path = f"{self.path}.{key}" if self.path else key
        return PayloadValue(self.value.get(key, _NO_KEY_OF_AN_OBJECT), self.event, path)

    @property
    def is_given(self) -> bool:
        """Whether it is there and not null."""
        return self.value is not None and self.value is not _NO_KEY_OF_AN_OBJECT

    @property
    def is_null(self) -> bool:
        """Whether it is there and null, and not merely absent."""
        return self.value is None

    def elements(self) -> Iterator[PayloadValue]:
        """Read a list."""
        if not isinstance(self.value, (list, tuple)):
            self.refuse("a list")
        for index, value in enumerate(self.value):
            yield PayloadValue(value, self.event, f"{self.path}[{index}]")

    def text(self) -> str:
        """Read a text; halves of characters, which JSON can hold and git cannot, become question marks."""
        if not isinstance(self.value, str):
            self.refuse("a text")
        text: str = self.value
        return text if half_of_a_character(text) is None else text.encode("utf-8", "replace").decode()

    def texts(self) -> list[str]:
        """Read a list of texts, which can be long."""
        if not isinstance(self.value, (list, tuple)):
            self.refuse("a list")
        return [
            value
            if isinstance(value, str) and value.isascii()
            else PayloadValue(value, self.event, f"{self.path}[{index}]").text()
            for index, value in enumerate(self.value)
        ]

    def text_if_given(self) -> str | None:
        """Read a text, or what is not there or null."""
        return self.text() if self.is_given else None

    def number(self) -> int:
        """Read a whole number."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            self.refuse("a whole number")
        if self.value.bit_length() > _MOST_BITS:
            self.refuse(f"a whole number of at most {_MOST_BITS} bits")
        return self.value

    def flag(self) -> bool:
        """Read a boolean."""
        if not isinstance(self.value, bool):
            self.refuse("true or false")
        return self.value

    def flag_if_given(self) -> bool:
        """Read a boolean, or what is not there or null, which counts as false."""
        return self.flag() if self.is_given else False


def read_payload(event: str, payload: Payload) -> PayloadValue:
    """Return the body of a delivery, parsed.

    Args:
        event: The name of the event.
        payload: The body: bytes, text, or what the JSON parser gave.

    Raises:
        WebhookEventError: It is longer than what GitHub delivers (25 MB,
            https://docs.github.com/en/webhooks/webhook-events-and-payloads [doc]), no UTF-8, no JSON, nested too deep,
            or no object.

    Examples:
        >>> read_payload("push", b'{"ref": 5}')["ref"].text()
        Traceback (most recent call last):
            ...
        webhook_constructs.core.errors.WebhookEventError: payload of push: ref: expected a text, got a number
    """
    if not isinstance(event, str):
        msg = f"the name of an event is no text, got {shown(event)}: give the header of the delivery"
        raise WebhookEventError(msg)
    read = PayloadValue(parse_body(event, payload), _named(event))
    if not isinstance(read.value, Mapping):
        read.refuse("an object")
    return read


def parse_body(event: str, payload: Payload) -> Any:
    """Return what the JSON of a body holds, whether or not it is an object; `read_payload` has the limits.

    Args:
        event: The name of the event, or what else names the body in an error.
        payload: The body.

    Raises:
        WebhookEventError: It is no JSON, or beyond a limit.
    """
    if not isinstance(payload, (bytes, bytearray, str)):
        return payload
    place = f"payload of {_named(event)}"
    if len(payload) > _MOST_BYTES:
        msg = f"{place}: it is {len(payload)} bytes long, at most {_MOST_BYTES} (25 MB) are delivered"
        raise WebhookEventError(msg)
    try:
        return json.loads(payload if isinstance(payload, str) else payload.decode("utf-8"))
    except UnicodeDecodeError as err:
        msg = f"{place}: no UTF-8 at byte {err.start}"
        raise WebhookEventError(msg) from None
    except json.JSONDecodeError as err:
        msg = f"{place}: no JSON at line {err.lineno}, column {err.colno}: {err.msg.lower()}"
        raise WebhookEventError(msg) from None
    except ValueError:
        msg = f"{place}: it holds a number of too many digits"
        raise WebhookEventError(msg) from None
    except RecursionError:
        msg = f"{place}: it is nested too deep"
        raise WebhookEventError(msg) from None


def is_from_fork(source: PayloadValue, target: PayloadValue) -> bool | None:
    """Return whether a pull request is from a fork; None where the payload does not name the repository of its branch.

    GitHub and Bitbucket write null for a repository that is gone, and only that of a fork can be.

    Args:
        source: The repository of the branch.
        target: That of the branch to merge into.
    """
    if source.is_null:
        return True
    return source["full_name"].text() != target["full_name"].text() if source.is_given else None


# https://docs.aws.amazon.com/codebuild/latest/userguide/pull-request-build-policy.html [doc]
_APPROVAL = "/codebuild_run("
_COMMENTS = {
    "issue_comment": (("comment", "body"), ("issue", "pull_request")),
    "Note Hook": (("object_attributes", "note"), ("merge_request",)),
    "pullrequest:comment_created": (("comment", "content", "raw"), ("pullrequest",)),
}
"""The text of a comment, and what it is on if that is a pull request, by the event."""


def approval_by(read: PayloadValue) -> IgnoredEvent | None:
    """Return that a comment may approve a pull request; None for everything else that a git host sends.

    Args:
        read: The payload.

    Examples:
        >>> comment = {"issue": {"pull_request": {}}, "comment": {"body": "/codebuild_run(4d8c7f1)"}}
        >>> approval_by(read_payload("issue_comment", comment)).may_approve
        True
    """
    text, subject = (_found(read.value, path) for path in _COMMENTS.get(read.event, ((), ())))
    is_approval = isinstance(text, str) and _APPROVAL in text and read.value.get("action") != "deleted"
    if not is_approval or not isinstance(subject, Mapping):
        return None
    return IgnoredEvent(
        f"a comment with {_APPROVAL}...) approves a pull request if its author has an approver role; whether that "
        "starts a build is the verdict on the event of the pull request, as one that is approved",
        may_approve=True,
    )


def _found(value: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        value = as_mapping(value).get(key)
    return value if path else None


def _named(event: str) -> str:
    return one_line(event) if event else "a delivery that names no event"


def _type_of(value: object) -> str:
    if value is None:
        return "null"
    return _JSON_TYPES.get(type(value), f"a {type(value).__name__}")


# https://docs.github.com/en/webhooks/webhook-events-and-payloads#push [doc]
_MOST_OF_A_COMMIT = 3_000
NO_COMMITS = (FilterType.FILE_PATH, "the payload holds no commits that would name them: give files")
"""Why the changed files of a push without new commits are not known."""


@dataclass(frozen=True, slots=True)
class PushedFiles:
    """What is known of the changed files of a push.

    Attributes:
        files: Their paths, each once; None if they are not known.
        is_complete: Whether none is missing. Default: none is.
        assumptions: What a filter on them assumes.
        doubts: Why they are not known.
    """

    files: tuple[str, ...] | None
    is_complete: bool = True
    assumptions: tuple[tuple[FilterType, Assumption], ...] = ()
    doubts: tuple[tuple[FilterType, str], ...] = ()

    @classmethod
    def of(cls, commits: list[PayloadValue], given: tuple[str, ...] | None, *, are_all_commits: bool) -> PushedFiles:
        """Return what the commits of a push add, modify and remove.

        Args:
            commits: The commits in the payload, as GitHub and GitLab write them.
            given: The files that the caller knows, which count instead.
            are_all_commits: Whether the payload holds all commits of the push.
        """
        if given is not None:
            return cls(given)
        if not commits:
            return cls(None, doubts=(NO_COMMITS,))
        of_commits = [_paths(commit) for commit in commits]
        is_complete = are_all_commits and all(len(paths) < _MOST_OF_A_COMMIT for paths in of_commits)
        files = dict.fromkeys(path for paths in of_commits for path in paths)
        return cls(tuple(files), is_complete, ((FilterType.FILE_PATH, PUSHED_FILES),))


def _paths(commit: PayloadValue) -> list[str]:
    return [path for change in ("added", "modified", "removed") for path in commit[change].texts()]
