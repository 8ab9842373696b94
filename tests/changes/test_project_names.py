"""Projects whose own name changes, or is known only on deployment."""

from __future__ import annotations

from typing import Any

import pytest

from tests.changes.snapshots import changed, snapshot, statuses
from tests.changes.test_moves import app, what

ADMIN: dict[str, Any] = {"ServiceRole": "arn:aws:iam::123456789012:role/Admin"}
GIVEN: dict[str, Any] = {"Name": {"Ref": "Name"}}
IMPORTED: dict[str, Any] = {"Name": {"Fn::ImportValue": "Name"}}
PARAMETERS = {"Name": {"Type": "String"}}


def default(name: str) -> dict[str, Any]:
    return {"Name": {"Type": "String", "Default": name}}


@pytest.mark.parametrize(
    ("before", "after"),
    [pytest.param({"Name": "api"}, {}, id="removed"), pytest.param({}, {"Name": "api"}, id="added")],
)
def test_a_construct_that_changes_the_name_and_the_role_of_its_project_is_on_another_one(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    found = changed(snapshot(app("Api", **before)), snapshot(app("Api", **after, **ADMIN)))

    assert [status for status, *_ in statuses(found)] == ["new", "removed"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param({"Name": "api"}, GIVEN, id="parameter"),
        pytest.param(GIVEN, IMPORTED, id="import"),
    ],
)
def test_a_construct_may_be_on_another_project_if_its_role_changes_and_its_name_is_written_in_another_way(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    one, other = app("Api", **before), app("Api", **after, **ADMIN)
    found = changed(snapshot(one, Parameters=PARAMETERS), snapshot(other, Parameters=PARAMETERS))

    assert (what(found), found.widens) == (["unknown"], None)


def test_another_default_of_the_name_may_be_another_project_if_its_role_changes() -> None:
    one, other = app("Api", **GIVEN), app("Api", **GIVEN, **ADMIN)
    found = changed(snapshot(one, Parameters=default("api")), snapshot(other, Parameters=default("web")))

    assert (what(found), found.widens) == (["unknown"], None)


@pytest.mark.parametrize("name", [{}, {"Name": "api"}, GIVEN, IMPORTED], ids=["made-up", "text", "parameter", "import"])
def test_a_project_that_keeps_its_name_stays_the_same(name: dict[str, Any]) -> None:
    one, other = app("Api", **name), app("Api", **name, **ADMIN)

    assert what(changed(snapshot(one, Parameters=PARAMETERS), snapshot(other, Parameters=PARAMETERS))) == ["same"]


def test_a_construct_that_changes_only_the_name_of_its_project_stays_the_same() -> None:
    assert what(changed(snapshot(app("Api", Name="api")), snapshot(app("Api")))) == ["same"]
