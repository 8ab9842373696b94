"""How a resource that has no webhook gets one, call by call."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.stub import ANY

from tests.handler.conftest import REQUEST_ID, SECRET_ARN, QueuedServices
from tests.handler.desired import (
    ALIGNED,
    ANNOUNCED_BY_ANOTHER,
    AUTOMATIC,
    IS_CURRENT,
    MANUAL,
    PUSH,
    RELEASE,
    SHOWN_ONCE,
    automatic,
    made,
    manual,
)
from webhook_constructs.handler.codebuild import WebhookStatusError
from webhook_constructs.handler.errors import LeftBehindError, LifecycleError
from webhook_constructs.handler.reconciler import Reconciler, Result
from webhook_constructs.handler.request import DesiredWebhook

ANNOUNCED = {"SecretString": json.dumps({"creating": REQUEST_ID})}
STORED = {**IS_CURRENT, "VersionId": REQUEST_ID}
GAVE_UP = {"status": "CREATE_FAILED", "statusMessage": "gave up"}


def create(queue: QueuedServices, desired: DesiredWebhook) -> Result:
    return Reconciler.of(queue.services, desired).create_or_adopt()


def meets(queue: QueuedServices, webhook: dict[str, Any]) -> None:
    """Queue that CreateWebhook finds a webhook: it is looked at for one that is being deleted, and then for itself."""
    queue.refuses("create_webhook", "ResourceAlreadyExistsException")
    queue.shows(webhook, webhook)


def is_refused(queue: QueuedServices, desired: DesiredWebhook) -> None:
    with pytest.raises(ClientError, match="ResourceAlreadyExistsException"):
        create(queue, desired)


class TestWithoutAStore:
    def test_one_call_creates_a_webhook(self, queue: QueuedServices) -> None:
        queue.answers("create_webhook", {"webhook": {"url": "u"}}, {"projectName": "api", "filterGroups": PUSH})

        assert create(queue, automatic()) == Result({"url": "u"}, was_created=True)

    def test_a_webhook_that_does_not_become_active_is_deleted_again(self, queue: QueuedServices) -> None:
        queue.answers("create_webhook", {"webhook": {"status": "CREATING"}})
        queue.shows(GAVE_UP, GAVE_UP)
        queue.answers("delete_webhook", {}, {"projectName": "api"})

        with pytest.raises(WebhookStatusError, match="gave up"):
            create(queue, automatic())

    def test_if_it_cannot_be_deleted_it_is_left_behind(self, queue: QueuedServices) -> None:
        queue.seconds_left = 0.0
        queue.answers("create_webhook", {"webhook": GAVE_UP})
        queue.shows(GAVE_UP)
        queue.refuses("delete_webhook", "OAuthProviderException")

        with pytest.raises(LeftBehindError, match="it could not be deleted again: OAuthProviderException") as left:
            create(queue, automatic())

        assert isinstance(left.value.__cause__, WebhookStatusError)

    def test_a_secret_that_nobody_keeps_is_an_error(self, queue: QueuedServices) -> None:
        queue.answers("create_webhook", {"webhook": SHOWN_ONCE})
        queue.shows(None)  # what was just created may not be shown yet
        queue.answers("delete_webhook", {}, {"projectName": "api"})

        with pytest.raises(LifecycleError) as refused:
            create(queue, automatic())

        assert str(refused.value) == (
            "CodeBuild returned a secret for the webhook of project api, and nothing keeps it: set secret=True, or "
            "give a secret of Secrets Manager"
        )

    def test_what_is_there_is_refused(self, queue: QueuedServices) -> None:
        meets(queue, {"url": "u"})
        queue.finds_in_the_log()

        is_refused(queue, automatic())

    def test_so_is_what_is_gone_when_it_is_looked_at(self, queue: QueuedServices) -> None:
        queue.refuses("create_webhook", "ResourceAlreadyExistsException")
        queue.shows(AUTOMATIC, None)

        is_refused(queue, automatic())

    def test_an_equal_one_that_an_earlier_attempt_may_have_created_counts_as_adopted(
        self, queue: QueuedServices
    ) -> None:
        meets(queue, AUTOMATIC)
        queue.finds_in_the_log(f"Create, event {REQUEST_ID}")

        assert create(queue, automatic()) == Result(AUTOMATIC, is_adopted=True, has_written=False)

    def test_it_is_not_deleted_if_it_never_becomes_active(self, queue: QueuedServices) -> None:
        meets(queue, {**AUTOMATIC, **GAVE_UP})
        queue.finds_in_the_log(f"Create, event {REQUEST_ID}")

        with pytest.raises(WebhookStatusError, match="gave up"):
            create(queue, automatic())

    def test_if_the_log_cannot_be_read_there_was_no_earlier_attempt(self, queue: QueuedServices) -> None:
        meets(queue, AUTOMATIC)
        queue.refuses("filter_log_events", "AccessDeniedException")

        is_refused(queue, automatic())

    def test_if_the_log_is_not_known_there_was_no_earlier_attempt(self, queue: QueuedServices) -> None:
        meets(queue, AUTOMATIC)
        queue.services = dataclasses.replace(queue.services, log_group=None)

        is_refused(queue, automatic())


class TestWithAStore:
    def test_a_webhook_is_announced_created_and_stored(self, queue: QueuedServices) -> None:
        queue.holds()
        queue.shows(None)
        queue.announces()
        queue.answers("create_webhook", {"webhook": SHOWN_ONCE})
        queue.keeps(SHOWN_ONCE)

        assert create(queue, manual()) == Result(SHOWN_ONCE, was_created=True)

    def test_one_without_a_secret_is_stored_as_such(self, queue: QueuedServices) -> None:
        queue.holds()
        queue.shows(None)
        queue.announces()
        queue.answers("create_webhook", {"webhook": made(AUTOMATIC)})
        queue.keeps({}, version=ANY)

        assert create(queue, automatic(secret_arn=SECRET_ARN)).was_created

    def test_nothing_is_created_that_cannot_be_announced(self, queue: QueuedServices) -> None:
        queue.holds()
        queue.shows(None)
        queue.refuses("put_secret_value", "EncryptionFailure")

        with pytest.raises(ClientError, match="EncryptionFailure"):
            create(queue, manual())

    def test_a_webhook_whose_secret_cannot_be_stored_is_deleted_again(self, queue: QueuedServices) -> None:
        queue.holds()
        queue.shows(None)
        queue.announces()
        queue.answers("create_webhook", {"webhook": SHOWN_ONCE})
        queue.refuses("put_secret_value", "ResourceNotFoundException")
        queue.shows(MANUAL)
        queue.answers("delete_webhook", {}, {"projectName": "api"})

        with pytest.raises(ClientError, match="PutSecretValue"):
            create(queue, manual())

    @pytest.mark.parametrize(
        ("created", "other"),
        [
            pytest.param(made(SHOWN_ONCE), made(MANUAL, seconds=60), id="its secret is younger"),
            pytest.param({**SHOWN_ONCE, "url": "u"}, {"url": "other"}, id="it has another address"),
        ],
    )
    def test_another_webhook_that_is_in_its_place_by_then_stays(
        self, queue: QueuedServices, created: dict[str, Any], other: dict[str, Any]
    ) -> None:
        """CloudFormation has canceled the event and gone on, and has taken the permission to store the secret away."""
        queue.holds()
        queue.shows(None)
        queue.announces()
        queue.answers("create_webhook", {"webhook": created})
        queue.refuses("put_secret_value", "ResourceNotFoundException")
        queue.shows(other)

        with pytest.raises(ClientError, match="PutSecretValue"):
            create(queue, manual())

    def test_a_webhook_in_the_way_is_met_before_the_secret_is_written(self, queue: QueuedServices) -> None:
        queue.holds(ANNOUNCED_BY_ANOTHER, ANNOUNCED_BY_ANOTHER)
        queue.shows(MANUAL)
        meets(queue, MANUAL)
        queue.finds_in_the_log()

        is_refused(queue, manual())

    def test_one_that_somebody_creates_meanwhile_is_not_touched(self, queue: QueuedServices) -> None:
        """IAM may take a minute to let the secret be written."""
        queue.holds()
        queue.shows(None)
        queue.announces()
        meets(queue, made(MANUAL))
        queue.finds_in_the_log()

        is_refused(queue, manual())

    def test_what_an_earlier_attempt_has_announced_is_created_again(self, queue: QueuedServices) -> None:
        queue.holds(ANNOUNCED, ANNOUNCED)
        queue.shows(MANUAL)
        queue.answers("delete_webhook", {}, {"projectName": "api"})
        queue.announces()
        queue.answers("create_webhook", {"webhook": SHOWN_ONCE})
        queue.keeps(SHOWN_ONCE)

        assert create(queue, manual()) == Result(SHOWN_ONCE, was_created=True)

    def test_what_an_earlier_attempt_has_stored_is_the_result(self, queue: QueuedServices) -> None:
        queue.holds(STORED, STORED)
        queue.shows(MANUAL)

        assert create(queue, manual()) == Result(MANUAL, was_created=True, has_written=False)

    def test_it_is_deleted_if_it_does_not_become_active(self, queue: QueuedServices) -> None:
        queue.holds(STORED, STORED)
        queue.shows({**MANUAL, **GAVE_UP}, {**MANUAL, **GAVE_UP})
        queue.answers("delete_webhook", {}, {"projectName": "api"})

        with pytest.raises(WebhookStatusError, match="gave up"):
            create(queue, manual())

    @pytest.mark.parametrize("version", [ANNOUNCED, STORED], ids=["announced", "stored"])
    def test_what_an_earlier_attempt_may_have_created_is_left_behind_if_this_one_fails(
        self, queue: QueuedServices, version: dict[str, Any]
    ) -> None:
        queue.holds(version, version)
        queue.refuses("batch_get_projects", "InvalidInputException")

        with pytest.raises(LeftBehindError, match="an earlier attempt at this event may have created it") as left:
            create(queue, manual())
        assert isinstance(left.value.__cause__, ClientError)

    def test_a_first_attempt_that_fails_has_left_nothing_behind(self, queue: QueuedServices) -> None:
        queue.holds(ANNOUNCED_BY_ANOTHER, ANNOUNCED_BY_ANOTHER)
        queue.refuses("batch_get_projects", "InvalidInputException")

        with pytest.raises(ClientError, match="BatchGetProjects"):
            create(queue, manual())


class TestAdoption:
    def test_a_webhook_is_brought_to_the_desired_state(self, queue: QueuedServices) -> None:
        there = {"url": "u", "filterGroups": RELEASE}
        meets(queue, there)
        queue.answers("update_webhook", {"webhook": AUTOMATIC}, ALIGNED)

        assert create(queue, automatic(adopts=True)) == Result(AUTOMATIC, is_adopted=True, before=there)

    def test_where_there_is_none_it_is_created_and_ours(self, queue: QueuedServices) -> None:
        queue.answers("create_webhook", {"webhook": AUTOMATIC})

        assert create(queue, automatic(adopts=True)) == Result(AUTOMATIC, was_created=True)

    def test_the_secret_that_was_stored_by_hand_is_labeled(self, queue: QueuedServices) -> None:
        queue.holds({"SecretString": json.dumps(SHOWN_ONCE)})
        queue.shows(MANUAL)
        meets(queue, MANUAL)
        queue.answers("update_webhook", {"webhook": MANUAL}, ALIGNED)
        queue.keeps(SHOWN_ONCE, version=ANY)

        assert create(queue, manual(adopts=True)) == Result(MANUAL, is_adopted=True, before=MANUAL)

    def test_a_webhook_that_is_still_being_created_is_waited_for(self, queue: QueuedServices) -> None:
        meets(queue, {**AUTOMATIC, "status": "CREATING"})
        queue.shows(AUTOMATIC)
        queue.answers("update_webhook", {"webhook": AUTOMATIC})

        assert create(queue, automatic(adopts=True)).is_adopted

    def test_one_that_never_became_active_is_not_adopted(self, queue: QueuedServices) -> None:
        meets(queue, {**AUTOMATIC, **GAVE_UP})

        with pytest.raises(LifecycleError) as refused:
            create(queue, automatic(adopts=True))

        assert str(refused.value) == (
            "the webhook that project api has cannot be adopted: the webhook could not be created: gave up. To have "
            "another one, delete it (aws codebuild delete-webhook --project-name api) and deploy again"
        )
