"""Stacks from the CDK, with their assets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from webhook_constructs.testing.local import LocalAwsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from webhook_constructs.testing.local import LocalAws

HANDLER = """
import json, urllib.request
import helper

def handler(event, context):
    print("greets", helper.NAME)
    body = {name: event[name] for name in ("StackId", "RequestId", "LogicalResourceId")}
    body |= {"Status": "SUCCESS", "PhysicalResourceId": helper.NAME}
    body = json.dumps(body).encode()
    urllib.request.urlopen(urllib.request.Request(event["ResponseURL"], body, {"Content-Type": ""}, method="PUT"))
"""


@pytest.fixture(scope="module")
def cdk() -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CDK_VALIDATION", "false")  # a second per synthesis
        import aws_cdk  # noqa: PLC0415

        yield aws_cdk


@pytest.fixture(scope="module")
def code(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("code")
    (directory / "index.py").write_text(HANDLER)
    (directory / "helper.py").write_text("NAME = 'you'\n")
    return directory


@pytest.fixture(scope="module")
def assembly(cdk: Any, code: Path) -> dict[str, Any]:
    """Return the stacks of one app by name; it is synthesized at the first deployment."""
    from aws_cdk import aws_lambda  # noqa: PLC0415

    app = cdk.App(analytics_reporting=False)

    def add_greeting(scope: Any) -> None:
        function = aws_lambda.Function(
            scope,
            "Function",
            code=aws_lambda.Code.from_asset(str(code)),
            handler="index.handler",
            runtime=aws_lambda.Runtime.PYTHON_3_13,
        )
        greeting = cdk.CustomResource(
            scope, "Greeting", service_token=function.function_arn, service_timeout=cdk.Duration.seconds(10)
        )
        cdk.CfnOutput(scope, "Name", value=greeting.ref)

    here = cdk.Stack(app, "Here")
    add_greeting(here)
    abroad = cdk.Stack(app, "Abroad", env=cdk.Environment(region="eu-west-1"))
    add_greeting(abroad)
    parent = cdk.Stack(app, "Parent")
    add_greeting(cdk.NestedStack(parent, "Nested"))
    cdk.Stack(app, "Elsewhere", env=cdk.Environment(account="111111111111", region="eu-west-1"))
    return {"here": here, "abroad": abroad, "parent": parent, "elsewhere": app.node.find_child("Elsewhere")}


def test_a_stack_is_deployed_with_its_zipped_asset(aws: LocalAws, assembly: dict[str, Any]) -> None:
    outputs = aws.deploy(assembly["here"], "Here").outputs
    assert dict(outputs) == {"Name": "you"}
    assert "greets you" in aws.log_lines()
    aws.delete("Here")


def test_the_template_of_an_assembly_is_deployed_with_its_assets(aws: LocalAws, assembly: dict[str, Any]) -> None:
    path = Path(assembly["here"].node.root.synth().directory) / "Here.template.json"
    assert aws.deploy(path, "FromPath").status == "CREATE_COMPLETE"


def test_a_stack_with_a_region_is_deployed_there(aws: LocalAws, assembly: dict[str, Any]) -> None:
    aws.deploy(assembly["abroad"], "Abroad")
    assert ":eu-west-1:" in aws.lambda_events[0].event["StackId"]
    functions = aws.client("lambda", "eu-west-1").list_functions()["Functions"]
    assert [function["Runtime"] for function in functions] == ["python3.13"]
    aws.delete("Abroad")
    assert aws.stack_events("Abroad")[-1].status == "DELETE_COMPLETE"


def test_a_nested_stack_is_deployed_with_its_template_and_its_assets(aws: LocalAws, assembly: dict[str, Any]) -> None:
    aws.deploy(assembly["parent"], "Parent")
    aws.delete("Parent")
    assert [event.event["RequestType"] for event in aws.lambda_events] == ["Create", "Delete"]


def test_a_stack_of_another_account_is_refused(aws: LocalAws, assembly: dict[str, Any]) -> None:
    with pytest.raises(LocalAwsError) as refused:
        aws.deploy(assembly["elsewhere"], "Elsewhere")
    assert str(refused.value) == (
        "Elsewhere.template.json is bound to the account 111111111111, and the embedded AWS has 000000000000 only: "
        "use LocalAws(account='111111111111'), or state no account"
    )


def test_an_app_with_a_pipeline_is_deployed(aws: LocalAws, cdk: Any) -> None:
    from aws_cdk import aws_codebuild, aws_codepipeline, aws_codepipeline_actions  # noqa: PLC0415

    stack = cdk.Stack(cdk.App(analytics_reporting=False), "Pipeline")
    source = aws_codepipeline.Artifact()
    action = aws_codepipeline_actions.CodeStarConnectionsSourceAction(
        action_name="Source",
        connection_arn="arn:aws:codestar-connections:us-east-1:000000000000:connection/x",
        owner="octo",
        repo="app",
        output=source,
    )
    build = aws_codepipeline_actions.CodeBuildAction(
        action_name="Build", project=aws_codebuild.PipelineProject(stack, "Project"), input=source
    )
    aws_codepipeline.Pipeline(
        stack,
        "Pipeline",
        cross_account_keys=True,
        stages=[
            aws_codepipeline.StageProps(stage_name="Source", actions=[action]),
            aws_codepipeline.StageProps(stage_name="Build", actions=[build]),
        ],
    )
    types = {event.resource_type for event in aws.deploy(stack, "Pipeline").events}
    assert {"AWS::CodePipeline::Pipeline", "AWS::KMS::Key", "AWS::KMS::Alias", "AWS::S3::BucketPolicy"} <= types
    aws.delete("Pipeline")
