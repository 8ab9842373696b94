"""A real boto3 client whose answers are queued: the boundary of the handler, and nothing behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.stub import Stubber

from webhook_constructs.handler.codebuild import CodeBuild

if TYPE_CHECKING:
    from collections.abc import Iterator


class QueuedService:
    """CodeBuild with queued answers, a clock that only sleeping moves, and the seconds it has slept."""

    def __init__(self) -> None:
        self.client = boto3.client("codebuild", region_name="us-east-1")
        self.stubber = Stubber(self.client)
        self.now = 0.0
        self.service = CodeBuild(self.client, clock=lambda: self.now, sleep=self.sleep)

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def answers(self, operation: str, answer: dict[str, Any], parameters: dict[str, Any] | None = None) -> None:
        self.stubber.add_response(operation, answer, parameters)

    def refuses(self, operation: str, code: str, message: str = "no") -> None:
        self.stubber.add_client_error(operation, code, message)

    def connect(self, _region: str | None) -> CodeBuild:
        return self.service


@pytest.fixture
def queue() -> Iterator[QueuedService]:
    """Every queued answer must have been fetched when the test is over."""
    queued = QueuedService()
    with queued.stubber:
        yield queued
        queued.stubber.assert_no_pending_responses()
