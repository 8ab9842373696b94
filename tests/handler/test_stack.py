"""What CloudFormation is asked about the stack of a resource."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError, EndpointConnectionError
from botocore.parsers import ResponseParserError

from tests.handler.conftest import BEGUN, STACK_ID, QueuedServices
from webhook_constructs.handler.errors import DeadlineError
from webhook_constructs.handler.identity import ProjectRef
from webhook_constructs.handler.stack import Operation, Stack

API = ProjectRef("api")
CLEAN_UP = "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"
DELETED = ("Webhook", "api", "DELETE_IN_PROGRESS")
ADOPTED = ("Renamed", "api#adopted", "CREATE_COMPLETE")
UPDATE = Operation("UPDATE_IN_PROGRESS", "1", BEGUN - timedelta(seconds=60))


def warning(code: str, doubt: str) -> str:
    return (
        f"CloudFormation cannot be asked ({code}) {doubt}. Allow the function's role cloudformation:DescribeStacks, "
        "DescribeStackResource and ListStackResources on its stack, and give the function a route to CloudFormation"
    )


def is_gone(queue: QueuedServices) -> None:
    text = "Resource Webhook does not exist for stack Stack"
    queue.refuses("describe_stack_resource", "ValidationError", text)


class TestOperation:
    def test_names_what_cloudformation_does_and_since_when(self, queue: QueuedServices) -> None:
        queue.runs("UPDATE_IN_PROGRESS", operation="1", since=-60)

        assert queue.services.stack().operation() == UPDATE

    def test_of_a_new_stack_began_with_the_stack(self, queue: QueuedServices) -> None:
        stack = {"StackName": "Stack", "CreationTime": BEGUN, "StackStatus": "CREATE_IN_PROGRESS"}
        queue.answers("describe_stacks", {"Stacks": [stack]})

        assert queue.services.stack().operation() == Operation("CREATE_IN_PROGRESS", None, BEGUN)

    def test_of_no_stack_is_none(self, queue: QueuedServices) -> None:
        queue.answers("describe_stacks", {"Stacks": []})

        assert queue.services.stack().operation() is None

    @pytest.mark.parametrize(
        ("status", "is_rollback", "deletes_all"),
        [
            ("CREATE_IN_PROGRESS", False, False),
            ("UPDATE_IN_PROGRESS", False, False),
            (CLEAN_UP, False, False),
            ("UPDATE_ROLLBACK_IN_PROGRESS", True, False),
            ("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", True, False),
            ("ROLLBACK_IN_PROGRESS", True, True),
            ("DELETE_IN_PROGRESS", False, True),
        ],
    )
    def test_is_known_by_the_status_of_the_stack(self, status: str, *, is_rollback: bool, deletes_all: bool) -> None:
        operation = Operation(status, None, BEGUN)

        assert (operation.is_rollback, operation.deletes_all) == (is_rollback, deletes_all)


class TestQuestionsThatCanDoWithout:
    """None of them takes more than five seconds, and none fails an event."""

    ASKS: ClassVar[dict[str, tuple[Callable[[Stack], Any], bool | None]]] = {
        "operation": (lambda stack: stack.operation(), None),
        "awaits": (lambda stack: stack.awaits("Update", "Webhook", BEGUN, UPDATE), None),
        "has_gone_on": (lambda stack: stack.has_gone_on("Webhook", BEGUN, UPDATE), False),
    }
    DOUBTS: ClassVar = {
        "operation": "whether an update is rolled back: it counts as one that is not",
        "awaits": "whether it still waits for this event: the event counts as not canceled",
        "has_gone_on": "what it has done since: what a canceled event has changed is taken back",
    }

    def first_call(self, question: str) -> str:
        return "describe_stacks" if question == "operation" else "describe_stack_resource"

    @pytest.mark.parametrize("question", ASKS)
    def test_a_denial_is_no_answer_and_one_warning(
        self, queue: QueuedServices, caplog: pytest.LogCaptureFixture, question: str
    ) -> None:
        ask, answer = self.ASKS[question]
        queue.refuses(self.first_call(question), "AccessDenied", status=403)

        assert ask(queue.services.stack()) is answer
        assert caplog.messages == [warning("AccessDenied", self.DOUBTS[question])]
        assert queue.now == 0

    @pytest.mark.parametrize("question", ASKS)
    def test_throttling_is_waited_for_up_to_five_seconds(
        self, queue: QueuedServices, caplog: pytest.LogCaptureFixture, question: str
    ) -> None:
        ask, answer = self.ASKS[question]
        for _ in range(4):  # after pauses of 0.5, 1 and 2 seconds, the next would be too long
            queue.refuses(self.first_call(question), "Throttling")

        assert ask(queue.services.stack()) is answer
        assert caplog.messages == [warning("Throttling", self.DOUBTS[question])]
        assert queue.now == 3.5

    def test_a_stack_that_cannot_be_described_leaves_it_open(self, queue: QueuedServices) -> None:
        queue.shows_resource("UPDATE_IN_PROGRESS")
        queue.refuses("describe_stacks", "AccessDenied", status=403)

        assert queue.services.stack().awaits("Update", "Webhook", BEGUN, UPDATE) is None


class TestAwaits:
    def awaits(self, queue: QueuedServices, kind: str = "Update", operation: Operation | None = UPDATE) -> bool | None:
        return queue.services.stack().awaits(kind, "Webhook", BEGUN, operation)

    def test_a_resource_in_progress_in_the_same_operation_is_awaited(self, queue: QueuedServices) -> None:
        queue.shows_resource("UPDATE_IN_PROGRESS")
        queue.runs("UPDATE_IN_PROGRESS", operation="1")

        assert self.awaits(queue)

    @pytest.mark.parametrize(
        ("kind", "status", "since"),
        [
            pytest.param("Create", "CREATE_FAILED", -1, id="a sibling has failed, and the stack has no new status"),
            pytest.param("Create", "DELETE_IN_PROGRESS", -1, id="its Create is undone"),
            pytest.param("Update", "UPDATE_FAILED", -1, id="its Update is canceled"),
            pytest.param("Update", "UPDATE_COMPLETE", -1, id="its Update is over"),
            pytest.param("Update", "UPDATE_IN_PROGRESS", 3, id="a later Update has begun"),
        ],
    )
    def test_a_resource_that_has_gone_on_is_not(
        self, queue: QueuedServices, kind: str, status: str, since: float
    ) -> None:
        queue.shows_resource(status, since=since)

        assert not self.awaits(queue, kind)

    def test_clocks_may_differ_by_two_seconds(self, queue: QueuedServices) -> None:
        queue.shows_resource("CREATE_IN_PROGRESS", since=2)

        assert self.awaits(queue, "Create", None)

    @pytest.mark.parametrize(
        ("status", "operation"), [("UPDATE_ROLLBACK_IN_PROGRESS", "1"), ("UPDATE_IN_PROGRESS", "2")]
    )
    def test_a_stack_in_another_operation_is_not(self, queue: QueuedServices, status: str, operation: str) -> None:
        queue.shows_resource("UPDATE_IN_PROGRESS")
        queue.runs(status, operation=operation)

        assert not self.awaits(queue)

    def test_nor_is_a_stack_that_is_gone(self, queue: QueuedServices) -> None:
        queue.shows_resource("UPDATE_IN_PROGRESS")
        queue.answers("describe_stacks", {"Stacks": []})

        assert not self.awaits(queue)

    def test_nor_is_a_resource_that_is_gone(self, queue: QueuedServices) -> None:
        is_gone(queue)

        assert not self.awaits(queue)

    def test_another_refusal_to_describe_it_is_no_answer(self, queue: QueuedServices) -> None:
        queue.refuses("describe_stack_resource", "ValidationError", "Stack name is not valid")

        assert self.awaits(queue) is None


class TestHasGoneOn:
    """Whether a later operation sees to the resource of a canceled event."""

    @pytest.mark.parametrize(
        ("resource", "since", "stack", "operation", "answer"),
        [
            pytest.param("UPDATE_IN_PROGRESS", 60, "UPDATE_IN_PROGRESS", "2", True, id="a later update changes it"),
            pytest.param("UPDATE_COMPLETE", 60, CLEAN_UP, "2", True, id="a later update has changed it"),
            pytest.param("UPDATE_FAILED", 60, "UPDATE_IN_PROGRESS", "2", True, id="a later update has failed at it"),
            pytest.param("UPDATE_COMPLETE", 40, "UPDATE_IN_PROGRESS", "2", False, id="one has not come to it"),
            pytest.param("DELETE_IN_PROGRESS", 60, "UPDATE_IN_PROGRESS", "2", False, id="one deletes it"),
            pytest.param("CREATE_FAILED", 60, "UPDATE_IN_PROGRESS", "2", False, id="one has not created it"),
            pytest.param("UPDATE_IN_PROGRESS", 60, "UPDATE_ROLLBACK_IN_PROGRESS", "1", False, id="it is rolled back"),
            pytest.param("UPDATE_FAILED", 60, "UPDATE_IN_PROGRESS", "1", False, id="its own operation runs"),
        ],
    )
    def test_a_later_update_that_has_come_to_it_does(  # noqa: PLR0913 - one for each part
        self, queue: QueuedServices, resource: str, since: float, stack: str, operation: str, *, answer: bool
    ) -> None:
        queue.shows_resource(resource, since=since)
        queue.runs(stack, operation=operation, since=50)

        assert queue.services.stack().has_gone_on("Webhook", BEGUN, UPDATE) is answer

    @pytest.mark.parametrize(("since", "answer"), [(60, True), (2, False)])
    def test_if_operations_have_no_id_the_time_decides(
        self, queue: QueuedServices, since: float, *, answer: bool
    ) -> None:
        queue.shows_resource("UPDATE_IN_PROGRESS", since=since)
        queue.runs(since=-60)

        assert queue.services.stack().has_gone_on("Webhook", BEGUN, None) is answer

    def test_a_resource_that_is_gone_is_seen_to_by_nobody(self, queue: QueuedServices) -> None:
        is_gone(queue)
        queue.runs()

        assert not queue.services.stack().has_gone_on("Webhook", BEGUN, UPDATE)


def has_other_claim(queue: QueuedServices, project: ProjectRef = API, physical_id: str = "api") -> bool:
    return queue.services.stack().has_other_claim(project, "Webhook", physical_id)


class TestHasOtherClaim:
    @pytest.mark.parametrize("status", ["DELETE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS"])
    def test_in_a_stack_that_goes_nothing_stays_and_no_resource_is_looked_at(
        self, queue: QueuedServices, status: str
    ) -> None:
        queue.runs(status)

        assert has_other_claim(queue) is False

    @pytest.mark.parametrize("status", [CLEAN_UP, "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", "UPDATE_IN_PROGRESS"])
    def test_in_a_stack_that_stays_another_resource_may_have_the_webhook(
        self, queue: QueuedServices, status: str
    ) -> None:
        queue.runs(status)
        queue.lists(DELETED, ADOPTED)

        assert has_other_claim(queue) is True

    def test_pages_are_read_up_to_the_one_that_has_it(self, queue: QueuedServices) -> None:
        queue.runs(CLEAN_UP)
        queue.lists(DELETED, more="2")
        queue.lists(("Other", "web", "UPDATE_COMPLETE"), token="2", more="3")
        queue.lists(ADOPTED, token="3", more="4")

        assert has_other_claim(queue) is True

    MOVED = "api#moved-from=web:1f2e"

    @pytest.mark.parametrize(
        ("deleted", "listed", "claims"),
        [
            pytest.param("api", ("Renamed", "api", "UPDATE_COMPLETE"), True, id="another has it"),
            pytest.param("api", ("Moved", f"{MOVED}#adopted", "UPDATE_COMPLETE"), True, id="another has moved there"),
            pytest.param("api", ("Renamed", "api#adopted", "UPDATE_FAILED"), True, id="its update has failed"),
            pytest.param("api", ("Other", "web", "UPDATE_COMPLETE"), False, id="it is of another project"),
            pytest.param("api", ("Other", "api@eu-west-1", "UPDATE_COMPLETE"), False, id="it is of another region"),
            pytest.param("api", ("Other", "web#moved-from=api:1", "UPDATE_COMPLETE"), False, id="it has moved on"),
            pytest.param("api", ("Other", "api", "DELETE_IN_PROGRESS"), False, id="it is being deleted"),
            pytest.param("api", ("Other", "api", "DELETE_FAILED"), False, id="it was not deleted"),
            pytest.param("api", ("Other", "api", "DELETE_SKIPPED"), False, id="it is retained and gone"),
            pytest.param("api", ("Other", "api#not-created", "UPDATE_COMPLETE"), False, id="it was not created"),
            pytest.param("api", ("Other", "api", "CREATE_FAILED"), False, id="its creation has failed"),
            pytest.param("api", ("Other", "", "CREATE_IN_PROGRESS"), False, id="it has no ID yet"),
            pytest.param("api", ("Webhook", "api", "UPDATE_COMPLETE"), False, id="it is the very one"),
            pytest.param(MOVED, ("Webhook", MOVED, "UPDATE_COMPLETE"), False, id="the very one that has moved"),
            pytest.param("api", ("Webhook", "api#adopted", "UPDATE_COMPLETE"), True, id="it is rolled back to adopted"),
            pytest.param("api", ("Webhook", "api#adopted", "UPDATE_FAILED"), True, id="in vain"),
            pytest.param(MOVED, ("Webhook", f"{MOVED}#adopted", "UPDATE_COMPLETE"), True, id="after a move"),
            pytest.param("api", ("Webhook", MOVED, "UPDATE_COMPLETE"), True, id="it has moved away and back"),
            pytest.param("api", ("Webhook", "api#adopted", "DELETE_IN_PROGRESS"), False, id="it goes, too"),
            pytest.param(MOVED, ("Webhook", "web", "UPDATE_COMPLETE"), False, id="its move is rolled back"),
        ],
    )
    def test_what_is_listed_claims_a_webhook_if_it_stands_for_it_and_stays(
        self, queue: QueuedServices, deleted: str, listed: tuple[str, str, str], *, claims: bool
    ) -> None:
        queue.runs(CLEAN_UP)
        queue.lists(listed)

        assert has_other_claim(queue, physical_id=deleted) is claims

    @pytest.mark.parametrize(("region", "claims"), [("eu-west-1", True), ("eu-central-1", False), (None, False)])
    def test_a_project_in_another_region_is_another_one(
        self, queue: QueuedServices, region: str | None, *, claims: bool
    ) -> None:
        queue.runs(CLEAN_UP)
        queue.lists(("Renamed", "api@eu-west-1#adopted", "CREATE_COMPLETE"))

        assert has_other_claim(queue, ProjectRef("api", region)) is claims

    def test_a_resource_of_another_type_claims_nothing(self, queue: QueuedServices) -> None:
        queue.runs(CLEAN_UP)
        project = {
            "LogicalResourceId": "Project",
            "PhysicalResourceId": "api",
            "ResourceType": "AWS::CodeBuild::Project",
            "ResourceStatus": "UPDATE_COMPLETE",
            "LastUpdatedTimestamp": BEGUN,
        }
        queue.answers("list_stack_resources", {"StackResourceSummaries": [project]})

        assert has_other_claim(queue) is False

    DOUBT = "whether another construct has adopted the webhook of project api: it is deleted in any case"

    @pytest.mark.parametrize("operation", ["describe_stacks", "list_stack_resources"])
    def test_without_permission_nothing_claims_it(
        self, queue: QueuedServices, caplog: pytest.LogCaptureFixture, operation: str
    ) -> None:
        if operation == "list_stack_resources":
            queue.runs(CLEAN_UP)
        queue.refuses(operation, "AccessDenied", status=403)

        assert has_other_claim(queue) is False
        assert caplog.messages == [warning("AccessDenied", self.DOUBT)]
        assert queue.now == 0

    PASSING = (pytest.param("Throttling", 400, id="throttled"), pytest.param("InternalFailure", 500, id="server error"))

    @pytest.mark.parametrize(("code", "status"), PASSING)
    def test_what_passes_is_waited_for(
        self, queue: QueuedServices, caplog: pytest.LogCaptureFixture, code: str, status: int
    ) -> None:
        queue.refuses("describe_stacks", code, status=status)
        queue.runs(CLEAN_UP)
        queue.refuses("list_stack_resources", code, status=status)
        queue.lists(ADOPTED)

        with caplog.at_level(logging.INFO):
            assert has_other_claim(queue) is True
        assert caplog.messages == []

    @pytest.mark.parametrize(("code", "status"), PASSING)
    def test_what_does_not_pass_in_time_is_an_error_and_no_answer(
        self, queue: QueuedServices, code: str, status: int
    ) -> None:
        """CloudFormation sends the Delete again, or leaves the resource alone: the webhook may be another's."""
        queue.seconds_left = 0.0
        queue.refuses("describe_stacks", code, status=status)

        with pytest.raises(ClientError):
            has_other_claim(queue)


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
def test_without_a_way_to_cloudformation_there_is_no_answer_and_no_second_round(
    queue: QueuedServices, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    client = Unanswered(error)
    stack = Stack(client, STACK_ID, queue.retry)

    assert stack.operation() is None
    assert stack.has_other_claim(API, "Webhook", "api") is False
    assert caplog.messages == [
        warning(type(error).__name__, TestQuestionsThatCanDoWithout.DOUBTS["operation"]),
        warning(type(error).__name__, TestHasOtherClaim.DOUBT),
    ]
    assert (client.calls, queue.now) == (2, 0)


def test_when_the_time_is_up_nothing_is_decided(queue: QueuedServices) -> None:
    with pytest.raises(DeadlineError):
        Stack(Unanswered(DeadlineError()), STACK_ID, queue.retry).has_other_claim(API, "Webhook", "api")
