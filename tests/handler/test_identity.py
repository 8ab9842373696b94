from __future__ import annotations

import pytest

from webhook_constructs.handler.identity import PhysicalId


@pytest.mark.parametrize(
    ("text", "project", "ours", "moved_from"),
    [
        pytest.param("api", "api", True, None, id="project"),
        pytest.param("api#adopted", "api", False, None, id="adopted"),
        pytest.param("api#not-created", "api", False, None, id="not-created"),
        pytest.param("api#moved-from=old", "api", True, "old", id="moved"),
        pytest.param("Stack-Webhook-1ABC2DEF", "Stack-Webhook-1ABC2DEF", True, None, id="made-by-cloudformation"),
    ],
)
def test_an_id_tells_the_project_and_whether_there_is_something_to_delete(
    text: str, project: str, *, ours: bool, moved_from: str | None
) -> None:
    read = PhysicalId.parse(text)

    assert (read.project_name, read.is_ours, read.moved_from, str(read)) == (project, ours, moved_from, text)


def test_a_move_is_named_after_the_new_project_and_remembers_the_old_one() -> None:
    assert str(PhysicalId("old").moved_to("new")) == "new#moved-from=old"
    assert str(PhysicalId.not_created("api")) == "api#not-created"
