"""A project that has a webhook and is run by a pipeline builds every commit twice: which pairs are seen, and which not.

Every scenario is an app that is synthesised as its author would.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import jsii
import pytest
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_codepipeline as codepipeline
from aws_cdk import aws_codepipeline_actions as actions
from aws_cdk import pipelines as cdk_pipelines

from tests.cdk.annotated import annotated
from tests.cdk.apps import PUSH_TO_MAIN, github_project, make_stack
from tests.cdk.lazy_values import Moody, Switch
from tests.cdk.pipelines import build_action, cfn_pipeline, pipeline, stages_of
from webhook_constructs import CodeBuildWebhook, SourceProvider

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs import Construct, IConstruct

ID = "webhook-constructs::WH406"
US, EU = (cdk.Environment(account="111122223333", region=region) for region in ("us-east-1", "eu-west-1"))
OTHER = cdk.Environment(account="444455556666", region="us-east-1")


def add_webhook(
    scope: Construct, project: codebuild.IProject, construct_id: str = "Webhook", **arguments: Any
) -> CodeBuildWebhook:
    return CodeBuildWebhook(scope, construct_id, project=project, filter_groups=[PUSH_TO_MAIN], **arguments)


def named(stack: cdk.Stack, name: str = "api", construct_id: str = "Imported") -> codebuild.IProject:
    return codebuild.Project.from_project_name(stack, construct_id, name)


def double_builds(scope: IConstruct) -> dict[str, str]:
    """The warning about double builds at every path, after the app was synthesised."""
    return {path: text for path, texts in annotated(scope, ID).items() for text in texts}


SEEN: dict[str, Callable[[cdk.App], dict[str, str]]] = {}
UNSEEN: dict[str, Callable[[cdk.App], None]] = {}


def seen(make: Callable[[cdk.App], dict[str, str]]) -> Callable[[cdk.App], dict[str, str]]:
    """Register a scenario that is warned of: it returns paths of webhooks and an action that runs the project."""
    SEEN[make.__name__] = make
    return make


def unseen(make: Callable[[cdk.App], None]) -> Callable[[cdk.App], None]:
    """Register a scenario that is not warned of."""
    UNSEEN[make.__name__] = make
    return make


@seen
def l2_action(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    project = github_project(stack)
    add_webhook(stack, project)
    pipeline(stack, project)
    return {"/Stack/Webhook": "Stack/Pipeline/Build/Build0"}


@seen
def pipeline_before_the_webhook(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    project = github_project(stack)
    pipeline(stack, project)
    add_webhook(stack, project)
    return {"/Stack/Webhook": "Stack/Pipeline/Build/Build0"}


@seen
def action_of_category_test(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    project = github_project(stack)
    add_webhook(stack, project)
    pipeline(stack, project, type=actions.CodeBuildActionType.TEST)
    return {"/Stack/Webhook": "Stack/Pipeline/Build/Build0"}


@seen
def batch_action(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    project = github_project(stack)
    add_webhook(stack, project)
    pipeline(stack, project, execute_batch_build=True)
    return {"/Stack/Webhook": "Stack/Pipeline/Build/Build0"}


@seen
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


@seen
def l1_literal_name(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    add_webhook(stack, github_project(stack, project_name="api"))
    cfn_pipeline(stack, build_action("api"))
    return {"/Stack/Webhook": "Stack/Pipeline/Build/Run"}


@seen
def l1_ref(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    project = github_project(stack)
    add_webhook(stack, project)
    cfn_pipeline(stack, build_action(project.project_name))
    return {"/Stack/Webhook": "Stack/Pipeline/Build/Run"}


@seen
def l1_get_att(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    project = github_project(stack)
    add_webhook(stack, project)
    name = stack.get_logical_id(project.node.default_child)  # type: ignore[arg-type]
    cfn_pipeline(stack, build_action(cdk.Fn.get_att(name, "Name").to_string()))
    return {"/Stack/Webhook": "Stack/Pipeline/Build/Run"}


@seen
def l1_sub(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    project = github_project(stack)
    add_webhook(stack, project)
    name = stack.get_logical_id(project.node.default_child)  # type: ignore[arg-type]
    cfn_pipeline(stack, build_action(cdk.Fn.sub(f"${{{name}}}")))
    return {"/Stack/Webhook": "Stack/Pipeline/Build/Run"}


@seen
def l1_import_of_an_export_by_hand(app: cdk.App) -> dict[str, str]:
    projects, pipelines = make_stack("Projects", app=app), make_stack("Pipelines", app=app)
    project = github_project(projects)
    add_webhook(projects, project)
    cdk.CfnOutput(projects, "Name", value=project.project_name, export_name="api-project")
    cfn_pipeline(pipelines, build_action(cdk.Fn.import_value("api-project")))
    return {"/Projects/Webhook": "Pipelines/Pipeline/Build/Run"}


@seen
def template_resource_without_a_class(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    add_webhook(stack, named(stack), source_provider=SourceProvider.GITHUB)
    kind = {"Category": "Build", "Owner": "AWS", "Provider": "CodeBuild", "Version": "1"}
    action = {"Name": "Run", "ActionTypeId": kind, "Configuration": {"ProjectName": "api"}}
    stages = [{"Name": "Build", "Actions": [action]}]
    cdk.CfnResource(stack, "Pipeline", type="AWS::CodePipeline::Pipeline", properties={"Stages": stages})
    return {"/Stack/Webhook": "Stack/Pipeline/Build/Run"}


@seen
def imported_by_name_on_both_sides(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    add_webhook(stack, named(stack))
    pipeline(stack, named(stack, construct_id="Again"))
    return {"/Stack/Webhook": "Stack/Pipeline/Build/Build0"}


@seen
def imported_by_arn(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app, env=US)
    arn = f"arn:aws:codebuild:us-east-1:{US.account}:project/api"
    add_webhook(stack, codebuild.Project.from_project_arn(stack, "Imported", arn))
    cfn_pipeline(stack, build_action("api"))
    return {"/Stack/Webhook": "Stack/Pipeline/Build/Run"}


@seen
def imported_webhook_of_a_project_that_the_app_names(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    project = github_project(stack, project_name="api")
    pipeline(stack, project)
    add_webhook(stack, named(stack))
    cfn_pipeline(stack, build_action("api"), construct_id="Second")
    return {"/Stack/Webhook": "Stack/Second/Build/Run"}


@seen
def project_in_another_stack(app: cdk.App) -> dict[str, str]:
    projects, pipelines = make_stack("Projects", app=app), make_stack("Pipelines", app=app)
    project = github_project(projects)
    add_webhook(projects, project)
    cfn_pipeline(pipelines, build_action(project.project_name))
    return {"/Projects/Webhook": "Pipelines/Pipeline/Build/Run"}


@seen
def everything_in_stacks_of_its_own(app: cdk.App) -> dict[str, str]:
    projects, hooks, pipelines = (make_stack(name, app=app) for name in ("Projects", "Hooks", "Pipelines"))
    project = github_project(projects)
    cfn_pipeline(pipelines, build_action(project.project_name))
    add_webhook(hooks, project)
    return {"/Hooks/Webhook": "Pipelines/Pipeline/Build/Run"}


@seen
def pipeline_in_a_nested_stack(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    project = github_project(stack)
    add_webhook(stack, project)
    cfn_pipeline(cdk.NestedStack(stack, "Nested"), build_action(project.project_name))
    return {"/Stack/Webhook": "Stack/Nested/Pipeline/Build/Run"}


@seen
def project_in_a_nested_stack(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    nested = cdk.NestedStack(stack, "Nested")
    project = github_project(nested)
    add_webhook(nested, project)
    cfn_pipeline(stack, build_action(project.project_name))
    return {"/Stack/Nested/Webhook": "Stack/Pipeline/Build/Run"}


@seen
def pipeline_in_a_nested_stack_with_a_parameter(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    project = github_project(stack)
    add_webhook(stack, project)
    nested = cdk.NestedStack(stack, "Nested", parameters={"Name": project.project_name})
    cfn_pipeline(nested, build_action(cdk.CfnParameter(nested, "Name").value_as_string))
    return {"/Stack/Webhook": "Stack/Nested/Pipeline/Build/Run"}


@seen
def webhook_in_a_nested_stack_of_a_nested_stack_with_parameters(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    cfn_pipeline(stack, build_action("api"))
    outer = cdk.NestedStack(stack, "Outer", parameters={"Name": "api"})
    name = cdk.CfnParameter(outer, "Name").value_as_string
    inner = cdk.NestedStack(outer, "Inner", parameters={"Project": name})
    add_webhook(inner, named(inner, cdk.CfnParameter(inner, "Project").value_as_string))
    return {"/Stack/Outer/Inner/Webhook": "Stack/Pipeline/Build/Run"}


@seen
def stage(app: cdk.App) -> dict[str, str]:
    stack = make_stack("Stack", app=app)
    del stack
    inner = cdk.Stack(cdk.Stage(app, "Prod"), "Stack")
    project = github_project(inner)
    add_webhook(inner, project)
    pipeline(inner, project)
    return {"/Prod/Stack/Webhook": "Prod/Stack/Pipeline/Build/Build0"}


@seen
def two_pipelines(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    project = github_project(stack)
    add_webhook(stack, project)
    cfn_pipeline(stack, build_action(project.project_name), construct_id="First")
    cfn_pipeline(stack, build_action(project.project_name), construct_id="Second")
    return {"/Stack/Webhook": "Stack/First/Build/Run"}


@seen
def same_name_in_two_agnostic_stacks(app: cdk.App) -> dict[str, str]:
    hooks, pipelines = make_stack("Hooks", app=app), make_stack("Pipelines", app=app)
    add_webhook(hooks, named(hooks))
    cfn_pipeline(pipelines, build_action("api"))
    return {"/Hooks/Webhook": "Pipelines/Pipeline/Build/Run"}


@seen
def action_in_the_region_of_the_project(app: cdk.App) -> dict[str, str]:
    hooks, pipelines = make_stack("Hooks", app=app, env=EU), make_stack("Pipelines", app=app, env=US)
    add_webhook(hooks, named(hooks))
    cfn_pipeline(pipelines, build_action("api", region="eu-west-1"))
    return {"/Hooks/Webhook": "Pipelines/Pipeline/Build/Run"}


@seen
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


@seen
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


@unseen
def project_of_its_own(app: cdk.App) -> None:
    stack = make_stack(app=app)
    add_webhook(stack, github_project(stack))
    pipeline(stack, codebuild.PipelineProject(stack, "Other"))


@unseen
def no_pipeline(app: cdk.App) -> None:
    stack = make_stack(app=app)
    add_webhook(stack, github_project(stack))


@unseen
def same_name_in_another_region(app: cdk.App) -> None:
    hooks, pipelines = make_stack("Hooks", app=app, env=US), make_stack("Pipelines", app=app, env=EU)
    add_webhook(hooks, named(hooks))
    cfn_pipeline(pipelines, build_action("api"))


@unseen
def same_name_in_another_account(app: cdk.App) -> None:
    hooks, pipelines = make_stack("Hooks", app=app, env=US), make_stack("Pipelines", app=app, env=OTHER)
    add_webhook(hooks, named(hooks))
    cfn_pipeline(pipelines, build_action("api"))


@unseen
def action_in_another_region(app: cdk.App) -> None:
    stack = make_stack(app=app, env=US)
    add_webhook(stack, named(stack))
    cfn_pipeline(stack, build_action("api", region="eu-west-1"))


@unseen
def action_with_a_role_of_another_account(app: cdk.App) -> None:
    stack = make_stack(app=app, env=US)
    add_webhook(stack, named(stack))
    cfn_pipeline(stack, build_action("api", roleArn="arn:aws:iam::444455556666:role/build"))


@unseen
def same_logical_id_in_another_stage(app: cdk.App) -> None:
    one, two = (cdk.Stack(cdk.Stage(app, name), "Stack") for name in ("Dev", "Prod"))
    add_webhook(one, github_project(one))
    cfn_pipeline(two, build_action(github_project(two).project_name))


@unseen
def same_logical_id_in_another_stack(app: cdk.App) -> None:
    one, two = make_stack("One", app=app), make_stack("Two", app=app)
    add_webhook(one, github_project(one))
    cfn_pipeline(two, build_action(github_project(two).project_name))


@unseen
def name_that_is_a_parameter_here_and_a_literal_there(app: cdk.App) -> None:
    stack = make_stack(app=app)
    add_webhook(stack, named(stack, cdk.CfnParameter(stack, "Name").value_as_string))
    cfn_pipeline(stack, build_action("api"))


@unseen
def known_region_against_an_unknown_one(app: cdk.App) -> None:
    hooks, pipelines = make_stack("Hooks", app=app, env=US), make_stack("Pipelines", app=app)
    add_webhook(hooks, named(hooks))
    cfn_pipeline(pipelines, build_action("api"))


@unseen
def action_of_another_provider(app: cdk.App) -> None:
    stack = make_stack(app=app)
    add_webhook(stack, named(stack))
    jenkins = {"category": "Build", "owner": "Custom", "provider": "CodeBuild", "version": "1"}
    cfn_pipeline(stack, build_action("api", actionTypeId=jenkins))


@unseen
def action_without_a_project(app: cdk.App) -> None:
    stack = make_stack(app=app)
    add_webhook(stack, named(stack))
    cfn_pipeline(stack, build_action("api", configuration={}), build_action("api", configuration=None))


@unseen
def pipeline_that_cannot_be_rendered(app: cdk.App) -> None:
    moody = Moody([{"name": "Build", "actions": [build_action("api")]}])
    app.node.add_validation(Switch(moody, fails=True))
    stack = make_stack(app=app)
    add_webhook(stack, named(stack))
    app.node.add_validation(Switch(moody, fails=False))
    stages = cdk.Lazy.uncached_any(moody)
    codepipeline.CfnPipeline(stack, "Pipeline", role_arn="role", stages=stages)


@seen
def project_named_by_a_parameter(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    name = cdk.CfnParameter(stack, "Name").value_as_string
    add_webhook(stack, github_project(stack, project_name=name))
    cfn_pipeline(stack, build_action(name))
    return {"/Stack/Webhook": "Stack/Pipeline/Build/Run"}


@seen
def imported_by_name_and_named_in_the_app(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    project = github_project(stack, project_name="api")
    add_webhook(stack, named(stack))
    pipeline(stack, project)
    return {"/Stack/Webhook": "Stack/Pipeline/Build/Build0"}


@seen
def imported_by_the_arn_of_a_project_of_the_app(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    project = github_project(stack)
    add_webhook(stack, project)
    pipeline(stack, codebuild.Project.from_project_arn(stack, "Imported", project.project_arn))
    return {"/Stack/Webhook": "Stack/Pipeline/Build/Build0"}


@seen
def arn_with_the_stacks_own_region(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app, env=US)
    arn = f"arn:aws:codebuild:{cdk.Aws.REGION}:{cdk.Aws.ACCOUNT_ID}:project/api"
    add_webhook(stack, codebuild.Project.from_project_arn(stack, "Imported", arn))
    cfn_pipeline(stack, build_action("api"))
    return {"/Stack/Webhook": "Stack/Pipeline/Build/Run"}


@seen
def webhook_by_an_import_and_pipeline_by_reference(app: cdk.App) -> dict[str, str]:
    projects, hooks = make_stack("Projects", app=app), make_stack("Hooks", app=app)
    project = github_project(projects)
    cdk.CfnOutput(projects, "Name", value=project.project_name, export_name="api-project")
    pipeline(projects, project)
    add_webhook(hooks, named(hooks, cdk.Fn.import_value("api-project")))
    return {"/Hooks/Webhook": "Projects/Pipeline/Build/Build0"}


@seen
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


@seen
def two_regions_without_names(app: cdk.App) -> dict[str, str]:
    for name, env in (("One", US), ("Two", EU)):
        stack = make_stack(name, app=app, env=env)
        project = github_project(stack)
        add_webhook(stack, project)
        pipeline(stack, project)
    return {"/One/Webhook": "One/Pipeline/Build/Build0", "/Two/Webhook": "Two/Pipeline/Build/Build0"}


@unseen
def action_with_a_role_whose_account_is_known_on_deployment(app: cdk.App) -> None:
    stack = make_stack(app=app)
    cdk.CfnParameter(stack, "Other")
    add_webhook(stack, named(stack))
    cfn_pipeline(stack, build_action("api", roleArn=cdk.Fn.sub("arn:aws:iam::${Other}:role/build")))


@unseen
def action_with_a_joined_role_of_another_account(app: cdk.App) -> None:
    """As the CDK writes the role of a project in another account."""
    stack = make_stack(app=app, env=US)
    add_webhook(stack, named(stack))
    role = cdk.Fn.join("", ["arn:", cdk.Aws.PARTITION, ":iam::444455556666:role/build"])
    cfn_pipeline(stack, build_action("api", roleArn=role))


@seen
def action_with_a_joined_role_of_the_same_account(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app, env=US)
    add_webhook(stack, named(stack))
    role = cdk.Fn.join("", ["arn:", cdk.Aws.PARTITION, ":iam::", cdk.Aws.ACCOUNT_ID, ":role/build"])
    cfn_pipeline(stack, build_action("api", roleArn=role))
    return {"/Stack/Webhook": "Stack/Pipeline/Build/Run"}


@seen
def name_substituted_here_and_joined_there(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    tier = cdk.CfnParameter(stack, "Tier").value_as_string
    add_webhook(stack, github_project(stack, project_name=f"api-{tier}"))
    cfn_pipeline(stack, build_action(cdk.Fn.sub("api-${Tier}")))
    return {"/Stack/Webhook": "Stack/Pipeline/Build/Run"}


@seen
def name_with_the_region_in_two_stacks(app: cdk.App) -> dict[str, str]:
    hooks, pipelines = make_stack("Hooks", app=app, env=US), make_stack("Pipelines", app=app, env=US)
    add_webhook(hooks, named(hooks, f"api-{cdk.Aws.REGION}"))
    cfn_pipeline(pipelines, build_action(cdk.Fn.sub("api-${AWS::Region}")))
    cfn_pipeline(pipelines, build_action("api-us-east-1"), construct_id="Second")
    return {"/Hooks/Webhook": "Pipelines/Second/Build/Run"}


@seen
def name_with_the_account_in_two_agnostic_stacks(app: cdk.App) -> dict[str, str]:
    hooks, pipelines = make_stack("Hooks", app=app), make_stack("Pipelines", app=app)
    add_webhook(hooks, named(hooks, f"api-{cdk.Aws.ACCOUNT_ID}"))
    cfn_pipeline(pipelines, build_action(cdk.Fn.sub("api-${AWS::AccountId}")))
    return {"/Hooks/Webhook": "Pipelines/Pipeline/Build/Run"}


@unseen
def nested_stack_with_a_parameter_for_another_project(app: cdk.App) -> None:
    stack = make_stack(app=app)
    add_webhook(stack, github_project(stack))
    nested = cdk.NestedStack(stack, "Nested", parameters={"Name": "web"})
    cfn_pipeline(nested, build_action(cdk.CfnParameter(nested, "Name").value_as_string))


@unseen
def nested_stack_with_a_parameter_that_nobody_gives(app: cdk.App) -> None:
    stack = make_stack(app=app)
    add_webhook(stack, named(stack))
    nested = cdk.NestedStack(stack, "Nested")
    name = cdk.CfnParameter(nested, "Name", default="web").value_as_string
    cfn_pipeline(nested, build_action(name), build_action(cdk.Fn.ref("AWS::StackName")))


@unseen
def name_with_a_parameter_of_each_of_two_stacks(app: cdk.App) -> None:
    hooks, pipelines = make_stack("Hooks", app=app), make_stack("Pipelines", app=app)
    for stack in (hooks, pipelines):
        cdk.CfnParameter(stack, "Tier")
    add_webhook(hooks, named(hooks, cdk.Fn.sub("api-${Tier}")))
    cfn_pipeline(pipelines, build_action(cdk.Fn.sub("api-${Tier}")))


@unseen
def name_with_the_region_in_two_regions(app: cdk.App) -> None:
    hooks, pipelines = make_stack("Hooks", app=app, env=US), make_stack("Pipelines", app=app, env=EU)
    add_webhook(hooks, named(hooks, f"api-{cdk.Aws.REGION}"))
    cfn_pipeline(pipelines, build_action(cdk.Fn.sub("api-${AWS::Region}"), region="us-east-1"))


@unseen
def names_that_are_written_wrongly(app: cdk.App) -> None:
    stack = make_stack(app=app)
    add_webhook(stack, named(stack))
    joins = [None, [], [""], ["", "api"], ["", ["api", 5]], ["", [[]]], ["-", "api"], [{"Ref": "A"}, ["a", "pi"]]]
    others = [{"Fn::Sub": None}, {"Fn::Sub": ["api", None]}, {"Ref": None}, {"Fn::GetAtt": []}, {"Fn::Select": "api"}]
    cfn_pipeline(stack, *(build_action(name) for name in [*({"Fn::Join": each} for each in joins), *others]))


@unseen
def action_type_that_is_a_parameter(app: cdk.App) -> None:
    stack = make_stack(app=app)
    add_webhook(stack, named(stack))
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


def acknowledge_annotation(scope: IConstruct) -> None:
    cdk.Annotations.of(scope).acknowledge_warning(ID, "both are wanted")


def acknowledge_validation(scope: IConstruct) -> None:
    cdk.Validations.of(scope).acknowledge(cdk.Acknowledgment(id=ID, reason="both are wanted"))


@pytest.mark.parametrize("acknowledge", [acknowledge_annotation, acknowledge_validation])
def test_it_is_acknowledged_on_one_webhook_and_stays_on_the_others(acknowledge: Callable[[IConstruct], None]) -> None:
    app = cdk.App()
    stack = make_stack(app=app)
    first, second = github_project(stack, "First"), github_project(stack, "Second")
    acknowledge(add_webhook(stack, first, "FirstWebhook"))
    add_webhook(stack, second, "SecondWebhook")
    pipeline(stack, first, second)

    assert list(double_builds(app)) == ["/Stack/SecondWebhook"]
