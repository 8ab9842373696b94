from __future__ import annotations

from datetime import datetime, timezone

import pytest

from webhook_constructs.handler.identity import PhysicalId, Place, fingerprint

API, WEB = Place("api"), Place("web", "eu-west-1")
OLD = {"url": "https://host/hooks/1", "lastModifiedSecret": datetime(2026, 11, 23, tzinfo=timezone.utc)}
KNOWN = fingerprint(OLD)


@pytest.mark.parametrize(
    ("text", "expected", "is_ours"),
    [
        pytest.param("api", PhysicalId(API), True, id="project"),
        pytest.param("web@eu-west-1", PhysicalId(WEB), True, id="region"),
        pytest.param("api#adopted", PhysicalId(API, is_adopted=True), False, id="adopted"),
        pytest.param("api#not-created", PhysicalId(API, is_created=False), False, id="not-created"),
        pytest.param("api#moved-from=old:1f2e", PhysicalId(API, left="old:1f2e"), True, id="moved"),
        pytest.param(
            "api#moved-from=web@eu-west-1+adopted:1f2e#adopted",
            PhysicalId(API, is_adopted=True, left="web@eu-west-1+adopted:1f2e"),
            False,
            id="moved-and-adopted",
        ),
        pytest.param(
            "Stack-Webhook-1ABC2DEF", PhysicalId(Place("Stack-Webhook-1ABC2DEF")), True, id="made-by-cloudformation"
        ),
        pytest.param(
            f"{'S' * 128}-Webhook", PhysicalId(Place(f"{'S' * 128}-Webhook")), True, id="as-long-as-a-project"
        ),
        pytest.param(f"{'S' * 151}", PhysicalId(Place(f"{'S' * 151}")), False, id="too-long-for-a-project"),
    ],
)
def test_an_id_tells_the_project_and_whether_there_is_something_to_delete(
    text: str, expected: PhysicalId, *, is_ours: bool
) -> None:
    read = PhysicalId.parse(text)

    assert (read, read.is_ours, str(read)) == (expected, is_ours, text)


def test_a_move_is_named_after_the_new_project_and_remembers_the_webhook_it_left() -> None:
    assert str(PhysicalId(WEB).moved_to(API, OLD, is_adopted=False)) == f"api#moved-from=web@eu-west-1:{KNOWN}"
    assert str(PhysicalId(API, is_adopted=True).moved_to(WEB, OLD, is_adopted=True)) == (
        f"web@eu-west-1#moved-from=api+adopted:{KNOWN}#adopted"
    )


def test_a_move_that_left_nothing_remembers_nothing() -> None:
    assert str(PhysicalId(WEB).moved_to(API, None, is_adopted=False)) == "api"


def test_what_a_move_has_left_is_known_by_its_project_and_its_fingerprint() -> None:
    moved = PhysicalId(WEB, is_adopted=True).moved_to(API, OLD, is_adopted=False)

    assert moved.left_behind(WEB, OLD) == PhysicalId(WEB, is_adopted=True)
    assert moved.left_behind(Place("web"), OLD) is None
    assert moved.left_behind(WEB, {**OLD, "url": "https://host/hooks/2"}) is None
    assert moved.left_behind(WEB, {}) is None
    assert PhysicalId(API).left_behind(API, OLD) is None


def test_an_adopted_webhook_that_is_made_ours_has_the_projects_name_alone() -> None:
    assert str(PhysicalId(API, is_adopted=True).ours()) == "api"


def test_no_id_is_longer_than_cloudformation_takes() -> None:
    longest = PhysicalId(Place("p" * 150, "ap-northeast-1"), is_adopted=True)

    assert len(str(longest.moved_to(Place("q" * 150, "ap-northeast-1"), OLD, is_adopted=True))) < 1024
