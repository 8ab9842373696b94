"""Templates for snapshots: what is taken out of them, and what stays."""

from __future__ import annotations

import doctest
import json
import re
from typing import TYPE_CHECKING, Any, cast

import aws_cdk as cdk
import pytest
from aws_cdk import assertions
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_lambda as lambda_

from webhook_constructs import CodeBuildWebhook, SourceProvider, WebhookConstructsError
from webhook_constructs.testing import normalized_template, normalized_templates

if TYPE_CHECKING:
    from pathlib import Path

    from constructs import Construct

HASH = re.compile(r"[0-9a-f]{32}")


def add_webhook(scope: Construct) -> None:
    project = codebuild.Project.from_project_name(scope, "Docs", "docs-site")
    CodeBuildWebhook(scope, "Webhook", project=project, source_provider=SourceProvider.GITHUB)


def test_the_example_is_true() -> None:
    assert doctest.testmod(normalized_templates).failed == 0


def test_hashes_and_what_the_cdk_adds_are_taken_out_and_nothing_else() -> None:
    app = cdk.App(analytics_reporting=True)
    stack = cdk.Stack(app, "Stack")
    add_webhook(stack)
    template = app.synth().get_stack_by_name("Stack").template
    assert sorted(template) == ["Conditions", "Parameters", "Resources", "Rules"]

    normalized = normalized_template(stack)

    assert sorted(normalized) == ["Resources"]
    (function,) = (each for name, each in normalized["Resources"].items() if "HandlerFunction" in name)
    assert function["Properties"]["Code"]["S3Key"] == "<asset-hash>.zip"
    raw = {name: each for name, each in template["Resources"].items() if name != "CDKMetadata"}
    assert normalized["Resources"] == json.loads(re.sub("[0-9a-f]{64}", "<asset-hash>", json.dumps(raw)))


def test_a_parameter_and_a_condition_of_the_app_stay() -> None:
    stack = cdk.Stack(cdk.App(), "Stack")
    name = cdk.CfnParameter(stack, "Name")
    cdk.CfnCondition(stack, "Named", expression=cdk.Fn.condition_equals(name, "yes"))

    normalized = normalized_template(stack)

    assert list(normalized["Parameters"]) == ["Name"]
    assert list(normalized["Conditions"]) == ["Named"]


def test_the_keys_are_in_order_so_that_any_tool_writes_the_same_text() -> None:
    normalized = normalized_template({"Resources": {"B": {"Type": "X", "Properties": {"b": 1, "a": [2, 1]}}, "A": {}}})

    assert json.dumps(normalized) == json.dumps(normalized, sort_keys=True)
    assert normalized["Resources"]["B"]["Properties"]["a"] == [2, 1]


@pytest.mark.parametrize("wrapped", [False, True], ids=["app", "stage"])
def test_a_nested_stack_has_a_template_of_its_own(*, wrapped: bool) -> None:
    app = cdk.App()
    stack = cdk.Stack(cdk.Stage(app, "Stage") if wrapped else app, "Stack")
    nested = cdk.NestedStack(stack, "Nested")
    add_webhook(nested)

    outer, inner = normalized_template(stack), normalized_template(nested)

    assert [each["Type"] for each in outer["Resources"].values()] == ["AWS::CloudFormation::Stack"]
    assert "/<asset-hash>.json" in json.dumps(outer)
    assert "Custom::CodeBuildWebhook" in {each["Type"] for each in inner["Resources"].values()}
    assert HASH.findall(json.dumps([outer, inner])) == []


@pytest.mark.parametrize(
    "synthesizer",
    [cdk.LegacyStackSynthesizer, cdk.CliCredentialsStackSynthesizer, cdk.DefaultStackSynthesizer],
    ids=lambda each: str(each.__name__),
)
def test_no_synthesizer_leaves_a_hash(synthesizer: Any) -> None:
    stack = cdk.Stack(cdk.App(), "Stack", synthesizer=synthesizer())
    add_webhook(stack)

    normalized = normalized_template(stack)

    assert "<asset-hash>" in json.dumps(normalized)
    assert HASH.findall(json.dumps(normalized)) == []


def test_the_version_of_a_function_keeps_its_place_and_loses_its_hash(tmp_path: Path) -> None:
    def template(code: str) -> dict[str, Any]:
        folder = tmp_path / str(len(code))
        folder.mkdir()
        (folder / "index.py").write_text(code)
        stack = cdk.Stack(cdk.App(), "Stack")
        function = lambda_.Function(
            stack,
            "Function",
            runtime=lambda_.Runtime("python3.14"),
            handler="index.handler",
            code=lambda_.Code.from_asset(str(folder)),
        )
        cdk.CfnOutput(stack, "Version", value=function.current_version.function_arn)
        return normalized_template(stack)

    one, other = template("one"), template("another")

    assert one == other
    (version,) = (name for name, each in one["Resources"].items() if each["Type"] == "AWS::Lambda::Version")
    assert re.fullmatch("FunctionCurrentVersion[0-9A-F]{8}<version-hash>", version)
    assert one["Outputs"]["Version"]["Value"] == {"Ref": version}


def test_an_image_that_is_pinned_by_its_digest_keeps_it() -> None:
    image = f"public.ecr.aws/docker/library/python@sha256:{'0a' * 32}"

    assert normalized_template({"Resources": {"Image": image}}) == {"Resources": {"Image": image}}


def test_a_template_of_the_cdks_assertions_is_taken_as_a_dict() -> None:
    stack = cdk.Stack(cdk.App(), "Stack")
    add_webhook(stack)

    assert normalized_template(assertions.Template.from_stack(stack).to_json()) == normalized_template(stack)


@pytest.mark.parametrize("given", ["Stack", None, 1], ids=repr)
def test_what_is_no_stack_is_refused(given: object) -> None:
    with pytest.raises(WebhookConstructsError) as refused:
        normalized_template(cast("Any", given))

    assert str(refused.value) == (
        f"normalized_template takes a cdk.Stack, or a template as a dict (Template.to_json()), got {given!r}"
    )
