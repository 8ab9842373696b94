"""Real boto3 clients whose answers are queued: the boundary of the handler, and nothing behind it."""

from __future__ import annotations

import contextlib
import json
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.stub import ANY, Stubber

from webhook_constructs.handler.codebuild import CodeBuild
from webhook_constructs.handler.request import Request
from webhook_constructs.handler.retry import Retry
from webhook_constructs.handler.services import Services

if TYPE_CHECKING:
    from collections.abc import Iterator

BEGUN = datetime(2026, 11, 23, 12, 0, tzinfo=timezone.utc)
REQUEST_ID = "11111111-2222-4333-8444-555555555555"
STACK_ID = "arn:aws:cloudformation:us-east-1:111111111111:stack/Stack/0f3a"
SECRET_ARN = "arn:aws:secretsmanager:us-east-1:111111111111:secret:webhook-AbCdEf"


def event(request_type: str, physical_id: str | None = None) -> Request:
    """An event of the resource ``Webhook``."""
    return Request(
        request_type=request_type,
        request_id=REQUEST_ID,
        stack_id=STACK_ID,
        logical_resource_id="Webhook",
        physical_resource_id=physical_id,
        response_url="https://example.com/answer",
        properties={},
        old_properties={},
    )


def deletion(physical_id: str) -> Request:
    """The Delete of the resource ``Webhook``."""
    return event("Delete", physical_id)


class QueuedServices:
    """The clients of the handler with queued answers, and a clock that only sleeping moves."""

    def __init__(self) -> None:
        names = ("codebuild", "secretsmanager", "logs", "cloudformation")
        self.clients = {name: boto3.client(name, region_name="us-east-1") for name in names}
        self.stubbers = {name: Stubber(client) for name, client in self.clients.items()}
        self.now = 0.0
        self.seconds_left = 105.0
        self.retry = Retry(lambda: self.seconds_left - self.now, lambda: self.now, self.sleep, lambda: 1.0)
        codebuild, secrets = self.clients["codebuild"], self.clients["secretsmanager"]
        self.clients_by_region: dict[tuple[str, str | None], Any] = {
            **{("codebuild", region): codebuild for region in (None, "eu-west-1")},
            **{(name, None): self.clients[name] for name in ("logs", "cloudformation")},
            ("secretsmanager", "us-east-1"): secrets,
        }
        self.services = self.handling(event("Create"))
        self.codebuild = CodeBuild(codebuild, self.retry, clock=lambda: self.now, sleep=self.sleep)

    def handling(self, request: Request) -> Services:
        """Return what an event is handled with."""
        return Services(request, self.retry, BEGUN, "the-log-group", self.clients_by_region)

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

    def announces(self) -> None:
        """Queue the announcement of a webhook, which must be stored before the webhook is made."""
        self.keeps({"creating": REQUEST_ID}, version=ANY)

    def keeps(
        self, value: object, stages: tuple[str, ...] = ("AWSCURRENT", "webhook-of-api"), version: object = REQUEST_ID
    ) -> None:
        """Queue a value that must be stored, under the name of the event or another."""
        self.answers(
            "put_secret_value",
            {},
            {
                "SecretId": SECRET_ARN,
                "SecretString": json.dumps(value),
                "ClientRequestToken": version,
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

    def tells_of_the_stack(self, status: str) -> None:
        """Queue the status of the stack."""
        stack = {"StackName": "Stack", "CreationTime": BEGUN, "StackStatus": status}
        self.answers("describe_stacks", {"Stacks": [stack]}, {"StackName": STACK_ID})

    def lists(self, *resources: tuple[str, str, str], token: str | None = None, more: str | None = None) -> None:
        """Queue a page of the webhooks of the stack: logical id, physical id (empty where there is none), status."""
        summaries = [
            {
                "LogicalResourceId": logical_id,
                "ResourceType": "Custom::CodeBuildWebhook",
                "LastUpdatedTimestamp": BEGUN,
                "ResourceStatus": status,
                **({"PhysicalResourceId": physical_id} if physical_id else {}),
            }
            for logical_id, physical_id, status in resources
        ]
        answer = {"StackResourceSummaries": summaries, **({"NextToken": more} if more else {})}
        asked = {"StackName": STACK_ID, **({"NextToken": token} if token else {})}
        self.answers("list_stack_resources", answer, asked)

    def _stubber(self, operation: str) -> Stubber:
        services = {"secret": "secretsmanager", "log": "logs", "stack": "cloudformation"}
        return self.stubbers[next((services[part] for part in services if part in operation), "codebuild")]


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
