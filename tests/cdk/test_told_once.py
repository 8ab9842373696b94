"""What is said of one pair: the one finding that fits best, and none where no commit starts both."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import pipelines as cdk_pipelines

from tests.cdk.annotated import annotated
from tests.cdk.apps import add_webhook, github_project, imported, make_stack
from tests.cdk.pipelines import build_action, cfn_pipeline, connection
from tests.cdk.test_open_triggers import trigger
from webhook_constructs import CodeBuildWebhook, EventAction, FilterGroup

PUSH, UPDATED = (FilterGroup.in_event_of(each) for each in (EventAction.PUSH, EventAction.PULL_REQUEST_UPDATED))
PULL_REQUESTS = [trigger(pullRequest=[{"events": ["OPEN", "UPDATED"], "branches": {"includes": ["main"]}}])]
ANY_PUSH = [trigger(push=[{"branches": {"includes": ["**"]}}])]
RULES = ("WH108", "WH110", "WH406", "WH407", "WH408")


def told(app: cdk.App) -> dict[str, list[str]]:
    """The rules that speak, each with the webhooks."""
    return {rule: paths for rule in RULES if (paths := list(annotated(app, rule)))}


@pytest.mark.parametrize(
    ("group", "triggers", "expected"),
    [
        pytest.param(PUSH, PULL_REQUESTS, ["/Stack/Webhook"], id="any push beside pull requests"),
        pytest.param(PUSH.and_branch_glob("feature/*"), PULL_REQUESTS, ["/Stack/Webhook"], id="branches of requests"),
        pytest.param(PUSH.and_branch_is("main"), PULL_REQUESTS, [], id="one branch beside pull requests"),
        pytest.param(UPDATED, ANY_PUSH, ["/Stack/Webhook"], id="pull requests beside any push"),
        pytest.param(UPDATED, None, [], id="pull requests beside one branch"),
    ],
)
def test_pushes_and_pull_requests_of_one_commit(group: FilterGroup, triggers: Any, expected: list[str]) -> None:
    app = cdk.App()
    stack = make_stack(app=app)
    CodeBuildWebhook(stack, "Webhook", project=github_project(stack, project_name="api"), filter_groups=[group])
    pipeline = cfn_pipeline(stack, connection(), build_action("api"))
    pipeline.add_property_override("PipelineType", "V2")
    pipeline.triggers = triggers

    assert told(app).get("WH406", []) == expected


def test_a_pipeline_that_follows_another_repository_builds_no_commit_twice() -> None:
    app = cdk.App()
    stack = make_stack(app=app)
    add_webhook(stack, github_project(stack, project_name="api"))
    cfn_pipeline(stack, connection(repository="acme/config"), build_action("api"))

    assert told(app) == {}


def test_a_double_build_is_not_told_as_a_pipeline_on_the_same_branch_as_well() -> None:
    app = cdk.App()
    stack = make_stack(app=app)
    add_webhook(stack, github_project(stack, project_name="api"))
    cfn_pipeline(stack, connection(), build_action("api"))

    assert told(app) == {"WH406": ["/Stack/Webhook"]}


def test_two_webhooks_of_one_project_are_not_told_as_two_projects_of_one_event() -> None:
    app = cdk.App()
    stack = make_stack(app=app)
    project = github_project(stack, project_name="api")
    add_webhook(stack, project, "One")
    add_webhook(stack, project, "Two")

    assert told(app) == {"WH110": ["/Stack/One", "/Stack/Two"]}


def test_the_project_of_a_step_of_cdk_pipelines_can_have_no_webhook() -> None:
    app = cdk.App()
    stack = make_stack(app=app)
    bucket = cdk.aws_s3.Bucket.from_bucket_name(stack, "Bucket", "pipeline-bucket")
    source = cdk_pipelines.CodePipelineSource.s3(bucket, "source.zip")
    step = cdk_pipelines.CodeBuildStep("Synth", input=source, commands=["true"], project_name="synth")
    cdk_pipelines.CodePipeline(stack, "Pipeline", synth=step).build_pipeline()
    add_webhook(stack, imported(stack, "synth"))

    assert told(app) == {"WH108": ["/Stack/Webhook"]}
