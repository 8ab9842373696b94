"""Payloads are read without trust: whatever is wrong is one error."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.deliveries import COMMIT, GITHUB_JOB, GITHUB_PULL_REQUEST, GITHUB_PUSH, changed, delivery
from webhook_constructs.core import WebhookConstructsError, WebhookEvent, WebhookEventError
from webhook_constructs.core.events.event_names import IgnoredEvent
from webhook_constructs.core.events.payload import read_payload
from webhook_constructs.core.events.webhook_event import read_event

OTHER = ", so it may be the body of another event: give the name that came with it"
DEEP = "[" * 200_000 + "]" * 200_000


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"\xff\xfe{}", "payload of push: no UTF-8 at byte 0"),
        (b'{"ref": ', "payload of push: no JSON at line 1, column 9: expecting value"),
        (b"", "payload of push: no JSON at line 1, column 1: expecting value"),
        ("\ufeff{}", "payload of push: no JSON at line 1, column 1: unexpected utf-8 bom (decode using utf-8-sig)"),
        (b"[]", "payload of push: expected an object, got a list"),
        (b"null", "payload of push: expected an object, got null"),
        (b"5.5", "payload of push: expected an object, got a number"),
        (DEEP.encode(), "payload of push: it is nested too deep"),
        ('{"ref": ' + "9" * 5_000 + "}", "payload of push: it holds a number of too many digits"),
        (
            b" " * (25 * 1024 * 1024 + 1),
            "payload of push: it is 26214401 bytes long, at most 26214400 (25 MB) are delivered",
        ),
        ({1, 2}, "payload of push: expected an object, got a set"),
    ],
    ids=["encoding", "cut", "empty", "mark", "list", "null", "number", "deep", "digits", "long", "python"],
)
def test_what_is_no_payload_is_refused(body: Any, text: str) -> None:
    with pytest.raises(WebhookEventError) as caught:
        WebhookEvent.from_github("push", body)

    assert str(caught.value) == text


@pytest.mark.parametrize(
    ("path", "value", "text"),
    [
        ("ref", ..., f"ref: expected a text, got nothing{OTHER}"),
        ("ref", None, "ref: expected a text, got null"),
        ("ref", ["refs/heads/main"], "ref: expected a text, got a list"),
        ("sender", ..., f"sender: expected an object, got nothing{OTHER}"),
        ("sender.id", ..., "sender.id: expected a whole number, got nothing"),
        ("sender.id", "583231", "sender.id: expected a whole number, got a text"),
        ("sender.id", True, "sender.id: expected a whole number, got a boolean"),
        ("sender.id", 1 << 64, "sender.id: expected a whole number of at most 64 bits, got a number"),
        ("sender.id", 1.5, "sender.id: expected a whole number, got a number"),
        ("deleted", "yes", "deleted: expected true or false, got a text"),
        ("commits", {}, "commits: expected a list, got an object"),
        ("commits", [{"added": [5]}], "commits[0].added[0]: expected a text, got a number"),
        ("commits", [{"added": "a.txt"}], "commits[0].added: expected a list, got a text"),
        ("head_commit", "c0ffee", "head_commit: expected an object, got a text"),
        ("repository.name", {}, "repository.name: expected a text, got an object"),
        ("organization", [], "organization: expected an object, got a list"),
    ],
)
def test_an_error_names_the_place_and_the_type(path: str, value: Any, text: str) -> None:
    with pytest.raises(WebhookEventError) as caught:
        WebhookEvent.from_github("push", changed(GITHUB_PUSH, path, value))

    assert str(caught.value) == f"payload of push: {text}"


@pytest.mark.parametrize(
    "body",
    [
        {"cache_location": "eu", "http_status": 200, "ref": "refs/heads/main", "before": "b" * 40, "after": "a" * 40},
        {"event_name": "push", "ref": "refs/heads/main", "before": "b" * 40, "after": "a" * 40, "commits": []},
    ],
    ids=["cache_sync of GitHub Enterprise", "system hook of GitLab"],
)
def test_what_looks_like_a_push_and_is_none_says_so(body: dict[str, Any]) -> None:
    with pytest.raises(WebhookEventError) as caught:
        WebhookEvent.from_github("push", body)

    assert str(caught.value) == f"payload of push: sender: expected an object, got nothing{OTHER}"


def test_a_number_of_any_length_is_refused() -> None:
    with pytest.raises(WebhookEventError, match=r"sender\.id: expected a whole number of at most 64 bits"):
        WebhookEvent.from_github("push", {**GITHUB_PUSH, "sender": {"id": 10**5_000}})


def test_a_value_is_in_no_error() -> None:
    with pytest.raises(WebhookEventError) as caught:
        WebhookEvent.from_github("push", {**GITHUB_PUSH, "sender": {"id": "hunter2"}})

    assert "hunter2" not in str(caught.value)


def test_bytes_text_and_what_the_parser_gave_are_the_same() -> None:
    text = json.dumps(GITHUB_PUSH)

    events = {WebhookEvent.from_github("push", body) for body in (text, text.encode(), GITHUB_PUSH)}
    assert len(events) == 1


def test_half_of_a_character_becomes_a_question_mark() -> None:
    event = WebhookEvent.from_github("push", changed(GITHUB_PUSH, "head_commit.message", "a\ud800"))

    assert event is not None
    assert event.message == "a?"


def test_the_path_of_a_file_can_hold_any_character_but_a_half_one() -> None:
    event = WebhookEvent.from_github("push", {**GITHUB_PUSH, "commits": [{**COMMIT, "added": ["é", "a\ud800"]}]})

    assert event is not None
    assert event.files == ("é", "a?", "wall.txt")


def test_the_name_of_an_event_is_a_text() -> None:
    with pytest.raises(WebhookEventError, match="the name of an event is no text, got None: give the header of the"):
        WebhookEvent.from_github(None, {})  # type: ignore[arg-type]


def test_a_payload_of_25_mb_is_read() -> None:
    body = b"{}" + b" " * (25 * 1024 * 1024 - 2)

    assert read_payload("push", body).value == {}


@pytest.mark.parametrize(
    ("host", "event"),
    [
        ("GitHub", "release"),
        ("GitLab", "Release Hook"),
    ],
)
def test_a_strange_action_is_escaped_and_shortened(host: str, event: str) -> None:
    assert read_event(host, event, {"action": "\x1b[31m\n"}) == IgnoredEvent(
        rf"{host}'s {event} with action \x1b[31m\n is no event of CodeBuild"
    )
    cut = read_event(host, event, {"action": "a" * 1_000_000})
    assert isinstance(cut, IgnoredEvent)
    assert len(cut.reason) < 300


@pytest.mark.parametrize("host", ["GitHub", "Bitbucket", "GitLab"])
def test_a_delivery_that_names_no_event_says_so(host: str) -> None:
    header = "give what the header X-GitHub-Event, X-Gitlab-Event or X-Event-Key of the delivery says"
    with pytest.raises(WebhookEventError, match=f"^{host} sends no event '' as of November 2026: {header}$"):
        read_event(host, "", {})
    with pytest.raises(WebhookEventError, match=r"^payload of a delivery that names no event: expected an object, got"):
        read_event(host, "", b"[]")
    with pytest.raises(WebhookEventError) as caught:
        read_event(host, "x\n" * 500_000, {})
    assert len(str(caught.value)) < 400


def test_a_strange_name_of_an_event_is_escaped() -> None:
    with pytest.raises(WebhookEventError, match=r"^payload of a\\nb: expected an object, got a list$"):
        read_payload("a\nb", b"[]")


def paths_in(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, each in inner for found in paths_in(each, (*path, key)))]


def replaced(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    if not path:
        return new
    key, *rest = path
    copy: Any = dict(value) if isinstance(value, dict) else list(value)
    copy[key] = replaced(value[key], tuple(rest), new)
    return copy


HOSTS = [
    (WebhookEvent.from_github, "push", GITHUB_PUSH),
    (WebhookEvent.from_github, "pull_request", GITHUB_PULL_REQUEST),
    (WebhookEvent.from_github, "workflow_job", GITHUB_JOB),
    (WebhookEvent.from_bitbucket, "repo:push", delivery("bitbucket", "repo:push", "a branch")),
    (WebhookEvent.from_bitbucket, "pullrequest:created", delivery("bitbucket", "pullrequest:created", "opened")),
    (WebhookEvent.from_gitlab, "Push Hook", delivery("gitlab", "Push Hook", "a branch")),
    (WebhookEvent.from_gitlab, "Merge Request Hook", delivery("gitlab", "Merge Request Hook", "opened")),
    (WebhookEvent.from_gitlab, "Job Hook", delivery("gitlab", "Job Hook", "pending")),
    (WebhookEvent.from_gitlab, "Release Hook", delivery("gitlab", "Release Hook", "created")),
]


@pytest.mark.parametrize("host", HOSTS, ids=[f"{read.__name__}-{event}" for read, event, _ in HOSTS])
@given(
    data=st.data(),
    new=st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just([]) | st.just({}) | st.just([1]),
)
def test_whatever_is_put_into_a_payload_it_is_read_or_refused(host: Any, data: Any, new: Any) -> None:
    read, event, payload = host
    path = data.draw(st.sampled_from(paths_in(payload)))

    try:
        read(event, replaced(payload, path, new))
    except WebhookConstructsError as error:
        assert type(error) is WebhookEventError  # noqa: PT017 - another class is the finding
