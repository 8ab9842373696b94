from __future__ import annotations

from datetime import datetime, timezone

import pytest

from webhook_constructs.handler.identity import PhysicalId, ProjectRef, fingerprint, is_generated

API, WEB = ProjectRef("api"), ProjectRef("web", "eu-west-1")
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
            "Stack-Webhook-1ABC2DEF",
            PhysicalId(ProjectRef("Stack-Webhook-1ABC2DEF")),
            True,
            id="made-by-cloudformation",
        ),
        pytest.param(
            f"{'S' * 128}-Webhook", PhysicalId(ProjectRef(f"{'S' * 128}-Webhook")), True, id="as-long-as-a-project"
        ),
        pytest.param(f"{'S' * 151}", PhysicalId(ProjectRef(f"{'S' * 151}")), False, id="too-long-for-a-project"),
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
    assert moved.left_behind(ProjectRef("web"), OLD) is None
    assert moved.left_behind(WEB, {**OLD, "url": "https://host/hooks/2"}) is None
    assert moved.left_behind(WEB, {}) is None
    assert PhysicalId(API).left_behind(API, OLD) is None


@pytest.mark.parametrize(
    ("left", "project"),
    [("old:1f2e", ProjectRef("old")), ("web@eu-west-1+adopted:1f2e", WEB), ("", None)],
)
def test_the_project_that_a_move_has_left_is_known(left: str, project: ProjectRef | None) -> None:
    assert PhysicalId(API, left=left).left_project == project


STACK_ID = "arn:aws:cloudformation:us-east-1:111111111111:stack/my-stack/0f3a"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("my-stack-WebhookA1B2-1ABC2DEF3GHI4", True, id="of this resource"),
        pytest.param("my-st-WebhookA1B2-1ABC2DEF3GHI4", True, id="with a stack that is cut"),
        pytest.param("my-stack-Webh-1ABC2DEF3GHI4", True, id="with a resource that is cut"),
        pytest.param("my-stack-Other-1ABC2DEF3GHI4", False, id="of another resource"),
        pytest.param("another-WebhookA1B2-1ABC2DEF3GHI4", False, id="of another stack"),
        pytest.param("my-stack-WebhookA1B2-main", False, id="without a suffix"),
        pytest.param("my-stack-WebhookA1B2", False, id="without any"),
        pytest.param("WebhookA1B2-1ABC2DEF3GHI4", False, id="without a stack"),
        pytest.param("api", False, id="a project"),
        pytest.param("my-stack-WebhookA1B2-1ABC2DEF3GHI4#adopted", False, id="a project with a mark"),
    ],
)
def test_an_id_that_cloudformation_has_made_up_names_stack_and_resource(text: str, *, expected: bool) -> None:
    assert is_generated(text, STACK_ID, "WebhookA1B2") is expected


def test_an_adopted_webhook_that_is_made_ours_has_the_projects_name_alone() -> None:
    assert str(PhysicalId(API, is_adopted=True).ours()) == "api"


def test_no_id_is_longer_than_cloudformation_takes() -> None:
    longest = PhysicalId(ProjectRef("p" * 150, "ap-northeast-1"), is_adopted=True)

    assert len(str(longest.moved_to(ProjectRef("q" * 150, "ap-northeast-1"), OLD, is_adopted=True))) < 1024
