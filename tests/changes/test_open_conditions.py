"""Settings that depend on a condition which cannot be worked out."""

from __future__ import annotations

from typing import Any

import pytest

from tests.changes.snapshots import LOOSE, STRICT, changed, github_webhook, snapshot
from tests.changes.test_moves import what
from webhook_constructs.changes.snapshot import Snapshot

CHOICE = {"Fn::If": ["Chosen", LOOSE, STRICT]}
WHY = "whether these conditions hold on both sides is known only on deployment: Chosen"
PARAMETERS = {
    "One": {"Type": "String"},
    "Other": {"Type": "String"},
    "Stored": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/stage"},
    "Hidden": {"Type": "String", "NoEcho": True},
}
ELSEWHERE: dict[str, Any] = {
    "an import": {"Fn::ImportValue": "Stage"},
    "a value of SSM": {"Ref": "Stored"},
    "a hidden parameter": {"Ref": "Hidden"},
    "a dynamic reference": {"Fn::Sub": "{{resolve:ssm:/${AWS::Region}}}"},
}
HERE: dict[str, Any] = {"the region": {"Ref": "AWS::Region"}, "the account": {"Ref": "AWS::AccountId"}}


def on(value: Any, pattern: Any = CHOICE, other: Any = "prod") -> Snapshot:
    """A webhook whose pattern depends on a condition."""
    conditions = {"Chosen": {"Fn::Equals": [value, other]}}
    return snapshot({"A": github_webhook("a", pattern)}, Parameters=PARAMETERS, Conditions=conditions)


@pytest.mark.parametrize("value", ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_condition_that_reads_what_is_elsewhere_may_hold_on_one_side_only(value: Any) -> None:
    found = changed(on(value), on(value))

    assert (what(found), found.widens) == (["unknown"], None)
    assert {why for each in found.webhooks[0].cases for why in each.comparison.unknown} == {WHY}
    assert changed(on(value), on(value), has_same_values=True).is_same is True


@pytest.mark.parametrize("has_same_values", [True, False])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(({"Ref": "AWS::Region"}, "eu-west-1"), ({"Ref": "AWS::Region"}, "eu-west-2"), id="region"),
        pytest.param(({"Fn::ImportValue": "a"}, "prod"), ({"Fn::ImportValue": "b"}, "prod"), id="import"),
    ],
)
def test_a_condition_that_is_written_in_another_way_may_hold_on_one_side_only(
    before: tuple[Any, str], after: tuple[Any, str], *, has_same_values: bool
) -> None:
    sides = (on(value, other=other) for value, other in (before, after))
    found = changed(*sides, has_same_values=has_same_values)

    assert (what(found), found.widens) == (["unknown"], None)


@pytest.mark.parametrize("value", HERE.values(), ids=HERE)
def test_a_condition_on_the_place_of_the_stack_is_the_same_if_it_is_written_the_same(value: Any) -> None:
    assert what(changed(on(value), on(value))) == ["same"]


def test_a_condition_on_two_parameters_is_the_same_if_it_is_written_the_same() -> None:
    side = on({"Ref": "One"}, other={"Ref": "Other"})

    assert what(changed(side, side)) == ["same"]


def test_a_condition_of_one_side_is_compared_as_true_and_as_false() -> None:
    found = changed(on({"Fn::ImportValue": "Stage"}, STRICT), on({"Fn::ImportValue": "Stage"}))

    assert [(each.values, each.comparison.is_same) for each in found.webhooks[0].cases] == [
        ("Chosen=true", False),
        ("Chosen=false", True),
    ]


def test_a_condition_that_reads_what_is_elsewhere_may_choose_another_project() -> None:
    def project(name: str) -> dict[str, Any]:
        return {"Type": "AWS::CodeBuild::Project", "Properties": {"Name": name, "ServiceRole": name}}

    hook = github_webhook({"Fn::If": ["Chosen", {"Ref": "Small"}, {"Ref": "Big"}]}, STRICT)
    resources = {"Small": project("small"), "Big": project("big"), "Hook": hook}
    import_, region = (
        snapshot(resources, Conditions={"Chosen": {"Fn::Equals": [value, "a"]}})
        for value in ({"Fn::ImportValue": "Stage"}, {"Ref": "AWS::Region"})
    )

    assert what(changed(import_, import_)) == ["unknown"]
    assert what(changed(import_, import_, has_same_values=True)) == ["same"]
    assert what(changed(region, region)) == ["same"]
