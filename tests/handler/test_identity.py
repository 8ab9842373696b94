from __future__ import annotations

import pytest

from webhook_constructs.handler.identity import PhysicalId


@pytest.mark.parametrize(
    ("text", "expected", "is_ours"),
    [
        pytest.param("api", PhysicalId("api"), True, id="project"),
        pytest.param("api#adopted", PhysicalId("api", is_adopted=True), False, id="adopted"),
        pytest.param("api#not-created", PhysicalId("api", is_created=False), False, id="not-created"),
        pytest.param("api#moved-from=old", PhysicalId("api", left="old"), True, id="moved"),
        pytest.param(
            "api#moved-from=old+adopted#adopted",
            PhysicalId("api", is_adopted=True, left="old+adopted"),
            False,
            id="moved-and-adopted",
        ),
        pytest.param("Stack-Webhook-1ABC2DEF", PhysicalId("Stack-Webhook-1ABC2DEF"), True, id="made-by-cloudformation"),
    ],
)
def test_an_id_tells_the_project_and_whether_there_is_something_to_delete(
    text: str, expected: PhysicalId, *, is_ours: bool
) -> None:
    read = PhysicalId.parse(text)

    assert (read, read.is_ours, str(read)) == (expected, is_ours, text)


def test_a_move_is_named_after_the_new_project_and_remembers_the_old_one() -> None:
    assert str(PhysicalId("old").moved_to("new", is_adopted=False)) == "new#moved-from=old"
    assert str(PhysicalId("old", is_adopted=True).moved_to("new", is_adopted=True)) == (
        "new#moved-from=old+adopted#adopted"
    )


def test_what_a_move_has_left_is_known_for_its_own_project_alone() -> None:
    moved = PhysicalId("old", is_adopted=True).moved_to("new", is_adopted=False)

    assert moved.left_on("old") == PhysicalId("old", is_adopted=True)
    assert moved.left_on("other") is None
    assert PhysicalId("new").left_on("") is None


def test_an_adopted_webhook_that_is_made_ours_has_the_projects_name_alone() -> None:
    assert str(PhysicalId("api", is_adopted=True).ours()) == "api"
