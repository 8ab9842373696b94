"""Webhooks that are created, with a secret and without one, call by call."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError
from botocore.stub import ANY

from tests.handler.conftest import BEGUN, REQUEST_ID, SECRET_ARN
from tests.handler.desired import (
    ANOTHER_EVENT,
    AUTOMATIC,
    MANUAL,
    SHOWN_ONCE,
    automatic,
    manual,
)
from webhook_constructs.handler.errors import LeftBehindError, LifecycleError
from webhook_constructs.handler.lifecycle import Outcome, create

if TYPE_CHECKING:
    from .conftest import QueuedServices


class TestManualCreate:
    def test_the_secret_is_announced_made_and_kept(self, queue: QueuedServices) -> None:
        queue.holds({})
        queue.shows(None)
        queue.announces()
        queue.answers("create_webhook", {"webhook": SHOWN_ONCE})
        queue.keeps(SHOWN_ONCE)

        assert create(queue.services, manual()) == Outcome("api", "")

    def test_a_webhook_of_somebody_else_is_met_before_the_secret_is_touched(self, queue: QueuedServices) -> None:
        queue.holds(ANOTHER_EVENT)
        queue.shows(MANUAL)
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows(MANUAL)

        with pytest.raises(ClientError, match="ResourceAlreadyExistsException"):
            create(queue.services, manual())

    def test_what_a_crashed_attempt_at_this_event_has_made_is_made_again(self, queue: QueuedServices) -> None:
        queue.holds({"creating": REQUEST_ID})
        queue.shows(MANUAL)
        queue.answers("delete_webhook", {}, {"projectName": "api"})
        queue.announces()
        queue.answers("create_webhook", {"webhook": SHOWN_ONCE})
        queue.keeps(SHOWN_ONCE)

        assert create(queue.services, manual()) == Outcome("api", "")

    @pytest.mark.parametrize(
        ("value", "version"),
        [
            pytest.param({"creating": REQUEST_ID}, "0" * 36, id="announced"),
            pytest.param(SHOWN_ONCE, REQUEST_ID, id="stored"),
        ],
    )
    def test_what_a_crashed_attempt_may_have_made_is_deleted_if_this_one_fails(
        self, queue: QueuedServices, value: object, version: str
    ) -> None:
        queue.holds(value, version=version)
        queue.refuses("batch_get_projects", "InvalidInputException")

        with pytest.raises(LeftBehindError, match="an earlier attempt at this event may have made it") as left:
            create(queue.services, manual())
        assert isinstance(left.value.__cause__, ClientError)

    def test_a_first_attempt_that_fails_has_left_nothing_behind(self, queue: QueuedServices) -> None:
        queue.holds(ANOTHER_EVENT)
        queue.refuses("batch_get_projects", "InvalidInputException")

        with pytest.raises(ClientError, match="BatchGetProjects"):
            create(queue.services, manual())

    def test_what_a_crashed_attempt_at_this_event_has_kept_is_the_result(self, queue: QueuedServices) -> None:
        queue.holds(SHOWN_ONCE, version=REQUEST_ID)
        queue.shows(MANUAL)

        assert create(queue.services, manual()) == Outcome("api", "")

    def test_an_answer_that_got_lost_is_not_taken_for_somebody_elses_webhook(self, queue: QueuedServices) -> None:
        queue.holds({})
        queue.shows(None)
        queue.announces()
        queue.refuses("create_webhook", "InternalFailure", status=500)
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows({**MANUAL, "lastModifiedSecret": BEGUN})
        queue.answers("delete_webhook", {})
        queue.answers("create_webhook", {"webhook": SHOWN_ONCE})
        queue.keeps(SHOWN_ONCE)

        assert create(queue.services, manual()) == Outcome("api", "")

    def test_a_webhook_that_somebody_else_makes_meanwhile_is_not_touched(self, queue: QueuedServices) -> None:
        """IAM may take a minute to let the secret be written."""
        queue.holds({})
        queue.shows(None)
        queue.announces()
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows({**MANUAL, "lastModifiedSecret": BEGUN})

        with pytest.raises(ClientError, match="ResourceAlreadyExistsException"):
            create(queue.services, manual())

    def test_a_secret_that_cannot_be_kept_takes_the_webhook_with_it(self, queue: QueuedServices) -> None:
        queue.holds({})
        queue.shows(None)
        queue.announces()
        queue.answers("create_webhook", {"webhook": SHOWN_ONCE})
        queue.refuses("put_secret_value", "ResourceNotFoundException")
        queue.answers("delete_webhook", {}, {"projectName": "api"})

        with pytest.raises(ClientError, match="PutSecretValue"):
            create(queue.services, manual())

    def test_a_secret_that_nobody_asked_for_and_nobody_would_have_is_an_error(self, queue: QueuedServices) -> None:
        queue.answers("create_webhook", {"webhook": SHOWN_ONCE})
        queue.answers("delete_webhook", {}, {"projectName": "api"})

        with pytest.raises(LifecycleError, match="nothing keeps it: set secret=True"):
            create(queue.services, automatic())


class TestAutomaticCreate:
    def test_what_a_crashed_attempt_at_this_event_may_have_made_counts_as_created(self, queue: QueuedServices) -> None:
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows(AUTOMATIC)
        queue.finds_in_the_log(f"Create, event {REQUEST_ID}")

        assert create(queue.services, automatic()) == Outcome("api#adopted", "u")

    def test_one_that_is_just_as_desired_is_left_alone(self, queue: QueuedServices) -> None:
        """It may be that of a construct which was renamed, whose Delete is still to come."""
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows(AUTOMATIC)
        queue.finds_in_the_log()

        with pytest.raises(ClientError, match="ResourceAlreadyExistsException"):
            create(queue.services, automatic())

    def test_where_the_log_cannot_be_read_there_was_no_attempt(self, queue: QueuedServices) -> None:
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows(AUTOMATIC)
        queue.refuses("filter_log_events", "AccessDeniedException")

        with pytest.raises(ClientError, match="ResourceAlreadyExistsException"):
            create(queue.services, automatic())

    def test_where_the_log_is_not_known_there_was_no_attempt(self, queue: QueuedServices) -> None:
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows(AUTOMATIC)

        with pytest.raises(ClientError, match="ResourceAlreadyExistsException"):
            create(dataclasses.replace(queue.services, log_group=None), automatic())

    @pytest.mark.parametrize(
        "existing",
        [pytest.param({"url": "u"}, id="other-groups"), pytest.param(MANUAL, id="manual")],
    )
    def test_any_other_is_left_alone(self, queue: QueuedServices, existing: dict[str, Any]) -> None:
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows(existing)

        with pytest.raises(ClientError, match="ResourceAlreadyExistsException"):
            create(queue.services, automatic())

    def test_one_that_has_gone_in_the_meantime_is_the_error_it_was(self, queue: QueuedServices) -> None:
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows(None)

        with pytest.raises(ClientError, match="ResourceAlreadyExistsException"):
            create(queue.services, automatic())

    def test_one_with_a_place_says_that_there_is_no_secret(self, queue: QueuedServices) -> None:
        queue.holds({})
        queue.shows(None)
        queue.announces()
        queue.answers("create_webhook", {"webhook": {"url": "u", "lastModifiedSecret": BEGUN}})
        queue.keeps({}, version=ANY)

        assert create(queue.services, automatic(secret_arn=SECRET_ARN)) == Outcome("api", "u")
