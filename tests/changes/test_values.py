"""Webhooks that depend on values: what is known is compared, and nothing else is said to be the same."""

from __future__ import annotations

from typing import Any

import pytest

from tests.changes.snapshots import LOOSE, STRICT, changed, github_webhook, snapshot
from webhook_constructs.changes.snapshot import snapshot_of_templates
from webhook_constructs.changes.webhook_change import WebhookChange
from webhook_constructs.templates.template import Template

BRANCH = {"Ref": "Branch"}
PATTERN = {"Fn::Sub": "^refs/heads/${Branch}$"}
IMPORTED = {"Fn::ImportValue": "Pattern"}
IS_PROD = {"IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}}


def parameter(default: str | None = None, *allowed: str, **more: Any) -> dict[str, Any]:
    written = {"Type": "String", **more}
    return {
        **written,
        **({"Default": default} if default else {}),
        **({"AllowedValues": [*allowed]} if allowed else {}),
    }


def only(before: Any, after: Any, *, has_same_values: bool = False) -> WebhookChange:
    (found,) = changed(before, after, has_same_values=has_same_values).webhooks
    return found


def cases(change: WebhookChange) -> list[tuple[str, bool | None]]:
    return [(each.values, each.comparison.is_same) for each in change.cases]


def unknown(change: WebhookChange) -> list[str]:
    return [why for each in change.cases for why in each.comparison.unknown]


def test_a_default_is_the_value() -> None:
    before, after = (
        snapshot({"A": github_webhook("a", pattern)}, Parameters={"Branch": parameter("main")})
        for pattern in (PATTERN, {"Fn::Sub": "^refs/heads/${Branch}"})
    )

    assert cases(only(before, before)) == [("Branch=main", True)]
    assert cases(only(before, after)) == [("Branch=main", False)]


def test_a_default_that_changes_is_compared_with_the_other_one() -> None:
    before, after = (
        snapshot({"A": github_webhook("a", PATTERN)}, Parameters={"Branch": parameter(branch)})
        for branch in ("main", "dev")
    )

    found = only(before, after)

    assert cases(found) == [("Branch=main before and Branch=dev after", False)]
    assert found.status.value == "changed"


def test_each_allowed_value_is_compared_with_itself() -> None:
    before, after = (
        snapshot({"A": github_webhook("a", pattern)}, Parameters={"Branch": parameter("main", "main", "dev")})
        for pattern in (PATTERN, {"Fn::Sub": "^refs/heads/(main|${Branch})$"})
    )

    assert cases(only(before, after)) == [("Branch=main", True), ("Branch=dev", False)]


def test_a_value_that_is_no_longer_allowed_stops_and_a_new_one_starts() -> None:
    before, after = (
        snapshot({"A": github_webhook("a", PATTERN)}, Parameters={"Branch": parameter(None, *allowed)})
        for allowed in (("main", "old"), ("main", "new"))
    )

    found = only(before, after)

    assert cases(found) == [("Branch=main", True), ("Branch=old", False), ("Branch=new", False)]
    assert [(len(each.comparison.starts), len(each.comparison.stops)) for each in found.cases] == [
        (0, 0),
        (0, 1),
        (1, 0),
    ]


def test_a_webhook_that_begins_to_depend_on_a_value_is_compared_with_each() -> None:
    before = snapshot({"A": github_webhook("a", STRICT)})
    after = snapshot({"A": github_webhook("a", PATTERN)}, Parameters={"Branch": parameter(None, "main", "dev")})

    assert cases(only(before, after)) == [("Branch=main", True), ("Branch=dev", False)]


def test_a_difference_that_no_default_shows_is_found() -> None:
    """Somebody who deploys with another stage gets another filter."""
    conditional = [{"Fn::If": ["IsProd", STRICT, pattern]} for pattern in (STRICT, ".*")]
    before, after = (
        snapshot({"A": github_webhook("a", each)}, Parameters={"Stage": parameter("prod")}, Conditions=IS_PROD)
        for each in conditional
    )

    assert cases(only(before, after)) == [("Stage=prod", True), ("Stage other than prod", False)]


def test_values_that_nobody_has_compared_are_named() -> None:
    patterns = [{"Fn::Sub": text} for text in ("^refs/heads/(main|${Branch})$", "^refs/heads/(${Branch}|main)$")]
    before, after = (
        snapshot({"A": github_webhook("a", each)}, Parameters={"Branch": parameter("main")}) for each in patterns
    )

    found = only(before, after)

    assert (found.status.value, unknown(found)) == ("unknown", ["other values of Branch are not compared"])
    assert found.widens is None


def test_a_value_that_is_given_is_the_only_one() -> None:
    patterns = [{"Fn::Sub": text} for text in ("^refs/heads/(main|${Branch})$", "^refs/heads/(${Branch}|main)$")]
    before, after = (
        snapshot(
            {"A": github_webhook("a", each)}, Parameters={"Branch": parameter("main")}, given={"Branch": "release"}
        )
        for each in patterns
    )

    assert cases(only(before, after)) == [("Branch=release", True)]


UNRESOLVED: dict[str, tuple[Any, dict[str, Any]]] = {
    "an import": (IMPORTED, {}),
    "a parameter without a value": (PATTERN, {"Parameters": {"Branch": parameter()}}),
    "a parameter of SSM": (
        PATTERN,
        {"Parameters": {"Branch": parameter("/branch", Type="AWS::SSM::Parameter::Value<String>")}},
    ),
    "a hidden parameter": (PATTERN, {"Parameters": {"Branch": parameter("main", NoEcho=True)}}),
    "a dynamic reference": ("^refs/heads/{{resolve:ssm:Branch}}$", {}),
    "an attribute": ({"Fn::GetAtt": ["Topic", "TopicName"]}, {}),
}


@pytest.mark.parametrize("name", UNRESOLVED)
def test_what_is_known_only_on_deployment_is_never_the_same(name: str) -> None:
    pattern, sections = UNRESOLVED[name]
    side = snapshot({"A": github_webhook("a", pattern)}, **sections)

    found = only(side, side)

    assert (found.status.value, found.is_same, found.widens) == ("unknown", None, None)
    assert len(unknown(found)) == 1


@pytest.mark.parametrize("name", UNRESOLVED)
def test_it_is_for_those_who_assume_equal_values(name: str) -> None:
    pattern, sections = UNRESOLVED[name]
    before, after = (snapshot({"A": github_webhook("a", pattern)}, **sections) for _ in range(2))

    found = only(before, after, has_same_values=True)

    assert (found.status.value, found.widens) == ("same", False)
    assert [each.is_assumed for each in found.cases] == [True]


TOPIC = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "a"}}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            {"Parameters": {"Branch": parameter("/a", Type="AWS::SSM::Parameter::Value<String>")}},
            {"Parameters": {"Branch": parameter("/b", Type="AWS::SSM::Parameter::Value<String>")}},
            id="the name of a value",
        ),
        pytest.param(
            {"Mappings": {"Branch": {"x": {"y": "a"}}}}, {"Mappings": {"Branch": {"x": {"y": "b"}}}}, id="a mapping"
        ),
        pytest.param(
            {"Conditions": {"Branch": {"Fn::Equals": [{"Ref": "AWS::Region"}, "a"]}}},
            {"Conditions": {"Branch": {"Fn::Equals": [{"Ref": "AWS::Region"}, "b"]}}},
            id="a condition",
        ),
    ],
)
def test_what_is_written_the_same_and_refers_to_something_else_is_unknown(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    pattern = {"Fn::Sub": ["^${x}$", {"x": {"Fn::FindInMap": ["Branch", {"Ref": "Branch"}, "Branch"]}}]}
    before, after = (snapshot({"A": github_webhook("a", pattern)}, **each) for each in (one, other))

    assert only(before, after, has_same_values=True).is_same is None


def test_a_resource_that_a_pattern_refers_to_counts() -> None:
    pattern = {"Fn::GetAtt": ["Topic", "TopicName"]}
    before = snapshot({"A": github_webhook("a", pattern), "Topic": TOPIC})
    after = snapshot({"A": github_webhook("a", pattern), "Topic": {**TOPIC, "Properties": {"TopicName": "b"}}})

    assert only(before, before, has_same_values=True).is_same is True
    assert only(before, after, has_same_values=True).is_same is None


@pytest.mark.parametrize(
    ("outer", "same"), [({"Fn::ImportValue": "a"}, True), ({"Fn::ImportValue": "b"}, None), ({"Ref": "Outer"}, None)]
)
def test_what_the_stack_around_gives_counts(outer: Any, *, same: bool | None) -> None:
    def side(given: Any) -> Any:
        around = {
            "Parameters": {"Outer": parameter()},
            "Resources": {
                "Nested": {
                    "Type": "AWS::CloudFormation::Stack",
                    "Properties": {"TemplateURL": "in.json", "Parameters": {"Branch": given}},
                }
            },
        }
        inside = {"Parameters": {"Branch": parameter()}, "Resources": {"A": github_webhook("a", PATTERN)}}
        templates = [Template(around, file="out.json"), Template(inside, file="in.json")]
        return snapshot_of_templates(templates, ["out.json", "in.json"], ["out.json", "in.json"])

    assert only(side({"Fn::ImportValue": "a"}), side(outer), has_same_values=True).is_same is same


@pytest.mark.parametrize(
    "source",
    [{"Type": {"Ref": "Host"}, "Location": "https://github.com/acme/api"}, {"Fn::Transform": {"Name": "Mine"}}],
)
def test_a_git_host_that_only_the_deployment_knows_is_never_the_same(source: dict[str, Any]) -> None:
    hook = github_webhook("a", STRICT)
    hook["Properties"]["Source"] = source
    before, after = (snapshot({"A": hook}, Parameters={"Host": parameter()}) for _ in range(2))

    found = only(before, after)

    assert (found.status.value, found.is_same, found.widens) == ("unknown", None, None)
    assert unknown(found) == [
        "the git host is not known: the type of the source of its project is known only on deployment"
    ]
    assert only(before, after, has_same_values=True).is_same is True


def test_a_refused_webhook_is_not_taken_as_the_same() -> None:
    groups = [[{"Type": "HEAD_REF", "Pattern": IMPORTED}]]
    side = snapshot({"A": {**github_webhook("a"), "Properties": {"ProjectName": "a", "FilterGroups": groups}}})

    assert only(side, side, has_same_values=True).is_same is None


def test_a_condition_that_is_not_known() -> None:
    conditions = {"InEurope": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}}
    before = snapshot({"A": github_webhook("a", STRICT, Condition="InEurope")}, Conditions=conditions)
    after = snapshot({"A": github_webhook("a", LOOSE, Condition="InEurope")}, Conditions=conditions)
    always = snapshot({"A": github_webhook("a", STRICT)})
    why = "whether there is such a webhook depends on the condition InEurope"

    assert unknown(only(before, before)) == [f"before: {why}", f"after: {why}"]
    assert unknown(only(before, always)) == [f"before: {why}"]
    assert unknown(only(before, before, has_same_values=True)) == []
    assert unknown(only(before, always, has_same_values=True)) == [f"before: {why}"]
    assert only(before, after, has_same_values=True).widens is False


def test_a_condition_of_another_meaning_is_unknown() -> None:
    before, after = (
        snapshot(
            {"A": github_webhook("a", STRICT, Condition="InEurope")},
            Conditions={"InEurope": {"Fn::Equals": [{"Ref": "AWS::Region"}, region]}},
        )
        for region in ("eu-west-1", "eu-west-2")
    )

    assert only(before, after, has_same_values=True).is_same is None


def test_a_webhook_that_is_there_with_one_value_only() -> None:
    before = snapshot({"A": github_webhook("a", STRICT)})
    after = snapshot(
        {"A": github_webhook("a", STRICT, Condition="IsProd")},
        Parameters={"Stage": parameter(None, "dev", "prod")},
        Conditions=IS_PROD,
    )

    assert cases(only(before, after)) == [("Stage=dev", False), ("Stage=prod", True)]


def test_too_many_combinations_are_named() -> None:
    names = [f"P{number}" for number in range(8)]
    parameters = {name: parameter(None, "a", "b", "c") for name in names}
    pattern = {"Fn::Join": ["", [{"Ref": name} for name in names]]}
    side = snapshot({"A": github_webhook("a", pattern)}, Parameters=parameters)

    found = only(side, side)

    assert found.is_same is None
    assert "there are too many combinations of values, and not all are compared" in unknown(found)


def test_a_webhook_that_a_loop_writes_is_compared_with_what_the_loop_writes() -> None:
    def side(branch: str, *, imported: bool) -> Any:
        pattern = {"Fn::ImportValue": branch} if imported else f"^refs/heads/{branch}$"
        loop = ["Name", ["a", "b"], {"Hook${Name}": github_webhook("${Name}", pattern)}]
        return snapshot({"Fn::ForEach::Hooks": loop}, Transform="AWS::LanguageExtensions")

    assert [each.status.value for each in changed(side("x", imported=False), side("y", imported=False)).webhooks] == [
        "changed",
        "changed",
    ]
    for other, same in (("x", True), ("y", None)):
        found = changed(side("x", imported=True), side(other, imported=True), has_same_values=True)
        assert [each.is_same for each in found.webhooks] == [same, same]
        assert changed(side("x", imported=True), side(other, imported=True)).is_same is None


def test_templates_that_nest_each_other_end() -> None:
    def nesting(file: str) -> dict[str, Any]:
        given = {"Branch": {"Fn::Sub": "${Branch}"}}
        return {
            "Parameters": {"Branch": parameter()},
            "Resources": {
                "A": github_webhook(file, PATTERN),
                "Nested": {
                    "Type": "AWS::CloudFormation::Stack",
                    "Properties": {"TemplateURL": file, "Parameters": given},
                },
            },
        }

    templates = [Template(nesting("b.json"), file="a.json"), Template(nesting("a.json"), file="b.json")]
    side = snapshot_of_templates(templates, ["a.json", "b.json"], ["a.json", "b.json"])

    assert changed(side, side).is_same is None
    assert changed(side, side, has_same_values=True).is_same is True
