from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.handler.receiver import Receiver
from webhook_constructs.handler.answer import MAXIMUM_BYTES, AnswerError, body_of, send
from webhook_constructs.handler.request import Request


def request(kind: str = "Create") -> Request:
    return Request(kind, "request-1", "stack-1", "Webhook", None, "https://example.com/signed", {}, {})


@pytest.fixture
def receiver(request: pytest.FixtureRequest) -> Iterator[Receiver]:
    with Receiver(*request.param).serving() as server:
        yield server


def test_success_bears_the_url() -> None:
    assert json.loads(body_of(request(), physical_id="api", url="https://hook")) == {
        "Status": "SUCCESS",
        "RequestId": "request-1",
        "StackId": "stack-1",
        "LogicalResourceId": "Webhook",
        "PhysicalResourceId": "api",
        "Data": {"Url": "https://hook"},
    }


def test_success_of_a_delete_bears_no_data() -> None:
    assert "Data" not in json.loads(body_of(request("Delete"), physical_id="api"))


def test_failure_bears_the_reason_and_never_an_empty_one() -> None:
    failed = json.loads(body_of(request(), physical_id="api", reason="it is so"))

    assert (failed["Status"], failed["Reason"]) == ("FAILED", "it is so")
    assert "Data" not in failed
    assert json.loads(body_of(request(), physical_id="api", reason=""))["Reason"] == "no reason was given"


@pytest.mark.parametrize(
    "character", ["x", "ü", "\U0001f600", '"', "\\", "\n", "\x01", "\ud800"], ids=lambda text: f"U+{ord(text):04X}"
)
def test_a_long_reason_is_cut_so_that_the_whole_answer_just_fits(character: str) -> None:
    body = body_of(request(), physical_id="p" * 150, reason="begin " + character * 9000)

    longest_character = 6  # \u0001
    assert MAXIMUM_BYTES - longest_character < len(body) <= MAXIMUM_BYTES
    reason = json.loads(body)["Reason"]
    assert reason.startswith("begin ")
    assert reason.endswith(" [cut]")


def test_a_reason_that_just_fits_is_not_cut() -> None:
    room = MAXIMUM_BYTES - len(body_of(request(), physical_id="api", reason="x")) + 1

    assert len(body_of(request(), physical_id="api", reason="x" * room)) == MAXIMUM_BYTES
    assert json.loads(body_of(request(), physical_id="api", reason="x" * room))["Reason"] == "x" * room


@pytest.mark.parametrize("receiver", [(200,)], indirect=True)
def test_the_answer_is_put_without_a_content_type(receiver: Receiver) -> None:
    send(receiver.url, b"{}")

    assert receiver.received == [("PUT", "", b"{}")]


@pytest.mark.parametrize("receiver", [(500, 503, 200)], indirect=True)
def test_an_answer_that_got_lost_is_sent_again_after_growing_pauses(receiver: Receiver) -> None:
    pauses: list[float] = []

    send(receiver.url, b"{}", sleep=pauses.append)

    assert len(receiver.received) == 3
    assert pauses == [1.0, 2.0]


@pytest.mark.parametrize("receiver", [(403,)], indirect=True)
def test_an_answer_that_is_refused_for_good_is_an_error_without_the_url(receiver: Receiver) -> None:
    with pytest.raises(AnswerError) as lost:
        send(receiver.url, b"{}", sleep=lambda _: None)

    assert str(lost.value) == "CloudFormation could not be answered after 5 attempts: HTTP status 403"
    assert lost.value.__cause__ is None
    assert len(receiver.received) == 5


@pytest.mark.parametrize(
    ("url", "text"),
    [
        pytest.param("http://127.0.0.1:1/s3cret", "URLError", id="nobody-listens"),
        pytest.param("not a url s3cret", "ValueError", id="no-url"),
        pytest.param("http://127.0.0.1:1/s3cret with\x00blank", "InvalidURL", id="url-with-control-characters"),
    ],
)
def test_no_failure_of_the_connection_shows_the_url(url: str, text: str) -> None:
    with pytest.raises(AnswerError) as lost:
        send(url, b"{}", sleep=lambda _: None)

    assert str(lost.value) == f"CloudFormation could not be answered after 5 attempts: {text}"
