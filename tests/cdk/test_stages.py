"""Pairs across stages: the later of the two to be synthesized is told, and nothing unfinished is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import pipelines as cdk_pipelines
from constructs import Construct

from tests.cdk.annotated import DOUBLE_BUILD, acknowledge_annotation, acknowledge_validation, annotated
from tests.cdk.apps import (
    EU,
    OTHER,
    PUSH_TO_MAIN,
    US,
    github_project,
    github_webhook,
    imported_webhook,
    make_stack,
    staged,
)
from tests.cdk.pipelines import build_action, cfn_pipeline, pipeline
from webhook_constructs import CodeBuildWebhook, SourceProvider

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs import IConstruct

ACTION = "Stack/Pipeline/Build/Run"


def webhook_in_a_stage_and_pipeline_in_the_app(app: cdk.App) -> dict[str, tuple[str, str]]:
    imported_webhook(staged(app, "Prod"))
    cfn_pipeline(make_stack(app=app), build_action("api"))
    return {"/Stack/Pipeline": ("Prod/Stack/Webhook", ACTION)}


def project_with_a_name_in_a_stage_and_pipeline_in_the_app(app: cdk.App) -> dict[str, tuple[str, str]]:
    cfn_pipeline(make_stack(app=app), build_action("api"))
    github_webhook(staged(app, "Prod"), project_name="api")
    return {"/Stack/Pipeline": ("Prod/Stack/Webhook", ACTION)}


def l2_pipeline(app: cdk.App) -> dict[str, tuple[str, str]]:
    imported_webhook(staged(app, "Prod"))
    stack = make_stack(app=app)
    pipeline(stack, codebuild.Project.from_project_name(stack, "Imported", "api"))
    return {"/Stack/Pipeline": ("Prod/Stack/Webhook", "Stack/Pipeline/Build/Build0")}


def webhook_imports_the_project_of_the_app(app: cdk.App) -> dict[str, tuple[str, str]]:
    stack = make_stack(app=app)
    pipeline(stack, github_project(stack, project_name="api"))
    imported_webhook(staged(app, "Prod"))
    return {"/Stack/Pipeline": ("Prod/Stack/Webhook", "Stack/Pipeline/Build/Build0")}


def webhook_in_the_app_and_pipeline_in_a_stage(app: cdk.App) -> dict[str, tuple[str, str]]:
    imported_webhook(make_stack(app=app))
    cfn_pipeline(staged(app, "Prod"), build_action("api"))
    return {"/Stack/Webhook": ("project is run by", f"Prod/{ACTION}")}


def pipeline_in_a_later_stage_without_webhooks(app: cdk.App) -> dict[str, tuple[str, str]]:
    imported_webhook(staged(app, "Hooks"))
    cfn_pipeline(staged(app, "Pipelines"), build_action("api"))
    return {"/Pipelines/Stack/Pipeline": ("Hooks/Stack/Webhook", f"Pipelines/{ACTION}")}


def pipeline_in_an_earlier_stage_without_webhooks(app: cdk.App) -> dict[str, tuple[str, str]]:
    cfn_pipeline(staged(app, "Pipelines"), build_action("api"))
    imported_webhook(staged(app, "Webhooks"))
    return {"/Webhooks/Stack/Webhook": ("project is run by", f"Pipelines/{ACTION}")}


def two_stages_of_one_account(app: cdk.App) -> dict[str, tuple[str, str]]:
    for name in ("One", "Two"):
        imported_webhook(staged(app, name, US), f"api-{name}")
    cfn_pipeline(make_stack(app=app, env=US), build_action("api-Two"))
    return {"/Stack/Pipeline": ("Two/Stack/Webhook", ACTION)}


def webhook_in_a_stage_of_a_stage(app: cdk.App) -> dict[str, tuple[str, str]]:
    outer = cdk.Stage(app, "Outer")
    imported_webhook(staged(outer, "Inner"))
    cfn_pipeline(cdk.Stack(outer, "Stack"), build_action("api"))
    return {"/Outer/Stack/Pipeline": ("Outer/Inner/Stack/Webhook", f"Outer/{ACTION}")}


def pipeline_in_a_stage_of_a_stage(app: cdk.App) -> dict[str, tuple[str, str]]:
    outer = cdk.Stage(app, "Outer")
    cfn_pipeline(staged(outer, "Inner"), build_action("api"))
    imported_webhook(cdk.Stack(outer, "Stack"))
    return {"/Outer/Stack/Webhook": ("project is run by", f"Outer/Inner/{ACTION}")}


def pipeline_in_a_stage_of_the_stage_beside(app: cdk.App) -> dict[str, tuple[str, str]]:
    outer = cdk.Stage(app, "Outer")
    cfn_pipeline(staged(outer, "Inner"), build_action("api"))
    imported_webhook(staged(app, "Prod"))
    return {"/Prod/Stack/Webhook": ("project is run by", f"Outer/Inner/{ACTION}")}


def stages_in_a_stack(app: cdk.App) -> dict[str, tuple[str, str]]:
    """As CDK Pipelines is used: the stages are made in the stack of the pipeline."""
    deploys = make_stack("Deploys", app=app)
    imported_webhook(staged(deploys, "Hooks"))
    cfn_pipeline(staged(deploys, "Pipelines"), build_action("api"))
    return {"/Deploys/Pipelines/Stack/Pipeline": ("Deploys/Hooks/Stack/Webhook", f"Deploys/Pipelines/{ACTION}")}


def stage_whose_name_begins_like_that_of_another(app: cdk.App) -> dict[str, tuple[str, str]]:
    imported_webhook(staged(app, "Prod"))
    cfn_pipeline(staged(app, "Prod2"), build_action("api"))
    return {"/Prod2/Stack/Pipeline": ("Prod/Stack/Webhook", f"Prod2/{ACTION}")}


def stage_in_a_group(app: cdk.App) -> dict[str, tuple[str, str]]:
    cfn_pipeline(staged(Construct(app, "Group"), "Pipelines"), build_action("api"))
    imported_webhook(staged(app, "Webhooks"))
    return {"/Webhooks/Stack/Webhook": ("project is run by", f"Group/Pipelines/{ACTION}")}


def later_stage_in_a_group_of_groups(app: cdk.App) -> dict[str, tuple[str, str]]:
    imported_webhook(staged(Construct(app, "Hooks"), "Prod"))
    cfn_pipeline(staged(Construct(Construct(app, "One"), "Two"), "Pipelines"), build_action("api"))
    return {"/One/Two/Pipelines/Stack/Pipeline": ("Hooks/Prod/Stack/Webhook", f"One/Two/Pipelines/{ACTION}")}


def by_the_name_of_an_export(app: cdk.App) -> dict[str, tuple[str, str]]:
    imported_webhook(staged(app, "Prod"), cdk.Fn.import_value("api-project"))
    cfn_pipeline(make_stack(app=app), build_action(cdk.Fn.import_value("api-project")))
    return {"/Stack/Pipeline": ("Prod/Stack/Webhook", ACTION)}


def stage_that_is_added_to_a_pipeline(app: cdk.App) -> dict[str, tuple[str, str]]:
    """It is synthesized when it is added, before the other pipeline is made."""
    stack = make_stack(app=app)
    inner = staged(app, "Prod")
    imported_webhook(inner)
    deploying_pipeline(stack).add_stage(inner.node.scope)  # type: ignore[arg-type]
    cfn_pipeline(stack, build_action("api"), construct_id="Second")
    return {"/Stack/Second": ("Prod/Stack/Webhook", "Stack/Second/Build/Run")}


def deploying_pipeline(stack: cdk.Stack) -> cdk_pipelines.CodePipeline:
    source = cdk_pipelines.CodePipelineSource.s3(
        cdk.aws_s3.Bucket.from_bucket_name(stack, "Bucket", "pipeline-bucket"), "source.zip"
    )
    synth = cdk_pipelines.ShellStep("Synth", input=source, commands=["true"])
    return cdk_pipelines.CodePipeline(stack, "Pipeline", synth=synth, self_mutation=False)


SEEN = [
    webhook_in_a_stage_and_pipeline_in_the_app,
    project_with_a_name_in_a_stage_and_pipeline_in_the_app,
    l2_pipeline,
    webhook_imports_the_project_of_the_app,
    webhook_in_the_app_and_pipeline_in_a_stage,
    pipeline_in_a_later_stage_without_webhooks,
    pipeline_in_an_earlier_stage_without_webhooks,
    two_stages_of_one_account,
    webhook_in_a_stage_of_a_stage,
    pipeline_in_a_stage_of_a_stage,
    pipeline_in_a_stage_of_the_stage_beside,
    stages_in_a_stack,
    stage_whose_name_begins_like_that_of_another,
    stage_in_a_group,
    later_stage_in_a_group_of_groups,
    by_the_name_of_an_export,
    stage_that_is_added_to_a_pipeline,
]


def copies_for_two_accounts_that_only_the_deployment_knows(app: cdk.App) -> None:
    for name in ("Dev", "Prod"):
        stack = staged(app, name)
        acknowledge_annotation(imported_webhook(stack))
        cfn_pipeline(stack, build_action("api"))


def copies_in_which_each_makes_its_project(app: cdk.App) -> None:
    for name in ("Dev", "Prod"):
        stack = staged(app, name)
        project = github_project(stack, project_name="api")
        if name == "Dev":
            CodeBuildWebhook(stack, "Webhook", project=project, filter_groups=[PUSH_TO_MAIN])
        else:
            pipeline(stack, project)


def another_account(app: cdk.App) -> None:
    imported_webhook(staged(app, "Prod", US))
    cfn_pipeline(make_stack(app=app, env=OTHER), build_action("api"))


def another_region(app: cdk.App) -> None:
    cfn_pipeline(staged(app, "Pipelines", EU), build_action("api"))
    imported_webhook(staged(app, "Prod", US))


def another_project(app: cdk.App) -> None:
    imported_webhook(staged(app, "Prod"))
    cfn_pipeline(make_stack(app=app), build_action("web"))


def parameter_of_the_same_name(app: cdk.App) -> None:
    names = [cdk.CfnParameter(stack, "Name") for stack in (staged(app, "Prod"), make_stack(app=app))]
    imported_webhook(names[0].stack, names[0].value_as_string)
    cfn_pipeline(names[1].stack, build_action(names[1].value_as_string))


def webhook_that_was_taken_out_again(app: cdk.App) -> None:
    stack = staged(app, "Prod")
    imported_webhook(stack)
    stack.node.try_remove_child("Webhook")
    cfn_pipeline(make_stack(app=app), build_action("api"))


UNSEEN = [
    webhook_that_was_taken_out_again,
    copies_for_two_accounts_that_only_the_deployment_knows,
    copies_in_which_each_makes_its_project,
    another_account,
    another_region,
    another_project,
    parameter_of_the_same_name,
]


@pytest.mark.parametrize("make", SEEN, ids=lambda make: make.__name__)
def test_a_pair_across_stages_is_seen_once(make: Callable[[cdk.App], dict[str, tuple[str, str]]]) -> None:
    app = cdk.App()
    expected = make(app)

    found = annotated(app, DOUBLE_BUILD)

    assert found.keys() == expected.keys()
    for path, parts in expected.items():
        (text,) = found[path]
        assert all(part in text for part in parts)


@pytest.mark.parametrize("make", UNSEEN, ids=lambda make: make.__name__)
def test_there_is_no_false_alarm_across_stages(make: Callable[[cdk.App], None]) -> None:
    app = cdk.App()
    make(app)

    assert annotated(app, DOUBLE_BUILD) == {}


def test_the_text_on_a_pipeline_names_the_webhook() -> None:
    app = cdk.App()
    webhook_in_a_stage_and_pipeline_in_the_app(app)

    (text,) = annotated(app, DOUBLE_BUILD)["/Stack/Pipeline"]
    assert text == (
        "double-build: Prod/Stack/Webhook: the project is run by Stack/Pipeline/Build/Run as well, so each commit is "
        "built and billed twice; remove the webhook, so that the pipeline's trigger is the only one, give the pipeline "
        "a project of its own (PipelineProject), or narrow the webhook to what does not start the pipeline "
        f"[ack: {DOUBLE_BUILD}]"
    )


@pytest.mark.parametrize("acknowledged", [acknowledge_annotation, acknowledge_validation])
@pytest.mark.parametrize("of", ["Prod", "Prod/Stack", "Prod/Stack/First", "Stack/Pipeline"])
def test_a_pair_is_acknowledged_on_either_side(acknowledged: Callable[[IConstruct], None], of: str) -> None:
    app = cdk.App()
    inner, outer = staged(app, "Prod"), make_stack(app=app)
    imported_webhook(inner, "api", "First")
    imported_webhook(inner, "web", "Second")
    cfn_pipeline(outer, build_action("api"), construct_id="Pipeline")
    cfn_pipeline(outer, build_action("web"), construct_id="Other")
    node: IConstruct = app
    for name in of.split("/"):
        node = node.node.find_child(name)
    acknowledged(node)

    both = of in {"Prod", "Prod/Stack"}
    assert list(annotated(app, DOUBLE_BUILD)) == ([] if both else ["/Stack/Other"])


def test_what_is_acknowledged_on_one_of_two_webhooks_stays_on_the_other() -> None:
    app = cdk.App()
    inner = staged(app, "Prod")
    acknowledge_annotation(imported_webhook(inner, "api", "First"))
    imported_webhook(inner, "web", "Second")
    kinds = [build_action("api"), {**build_action("web"), "name": "Other"}]
    cfn_pipeline(make_stack(app=app), *kinds)

    (text,) = annotated(app, DOUBLE_BUILD)["/Stack/Pipeline"]
    assert "Prod/Stack/Second" in text
    assert "Prod/Stack/First" not in text


def test_a_second_synthesis_says_nothing_twice() -> None:
    app = cdk.App()
    webhook_in_a_stage_and_pipeline_in_the_app(app)
    imported_webhook(make_stack("Hooks", app=app), "web")
    cfn_pipeline(staged(app, "Pipelines"), build_action("web"))
    app.synth()
    app.synth(force=True)
    for stage in app.node.children:
        if isinstance(stage, cdk.Stage):
            stage.synth()

    found = annotated(app, DOUBLE_BUILD)

    assert {path: len(texts) for path, texts in found.items()} == {"/Stack/Pipeline": 1, "/Hooks/Webhook": 1}


def test_apps_know_nothing_of_each_other() -> None:
    first, second = cdk.App(), cdk.App()
    imported_webhook(staged(first, "Prod"))
    first.synth()
    cfn_pipeline(make_stack(app=second), build_action("api"))
    imported_webhook(staged(second, "Prod"), "web")

    assert annotated(second, DOUBLE_BUILD) == {}


def test_a_stage_that_is_made_after_the_webhook_is_looked_at() -> None:
    app = cdk.App()
    imported_webhook(staged(app, "Hooks"))
    late = cdk.Stage(app, "Late")
    cfn_pipeline(staged(late, "Inner"), build_action("api"))

    assert list(annotated(app, DOUBLE_BUILD)) == ["/Late/Inner/Stack/Pipeline"]


def test_a_stated_provider_changes_nothing() -> None:
    app = cdk.App()
    stack = staged(app, "Prod")
    project = codebuild.Project.from_project_name(stack, "Imported", "api")
    CodeBuildWebhook(stack, "Webhook", project=project, source_provider=SourceProvider.GITHUB)
    cfn_pipeline(make_stack(app=app), build_action("api"))

    assert list(annotated(app, DOUBLE_BUILD)) == ["/Stack/Pipeline"]
