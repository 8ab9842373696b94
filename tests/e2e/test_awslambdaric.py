"""The handler under the real runtime client of Lambda: what it imports, logs and learns from its context there."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import webhook_constructs
from tests.e2e.stacks import hooks, make_project
from tests.handler.receiver import Receiver

if TYPE_CHECKING:
    from collections.abc import Iterator

    from webhook_constructs.testing.local import LocalAws

ASSET = Path(webhook_constructs.__file__).parent
ACCOUNT = "000000000000"
INVOCATION = "99999999-8888-4777-8666-555555555555"
FUNCTION = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:Handler"


class RuntimeApi(ThreadingHTTPServer):
    """What the runtime client asks for events and tells of their ends."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.events: queue.Queue[tuple[dict[str, Any], float]] = queue.Queue()
        self.ends: queue.Queue[tuple[str, bytes]] = queue.Queue()

    def run(self, event: dict[str, Any], seconds: float) -> tuple[str, bytes]:
        """Have an event handled by a function with so many seconds; return how it ended, and with what."""
        self.events.put((event, seconds))
        return self.ends.get(timeout=60)


class _Answer(BaseHTTPRequestHandler):
    server: RuntimeApi
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        event, seconds = self.server.events.get()
        body = json.dumps(event).encode()
        self.send_response(200)
        self.send_header("Lambda-Runtime-Aws-Request-Id", INVOCATION)
        self.send_header("Lambda-Runtime-Invoked-Function-Arn", FUNCTION)
        self.send_header("Lambda-Runtime-Deadline-Ms", str(int((time.time() + seconds) * 1000)))
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        self.server.ends.put((self.path.rpartition("/")[2], body))
        self.send_response(202)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Stay silent."""


@contextlib.contextmanager
def serving(api: RuntimeApi) -> Iterator[None]:
    thread = threading.Thread(target=api.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield
    finally:
        api.shutdown()
        thread.join()
        api.server_close()


@contextlib.contextmanager
def running(api: RuntimeApi, aws: LocalAws, log: Path) -> Iterator[None]:
    """Run the function as Lambda does: its asset is the working folder, its runtime client the entry point."""
    environment = {
        "PATH": os.environ["PATH"],
        **aws.environment,
        "AWS_ENDPOINT_URL_CLOUDFORMATION": "http://127.0.0.1:9",  # no stack of the embedded AWS has sent the event
        "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{api.server_port}",
        "AWS_EXECUTION_ENV": "AWS_Lambda_python3.14",
        "LAMBDA_TASK_ROOT": str(ASSET),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-m", "awslambdaric", "handler.index.handler"]
    with log.open("wb") as file:
        process = subprocess.Popen(command, cwd=ASSET, env=environment, stdout=file, stderr=subprocess.STDOUT)
        try:
            yield
        finally:
            process.kill()
            process.wait()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver(200).serving() as server:
        yield server


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def function(aws: LocalAws, log: Path) -> Iterator[RuntimeApi]:
    make_project(aws, "api")
    api = RuntimeApi()
    with serving(api), running(api, aws, log):
        yield api


def create(receiver: Receiver, request_id: str = "11111111-2222-4333-8444-555555555555", **more: str) -> dict[str, Any]:
    return {
        "RequestType": "Create",
        "RequestId": request_id,
        "StackId": "stack-1",
        "LogicalResourceId": "Webhook",
        "ResponseURL": receiver.url,
        "ResourceProperties": {"ProjectName": "api", "BranchFilter": "^main$", **more},
    }


def test_a_create_makes_the_hook_and_is_answered_and_logged(
    aws: LocalAws, function: RuntimeApi, receiver: Receiver, log: Path
) -> None:
    end = function.run(create(receiver), 120)

    assert end == ("response", b"null")
    (hook,) = aws.codebuild.hooks_at_host.values()
    assert (hook.project, hook.branch_filter) == ("api", "^main$")
    ((method, content_type, body),) = receiver.received
    assert (method, content_type) == ("PUT", "")
    assert json.loads(body) == {
        "Status": "SUCCESS",
        "RequestId": "11111111-2222-4333-8444-555555555555",
        "StackId": "stack-1",
        "LogicalResourceId": "Webhook",
        "PhysicalResourceId": "api",
        "Data": {"Url": f"https://api.github.com/repos/acme/api/hooks/{hook.id}"},
    }
    logged = log.read_text()
    ours = [line.split("\t") for line in logged.splitlines() if "Create" in line and "SUCCESS" in line]
    assert [(level, request_id, message) for level, _, request_id, message in ours] == [
        ("[INFO]", INVOCATION, "Create of api: SUCCESS")
    ]
    doubts = ("CloudFormation cannot be asked", "if CloudFormation has canceled this event")
    certain = [line for line in logged.splitlines() if not any(doubt in line for doubt in doubts)]
    assert all(line.startswith("[INFO]\t") for line in certain)
    assert receiver.url not in logged
    assert "s3cret" not in logged


def test_the_context_says_in_which_account_the_function_is(
    aws: LocalAws, function: RuntimeApi, receiver: Receiver, log: Path
) -> None:
    assert function.run(create(receiver, Account="999999999999"), 120) == ("response", b"null")

    answer = json.loads(receiver.received[0][2])
    assert answer["Status"] == "FAILED"
    assert f"project api is in account 999999999999 and this stack in {ACCOUNT}" in answer["Reason"]
    assert hooks(aws) == {}
    assert receiver.url not in log.read_text()
    assert "s3cret" not in log.read_text()


def test_the_context_says_when_the_time_is_up(
    aws: LocalAws, function: RuntimeApi, receiver: Receiver, log: Path
) -> None:
    aws.codebuild.status_sequence = ("CREATING",)

    assert function.run(create(receiver), 16.5) == ("response", b"null")

    answer = json.loads(receiver.received[0][2])
    assert answer["PhysicalResourceId"] == "api#not-created"
    assert "the services had not answered when the function's time was up" in answer["Reason"]
    assert hooks(aws) == {}
    assert "s3cret" not in log.read_text()


def test_an_event_that_nobody_can_answer_is_an_error_of_the_invocation_and_shows_no_url(
    function: RuntimeApi, receiver: Receiver, log: Path
) -> None:
    event = create(receiver)
    del event["LogicalResourceId"]

    kind, body = function.run(event, 120)

    assert kind == "error"
    assert json.loads(body)["errorMessage"] == "LogicalResourceId is missing"
    assert receiver.received == []
    assert "s3cret" not in log.read_text() + body.decode()
