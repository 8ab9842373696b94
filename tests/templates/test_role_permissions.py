"""What the role of a project allows, as far as its template shows it."""

from __future__ import annotations

import json
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Template as Assertions

from webhook_constructs.templates.lint import lint_templates
from webhook_constructs.templates.role_permissions import BOUNDARY_ACTIONS, Roles
from webhook_constructs.templates.template import Template
from webhook_constructs.templates.template_webhooks import template_webhooks

PROJECT = {"ServiceRole": {"Fn::GetAtt": ["Role", "Arn"]}}
HARMLESS = ["logs:PutLogEvents", "codebuild:CreateReport"]


def document(*actions: str, effect: str = "Allow", **more: Any) -> dict[str, Any]:
    return {"Statement": [{"Effect": effect, "Action": list(actions), "Resource": "*", **more}]}


def role(**properties: Any) -> dict[str, Any]:
    return {"Role": {"Type": "AWS::IAM::Role", "Properties": properties}}


def policy(kind: str, body: Any, **properties: Any) -> dict[str, Any]:
    return {"Type": f"AWS::IAM::{kind}", "Properties": {"PolicyDocument": body, **properties}}


INLINE = role(Policies=[{"PolicyDocument": document("s3:GetObject", *HARMLESS)}])
ALLOWS = ("its role Role allows s3:GetObject",)
OF_ROLE = {"Roles": [{"Ref": "Role"}]}


@pytest.mark.parametrize(
    "resources",
    [
        pytest.param(INLINE, id="inline"),
        pytest.param({**role(), "P": policy("Policy", document("s3:GetObject"), **OF_ROLE)}, id="policy"),
        pytest.param({**role(), "P": policy("ManagedPolicy", document("s3:GetObject"), **OF_ROLE)}, id="managed"),
        pytest.param(
            {**role(), "P": policy("RolePolicy", document("s3:GetObject"), RoleName={"Ref": "Role"})}, id="role-policy"
        ),
        pytest.param(
            {**role(ManagedPolicyArns=[{"Ref": "P"}]), "P": policy("ManagedPolicy", document("s3:GetObject"))}, id="arn"
        ),
        pytest.param(
            role(Policies=[{"PolicyDocument": {"Statement": document("s3:GetObject")["Statement"][0]}}]), id="one"
        ),
    ],
)
def test_what_a_policy_of_the_role_allows_beyond_the_boundary_is_a_power(resources: dict[str, Any]) -> None:
    assert Roles(resources).build_powers(PROJECT) == ALLOWS


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (document("*"), "its role Role allows *"),
        (document("logs:*"), "its role Role allows logs:*"),
        (
            {"Statement": [{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}]},
            "its role Role allows all actions but some",
        ),
        (document("a:B", "c:D", "e:F", "g:H", "a:B"), "its role Role allows a:B, c:D, e:F and 1 more"),
    ],
)
def test_patterns_and_long_lists_are_named(body: dict[str, Any], says: str) -> None:
    assert Roles(role(Policies=[{"PolicyDocument": body}])).build_powers(PROJECT) == (says,)


@pytest.mark.parametrize("name", ["AdministratorAccess", "PowerUserAccess"])
@pytest.mark.parametrize("partition", ["aws", {"Ref": "AWS::Partition"}], ids=["text", "join"])
def test_two_policies_of_aws_are_known_by_their_names(name: str, partition: Any) -> None:
    arn = f"arn:aws:iam::aws:policy/{name}"
    if partition != "aws":
        arn = {"Fn::Join": ["", ["arn:", partition, f":iam::aws:policy/{name}"]]}  # type: ignore[assignment]

    assert Roles(role(ManagedPolicyArns=[arn])).build_powers(PROJECT) == (f"its role Role allows all of {name}",)


@pytest.mark.parametrize(
    ("project", "resources"),
    [
        pytest.param(
            PROJECT, role(Policies=[{"PolicyDocument": document(*HARMLESS, "LOGS:putlogevents")}]), id="harmless"
        ),
        pytest.param(PROJECT, role(Policies=[{"PolicyDocument": document("s3:*", effect="Deny")}]), id="deny"),
        pytest.param(
            PROJECT, {**role(), "P": policy("Policy", document("s3:*"), Roles=[{"Ref": "Other"}])}, id="other"
        ),
        pytest.param(PROJECT, role(ManagedPolicyArns=["arn:aws:iam::aws:policy/ReadOnlyAccess"]), id="of-aws"),
        pytest.param({"ServiceRole": "arn:aws:iam::1:role/Role"}, INLINE, id="imported"),
        pytest.param(PROJECT, {}, id="no-such-resource"),
        pytest.param({}, INLINE, id="no-role"),
        pytest.param(PROJECT, {"Role": {"Type": "AWS::S3::Bucket"}}, id="no-role-at-all"),
        pytest.param(PROJECT, role(Policies={"Ref": "X"}, ManagedPolicyArns={"Ref": "Y"}), id="functions"),
        pytest.param(PROJECT, role(Policies=[{"PolicyDocument": {"Statement": [5, None]}}, 5]), id="junk"),
    ],
)
def test_what_is_harmless_or_not_shown_is_no_power(project: dict[str, Any], resources: dict[str, Any]) -> None:
    assert Roles(resources).build_powers(project) == ()


@pytest.mark.parametrize(
    ("boundary", "expected"),
    [
        (document(*sorted(BOUNDARY_ACTIONS)), ()),
        (document(*HARMLESS), ()),
        (document("s3:*"), ALLOWS),
    ],
)
def test_a_boundary_that_allows_no_more_limits_the_role(boundary: dict[str, Any], expected: tuple[str, ...]) -> None:
    limited = role(Policies=[{"PolicyDocument": document("s3:GetObject")}], PermissionsBoundary={"Ref": "Boundary"})

    assert Roles({**limited, "Boundary": policy("ManagedPolicy", boundary)}).build_powers(PROJECT) == expected


def test_a_boundary_that_is_not_shown_may_limit_the_role() -> None:
    limited = role(
        Policies=[{"PolicyDocument": document("s3:*")}], PermissionsBoundary="arn:aws:iam::1:policy/Boundary"
    )

    assert Roles(limited).build_powers(PROJECT) == ()


def synthesized(*, bounded: bool, privileged: bool = False) -> dict[str, Any]:
    """A project of the CDK whose role reads a bucket, as the CDK renders it."""
    stack = cdk.Stack(cdk.App(), "Stack")
    project = codebuild.Project(
        stack,
        "Api",
        source=codebuild.Source.git_hub(owner="acme", repo="api"),
        environment=codebuild.BuildEnvironment(privileged=privileged),
    )
    project.add_to_role_policy(iam.PolicyStatement(actions=["s3:GetObject"], resources=["*"]))
    if bounded:
        iam.PermissionsBoundary.of(project).apply(codebuild.UntrustedCodeBoundaryPolicy(stack, "Boundary"))
    return json.loads(json.dumps(Assertions.from_stack(stack).to_json()))  # type: ignore[no-any-return]


def api_of(body: dict[str, Any]) -> dict[str, Any]:
    [found] = [each for each in body["Resources"].values() if each["Type"] == "AWS::CodeBuild::Project"]
    return dict(found["Properties"])


def test_the_boundary_of_the_cdk_limits_a_role_of_the_cdk() -> None:
    open_body, limited = synthesized(bounded=False), synthesized(bounded=True)

    [power] = Roles(open_body["Resources"]).build_powers(api_of(open_body))
    assert power.endswith(" allows s3:GetObject")
    assert Roles(limited["Resources"]).build_powers(api_of(limited)) == ()


def test_the_boundary_is_the_one_of_the_cdk() -> None:
    body = synthesized(bounded=True)
    [boundary] = [each for each in body["Resources"].values() if each["Type"] == "AWS::IAM::ManagedPolicy"]
    [statement] = boundary["Properties"]["PolicyDocument"]["Statement"]

    assert {action.lower() for action in statement["Action"]} == BOUNDARY_ACTIONS


@pytest.mark.parametrize("is_ours", [True, False])
def test_a_template_says_what_strangers_get(*, is_ours: bool) -> None:
    body = synthesized(bounded=False, privileged=True)
    [name] = [name for name, each in body["Resources"].items() if each["Type"] == "AWS::CodeBuild::Project"]
    settings = {
        "FilterGroups": [[{"Type": "EVENT", "Pattern": "PULL_REQUEST_CREATED"}]],
        "PullRequestBuildPolicy": {"RequiresCommentApproval": "DISABLED"},
    }
    if is_ours:
        ours = {"ProjectName": {"Ref": name}, "Source": {"Type": "GITHUB"}, **settings}
        body["Resources"]["Webhook"] = {"Type": "Custom::CodeBuildWebhook", "Properties": ours}
    else:
        body["Resources"][name]["Properties"]["Triggers"] = {"Webhook": True, **settings}

    [findings] = lint_templates([Template(body)], [(0, each) for each in template_webhooks(body)])

    [found] = [each for each in findings if each.id == "WH208"]
    assert "in a project where its environment is privileged, and its role " in found.message
    assert found.message.endswith(" allows s3:GetObject")


@pytest.mark.parametrize(
    ("deny", "expected"),
    [
        pytest.param(document("s3:*", effect="Deny"), (), id="pattern"),
        pytest.param(document("S3:GetObject", effect="Deny"), (), id="action"),
        pytest.param(document("*", effect="Deny"), (), id="everything"),
        pytest.param(document("s3:Put*", effect="Deny"), ALLOWS, id="others"),
        pytest.param(document("s3:GetObject?", effect="Deny"), ALLOWS, id="question-mark"),
        pytest.param(document("s3:*", effect="Deny", Condition={"Bool": {"a": "b"}}), ALLOWS, id="condition"),
        pytest.param(document("s3:*", effect="Deny", Resource="arn:aws:s3:::a/*"), ALLOWS, id="resource"),
        pytest.param(document("s3:*", effect="Deny", Resource=["arn:aws:s3:::a", "*"]), (), id="resources"),
        pytest.param(
            {"Statement": [{"Effect": "Deny", "NotAction": "s3:*", "Resource": "*"}]}, ALLOWS, id="not-action"
        ),
    ],
)
def test_what_another_policy_of_the_role_denies_is_no_power(deny: dict[str, Any], expected: tuple[str, ...]) -> None:
    assert Roles({**INLINE, "P": policy("Policy", deny, **OF_ROLE)}).build_powers(PROJECT) == expected


def test_a_policy_that_only_some_deployments_have_denies_nothing_for_certain() -> None:
    deny = policy("Policy", document("*", effect="Deny"), **OF_ROLE)

    assert Roles({**INLINE, "P": deny}).build_powers(PROJECT) == ()
    assert Roles({**INLINE, "P": {**deny, "Condition": "IsProd"}}).build_powers(PROJECT) == ALLOWS


def test_what_the_boundary_denies_is_no_power_and_a_narrower_deny_leaves_a_pattern() -> None:
    boundary = {"Statement": [*document("*")["Statement"], *document("iam:*", effect="Deny")["Statement"]]}
    body = document("iam:PassRole", "s3:*")
    denied = document("s3:Get*", effect="Deny")
    limited = role(Policies=[{"PolicyDocument": body}, {"PolicyDocument": denied}], PermissionsBoundary={"Ref": "B"})

    assert Roles({**limited, "B": policy("ManagedPolicy", boundary)}).build_powers(PROJECT) == (
        "its role Role allows s3:*",
    )


def test_a_role_that_is_an_administrator_and_is_denied_everything_allows_nothing() -> None:
    arn = "arn:aws:iam::aws:policy/AdministratorAccess"
    denied = role(ManagedPolicyArns=[arn], Policies=[{"PolicyDocument": document("*", effect="Deny")}])

    assert Roles(denied).build_powers(PROJECT) == ()


@pytest.mark.parametrize("kind", [{}, [], {"Ref": "Kind"}, ["AWS::IAM::Policy"], 5, None, True])
def test_a_type_of_any_shape_is_no_policy(kind: Any) -> None:
    other = {"Type": kind, "Properties": {"PolicyDocument": document("*", effect="Deny"), **OF_ROLE}}

    assert Roles({**INLINE, "P": other}).build_powers(PROJECT) == ALLOWS


@pytest.mark.parametrize(
    ("action", "deny", "expected"),
    [
        ("a" * 60, "*a" * 30 + "b", ALLOWS),
        ("a" * 60 + "b", "*a" * 30 + "b", ()),
        ("s3:\nGet", "s3:*", ()),
        ("s3:.+|(", "s3:.+|(", ()),
        ("s3:xyz", "s3:.*", ALLOWS),
        ("\ud800", "*", ()),
    ],
)
def test_a_deny_is_compared_in_time_that_grows_with_its_length(
    action: str, deny: str, expected: tuple[str, ...]
) -> None:
    both = [{"PolicyDocument": document(action)}, {"PolicyDocument": document(deny, effect="Deny")}]

    assert bool(Roles(role(Policies=both)).build_powers(PROJECT)) is bool(expected)


def test_denials_that_are_too_much_to_compare_deny_nothing() -> None:
    denied = document(*(f"ec2:*{number}x*y" for number in range(20_000)), effect="Deny")
    allowed = document(*(f"s3:x{number}" for number in range(10_000)))

    [power] = Roles(role(Policies=[{"PolicyDocument": allowed}, {"PolicyDocument": denied}])).build_powers(PROJECT)

    assert power == "its role Role allows s3:x0, s3:x1, s3:x2 and 9997 more"
