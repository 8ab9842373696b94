"""Double builds by the ways in which a project is written: names, references, ARNs, imports and parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild

from tests.cdk.annotated import double_builds
from tests.cdk.apps import EU, OTHER, US, add_webhook, github_project, imported, make_stack
from tests.cdk.pipelines import build_action, cfn_pipeline, pipeline
from tests.cdk.scenarios import scenario

if TYPE_CHECKING:
    from collections.abc import Callable

SEEN: dict[str, Callable[[cdk.App], dict[str, str]]] = {}
"""Those that are warned of: each returns the paths of webhooks, with an action that runs the project."""
UNSEEN: dict[str, Callable[[cdk.App], None]] = {}


@scenario(SEEN)
def l1_literal_name(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    add_webhook(stack, github_project(stack, project_name="api"))
    cfn_pipeline(stack, build_action("api"))
    return {"/Stack/Webhook": "Stack/Pipeline/Build/Run"}


@scenario(SEEN)
def l1_ref(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    project = github_project(stack)
    add_webhook(stack, project)
    cfn_pipeline(stack, build_action(project.project_name))
    return {"/Stack/Webhook": "Stack/Pipeline/Build/Run"}


@scenario(SEEN)
def l1_get_att(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    project = github_project(stack)
    add_webhook(stack, project)
    name = stack.get_logical_id(project.node.default_child)  # type: ignore[arg-type]
    cfn_pipeline(stack, build_action(cdk.Fn.get_att(name, "Name").to_string()))
    return {"/Stack/Webhook": "Stack/Pipeline/Build/Run"}


@scenario(SEEN)
def l1_sub(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    project = github_project(stack)
    add_webhook(stack, project)
    name = stack.get_logical_id(project.node.default_child)  # type: ignore[arg-type]
    cfn_pipeline(stack, build_action(cdk.Fn.sub(f"${{{name}}}")))
    return {"/Stack/Webhook": "Stack/Pipeline/Build/Run"}


@scenario(SEEN)
def l1_import_of_an_export_by_hand(app: cdk.App) -> dict[str, str]:
    projects, pipelines = make_stack("Projects", app=app), make_stack("Pipelines", app=app)
    project = github_project(projects)
    add_webhook(projects, project)
    cdk.CfnOutput(projects, "Name", value=project.project_name, export_name="api-project")
    cfn_pipeline(pipelines, build_action(cdk.Fn.import_value("api-project")))
    return {"/Projects/Webhook": "Pipelines/Pipeline/Build/Run"}


@scenario(SEEN)
def imported_by_name_on_both_sides(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    add_webhook(stack, imported(stack))
    pipeline(stack, imported(stack, construct_id="Again"))
    return {"/Stack/Webhook": "Stack/Pipeline/Build/Build0"}


@scenario(SEEN)
def imported_by_arn(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app, env=US)
    arn = f"arn:aws:codebuild:us-east-1:{US.account}:project/api"
    add_webhook(stack, codebuild.Project.from_project_arn(stack, "Imported", arn))
    cfn_pipeline(stack, build_action("api"))
    return {"/Stack/Webhook": "Stack/Pipeline/Build/Run"}


@scenario(SEEN)
def imported_webhook_of_a_project_that_the_app_names(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    project = github_project(stack, project_name="api")
    pipeline(stack, project)
    add_webhook(stack, imported(stack))
    cfn_pipeline(stack, build_action("api"), construct_id="Second")
    return {"/Stack/Webhook": "Stack/Second/Build/Run"}


@scenario(SEEN)
def pipeline_in_a_nested_stack_with_a_parameter(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    project = github_project(stack)
    add_webhook(stack, project)
    nested = cdk.NestedStack(stack, "Nested", parameters={"Name": project.project_name})
    cfn_pipeline(nested, build_action(cdk.CfnParameter(nested, "Name").value_as_string))
    return {"/Stack/Webhook": "Stack/Nested/Pipeline/Build/Run"}


@scenario(SEEN)
def webhook_in_a_nested_stack_of_a_nested_stack_with_parameters(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    cfn_pipeline(stack, build_action("api"))
    outer = cdk.NestedStack(stack, "Outer", parameters={"Name": "api"})
    name = cdk.CfnParameter(outer, "Name").value_as_string
    inner = cdk.NestedStack(outer, "Inner", parameters={"Project": name})
    add_webhook(inner, imported(inner, cdk.CfnParameter(inner, "Project").value_as_string))
    return {"/Stack/Outer/Inner/Webhook": "Stack/Pipeline/Build/Run"}


@scenario(SEEN)
def same_name_in_two_agnostic_stacks(app: cdk.App) -> dict[str, str]:
    hooks, pipelines = make_stack("Hooks", app=app), make_stack("Pipelines", app=app)
    add_webhook(hooks, imported(hooks))
    cfn_pipeline(pipelines, build_action("api"))
    return {"/Hooks/Webhook": "Pipelines/Pipeline/Build/Run"}


@scenario(UNSEEN)
def same_name_in_another_region(app: cdk.App) -> None:
    hooks, pipelines = make_stack("Hooks", app=app, env=US), make_stack("Pipelines", app=app, env=EU)
    add_webhook(hooks, imported(hooks))
    cfn_pipeline(pipelines, build_action("api"))


@scenario(UNSEEN)
def same_name_in_another_account(app: cdk.App) -> None:
    hooks, pipelines = make_stack("Hooks", app=app, env=US), make_stack("Pipelines", app=app, env=OTHER)
    add_webhook(hooks, imported(hooks))
    cfn_pipeline(pipelines, build_action("api"))


@scenario(UNSEEN)
def name_that_is_a_parameter_here_and_a_literal_there(app: cdk.App) -> None:
    stack = make_stack(app=app)
    add_webhook(stack, imported(stack, cdk.CfnParameter(stack, "Name").value_as_string))
    cfn_pipeline(stack, build_action("api"))


@scenario(UNSEEN)
def known_region_against_an_unknown_one(app: cdk.App) -> None:
    hooks, pipelines = make_stack("Hooks", app=app, env=US), make_stack("Pipelines", app=app)
    add_webhook(hooks, imported(hooks))
    cfn_pipeline(pipelines, build_action("api"))


@scenario(SEEN)
def project_named_by_a_parameter(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    name = cdk.CfnParameter(stack, "Name").value_as_string
    add_webhook(stack, github_project(stack, project_name=name))
    cfn_pipeline(stack, build_action(name))
    return {"/Stack/Webhook": "Stack/Pipeline/Build/Run"}


@scenario(SEEN)
def imported_by_name_and_named_in_the_app(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    project = github_project(stack, project_name="api")
    add_webhook(stack, imported(stack))
    pipeline(stack, project)
    return {"/Stack/Webhook": "Stack/Pipeline/Build/Build0"}


@scenario(SEEN)
def imported_by_the_arn_of_a_project_of_the_app(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    project = github_project(stack)
    add_webhook(stack, project)
    pipeline(stack, codebuild.Project.from_project_arn(stack, "Imported", project.project_arn))
    return {"/Stack/Webhook": "Stack/Pipeline/Build/Build0"}


@scenario(SEEN)
def arn_with_the_stacks_own_region(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app, env=US)
    arn = f"arn:aws:codebuild:{cdk.Aws.REGION}:{cdk.Aws.ACCOUNT_ID}:project/api"
    add_webhook(stack, codebuild.Project.from_project_arn(stack, "Imported", arn))
    cfn_pipeline(stack, build_action("api"))
    return {"/Stack/Webhook": "Stack/Pipeline/Build/Run"}


@scenario(SEEN)
def webhook_by_an_import_and_pipeline_by_reference(app: cdk.App) -> dict[str, str]:
    projects, hooks = make_stack("Projects", app=app), make_stack("Hooks", app=app)
    project = github_project(projects)
    cdk.CfnOutput(projects, "Name", value=project.project_name, export_name="api-project")
    pipeline(projects, project)
    add_webhook(hooks, imported(hooks, cdk.Fn.import_value("api-project")))
    return {"/Hooks/Webhook": "Projects/Pipeline/Build/Build0"}


@scenario(SEEN)
def name_substituted_here_and_joined_there(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    tier = cdk.CfnParameter(stack, "Tier").value_as_string
    add_webhook(stack, github_project(stack, project_name=f"api-{tier}"))
    cfn_pipeline(stack, build_action(cdk.Fn.sub("api-${Tier}")))
    return {"/Stack/Webhook": "Stack/Pipeline/Build/Run"}


@scenario(SEEN)
def name_with_the_region_in_two_stacks(app: cdk.App) -> dict[str, str]:
    hooks, pipelines = make_stack("Hooks", app=app, env=US), make_stack("Pipelines", app=app, env=US)
    add_webhook(hooks, imported(hooks, f"api-{cdk.Aws.REGION}"))
    cfn_pipeline(pipelines, build_action(cdk.Fn.sub("api-${AWS::Region}")))
    cfn_pipeline(pipelines, build_action("api-us-east-1"), construct_id="Second")
    return {"/Hooks/Webhook": "Pipelines/Second/Build/Run"}


@scenario(SEEN)
def name_with_the_account_in_two_agnostic_stacks(app: cdk.App) -> dict[str, str]:
    hooks, pipelines = make_stack("Hooks", app=app), make_stack("Pipelines", app=app)
    add_webhook(hooks, imported(hooks, f"api-{cdk.Aws.ACCOUNT_ID}"))
    cfn_pipeline(pipelines, build_action(cdk.Fn.sub("api-${AWS::AccountId}")))
    return {"/Hooks/Webhook": "Pipelines/Pipeline/Build/Run"}


@scenario(UNSEEN)
def nested_stack_with_a_parameter_for_another_project(app: cdk.App) -> None:
    stack = make_stack(app=app)
    add_webhook(stack, github_project(stack))
    nested = cdk.NestedStack(stack, "Nested", parameters={"Name": "web"})
    cfn_pipeline(nested, build_action(cdk.CfnParameter(nested, "Name").value_as_string))


@scenario(UNSEEN)
def nested_stack_with_a_parameter_that_nobody_gives(app: cdk.App) -> None:
    stack = make_stack(app=app)
    add_webhook(stack, imported(stack))
    nested = cdk.NestedStack(stack, "Nested")
    name = cdk.CfnParameter(nested, "Name", default="web").value_as_string
    cfn_pipeline(nested, build_action(name), build_action(cdk.Fn.ref("AWS::StackName")))


@scenario(UNSEEN)
def name_with_a_parameter_of_each_of_two_stacks(app: cdk.App) -> None:
    hooks, pipelines = make_stack("Hooks", app=app), make_stack("Pipelines", app=app)
    for stack in (hooks, pipelines):
        cdk.CfnParameter(stack, "Tier")
    add_webhook(hooks, imported(hooks, cdk.Fn.sub("api-${Tier}")))
    cfn_pipeline(pipelines, build_action(cdk.Fn.sub("api-${Tier}")))


@scenario(UNSEEN)
def name_with_the_region_in_two_regions(app: cdk.App) -> None:
    hooks, pipelines = make_stack("Hooks", app=app, env=US), make_stack("Pipelines", app=app, env=EU)
    add_webhook(hooks, imported(hooks, f"api-{cdk.Aws.REGION}"))
    cfn_pipeline(pipelines, build_action(cdk.Fn.sub("api-${AWS::Region}"), region="us-east-1"))


@scenario(UNSEEN)
def names_that_are_written_wrongly(app: cdk.App) -> None:
    stack = make_stack(app=app)
    add_webhook(stack, imported(stack))
    joins = [None, [], [""], ["", "api"], ["", ["api", 5]], ["", [[]]], ["-", "api"], [{"Ref": "A"}, ["a", "pi"]]]
    others = [{"Fn::Sub": None}, {"Fn::Sub": ["api", None]}, {"Ref": None}, {"Fn::GetAtt": []}, {"Fn::Select": "api"}]
    cfn_pipeline(stack, *(build_action(name) for name in [*({"Fn::Join": each} for each in joins), *others]))


@pytest.mark.parametrize("scenario", SEEN.values(), ids=SEEN)
def test_a_project_is_known_by_what_is_written(scenario: Callable[[cdk.App], dict[str, str]]) -> None:
    app = cdk.App()
    expected = scenario(app)

    found = double_builds(app)

    assert found.keys() == expected.keys()
    assert all(action in found[path] for path, action in expected.items())


@pytest.mark.parametrize("scenario", UNSEEN.values(), ids=UNSEEN)
def test_what_may_be_another_project_is_passed_over(scenario: Callable[[cdk.App], None]) -> None:
    app = cdk.App()
    scenario(app)

    assert double_builds(app) == {}
