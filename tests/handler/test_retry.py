from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ParamValidationError, ReadTimeoutError

from tests.handler.conftest import QueuedServices
from webhook_constructs.handler.retry import (
    PROPAGATION_SECONDS,
    error_code,
    is_host_limit,
    is_passing,
    may_have_been_carried_out,
)

DENIED_CONNECTION = "Access denied to connection arn:aws:codeconnections:us-east-1:1:connection/2"
NO_TOKEN = "Failed to get access token from arn:aws:codeconnections:us-east-1:1:connection/2"
LIMIT = "Failed to create webhook. GitHub API limit reached. Please try again later."
DENIED_ROLE = "User: arn is not authorized to perform: codebuild:CreateWebhook"


class Failing:
    """A call that fails in the given ways, one after the other, and then answers."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.calls = 0

    def __call__(self, **_: Any) -> str:
        self.calls += 1
        if self.failures:
            raise self.failures.pop(0)
        return "answer"


def service_error(code: str, message: str = "", status: int = 400) -> ClientError:
    answer: Any = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, "CreateWebhook")


PASSING = [
    pytest.param(service_error("ThrottlingException"), id="throttled"),
    pytest.param(service_error("TooManyRequestsException"), id="too-many-requests"),
    pytest.param(service_error("InternalFailure", status=500), id="server-error"),
    pytest.param(service_error("ServiceUnavailableException", status=503), id="unavailable"),
    pytest.param(EndpointConnectionError(endpoint_url="https://codebuild"), id="no-connection"),
    pytest.param(ReadTimeoutError(endpoint_url="https://codebuild"), id="no-answer"),
]


@pytest.mark.parametrize("failure", PASSING)
def test_what_passes_is_tried_again_with_growing_pauses(queue: QueuedServices, failure: Exception) -> None:
    call = Failing(failure, failure, failure)

    assert queue.retry(call) == "answer"
    assert (call.calls, queue.now) == (4, 0.5 + 1 + 2)


def test_pauses_are_spread_and_stop_growing(queue: QueuedServices) -> None:
    call = Failing(*[service_error("ThrottlingException")] * 7)
    object.__setattr__(queue.retry, "spread", lambda: 0.0)

    queue.retry(call)

    assert queue.now == (0.5 + 1 + 2 + 4 + 8 + 8 + 8) / 2


@pytest.mark.parametrize(
    "failure",
    [
        pytest.param(service_error("InvalidInputException"), id="invalid"),
        pytest.param(service_error("OAuthProviderException", "token expired"), id="host"),
        pytest.param(service_error("AccessDeniedException", DENIED_ROLE), id="denied-where-nothing-is-new"),
        pytest.param(ParamValidationError(report="no"), id="parameters"),
    ],
)
def test_what_does_not_pass_is_not_tried_again(queue: QueuedServices, failure: Exception) -> None:
    call = Failing(failure)

    with pytest.raises(type(failure)):
        queue.retry(call)

    assert (call.calls, queue.now) == (1, 0)


@pytest.mark.parametrize("failure", PASSING[-2:])
def test_a_call_that_nobody_answers_can_be_given_up_at_once(queue: QueuedServices, failure: Exception) -> None:
    call = Failing(service_error("ThrottlingException"), failure)

    with pytest.raises(type(failure)):
        queue.retry(call, waits_for_connection=False)

    assert call.calls == 2


def test_the_limit_of_a_git_host_is_waited_for_until_the_deadline_with_long_pauses(queue: QueuedServices) -> None:
    call = Failing(*[service_error("OAuthProviderException", LIMIT)] * 99)

    with pytest.raises(ClientError):
        queue.retry(call)

    assert (call.calls, queue.now) == (7, 6 * 15)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (LIMIT, True),
        ("Unable to create webhook at this time. Please try again later.", False),
        ("GitHub webhook limit reached. Please delete a webhook from this repository.", False),
    ],
)
def test_only_a_limit_that_passes_is_one(message: str, *, expected: bool) -> None:
    error = service_error("OAuthProviderException", message)

    assert (is_host_limit(error), is_passing(error)) == (expected, False)


def test_any_refusal_can_be_waited_for(queue: QueuedServices) -> None:
    call = Failing(*[service_error("OAuthProviderException", "expired")] * 99)

    with pytest.raises(ClientError):
        queue.retry(call, refusal_seconds=20.0)

    assert (call.calls, queue.now) == (7, 0.5 + 1 + 2 + 4 + 8 + 8)


def test_except_that_there_is_nothing(queue: QueuedServices) -> None:
    call = Failing(service_error("ResourceNotFoundException"))

    with pytest.raises(ClientError):
        queue.retry(call, refusal_seconds=20.0)

    assert queue.now == 0


def test_calls_within_some_seconds_share_them(queue: QueuedServices) -> None:
    short = queue.retry.within(5.0)
    throttled = service_error("ThrottlingException")
    assert short(Failing(throttled, throttled)) == "answer"

    with pytest.raises(ClientError):
        short(Failing(*[throttled] * 99))

    assert queue.now == (0.5 + 1) + (0.5 + 1)


def test_they_have_no_more_seconds_than_the_function(queue: QueuedServices) -> None:
    queue.seconds_left = 0.4

    with pytest.raises(ClientError):
        queue.retry.within(5.0)(Failing(service_error("ThrottlingException")))

    assert queue.now == 0


def test_somebody_is_told_of_each_failure_before_the_call_is_repeated(queue: QueuedServices) -> None:
    failures = [service_error("InternalFailure", status=500), service_error("ThrottlingException")]
    told: list[tuple[Exception, float]] = []
    queue.retry(Failing(*failures), before_repeat=lambda failure: told.append((failure, queue.now)))

    assert told == [(failures[0], 0.5), (failures[1], 1.5)]


def test_and_may_end_the_attempts(queue: QueuedServices) -> None:
    def stop(_failure: Exception) -> None:
        raise KeyError

    call = Failing(service_error("ThrottlingException"))
    with pytest.raises(KeyError):
        queue.retry(call, before_repeat=stop)

    assert call.calls == 1


def test_when_the_time_is_up_the_last_error_stands(queue: QueuedServices) -> None:
    queue.seconds_left = 4.0
    call = Failing(*[service_error("ThrottlingException")] * 99)

    with pytest.raises(ClientError):
        queue.retry(call)

    assert (call.calls, queue.now) == (4, 3.5)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        pytest.param("AccessDeniedException", DENIED_ROLE, id="role"),
        pytest.param("InvalidInputException", DENIED_CONNECTION, id="connection"),
        pytest.param("OAuthProviderException", "User is not authorized to access connection arn", id="connection-2"),
        pytest.param("OAuthProviderException", NO_TOKEN, id="token-of-a-connection"),
        pytest.param("InvalidInputException", DENIED_ROLE, id="service-role-of-the-project"),
    ],
)
def test_a_permission_that_was_just_given_is_waited_for(queue: QueuedServices, code: str, message: str) -> None:
    call = Failing(*[service_error(code, message)] * 5)

    assert queue.retry(call, waits_for_permission=True) == "answer"
    assert call.calls == 6


def test_a_permission_that_does_not_come_is_given_up_after_a_minute(queue: QueuedServices) -> None:
    call = Failing(*[service_error("AccessDeniedException", DENIED_ROLE)] * 99)

    with pytest.raises(ClientError):
        queue.retry(call, waits_for_permission=True)

    assert PROPAGATION_SECONDS == 60
    assert PROPAGATION_SECONDS <= queue.now <= PROPAGATION_SECONDS + 8


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        pytest.param(service_error("InternalFailure", status=500), True, id="server-error"),
        pytest.param(ReadTimeoutError(endpoint_url="https://codebuild"), True, id="no-answer"),
        pytest.param(service_error("ThrottlingException"), False, id="throttled"),
        pytest.param(service_error("ResourceAlreadyExistsException"), False, id="refused"),
    ],
)
def test_only_a_refusal_says_that_a_call_was_not_carried_out(failure: Exception, *, expected: bool) -> None:
    assert may_have_been_carried_out(failure) is expected


def test_an_answer_without_a_code_has_none() -> None:
    assert error_code(ClientError({}, "CreateWebhook")) == ""
