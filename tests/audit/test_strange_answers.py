"""Answers that are none of AWS, as a proxy gives them, end no audit: what they were to say is named as not read."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from webhook_constructs.audit import judge, read, targets_of

if TYPE_CHECKING:
    from collections.abc import Iterator

HTML = b"<html><body><br>Log in</body></html>"
STRANGE = "the answer is none of AWS: look for a proxy on the way, or update webhook-constructs"
ARN = "arn:aws:codebuild:us-east-1:111122223333:project/"
USUAL: dict[str, Any] = {
    "ListProjects": {"projects": ["api", "web"]},
    "BatchGetProjects": {"projects": [{"name": "api", "arn": ARN + "api"}, {"name": "web", "arn": ARN + "web"}]},
    "ListPipelines": {"pipelines": [{"name": "release"}]},
    "GetPipeline": {
        "pipeline": {"name": "release", "stages": []},
        "metadata": {"pipelineArn": "arn:aws:codepipeline:us-east-1:111122223333:release"},
    },
}


class _Answers(BaseHTTPRequestHandler):
    answers: dict[str, Any]

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        said = self.answers.get(self.headers.get("X-Amz-Target", "").rpartition(".")[2], HTML)
        said = said() if callable(said) else said
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """What an AWS answers, by the operation; nobody else's answers."""
    made = dict(USUAL)
    handler = type("Handler", (_Answers,), {"answers": made})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
        yield made
        server.shutdown()


def told(*stacks: str) -> list[str]:
    return [str(each) for each in judge(read(targets_of([], ["us-east-1"]), stacks)).unread]


@pytest.mark.usefixtures("answers")
def test_usual_answers_are_read() -> None:
    reading = read(targets_of([], ["us-east-1"]))

    assert [each.name for each in reading.projects] == ["api", "web"]
    assert [each.name for each in reading.pipelines] == ["release"]
    assert reading.unread == ()


@pytest.mark.parametrize(
    ("operation", "answer", "unread"),
    [
        ("ListProjects", HTML, f"us-east-1: projects: {STRANGE}"),
        ("ListProjects", {}, f"us-east-1: projects: {STRANGE}"),
        ("ListPipelines", {}, f"us-east-1: pipelines: {STRANGE}"),
        ("BatchGetProjects", HTML, f"us-east-1: 2 of 2 projects (api, web): {STRANGE}"),
        (
            "BatchGetProjects",
            {"projects": [{"name": "api", "arn": ARN + "api"}, {"name": "web"}]},
            f"us-east-1: 1 of 2 projects (web): {STRANGE}",
        ),
        (
            "BatchGetProjects",
            {"projects": [{"name": "api", "arn": ARN + "api"}]},
            "us-east-1: 1 of 2 projects (web): it was listed, and was gone when it was to be read",
        ),
        ("GetPipeline", {"pipeline": {"name": "release"}}, f"us-east-1: 1 of 1 pipelines (release): {STRANGE}"),
    ],
)
def test_a_strange_answer_is_named(answers: dict[str, Any], operation: str, answer: Any, unread: str) -> None:
    answers[operation] = answer

    assert told() == [unread]


@pytest.mark.parametrize(
    ("page", "given"),
    [
        ({"projects": ["api"], "nextToken": "again"}, "2"),
        (lambda: {"projects": [], "nextToken": str(uuid4())}, "1,001"),
    ],
    ids=["the-same-page", "always-another"],
)
def test_a_list_without_an_end_is_named(answers: dict[str, Any], page: Any, given: str) -> None:
    answers["ListProjects"] = page

    [unread] = told()

    assert unread.endswith(f": ListProjects does not come to an end after {given} pages")


@pytest.mark.usefixtures("answers")
def test_a_stack_with_strange_answers_is_named() -> None:
    assert told("Ci") == [f"us-east-1: stack Ci: {STRANGE}"]


@pytest.mark.parametrize(
    "stacks", ["", "<member><StackStatus>CREATE_COMPLETE</StackStatus></member>"], ids=["none", "half-of-one"]
)
def test_an_answer_that_lacks_what_aws_always_gives_is_named(answers: dict[str, Any], stacks: str) -> None:
    result = f"<DescribeStacksResult><Stacks>{stacks}</Stacks></DescribeStacksResult>"
    answers[""] = f"<DescribeStacksResponse>{result}</DescribeStacksResponse>".encode()

    assert told("Ci") == [f"us-east-1: stack Ci: {STRANGE}"]
