"""Calls whose answer got lost, and webhooks that never come to life, call by call."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from botocore.exceptions import ClientError

from tests.handler.conftest import BEGUN, REQUEST_ID
from tests.handler.desired import (
    AUTOMATIC,
    ENTERPRISE,
    MANUAL,
    SHOWN_ONCE,
    automatic,
    manual,
)
from webhook_constructs.handler.codebuild import WebhookStatusError
from webhook_constructs.handler.errors import LifecycleError
from webhook_constructs.handler.lifecycle import Outcome, create, update

if TYPE_CHECKING:
    from .conftest import QueuedServices


class TestLostAnswers:
    MADE_NOW: ClassVar = {**AUTOMATIC, "lastModifiedSecret": BEGUN + timedelta(seconds=3)}
    MADE_BEFORE: ClassVar = {**AUTOMATIC, "lastModifiedSecret": BEGUN - timedelta(days=1)}

    def test_what_a_lost_call_has_made_is_ours(self, queue: QueuedServices) -> None:
        queue.refuses("create_webhook", "InternalFailure", status=500)
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows(self.MADE_NOW)

        assert create(queue.services, automatic()) == Outcome("api", "u")

    def test_what_a_lost_call_has_made_is_made_again_where_a_secret_may_have_been_shown(
        self, queue: QueuedServices
    ) -> None:
        queue.refuses("create_webhook", "InternalFailure", status=500)
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows({**MANUAL, "lastModifiedSecret": BEGUN})
        queue.answers("delete_webhook", {}, {"projectName": "api"})
        queue.answers("create_webhook", {"webhook": SHOWN_ONCE})
        queue.answers("delete_webhook", {}, {"projectName": "api"})

        with pytest.raises(LifecycleError, match="nothing keeps it: set secret=True"):
            create(queue.services, automatic(source=ENTERPRISE))

    def test_what_was_there_before_a_lost_call_is_not(self, queue: QueuedServices) -> None:
        queue.refuses("create_webhook", "InternalFailure", status=500)
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows(self.MADE_BEFORE)
        queue.finds_in_the_log()

        with pytest.raises(ClientError, match="ResourceAlreadyExistsException"):
            create(queue.services, automatic())

    @pytest.mark.parametrize(("shown", "deleted"), [(MADE_NOW, True), (MADE_BEFORE, False)], ids=["ours", "not-ours"])
    def test_when_the_time_is_up_what_the_last_call_has_made_is_deleted(
        self, queue: QueuedServices, shown: dict[str, Any], *, deleted: bool
    ) -> None:
        queue.seconds_left = 0.0
        queue.refuses("create_webhook", "InternalFailure", status=500)
        queue.shows(shown)
        if deleted:
            queue.answers("delete_webhook", {}, {"projectName": "api"})

        with pytest.raises(ClientError, match="InternalFailure"):
            create(queue.services, automatic())

    @pytest.mark.parametrize("before", [None, AUTOMATIC], ids=["ours", "not-ours"])
    def test_where_webhooks_have_no_secret_it_is_looked_up_whether_there_was_one(
        self, queue: QueuedServices, before: dict[str, Any] | None
    ) -> None:
        queue.shows(before)
        queue.refuses("create_webhook", "InternalFailure", status=500)
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows(AUTOMATIC)
        desired = automatic(source={"Type": "BITBUCKET"})

        if before is None:
            assert create(queue.services, desired) == Outcome("api", "u")
        else:
            queue.finds_in_the_log()
            with pytest.raises(ClientError, match="ResourceAlreadyExistsException"):
                create(queue.services, desired)

    def test_where_the_host_is_not_known_what_a_lost_call_may_have_made_counts_as_there_before(
        self, queue: QueuedServices
    ) -> None:
        queue.refuses("create_webhook", "InternalFailure", status=500)
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows(AUTOMATIC)

        assert create(queue.services, automatic()) == Outcome("api#adopted", "u")

    def test_a_webhook_in_another_state_is_not_what_the_lost_call_has_made(self, queue: QueuedServices) -> None:
        queue.refuses("create_webhook", "InternalFailure", status=500)
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows({**self.MADE_NOW, "buildType": "BUILD_BATCH"})

        with pytest.raises(ClientError, match="ResourceAlreadyExistsException"):
            create(queue.services, automatic())

    def test_a_replacement_knows_what_a_lost_call_has_made_for_its_own(self, queue: QueuedServices) -> None:
        queue.shows({**AUTOMATIC, "branchFilter": "main"})
        queue.answers("delete_webhook", {})
        queue.refuses("create_webhook", "InternalFailure", status=500)
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows(self.MADE_NOW)
        queue.answers("delete_webhook", {})
        queue.answers("create_webhook", {"webhook": {"url": "new"}})

        replaced = update(queue.services, automatic(), automatic(members={"branchFilter": "main"}), "api")

        assert replaced == Outcome("api", "new")

    def test_if_that_cannot_be_found_out_the_first_error_stands(self, queue: QueuedServices) -> None:
        queue.seconds_left = 0.0
        queue.refuses("create_webhook", "InternalFailure", status=500)
        queue.refuses("batch_get_projects", "AccessDeniedException")

        with pytest.raises(ClientError, match="InternalFailure"):
            create(queue.services, automatic())


GAVE_UP = {"status": "CREATE_FAILED", "statusMessage": "gave up"}


class TestNeverComingToLife:
    """On every way to a webhook, it must live before CloudFormation is told so."""

    def test_what_a_crashed_attempt_has_stored_is_deleted(self, queue: QueuedServices) -> None:
        queue.holds(SHOWN_ONCE, version=REQUEST_ID)
        queue.shows({**MANUAL, **GAVE_UP})
        queue.answers("delete_webhook", {}, {"projectName": "api"})

        with pytest.raises(WebhookStatusError, match="gave up"):
            create(queue.services, manual())

    def test_what_a_lost_call_has_made_is_deleted(self, queue: QueuedServices) -> None:
        queue.refuses("create_webhook", "InternalFailure", status=500)
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows({**AUTOMATIC, "lastModifiedSecret": BEGUN, "status": "CREATING"})
        queue.shows({**AUTOMATIC, **GAVE_UP})
        queue.answers("delete_webhook", {}, {"projectName": "api"})

        with pytest.raises(WebhookStatusError, match="gave up"):
            create(queue.services, automatic())

    def test_what_a_crashed_attempt_may_have_made_may_be_somebody_elses(self, queue: QueuedServices) -> None:
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows({**AUTOMATIC, **GAVE_UP})
        queue.finds_in_the_log("Create, event 1")

        with pytest.raises(WebhookStatusError, match="gave up"):
            create(queue.services, automatic())

    def test_an_update_of_an_adopted_one_fails(self, queue: QueuedServices) -> None:
        queue.answers("update_webhook", {"webhook": {**AUTOMATIC, **GAVE_UP}})
        wished = automatic(adopts=True)

        with pytest.raises(WebhookStatusError, match="gave up"):
            update(queue.services, wished, wished, "api#adopted")

    def test_an_update_makes_it_anew(self, queue: QueuedServices) -> None:
        queue.answers("update_webhook", {"webhook": {**AUTOMATIC, **GAVE_UP}})
        queue.answers("delete_webhook", {}, {"projectName": "api"})
        queue.answers("create_webhook", {"webhook": {"url": "new"}})

        assert update(queue.services, automatic(), automatic(), "api") == Outcome("api", "new")

    def test_a_replacement_that_was_finished_before_must_live(self, queue: QueuedServices) -> None:
        desired, previous = manual(allow_new_secret=True), manual(source={"Location": "old"}, allow_new_secret=True)
        queue.holds(SHOWN_ONCE)
        queue.answers("update_webhook", {"webhook": {**MANUAL, **GAVE_UP}})
        queue.announces()
        queue.answers("delete_webhook", {})
        queue.answers("create_webhook", {"webhook": SHOWN_ONCE})
        queue.keeps(SHOWN_ONCE)

        assert update(queue.services, desired, previous, "api").physical_id == "api"
