"""Calls whose answer got lost: what has such a call created?"""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.handler.conftest import QueuedServices
from tests.handler.desired import AUTOMATIC, ENTERPRISE, MANUAL, SHOWN_ONCE, automatic, made, manual
from tests.handler.test_creation import GAVE_UP, create, is_refused
from webhook_constructs.handler.codebuild import WebhookStatusError
from webhook_constructs.handler.errors import LeftBehindError, LifecycleError
from webhook_constructs.handler.plan import Situation
from webhook_constructs.handler.reconciler import Reconciler, Result

MADE_NOW = made(AUTOMATIC, 3)
MADE_BEFORE = made(AUTOMATIC, -3)


def is_lost(queue: QueuedServices) -> None:
    """Queue that CreateWebhook is carried out, and its answer gets lost."""
    queue.refuses("create_webhook", "InternalFailure", status=500)
    queue.refuses("create_webhook", "ResourceAlreadyExistsException")


def test_what_a_lost_call_has_created_is_ours(queue: QueuedServices) -> None:
    is_lost(queue)
    queue.shows(MADE_NOW)

    assert create(queue, automatic()) == Result(MADE_NOW, was_created=True)


def test_it_is_ours_where_adoption_is_wished_for_too(queue: QueuedServices) -> None:
    is_lost(queue)
    queue.shows(MADE_NOW)

    assert create(queue, automatic(adopts=True)) == Result(MADE_NOW, was_created=True)


def test_it_is_deleted_if_it_does_not_become_active(queue: QueuedServices) -> None:
    is_lost(queue)
    queue.shows({**MADE_NOW, "status": "CREATING"}, {**AUTOMATIC, **GAVE_UP}, {**AUTOMATIC, **GAVE_UP})
    queue.answers("delete_webhook", {}, {"projectName": "api"})

    with pytest.raises(WebhookStatusError, match="gave up"):
        create(queue, automatic())


def is_refused_for_good(queue: QueuedServices) -> None:
    """Queue that CreateWebhook is carried out, its answer gets lost, and the next attempt is refused."""
    queue.refuses("create_webhook", "InternalFailure", status=500)
    queue.refuses("create_webhook", "OAuthProviderException", "Bad credentials")
    queue.shows(MADE_NOW)


def test_it_is_deleted_if_the_next_attempt_is_refused(queue: QueuedServices) -> None:
    is_refused_for_good(queue)
    queue.answers("delete_webhook", {}, {"projectName": "api"})

    with pytest.raises(ClientError, match="Bad credentials"):
        create(queue, automatic())


def test_and_left_behind_if_that_is_refused_too(queue: QueuedServices) -> None:
    is_refused_for_good(queue)
    for _ in range(7):
        queue.refuses("delete_webhook", "OAuthProviderException")

    with pytest.raises(LeftBehindError, match="it could not be deleted again"):
        create(queue, automatic())


@pytest.mark.parametrize(
    "there",
    [
        pytest.param(MADE_BEFORE, id="its secret is older than the event"),
        pytest.param({**MADE_NOW, "buildType": "BUILD_BATCH"}, id="it has other settings"),
    ],
)
def test_what_is_older_or_different_is_not_ours(queue: QueuedServices, there: dict[str, Any]) -> None:
    is_lost(queue)
    queue.shows(there)
    queue.finds_in_the_log()

    is_refused(queue, automatic())


def test_what_may_have_shown_its_secret_is_created_again(queue: QueuedServices) -> None:
    is_lost(queue)
    queue.shows(made(MANUAL))
    queue.answers("delete_webhook", {}, {"projectName": "api"})
    queue.answers("create_webhook", {"webhook": SHOWN_ONCE})
    queue.shows(MANUAL)
    queue.answers("delete_webhook", {}, {"projectName": "api"})

    with pytest.raises(LifecycleError, match="nothing keeps it: set secret=True"):
        create(queue, automatic(source=ENTERPRISE))


def test_with_a_store_it_is_created_again_and_stored(queue: QueuedServices) -> None:
    queue.holds()
    queue.shows(None)
    queue.announces()
    is_lost(queue)
    queue.shows(made(MANUAL))
    queue.answers("delete_webhook", {}, {"projectName": "api"})
    queue.answers("create_webhook", {"webhook": SHOWN_ONCE})
    queue.keeps(SHOWN_ONCE)

    assert create(queue, manual()) == Result(SHOWN_ONCE, was_created=True)


def test_a_replacement_recognizes_what_a_lost_call_has_created(queue: QueuedServices) -> None:
    before = automatic(members={"branchFilter": "main"})
    queue.answers("delete_webhook", {}, {"projectName": "api"})
    is_lost(queue)
    queue.shows(MADE_NOW)
    queue.answers("delete_webhook", {}, {"projectName": "api"})
    queue.answers("create_webhook", {"webhook": {"url": "new"}})

    live = {**AUTOMATIC, "branchFilter": "main"}
    replaced = Reconciler.of(queue.services, automatic()).update(Situation(automatic(), before, live=live))

    assert replaced == Result({"url": "new"}, was_created=True, before=live)


@pytest.mark.parametrize("before", [None, AUTOMATIC], ids=["none", "one"])
def test_where_webhooks_have_no_secret_it_counts_whether_there_was_one_before(
    queue: QueuedServices, before: dict[str, Any] | None
) -> None:
    queue.shows(before)
    is_lost(queue)
    queue.shows(AUTOMATIC)
    desired = automatic(source={"Type": "BITBUCKET"})

    if before is None:
        assert create(queue, desired) == Result(AUTOMATIC, was_created=True)
    else:
        queue.finds_in_the_log()
        is_refused(queue, desired)


def test_where_codebuild_does_not_date_the_secret_it_counts_as_adopted(queue: QueuedServices) -> None:
    is_lost(queue)
    queue.shows(AUTOMATIC)

    assert create(queue, automatic()) == Result(AUTOMATIC, is_adopted=True, has_written=False)


@pytest.mark.parametrize(("there", "deleted"), [(MADE_NOW, True), (MADE_BEFORE, False), (None, False)])
def test_when_the_time_is_up_what_the_last_call_has_created_is_deleted(
    queue: QueuedServices, there: dict[str, Any] | None, *, deleted: bool
) -> None:
    queue.seconds_left = 0.0
    queue.refuses("create_webhook", "InternalFailure", status=500)
    queue.shows(there)
    if deleted:
        queue.answers("delete_webhook", {}, {"projectName": "api"})

    with pytest.raises(ClientError, match="InternalFailure"):
        create(queue, automatic())


def test_if_nobody_can_look_the_first_error_stands(queue: QueuedServices) -> None:
    queue.seconds_left = 0.0
    queue.refuses("create_webhook", "InternalFailure", status=500)
    queue.refuses("batch_get_projects", "AccessDeniedException")

    with pytest.raises(ClientError, match="InternalFailure"):
        create(queue, automatic())
