"""Real boto3 clients whose answers are queued: the boundary of the handler, and nothing behind it."""

from __future__ import annotations

import contextlib
import json
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import boto3
import pytest
from botocore import xform_name
from botocore.stub import ANY, Stubber

from webhook_constructs.handler.request import Request
from webhook_constructs.handler.retry import Retry
from webhook_constructs.handler.services import Services

BEGUN = datetime(2026, 11, 23, 12, 0, tzinfo=timezone.utc)
REQUEST_ID = "11111111-2222-4333-8444-555555555555"
STACK_ID = "arn:aws:cloudformation:us-east-1:111111111111:stack/Stack/0f3a"
SECRET_ARN = "arn:aws:secretsmanager:us-east-1:111111111111:secret:webhook-AbCdEf"


def event(request_type: str, physical_id: str | None = None, **properties: Any) -> Request:
    """Return an event of the resource ``Webhook``."""
    return Request(
        request_type=request_type,
        request_id=REQUEST_ID,
        stack_id=STACK_ID,
        logical_resource_id="Webhook",
        physical_resource_id=physical_id,
        response_url="https://example.com/answer",
        properties=properties,
        old_properties={},
    )


SERVICES = ("codebuild", "secretsmanager", "logs", "cloudformation")
CLIENTS = {name: boto3.client(name, region_name="us-east-1") for name in SERVICES}


class QueuedServices:
    """The clients of the handler with queued answers, and a clock that only sleeping moves.

    The answers must be fetched in the order in which they were queued, whichever service gives them.
    """

    def __init__(self) -> None:
        self.stubbers = {name: Stubber(client) for name, client in CLIENTS.items()}
        self.queued: list[str] = []
        self.called: list[str] = []
        self.now = 0.0
        self.seconds_left = 105.0
        self.retry = Retry(lambda: self.seconds_left - self.now, lambda: self.now, self.sleep, lambda: 1.0)
        self.clients_by_region: dict[tuple[str, str | None], Any] = {
            **{(name, None): CLIENTS[name] for name in ("codebuild", "logs", "cloudformation")},
            ("codebuild", "eu-west-1"): CLIENTS["codebuild"],
            ("secretsmanager", "us-east-1"): CLIENTS["secretsmanager"],
        }
        self.services = self.handling(event("Create"))

    def handling(self, request: Request) -> Services:
        """Have another event handled."""
        self.services = Services(
            request,
            self.retry,
            BEGUN,
            "the-log-group",
            self.clients_by_region,
            lambda: BEGUN + timedelta(seconds=self.now),
        )
        return self.services

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def answers(self, operation: str, answer: dict[str, Any], parameters: dict[str, Any] | None = None) -> None:
        self._queue(operation).add_response(operation, answer, parameters)

    def refuses(self, operation: str, code: str, message: str = "no", status: int = 400) -> None:
        self._queue(operation).add_client_error(operation, code, message, status)

    def shows(self, *webhooks: dict[str, Any] | None) -> None:
        """Queue what BatchGetProjects shows: a webhook, or a project without one."""
        for webhook in webhooks:
            project = {"name": "any"} if webhook is None else {"name": "any", "webhook": webhook}
            self.answers("batch_get_projects", {"projects": [project]})

    def holds(self, current: dict[str, Any] | None = None, labeled: dict[str, Any] | None = None) -> None:
        """Queue the current version of the secret, and the one with the label of the project."""
        for stage, version in (("AWSCURRENT", current), ("webhook-of-api", labeled)):
            if version is None:
                self.refuses("get_secret_value", "ResourceNotFoundException")
            else:
                self.answers("get_secret_value", version, {"SecretId": SECRET_ARN, "VersionStage": stage})

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

    def finds_in_the_log(self, *lines: str, token: str | None = None) -> None:
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
                **({"nextToken": token} if token else {}),
            },
        )

    def runs(self, status: str = "UPDATE_IN_PROGRESS", *, operation: str = "1", since: float = -60) -> None:
        """Queue what CloudFormation does with the stack, and since how many seconds after the event began."""
        stack = {
            "StackName": "Stack",
            "CreationTime": BEGUN - timedelta(days=1),
            "LastUpdatedTime": BEGUN + timedelta(seconds=since),
            "StackStatus": status,
            "LastOperations": [{"OperationType": "UPDATE_STACK", "OperationId": operation}],
        }
        self.answers("describe_stacks", {"Stacks": [stack]}, {"StackName": STACK_ID})

    def shows_resource(self, status: str, *, since: float = -1) -> None:
        """Queue the status of the resource, and since how many seconds after the event began it has it."""
        detail = {
            "LogicalResourceId": "Webhook",
            "ResourceType": "Custom::CodeBuildWebhook",
            "ResourceStatus": status,
            "LastUpdatedTimestamp": BEGUN + timedelta(seconds=since),
        }
        asked = {"StackName": STACK_ID, "LogicalResourceId": "Webhook"}
        self.answers("describe_stack_resource", {"StackResourceDetail": detail}, asked)

    def awaits(self, kind: str = "UPDATE", status: str = "UPDATE_IN_PROGRESS") -> None:
        """Queue that CloudFormation still waits for the event; of a Create, the stack is not asked for."""
        self.shows_resource(f"{kind}_IN_PROGRESS")
        if kind == "UPDATE":
            self.runs(status)

    def rolls_back(self) -> None:
        """Queue that CloudFormation rolls an update back, and waits for this event to do so."""
        self.runs("UPDATE_ROLLBACK_IN_PROGRESS")
        self.shows_resource("UPDATE_IN_PROGRESS")

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

    @contextlib.contextmanager
    def answering(self) -> Iterator[QueuedServices]:
        """Answer every call; in the end, every answer must have been fetched, and in the order of the queue."""

        def note(model: Any, **_: Any) -> None:
            self.called.append(xform_name(model.name))

        with contextlib.ExitStack() as stack:
            for name, stubber in self.stubbers.items():
                events = CLIENTS[name].meta.events
                events.register("provide-client-params", note)
                stack.callback(events.unregister, "provide-client-params", note)
                stack.enter_context(stubber)
            yield self
        for stubber in self.stubbers.values():
            stubber.assert_no_pending_responses()
        assert self.called == self.queued

    def _queue(self, operation: str) -> Stubber:
        self.queued.append(operation)
        services = {"secret": "secretsmanager", "log": "logs", "stack": "cloudformation"}
        return self.stubbers[next((services[part] for part in services if part in operation), "codebuild")]


@pytest.fixture(autouse=True)
def _level_as_before() -> Iterator[None]:
    """The entry point sets the level of the handler's log."""
    logger = logging.getLogger("webhook_constructs.handler")
    before = logger.level
    yield
    logger.setLevel(before)


@pytest.fixture
def queue() -> Iterator[QueuedServices]:
    """Return the services whose answers a test queues."""
    with QueuedServices().answering() as queued:
        yield queued
