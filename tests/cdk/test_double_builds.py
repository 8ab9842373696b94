"""A project that has a webhook and is run by a pipeline builds every commit twice: which pairs are seen, and which not.

Every scenario is an app that is synthesized as its author would.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
import jsii
import pytest
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_codepipeline as codepipeline
from aws_cdk import aws_codepipeline_actions as actions
from aws_cdk import pipelines as cdk_pipelines

from tests.cdk.annotated import acknowledge_annotation, acknowledge_validation, double_builds
from tests.cdk.apps import EU, OTHER, US, add_webhook, github_project, imported, make_stack
from tests.cdk.lazy_values import Moody, Switch
from tests.cdk.pipelines import build_action, cfn_pipeline, pipeline, stages_of
from tests.cdk.scenarios import scenario
from webhook_constructs import SourceProvider

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs import IConstruct

SEEN: dict[str, Callable[[cdk.App], dict[str, str]]] = {}
"""Those that are warned of: each returns the paths of webhooks, with an action that runs the project."""
UNSEEN: dict[str, Callable[[cdk.App], None]] = {}


@scenario(SEEN)
def l2_action(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    project = github_project(stack)
    add_webhook(stack, project)
    pipeline(stack, project)
    return {"/Stack/Webhook": "Stack/Pipeline/Build/Build0"}


@scenario(SEEN)
def pipeline_before_the_webhook(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    project = github_project(stack)
    pipeline(stack, project)
    add_webhook(stack, project)
    return {"/Stack/Webhook": "Stack/Pipeline/Build/Build0"}


@scenario(SEEN)
def action_of_category_test(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    project = github_project(stack)
    add_webhook(stack, project)
    pipeline(stack, project, type=actions.CodeBuildActionType.TEST)
    return {"/Stack/Webhook": "Stack/Pipeline/Build/Build0"}


@scenario(SEEN)
def batch_action(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    project = github_project(stack)
    add_webhook(stack, project)
    pipeline(stack, project, execute_batch_build=True)
    return {"/Stack/Webhook": "Stack/Pipeline/Build/Build0"}


@scenario(SEEN)
def action_added_later(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    project = github_project(stack)
    add_webhook(stack, project)
    made = pipeline(stack, codebuild.PipelineProject(stack, "Other"))
    action = actions.CodeBuildAction(
        action_name="Late", project=project, input=codepipeline.Artifact("Artifact_Source_Source")
    )
    made.add_stage(stage_name="More", actions=[action])
    return {"/Stack/Webhook": "Stack/Pipeline/More/Late"}


@scenario(SEEN)
def template_resource_without_a_class(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    add_webhook(stack, imported(stack), source_provider=SourceProvider.GITHUB)
    kind = {"Category": "Build", "Owner": "AWS", "Provider": "CodeBuild", "Version": "1"}
    action = {"Name": "Run", "ActionTypeId": kind, "Configuration": {"ProjectName": "api"}}
    stages = [{"Name": "Build", "Actions": [action]}]
    cdk.CfnResource(stack, "Pipeline", type="AWS::CodePipeline::Pipeline", properties={"Stages": stages})
    return {"/Stack/Webhook": "Stack/Pipeline/Build/Run"}


@scenario(SEEN)
def project_in_another_stack(app: cdk.App) -> dict[str, str]:
    projects, pipelines = make_stack("Projects", app=app), make_stack("Pipelines", app=app)
    project = github_project(projects)
    add_webhook(projects, project)
    cfn_pipeline(pipelines, build_action(project.project_name))
    return {"/Projects/Webhook": "Pipelines/Pipeline/Build/Run"}


@scenario(SEEN)
def everything_in_stacks_of_its_own(app: cdk.App) -> dict[str, str]:
    projects, hooks, pipelines = (make_stack(name, app=app) for name in ("Projects", "Hooks", "Pipelines"))
    project = github_project(projects)
    cfn_pipeline(pipelines, build_action(project.project_name))
    add_webhook(hooks, project)
    return {"/Hooks/Webhook": "Pipelines/Pipeline/Build/Run"}


@scenario(SEEN)
def pipeline_in_a_nested_stack(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    project = github_project(stack)
    add_webhook(stack, project)
    cfn_pipeline(cdk.NestedStack(stack, "Nested"), build_action(project.project_name))
    return {"/Stack/Webhook": "Stack/Nested/Pipeline/Build/Run"}


@scenario(SEEN)
def project_in_a_nested_stack(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    nested = cdk.NestedStack(stack, "Nested")
    project = github_project(nested)
    add_webhook(nested, project)
    cfn_pipeline(stack, build_action(project.project_name))
    return {"/Stack/Nested/Webhook": "Stack/Pipeline/Build/Run"}


@scenario(SEEN)
def stage(app: cdk.App) -> dict[str, str]:
    stack = make_stack("Stack", app=app)
    del stack
    inner = cdk.Stack(cdk.Stage(app, "Prod"), "Stack")
    project = github_project(inner)
    add_webhook(inner, project)
    pipeline(inner, project)
    return {"/Prod/Stack/Webhook": "Prod/Stack/Pipeline/Build/Build0"}


@scenario(SEEN)
def two_pipelines(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    project = github_project(stack)
    add_webhook(stack, project)
    cfn_pipeline(stack, build_action(project.project_name), construct_id="First")
    cfn_pipeline(stack, build_action(project.project_name), construct_id="Second")
    return {"/Stack/Webhook": "Stack/First/Build/Run"}


@scenario(SEEN)
def action_in_the_region_of_the_project(app: cdk.App) -> dict[str, str]:
    hooks, pipelines = make_stack("Hooks", app=app, env=EU), make_stack("Pipelines", app=app, env=US)
    add_webhook(hooks, imported(hooks))
    cfn_pipeline(pipelines, build_action("api", region="eu-west-1"))
    return {"/Hooks/Webhook": "Pipelines/Pipeline/Build/Run"}


@scenario(SEEN)
def added_by_an_aspect(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    project = github_project(stack)
    add_webhook(stack, project)
    made = cfn_pipeline(stack, build_action("something-else"))

    @jsii.implements(cdk.IAspect)
    class Rewire:
        def visit(self, node: IConstruct) -> None:
            if node.node.path == made.node.path:
                made.stages = stages_of(build_action(project.project_name))

    cdk.Aspects.of(stack).add(Rewire())
    return {"/Stack/Webhook": "Stack/Pipeline/Build/Run"}


@scenario(SEEN)
def step_of_cdk_pipelines(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    project = github_project(stack)
    add_webhook(stack, project)
    source = cdk_pipelines.CodePipelineSource.s3(
        cdk.aws_s3.Bucket.from_bucket_name(stack, "Bucket", "pipeline-bucket"), "source.zip"
    )
    made = cdk_pipelines.CodePipeline(
        stack, "Pipeline", synth=cdk_pipelines.ShellStep("Synth", input=source, commands=["true"]), self_mutation=False
    )
    made.build_pipeline()
    (artifact,) = made.pipeline.stages[0].actions[0].action_properties.outputs or []
    action = actions.CodeBuildAction(action_name="Late", project=project, input=artifact)
    made.pipeline.add_stage(stage_name="More", actions=[action])
    return {"/Stack/Webhook": "Stack/Pipeline/Pipeline/More/Late"}


@scenario(UNSEEN)
def project_of_its_own(app: cdk.App) -> None:
    stack = make_stack(app=app)
    add_webhook(stack, github_project(stack))
    pipeline(stack, codebuild.PipelineProject(stack, "Other"))


@scenario(UNSEEN)
def no_pipeline(app: cdk.App) -> None:
    stack = make_stack(app=app)
    add_webhook(stack, github_project(stack))


@scenario(UNSEEN)
def action_in_another_region(app: cdk.App) -> None:
    stack = make_stack(app=app, env=US)
    add_webhook(stack, imported(stack))
    cfn_pipeline(stack, build_action("api", region="eu-west-1"))


@scenario(UNSEEN)
def action_with_a_role_of_another_account(app: cdk.App) -> None:
    stack = make_stack(app=app, env=US)
    add_webhook(stack, imported(stack))
    cfn_pipeline(stack, build_action("api", roleArn="arn:aws:iam::444455556666:role/build"))


@scenario(UNSEEN)
def same_logical_id_in_another_stage(app: cdk.App) -> None:
    one, two = (cdk.Stack(cdk.Stage(app, name), "Stack") for name in ("Dev", "Prod"))
    add_webhook(one, github_project(one))
    cfn_pipeline(two, build_action(github_project(two).project_name))


@scenario(UNSEEN)
def same_logical_id_in_another_stack(app: cdk.App) -> None:
    one, two = make_stack("One", app=app), make_stack("Two", app=app)
    add_webhook(one, github_project(one))
    cfn_pipeline(two, build_action(github_project(two).project_name))


@scenario(UNSEEN)
def action_of_another_provider(app: cdk.App) -> None:
    stack = make_stack(app=app)
    add_webhook(stack, imported(stack))
    jenkins = {"category": "Build", "owner": "Custom", "provider": "CodeBuild", "version": "1"}
    cfn_pipeline(stack, build_action("api", actionTypeId=jenkins))


@scenario(UNSEEN)
def action_without_a_project(app: cdk.App) -> None:
    stack = make_stack(app=app)
    add_webhook(stack, imported(stack))
    cfn_pipeline(stack, build_action("api", configuration={}), build_action("api", configuration=None))


@scenario(UNSEEN)
def pipeline_that_cannot_be_rendered(app: cdk.App) -> None:
    moody = Moody([{"name": "Build", "actions": [build_action("api")]}])
    app.node.add_validation(Switch(moody, fails=True))
    stack = make_stack(app=app)
    add_webhook(stack, imported(stack))
    app.node.add_validation(Switch(moody, fails=False))
    stages = cdk.Lazy.uncached_any(moody)
    codepipeline.CfnPipeline(stack, "Pipeline", role_arn="role", stages=stages)


@scenario(SEEN)
def one_stage_for_each_of_two_accounts(app: cdk.App) -> dict[str, str]:
    for name, env in (("Dev", US), ("Prod", OTHER)):
        stack = cdk.Stack(cdk.Stage(app, name, env=env), "Stack")
        project = github_project(stack)
        add_webhook(stack, project)
        pipeline(stack, project)
    return {
        "/Dev/Stack/Webhook": "Dev/Stack/Pipeline/Build/Build0",
        "/Prod/Stack/Webhook": "Prod/Stack/Pipeline/Build/Build0",
    }


@scenario(SEEN)
def two_regions_without_names(app: cdk.App) -> dict[str, str]:
    for name, env in (("One", US), ("Two", EU)):
        stack = make_stack(name, app=app, env=env)
        project = github_project(stack)
        add_webhook(stack, project)
        pipeline(stack, project)
    return {"/One/Webhook": "One/Pipeline/Build/Build0", "/Two/Webhook": "Two/Pipeline/Build/Build0"}


@scenario(UNSEEN)
def action_with_a_role_whose_account_is_known_on_deployment(app: cdk.App) -> None:
    stack = make_stack(app=app)
    cdk.CfnParameter(stack, "Other")
    add_webhook(stack, imported(stack))
    cfn_pipeline(stack, build_action("api", roleArn=cdk.Fn.sub("arn:aws:iam::${Other}:role/build")))


@scenario(UNSEEN)
def action_with_a_joined_role_of_another_account(app: cdk.App) -> None:
    """As the CDK writes the role of a project in another account."""
    stack = make_stack(app=app, env=US)
    add_webhook(stack, imported(stack))
    role = cdk.Fn.join("", ["arn:", cdk.Aws.PARTITION, ":iam::444455556666:role/build"])
    cfn_pipeline(stack, build_action("api", roleArn=role))


@scenario(SEEN)
def action_with_a_joined_role_of_the_same_account(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app, env=US)
    add_webhook(stack, imported(stack))
    role = cdk.Fn.join("", ["arn:", cdk.Aws.PARTITION, ":iam::", cdk.Aws.ACCOUNT_ID, ":role/build"])
    cfn_pipeline(stack, build_action("api", roleArn=role))
    return {"/Stack/Webhook": "Stack/Pipeline/Build/Run"}


@scenario(UNSEEN)
def action_type_that_is_a_parameter(app: cdk.App) -> None:
    stack = make_stack(app=app)
    add_webhook(stack, imported(stack))
    category = cdk.CfnParameter(stack, "Category").value_as_string
    kind = {"category": category, "owner": "AWS", "provider": category, "version": "1"}
    cfn_pipeline(stack, build_action("api", actionTypeId=kind))


@pytest.mark.parametrize("scenario", SEEN.values(), ids=SEEN)
def test_a_double_build_is_seen(scenario: Callable[[cdk.App], dict[str, str]]) -> None:
    app = cdk.App()
    expected = scenario(app)

    found = double_builds(app)

    assert found.keys() == expected.keys()
    assert all(action in found[path] for path, action in expected.items())


@pytest.mark.parametrize("scenario", UNSEEN.values(), ids=UNSEEN)
def test_there_is_no_false_alarm(scenario: Callable[[cdk.App], None]) -> None:
    app = cdk.App()
    scenario(app)

    assert double_builds(app) == {}


def test_there_are_at_least_twenty_five_scenarios() -> None:
    assert len(SEEN) + len(UNSEEN) >= 25


def test_the_warning_says_what_it_costs_and_the_ways_out() -> None:
    app = cdk.App()
    two_pipelines(app)

    (text,) = double_builds(app).values()
    assert "Stack/First/Build/Run" in text
    assert "Stack/Second/Build/Run" in text
    assert "twice" in text
    assert all(way in text for way in ("remove the webhook", "project of its own", "trigger"))


@pytest.mark.parametrize("acknowledge", [acknowledge_annotation, acknowledge_validation])
def test_it_is_acknowledged_on_one_webhook_and_stays_on_the_others(acknowledge: Callable[[IConstruct], None]) -> None:
    app = cdk.App()
    stack = make_stack(app=app)
    first, second = github_project(stack, "First"), github_project(stack, "Second")
    acknowledge(add_webhook(stack, first, "FirstWebhook"))
    add_webhook(stack, second, "SecondWebhook")
    pipeline(stack, first, second)

    assert list(double_builds(app)) == ["/Stack/SecondWebhook"]


def test_a_pipeline_that_cannot_be_rendered_hides_no_other_of_its_stack() -> None:
    app = cdk.App()
    moody = Moody([{"name": "Build", "actions": [build_action("api")]}])
    app.node.add_validation(Switch(moody, fails=True))
    stack = make_stack(app=app)
    add_webhook(stack, imported(stack))
    app.node.add_validation(Switch(moody, fails=False))
    codepipeline.CfnPipeline(stack, "Moody", role_arn="role", stages=cdk.Lazy.uncached_any(moody))
    cfn_pipeline(stack, build_action("api"))

    ((path, text),) = double_builds(stack).items()

    assert path == "/Stack/Webhook"
    assert "run by Stack/Pipeline/Build/Run as well" in text
