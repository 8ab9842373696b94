from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError
from botocore.stub import ANY

from tests.handler.conftest import BEGUN, REQUEST_ID, SECRET_ARN, event
from webhook_constructs.handler.secret_place import Announced, Attempt
from webhook_constructs.handler.services import Services

if TYPE_CHECKING:
    from webhook_constructs.handler.secret_place import SecretPlace

    from .conftest import QueuedServices

OF_API = {"SecretId": SECRET_ARN, "VersionStage": "webhook-of-api"}
MADE = f"-m{hashlib.sha256(str(round(BEGUN.timestamp() * 1000)).encode()).hexdigest()[:8]}"


@pytest.fixture
def place(queue: QueuedServices) -> SecretPlace:
    return queue.services.secret_place(SECRET_ARN)


def test_a_webhook_is_kept_under_the_name_of_the_event(queue: QueuedServices, place: SecretPlace) -> None:
    queue.keeps({"payloadUrl": "p", "secret": "s"})

    place.keep({"payloadUrl": "p", "secret": "s", "url": "u"}, "api")


@pytest.mark.parametrize(
    ("stored", "announced"),
    [
        pytest.param('{"payloadUrl": "p", "secret": "s"}', {"payloadUrl": "p"}, id="with-the-payload-url"),
        pytest.param("{}", {}, id="of-which-none-is-known"),
    ],
)
def test_a_rotation_that_is_announced_leaves_the_current_version_alone(
    queue: QueuedServices, place: SecretPlace, stored: str, announced: dict[str, str]
) -> None:
    value = json.dumps({"rotating": REQUEST_ID, **announced})
    queue.answers("get_secret_value", {"SecretString": stored}, OF_API)
    queue.answers(
        "put_secret_value",
        {},
        {
            "SecretId": SECRET_ARN,
            "SecretString": value,
            "ClientRequestToken": ANY,
            "VersionStages": ["webhook-of-api"],
        },
    )
    place.announce_rotation("api")
    queue.answers("get_secret_value", {"SecretString": value}, OF_API)
    assert place.missed("api") is Announced.ROTATION


@pytest.mark.parametrize("version", [{}, {"SecretBinary": b"x"}], ids=["nothing", "bytes"])
def test_a_rotation_is_withdrawn_only_where_something_can_be_put_back(
    queue: QueuedServices, place: SecretPlace, version: dict[str, bytes]
) -> None:
    queue.answers("get_secret_value", version, {"SecretId": SECRET_ARN, "VersionStage": "AWSCURRENT"})

    place.withdraw_rotation("api")


def test_a_rotation_that_shows_no_payload_url_keeps_the_one_that_is_there(
    queue: QueuedServices, place: SecretPlace
) -> None:
    stored = {"SecretString": '{"payloadUrl": "p", "secret": "old"}'}
    queue.answers("get_secret_value", stored, {"SecretId": SECRET_ARN, "VersionStage": "webhook-of-api"})
    queue.keeps({"payloadUrl": "p", "secret": "new"})

    place.keep({"secret": "new"}, "api")


def test_a_version_says_when_the_secret_was_made(queue: QueuedServices, place: SecretPlace) -> None:
    queue.keeps({"payloadUrl": "p", "secret": "s"}, version=f"{REQUEST_ID}{MADE}")

    place.keep({"payloadUrl": "p", "secret": "s", "lastModifiedSecret": BEGUN}, "api")


def test_a_webhook_without_a_secret_is_noted_as_such(queue: QueuedServices, place: SecretPlace) -> None:
    queue.keeps({}, version=f"{REQUEST_ID}{MADE}", stages=("AWSCURRENT", "webhook-of-api@eu-west-1"))

    place.keep_nothing({"lastModifiedSecret": BEGUN}, "api@eu-west-1")


def test_an_announcement_names_the_event_and_is_no_version_of_it(queue: QueuedServices, place: SecretPlace) -> None:
    queue.answers(
        "put_secret_value",
        {},
        {
            "SecretId": SECRET_ARN,
            "SecretString": f'{{"creating": "{REQUEST_ID}"}}',
            "ClientRequestToken": ANY,
            "VersionStages": ["AWSCURRENT", "webhook-of-api"],
        },
    )

    place.announce("api")


@pytest.mark.parametrize(
    ("value", "attempt", "holds"),
    [
        pytest.param({"creating": REQUEST_ID}, Attempt.ANNOUNCED, False, id="announced"),
        pytest.param({"creating": "another-event"}, None, False, id="announced-by-another"),
        pytest.param({"payloadUrl": "p", "secret": "s"}, None, True, id="kept"),
        pytest.param({"payloadUrl": "p"}, None, False, id="half"),
        pytest.param(["creating"], None, False, id="something-else"),
    ],
)
def test_what_the_secret_holds_is_recognised(
    queue: QueuedServices, place: SecretPlace, value: object, attempt: Attempt | None, *, holds: bool
) -> None:
    queue.holds(value)
    assert place.earlier_attempt() is attempt
    queue.holds(value)
    if holds:
        queue.answers("get_secret_value", {"SecretString": "{}"}, OF_API)
    assert place.may_be_confirmed({}, "api") is holds


@pytest.mark.parametrize(
    ("value", "stages", "may"),
    [
        pytest.param('{"payloadUrl": "p", "secret": "s"}', ["AWSCURRENT", "x"], True, id="by-hand"),
        pytest.param('{"payloadUrl": "p", "secret": "s"}', ["AWSCURRENT", "webhook-of-api"], True, id="its-own"),
        pytest.param("{}", ["AWSCURRENT", "webhook-of-api"], True, id="its-own-without-a-secret"),
        pytest.param('{"creating": "x"}', ["AWSCURRENT", "webhook-of-api"], False, id="missed"),
        pytest.param('{"payloadUrl": "p", "secret": "s"}', ["AWSCURRENT", "webhook-of-web"], False, id="another's"),
    ],
)
def test_whose_the_current_version_is_can_be_told(
    queue: QueuedServices, place: SecretPlace, value: str, stages: list[str], *, may: bool
) -> None:
    queue.answers("get_secret_value", {"SecretString": value, "VersionStages": stages})
    if "x" in stages:
        queue.refuses("get_secret_value", "ResourceNotFoundException")

    assert place.may_be_confirmed({}, "api") is may


def test_what_is_stored_for_an_earlier_webhook_is_not_for_the_living_one(
    queue: QueuedServices, place: SecretPlace
) -> None:
    stored = {"SecretString": '{"payloadUrl": "p", "secret": "s"}', "VersionId": f"{REQUEST_ID}{MADE}"}
    for made, may in ((BEGUN, True), (BEGUN + timedelta(seconds=1), False)):
        queue.answers("get_secret_value", {**stored, "VersionStages": ["AWSCURRENT", "webhook-of-api"]})
        assert place.may_be_confirmed({"lastModifiedSecret": made}, "api") is may


@pytest.mark.parametrize(("seconds", "may"), [(-5, False), (-1, True), (5, True)])
def test_what_was_put_there_before_the_living_secret_was_made_is_not_it(
    queue: QueuedServices, place: SecretPlace, seconds: int, *, may: bool
) -> None:
    by_hand = {"SecretString": '{"payloadUrl": "p", "secret": "s"}', "CreatedDate": BEGUN + timedelta(seconds=seconds)}
    queue.answers("get_secret_value", by_hand)
    if may:
        queue.refuses("get_secret_value", "ResourceNotFoundException")

    assert place.may_be_confirmed({"lastModifiedSecret": BEGUN}, "api") is may


def test_what_is_current_while_a_rotation_is_announced_is_not_put_there_by_hand(
    queue: QueuedServices, place: SecretPlace
) -> None:
    queue.holds({"payloadUrl": "p", "secret": "s"})
    queue.answers("get_secret_value", {"SecretString": '{"rotating": "x"}'}, OF_API)

    assert not place.may_be_confirmed({}, "api")


@pytest.mark.parametrize(
    "living",
    [None, {"lastModifiedSecret": BEGUN + timedelta(seconds=1)}],
    ids=["gone", "with-another-secret"],
)
def test_what_belongs_to_an_earlier_webhook_is_not_made_current(
    queue: QueuedServices, place: SecretPlace, living: dict[str, datetime] | None
) -> None:
    kept = {
        "SecretString": '{"payloadUrl": "p", "secret": "s"}',
        "VersionStages": ["AWSPREVIOUS", "webhook-of-api"],
        "VersionId": f"{REQUEST_ID}{MADE}",
    }
    queue.answers("get_secret_value", kept, OF_API)

    place.restore("api", lambda: living)


def test_a_secret_without_a_value_or_with_no_json_holds_nothing(queue: QueuedServices, place: SecretPlace) -> None:
    queue.refuses("get_secret_value", "ResourceNotFoundException")
    assert not place.may_be_confirmed({}, "api")
    queue.answers("get_secret_value", {"SecretString": "p4ssw0rd"})
    assert place.earlier_attempt() is None
    queue.answers("get_secret_value", {"SecretBinary": b"x"})
    assert not place.may_be_confirmed({}, "api")


def test_what_this_event_has_kept_is_recognised_by_its_version(queue: QueuedServices, place: SecretPlace) -> None:
    for version in (REQUEST_ID, f"{REQUEST_ID}{MADE}"):
        queue.holds({}, version=version)
        assert place.earlier_attempt() is Attempt.STORED
    queue.holds({})
    assert place.earlier_attempt() is None


def test_a_permission_that_was_just_given_is_waited_for(queue: QueuedServices, place: SecretPlace) -> None:
    queue.refuses("get_secret_value", "AccessDeniedException")
    queue.holds({"payloadUrl": "p", "secret": "s"})
    queue.holds({})

    assert place.may_be_confirmed({}, "api")


def test_another_refusal_is_passed_on(queue: QueuedServices, place: SecretPlace) -> None:
    queue.refuses("get_secret_value", "DecryptionFailure")

    with pytest.raises(ClientError):
        place.earlier_attempt()


def test_clients_are_made_once_for_each_service_and_region(queue: QueuedServices) -> None:
    services = Services(event("Create"), queue.retry, BEGUN)

    assert services.codebuild("eu-west-1")._client.meta.region_name == "eu-west-1"
    assert services.codebuild("eu-west-1")._client is services.codebuild("eu-west-1")._client
    assert services.codebuild(None)._client.meta.region_name == "us-east-1"
    assert services.secret_place(SECRET_ARN.replace("us-east-1", "eu-west-1"))._client.meta.region_name == "eu-west-1"


class OfNoEvent:
    """Equals the name of a version that says when the secret was made, and not that this event has made it."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and other.endswith(MADE) and not other.startswith(REQUEST_ID)

    __hash__ = None  # type: ignore[assignment] # as of anything that equals more than itself


def test_what_somebody_else_has_stored_is_labelled(queue: QueuedServices, place: SecretPlace) -> None:
    queue.holds({"payloadUrl": "p", "secret": "s", "note": "by hand"})
    queue.answers(
        "put_secret_value",
        {},
        {
            "SecretId": SECRET_ARN,
            "SecretString": '{"payloadUrl": "p", "secret": "s"}',
            "ClientRequestToken": OfNoEvent(),
            "VersionStages": ["AWSCURRENT", "webhook-of-api"],
        },
    )

    place.confirm({"lastModifiedSecret": BEGUN}, "api")


def test_the_secret_of_the_project_is_made_current_again(queue: QueuedServices, place: SecretPlace) -> None:
    kept = {
        "SecretString": '{"payloadUrl": "p", "secret": "s"}',
        "VersionStages": ["AWSPREVIOUS", "webhook-of-api", "x"],
        "VersionId": f"{REQUEST_ID}{MADE}",
    }
    queue.answers("get_secret_value", kept, OF_API)
    queue.answers(
        "put_secret_value",
        {},
        {
            "SecretId": SECRET_ARN,
            "SecretString": '{"payloadUrl": "p", "secret": "s"}',
            "ClientRequestToken": OfNoEvent(),
            "VersionStages": ["AWSCURRENT", "webhook-of-api"],
        },
    )

    place.restore("api", dict)


@pytest.mark.parametrize(
    "version",
    [
        pytest.param(
            {"SecretString": '{"payloadUrl": "p", "secret": "s"}', "VersionStages": ["AWSCURRENT"]}, id="current"
        ),
        pytest.param({"SecretString": '{"creating": "x"}', "VersionStages": ["AWSPREVIOUS"]}, id="announcement"),
        pytest.param(None, id="nothing"),
    ],
)
def test_there_may_be_nothing_to_make_current(
    queue: QueuedServices, place: SecretPlace, version: dict[str, object] | None
) -> None:
    if version is None:
        queue.refuses("get_secret_value", "ResourceNotFoundException")
    else:
        queue.answers("get_secret_value", version, OF_API)

    place.restore("api", dict)


@pytest.mark.parametrize(
    ("value", "kept", "missed"),
    [
        pytest.param('{"payloadUrl": "p", "secret": "s"}', True, None, id="kept"),
        pytest.param('{"creating": "x"}', False, Announced.CREATION, id="missed"),
        pytest.param('{"rotating": "x", "payloadUrl": "p"}', False, Announced.ROTATION, id="missed-rotation"),
        pytest.param("{}", True, None, id="nothing-to-keep"),
        pytest.param(None, False, None, id="neither"),
    ],
)
def test_whether_the_secret_of_a_project_is_known_can_be_told(
    queue: QueuedServices, place: SecretPlace, value: str | None, missed: Announced | None, *, kept: bool
) -> None:
    for _ in range(2):
        if value is None:
            queue.refuses("get_secret_value", "ResourceNotFoundException")
        else:
            queue.answers("get_secret_value", {"SecretString": value}, OF_API)

    assert (place.has_kept({}, "api"), place.missed("api")) == (kept, missed)


@pytest.mark.parametrize(
    ("version", "made", "kept"),
    [
        pytest.param(f"{REQUEST_ID}{MADE}", BEGUN, True, id="the-same"),
        pytest.param(f"{REQUEST_ID}{MADE}", BEGUN + timedelta(seconds=1), False, id="another"),
        pytest.param(f"{REQUEST_ID}{MADE}", None, True, id="codebuild-does-not-say"),
        pytest.param(REQUEST_ID, BEGUN, True, id="codebuild-did-not-say"),
    ],
)
def test_the_secret_of_an_earlier_webhook_of_the_project_is_told_from_that_of_the_living_one(
    queue: QueuedServices, place: SecretPlace, version: str, made: datetime | None, *, kept: bool
) -> None:
    queue.answers("get_secret_value", {"SecretString": "{}", "VersionId": version}, OF_API)

    assert place.has_kept({"lastModifiedSecret": made}, "api") is kept


def test_a_call_ends_long_before_the_function_does(queue: QueuedServices) -> None:
    """Retries are ours: those of boto3 would not know how much time is left."""
    config = Services(event("Create"), queue.retry, BEGUN).codebuild(None)._client.meta.config

    assert (config.connect_timeout, config.read_timeout) == (5, 25)
    assert config.retries == {"total_max_attempts": 1, "mode": "legacy"}


def test_a_call_of_cloudformation_that_nobody_answers_leaves_time_to_delete(queue: QueuedServices) -> None:
    config = Services(event("Delete"), queue.retry, BEGUN).stack()._client.meta.config

    assert (config.connect_timeout, config.read_timeout) == (3, 10)
    assert config.retries == {"total_max_attempts": 3, "mode": "standard"}
