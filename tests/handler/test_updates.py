"""How the webhook of a resource is brought into another state, call by call."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.stub import ANY

from tests.handler.conftest import QueuedServices
from tests.handler.desired import (
    ALIGNED,
    ANNOUNCED_BY_ANOTHER,
    AUTOMATIC,
    IS_CURRENT,
    MANUAL,
    OF_ANOTHER_WEBHOOK,
    RELEASE,
    SHOWN_ONCE,
    automatic,
    made,
    manual,
    stored,
)
from tests.handler.test_creation import GAVE_UP
from webhook_constructs.handler.codebuild import WebhookStatusError
from webhook_constructs.handler.errors import LifecycleError
from webhook_constructs.handler.identity import PhysicalId, ProjectRef
from webhook_constructs.handler.plan import Situation
from webhook_constructs.handler.reconciler import Reconciler, Result
from webhook_constructs.handler.request import DesiredWebhook

OTHER = {"url": "u", "filterGroups": RELEASE}
ADOPTED = PhysicalId(ProjectRef("api"), is_adopted=True)
OF_LIVING = {**IS_CURRENT, "VersionStages": ["AWSPREVIOUS", "webhook-of-api"]}
OF_DEAD = {**OF_LIVING, "VersionId": OF_ANOTHER_WEBHOOK}
SCOPED = {"scopeConfiguration": {"name": "acme", "scope": "GITHUB_ORGANIZATION"}}


def update(
    queue: QueuedServices,
    desired: DesiredWebhook,
    previous: DesiredWebhook | None = None,
    live: dict[str, Any] | None = AUTOMATIC,
    **situation: Any,
) -> Result:
    """Update a webhook whose properties have not changed, if none are given."""
    situation = {"resource": PhysicalId(desired.project), **situation}
    return Reconciler.of(queue.services, desired).update(
        Situation(desired, previous or desired, live=live, **situation)
    )


class TestInPlace:
    def test_the_full_state_is_sent_without_what_is_fixed_at_creation(self, queue: QueuedServices) -> None:
        desired = automatic(members={**SCOPED, "buildType": "BUILD_BATCH", "manualCreation": True})
        shown = {**MANUAL, **SCOPED, "buildType": "BUILD_BATCH"}
        queue.answers("update_webhook", {"webhook": shown}, {**ALIGNED, "buildType": "BUILD_BATCH"})

        assert update(queue, desired, live=OTHER) == Result(shown, before=OTHER)

    def test_an_answer_with_other_settings_is_checked_against_what_codebuild_shows(self, queue: QueuedServices) -> None:
        queue.answers("update_webhook", {"webhook": {"url": "u"}}, ALIGNED)
        queue.shows(AUTOMATIC)

        assert update(queue, automatic()) == Result(AUTOMATIC, before=AUTOMATIC)

    def test_what_codebuild_has_not_carried_out_is_replaced(self, queue: QueuedServices) -> None:
        queue.answers("update_webhook", {"webhook": OTHER})
        queue.shows(OTHER)
        queue.answers("delete_webhook", {}, {"projectName": "api"})
        queue.answers("create_webhook", {"webhook": {"url": "new"}})

        assert update(queue, automatic()) == Result({"url": "new"}, was_created=True, before=AUTOMATIC)

    def test_a_manual_webhook_is_not_replaced_for_that(self, queue: QueuedServices) -> None:
        queue.answers("update_webhook", {"webhook": {}})
        queue.shows({})

        with pytest.raises(LifecycleError, match=r"would replace the manual webhook of project api"):
            update(queue, manual(), live=MANUAL, stored=stored())

    def test_a_boto3_that_shows_no_policy_shows_the_one_that_was_sent(self, queue: QueuedServices) -> None:
        policy = {"pullRequestBuildPolicy": {"requiresCommentApproval": "DISABLED"}}
        queue.answers("update_webhook", {"webhook": AUTOMATIC}, {**ALIGNED, **policy})

        assert update(queue, automatic(members=policy)).webhook == {**AUTOMATIC, **policy}

    def test_an_update_that_is_refused_is_an_error(self, queue: QueuedServices) -> None:
        queue.refuses("update_webhook", "OAuthProviderException")

        with pytest.raises(ClientError, match="UpdateWebhook"):
            update(queue, automatic())

    def test_a_refusal_that_lacks_a_credential_does_not_count_as_a_webhook_that_is_gone(
        self, queue: QueuedServices
    ) -> None:
        queue.refuses("update_webhook", "ResourceNotFoundException", "Could not find access token for server type")
        queue.shows(AUTOMATIC)

        with pytest.raises(ClientError, match="Could not find access token"):
            update(queue, automatic(adopts=True), resource=ADOPTED)

    def test_a_rollback_to_what_is_there_writes_nothing(self, queue: QueuedServices) -> None:
        before = automatic(members={"branchFilter": "x"})

        assert update(queue, automatic(), before, is_rollback=True) == Result(
            AUTOMATIC, before=AUTOMATIC, has_written=False
        )


class TestAgain:
    """Webhooks that are created again."""

    def test_what_is_gone_is_created(self, queue: QueuedServices) -> None:
        queue.answers("create_webhook", {"webhook": {"url": "new"}})

        assert update(queue, automatic(), live=None) == Result({"url": "new"}, was_created=True)

    def test_what_goes_meanwhile_is_created(self, queue: QueuedServices) -> None:
        queue.refuses("update_webhook", "ResourceNotFoundException")
        queue.shows(None)
        queue.answers("create_webhook", {"webhook": {"url": "new"}})

        assert update(queue, automatic(adopts=True), resource=ADOPTED) == Result(
            {"url": "new"}, was_created=True, before=AUTOMATIC
        )

    def test_what_does_not_become_active_is_replaced(self, queue: QueuedServices) -> None:
        queue.answers("update_webhook", {"webhook": {**AUTOMATIC, **GAVE_UP}})
        queue.answers("delete_webhook", {}, {"projectName": "api"})
        queue.answers("create_webhook", {"webhook": {"url": "new"}})

        assert update(queue, automatic()).webhook == {"url": "new"}

    def test_an_adopted_one_that_does_not_become_active_is_an_error(self, queue: QueuedServices) -> None:
        queue.answers("update_webhook", {"webhook": {**AUTOMATIC, **GAVE_UP}})

        with pytest.raises(WebhookStatusError, match="gave up"):
            update(queue, automatic(adopts=True), resource=ADOPTED)

    def test_a_manual_webhook_is_announced_deleted_created_and_stored(self, queue: QueuedServices) -> None:
        queue.announces()
        queue.answers("delete_webhook", {}, {"projectName": "api"})
        queue.answers("create_webhook", {"webhook": SHOWN_ONCE})
        queue.keeps(SHOWN_ONCE)

        desired = manual(allow_new_secret=True)
        assert update(queue, desired, automatic(), stored=stored({}, {})).webhook == SHOWN_ONCE

    def test_nothing_is_deleted_for_a_webhook_that_cannot_be_announced(self, queue: QueuedServices) -> None:
        queue.refuses("put_secret_value", "EncryptionFailure")

        with pytest.raises(ClientError, match="EncryptionFailure"):
            update(queue, manual(allow_new_secret=True), automatic(), stored=stored({}, {}))

    @pytest.mark.parametrize("is_stored", [True, False], ids=["stored again", "the store refuses, too"])
    def test_a_deletion_that_is_refused_leaves_the_secret_of_what_stays(
        self, queue: QueuedServices, *, is_stored: bool
    ) -> None:
        queue.announces()
        for _ in range(7):
            queue.refuses("delete_webhook", "OAuthProviderException")
        if is_stored:
            queue.keeps(SHOWN_ONCE, version=ANY)
        else:
            queue.refuses("put_secret_value", "EncryptionFailure")

        with pytest.raises(ClientError, match="OAuthProviderException"):
            update(queue, manual(allow_new_secret=True), automatic(), stored=stored())

    def test_without_a_store_a_deletion_that_is_refused_is_an_error(self, queue: QueuedServices) -> None:
        queue.answers("update_webhook", {"webhook": OTHER})
        queue.shows(OTHER)
        for _ in range(7):
            queue.refuses("delete_webhook", "OAuthProviderException")

        with pytest.raises(ClientError, match="OAuthProviderException"):
            update(queue, automatic())

    def test_a_deletion_that_is_refused_leaves_what_an_earlier_event_has_announced(self, queue: QueuedServices) -> None:
        queue.announces()
        for _ in range(7):
            queue.refuses("delete_webhook", "OAuthProviderException")

        with pytest.raises(ClientError, match="OAuthProviderException"):
            update(queue, manual(), live=MANUAL, stored=stored(ANNOUNCED_BY_ANOTHER))

    def test_a_secret_that_an_earlier_event_has_missed_is_made_again(self, queue: QueuedServices) -> None:
        queue.announces()
        queue.answers("delete_webhook", {}, {"projectName": "api"})
        queue.answers("create_webhook", {"webhook": SHOWN_ONCE})
        queue.keeps(SHOWN_ONCE)

        update(queue, manual(), live=MANUAL, stored=stored(ANNOUNCED_BY_ANOTHER))

    def test_a_creation_that_is_refused_is_an_error(self, queue: QueuedServices) -> None:
        queue.announces()
        queue.refuses("create_webhook", "InvalidInputException")

        with pytest.raises(ClientError, match="InvalidInputException"):
            update(queue, manual(), live=None, stored=stored())

    def test_a_second_attempt_waits_for_what_the_first_has_stored(self, queue: QueuedServices) -> None:
        live = {**MANUAL, "status": "CREATING", "branchFilter": "x"}
        queue.shows(MANUAL)
        done = stored({**IS_CURRENT, "VersionId": "11111111-2222-4333-8444-555555555555"})

        replaced = update(queue, manual(allow_new_secret=True), automatic(), live, stored=done)

        assert replaced.webhook == {**live, **MANUAL, "status": "CREATING"}


class TestStore:
    """What belongs to the living webhook is the current version."""

    def test_an_update_to_another_project_that_is_rolled_back_has_stored_over_it(self, queue: QueuedServices) -> None:
        queue.answers("update_webhook", {"webhook": MANUAL})
        queue.keeps(SHOWN_ONCE, version=ANY)

        update(queue, manual(), live=OTHER, stored=stored({}, OF_LIVING), is_rollback=True)

    def test_without_the_store_a_rollback_restores_nothing(self, queue: QueuedServices) -> None:
        queue.answers("update_webhook", {"webhook": MANUAL})

        update(queue, manual(), live={**MANUAL, "buildType": "BUILD_BATCH"}, is_rollback=True)

    def test_what_was_stored_by_hand_for_the_living_webhook_is_labeled(self, queue: QueuedServices) -> None:
        """The webhook was created again outside: what is labeled is for the one that is gone."""
        living, by_hand = made(MANUAL), {"SecretString": json.dumps({"payloadUrl": "new", "secret": "s"})}
        queue.answers("update_webhook", {"webhook": living}, ALIGNED)
        queue.keeps({"payloadUrl": "new", "secret": "s"}, version=ANY)
        queue.holds(IS_CURRENT, IS_CURRENT)

        desired = manual(redeploy_on="2")
        update(queue, desired, manual(), live=living, stored=stored(by_hand, OF_DEAD))
