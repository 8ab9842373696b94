"""Errors that are none of AWS, and responses that break off: they are named, and nothing of them is shown."""

from __future__ import annotations

from typing import Any

import pytest

from tests.audit.aws_answers import HTML, Reply, answers, project, reading, strange
from webhook_constructs.audit import judge

__all__ = ["answers"]  # the fixture

STACK = "us-east-1: stack Ci: "


@pytest.mark.parametrize(
    ("reply", "flaw"),
    [
        (Reply([], 403), "ListProjects cannot be read"),
        (Reply(None, 400), "ListProjects cannot be read"),
        (Reply("a-secret", 400), "ListProjects cannot be read"),
        (Reply({"__type": 7}, 400), "ListProjects cannot be read"),
        (Reply({"__type": []}, 400), "ListProjects cannot be read"),
        (Reply({}, 403), "ListProjects failed with HTTP status 403 and no error code of AWS"),
        (Reply({"message": "a-secret"}, 400), "ListProjects failed with HTTP status 400 and no error code of AWS"),
        (
            Reply({"__type": "AccessDeniedException", "message": ["a-secret"]}, 400),
            "ListProjects failed with HTTP status 400 and no error code of AWS",
        ),
        (
            Reply({"__type": "a secret is here", "message": "a-secret"}, 400),
            "ListProjects failed with HTTP status 400 and no error code of AWS",
        ),
        (Reply(HTML, 407), "ListProjects failed with HTTP status 407 and no error code of AWS"),
        (
            Reply(HTML, 302, {"Location": "https://login.example.com/?a-secret"}),
            "ListProjects failed with HTTP status 302 and no error code of AWS",
        ),
        (Reply(b"", 304), "ListProjects failed with HTTP status 304 and no error code of AWS"),
        (Reply(b"", 300), "ListProjects failed with HTTP status 300 and no error code of AWS"),
        (
            Reply(b"<html>a-secret</html>", 503),
            "ListProjects failed with HTTP status 503 and no error code of AWS, 8 times in a row",
        ),
        (
            Reply(b"a-secret", 502),
            "ListProjects failed with HTTP status 502 and no error code of AWS, 8 times in a row",
        ),
        (Reply({"__type": "AccessDeniedException", "message": "a-secret"}), "ListProjects has no projects"),
        (Reply(b"", 204), "ListProjects has a body that is not JSON"),
        (Reply(b"\x1f\x8bgarbage", 200, {"Content-Encoding": "gzip"}), "ListProjects has a body that is not JSON"),
        (Reply(b"x" * 30_000_000), "ListProjects has a body that is not JSON"),
    ],
)
def test_an_error_that_is_none_of_aws_is_named(answers: dict[str, Any], reply: Reply, flaw: str) -> None:
    answers["ListProjects"] = reply

    found = reading()

    assert [str(each) for each in found.unread] == [f"us-east-1: projects: {strange(flaw)}"]
    assert [each.name for each in found.pipelines] == ["release"]


@pytest.mark.parametrize(
    "error", ["<html><body>Log in</body></html>", "<a><Error><Code/></Error></a>", "<a><Error>a-secret</Error></a>"]
)
def test_an_error_in_xml_that_is_none_of_aws_is_named(answers: dict[str, Any], error: str) -> None:
    answers["DescribeStacks"] = Reply(error.encode(), 403)

    found = reading("Ci")

    flaws = ("failed with HTTP status 403 and no error code of AWS", "cannot be read")
    [told] = [str(each) for each in found.unread]
    assert told in [STACK + strange(f"DescribeStacks {flaw}") for flaw in flaws]
    assert found.is_strange


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"a-secret\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na-secret\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{}",
        b"HTTP/1.1 200 " + b"a-secret" * 20_000,
    ],
    ids=["nothing", "no-status", "short", "no-chunk", "half-a-chunk", "long-status"],
)
def test_a_response_that_breaks_off_is_named(answers: dict[str, Any], raw: bytes) -> None:
    answers["ListProjects"] = Reply(raw=raw)

    found = reading()

    [told] = [str(each) for each in found.unread]
    assert told.startswith("us-east-1: projects: ")
    assert "a-secret" not in told
    assert found.is_strange
    assert [each.name for each in found.pipelines] == ["release"]


@pytest.mark.parametrize(
    "answer",
    [
        {"projects": [project("api"), project("web", webhook={"filterGroups": "a-secret"})]},
        {"projects": [project("api"), project("a-secret")]},
        Reply({"message": "a-secret"}, 403),
        Reply(b"a-secret", 200),
    ],
)
def test_nothing_of_a_strange_response_is_shown(answers: dict[str, Any], answer: Any) -> None:
    answers["BatchGetProjects"] = answer

    assert "a-secret" not in repr(judge(reading()))
