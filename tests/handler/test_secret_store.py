"""What the secret of a webhook holds, and how it is written."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.stub import ANY

from tests.handler.conftest import BEGUN, REQUEST_ID, SECRET_ARN, QueuedServices
from tests.handler.desired import (
    ANNOUNCED_BY_ANOTHER,
    ANOTHER_EVENT,
    IS_CURRENT,
    MADE_AT,
    OF_ANOTHER_WEBHOOK,
    ROTATION_MISSED,
    SHOWN_ONCE,
    UNLABELED,
    VALUE,
    made,
    stored,
)
from webhook_constructs.handler.secret_store import Announced, Attempt, SecretStore

DATED = made({})
OF_DATED = {**IS_CURRENT, "VersionId": f"{ANOTHER_EVENT}{MADE_AT}"}
PREVIOUS = {"SecretId": SECRET_ARN, "VersionStage": "AWSPREVIOUS"}


class OfNoEvent:
    """Equals the name of a version that says when the secret was made, and not that this event has made it."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and other.endswith(MADE_AT) and not other.startswith(REQUEST_ID)

    __hash__ = None  # type: ignore[assignment] # as of anything that equals more than itself


@pytest.fixture
def store(queue: QueuedServices) -> SecretStore:
    return queue.services.secret_store(SECRET_ARN)


@pytest.mark.parametrize(
    ("current", "attempt"),
    [
        pytest.param({"SecretString": json.dumps({"creating": REQUEST_ID})}, Attempt.ANNOUNCED, id="announced"),
        pytest.param({"SecretString": VALUE, "VersionId": REQUEST_ID}, Attempt.STORED, id="stored"),
        pytest.param({"SecretString": "{}", "VersionId": f"{REQUEST_ID}{MADE_AT}"}, Attempt.STORED, id="with a time"),
        pytest.param(ANNOUNCED_BY_ANOTHER, None, id="announced by another event"),
        pytest.param(IS_CURRENT, None, id="stored by another event"),
        pytest.param({"SecretString": '["creating"]'}, None, id="something else"),
        pytest.param({"SecretString": "p4ssw0rd"}, None, id="no JSON"),
        pytest.param({"SecretBinary": b"x"}, None, id="bytes"),
        pytest.param({}, None, id="nothing"),
    ],
)
def test_the_current_version_says_how_far_an_earlier_attempt_has_come(
    current: dict[str, Any], attempt: Attempt | None
) -> None:
    assert stored(current).attempt is attempt


@pytest.mark.parametrize(
    ("labeled", "missed"),
    [(ANNOUNCED_BY_ANOTHER, Announced.CREATION), (ROTATION_MISSED, Announced.ROTATION), (IS_CURRENT, None), ({}, None)],
)
def test_an_announcement_with_the_label_of_the_project_says_what_was_missed(
    labeled: dict[str, Any], missed: Announced | None
) -> None:
    assert stored({}, labeled).missed is missed


@pytest.mark.parametrize(
    ("version", "webhook", "is_of"),
    [
        pytest.param(IS_CURRENT, {}, True, id="neither says when its secret was made"),
        pytest.param(OF_DATED, DATED, True, id="both say the same"),
        pytest.param(OF_DATED, made({}, 1), False, id="they say different times"),
        pytest.param(OF_DATED, {}, True, id="codebuild does not say"),
        pytest.param(IS_CURRENT, DATED, True, id="codebuild did not say"),
        pytest.param({"SecretString": "{}"}, {}, True, id="there is no secret to hold"),
        pytest.param(ANNOUNCED_BY_ANOTHER, {}, False, id="it was only announced"),
        pytest.param(ROTATION_MISSED, {}, False, id="it was to be rotated"),
        pytest.param({}, {}, False, id="nothing is labeled"),
    ],
)
def test_the_labeled_version_is_of_a_webhook_as_far_as_both_say_when_its_secret_was_made(
    version: dict[str, Any], webhook: dict[str, Any], *, is_of: bool
) -> None:
    assert stored({}, version).is_of(webhook) is is_of


@pytest.mark.parametrize(
    ("current", "labeled", "webhook", "may"),
    [
        pytest.param(UNLABELED, {}, {}, True, id="stored by hand"),
        pytest.param({**UNLABELED, "VersionStages": ["AWSCURRENT", "x"]}, {}, {}, True, id="with a label of their own"),
        pytest.param(IS_CURRENT, IS_CURRENT, {}, True, id="its own"),
        pytest.param({**IS_CURRENT, "SecretString": "{}"}, {}, {}, True, id="its own, without a secret"),
        pytest.param({**UNLABELED, "VersionStages": ["webhook-of-web"]}, {}, {}, False, id="another project's"),
        pytest.param({**ANNOUNCED_BY_ANOTHER, "VersionStages": ["webhook-of-api"]}, {}, {}, False, id="announced"),
        pytest.param(OF_DATED, OF_DATED, made({}, 1), False, id="of a webhook that is gone"),
        pytest.param(UNLABELED, ROTATION_MISSED, {}, False, id="older than a rotation"),
        pytest.param({"SecretString": '{"payloadUrl": "p"}'}, {}, {}, False, id="half of it"),
        pytest.param({"SecretString": "p4ssw0rd"}, {}, {}, False, id="no JSON"),
        pytest.param({}, {}, {}, False, id="nothing"),
        pytest.param({**UNLABELED, "CreatedDate": BEGUN - timedelta(seconds=5)}, {}, DATED, False, id="too old"),
        pytest.param({**UNLABELED, "CreatedDate": BEGUN - timedelta(seconds=1)}, {}, DATED, True, id="clocks differ"),
        pytest.param({**UNLABELED, "CreatedDate": BEGUN + timedelta(seconds=5)}, {}, DATED, True, id="young enough"),
    ],
)
def test_the_current_version_may_be_confirmed_if_it_is_its_own_or_was_stored_by_hand(
    current: dict[str, Any], labeled: dict[str, Any], webhook: dict[str, Any], *, may: bool
) -> None:
    assert stored(current, labeled).may_be_confirmed(webhook) is may


class TestRead:
    def test_a_secret_without_a_value_holds_nothing(self, queue: QueuedServices, store: SecretStore) -> None:
        queue.holds()

        assert store.read("api") == stored({}, {})

    def test_a_permission_that_was_just_given_is_waited_for(self, queue: QueuedServices, store: SecretStore) -> None:
        queue.refuses("get_secret_value", "AccessDeniedException")
        queue.holds(IS_CURRENT, IS_CURRENT)

        assert store.read("api").current["SecretString"] == VALUE

    def test_another_refusal_is_an_error(self, queue: QueuedServices, store: SecretStore) -> None:
        queue.refuses("get_secret_value", "DecryptionFailure")

        with pytest.raises(ClientError, match="DecryptionFailure"):
            store.read("api")


class TestKeep:
    def test_the_version_is_named_after_the_event(self, queue: QueuedServices, store: SecretStore) -> None:
        queue.keeps(SHOWN_ONCE)

        store.keep({**SHOWN_ONCE, "url": "u"}, "api")

    def test_and_after_the_time_of_the_secret(self, queue: QueuedServices, store: SecretStore) -> None:
        queue.keeps(SHOWN_ONCE, version=f"{REQUEST_ID}{MADE_AT}")

        store.keep(made(SHOWN_ONCE), "api")

    def test_a_webhook_without_a_secret_is_noted_as_such(self, queue: QueuedServices, store: SecretStore) -> None:
        queue.keeps({}, ("AWSCURRENT", "webhook-of-api@eu-west-1"), version=f"{REQUEST_ID}{MADE_AT}")

        store.keep(DATED, "api@eu-west-1")


class TestAnnounce:
    def test_the_announcement_of_a_creation_is_no_version_of_the_event(
        self, queue: QueuedServices, store: SecretStore
    ) -> None:
        queue.keeps({"creating": REQUEST_ID}, version=ANY)

        store.announce_creation("api")

    @pytest.mark.parametrize(("value", "kept"), [(VALUE, {"payloadUrl": "p"}), ("{}", {})])
    def test_that_of_a_rotation_leaves_the_current_version_alone(
        self, queue: QueuedServices, store: SecretStore, value: str, kept: dict[str, str]
    ) -> None:
        queue.keeps({"rotating": REQUEST_ID, **kept}, ("webhook-of-api",), version=ANY)

        store.announce_rotation(stored({"SecretString": value}))

    @pytest.mark.parametrize("version", [{}, {"SecretBinary": b"x"}], ids=["nothing", "bytes"])
    def test_it_is_withdrawn_only_if_something_can_be_put_back(
        self, queue: QueuedServices, store: SecretStore, version: dict[str, bytes]
    ) -> None:
        queue.answers("get_secret_value", version, {"SecretId": SECRET_ARN, "VersionStage": "AWSCURRENT"})

        store.withdraw_rotation("api")


class TestConfirm:
    def test_what_somebody_else_has_stored_is_labeled_and_no_version_of_the_event(
        self, queue: QueuedServices, store: SecretStore
    ) -> None:
        queue.keeps(SHOWN_ONCE, version=OfNoEvent())

        by_hand = {"SecretString": json.dumps({**SHOWN_ONCE, "note": "by hand"})}
        store.confirm(stored(by_hand, {}), DATED)


class TestRestore:
    AWAY = ("AWSPREVIOUS", "webhook-of-api", "x")

    def test_the_version_of_the_living_webhook_is_made_current(self, queue: QueuedServices, store: SecretStore) -> None:
        queue.keeps(SHOWN_ONCE, version=OfNoEvent())

        store.restore(stored({}, {**OF_DATED, "VersionStages": list(self.AWAY)}), DATED)

    def test_if_a_canceled_event_has_stored_over_it_it_is_the_previous_one(
        self, queue: QueuedServices, store: SecretStore
    ) -> None:
        queue.answers("get_secret_value", {**OF_DATED, "VersionStages": ["AWSPREVIOUS"]}, PREVIOUS)
        queue.keeps(SHOWN_ONCE, version=OfNoEvent())

        store.restore(stored({**IS_CURRENT, "VersionId": OF_ANOTHER_WEBHOOK}), DATED)

    def test_a_previous_version_of_another_webhook_is_not_made_current(
        self, queue: QueuedServices, store: SecretStore
    ) -> None:
        queue.answers("get_secret_value", {**OF_DATED, "VersionStages": ["AWSPREVIOUS"]}, PREVIOUS)

        store.restore(stored({**IS_CURRENT, "VersionId": OF_ANOTHER_WEBHOOK}), made({}, 1))

    @pytest.mark.parametrize(
        "labeled",
        [
            pytest.param(IS_CURRENT, id="it is the current version"),
            pytest.param(ANNOUNCED_BY_ANOTHER, id="it was never stored"),
            pytest.param({}, id="nothing is labeled"),
        ],
    )
    @pytest.mark.usefixtures("queue")
    def test_otherwise_nothing_is_written(self, store: SecretStore, labeled: dict[str, Any]) -> None:
        store.restore(stored({}, labeled), {})
