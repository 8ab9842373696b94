"""CDK Pipelines deploys webhooks in its stages, and the double builds that are told of are those of a developer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import aws_cdk as cdk
import pytest
from aws_cdk import pipelines

from tests.cdk.annotated import annotated
from tests.cdk.apps import PUSH_TO_MAIN, github_project, make_stack
from webhook_constructs import CodeBuildWebhook, EventAction, FilterGroup

if TYPE_CHECKING:
    from constructs import Construct

    from webhook_constructs.testing.local import LocalAws

ENV = cdk.Environment(account="111122223333", region="eu-west-1")
CONNECTION = "arn:aws:codeconnections:eu-west-1:111122223333:connection/1"
OURS = "webhook-constructs::WH"
PULL_REQUEST = FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED).and_base_branch_is("main")


def add_webhook(stack: cdk.Stack, group: FilterGroup = PUSH_TO_MAIN) -> None:
    CodeBuildWebhook(stack, "Webhook", project=github_project(stack), filter_groups=[group])


def stage_with_webhook(scope: Construct, name: str) -> cdk.Stage:
    stage = cdk.Stage(scope, name, env=ENV)
    add_webhook(cdk.Stack(stage, "Ci"))
    return stage


def deploying_pipeline(stack: cdk.Stack, repository: str = "acme/infrastructure") -> pipelines.CodePipeline:
    source = pipelines.CodePipelineSource.connection(repository, "main", connection_arn=CONNECTION)
    synth = pipelines.ShellStep("Synth", input=source, commands=["npx cdk synth"])
    return pipelines.CodePipeline(stack, "Pipeline", synth=synth)


def test_the_pipeline_publishes_the_function_and_deploys_the_webhook() -> None:
    app = cdk.App()
    stack = make_stack(app=app, env=ENV)
    pipeline = deploying_pipeline(stack)
    stage = stage_with_webhook(stack, "Prod")
    pipeline.add_stage(stage)

    assembly = app.synth()
    ci = stage.node.find_child("Ci")
    assert isinstance(ci, cdk.Stack)
    assert len(webhooks_of_stage(stage)) == 1
    resources = assembly.get_stack_by_name("Stack").template["Resources"].values()
    (made,) = (each["Properties"] for each in resources if each["Type"] == "AWS::CodePipeline::Pipeline")
    actions = {each["Name"]: [action["Name"] for action in each["Actions"]] for each in made["Stages"]}
    assert actions["Assets"] == ["CodeBuildWebhookHandler_Function_Code"]
    assert actions["Prod"] == ["Prepare", "Deploy"]
    assert annotated(stack, OURS) == {}
    assert annotated(ci, OURS) == {}


def webhooks_of_stage(stage: cdk.Stage) -> list[str]:
    (path,) = Path(stage.synth().directory).glob("*.template.json")
    resources = json.loads(path.read_text())["Resources"].values()
    return [each["Type"] for each in resources if each["Type"] == "Custom::CodeBuildWebhook"]


@pytest.mark.parametrize(
    ("group", "told"),
    [pytest.param(PUSH_TO_MAIN, True, id="push"), pytest.param(PULL_REQUEST, False, id="pull-request")],
)
def test_a_webhook_on_the_pipelines_own_repository_is_told_of_if_it_builds_what_the_pipeline_builds(
    group: FilterGroup, *, told: bool
) -> None:
    app = cdk.App()
    stack = make_stack(app=app, env=ENV)
    pipeline = deploying_pipeline(stack, "acme/api")
    stage = cdk.Stage(stack, "Prod", env=ENV)
    add_webhook(cdk.Stack(stage, "Ci"), group)
    pipeline.add_stage(stage)

    found = annotated(stack, OURS)

    assert list(found) == (["/Stack/Pipeline/Pipeline"] if told else [])
    assert all("Stack/Prod/Ci/Webhook" in text for texts in found.values() for text in texts)


def test_the_stack_of_a_stage_is_deployed_with_what_is_nested_in_it(aws: LocalAws) -> None:
    stack = make_stack()
    stage = cdk.Stage(stack, "Prod")
    ci = cdk.Stack(stage, "Ci")
    add_webhook(ci)
    add_webhook(cdk.NestedStack(ci, "Nested"), PULL_REQUEST)

    aws.deploy(ci, "Prod-Ci")
    patterns = [hook.filter_groups[0][0].pattern for hook in aws.codebuild.hooks_at_host.values()]
    assert sorted(patterns) == ["PULL_REQUEST_CREATED", "PUSH"]

    aws.delete("Prod-Ci")
    assert aws.codebuild.hooks_at_host == {}
