"""One event in, one answer out, against the embedded CodeBuild: the boto3 calls are real, and so is the PUT.

What CloudFormation says of the stack is queued.
"""

from __future__ import annotations

import contextlib
import json
import logging
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

import boto3
import pytest

from tests.e2e.stacks import make_project
from tests.handler.conftest import CLIENTS, REQUEST_ID, STACK_ID, QueuedServices
from tests.handler.receiver import Receiver
from webhook_constructs.handler import index
from webhook_constructs.handler.answer import AnswerError
from webhook_constructs.handler.errors import DeadlineError, NextAttemptError
from webhook_constructs.handler.index import handler
from webhook_constructs.handler.request import RequestError
from webhook_constructs.handler.retry import Retry
from webhook_constructs.testing.local import LocalAws

CANARY = "canary-7f3a"


@dataclass
class Context:
    """What Lambda tells a function about itself."""

    milliseconds: int = 120_000
    invoked_function_arn: str = "arn:aws:lambda:us-east-1:000000000000:function:Handler"

    def get_remaining_time_in_millis(self) -> int:
        return self.milliseconds


@pytest.fixture(scope="module")
def running_aws() -> Iterator[LocalAws]:
    with LocalAws() as aws:
        yield aws


@pytest.fixture
def aws(running_aws: LocalAws) -> LocalAws:
    running_aws.reset()
    make_project(running_aws, "api")
    return running_aws


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver(200).serving() as server:
        yield server


@pytest.fixture(autouse=True)
def stack(queue: QueuedServices, monkeypatch: pytest.MonkeyPatch) -> QueuedServices:
    """What CloudFormation says of the stack."""
    real = boto3.client

    def client(service: str, **arguments: Any) -> Any:
        return CLIENTS[service] if service == "cloudformation" else real(service, **arguments)

    monkeypatch.setattr("boto3.client", client)
    return queue


@pytest.fixture
def waits_take_no_time(queue: QueuedServices, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "Retry", lambda seconds_left: Retry(seconds_left, lambda: queue.now, queue.sleep))


def event(receiver: Receiver, kind: str = "Create", **fields: Any) -> dict[str, Any]:
    return {
        "RequestType": kind,
        "RequestId": REQUEST_ID,
        "StackId": STACK_ID,
        "LogicalResourceId": "Webhook",
        "ResponseURL": receiver.url,
        "ResourceProperties": {"ProjectName": "api", "BranchFilter": "main"},
        **fields,
    }


def before_now(seconds: float) -> datetime:
    return datetime.now(timezone.utc) - timedelta(seconds=seconds)


def answered(receiver: Receiver) -> dict[str, Any]:
    ((_, _, body),) = receiver.received
    answer: dict[str, Any] = json.loads(body)
    return answer


def test_create_update_and_delete_are_answered_with_success(
    aws: LocalAws, receiver: Receiver, stack: QueuedServices
) -> None:
    stack.awaits("CREATE")
    handler(event(receiver), Context())
    created = answered(receiver)
    (hook,) = aws.codebuild.hooks_at_host.values()
    assert (created["Status"], created["PhysicalResourceId"]) == ("SUCCESS", "api")
    assert created["Data"] == {"Url": f"https://api.github.com/repos/acme/api/hooks/{hook.id}"}

    receiver.received.clear()
    stack.runs()
    stack.awaits()
    properties = {"ProjectName": "api", "BranchFilter": "release"}
    handler(
        event(
            receiver,
            "Update",
            PhysicalResourceId="api",
            ResourceProperties=properties,
            OldResourceProperties={"ProjectName": "api", "BranchFilter": "main"},
        ),
        Context(),
    )
    assert answered(receiver) == created
    assert aws.codebuild.hooks_at_host["api"].branch_filter == "release"

    receiver.received.clear()
    stack.runs("DELETE_IN_PROGRESS")
    handler(event(receiver, "Delete", PhysicalResourceId="api"), Context())
    assert (answered(receiver)["Status"], aws.codebuild.hooks_at_host) == ("SUCCESS", {})


def test_a_create_that_made_nothing_answers_with_an_id_whose_delete_does_nothing(
    aws: LocalAws, receiver: Receiver
) -> None:
    aws.client("codebuild").create_webhook(projectName="api")

    handler(event(receiver), Context())

    failed = answered(receiver)
    assert (failed["Status"], failed["PhysicalResourceId"]) == ("FAILED", "api#not-created")
    receiver.received.clear()
    handler(event(receiver, "Delete", PhysicalResourceId="api#not-created"), Context())
    assert list(aws.codebuild.hooks_at_host) == ["api"]


def test_a_create_that_cloudformation_has_canceled_takes_its_webhook_back(
    aws: LocalAws, receiver: Receiver, stack: QueuedServices
) -> None:
    stack.shows_resource("CREATE_FAILED")
    stack.shows_resource("CREATE_FAILED")
    stack.runs("ROLLBACK_IN_PROGRESS")

    handler(event(receiver), Context())

    failed = answered(receiver)
    assert (failed["Status"], failed["PhysicalResourceId"]) == ("FAILED", "api#not-created")
    assert failed["Reason"] == (
        "CodeBuild webhook of project api: CloudFormation stopped waiting for this event, so it did not change the "
        "webhook of project api"
    )
    assert aws.codebuild.hooks_at_host == {}


LIMIT = "GitHub API limit reached. Please try again later."


@pytest.mark.parametrize("kind", ["Create", "Delete"])
def test_an_event_that_meets_the_limit_of_the_git_host_is_left_to_lambdas_next_attempt(
    aws: LocalAws, receiver: Receiver, stack: QueuedServices, kind: str
) -> None:
    aws.codebuild.fail_next(f"{kind}Webhook", "OAuthProviderException", LIMIT)
    if kind == "Delete":
        stack.runs("DELETE_IN_PROGRESS")
    else:
        stack.awaits("CREATE")
    url = f"{receiver.url}&X-Amz-Date={before_now(250):%Y%m%dT%H%M%SZ}"

    with pytest.raises(NextAttemptError, match="the git host accepts no more calls for now"):
        handler(event(receiver, kind, PhysicalResourceId="api", ResponseURL=url), Context(milliseconds=20_000))

    assert receiver.received == []


@pytest.mark.parametrize(
    "sent", [f"X-Amz-Date={before_now(301):%Y%m%dT%H%M%SZ}", ""], ids=["it is known", "it is not known"]
)
def test_it_is_answered_if_that_comes_too_late_as_far_as_is_known(
    aws: LocalAws, receiver: Receiver, stack: QueuedServices, sent: str
) -> None:
    if sent:
        stack.awaits("CREATE")
    aws.codebuild.fail_next("CreateWebhook", "OAuthProviderException", LIMIT)

    handler(event(receiver, ResponseURL=f"{receiver.url}&{sent}"), Context(milliseconds=20_000))

    assert (answered(receiver)["Status"], LIMIT in answered(receiver)["Reason"]) == ("FAILED", True)


@pytest.mark.usefixtures("waits_take_no_time")
def test_a_create_that_left_something_behind_answers_with_the_id_that_deletes_it(
    aws: LocalAws, receiver: Receiver
) -> None:
    aws.codebuild.status_sequence = (("CREATE_FAILED", "no"),)
    aws.codebuild.fail_next("DeleteWebhook", "OAuthProviderException", "no", times=9)

    handler(event(receiver), Context())

    failed = answered(receiver)
    assert failed["PhysicalResourceId"] == "api"
    assert "A webhook was left behind on project api" in failed["Reason"]


def test_a_failed_update_keeps_its_id(aws: LocalAws, receiver: Receiver, stack: QueuedServices) -> None:
    stack.runs()
    aws.codebuild.fail_next("UpdateWebhook", "OAuthProviderException", "expired")
    aws.client("codebuild").create_webhook(projectName="api")

    handler(event(receiver, "Update", PhysicalResourceId="api#moved-from=old:1f2e"), Context())

    assert answered(receiver)["PhysicalResourceId"] == "api#moved-from=old:1f2e"


@pytest.mark.usefixtures("aws")
def test_a_project_of_another_account_is_refused(receiver: Receiver) -> None:
    handler(event(receiver, ResourceProperties={"ProjectName": "api", "Account": "999999999999"}), Context())

    assert answered(receiver)["Reason"] == (
        "CodeBuild webhook of project api: project api is in account 999999999999 and this stack in 000000000000: "
        "CreateWebhook takes the name of a project and cannot reach another account. Deploy the webhook there"
    )


@pytest.mark.usefixtures("aws")
def test_properties_that_cannot_be_read_are_answered_and_their_delete_succeeds(receiver: Receiver) -> None:
    handler(event(receiver, ResourceProperties={"FilterGroups": 3}), Context())
    failed = answered(receiver)
    assert (failed["Status"], failed["PhysicalResourceId"]) == ("FAILED", "(unknown)#not-created")

    receiver.received.clear()
    undone = event(
        receiver,
        "Delete",
        ResourceProperties={"FilterGroups": 3},
        PhysicalResourceId=failed["PhysicalResourceId"],
    )
    handler(undone, Context())
    assert answered(receiver)["Status"] == "SUCCESS"


def test_with_fifteen_seconds_left_what_was_begun_is_undone_and_answered(aws: LocalAws, receiver: Receiver) -> None:
    aws.codebuild.status_sequence = ("CREATING",)

    handler(event(receiver), Context(milliseconds=15_300))

    assert "the services had not answered when the function's time was up" in answered(receiver)["Reason"]
    assert aws.codebuild.hooks_at_host == {}


@pytest.mark.usefixtures("aws")
def test_in_another_thread_there_is_no_timer_and_all_else_is_the_same(
    receiver: Receiver, stack: QueuedServices
) -> None:
    stack.awaits("CREATE")
    thread = threading.Thread(target=handler, args=(event(receiver), Context(milliseconds=1)))
    thread.start()
    thread.join()

    assert answered(receiver)["Status"] == "SUCCESS"


def test_an_event_that_nobody_can_answer_is_an_error() -> None:
    with pytest.raises(RequestError, match="ResponseURL is missing"):
        handler({"RequestType": "Create", "RequestId": "r", "StackId": "s", "LogicalResourceId": "l"}, Context())


@pytest.mark.usefixtures("aws")
def test_an_answer_that_gets_lost_is_an_error_so_that_lambda_sends_the_event_again(
    monkeypatch: pytest.MonkeyPatch, stack: QueuedServices
) -> None:
    stack.awaits("CREATE")
    monkeypatch.setattr("webhook_constructs.handler.answer._ATTEMPTS", 1)
    with Receiver(500).serving() as refusing, pytest.raises(AnswerError, match="HTTP status 500"):
        handler(event(refusing), Context())


def test_an_error_that_nobody_foresaw_is_logged_without_its_text(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Its text could hold anything; where it came from is enough to find it."""

    def fail(*_: Any, **__: Any) -> None:
        raise KeyError(CANARY)

    monkeypatch.setattr("boto3.client", fail)

    handler(event(receiver), Context())

    assert answered(receiver)["Reason"] == (
        "CodeBuild webhook of project api: unexpected error (KeyError), see the function's log"
    )
    assert "KeyError at" in caplog.text
    assert CANARY not in caplog.text


@pytest.mark.usefixtures("aws")
def test_a_result_that_is_there_when_the_time_is_up_is_the_result(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch, stack: QueuedServices
) -> None:
    stack.awaits("CREATE")
    original = contextlib.contextmanager(index._deadline.__wrapped__)  # type: ignore[attr-defined]

    @contextlib.contextmanager
    def late(context: Any) -> Iterator[None]:
        with original(context):
            yield
        raise DeadlineError

    monkeypatch.setattr(index, "_deadline", late)

    handler(event(receiver), Context())

    assert answered(receiver)["Status"] == "SUCCESS"


def test_the_log_names_what_happened_and_nothing_that_is_confidential(
    aws: LocalAws, receiver: Receiver, caplog: pytest.LogCaptureFixture, stack: QueuedServices
) -> None:
    stack.awaits("CREATE")
    stack.awaits("CREATE")
    arn = aws.client("secretsmanager").create_secret(Name="webhook")["ARN"]
    properties = {"ProjectName": "api", "ManualCreation": "true", "SecretArn": arn}
    with caplog.at_level(logging.DEBUG, "webhook_constructs"):
        handler(event(receiver, ResourceProperties=properties), Context())
        handler(event(receiver, RequestId=str(uuid.uuid4()), ResourceProperties=properties), Context())

    ours = [message for name, _, message in caplog.record_tuples if name.startswith("webhook_constructs")]
    assert ours[:2] == [f"Create, event {REQUEST_ID}", "Create of api: SUCCESS"]
    assert ours[3].startswith("Create of project api: FAILED: CreateWebhook of project api failed with ")
    assert ours[4].startswith("ResourceAlreadyExistsException at\n")
    for value in (*aws.codebuild.confidential_values, receiver.url):
        assert value not in "\n".join(ours)
