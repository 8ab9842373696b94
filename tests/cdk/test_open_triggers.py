"""Pipelines that nothing starts, and those of which only the deployment knows what does."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codepipeline as codepipeline
from aws_cdk import aws_codepipeline_actions as actions

from tests.cdk.annotated import DOUBLE_BUILD, annotated
from tests.cdk.apps import PUSH_TO_MAIN, github_project, make_stack
from tests.cdk.pipelines import build_action, connection, stages_of
from webhook_constructs import CodeBuildWebhook, EventAction, FilterGroup

BRANCH: Any = {"Ref": "Branch"}
IF: Any = {"Fn::If": ["IsProd", {"branches": {"includes": ["main"]}}, {"Ref": "AWS::NoValue"}]}
RELEASE = {"branches": {"includes": ["release"]}}
MAIN = {"branches": {"includes": ["main"]}}


def trigger(name: Any = "GitHub", **git: Any) -> dict[str, Any]:
    return {"providerType": "CodeStarSourceConnection", "gitConfiguration": {"sourceActionName": name, **git}}


def found(rule: str, *pipeline_actions: dict[str, Any], pulls: bool = False, triggers: Any = None) -> list[str]:
    app = cdk.App()
    stack = make_stack(app=app)
    group = FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED) if pulls else PUSH_TO_MAIN
    project = github_project(stack, project_name="api")
    CodeBuildWebhook(stack, "Webhook", project=project, filter_groups=[group])
    properties = {"Stages": stages_of(*pipeline_actions), "Triggers": triggers}
    cdk.CfnResource(stack, "Pipeline", type="AWS::CodePipeline::Pipeline", properties=properties)
    return list(annotated(app, rule))


class TestNothingStarts:
    @pytest.mark.parametrize("detects", ["false", False], ids=repr)
    def test_a_pipeline_that_does_not_look_for_changes_builds_no_commit(self, *, detects: Any) -> None:
        assert found(DOUBLE_BUILD, connection(DetectChanges=detects), build_action("api")) == []

    def test_a_trigger_starts_it_all_the_same(self) -> None:
        triggers = [trigger(push=[MAIN])]

        assert found(DOUBLE_BUILD, connection(DetectChanges="false"), build_action("api"), triggers=triggers)

    def test_another_source_starts_it_all_the_same(self) -> None:
        second = {**connection(), "name": "Second"}

        assert found(DOUBLE_BUILD, connection(DetectChanges="false"), second, build_action("api"))

    @pytest.mark.parametrize("open_value", [{"Ref": "Detects"}, "perhaps"], ids=str)
    def test_what_only_the_deployment_knows_may_start_it(self, open_value: Any) -> None:
        assert found(DOUBLE_BUILD, connection("release", DetectChanges=open_value), build_action("api"))

    def test_an_action_of_the_second_level_that_does_not_trigger_on_push(self) -> None:
        app = cdk.App()
        stack = make_stack(app=app)
        project = github_project(stack)
        CodeBuildWebhook(stack, "Webhook", project=project, filter_groups=[PUSH_TO_MAIN])
        artifact = codepipeline.Artifact()
        source = actions.CodeStarConnectionsSourceAction(
            action_name="Source",
            owner="acme",
            repo="api",
            branch="main",
            connection_arn="arn:aws:codeconnections:us-east-1:111122223333:connection/x",
            output=artifact,
            trigger_on_push=False,
        )
        build = actions.CodeBuildAction(action_name="Build", project=project, input=artifact)
        stages = [
            codepipeline.StageProps(stage_name="Source", actions=[source]),
            codepipeline.StageProps(stage_name="Build", actions=[build]),
        ]
        codepipeline.Pipeline(stack, "Pipeline", stages=stages)

        assert annotated(app, DOUBLE_BUILD) == {}


OPEN = [
    pytest.param([trigger(push=[{"branches": {"includes": ["release", BRANCH]}}])], id="one-of-two-branches"),
    pytest.param([trigger(push=[RELEASE, {"branches": {"includes": [BRANCH]}}])], id="second-push"),
    pytest.param([trigger(push=[RELEASE, IF])], id="push-under-a-condition"),
    pytest.param([trigger(push={"Fn::If": ["IsProd", [MAIN], [RELEASE]]})], id="all-pushes-under-a-condition"),
    pytest.param([trigger(push=[{"branches": {"excludes": [BRANCH]}}])], id="excluded-branch"),
    pytest.param([trigger(push=[{"branches": {"includes": {"Ref": "Branches"}}}])], id="list-of-branches"),
    pytest.param([trigger(push=[{"branches": {"excludes": {"Ref": "Branches"}}}])], id="list-of-excluded-branches"),
    pytest.param([trigger(push=[{**MAIN, "filePaths": {"includes": [BRANCH]}}])], id="files"),
    pytest.param([trigger(BRANCH, push=[RELEASE])], id="name-of-the-source"),
    pytest.param([IF], id="trigger-under-a-condition"),
    pytest.param({"Fn::If": ["IsProd", [trigger(push=[MAIN])], {"Ref": "AWS::NoValue"}]}, id="under-a-condition"),
]


@pytest.mark.parametrize("triggers", OPEN)
def test_a_pipeline_with_such_triggers_may_build_what_the_webhook_builds(triggers: Any) -> None:
    assert found(DOUBLE_BUILD, connection("release"), build_action("api"), triggers=triggers)


@pytest.mark.parametrize("triggers", OPEN)
def test_nothing_is_said_of_the_events_of_such_triggers(triggers: Any) -> None:
    assert found("WH408", connection("main"), triggers=triggers) == []


def test_nothing_is_said_of_the_events_of_open_pull_requests() -> None:
    triggers: Any = [trigger(pullRequest=[{"events": [BRANCH], **MAIN}])]

    assert found("WH408", connection("main"), triggers=triggers, pulls=True) == []


def test_the_open_triggers_of_another_source_are_passed_over() -> None:
    triggers: Any = [trigger(push=[RELEASE]), trigger("Other", push=[{"branches": {"includes": [BRANCH]}}])]

    assert found(DOUBLE_BUILD, connection("main"), build_action("api"), triggers=triggers) == []


def test_a_source_under_a_condition_may_start_the_pipeline() -> None:
    second: Any = {"Fn::If": ["IsProd", {**connection("main"), "name": "Second"}, {"Ref": "AWS::NoValue"}]}

    assert found(DOUBLE_BUILD, connection("release"), second, build_action("api"))
    assert found(DOUBLE_BUILD, connection("release"), build_action("api")) == []
