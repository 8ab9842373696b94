"""What the projects of templates and of their webhooks are called."""

from __future__ import annotations

from typing import Any

import pytest

from webhook_constructs.templates.template import Place, Template
from webhook_constructs.templates.values.project_names import ANY_NAME, ProjectNames, project_names
from webhook_constructs.templates.values.variants import Variants

STAGE = {
    "Stage": {"Type": "String", "AllowedValues": ["dev", "prod"]},
    "Free": {"Type": "String"},
    "Usual": {"Type": "String", "Default": "x"},
}
IS_Y = {f"Is{name}": {"Fn::Equals": [{"Ref": name}, "y"]} for name in ("Free", "Usual")}
NAME = {"Fn::Sub": "api-${Stage}"}
HERE = Place("123456789012", "eu-west-1")


def project(name: Any) -> dict[str, Any]:
    return {"Type": "AWS::CodeBuild::Project", "Properties": {} if name is None else {"Name": name}}


def webhook(name: Any) -> dict[str, Any]:
    return {"Type": "Custom::CodeBuildWebhook", "Properties": {"ProjectName": name}}


def stack(*, place: Place = HERE, app: str = "cdk.out", outputs: Any = None, **resources: Any) -> Template:
    body = {"Parameters": STAGE, "Conditions": IS_Y, "Resources": resources, "Outputs": outputs or {}}
    return Template(body, place, app=app, stack_name="Api")


def names(*templates: Template, **given: str) -> dict[str, ProjectNames]:
    return {logical_id: found for (_, logical_id), found in project_names(Variants(templates, given)).items()}


def known(*texts: str) -> ProjectNames:
    return ProjectNames(frozenset(texts))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("api", known("api")),
        (12, known("12")),
        (NAME, known("api-dev", "api-prod")),
        ({"Fn::If": ["IsFree", "api", "web"]}, known("api", "web")),
        ({"Fn::If": ["IsUsual", "api", "web"]}, known("web")),
        ({"Fn::Sub": "api-${Usual}"}, known("api-x")),
        ({"Fn::Sub": "api-${Free}"}, ProjectNames(frozenset({"api-y"}), (r"api\-.*",))),
        ({"Fn::Sub": "api-${AWS::Region}-${AWS::StackName}"}, known("api-eu-west-1-Api")),
        ({"Fn::Join": ["-", ["api", {"Fn::GetAtt": ["Queue", "QueueName"]}]]}, ProjectNames(patterns=(r"api\-.*",))),
        ("{{resolve:ssm:/name}}", ANY_NAME),
        ({"Ref": "AWS::NoValue"}, ANY_NAME),
        (["api"], ANY_NAME),
        (None, ANY_NAME),
    ],
)
def test_a_project_has_the_names_that_its_values_give(name: Any, expected: ProjectNames) -> None:
    assert names(stack(Api=project(name))) == {"Api": expected}


def test_a_region_that_nobody_knows_can_be_any() -> None:
    (found,) = names(stack(place=Place(None, None), Api=project({"Fn::Sub": "api-${AWS::Region}"}))).values()

    assert (found.known, found.may_be("api-eu-west-1"), found.may_be("web-eu-west-1")) == (frozenset(), True, False)


def test_a_value_that_is_given_is_the_only_one() -> None:
    assert names(stack(Api=project(NAME)), Stage="prod") == {"Api": known("api-prod")}


def test_more_combinations_than_are_tried_can_be_any_name() -> None:
    values = {f"P{index}": {"Type": "String", "AllowedValues": ["a", "b", "c"]} for index in range(4)}
    body = {
        "Parameters": values,
        "Resources": {"Api": project({"Fn::Sub": "".join(f"${{{each}}}" for each in values)})},
    }

    (found,) = names(Template(body)).values()

    assert (len(found.known), found.may_be("something")) == (64, True)


@pytest.mark.parametrize("reference", [{"Ref": "Api"}, {"Fn::GetAtt": ["Api", "Arn"]}, NAME])
def test_a_webhook_has_the_names_of_its_project(reference: Any) -> None:
    expected = known("api-dev", "api-prod")

    assert names(stack(Api=project(NAME), Hook=webhook(reference), Queue={"Type": "AWS::SQS::Queue"})) == {
        "Api": expected,
        "Hook": expected,
    }


@pytest.mark.parametrize(
    "reference", [{"Ref": "Api"}, {"Ref": "Free"}, {"Ref": "Queue"}, {"Ref": ["Api"]}, {"Ref": "no"}]
)
def test_a_webhook_of_an_unnamed_project_can_be_of_any(reference: Any) -> None:
    found = names(stack(Api=project(None), Hook=webhook(reference), Queue={"Type": "AWS::SQS::Queue"}))

    assert found["Hook"].may_be("something")


@pytest.mark.parametrize("value", [{"Ref": "Api"}, "api"])
def test_a_project_of_another_stack_is_followed(value: Any) -> None:
    outputs = {"Name": {"Value": value, "Export": {"Name": "Api:Name"}}}
    made = stack(Api=project("api"), outputs=outputs)

    found = names(
        made, stack(Hook=webhook({"Fn::ImportValue": "Api:Name"}), Lost=webhook({"Fn::ImportValue": "Web:Name"}))
    )

    assert (found["Hook"], found["Lost"]) == (known("api"), ANY_NAME)


def test_a_name_goes_through_nested_stacks() -> None:
    child = {
        "Parameters": {"Name": {"Type": "String"}},
        "Resources": {"Api": project({"Ref": "Name"})},
        "Outputs": {"Api": {"Value": {"Ref": "Api"}}},
    }
    nesting = {
        "Type": "AWS::CloudFormation::Stack",
        "Properties": {"TemplateURL": "child.json", "Parameters": {"Name": "api"}},
    }
    around = {"Resources": {"Child": nesting, "Hook": webhook({"Fn::GetAtt": ["Child", "Outputs.Api"]})}}

    assert names(Template(around, file="/a/around.json"), Template(child, file="/a/child.json")) == {
        "Hook": known("api"),
        "Api": known("api"),
    }


def test_a_loop_makes_a_project_for_each_of_its_values() -> None:
    made = project({"Fn::Sub": "api-${Name}"})
    body = {
        "Parameters": {"Names": {"Type": "CommaDelimitedList", "Default": "one,two"}},
        "Resources": {"Fn::ForEach::Projects": ["Name", {"Ref": "Names"}, {"Project${Name}": made}]},
    }

    assert names(Template(body)) == {"Projectone": known("api-one"), "Projecttwo": known("api-two")}
