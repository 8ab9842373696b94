"""What a Delete deletes."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.handler.conftest import CLIENTS, QueuedServices, event
from tests.handler.desired import AUTOMATIC, made
from webhook_constructs.handler.deletion import delete
from webhook_constructs.handler.errors import DeadlineError

CLEAN_UP = "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"
GENERATED = "Stack-Webhook-1ABC2DEF3GHI4"
PUSHES = {"ProjectName": "api", "FilterGroups": [[{"Type": "EVENT", "Pattern": "PUSH"}]]}
ADVICE = (
    "the webhook of project api stays, because its deletion was refused. Delete it (aws codebuild delete-webhook "
    "--project-name api), and by hand a hook that remains at the git host"
)


def deletes(queue: QueuedServices, physical_id: str = "api", **properties: Any) -> None:
    delete(queue.handling(event("Delete", physical_id, **properties)))


@pytest.mark.parametrize("physical_id", ["api", "api#moved-from=old:1f2e", "api@eu-west-1"])
def test_the_webhook_that_the_id_names_is_deleted(queue: QueuedServices, physical_id: str) -> None:
    queue.runs(CLEAN_UP)
    queue.lists(("Webhook", physical_id, "DELETE_IN_PROGRESS"), ("Other", "web", "UPDATE_COMPLETE"))
    queue.answers("delete_webhook", {}, {"projectName": "api"})

    deletes(queue, physical_id)


@pytest.mark.parametrize(
    "physical_id", ["api#adopted", "api#not-created", "api@no-region#not-created", "not a project"]
)
def test_what_is_not_ours_is_left_without_a_call(queue: QueuedServices, physical_id: str) -> None:
    deletes(queue, physical_id)


@pytest.mark.parametrize(
    ("stack", "listed"),
    [
        pytest.param(CLEAN_UP, ("Renamed", "api#adopted", "CREATE_COMPLETE"), id="another resource has adopted it"),
        pytest.param(
            "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
            ("Webhook", "api#adopted", "UPDATE_COMPLETE"),
            id="the resource is rolled back to it as adopted",
        ),
    ],
)
def test_what_stays_in_the_stack_is_left(
    queue: QueuedServices, caplog: pytest.LogCaptureFixture, stack: str, listed: tuple[str, str, str]
) -> None:
    queue.runs(stack)
    queue.lists(listed)

    with caplog.at_level(logging.INFO):
        deletes(queue)

    assert caplog.messages == ["nothing to delete: a resource that stays in the stack has the webhook of project api"]


@pytest.mark.parametrize(("seconds", "deletes_it"), [(30.0, True), (30.1, False)], ids=["young", "late"])
def test_what_was_created_again_since_is_left_by_an_event_that_is_late(
    queue: QueuedServices, seconds: float, *, deletes_it: bool
) -> None:
    """A young event may be shown the status that the resource had before it was being deleted."""
    queue.now = seconds
    queue.runs("UPDATE_COMPLETE")
    queue.lists(("Webhook", "api", "CREATE_COMPLETE"))
    if deletes_it:
        queue.answers("delete_webhook", {}, {"projectName": "api"})

    deletes(queue)


class TestOfACanceledCreate:
    """CloudFormation has made up the ID."""

    def test_what_it_has_created_is_deleted(self, queue: QueuedServices) -> None:
        queue.runs("ROLLBACK_IN_PROGRESS", since=-60)
        queue.shows(None, made(AUTOMATIC))
        queue.runs("ROLLBACK_IN_PROGRESS")
        queue.answers("delete_webhook", {}, {"projectName": "api"})

        deletes(queue, GENERATED, **PUSHES)

    def test_what_it_may_not_have_created_stays(self, queue: QueuedServices, caplog: pytest.LogCaptureFixture) -> None:
        queue.runs("ROLLBACK_IN_PROGRESS", since=-60)
        queue.shows(*[made(AUTOMATIC, -3600)] * 2)
        queue.runs("ROLLBACK_IN_PROGRESS")

        deletes(queue, GENERATED, **PUSHES)

        assert "nothing proves that a canceled event of this stack has created it" in caplog.text

    def test_with_properties_that_nobody_can_read_it_has_created_nothing(self, queue: QueuedServices) -> None:
        deletes(queue, GENERATED, ProjectName="api", FilterGroups=3)

    def test_a_project_that_is_named_like_that_is_a_project(self, queue: QueuedServices) -> None:
        queue.runs("DELETE_IN_PROGRESS")
        queue.answers("delete_webhook", {}, {"projectName": GENERATED})

        deletes(queue, GENERATED, ProjectName=GENERATED)


class TestRefused:
    @pytest.fixture(autouse=True)
    def _is_asked(self, queue: QueuedServices) -> None:
        queue.runs("DELETE_IN_PROGRESS")

    def is_refused(self, queue: QueuedServices, code: str = "OAuthProviderException") -> None:
        """Queue refusals for 20 seconds: after pauses of 0.5, 1, 2, 4 and 8 seconds comes the last one of 8."""
        for _ in range(7):
            queue.refuses("delete_webhook", code)

    def test_a_refusal_that_passes_is_waited_for(self, queue: QueuedServices) -> None:
        queue.refuses("delete_webhook", "OAuthProviderException")
        queue.answers("delete_webhook", {})

        deletes(queue)

    def test_a_webhook_that_is_gone_in_spite_of_it_is_fine(self, queue: QueuedServices) -> None:
        self.is_refused(queue)
        queue.shows(None)

        deletes(queue)

        assert queue.now == 0.5 + 1 + 2 + 4 + 8 + 8

    @pytest.mark.parametrize("code", ["OAuthProviderException", "AccessDeniedException"])
    def test_while_the_whole_stack_goes_what_is_left_is_named(
        self, queue: QueuedServices, caplog: pytest.LogCaptureFixture, code: str
    ) -> None:
        self.is_refused(queue, code)
        queue.shows(AUTOMATIC)
        queue.runs("DELETE_IN_PROGRESS")

        deletes(queue)

        assert caplog.messages == [ADVICE]

    def test_while_the_stack_stays_it_is_an_error(self, queue: QueuedServices) -> None:
        self.is_refused(queue)
        queue.shows(AUTOMATIC)
        queue.runs(CLEAN_UP)

        with pytest.raises(ClientError, match="OAuthProviderException"):
            deletes(queue)

    def test_it_is_one_if_nobody_knows_whether_the_stack_stays(self, queue: QueuedServices) -> None:
        self.is_refused(queue)
        queue.shows(AUTOMATIC)
        queue.refuses("describe_stacks", "AccessDenied", status=403)

        with pytest.raises(ClientError, match="OAuthProviderException"):
            deletes(queue)

    def test_the_limit_of_a_host_is_left_to_the_next_attempt(self, queue: QueuedServices) -> None:
        queue.seconds_left = 10.0
        queue.refuses("delete_webhook", "OAuthProviderException", "GitHub API limit reached. Please try again later.")

        with pytest.raises(ClientError, match="limit reached"):
            deletes(queue)

    @pytest.mark.parametrize("there", [None, AUTOMATIC], ids=["gone", "still there"])
    def test_a_deletion_whose_answer_got_lost_is_looked_at(
        self, queue: QueuedServices, there: dict[str, Any] | None
    ) -> None:
        queue.seconds_left = 0.0
        queue.refuses("delete_webhook", "InternalFailure", status=500)
        queue.shows(there)
        if there is None:
            deletes(queue)
            return
        with pytest.raises(ClientError, match="InternalFailure"):
            deletes(queue)

    def test_so_is_one_that_the_deadline_has_interrupted(self, queue: QueuedServices) -> None:
        def interrupt(**_: Any) -> None:
            raise DeadlineError

        events, name = CLIENTS["codebuild"].meta.events, "provide-client-params.codebuild.DeleteWebhook"
        events.register_first(name, interrupt)
        queue.shows(AUTOMATIC)

        try:
            with pytest.raises(DeadlineError):
                deletes(queue)
        finally:
            events.unregister(name, interrupt)
