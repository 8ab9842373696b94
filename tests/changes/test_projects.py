"""Which project a webhook is on, where its template does not write the name."""

from __future__ import annotations

from typing import Any

import pytest

from tests.changes.snapshots import LOOSE, STRICT, changed, github_webhook, snapshot, statuses
from tests.changes.test_moves import app
from webhook_constructs.changes.snapshot import Snapshot, snapshot_of_templates
from webhook_constructs.templates.template import Template

MAY_BE_ANOTHER = "it may be on another project: the name of its project is known only on deployment"
PROJECT: dict[str, Any] = {
    "Type": "AWS::CodeBuild::Project",
    "Properties": {"Source": {"Type": "GITHUB", "Location": "https://github.com/acme/api"}},
}
IN_EUROPE = {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}
IN_AMERICA = {"Fn::Equals": [{"Ref": "AWS::Region"}, "us-east-1"]}


def named(project: Any, *resources: dict[str, Any], **sections: Any) -> Snapshot:
    """A webhook that names its project in some way."""
    others = {name: each for some in resources for name, each in some.items()}
    return snapshot({"Hook": github_webhook(project, STRICT, path="Ci/Hook"), **others}, **sections)


def parameter(**definition: Any) -> Snapshot:
    return named({"Ref": "Name"}, Parameters={"Name": {"Type": "String", **definition}})


def without_hook(name: str, **more: Any) -> dict[str, Any]:
    return {key: each for key, each in app(name, **more).items() if key != f"{name}Hook"}


def exported(project: str) -> Snapshot:
    """A webhook of a project that another template exports."""
    projects = {**without_hook("Small"), **without_hook("Big", policy="*")}
    outputs = {"Out": {"Value": {"Ref": project}, "Export": {"Name": "Project"}}}
    hook = github_webhook({"Fn::ImportValue": "Project"}, STRICT, path="Ci/Hook")
    bodies = {"projects.json": {"Resources": projects, "Outputs": outputs}, "hook.json": {"Resources": {"Hook": hook}}}
    return snapshot_of_templates([Template(each) for each in bodies.values()], list(bodies), list(bodies))


def by_condition(condition: Any) -> Snapshot:
    return named({"Fn::If": ["Here", "small", "big"]}, Conditions={"Here": condition})


def by_region(name: str) -> Snapshot:
    where = {"Fn::FindInMap": ["Names", {"Ref": "AWS::Region"}, "Name"]}
    return named(where, Mappings={"Names": {"eu-west-1": {"Name": name}}})


OTHERS = {
    "another default": (parameter(Default="small"), parameter(Default="big")),
    "other allowed values": (parameter(AllowedValues=["small"]), parameter(AllowedValues=["big"])),
    "another project is exported": (exported("SmallProject"), exported("BigProject")),
    "a mapping of regions": (by_region("small"), by_region("big")),
    "another reference": (
        named({"Ref": "SmallProject"}, without_hook("Small"), without_hook("Big", policy="*")),
        named({"Ref": "BigProject"}, without_hook("Small"), without_hook("Big", policy="*")),
    ),
}
SAME = {
    "a default": (parameter(Default="api"), parameter(Default="api")),
    "allowed values": (parameter(AllowedValues=["a1", "a2"]), parameter(AllowedValues=["a1", "a2"])),
    "an export of the app": (exported("SmallProject"), exported("SmallProject")),
    "a condition": (by_condition(IN_EUROPE), by_condition(IN_EUROPE)),
    "a mapping": (by_region("api"), by_region("api")),
    "a project without a name": (named({"Ref": "Api"}, {"Api": PROJECT}), named({"Ref": "Api"}, {"Api": PROJECT})),
}
OPEN: dict[str, Any] = {
    "an import": {"Fn::ImportValue": "Project"},
    "a parameter of the deployment": {"Ref": "Name"},
    "a dynamic reference": "{{resolve:ssm:/ci/project}}",
    "a resource of another type": {"Fn::GetAtt": ["Custom", "Project"]},
}
UNKNOWN = {
    "a name, and a logical ID that is written as it": (named("Api"), named({"Ref": "Api"}, {"Api": PROJECT})),
    "conditions of another meaning": (by_condition(IN_EUROPE), by_condition(IN_AMERICA)),
    "a name that becomes a default": (named("api"), parameter(Default="api")),
    "one more value": (parameter(AllowedValues=["small"]), parameter(AllowedValues=["small", "big"])),
    "other imports": (named({"Fn::ImportValue": "Small"}), named({"Fn::ImportValue": "Big"})),
    "other parts": (named({"Fn::Sub": "${AWS::StackName}-a"}), named({"Fn::Sub": "${AWS::StackName}-b"})),
}


@pytest.mark.parametrize("sides", OTHERS.values(), ids=OTHERS)
def test_a_webhook_that_certainly_gets_another_project_is_removed_and_new(sides: tuple[Snapshot, Snapshot]) -> None:
    found = changed(*sides)

    assert [status for status, *_ in statuses(found)] == ["new", "removed"]
    assert [bool(each.cases[0].comparison.starts) for each in found.webhooks] == [True, False]
    assert [bool(each.cases[0].comparison.stops) for each in found.webhooks] == [False, True]


@pytest.mark.parametrize("sides", SAME.values(), ids=SAME)
def test_a_webhook_is_the_same_where_its_project_certainly_is(sides: tuple[Snapshot, Snapshot]) -> None:
    assert [status for status, *_ in statuses(changed(*sides))] == ["same"]


@pytest.mark.parametrize("sides", UNKNOWN.values(), ids=UNKNOWN)
@pytest.mark.parametrize("has_same_values", [False, True])
def test_what_may_be_another_project_is_unknown(sides: tuple[Snapshot, Snapshot], *, has_same_values: bool) -> None:
    found = changed(*sides, has_same_values=has_same_values)

    assert [status for status, *_ in statuses(found)] == ["unknown"]
    assert [found.webhooks[0].cases[0].comparison.unknown, found.widens] == [(MAY_BE_ANOTHER,), None]


@pytest.mark.parametrize("project", OPEN.values(), ids=OPEN)
def test_a_project_that_only_the_deployment_knows_is_the_same_for_those_who_assume_equal_values(project: Any) -> None:
    sides = [named(project, Parameters={"Name": {"Type": "String"}}) for _ in range(2)]

    assert changed(*sides).is_same is None
    assert changed(*sides, has_same_values=True).is_same is True


def test_a_project_that_is_named_as_it_was_and_then_in_other_words_is_the_same() -> None:
    before, after = named("api"), named({"Fn::Sub": "api"})

    assert [status for status, *_ in statuses(changed(before, after))] == ["same"]


def test_a_project_of_the_same_construct_under_another_name_is_renamed() -> None:
    def triggers(name: str, pattern: str = STRICT) -> Snapshot:
        groups = [[{"Type": "EVENT", "Pattern": "PUSH"}, {"Type": "HEAD_REF", "Pattern": pattern}]]
        of_project = {**PROJECT["Properties"], "Name": name, "Triggers": {"Webhook": True, "FilterGroups": groups}}
        return snapshot({"Api": {**PROJECT, "Properties": of_project}})

    assert statuses(changed(triggers("old"), triggers("new"))) == [("renamed", "old", "new")]
    assert statuses(changed(triggers("old"), triggers("new", LOOSE))) == [("changed", "old", "new")]


def test_projects_that_a_loop_writes_are_known_by_what_it_writes() -> None:
    def looped(pattern: str) -> Snapshot:
        project = {"Type": PROJECT["Type"], "Properties": PROJECT["Properties"]}
        hook = github_webhook({"Ref": "Project${Name}"}, pattern)
        return snapshot({"Fn::ForEach::All": ["Name", ["A", "B"], {"Project${Name}": project, "Hook${Name}": hook}]})

    assert [each for each, *_ in statuses(changed(looped(STRICT), looped(STRICT)))] == ["same", "same"]
    assert [each for each, *_ in statuses(changed(looped(STRICT), looped(LOOSE)))] == ["changed", "changed"]
