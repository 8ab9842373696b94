"""How the secret of a webhook is rotated, call by call."""

from __future__ import annotations

import json

import pytest
from botocore.exceptions import ClientError
from botocore.stub import ANY

from tests.handler.conftest import REQUEST_ID, SECRET_ARN, QueuedServices
from tests.handler.desired import (
    ALIGNED,
    IS_CURRENT,
    MANUAL,
    OF_ANOTHER_WEBHOOK,
    ROTATION_MISSED,
    SHOWN_ONCE,
    UNLABELED,
    VALUE,
    made,
    manual,
    stored,
)
from tests.handler.test_updates import update
from webhook_constructs.handler.errors import LifecycleError
from webhook_constructs.handler.reconciler import Result

ROTATED = {**ALIGNED, "rotateSecret": True}
WANTED = manual(rotate_secret_on="b")
MISSED = stored(UNLABELED, ROTATION_MISSED)


def stores(queue: QueuedServices, value: str, *stages: str) -> None:
    parameters = {"SecretId": SECRET_ARN, "SecretString": value, "ClientRequestToken": ANY}
    queue.answers("put_secret_value", {}, {**parameters, "VersionStages": list(stages)})


def is_announced(queue: QueuedServices, payload_url: str = "p") -> None:
    """Queue that the settings are brought to where they should be, and the rotation announced."""
    queue.answers("update_webhook", {"webhook": MANUAL}, ALIGNED)
    stores(queue, json.dumps({"rotating": REQUEST_ID, "payloadUrl": payload_url}), "webhook-of-api")


def rotate(queue: QueuedServices) -> Result:
    return update(queue, WANTED, manual(rotate_secret_on="a"), MANUAL, stored=stored())


def test_a_new_secret_is_announced_made_and_stored(queue: QueuedServices) -> None:
    is_announced(queue)
    queue.answers("update_webhook", {"webhook": SHOWN_ONCE}, ROTATED)
    queue.keeps(SHOWN_ONCE)

    assert rotate(queue) == Result(SHOWN_ONCE, before=MANUAL)


def test_an_answer_without_the_payload_url_keeps_the_one_that_is_stored(queue: QueuedServices) -> None:
    is_announced(queue)
    queue.answers("update_webhook", {"webhook": {"secret": "new"}}, ROTATED)
    queue.answers("get_secret_value", ROTATION_MISSED, {"SecretId": SECRET_ARN, "VersionStage": "webhook-of-api"})
    queue.keeps({"payloadUrl": "p", "secret": "new"})

    rotate(queue)


def test_the_payload_url_that_was_stored_by_hand_for_the_living_webhook_is_kept(queue: QueuedServices) -> None:
    """The webhook was created again outside: what is labeled is for the one that is gone."""
    living, value = made(MANUAL), json.dumps({"payloadUrl": "new", "secret": "s"})
    queue.answers("update_webhook", {"webhook": living}, ALIGNED)
    stores(queue, value, "AWSCURRENT", "webhook-of-api")
    queue.holds({"SecretString": value}, {"SecretString": value})
    stores(queue, json.dumps({"rotating": REQUEST_ID, "payloadUrl": "new"}), "webhook-of-api")
    queue.answers("update_webhook", {"webhook": {"payloadUrl": "new", "secret": "t"}}, ROTATED)
    queue.keeps({"payloadUrl": "new", "secret": "t"})

    of_dead = {**IS_CURRENT, "VersionId": OF_ANOTHER_WEBHOOK}
    update(queue, WANTED, manual(), living, stored=stored({"SecretString": value}, of_dead))


def test_no_secret_is_made_that_could_not_be_stored(queue: QueuedServices) -> None:
    queue.answers("update_webhook", {"webhook": MANUAL}, ALIGNED)
    queue.refuses("put_secret_value", "ResourceNotFoundException")

    with pytest.raises(ClientError, match="PutSecretValue"):
        rotate(queue)


def test_the_announcement_of_a_rotation_that_is_refused_is_withdrawn(queue: QueuedServices) -> None:
    """Otherwise the rollback would rotate, because it could not know."""
    is_announced(queue)
    queue.refuses("update_webhook", "InvalidInputException")
    queue.answers("get_secret_value", IS_CURRENT, {"SecretId": SECRET_ARN, "VersionStage": "AWSCURRENT"})
    stores(queue, VALUE, "AWSCURRENT", "webhook-of-api")

    with pytest.raises(ClientError, match="InvalidInputException"):
        rotate(queue)


def test_the_refusal_stands_if_the_announcement_cannot_be_withdrawn(queue: QueuedServices) -> None:
    is_announced(queue)
    queue.refuses("update_webhook", "InvalidInputException")
    queue.refuses("get_secret_value", "DecryptionFailure")

    with pytest.raises(ClientError, match="InvalidInputException"):
        rotate(queue)


@pytest.mark.parametrize("ends", ["InvalidInputException", "InternalServerError"])
def test_a_rotation_whose_answer_got_lost_stays_announced(queue: QueuedServices, ends: str) -> None:
    is_announced(queue)
    queue.refuses("update_webhook", "InternalServerError", status=500)
    queue.seconds_left = 0.6 if ends == "InternalServerError" else queue.seconds_left
    queue.refuses("update_webhook", ends, status=500 if ends == "InternalServerError" else 400)

    with pytest.raises(ClientError, match=ends):
        rotate(queue)


def test_a_rotation_without_a_secret_is_an_error_with_a_way_out(queue: QueuedServices) -> None:
    is_announced(queue)
    queue.answers("update_webhook", {"webhook": {"payloadUrl": "p"}}, ROTATED)

    with pytest.raises(LifecycleError) as failed:
        rotate(queue)

    assert str(failed.value) == (
        "CodeBuild rotated the secret of project api and returned none: the stored one no longer works. Take the "
        "change of rotate_secret_on back, delete the webhook (aws codebuild delete-webhook --project-name api), "
        "change redeploy_on, deploy, and register the new payload URL and secret at the git host"
    )


def test_a_rollback_goes_on_without_a_secret(queue: QueuedServices, caplog: pytest.LogCaptureFixture) -> None:
    is_announced(queue)
    queue.answers("update_webhook", {"webhook": {"payloadUrl": "p"}}, ROTATED)

    update(queue, manual(), WANTED, MANUAL, stored=MISSED, is_rollback=True)

    assert caplog.messages == ["CodeBuild returned no secret for project api: the stored one does not work"]


def test_a_repair_that_is_refused_stays_announced(queue: QueuedServices) -> None:
    is_announced(queue)
    queue.refuses("update_webhook", "InvalidInputException")

    with pytest.raises(ClientError, match="InvalidInputException"):
        update(queue, manual(), WANTED, MANUAL, stored=MISSED, is_rollback=True)


def test_a_webhook_that_is_gone_is_created_instead(queue: QueuedServices) -> None:
    queue.refuses("update_webhook", "ResourceNotFoundException")
    queue.shows(None)
    queue.announces()
    queue.answers("create_webhook", {"webhook": SHOWN_ONCE})
    queue.keeps(SHOWN_ONCE)

    assert rotate(queue).was_created
