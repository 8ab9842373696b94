"""Projects under other names whose role depends on what is known only on deployment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.changes.snapshots import changed, snapshot, statuses
from tests.changes.test_moves import app, what
from webhook_constructs.changes.snapshot import Snapshot, snapshot_of_templates
from webhook_constructs.templates.template import Template

if TYPE_CHECKING:
    from webhook_constructs.changes.changes import Changes

MAY_BE_ANOTHER = (
    "it may be on another project: the name or the file of its project has changed, and whether it is the same one "
    "depends on values that are known only on deployment"
)
ROLE = "arn:aws:iam::123456789012:role/"
OPEN: dict[str, Any] = {
    "a parameter without a default": {"Ref": "Role"},
    "a parameter that conditions compare": {"Ref": "Stage"},
    "a parameter of SSM": {"Ref": "Stored"},
    "a hidden parameter": {"Ref": "Hidden"},
    "a parameter in a text": {"Fn::Sub": f"{ROLE}${{Role}}"},
    "a condition on one": {"Fn::If": ["IsProd", f"{ROLE}a", f"{ROLE}b"]},
    "an import": {"Fn::ImportValue": "BuildRole"},
    "a dynamic reference": "{{resolve:ssm:/ci/role}}",
    "what a nested stack puts out": {"Fn::GetAtt": ["Nested", "Outputs.Role"]},
    "what a program returns": {"Fn::GetAtt": ["Custom", "Role"]},
}
DECLARED = {
    "Role": {"Type": "String"},
    "Stage": {"Type": "String"},
    "Stored": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/ci/role"},
    "Hidden": {"Type": "String", "NoEcho": True, "Default": "a"},
    "Usual": {"Type": "String", "Default": "a"},
    "Listed": {"Type": "String", "AllowedValues": ["a", "b"]},
}


def with_role(name: str, role: Any, **more: Any) -> Snapshot:
    """A project whose role is written in some way."""
    elsewhere = {
        "Nested": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": {"Ref": "Stage"}}},
        "Custom": {"Type": "Custom::Role"},
    }
    resources = {**app(name, ServiceRole=role), **elsewhere}
    conditions = {"IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}}
    return snapshot(resources, Parameters=DECLARED, Conditions=conditions, **more)


def reasons(found: Changes) -> list[str]:
    return [each for one in found.webhooks for case in one.cases for each in case.comparison.unknown]


@pytest.mark.parametrize("role", OPEN.values(), ids=OPEN)
def test_a_project_under_another_name_may_be_another_if_the_deployment_decides_on_its_role(role: Any) -> None:
    found = changed(with_role("Old", role), with_role("New", role))

    assert statuses(found) == [("unknown", "OldProject", "NewProject")]
    assert reasons(found) == [MAY_BE_ANOTHER]
    assert (found.is_same, found.widens) == (None, None)


@pytest.mark.parametrize("role", OPEN.values(), ids=OPEN)
def test_it_is_renamed_for_those_who_assume_equal_values(role: Any) -> None:
    found = changed(with_role("Old", role), with_role("New", role), has_same_values=True)

    assert statuses(found) == [("renamed", "OldProject", "NewProject")]


@pytest.mark.parametrize("role", [{"Ref": "Usual"}, {"Ref": "Listed"}, {"Fn::Sub": "${AWS::StackName}-${AWS::Region}"}])
def test_a_default_and_the_name_of_the_stack_are_the_same_in_one_file(role: Any) -> None:
    assert what(changed(with_role("Old", role), with_role("New", role))) == ["renamed"]


def test_a_parameter_that_people_give_is_the_same() -> None:
    before, after = (with_role(name, {"Ref": "Role"}, given={"Role": f"{ROLE}a"}) for name in ("Old", "New"))

    assert what(changed(before, after)) == ["renamed"]


def test_a_role_that_is_written_in_another_way_is_another_whatever_people_assume() -> None:
    found = changed(with_role("Old", {"Ref": "Role"}), with_role("New", {"Ref": "Stage"}), has_same_values=True)

    assert what(found) == ["new", "removed"]


def test_the_name_of_the_stack_is_another_one_in_another_file() -> None:
    resources = app("Api", ServiceRole={"Fn::Sub": f"{ROLE}${{AWS::StackName}}"})
    del resources["ApiHook"]["Metadata"]

    assert what(changed(snapshot(resources, {}), snapshot({}, resources))) == ["new", "removed"]


def test_of_equal_webhooks_the_one_whose_project_is_certainly_the_same_is_renamed() -> None:
    def side(open_one: str, known: str) -> Snapshot:
        return snapshot({**app(open_one, ServiceRole={"Ref": "Role"}), **app(known)}, Parameters=DECLARED)

    assert statuses(changed(side("A", "B"), side("Z", "Y"))) == [
        ("unknown", "AProject", "ZProject"),
        ("renamed", "BProject", "YProject"),
    ]


def nested(name: str, role: Any) -> Snapshot:
    """A project in a template that the stack around it gives the role to."""
    inner = {"Resources": app(name, ServiceRole={"Ref": "Role"}), "Parameters": {"Role": {"Type": "String"}}}
    properties = {"TemplateURL": "inner.json", "Parameters": {"Role": role}}
    stack = {"Type": "AWS::CloudFormation::Stack", "Properties": properties}
    outer = {"Resources": {"Inner": stack}, "Parameters": DECLARED}
    files = ["outer.json", "inner.json"]
    return snapshot_of_templates([Template(outer, file=files[0]), Template(inner, file=files[1])], files, files)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (f"{ROLE}a", f"{ROLE}a", ["renamed"]),
        (f"{ROLE}a", f"{ROLE}b", ["new", "removed"]),
        ({"Ref": "Usual"}, {"Ref": "Usual"}, ["new", "removed"]),  # what the stack around refers to is not followed
    ],
)
def test_what_the_stack_around_gives_counts(before: Any, after: Any, expected: list[str]) -> None:
    assert what(changed(nested("Old", before), nested("New", after))) == expected
