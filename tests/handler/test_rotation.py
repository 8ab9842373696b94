"""Rotation, call by call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError
from botocore.stub import ANY

from tests.handler.conftest import BEGUN, REQUEST_ID, SECRET_ARN
from tests.handler.desired import ALIGNED, IS_CURRENT, MANUAL, SHOWN_ONCE, automatic, manual
from webhook_constructs.handler.errors import LifecycleError
from webhook_constructs.handler.lifecycle import Outcome, update

if TYPE_CHECKING:
    from .conftest import QueuedServices

ROTATED = {**ALIGNED, "rotateSecret": True}
ANOTHER = {"rotating": "another-event", "payloadUrl": "p"}


def is_asked(queue: QueuedServices) -> None:
    """Queue what is asked before a rotation: whether it is being undone, and whether it has been done."""
    queue.tells_of_the_stack("UPDATE_IN_PROGRESS")
    queue.holds(SHOWN_ONCE)


def is_aligned(queue: QueuedServices, version: dict[str, Any] = IS_CURRENT) -> None:
    queue.answers("get_secret_value", version)
    queue.answers("update_webhook", {"webhook": {}}, ALIGNED)
    queue.answers("get_secret_value", version)


def stores(queue: QueuedServices, value: str, stages: list[str]) -> None:
    parameters = {"SecretId": SECRET_ARN, "SecretString": value, "ClientRequestToken": ANY, "VersionStages": stages}
    queue.answers("put_secret_value", {}, parameters)


def is_announced(queue: QueuedServices, version: dict[str, Any] = IS_CURRENT, *, is_repair: bool = False) -> None:
    if not is_repair:
        queue.shows(MANUAL)
        queue.answers("get_secret_value", IS_CURRENT)
    queue.answers("get_secret_value", version)
    stores(queue, f'{{"rotating": "{REQUEST_ID}", "payloadUrl": "p"}}', ["webhook-of-api"])


def is_withdrawn(queue: QueuedServices) -> None:
    queue.answers("get_secret_value", IS_CURRENT)
    stores(queue, str(IS_CURRENT["SecretString"]), ["AWSCURRENT", "webhook-of-api"])


def test_a_new_text_has_the_secret_rotated_and_kept(queue: QueuedServices) -> None:
    is_asked(queue)
    is_aligned(queue)
    is_announced(queue)
    queue.answers("update_webhook", {"webhook": SHOWN_ONCE}, ROTATED)
    queue.keeps(SHOWN_ONCE)

    assert update(queue.services, manual(rotate_secret_on="2026-q4"), manual(), "api") == Outcome("api", "")


@pytest.mark.parametrize("text", [None, "a"], ids=["none", "the-same"])
def test_no_new_text_rotates_nothing(queue: QueuedServices, text: str | None) -> None:
    is_aligned(queue)

    update(queue.services, manual(rotate_secret_on=text), manual(rotate_secret_on="a"), "api")


def test_a_rollback_rotates_nothing(queue: QueuedServices) -> None:
    queue.tells_of_the_stack("UPDATE_ROLLBACK_IN_PROGRESS")
    is_aligned(queue)

    update(queue.services, manual(rotate_secret_on="a"), manual(rotate_secret_on="b"), "api")


def test_a_second_attempt_at_the_event_rotates_nothing_that_the_first_has_stored(queue: QueuedServices) -> None:
    queue.tells_of_the_stack("UPDATE_IN_PROGRESS")
    queue.holds(SHOWN_ONCE, version=REQUEST_ID)
    is_aligned(queue)

    update(queue.services, manual(rotate_secret_on="b"), manual(rotate_secret_on="a"), "api")


def test_a_rotation_is_done_where_cloudformation_cannot_be_asked(queue: QueuedServices) -> None:
    queue.refuses("describe_stacks", "AccessDenied")
    queue.holds(SHOWN_ONCE)
    is_aligned(queue)
    is_announced(queue)
    queue.answers("update_webhook", {"webhook": SHOWN_ONCE}, ROTATED)
    queue.keeps(SHOWN_ONCE)

    update(queue.services, manual(rotate_secret_on="b"), manual(rotate_secret_on="a"), "api")


@pytest.mark.parametrize("answer", [SHOWN_ONCE, {}], ids=["with-a-secret", "without"])
def test_a_rotation_whose_secret_was_never_stored_is_repaired_by_the_rollback(
    queue: QueuedServices, answer: dict[str, str]
) -> None:
    missed = {"SecretString": '{"rotating": "another-event", "payloadUrl": "p"}'}
    is_aligned(queue, missed)
    is_announced(queue, missed, is_repair=True)
    queue.answers("update_webhook", {"webhook": answer}, ROTATED)
    if answer:
        queue.keeps(SHOWN_ONCE)
    else:
        queue.tells_of_the_stack("UPDATE_ROLLBACK_IN_PROGRESS")

    assert update(queue.services, manual(), manual(rotate_secret_on="b"), "api") == Outcome("api", "")


def test_a_secret_that_is_still_missed_fails_every_other_update(queue: QueuedServices) -> None:
    missed = {"SecretString": '{"rotating": "another-event", "payloadUrl": "p"}'}
    is_aligned(queue, missed)
    is_announced(queue, missed, is_repair=True)
    queue.answers("update_webhook", {"webhook": {}}, ROTATED)
    queue.tells_of_the_stack("UPDATE_IN_PROGRESS")

    with pytest.raises(LifecycleError, match="the service rotated but returned no secret"):
        update(queue.services, manual(), manual(), "api")


def test_a_policy_that_is_gone_already_does_not_keep_the_secret_from_being_rotated(queue: QueuedServices) -> None:
    is_asked(queue)
    queue.shows(MANUAL)
    queue.answers("get_secret_value", IS_CURRENT)
    is_aligned(queue)
    is_announced(queue)
    queue.answers("update_webhook", {"webhook": SHOWN_ONCE}, ROTATED)
    queue.keeps(SHOWN_ONCE)
    before = manual(members={"pullRequestBuildPolicy": {"requiresCommentApproval": "ALL_PULL_REQUESTS"}})

    update(queue.services, manual(rotate_secret_on="b"), before, "api")


def test_a_rotation_that_shows_no_payload_url_keeps_the_one_that_is_there(queue: QueuedServices) -> None:
    is_asked(queue)
    is_aligned(queue)
    is_announced(queue)
    queue.answers("update_webhook", {"webhook": {"secret": "new"}}, ROTATED)
    queue.holds(ANOTHER)
    queue.keeps({"payloadUrl": "p", "secret": "new"})

    update(queue.services, manual(rotate_secret_on="b"), manual(rotate_secret_on="a"), "api")


def test_a_secret_that_could_not_be_kept_is_not_made(queue: QueuedServices) -> None:
    is_asked(queue)
    is_aligned(queue)
    queue.shows(MANUAL)
    queue.answers("get_secret_value", IS_CURRENT)
    queue.answers("get_secret_value", IS_CURRENT)
    queue.refuses("put_secret_value", "ResourceNotFoundException")

    with pytest.raises(ClientError, match="PutSecretValue"):
        update(queue.services, manual(rotate_secret_on="a"), manual(), "api")


def test_a_rotation_that_is_refused_was_never_announced(queue: QueuedServices) -> None:
    """Otherwise the rollback would rotate, because it could not know."""
    is_asked(queue)
    is_aligned(queue)
    is_announced(queue)
    queue.refuses("update_webhook", "InvalidInputException")
    is_withdrawn(queue)

    with pytest.raises(ClientError, match="InvalidInputException"):
        update(queue.services, manual(rotate_secret_on="a"), manual(), "api")


def test_a_refusal_is_told_also_if_the_announcement_cannot_be_withdrawn(queue: QueuedServices) -> None:
    is_asked(queue)
    is_aligned(queue)
    is_announced(queue)
    queue.refuses("update_webhook", "InvalidInputException")
    queue.refuses("get_secret_value", "DecryptionFailure")

    with pytest.raises(ClientError, match="InvalidInputException"):
        update(queue.services, manual(rotate_secret_on="a"), manual(), "api")


@pytest.mark.parametrize("ends", ["InvalidInputException", "InternalServerError"])
def test_a_rotation_whose_answer_was_lost_stays_announced(queue: QueuedServices, ends: str) -> None:
    is_asked(queue)
    is_aligned(queue)
    is_announced(queue)
    queue.refuses("update_webhook", "InternalServerError", status=500)
    queue.seconds_left = 0.6 if ends == "InternalServerError" else queue.seconds_left
    queue.refuses("update_webhook", ends, status=500 if ends == "InternalServerError" else 400)

    with pytest.raises(ClientError, match=ends):
        update(queue.services, manual(rotate_secret_on="a"), manual(), "api")


def test_a_repair_that_is_refused_stays_announced(queue: QueuedServices) -> None:
    missed = {"SecretString": '{"rotating": "another-event", "payloadUrl": "p"}'}
    is_aligned(queue, missed)
    is_announced(queue, missed, is_repair=True)
    queue.refuses("update_webhook", "InvalidInputException")

    with pytest.raises(ClientError, match="InvalidInputException"):
        update(queue.services, manual(), manual(rotate_secret_on="b"), "api")


def test_the_payload_url_that_was_stored_by_hand_for_the_living_webhook_is_kept(queue: QueuedServices) -> None:
    """It was made again outside: what is labelled is for the one that is gone."""
    labelled = {**IS_CURRENT, "VersionId": f"{REQUEST_ID}-m00000000", "VersionStages": ["webhook-of-api"]}
    living = {**MANUAL, "lastModifiedSecret": BEGUN}
    is_asked(queue)
    queue.answers("get_secret_value", labelled)
    queue.answers("update_webhook", {"webhook": {}}, ALIGNED)
    queue.answers("get_secret_value", labelled)
    queue.shows(living, living)
    queue.answers("get_secret_value", labelled)
    queue.holds({"payloadUrl": "new", "secret": "s"})
    queue.answers("get_secret_value", labelled)
    queue.holds({"payloadUrl": "new", "secret": "s"})
    stores(queue, '{"payloadUrl": "new", "secret": "s"}', ["AWSCURRENT", "webhook-of-api"])
    queue.holds({"payloadUrl": "new", "secret": "s"})
    stores(queue, f'{{"rotating": "{REQUEST_ID}", "payloadUrl": "new"}}', ["webhook-of-api"])
    queue.answers("update_webhook", {"webhook": {"payloadUrl": "new", "secret": "t"}}, ROTATED)
    queue.keeps({"payloadUrl": "new", "secret": "t"})

    update(queue.services, manual(rotate_secret_on="b"), manual(rotate_secret_on="a"), "api")


def test_a_webhook_that_is_gone_is_made_anew_instead(queue: QueuedServices) -> None:
    is_asked(queue)
    queue.answers("get_secret_value", IS_CURRENT)
    queue.refuses("update_webhook", "ResourceNotFoundException")
    stores(queue, f'{{"creating": "{REQUEST_ID}"}}', ["AWSCURRENT", "webhook-of-api"])
    queue.answers("create_webhook", {"webhook": SHOWN_ONCE})
    queue.keeps(SHOWN_ONCE)

    update(queue.services, manual(rotate_secret_on="b"), manual(rotate_secret_on="a"), "api")


def test_a_rotation_that_shows_no_secret_is_an_error_with_a_way_out(queue: QueuedServices) -> None:
    is_asked(queue)
    is_aligned(queue)
    is_announced(queue)
    queue.answers("update_webhook", {"webhook": {"payloadUrl": "p"}}, ROTATED)

    with pytest.raises(LifecycleError) as failed:
        update(queue.services, manual(rotate_secret_on="a"), manual(), "api")

    assert str(failed.value) == (
        "the service rotated but returned no secret for project api: the one that is stored no longer works. Take "
        "the change of rotate_secret_on back, delete the webhook (aws codebuild delete-webhook --project-name "
        "api), change redeploy_on, deploy, and register the new payload URL and secret at the git host"
    )


def test_a_text_without_a_place_for_the_secret_rotates_nothing(queue: QueuedServices) -> None:
    queue.answers("update_webhook", {"webhook": {}})

    update(queue.services, automatic(rotate_secret_on="a"), automatic(), "api")
