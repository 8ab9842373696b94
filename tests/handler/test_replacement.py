"""Webhooks that an update makes anew, call by call."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from botocore.exceptions import ClientError
from botocore.stub import ANY

from tests.handler.conftest import BEGUN, REQUEST_ID, SECRET_ARN
from tests.handler.desired import (
    ALIGNED,
    ANOTHER_EVENT,
    AUTOMATIC,
    IS_CURRENT,
    MANUAL,
    SHOWN_ONCE,
    automatic,
    manual,
)
from webhook_constructs.handler.errors import LifecycleError
from webhook_constructs.handler.lifecycle import Outcome, update

if TYPE_CHECKING:
    from .conftest import QueuedServices


@pytest.mark.parametrize("stored_by_hand", [True, False])
def test_redeploy_on_takes_what_was_stored_by_hand_for_the_living_webhook(
    queue: QueuedServices, *, stored_by_hand: bool
) -> None:
    living = {**MANUAL, "lastModifiedSecret": BEGUN}
    dead = {**IS_CURRENT, "VersionId": f"{REQUEST_ID}-m00000000", "VersionStages": ["AWSPREVIOUS", "webhook-of-api"]}
    current = {"SecretString": '{"payloadUrl": "new", "secret": "s"}'}
    queue.tells_of_the_stack("UPDATE_IN_PROGRESS")
    queue.answers("get_secret_value", dead)
    queue.answers("update_webhook", {"webhook": {}}, ALIGNED)
    queue.shows(living)
    queue.answers("get_secret_value", dead)
    if stored_by_hand:
        queue.answers("get_secret_value", current)
        queue.answers("get_secret_value", dead)
        queue.answers("get_secret_value", current)
        queue.keeps({"payloadUrl": "new", "secret": "s"}, version=ANY)
        for _ in range(2):
            queue.answers("get_secret_value", IS_CURRENT)
        update(queue.services, manual(redeploy_on="2"), manual(), "api")
        return
    queue.answers("get_secret_value", {**dead, "VersionStages": ["AWSCURRENT", "webhook-of-api"]})
    queue.answers("get_secret_value", dead)
    queue.shows(living)
    queue.answers("get_secret_value", dead)
    with pytest.raises(LifecycleError, match="would replace the manual webhook"):
        update(queue.services, manual(redeploy_on="2"), manual(), "api")


class TestReplacement:
    READERS: ClassVar = {"requiresCommentApproval": "ALL_PULL_REQUESTS", "approverRoles": ["GITHUB_READ"]}

    def test_a_policy_that_is_taken_away_takes_its_approvers_along(self, queue: QueuedServices) -> None:
        queue.shows({**AUTOMATIC, "pullRequestBuildPolicy": self.READERS})
        queue.answers("delete_webhook", {}, {"projectName": "api"})
        queue.answers("create_webhook", {"webhook": {"url": "new"}})
        previous = automatic(members={"pullRequestBuildPolicy": self.READERS})

        assert update(queue.services, automatic(), previous, "api") == Outcome("api", "new")

    def test_another_place_for_the_secret_needs_a_new_secret(self, queue: QueuedServices) -> None:
        queue.shows(MANUAL)
        queue.refuses("get_secret_value", "ResourceNotFoundException")
        queue.tells_of_the_stack("UPDATE_IN_PROGRESS")

        with pytest.raises(LifecycleError, match="Set allow_new_secret=True"):
            update(queue.services, manual(), manual(secret_arn=f"{SECRET_ARN}2"), "api")

    def test_a_manual_webhook_is_replaced_and_its_secret_kept(self, queue: QueuedServices) -> None:
        queue.shows(AUTOMATIC)
        queue.holds(SHOWN_ONCE)
        queue.announces()
        queue.answers("delete_webhook", {})
        queue.answers("create_webhook", {"webhook": SHOWN_ONCE})
        queue.keeps(SHOWN_ONCE)

        update(queue.services, manual(allow_new_secret=True), automatic(), "api")

    def test_a_manual_webhook_is_not_deleted_while_its_secret_could_not_be_kept(self, queue: QueuedServices) -> None:
        queue.shows(AUTOMATIC)
        queue.holds(SHOWN_ONCE)
        queue.refuses("put_secret_value", "EncryptionFailure")

        with pytest.raises(ClientError, match="EncryptionFailure"):
            update(queue.services, manual(allow_new_secret=True), automatic(), "api")

    def test_a_second_attempt_at_a_replacement_that_was_kept_does_nothing(self, queue: QueuedServices) -> None:
        queue.shows({**MANUAL, "status": "CREATING", "buildType": "BUILD_BATCH"})
        queue.holds(SHOWN_ONCE, version=REQUEST_ID)
        queue.shows(MANUAL)

        update(queue.services, manual(allow_new_secret=True), automatic(), "api")

    def test_another_source_replaces_an_automatic_webhook(self, queue: QueuedServices) -> None:
        queue.refuses("delete_webhook", "ResourceNotFoundException")
        queue.answers("create_webhook", {"webhook": {"url": "new"}})

        moved = update(queue.services, automatic(source={"Location": "b"}), automatic(source={"Location": "a"}), "api")

        assert moved == Outcome("api", "new")

    def test_another_source_keeps_a_manual_webhook_that_is_still_there(self, queue: QueuedServices) -> None:
        queue.answers("get_secret_value", IS_CURRENT)
        queue.answers("update_webhook", {"webhook": {}})
        queue.answers("get_secret_value", IS_CURRENT)

        update(queue.services, manual(source={"Location": "b"}), manual(source={"Location": "a"}), "api")

    def test_a_manual_webhook_whose_secret_was_missed_is_made_anew(self, queue: QueuedServices) -> None:
        """An event before this one has made it, and has died before it could store the secret."""
        queue.holds(ANOTHER_EVENT)
        queue.announces()
        queue.answers("delete_webhook", {}, {"projectName": "api"})
        queue.answers("create_webhook", {"webhook": SHOWN_ONCE})
        queue.keeps(SHOWN_ONCE)

        update(queue.services, manual(), manual(), "api")

    def test_a_manual_webhook_that_is_gone_is_made_anew_and_kept(self, queue: QueuedServices) -> None:
        queue.answers("get_secret_value", IS_CURRENT)
        queue.refuses("update_webhook", "ResourceNotFoundException")
        queue.announces()
        queue.answers("create_webhook", {"webhook": SHOWN_ONCE})
        queue.keeps(SHOWN_ONCE)

        update(queue.services, manual(source={"Location": "b"}), manual(source={"Location": "a"}), "api")

    def test_another_error_while_making_anew_is_passed_on(self, queue: QueuedServices) -> None:
        queue.answers("get_secret_value", IS_CURRENT)
        queue.refuses("update_webhook", "ResourceNotFoundException")
        queue.announces()
        queue.refuses("create_webhook", "InvalidInputException")

        with pytest.raises(ClientError, match="InvalidInputException"):
            update(queue.services, manual(), manual(), "api")


class TestSecretInAnotherPlace:
    """Of a webhook that is not manual by wish: the first place is out of reach by now."""

    BEFORE: ClassVar = automatic(secret_arn=f"{SECRET_ARN}2")
    AFTER: ClassVar = automatic(secret_arn=SECRET_ARN)

    def test_a_webhook_that_codebuild_has_not_added_is_made_anew(self, queue: QueuedServices) -> None:
        shown = {**MANUAL, "lastModifiedSecret": BEGUN}
        queue.shows(shown)
        queue.refuses("get_secret_value", "ResourceNotFoundException")
        queue.shows(shown)
        queue.holds({})
        queue.announces()
        queue.answers("delete_webhook", {})
        queue.answers("create_webhook", {"webhook": SHOWN_ONCE})
        queue.keeps(SHOWN_ONCE)

        assert update(queue.services, self.AFTER, self.BEFORE, "api") == Outcome("api", "")

    @pytest.mark.parametrize(
        ("shown", "change"),
        [
            pytest.param(AUTOMATIC, {}, id="codebuild-has-added-it"),
            pytest.param(None, {"source": {"Type": "GITHUB"}}, id="no-secret-on-this-host"),
        ],
    )
    def test_another_is_left_alone(
        self, queue: QueuedServices, shown: dict[str, Any] | None, change: dict[str, Any]
    ) -> None:
        if shown:
            queue.shows(shown)
            queue.refuses("get_secret_value", "ResourceNotFoundException")
        queue.answers("update_webhook", {"webhook": AUTOMATIC})
        if shown:
            queue.refuses("get_secret_value", "ResourceNotFoundException")

        after, before = (dataclasses.replace(webhook, **change) for webhook in (self.AFTER, self.BEFORE))
        assert update(queue.services, after, before, "api") == Outcome("api", "u")


class TestRedeployment:
    def test_what_an_update_mends_is_left_at_that(self, queue: QueuedServices) -> None:
        queue.answers("update_webhook", {"webhook": {"url": "u"}})
        queue.shows(AUTOMATIC)

        assert update(queue.services, automatic(redeploy_on="2"), automatic(redeploy_on="1"), "api").url == "u"

    def test_what_an_update_does_not_mend_is_replaced(self, queue: QueuedServices) -> None:
        queue.answers("update_webhook", {"webhook": {"url": "u"}})
        queue.shows(*[{**AUTOMATIC, "branchFilter": "main"}] * 2)
        queue.answers("delete_webhook", {})
        queue.answers("create_webhook", {"webhook": {"url": "new"}})

        assert update(queue.services, automatic(redeploy_on="2"), automatic(), "api").url == "new"

    def test_a_manual_webhook_is_not_replaced_without_leave(self, queue: QueuedServices) -> None:
        queue.answers("get_secret_value", IS_CURRENT)
        queue.answers("update_webhook", {"webhook": {}})
        queue.shows(*[{**MANUAL, "branchFilter": "main"}] * 2)

        with pytest.raises(LifecycleError, match="Set allow_new_secret=True"):
            update(queue.services, manual(redeploy_on="2"), manual(), "api")
