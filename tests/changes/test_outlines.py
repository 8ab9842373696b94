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


def outline(
    name: str, changes: dict[str, Any] | None = None, elsewhere: dict[str, Any] | None = None, **sections: Any
) -> Outline | None:
    bodies = [template(name, changes, **sections), {"Resources": elsewhere or {}}]
    facts = Variants(list(map(Template, bodies))).facts
    return outline_of(facts[0], f"{name}Project", others=[(facts[1], "other.json")])


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


def policy(*roles: Any) -> dict[str, Any]:
    """A policy that allows everything."""
    document = {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    return {"Type": "AWS::IAM::Policy", "Properties": {"Roles": [*roles], "PolicyDocument": document}}


def bucket_policy(principal: Any) -> dict[str, Any]:
    """A policy of a bucket."""
    document = {"Statement": [{"Effect": "Allow", "Action": "*", "Principal": {"AWS": principal}}]}
    return {"Type": "AWS::S3::BucketPolicy", "Properties": {"PolicyDocument": document}}


def group_rule(group: str) -> dict[str, Any]:
    """A rule that lets a security group in."""
    properties = {"GroupId": "sg-1", "SourceSecurityGroupId": {"Fn::GetAtt": [group, "GroupId"]}}
    return {"Type": "AWS::EC2::SecurityGroupIngress", "Properties": properties}


IMPORTED_ROLE = of_project(ServiceRole="arn:aws:iam::123456789012:role/ci/builder")
BUILT_ARN = {"Fn::Join": ["", ["arn:aws:iam::", {"Ref": "AWS::AccountId"}, ":role/builder"]]}
IN_GROUP = {
    **of_project(VpcConfig={"SecurityGroupIds": [{"Ref": "NewGroup"}]}),
    "Group": {"Type": "AWS::EC2::SecurityGroup"},
}
ROLE_NAME = {"Parameters": {"RoleName": {"Type": "String", "Default": "builder"}}}
IMAGE = of_project(Environment={"Image": {"Fn::FindInMap": ["Images", "a", "b"]}})
CHOSEN = {"Environment": {"Image": {"Fn::FindInMap": [{"Ref": "Table"}, "a", "b"]}}}
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
    "a mapping whose name a parameter decides": (
        outline("New", of_project(**CHOSEN), Mappings={"Images": {"a": {"b": "small"}}}),
        outline("New", of_project(**CHOSEN), Mappings={"Images": {"a": {"b": "big"}}}),
    ),
    "a policy on a role that the template does not define": (
        outline("New", IMPORTED_ROLE),
        outline("New", {**IMPORTED_ROLE, "Policy": policy("builder")}),
    ),
    "a policy on a role that a parameter names": (
        outline("New", **ROLE_NAME),
        outline("New", {"Policy": policy({"Ref": "RoleName"})}, **ROLE_NAME),
    ),
    "a policy on the roles that a parameter lists": (
        outline("New", **ROLE_NAME),
        outline("New", {"Policy": {**policy(), "Properties": {"Roles": {"Ref": "RoleName"}}}}, **ROLE_NAME),
    ),
    "a resource that mentions the name of the role": (
        outline("New", of_role(RoleName="builder")),
        outline("New", {**of_role(RoleName="builder"), "Bucket": bucket_policy(BUILT_ARN)}),
    ),
    "a resource that mentions a role that the template does not define": (
        outline("New", of_project(ServiceRole=BUILT_ARN)),
        outline("New", {**of_project(ServiceRole=BUILT_ARN), "Bucket": bucket_policy("arn:aws:iam::1:role/builder")}),
    ),
    "a rule that lets its security group in": (
        outline("New", IN_GROUP),
        outline("New", {**IN_GROUP, "Rule": group_rule("NewGroup")}),
    ),
    "a policy of another template": (outline("New"), outline("New", elsewhere={"Policy": policy("builder")})),
    "a policy of another template for an imported role": (
        outline("New"),
        outline("New", elsewhere={"Policy": policy({"Fn::ImportValue": "Role"})}),
    ),
    "a resource of another template that mentions the name of the role": (
        outline("New", of_role(RoleName="builder")),
        outline("New", of_role(RoleName="builder"), elsewhere={"Bucket": bucket_policy(BUILT_ARN)}),
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


@pytest.mark.parametrize(
    ("name", "named"),
    [
        pytest.param("other-builder", "builder", id="end-of-a-name"),
        pytest.param("builder", "builder-2", id="beginning-of-a-name"),
    ],
)
def test_a_resource_that_mentions_another_role_does_not_count(name: str, named: str) -> None:
    other = {"Bucket": bucket_policy(f"arn:aws:iam::123456789012:role/{named}")}

    assert outline("New", of_role(RoleName=name)) == outline("New", {**of_role(RoleName=name), **other}) is not None


def test_a_policy_on_a_role_of_another_template_does_not_count() -> None:
    elsewhere = {"Role": {"Type": "AWS::IAM::Role"}, "Policy": policy({"Ref": "Role"})}

    assert outline("New") == outline("New", elsewhere=elsewhere) is not None


def test_what_uses_the_security_group_as_well_does_not_count() -> None:
    other = {"Type": "AWS::Lambda::Function", "Properties": {"VpcConfig": {"SecurityGroupIds": [{"Ref": "NewGroup"}]}}}

    assert outline("New", IN_GROUP) == outline("New", {**IN_GROUP, "Function": other}) is not None


@pytest.mark.parametrize(
    "role",
    [
        pytest.param({"Fn::Sub": "{{resolve:ssm:/role}}"}, id="reference-in-a-text"),
        pytest.param({"Fn::Sub": "{{resolve:ssm:/${AWS::Region}/role}}"}, id="reference-with-a-variable"),
        pytest.param({"Fn::Join": ["", ["{{res", "olve:ssm:/role}}"]]}, id="reference-in-pieces"),
        pytest.param({"Fn::GetStackOutput": {"StackName": "roles", "OutputName": "Role"}}, id="output-of-a-stack"),
        pytest.param({"Fn::ImportValue": "Role"}, id="import"),
    ],
)
def test_a_role_that_only_the_deployment_knows_is_not_known(role: dict[str, Any]) -> None:
    found = outline("New", of_project(ServiceRole=role))

    assert found is not None
    assert not found.is_known


def test_the_variables_of_a_text_are_known() -> None:
    location = {"Fn::Sub": ["${Where}/cache", {"Where": "store"}]}
    found = outline("New", of_project(Cache={"Location": location}))

    assert found is not None
    assert found.is_known


def test_a_policy_elsewhere_that_another_stack_decides_on_makes_the_project_unknown() -> None:
    nested = {"Parameters": {"Role": {"Type": "String"}}, "Resources": {"Policy": policy({"Ref": "Role"})}}
    stack = {"Type": "AWS::CloudFormation::Stack", "Properties": {"Parameters": {"Role": {"Fn::ImportValue": "Role"}}}}
    bodies = [template("New"), {"Resources": {"Nested": stack}}, nested]
    files = ("", "outer.json", "nested.json")
    nests: tuple[dict[str, str], ...] = ({}, {"Nested": "nested.json"}, {})
    templates = [Template(body, file=file, nests=each) for body, file, each in zip(bodies, files, nests, strict=True)]
    facts = Variants(templates).facts
    found = outline_of(facts[0], "NewProject", others=[(facts[1], "outer.json"), (facts[2], "nested.json")])

    assert found is not None
    assert not found.is_known


def test_what_a_macro_writes_is_not_shown() -> None:
    assert outline("New", of_project(**{"Fn::Transform": {"Name": "AWS::Include", "Parameters": {}}})) is None


def test_another_project_with_the_role_does_not_count() -> None:
    other = {"Other": {"Type": "AWS::CodeBuild::Project", "Properties": {"ServiceRole": {"Ref": "NewRole"}}}}

    assert outline("New") == outline("New", other)
