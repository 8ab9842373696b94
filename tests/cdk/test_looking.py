"""Looking for double builds changes no template: the CDK keeps what has been resolved once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_codepipeline as codepipeline
from aws_cdk import aws_codepipeline_actions as actions

from tests.cdk import test_double_builds, test_project_names, test_stages
from tests.cdk.apps import EU, US, github_project, github_webhook, imported_webhook, make_stack, staged
from tests.cdk.lazy_values import Produced
from tests.cdk.pipelines import build_action, pipeline
from tests.cdk.test_stages import deploying_pipeline
from webhook_constructs.cdk.double_builds.annotations import StageWebhooks

if TYPE_CHECKING:
    from collections.abc import Callable


def templates(app: cdk.App) -> dict[str, Any]:
    """Every template below an app, by its path."""
    folder = Path(app.synth().directory)
    return {str(path.relative_to(folder)): json.loads(path.read_text()) for path in folder.rglob("*.template.json")}


def pipeline_with_a_stage(app: cdk.App) -> None:
    """CDK Pipelines synthesizes the stage when it is added; a transition of another pipeline is disabled later."""
    stack = make_stack(app=app)
    other = pipeline(stack, codebuild.PipelineProject(stack, "Other"), construct_id="OtherPipeline")
    inner = staged(app, "Prod")
    github_webhook(inner)
    deploying_pipeline(stack).add_stage(inner.node.scope)  # type: ignore[arg-type]
    other.add_stage(
        stage_name="Deploy", transition_to_enabled=False, transition_disabled_reason="by hand only"
    ).add_action(actions.ManualApprovalAction(action_name="Approve"))


def stages_that_grow(app: cdk.App, pipelines: cdk.Stack) -> None:
    """A stage with a webhook is synthesized, and then a pipeline elsewhere gets an action more."""
    hooks = staged(app, "Hooks")
    imported_webhook(hooks)
    written = [{"name": "Build", "actions": [build_action("web")]}]
    stages = cdk.Lazy.any(Produced(written))  # kept by the CDK once it is rendered
    codepipeline.CfnPipeline(pipelines, "Pipeline", role_arn="role", stages=stages)
    stage = hooks.node.scope
    assert isinstance(stage, cdk.Stage)
    stage.synth()
    written.append({"name": "More", "actions": [build_action("web")]})


def pipeline_of_the_app_that_grows(app: cdk.App) -> None:
    stages_that_grow(app, make_stack(app=app))


def pipeline_of_the_stage_beside_that_grows(app: cdk.App) -> None:
    stages_that_grow(app, staged(app, "Pipelines"))


def project_named_where_needed(app: cdk.App) -> None:
    one, two = make_stack("One", app=app, env=US), make_stack("Two", app=app, env=EU)
    for stack in (one, two):
        github_webhook(stack, project_name=cdk.PhysicalName.GENERATE_IF_NEEDED)
    pipeline(two, codebuild.PipelineProject(two, "Other"))


def project_of_a_stage_named_where_needed(app: cdk.App) -> None:
    stack = staged(app, "Prod", US)
    source = codebuild.Source.git_hub(owner="acme", repo="api", webhook=True)
    github_project(stack, source=source, project_name=cdk.PhysicalName.GENERATE_IF_NEEDED)
    github_webhook(stack, project_name=cdk.PhysicalName.GENERATE_IF_NEEDED)
    imported_webhook(make_stack(app=app, env=US))


SCENARIOS = [
    pipeline_with_a_stage,
    pipeline_of_the_app_that_grows,
    pipeline_of_the_stage_beside_that_grows,
    project_named_where_needed,
    project_of_a_stage_named_where_needed,
    *test_stages.SEEN,
    *test_stages.UNSEEN,
    *test_double_builds.SEEN.values(),
    *test_double_builds.UNSEEN.values(),
    *test_project_names.SEEN.values(),
    *test_project_names.UNSEEN.values(),
]


@pytest.mark.parametrize("make", SCENARIOS, ids=lambda make: make.__name__)
def test_looking_changes_no_template(make: Callable[[cdk.App], object], monkeypatch: pytest.MonkeyPatch) -> None:
    looked, left_alone = cdk.App(), cdk.App()
    make(looked)
    found = templates(looked)
    monkeypatch.setattr(StageWebhooks, "validate", lambda _self: [])
    make(left_alone)

    assert found == templates(left_alone)
