"""What an event is about, and what CloudFormation is told of it."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.handler.conftest import QueuedServices, event
from tests.handler.desired import (
    ALIGNED,
    AUTOMATIC,
    IS_CURRENT,
    MANUAL,
    PUSH,
    RELEASE,
    automatic,
    manual,
)
from tests.handler.test_creation import GAVE_UP
from webhook_constructs.handler.errors import CanceledError
from webhook_constructs.handler.lifecycle import Outcome, create, update
from webhook_constructs.handler.request import DesiredWebhook

ROLLBACK = "UPDATE_ROLLBACK_IN_PROGRESS"
OTHER = {"url": "u", "filterGroups": RELEASE}
OTHER_WISH = automatic(members={"filterGroups": RELEASE})


@pytest.fixture
def changes(queue: QueuedServices) -> QueuedServices:
    """An Update is handled."""
    queue.handling(event("Update", "api"))
    return queue


def test_create_answers_with_the_project_and_the_url(queue: QueuedServices) -> None:
    queue.answers("create_webhook", {"webhook": {"url": "u"}}, {"projectName": "api", "filterGroups": PUSH})
    queue.awaits("CREATE")

    assert create(queue.services, automatic()) == Outcome("api", "u")


def test_a_webhook_without_a_url_answers_with_an_empty_one(queue: QueuedServices) -> None:
    queue.answers("create_webhook", {"webhook": {"payloadUrl": "p"}})
    queue.awaits("CREATE")

    assert create(queue.services, automatic()) == Outcome("api", "")


def test_a_webhook_that_existed_before_answers_as_adopted(queue: QueuedServices) -> None:
    queue.refuses("create_webhook", "ResourceAlreadyExistsException")
    queue.shows(AUTOMATIC, AUTOMATIC)
    queue.answers("update_webhook", {"webhook": AUTOMATIC})
    queue.awaits("CREATE")

    assert create(queue.services, automatic(adopts=True)) == Outcome("api#adopted", "u")


def test_a_create_that_comes_late_and_was_canceled_creates_nothing(queue: QueuedServices) -> None:
    queue.now = 10.0
    queue.shows_resource("CREATE_FAILED")

    with pytest.raises(CanceledError, match="it did not change the webhook of project api"):
        create(queue.services, automatic())


def test_a_create_that_was_canceled_while_it_waited_does_not_try_again(queue: QueuedServices) -> None:
    queue.refuses("create_webhook", "OAuthProviderException", "API limit reached. Please try again later.")
    queue.shows_resource("CREATE_FAILED")
    queue.shows(None)

    with pytest.raises(CanceledError, match="it did not change the webhook of project api"):
        create(queue.services, automatic())


@pytest.mark.parametrize(
    ("physical_id", "desired", "answered"),
    [
        pytest.param("api", automatic(), "api", id="ours"),
        pytest.param("api#moved-from=old:1f2e", automatic(), "api#moved-from=old:1f2e", id="moved"),
        pytest.param("api#adopted", automatic(adopts=True), "api#adopted", id="adopted"),
        pytest.param("api#adopted", automatic(), "api", id="adopted and made ours"),
        # Another ID would have CloudFormation delete the webhook under the one that is given up.
        pytest.param("api", automatic(adopts=True), "api", id="ours in spite of the wish"),
    ],
)
def test_an_update_keeps_the_id_unless_it_makes_the_webhook_ours(
    changes: QueuedServices, physical_id: str, desired: DesiredWebhook, answered: str
) -> None:
    changes.runs()
    changes.shows(OTHER)
    changes.answers("update_webhook", {"webhook": AUTOMATIC}, ALIGNED)
    changes.awaits()

    assert update(changes.services, desired, desired, physical_id) == Outcome(answered, "u")


def test_an_update_that_comes_late_and_was_canceled_changes_nothing(changes: QueuedServices) -> None:
    """A later deployment may have changed the webhook since."""
    changes.now = 10.0
    changes.runs()
    changes.shows(OTHER)
    changes.shows_resource("UPDATE_COMPLETE", since=5)

    with pytest.raises(CanceledError, match="it did not change the webhook of project api"):
        update(changes.services, automatic(), automatic(), "api")


def test_an_adopted_webhook_that_is_gone_and_created_again_is_ours(changes: QueuedServices) -> None:
    desired = automatic(adopts=True)
    changes.runs()
    changes.shows(None)
    changes.answers("create_webhook", {"webhook": AUTOMATIC})
    changes.awaits()

    assert update(changes.services, desired, desired, "api#adopted") == Outcome("api", "u")


@pytest.mark.parametrize("there", [None, OTHER], ids=["nothing is there", "somebody else's is there"])
def test_an_update_of_what_was_not_created_creates_it(changes: QueuedServices, there: dict[str, Any] | None) -> None:
    """A stack that may stay as it failed (--disable-rollback) can go on from a Create that created nothing."""
    changes.runs()
    if there:
        changes.refuses("create_webhook", "ResourceAlreadyExistsException")
        changes.shows(there, there)
        changes.finds_in_the_log()
    else:
        changes.answers("create_webhook", {"webhook": {"url": "u"}}, {"projectName": "api", "filterGroups": PUSH})
        changes.awaits()

    with pytest.raises(ClientError) if there else contextlib.nullcontext():
        assert update(changes.services, automatic(), automatic(), "api#not-created") == Outcome("api", "u")


def test_a_store_that_cannot_be_read_fails_an_update(changes: QueuedServices) -> None:
    changes.runs()
    changes.shows(MANUAL)
    changes.refuses("get_secret_value", "InvalidRequestException")

    with pytest.raises(ClientError, match="InvalidRequestException"):
        update(changes.services, manual(), manual(), "api")


class TestRollbacks:
    """A rollback that fails leaves a stack that nobody can use."""

    def test_an_update_that_lambda_delivers_only_then_changes_nothing(self, changes: QueuedServices) -> None:
        changes.runs(ROLLBACK)
        changes.shows_resource("UPDATE_IN_PROGRESS", since=60)

        with pytest.raises(CanceledError) as canceled:
            update(changes.services, automatic(), automatic(), "api")
        assert str(canceled.value) == (
            "CloudFormation has canceled this event before it was delivered, and rolls the update back"
        )

    def test_a_rollback_to_what_is_there_succeeds_whatever_refuses_updates(self, changes: QueuedServices) -> None:
        changes.rolls_back()
        changes.shows(AUTOMATIC)

        refused = automatic(members={"branchFilter": "x"})
        assert update(changes.services, automatic(), refused, "api") == Outcome("api", "u")

    @pytest.mark.parametrize(
        ("code", "message"),
        [
            pytest.param("OAuthProviderException", "expired", id="a token that has expired"),
            pytest.param("AccessDeniedException", "with an explicit deny", id="a service control policy"),
            pytest.param("InvalidInputException", "pattern", id="a pattern that CodeBuild has come to refuse"),
        ],
    )
    def test_a_rollback_that_is_refused_for_good_changes_nothing_and_says_so(
        self, changes: QueuedServices, caplog: pytest.LogCaptureFixture, code: str, message: str
    ) -> None:
        changes.seconds_left = 0.0
        changes.rolls_back()
        changes.shows(OTHER)
        changes.refuses("update_webhook", code, message)

        assert update(changes.services, automatic(), automatic(), "api#adopted") == Outcome("api#adopted", "u")
        assert caplog.messages == [
            f"the webhook of project api stays as it is, because its rollback was refused: {code} {message}"
        ]

    def test_if_cloudformation_cannot_be_asked_an_update_to_what_is_there_may_be_refused(
        self, changes: QueuedServices
    ) -> None:
        """It may be the rollback of one that was refused like this."""
        changes.refuses("describe_stacks", "AccessDenied", status=403)
        changes.shows(AUTOMATIC)
        changes.refuses("update_webhook", "OAuthProviderException", "expired")

        assert update(changes.services, automatic(), OTHER_WISH, "api") == Outcome("api", "u")

    def test_but_not_one_to_another_state(self, changes: QueuedServices) -> None:
        changes.refuses("describe_stacks", "AccessDenied", status=403)
        changes.shows(OTHER)
        changes.refuses("update_webhook", "OAuthProviderException", "expired")
        changes.shows_resource("UPDATE_IN_PROGRESS")

        with pytest.raises(ClientError, match="expired"):
            update(changes.services, automatic(), OTHER_WISH, "api")

    def test_so_does_one_that_cannot_go_on_to_another_project(
        self, changes: QueuedServices, caplog: pytest.LogCaptureFixture
    ) -> None:
        """It is rolled back to an attempt at a move that has failed, and was not rolled back itself."""
        changes.rolls_back()
        changes.shows(AUTOMATIC)
        changes.refuses("create_webhook", "ResourceAlreadyExistsException")
        changes.shows(OTHER, OTHER)
        changes.finds_in_the_log()

        assert update(changes.services, automatic(), automatic(), "web") == Outcome("web", "")
        assert caplog.messages[0].startswith("the webhook of project web stays as it is, because its rollback was ref")

    def test_so_does_one_whose_project_cannot_be_read(self, changes: QueuedServices) -> None:
        changes.seconds_left = 0.0
        changes.rolls_back()
        changes.refuses("batch_get_projects", "AccessDeniedException")

        assert update(changes.services, automatic(), automatic(), "api") == Outcome("api", "")

    def test_so_does_one_whose_webhook_does_not_become_active(
        self, changes: QueuedServices, caplog: pytest.LogCaptureFixture
    ) -> None:
        changes.rolls_back()
        changes.shows(OTHER)
        changes.answers("update_webhook", {"webhook": {**AUTOMATIC, **GAVE_UP}})

        wished = automatic(adopts=True)
        assert update(changes.services, wished, wished, "api#adopted") == Outcome("api#adopted", "u")
        assert caplog.messages[0].endswith("its rollback was refused: the webhook could not be created: gave up")

    @pytest.mark.parametrize(
        ("code", "message", "status"),
        [
            pytest.param("InternalFailure", "no", 500, id="a server error"),
            pytest.param("ThrottlingException", "no", 400, id="throttling"),
            pytest.param(
                "OAuthProviderException", "GitHub API limit reached. Please try again later.", 400, id="a host's limit"
            ),
        ],
    )
    def test_what_passes_fails_a_rollback(self, changes: QueuedServices, code: str, message: str, status: int) -> None:
        changes.seconds_left = 0.0
        changes.rolls_back()
        changes.shows(OTHER)
        changes.refuses("update_webhook", code, message, status)

        with pytest.raises(ClientError, match=code):
            update(changes.services, automatic(), automatic(), "api")

    def test_a_secret_that_cannot_be_written_fails_a_rollback(self, changes: QueuedServices) -> None:
        """Somebody can restore the secret; a webhook whose secret nobody has is of no use."""
        changes.rolls_back()
        changes.shows(None)
        changes.holds(IS_CURRENT, IS_CURRENT)
        changes.refuses("put_secret_value", "InvalidRequestException")
        changes.awaits(status=ROLLBACK)

        with pytest.raises(ClientError, match="PutSecretValue"):
            update(changes.services, manual(), manual(), "api")

    def test_a_secret_that_cannot_be_read_is_done_without(
        self, changes: QueuedServices, caplog: pytest.LogCaptureFixture
    ) -> None:
        changes.rolls_back()
        changes.shows({**MANUAL, "buildType": "BUILD_BATCH"})
        changes.refuses("get_secret_value", "InvalidRequestException")
        changes.answers("update_webhook", {"webhook": MANUAL}, ALIGNED)
        changes.awaits(status=ROLLBACK)

        assert update(changes.services, manual(), manual(), "api") == Outcome("api", "")
        assert caplog.messages == [
            "the secret of the webhook of project api could not be read: InvalidRequestException"
        ]
