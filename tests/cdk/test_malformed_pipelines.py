"""What a template can hold in place of a pipeline never stops the synthesis."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codepipeline as codepipeline

from tests.cdk.annotated import DOUBLE_BUILD, annotated
from tests.cdk.apps import US, imported_webhook, make_stack
from tests.cdk.pipelines import ROLE, stages_of

KIND = {"Category": "Build", "Owner": "AWS", "Provider": "CodeBuild", "Version": "1"}
REFERENCE = {"Ref": "AWS::AccountId"}
ARGUMENTS: dict[str, list[Any]] = {
    "Fn::Join": [[], None, [""], ["", 5], ["", None], ["", REFERENCE], {"a": 1}, [5, ["a"]], ["", [None, 3]]],
    "Fn::Sub": [[], None, [1, {}], ["${A}", None], ["${A}", {"A": None}], {"a": 1}],
    "Fn::GetAtt": [[], None, [1], "A", {"a": 1}],
    "Fn::Select": [[], None, [0, {"Fn::Split": None}], [0, {"Fn::Split": [":"]}]],
    "Ref": [[], None, {"a": 1}],
}
FUNCTIONS: list[Any] = [{name: argument} for name, arguments in ARGUMENTS.items() for argument in arguments]
MALFORMED: list[Any] = [5, True, [], {}, {"a": 1}, [None], *FUNCTIONS]


def warned(action: dict[str, Any]) -> bool:
    app = cdk.App()
    stack = make_stack(app=app, env=US)
    imported_webhook(stack)
    stages = [{"Name": "Build", "Actions": [{"Name": "Run", "ActionTypeId": KIND, **action}]}]
    cdk.CfnResource(stack, "Pipeline", type="AWS::CodePipeline::Pipeline", properties={"Stages": stages})
    assert annotated(app, "WH001") == {}
    return bool(annotated(app, DOUBLE_BUILD))


@pytest.mark.parametrize("value", MALFORMED, ids=str)
def test_a_malformed_role_is_the_pipelines_own(value: Any) -> None:
    assert warned({"Configuration": {"ProjectName": "api"}, "RoleArn": value})


@pytest.mark.parametrize("value", [each for each in MALFORMED if each not in ([], {}, [None])], ids=str)
def test_a_malformed_region_is_not_known(value: Any) -> None:
    assert not warned({"Configuration": {"ProjectName": "api"}, "Region": value})


@pytest.mark.parametrize("value", MALFORMED, ids=str)
def test_a_malformed_name_is_no_project(value: Any) -> None:
    assert not warned({"Configuration": {"ProjectName": value}})


@pytest.mark.parametrize("value", [*MALFORMED, None], ids=str)
@pytest.mark.parametrize("where", ["Configuration", "ActionTypeId"])
def test_other_malformed_members_are_no_action(where: str, value: Any) -> None:
    assert not warned({"Configuration": {"ProjectName": "api"}, where: value})


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("arn:aws:iam::111122223333:role/build", True),
        ("arn:aws:iam::444455556666:role/build", False),
        ({"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/build"}, True),
        ({"Fn::Sub": ["arn:aws:iam::${A}:role/build", {"A": "444455556666"}]}, False),
        ({"Fn::Sub": ["arn:aws:iam::${A}:role/build", {"A": "111122223333"}]}, True),
        ({"Fn::Sub": "arn:aws:iam::${Tools}:role/build"}, False),
        ({"Fn::Join": [":", ["arn", "aws", "iam", "", "444455556666", "role/build"]]}, False),
        ({"Fn::Join": [":", ["arn", "aws", "iam", "", REFERENCE, "role/build"]]}, True),
        ({"Fn::Join": ["", ["arn:aws:iam::", {"Ref": "Tools"}, ":role/build"]]}, False),
        ("arn:aws:iam::tools:role/build", False),
    ],
    ids=str,
)
def test_the_account_of_a_role_is_read_however_it_is_written(role: Any, *, expected: bool) -> None:
    assert warned({"Configuration": {"ProjectName": "api"}, "RoleArn": role}) is expected


@pytest.mark.parametrize(
    ("region", "expected"), [({"Ref": "AWS::Region"}, True), ({"Ref": "Region"}, False), ("us-east-1", True)], ids=str
)
def test_a_region_that_only_the_deployment_knows_is_passed_over(region: Any, *, expected: bool) -> None:
    assert warned({"Configuration": {"ProjectName": "api"}, "Region": region}) is expected


class Unusual(codepipeline.CfnPipeline):
    """A class that says something else of itself than those of the CDK."""

    CFN_RESOURCE_TYPE_NAME = ["AWS::CodePipeline::Pipeline"]  # type: ignore[assignment]  # noqa: RUF012


@pytest.mark.parametrize("in_a_stage", [False, True])
def test_a_mistake_in_looking_does_not_stop_the_synthesis(*, in_a_stage: bool) -> None:
    app = cdk.App()
    scope = cdk.Stage(app, "Prod") if in_a_stage else app
    imported_webhook(cdk.Stack(app, "Stack"))
    Unusual(cdk.Stack(scope, "Pipelines"), "Pipeline", role_arn=ROLE, stages=stages_of())

    ((path, (text,)),) = annotated(app, "WH001").items()

    assert path == "/Stack/Webhook"
    assert "crashed with TypeError in resources_below" in text
