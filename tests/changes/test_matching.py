"""Which webhook before a change is which one after it."""

from __future__ import annotations

import pytest

from tests.changes.snapshots import LOOSE, STRICT, changed, github_webhook, snapshot, statuses
from webhook_constructs.templates.template import Place

OTHER = "https://github.com/acme/other"


def test_a_webhook_is_known_by_its_project_and_construct() -> None:
    before = snapshot({"A": github_webhook("a", STRICT), "B": github_webhook("b", STRICT)})
    after = snapshot({"B": github_webhook("b", STRICT), "A": github_webhook("a", LOOSE)})

    assert statuses(changed(before, after)) == [("same", "b", "b"), ("changed", "a", "a")]


def test_triggers_that_become_a_webhook_of_the_same_project_are_the_same() -> None:
    (hook,) = snapshot({"Hook": github_webhook("api", STRICT)}).webhooks
    groups = hook.webhook.settings
    assert groups is not None
    triggers = {"Webhook": True, "FilterGroups": [each.to_cfn() for each in groups.filter_groups]}
    source = {"Type": "GITHUB", "Location": "https://github.com/acme/api"}
    project = {"Type": "AWS::CodeBuild::Project", "Properties": {"Name": "api", "Source": source, "Triggers": triggers}}

    found = changed(snapshot({"Project": project}), snapshot({"Hook": github_webhook("api", STRICT)}))

    assert statuses(found) == [("same", "api", "api")]


def test_a_webhook_whose_project_has_no_name_is_known_by_its_construct() -> None:
    project = {"Fn::ImportValue": "Project"}
    before = snapshot({"Old": github_webhook(project, STRICT, path="Ci/Api")})
    after = snapshot({"New": github_webhook(project, LOOSE, path="Ci/Api")})

    assert statuses(changed(before, after)) == [("changed", None, None)]


def test_a_construct_that_goes_to_another_project_is_not_the_same_webhook() -> None:
    before = snapshot({"Api": github_webhook("a", STRICT)})
    after = snapshot({"Api": github_webhook("b", LOOSE)})

    assert statuses(changed(before, after)) == [("new", None, "b"), ("removed", "a", None)]


def test_webhooks_of_imported_projects_with_other_names_are_others() -> None:
    before = snapshot({"A": github_webhook("a", STRICT)})
    after = snapshot({"B": github_webhook("b", STRICT)})

    found = changed(before, after)

    assert statuses(found) == [("new", None, "b"), ("removed", "a", None)]
    assert [each.is_same for each in found.webhooks] == [False, False]


def test_a_webhook_of_another_repository_is_not_renamed() -> None:
    before = snapshot({"A": github_webhook("a", STRICT)})
    after = snapshot({"B": github_webhook("b", STRICT, location=OTHER)})

    assert statuses(changed(before, after)) == [("new", None, "b"), ("removed", "a", None)]


def test_what_is_not_known_is_never_renamed() -> None:
    imported = {"Fn::ImportValue": "Branch"}
    before = snapshot({"A": github_webhook("a", imported)})
    after = snapshot({"B": github_webhook("b", imported)})

    found = changed(before, after)

    assert statuses(found) == [("new", None, "b"), ("removed", "a", None)]
    assert [found.is_same, found.widens] == [None, None]


def test_webhooks_of_one_name_in_several_files_are_told_apart_by_these() -> None:
    before = snapshot({"A": github_webhook("a", STRICT)}, {"A": github_webhook("a", "^x$")})
    after = snapshot({"A": github_webhook("a", LOOSE)}, {"A": github_webhook("a", "^x$")})

    assert statuses(changed(before, after)) == [("changed", "a", "a"), ("same", "a", "a")]


@pytest.mark.parametrize(
    ("region", "expected"),
    [("eu-west-1", ["changed"]), (None, ["changed"]), ("us-east-1", ["new", "removed"])],
)
def test_a_webhook_of_another_region_is_another_one(region: str | None, expected: list[str]) -> None:
    before = snapshot({"A": github_webhook("a", STRICT)}, place=Place("1" * 12, "eu-west-1"))
    after = snapshot({"A": github_webhook("a", LOOSE)}, place=Place("1" * 12, region))

    assert [each.status.value for each in changed(before, after).webhooks] == expected


def test_nothing_on_either_side_is_the_same() -> None:
    found = changed(snapshot(), snapshot())

    assert (found.is_same, found.widens, found.webhooks) == (True, False, ())
