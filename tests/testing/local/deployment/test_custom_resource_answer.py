"""Which answers of a custom resource CloudFormation takes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from webhook_constructs.testing.local._deployment.custom_resource_answer import Answer, AnswerRefusedError

EVENT = {"StackId": "stack", "RequestId": "request", "LogicalResourceId": "Thing"}
GOOD = {**EVENT, "Status": "SUCCESS", "PhysicalResourceId": "id"}


def parse(**fields: Any) -> Answer:
    answer = {name: value for name, value in {**GOOD, **fields}.items() if value is not ...}
    return Answer.parse(json.dumps(answer).encode(), EVENT)


def test_a_success_has_an_id_and_data() -> None:
    assert parse(Data={"Url": "x"}) == Answer(succeeded=True, physical_id="id", reason="", data={"Url": "x"})


def test_a_failure_has_an_id_and_a_reason() -> None:
    expected = Answer(succeeded=False, physical_id="id", reason="why", data={})
    assert parse(Status="FAILED", Reason="why") == expected


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        pytest.param({"PhysicalResourceId": ""}, "Invalid PhysicalResourceId", id="empty-id"),
        pytest.param({"PhysicalResourceId": ...}, "Invalid PhysicalResourceId", id="no-id"),
        pytest.param({"PhysicalResourceId": None}, "Invalid PhysicalResourceId", id="null-id"),
        pytest.param({"PhysicalResourceId": "ä" * 513}, "Invalid PhysicalResourceId", id="id-of-1026-bytes"),
        pytest.param({"StackId": "x"}, "the StackId of the response is 'x', not the one of", id="stack-id"),
        pytest.param({"RequestId": "x"}, "the RequestId of the response is 'x', not the one of", id="request-id"),
        pytest.param({"RequestId": ...}, "the RequestId of the response is None, not", id="no-request-id"),
        pytest.param({"LogicalResourceId": "x"}, "the LogicalResourceId of the response is 'x'", id="logical-id"),
        pytest.param({"Status": "success"}, "the Status of the response is 'success', neither", id="unknown-status"),
        pytest.param({"Status": ...}, "the Status of the response is None, neither", id="no-status"),
        pytest.param({"Status": "FAILED"}, "a FAILED response needs a Reason", id="failed-without-reason"),
        pytest.param({"Status": "FAILED", "Reason": ""}, "a FAILED response needs a Reason", id="empty-reason"),
        pytest.param({"Reason": None}, "a Reason is a string", id="null-reason"),
        pytest.param({"Data": [1]}, "the Data of the response is no object", id="data-list"),
        pytest.param({"Data": {"x": "y" * 4096}}, "Response object is too long.", id="too-long"),
    ],
)
def test_an_answer_is_refused(fields: dict[str, Any], reason: str) -> None:
    with pytest.raises(AnswerRefusedError) as refused:
        parse(**fields)
    assert reason in str(refused.value)


@pytest.mark.parametrize("body", [b"", b"<x/>", b"[]", b'"SUCCESS"'], ids=["empty", "xml", "list", "string"])
def test_what_is_no_json_object_is_refused(body: bytes) -> None:
    with pytest.raises(AnswerRefusedError, match="the response is no JSON"):
        Answer.parse(body, EVENT)


@pytest.mark.parametrize(("size", "taken"), [(4096, True), (4097, False)])
def test_an_answer_may_have_4096_bytes(size: int, taken: bool) -> None:  # noqa: FBT001
    padding = size - len(json.dumps({**GOOD, "Reason": ""}))
    body = json.dumps({**GOOD, "Reason": "r" * padding}).encode()
    if taken:
        assert Answer.parse(body, EVENT).succeeded
    else:
        with pytest.raises(AnswerRefusedError):
            Answer.parse(body, EVENT)


def test_an_id_may_have_1024_bytes() -> None:
    assert len(parse(PhysicalResourceId="x" * 1024).physical_id) == 1024
