"""Webhooks that get another name, and webhooks that move to another project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.changes.snapshots import LOOSE, STRICT, changed, github_webhook, snapshot, statuses

if TYPE_CHECKING:
    from webhook_constructs.changes.changes import Changes

SOURCE = {"Type": "GITHUB", "Location": "https://github.com/acme/api"}


def app(
    name: str, *patterns: Any, construct: str | None = None, policy: Any = "logs:PutLogEvents", **properties: Any
) -> dict[str, Any]:
    """A project, its role and its webhook, as the CDK names them."""
    role, project, hook = (f"{name}{each}" for each in ("Role", "Project", "Hook"))
    statement = {"Effect": "Allow", "Action": policy, "Resource": {"Fn::Sub": f"arn:aws:logs:*:*:${{{project}}}"}}
    of_project = {
        "ServiceRole": {"Fn::GetAtt": [role, "Arn"]},
        "Environment": {"PrivilegedMode": False},
        "Source": SOURCE,
        **properties,
    }
    return {
        role: {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": []}}},
        f"{role}Policy": {
            "Type": "AWS::IAM::Policy",
            "Properties": {
                "PolicyName": f"{role}Policy",
                "Roles": [{"Ref": role}],
                "PolicyDocument": {"Statement": [statement]},
            },
        },
        project: {"Type": "AWS::CodeBuild::Project", "Properties": of_project},
        hook: github_webhook({"Ref": project}, *(patterns or [STRICT]), path=construct or f"Ci/{name}"),
    }


def what(found: Changes) -> list[str]:
    return [each.status.value for each in found.webhooks]


def test_a_project_and_its_webhook_under_other_names_are_renamed() -> None:
    found = changed(snapshot(app("Old")), snapshot(app("New")))

    assert statuses(found) == [("renamed", "OldProject", "NewProject")]
    assert (found.is_same, found.widens) == (True, False)


def test_equivalent_patterns_are_renamed_as_well() -> None:
    before, after = app("Old", "^refs/heads/(x|y)$"), app("New", "^refs/heads/(y|x)$")

    assert what(changed(snapshot(before), snapshot(after))) == ["renamed"]


def test_a_project_under_another_name_has_the_webhook_that_it_had() -> None:
    before, after = app("Old", construct="Ci/Hook"), app("New", LOOSE, construct="Ci/Hook")

    assert what(changed(snapshot(before), snapshot(after))) == ["changed"]


def test_one_webhook_is_the_new_name_of_one_other_only() -> None:
    found = changed(snapshot(app("A")), snapshot({**app("B"), **app("C")}))

    assert statuses(found) == [("renamed", "AProject", "BProject"), ("new", None, "CProject")]


OTHERS: dict[str, dict[str, Any]] = {
    "a role that may do more": {"policy": "*"},
    "privileged": {"Environment": {"PrivilegedMode": True}},
    "a variable": {"Environment": {"PrivilegedMode": False, "EnvironmentVariables": [{"Name": "A", "Value": "1"}]}},
    "a network": {"VpcConfig": {"VpcId": "vpc-1"}},
    "a parameter": {"Cache": {"Ref": "Cache"}},
}


@pytest.mark.parametrize("construct", ["Ci/Hook", None], ids=["same-construct", "other-construct"])
@pytest.mark.parametrize("more", OTHERS.values(), ids=OTHERS)
def test_equal_filters_on_another_project_are_a_new_webhook(more: dict[str, Any], construct: str | None) -> None:
    found = changed(
        snapshot(app("Small", construct=construct)),
        snapshot(app("Big", construct=construct, **more), Parameters={"Cache": {"Type": "String"}}),
    )

    assert statuses(found) == [("new", None, "BigProject"), ("removed", "SmallProject", None)]


def test_a_webhook_that_moves_between_projects_that_stay_is_a_new_one() -> None:
    """The construct has the same path, and the project of before is still there."""
    small, big = app("Small", construct="Ci/Hook"), app("Big", construct="Ci/Hook", policy="*")
    before = {**small, **{name: each for name, each in big.items() if name != "BigHook"}}
    after = {**big, **{name: each for name, each in small.items() if name != "SmallHook"}}

    assert what(changed(snapshot(before), snapshot(after))) == ["new", "removed"]


@pytest.mark.parametrize(
    ("pattern", "status"), [("^refs/heads/b$", "changed"), ("^refs/heads/a$", "same")], ids=["other", "equal"]
)
def test_webhooks_that_change_places_are_known_by_their_projects(pattern: str, status: str) -> None:
    one, other = app("One", "^refs/heads/a$", policy="*"), app("Other", pattern)
    swapped = {
        **one,
        **other,
        "OneHook": github_webhook({"Ref": "OtherProject"}, "^refs/heads/a$", path="Ci/One"),
        "OtherHook": github_webhook({"Ref": "OneProject"}, pattern, path="Ci/Other"),
    }

    found = changed(snapshot({**one, **other}), snapshot(swapped))

    assert sorted(statuses(found)) == [
        (status, "OneProject", "OneProject"),
        (status, "OtherProject", "OtherProject"),
    ]


def plain(policy: str = "logs:*") -> dict[str, Any]:
    """What people write without the CDK: logical IDs and no paths."""
    found = app("Api", policy=policy)
    del found["ApiHook"]["Metadata"]
    return found


def test_a_logical_id_in_another_file_is_another_webhook() -> None:
    assert what(changed(snapshot(plain(), {}), snapshot({}, plain("*")))) == ["new", "removed"]


def test_a_file_under_another_name_has_the_webhooks_that_it_had() -> None:
    assert what(changed(snapshot(plain(), {}), snapshot({}, plain()))) == ["renamed"]


def test_a_logical_id_that_gets_another_project_is_another_webhook() -> None:
    after = {**app("Big", policy="*"), "ApiHook": github_webhook({"Ref": "BigProject"}, STRICT)}
    del after["BigHook"]

    assert what(changed(snapshot(plain()), snapshot(after))) == ["new", "removed"]


@pytest.mark.parametrize("roles", [["api-role"], [{"Fn::Sub": "${ApiRole}"}], {"Fn::GetAtt": ["Other", "Roles"]}])
def test_a_policy_that_may_be_on_the_role_counts(roles: Any) -> None:
    extra = {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"Roles": roles, "PolicyDocument": {"Statement": []}}}

    assert what(changed(snapshot(app("Old")), snapshot({**app("New"), "Extra": extra}))) == ["new", "removed"]


def test_a_project_with_too_much_around_it_is_never_renamed() -> None:
    many = [{"Ref": f"R{each}"} for each in range(300)]
    resources = {f"R{each}": {"Type": "AWS::S3::Bucket", "Properties": {}} for each in range(300)}

    before, after = ({**app(name, Cache={"Location": many}), **resources} for name in ("Old", "New"))
    assert what(changed(snapshot(before), snapshot(after))) == ["new", "removed"]
