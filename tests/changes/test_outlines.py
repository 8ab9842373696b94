"""What a template shows of a project, apart from its name."""

from __future__ import annotations

from typing import Any

import pytest

from tests.changes.test_moves import app
from webhook_constructs.changes.outlines import Outline, outline_of
from webhook_constructs.templates.template import Template
from webhook_constructs.templates.values.variants import Variants


def template(name: str, changes: dict[str, Any] | None = None, **sections: Any) -> dict[str, Any]:
    """A template of a project with a role; each change adds properties to a resource, or is a resource."""
    resources = app(name)
    for suffix, change in (changes or {}).items():
        logical_id = f"{name}{suffix}"
        resource = resources.get(logical_id, {"Properties": {}})
        properties = {**resource["Properties"], **change.get("Properties", {})}
        resources[logical_id] = {**resource, **change, "Properties": properties}
    return {"Resources": resources, **sections}


def outline(name: str, changes: dict[str, Any] | None = None, **sections: Any) -> Outline | None:
    return outline_of(Variants([Template(template(name, changes, **sections))]).facts[0], f"{name}Project")


def of_role(**properties: Any) -> dict[str, Any]:
    return {"Role": {"Properties": properties}}


def of_project(**properties: Any) -> dict[str, Any]:
    return {"Project": {"Properties": properties}}


def trusted(role: str) -> dict[str, Any]:
    """A role that a role may assume."""
    statement = {"Action": "sts:AssumeRole", "Principal": {"AWS": {"Fn::GetAtt": [role, "Arn"]}}}
    return {"Admin": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": [statement]}}}}


def secret(name: str) -> dict[str, Any]:
    """A secret that is in a variable."""
    value = {"Ref": "NewDb"}
    return {
        **of_project(Environment={"EnvironmentVariables": [{"Name": "DB", "Type": "SECRETS_MANAGER", "Value": value}]}),
        "Db": {"Type": "AWS::SecretsManager::Secret", "Properties": {"Name": name}},
    }


def sub(path: str) -> dict[str, Any]:
    """A value that a text refers to by a name of its own."""
    location = {"Fn::Sub": ["${Where}/cache", {"Where": {"Ref": "NewStore"}}]}
    return {**of_project(Cache={"Location": location}), "Store": {"Type": "X::Y::Z", "Properties": {"Path": path}}}


IMAGE = of_project(Environment={"Image": {"Fn::FindInMap": ["Images", "a", "b"]}})
NETWORK = of_project(VpcConfig={"Fn::If": ["Inside", {"VpcId": "vpc-1"}, {"Ref": "AWS::NoValue"}]})
DIFFERENT: dict[str, tuple[Outline | None, Outline | None]] = {
    "a name of the role, which others may trust": (
        outline("New", of_role(RoleName="small")),
        outline("New", of_role(RoleName="big")),
    ),
    "a tag of the role, which policies may ask for": (
        outline("New", of_role(Tags=[{"Key": "team", "Value": "a"}])),
        outline("New", of_role(Tags=[{"Key": "team", "Value": "b"}])),
    ),
    "a role that trusts it": (outline("New"), outline("New", trusted("NewRole"))),
    "another secret": (outline("New", secret("dev")), outline("New", secret("prod"))),
    "what a text refers to": (outline("New", sub("a")), outline("New", sub("b"))),
    "a mapping": (
        outline("New", IMAGE, Mappings={"Images": {"a": {"b": "small"}}}),
        outline("New", IMAGE, Mappings={"Images": {"a": {"b": "big"}}}),
    ),
    "a condition": (
        outline("New", NETWORK, Conditions={"Inside": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}}),
        outline("New", NETWORK, Conditions={"Inside": {"Fn::Equals": [{"Ref": "Stage"}, "dev"]}}),
    ),
    "the condition of the project": (
        outline("New", {"Project": {"Condition": "Inside"}}, Conditions={"Inside": {"Fn::Equals": ["1", "1"]}}),
        outline("New", {"Project": {"Condition": "Inside"}}, Conditions={"Inside": {"Fn::Equals": ["1", "2"]}}),
    ),
}


@pytest.mark.parametrize("sides", DIFFERENT.values(), ids=DIFFERENT)
def test_what_can_give_builds_more_counts(sides: tuple[Outline | None, Outline | None]) -> None:
    assert None not in sides
    assert sides[0] != sides[1]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(of_project(Name="old"), of_project(Name="new"), id="name"),
        pytest.param({}, of_project(Description="Builds"), id="description"),
        pytest.param({}, {"RolePolicy": {"Properties": {"PolicyName": "Other"}}}, id="policy-name"),
    ],
)
def test_names_do_not_count(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert outline("Old", before) == outline("New", after) is not None


def test_what_a_macro_writes_is_not_shown() -> None:
    assert outline("New", of_project(**{"Fn::Transform": {"Name": "AWS::Include", "Parameters": {}}})) is None


def test_another_project_with_the_role_does_not_count() -> None:
    other = {"Other": {"Type": "AWS::CodeBuild::Project", "Properties": {"ServiceRole": {"Ref": "NewRole"}}}}

    assert outline("New") == outline("New", other)
