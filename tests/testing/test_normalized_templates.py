"""Templates for snapshots: what is taken out of them, and what stays."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, cast

import aws_cdk as cdk
import pytest
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_lambda as lambda_
from aws_cdk import pipelines

from webhook_constructs import CodeBuildWebhook, SourceProvider, WebhookConstructsError
from webhook_constructs.testing import normalized_template
from webhook_constructs.testing.normalized_templates import without_additions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from constructs import Construct

HASH = re.compile(r"[0-9a-f]{32}")


def add_webhook(scope: Construct) -> None:
    project = codebuild.Project.from_project_name(scope, "Docs", "docs-site")
    CodeBuildWebhook(scope, "Webhook", project=project, source_provider=SourceProvider.GITHUB)


def test_hashes_and_what_the_cdk_adds_are_taken_out_and_nothing_else() -> None:
    app = cdk.App(analytics_reporting=True)
    stack = cdk.Stack(app, "Stack")
    add_webhook(stack)
    template = app.synth().get_stack_by_name("Stack").template
    assert sorted(template) == ["Conditions", "Parameters", "Resources", "Rules"]

    normalized = normalized_template(stack)

    assert sorted(normalized) == ["Resources"]
    (function,) = (each for each in normalized["Resources"].values() if each["Type"] == "AWS::Lambda::Function")
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
    stack = cdk.Stack(cdk.App(), "Stack")
    cdk.CfnResource(stack, "B", type="X::Y::Z", properties={"b": 1, "a": [2, 1]})
    cdk.CfnResource(stack, "A", type="X::Y::Z")

    normalized = normalized_template(stack)

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

    assert "<asset-hash" in json.dumps(normalized)
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


def test_what_looks_like_a_hash_and_is_of_the_app_stays() -> None:
    values = [f"python@sha256:{'0a' * 32}", f"echo {'0b' * 32} tool.zip | sha256sum -c", f"releases/{'0c' * 32}.zip"]
    stack = cdk.Stack(cdk.App(), "Stack")
    cdk.CfnResource(stack, "Resource", type="X::Y::Z", properties={"Values": values})
    add_webhook(stack)

    assert normalized_template(stack)["Resources"]["Resource"]["Properties"]["Values"] == values


@pytest.mark.parametrize("prefix", ["code", "é", "main-"])
def test_a_hash_goes_whatever_is_before_it(prefix: str) -> None:
    stack = cdk.Stack(cdk.App(), "Stack", synthesizer=cdk.DefaultStackSynthesizer(bucket_prefix=prefix))
    add_webhook(stack)

    assert f'"{prefix}<asset-hash>.zip"' in json.dumps(normalized_template(stack), ensure_ascii=False)


def function_of(stack: cdk.Stack, folder: Path, code: str, construct_id: str = "Function") -> lambda_.Function:
    source = folder / f"{construct_id}-{code}"
    source.mkdir(exist_ok=True)
    (source / "index.py").write_text(code)
    return lambda_.Function(
        stack,
        construct_id,
        runtime=lambda_.Runtime("python3.14"),
        handler="index.handler",
        code=lambda_.Code.from_asset(str(source)),
    )


def of_a_pipeline(folder: Path, code: str) -> cdk.Stack:
    """The pipeline names the assets of its stages, and the places that they go to."""
    app = cdk.App()
    stack = cdk.Stack(app, "Stack", env=cdk.Environment(account="111122223333", region="eu-west-1"))
    arn = "arn:aws:codeconnections:eu-west-1:111122223333:connection/1"
    source = pipelines.CodePipelineSource.connection("acme/api", "main", connection_arn=arn)
    pipeline = pipelines.CodePipeline(
        stack, "Pipeline", synth=pipelines.ShellStep("Synth", input=source, commands=["make"])
    )
    stage = cdk.Stage(stack, "Prod", env=cdk.Environment(account="111122223333", region="eu-west-1"))
    function_of(cdk.Stack(stage, "Inner"), folder, code)
    pipeline.add_stage(stage)
    return stack


def of_a_version_that_another_stack_takes(folder: Path, code: str) -> cdk.Stack:
    app = cdk.App()
    stack, other = cdk.Stack(app, "Stack"), cdk.Stack(app, "Other")
    cdk.CfnOutput(other, "Version", value=function_of(stack, folder, code).current_version.function_arn)
    return stack


def of_an_api(folder: Path, code: str) -> cdk.Stack:
    stack = cdk.Stack(cdk.App(), "Stack")
    apigateway.LambdaRestApi(stack, "Api", handler=function_of(stack, folder, code).current_version)
    return stack


def of_two_functions_with_parameters(folder: Path, code: str) -> cdk.Stack:
    stack = cdk.Stack(cdk.App(), "Stack", synthesizer=cdk.LegacyStackSynthesizer())
    for construct_id in ("One", "Two"):
        function_of(stack, folder, f"# {code} {construct_id}", construct_id)
    return stack


@pytest.mark.parametrize(
    ("made", "hashes"),
    [
        (of_a_pipeline, r"-[0-9a-f]{8}\b"),  # the hash of its configuration is the app's
        (of_a_version_that_another_stack_takes, "[0-9a-f]{32}"),
        (of_an_api, "[0-9a-f]{32}"),
        (of_two_functions_with_parameters, "[0-9a-f]{32}"),
    ],
    ids=["pipeline", "version", "api", "parameters"],
)
def test_other_code_changes_nothing(made: Callable[[Path, str], cdk.Stack], hashes: str, tmp_path: Path) -> None:
    one, other = (normalized_template(made(tmp_path, code)) for code in ("one", "another"))

    assert one == other
    assert re.findall(hashes, json.dumps(one)) == []


def test_the_parameters_of_two_assets_stay_apart(tmp_path: Path) -> None:
    normalized = normalized_template(of_two_functions_with_parameters(tmp_path, "code"))

    assert len(normalized["Parameters"]) == 6


def test_without_staging_no_path_of_the_machine_is_left(tmp_path: Path) -> None:
    switches = {"aws:cdk:disable-asset-staging": True, "aws:cdk:enable-asset-metadata": True}
    stack = cdk.Stack(cdk.App(context=switches), "Stack")
    add_webhook(stack)
    function_of(stack, tmp_path, "pass")

    text = json.dumps(normalized_template(stack))
    assert text.count('"aws:asset:path": "<asset-path>"') == 1
    assert str(tmp_path) not in text
    assert "webhook_constructs" not in text


@pytest.mark.parametrize("given", ["Stack", None, 1, {"Resources": {}}], ids=repr)
def test_what_is_no_stack_is_refused(given: object) -> None:
    with pytest.raises(WebhookConstructsError) as refused:
        normalized_template(cast("Any", given))

    assert str(refused.value) == (f"normalized_template takes a cdk.Stack, got {given!r}")


def test_what_the_cdk_adds_stays_in_the_template_that_was_given() -> None:
    given: dict[str, Any] = {"Parameters": {"BootstrapVersion": {}, "Name": {}}, "Rules": {"CheckBootstrapVersion": {}}}

    assert without_additions(given) == {"Parameters": {"Name": {}}}
    assert given == {"Parameters": {"BootstrapVersion": {}, "Name": {}}, "Rules": {"CheckBootstrapVersion": {}}}
