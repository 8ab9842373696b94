"""What the projects of templates and of their webhooks are called."""

from __future__ import annotations

from typing import Any

import pytest

from webhook_constructs.templates.template import Template
from webhook_constructs.templates.values.project_names import project_names

STAGE = {"Stage": {"Type": "String", "AllowedValues": ["dev", "prod"]}, "Free": {"Type": "String"}}
NAME = {"Fn::Sub": "api-${Stage}"}


def project(name: Any) -> dict[str, Any]:
    return {"Type": "AWS::CodeBuild::Project", "Properties": {} if name is None else {"Name": name}}


def webhook(name: Any) -> dict[str, Any]:
    return {"Type": "Custom::CodeBuildWebhook", "Properties": {"ProjectName": name}}


def names(given: dict[str, str] | None = None, /, **resources: Any) -> dict[str, set[str]]:
    found = project_names([Template({"Parameters": STAGE, "Resources": resources})], given)
    return {logical_id: set(each) for (_, logical_id), each in found.items()}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("api", {"api"}),
        (NAME, {"api-dev", "api-prod"}),
        ({"Fn::If": ["IsX", "a", "b"]}, {"a", "b"}),
        ({"Ref": "Free"}, set()),
        ({"Fn::Sub": "api-${Free}"}, set()),
        (None, set()),
        (12, set()),
    ],
)
def test_a_project_has_the_names_that_its_values_give(name: Any, expected: set[str]) -> None:
    body = {"Parameters": STAGE, "Conditions": {"IsX": {"Fn::Equals": [{"Ref": "Free"}, "x"]}}}
    found = project_names([Template({**body, "Resources": {"Api": project(name)}})])

    assert found == {(0, "Api"): expected}


def test_a_value_that_is_given_is_the_only_one() -> None:
    assert names({"Stage": "prod"}, Api=project(NAME)) == {"Api": {"api-prod"}}


def test_a_webhook_has_the_names_of_its_project() -> None:
    resources = {"Api": project(NAME), "Hook": webhook({"Ref": "Api"}), "Other": webhook(NAME), "Queue": {"Type": "Q"}}

    assert names(None, **resources) == dict.fromkeys(("Api", "Hook", "Other"), {"api-dev", "api-prod"})


def test_a_webhook_of_an_unnamed_project_has_none() -> None:
    assert names(None, Api=project(None), Hook=webhook({"Ref": "Api"}), Lost=webhook({"Ref": "Free"})) == {
        "Api": set(),
        "Hook": set(),
        "Lost": set(),
    }
