from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError, EndpointConnectionError
from botocore.parsers import ResponseParserError

from webhook_constructs.handler.identity import Place
from webhook_constructs.handler.reasons import DeadlineError
from webhook_constructs.handler.stack import Stack

from .conftest import STACK_ID

if TYPE_CHECKING:
    from typing import Any

    from .conftest import QueuedServices

API = Place("api")
CLEAN_UP = "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"
DELETED = ("Webhook", "api", "DELETE_IN_PROGRESS")
ADOPTED = ("Renamed", "api#adopted", "CREATE_COMPLETE")


def has_other_claim(queue: QueuedServices, place: Place = API, physical_id: str = "api") -> bool:
    return queue.services.stack().has_other_claim(place, "Webhook", physical_id)


@pytest.mark.parametrize("status", ["DELETE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS"])
def test_in_a_stack_that_goes_nothing_stays_and_no_resource_is_looked_at(queue: QueuedServices, status: str) -> None:
    queue.tells_of_the_stack(status)

    assert has_other_claim(queue) is False


@pytest.mark.parametrize("status", [CLEAN_UP, "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", "UPDATE_IN_PROGRESS"])
def test_in_a_stack_that_stays_another_resource_may_have_the_webhook(queue: QueuedServices, status: str) -> None:
    queue.tells_of_the_stack(status)
    queue.lists(DELETED, ADOPTED)

    assert has_other_claim(queue) is True


def test_a_stack_without_another_webhook_has_no_claim(queue: QueuedServices) -> None:
    queue.tells_of_the_stack(CLEAN_UP)
    queue.lists(DELETED)

    assert has_other_claim(queue) is False


def test_all_pages_are_read(queue: QueuedServices) -> None:
    queue.tells_of_the_stack(CLEAN_UP)
    queue.lists(DELETED, more="2")
    queue.lists(("Other", "web", "UPDATE_COMPLETE"), token="2", more="3")
    queue.lists(ADOPTED, token="3")

    assert has_other_claim(queue) is True


def test_no_page_is_read_after_the_one_that_has_it(queue: QueuedServices) -> None:
    queue.tells_of_the_stack(CLEAN_UP)
    queue.lists(ADOPTED, more="2")

    assert has_other_claim(queue) is True


@pytest.mark.parametrize(
    ("other", "claims"),
    [
        pytest.param(("Renamed", "api", "UPDATE_COMPLETE"), True, id="made-ours"),
        pytest.param(("Moved", "api#moved-from=web:1f2e#adopted", "UPDATE_COMPLETE"), True, id="moved-there"),
        pytest.param(("Renamed", "api#adopted", "UPDATE_FAILED"), True, id="whose-update-failed"),
        pytest.param(("Other", "web", "UPDATE_COMPLETE"), False, id="of-another-project"),
        pytest.param(("Other", "api@eu-west-1", "UPDATE_COMPLETE"), False, id="of-another-region"),
        pytest.param(("Other", "web#moved-from=api:1f2e", "UPDATE_COMPLETE"), False, id="moved-from-there"),
        pytest.param(("Other", "api", "DELETE_IN_PROGRESS"), False, id="being-deleted"),
        pytest.param(("Other", "api", "DELETE_COMPLETE"), False, id="deleted"),
        pytest.param(("Other", "api", "DELETE_FAILED"), False, id="not-deleted"),
        pytest.param(("Other", "api", "DELETE_SKIPPED"), False, id="retained-and-gone"),
        pytest.param(("Other", "api#not-created", "UPDATE_COMPLETE"), False, id="not-created"),
        pytest.param(("Other", "api", "CREATE_FAILED"), False, id="failed"),
        pytest.param(("Other", "", "CREATE_IN_PROGRESS"), False, id="without-an-id"),
    ],
)
def test_what_another_resource_stands_for(queue: QueuedServices, other: tuple[str, str, str], *, claims: bool) -> None:
    queue.tells_of_the_stack(CLEAN_UP)
    queue.lists(other)

    assert has_other_claim(queue) is claims


MOVED = "api#moved-from=web:1f2e"


@pytest.mark.parametrize(
    ("deleted", "listed", "status", "claims"),
    [
        pytest.param("api", "api", "UPDATE_COMPLETE", False, id="the-very-one"),
        pytest.param("api", "api", "DELETE_IN_PROGRESS", False, id="the-very-one-marked"),
        pytest.param(MOVED, MOVED, "UPDATE_COMPLETE", False, id="the-very-one-that-has-moved"),
        pytest.param("api", "api#adopted", "UPDATE_COMPLETE", True, id="back-to-adopted"),
        pytest.param("api", "api#adopted", "CREATE_COMPLETE", True, id="back-to-adopted-and-never-updated"),
        pytest.param("api", "api#adopted", "UPDATE_FAILED", True, id="back-to-adopted-in-vain"),
        pytest.param(MOVED, f"{MOVED}#adopted", "UPDATE_COMPLETE", True, id="back-to-adopted-after-a-move"),
        pytest.param("api", MOVED, "UPDATE_COMPLETE", True, id="moved-away-and-there-again"),
        pytest.param("api", "api#adopted", "DELETE_IN_PROGRESS", False, id="which-goes-too"),
        pytest.param("api", "api#not-created", "CREATE_FAILED", False, id="which-was-not-created"),
        pytest.param("api", "web#moved-from=api:1f2e", "UPDATE_COMPLETE", False, id="moved-on"),
        pytest.param(MOVED, "web", "UPDATE_COMPLETE", False, id="back-from-a-move"),
        pytest.param("api", "api@eu-west-1", "UPDATE_COMPLETE", False, id="moved-to-another-region"),
        pytest.param("api", "", "CREATE_IN_PROGRESS", False, id="without-an-id"),
    ],
)
def test_what_the_same_resource_stands_for_under_the_id_that_is_listed(
    queue: QueuedServices, deleted: str, listed: str, status: str, *, claims: bool
) -> None:
    queue.tells_of_the_stack("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS")
    queue.lists(("Webhook", listed, status))

    assert has_other_claim(queue, physical_id=deleted) is claims


@pytest.mark.parametrize(("region", "claims"), [("eu-west-1", True), ("eu-central-1", False), (None, False)])
def test_a_project_in_another_region_is_another_one(queue: QueuedServices, region: str | None, *, claims: bool) -> None:
    queue.tells_of_the_stack(CLEAN_UP)
    queue.lists(("Renamed", "api@eu-west-1#adopted", "CREATE_COMPLETE"))

    assert has_other_claim(queue, Place("api", region)) is claims


def test_a_resource_of_another_type_stands_for_nothing(queue: QueuedServices) -> None:
    queue.tells_of_the_stack(CLEAN_UP)
    project = {
        "LogicalResourceId": "Project",
        "PhysicalResourceId": "api",
        "ResourceType": "AWS::CodeBuild::Project",
        "ResourceStatus": "UPDATE_COMPLETE",
        "LastUpdatedTimestamp": "2026-11-23T12:00:00Z",
    }
    queue.answers("list_stack_resources", {"StackResourceSummaries": [project]})

    assert has_other_claim(queue) is False


WARNING = (
    "CloudFormation cannot be asked ({}) whether another construct has taken over the webhook of project api: it is "
    "deleted, taken or not. Allow the function's role cloudformation:DescribeStacks and "
    "cloudformation:ListStackResources on its stack, and give the function a route to CloudFormation"
)


@pytest.mark.parametrize("operation", ["describe_stacks", "list_stack_resources"])
def test_without_permission_there_is_no_claim_and_one_warning(
    queue: QueuedServices, caplog: pytest.LogCaptureFixture, operation: str
) -> None:
    if operation == "list_stack_resources":
        queue.tells_of_the_stack(CLEAN_UP)
    queue.refuses(operation, "AccessDenied", status=403)

    assert has_other_claim(queue) is False
    assert caplog.messages == [WARNING.format("AccessDenied")]
    assert queue.now == 0


class Unanswered:
    """A client of CloudFormation whose calls end with an error that is none of the service's."""

    def __init__(self, error: BaseException) -> None:
        self.error = error
        self.calls = 0

    def describe_stacks(self, **_: Any) -> None:
        self.calls += 1
        raise self.error


@pytest.mark.parametrize(
    "error",
    [
        ConnectTimeoutError(endpoint_url="https://cloudformation"),
        EndpointConnectionError(endpoint_url="https://cloudformation"),
        ResponseParserError("the page of a proxy"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_without_a_way_to_cloudformation_there_is_no_claim_and_no_second_round(
    queue: QueuedServices, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    client = Unanswered(error)

    assert Stack(client, STACK_ID, queue.retry).has_other_claim(API, "Webhook", "api") is False
    assert caplog.messages == [WARNING.format(type(error).__name__)]
    assert (client.calls, queue.now) == (1, 0)


def test_when_the_time_is_up_nothing_is_decided(queue: QueuedServices) -> None:
    with pytest.raises(DeadlineError):
        Stack(Unanswered(DeadlineError()), STACK_ID, queue.retry).has_other_claim(API, "Webhook", "api")


PASSING = [
    pytest.param("Throttling", 400, id="throttled"),
    pytest.param("InternalFailure", 500, id="server-error"),
]


@pytest.mark.parametrize(("code", "status"), PASSING)
def test_what_passes_is_waited_for(
    queue: QueuedServices, caplog: pytest.LogCaptureFixture, code: str, status: int
) -> None:
    queue.refuses("describe_stacks", code, status=status)
    queue.tells_of_the_stack(CLEAN_UP)
    queue.refuses("list_stack_resources", code, status=status)
    queue.lists(ADOPTED)

    with caplog.at_level(logging.INFO):
        assert has_other_claim(queue) is True
    assert caplog.messages == []


@pytest.mark.parametrize(("code", "status"), PASSING)
def test_what_does_not_pass_in_time_is_an_error_and_no_answer(queue: QueuedServices, code: str, status: int) -> None:
    """CloudFormation sends the Delete again, or leaves the resource alone: the webhook may be another construct's."""
    queue.seconds_left = 0.0
    queue.refuses("describe_stacks", code, status=status)

    with pytest.raises(ClientError):
        has_other_claim(queue)
