"""Real boto3 clients whose answers are queued: the boundary of the handler, and nothing behind it."""

from __future__ import annotations

import contextlib
import json
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.stub import Stubber

from webhook_constructs.handler.codebuild import CodeBuild
from webhook_constructs.handler.retry import Retry
from webhook_constructs.handler.services import Services

if TYPE_CHECKING:
    from collections.abc import Iterator

BEGUN = datetime(2026, 11, 23, 12, 0, tzinfo=timezone.utc)
REQUEST_ID = "11111111-2222-4333-8444-555555555555"
SECRET_ARN = "arn:aws:secretsmanager:us-east-1:111111111111:secret:webhook-AbCdEf"


class QueuedServices:
    """CodeBuild and Secrets Manager with queued answers, and a clock that only sleeping moves."""

    def __init__(self) -> None:
        self.clients = {
            name: boto3.client(name, region_name="us-east-1") for name in ("codebuild", "secretsmanager", "logs")
        }
        self.stubbers = {name: Stubber(client) for name, client in self.clients.items()}
        self.now = 0.0
        self.seconds_left = 105.0
        self.retry = Retry(lambda: self.seconds_left - self.now, lambda: self.now, self.sleep, lambda: 1.0)
        codebuild, secrets = self.clients["codebuild"], self.clients["secretsmanager"]
        regions = {("codebuild", region): codebuild for region in (None, "eu-west-1")}
        clients = {**regions, ("secretsmanager", "us-east-1"): secrets, ("logs", None): self.clients["logs"]}
        self.services = Services(REQUEST_ID, self.retry, BEGUN, "the-log-group", clients)
        self.codebuild = CodeBuild(codebuild, self.retry, clock=lambda: self.now, sleep=self.sleep)

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def answers(self, operation: str, answer: dict[str, Any], parameters: dict[str, Any] | None = None) -> None:
        self._stubber(operation).add_response(operation, answer, parameters)

    def refuses(self, operation: str, code: str, message: str = "no", status: int = 400) -> None:
        self._stubber(operation).add_client_error(operation, code, message, status)

    def shows(self, *webhooks: dict[str, Any] | None) -> None:
        """Queue what BatchGetProjects shows: a webhook, or a project without one."""
        for webhook in webhooks:
            project = {"name": "any"} if webhook is None else {"name": "any", "webhook": webhook}
            self.answers("batch_get_projects", {"projects": [project]})

    def holds(self, value: object, version: str = "some-other-version-of-the-secret") -> None:
        """Queue what the secret holds."""
        self.answers("get_secret_value", {"SecretString": json.dumps(value), "VersionId": version})

    def keeps(self, value: object, stages: tuple[str, ...] = ("AWSCURRENT", "webhook-of-api")) -> None:
        """Queue a value that must be stored under the name of the event."""
        self.answers(
            "put_secret_value",
            {},
            {
                "SecretId": SECRET_ARN,
                "SecretString": json.dumps(value),
                "ClientRequestToken": REQUEST_ID,
                "VersionStages": list(stages),
            },
        )

    def finds_in_the_log(self, *lines: str) -> None:
        """Queue what earlier attempts have written to the log."""
        begun = int(BEGUN.timestamp() * 1000)
        self.answers(
            "filter_log_events",
            {"events": [{"message": line} for line in lines]},
            {
                "logGroupName": "the-log-group",
                "filterPattern": f'"{REQUEST_ID}"',
                "startTime": begun - 15 * 60 * 1000,
                "endTime": begun - 1,
            },
        )

    def _stubber(self, operation: str) -> Stubber:
        service = "secretsmanager" if "secret" in operation else "logs" if "log" in operation else "codebuild"
        return self.stubbers[service]


@pytest.fixture
def queue() -> Iterator[QueuedServices]:
    """Every queued answer must have been fetched when the test is over."""
    queued = QueuedServices()
    with contextlib.ExitStack() as stack:
        for stubber in queued.stubbers.values():
            stack.enter_context(stubber)
        yield queued
        for stubber in queued.stubbers.values():
            stubber.assert_no_pending_responses()
