"""Projects that are named by outputs of nested stacks, attributes, parts of lists, exports, and names that change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
import jsii
import pytest
from aws_cdk import aws_codebuild as codebuild
from constructs import Construct

from tests.cdk.annotated import annotated
from tests.cdk.apps import US, add_webhook, github_project, imported, make_stack
from tests.cdk.pipelines import build_action, cfn_pipeline, pipeline
from tests.cdk.scenarios import scenario

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs import IConstruct

PAIRS = ("WH406", "WH110", "WH111", "WH108")
TWO: dict[str, Callable[[cdk.App], None]] = {}
"""Those of several projects, of which nothing is to be said."""
ONE: dict[str, Callable[[cdk.App], dict[str, str]]] = {}
"""Those of one project: each returns the rule at the path of each webhook."""


def project_of(stack: cdk.Stack, construct_id: str, **arguments: object) -> codebuild.Project:
    source = codebuild.Source.git_hub(owner="acme", repo=construct_id.lower())
    return github_project(stack, construct_id, source=source, **arguments)


def rename(project: codebuild.Project, name: str | None = "dev-api") -> None:
    """Have an aspect give a project another name, as apps do for each environment."""
    cdk.Aspects.of(project).add(_Rename(name))


def webhooks_of_the_former_name_and_the_project(app: cdk.App, name: str | None) -> None:
    stack = make_stack(app=app)
    project = project_of(stack, "Api", project_name="api")
    add_webhook(stack, project)
    add_webhook(stack, imported(stack), "Other")
    rename(project, name)


def webhooks_of(stack: cdk.Stack, **names: str) -> None:
    """Two webhooks of projects that are imported by names of the deployment."""
    for construct_id, name in names.items():
        add_webhook(stack, imported(stack, name, construct_id), f"{construct_id}Webhook")


@jsii.implements(cdk.IAspect)
class _Rename:
    def __init__(self, name: str | None) -> None:
        self.name = name

    def visit(self, node: IConstruct) -> None:
        if isinstance(node, codebuild.CfnProject):
            node.name = self.name


@scenario(TWO)
def pipeline_of_its_own_project_in_one_nested_stack(app: cdk.App) -> None:
    stack = make_stack(app=app)
    nested = cdk.NestedStack(stack, "Projects")
    add_webhook(stack, project_of(nested, "Api"))
    pipeline(stack, codebuild.PipelineProject(nested, "ForThePipeline"))


@scenario(TWO)
def webhook_in_the_nested_stack_and_an_output_outside(app: cdk.App) -> None:
    stack = make_stack(app=app)
    nested = cdk.NestedStack(stack, "Projects")
    project = project_of(nested, "Api")
    add_webhook(nested, project)
    cdk.CfnOutput(stack, "Api", value=project.project_name)
    pipeline(stack, codebuild.PipelineProject(nested, "ForThePipeline"))


@scenario(TWO)
def two_projects_of_a_nested_stack_imported_outside(app: cdk.App) -> None:
    stack = make_stack(app=app)
    nested = cdk.NestedStack(stack, "Projects")
    for construct_id in ("Api", "Web"):
        name = project_of(nested, construct_id).project_name
        add_webhook(stack, imported(stack, name, construct_id), f"{construct_id}Webhook")


@scenario(TWO)
def two_outputs_of_a_template_elsewhere(app: cdk.App) -> None:
    stack = make_stack(app=app)
    nested = cdk.CfnStack(stack, "Nested", template_url="https://example.com/template.json")
    webhooks_of(stack, Api=nested.get_att("Outputs.Api").to_string(), Web=nested.get_att("Outputs.Web").to_string())
    cfn_pipeline(stack, build_action(nested.get_att("Outputs.Other").to_string()))


@scenario(TWO)
def two_attributes_of_a_custom_resource(app: cdk.App) -> None:
    stack = make_stack(app=app)
    token = "arn:aws:lambda:us-east-1:111122223333:function:names"
    names = cdk.CustomResource(stack, "Names", service_token=token)
    webhooks_of(stack, Api=names.get_att_string("Api"), Web=names.get_att_string("Web"))
    cfn_pipeline(stack, build_action(names.get_att_string("Other")))


@scenario(TWO)
def two_parts_of_a_list(app: cdk.App) -> None:
    stack = make_stack(app=app)
    names = cdk.Fn.split(",", cdk.CfnParameter(stack, "Names").value_as_string)
    webhooks_of(stack, Api=cdk.Fn.select(0, names), Web=cdk.Fn.select(1, names))


@scenario(TWO)
def project_that_an_aspect_renames(app: cdk.App) -> None:
    webhooks_of_the_former_name_and_the_project(app, "dev-api")


@scenario(TWO)
def project_renamed_beside_a_pipeline_that_runs_its_former_name(app: cdk.App) -> None:
    stack = make_stack(app=app)
    project = project_of(stack, "Api", project_name="api")
    add_webhook(stack, project)
    cfn_pipeline(stack, build_action("api"))
    rename(project)


@scenario(TWO)
def one_parameter_in_two_regions(app: cdk.App) -> None:
    stack = make_stack(app=app, env=US)
    name = cdk.CfnParameter(stack, "Name").value_as_string
    for region in ("us-east-1", "eu-west-1"):
        arn = f"arn:aws:codebuild:{region}:111122223333:project/{name}"
        add_webhook(stack, codebuild.Project.from_project_arn(stack, region, arn), f"Webhook-{region}")


@scenario(ONE)
def namesake_of_a_project_in_another_region(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app, env=US)
    project = project_of(stack, "Api")
    add_webhook(stack, project)
    cfn_pipeline(stack, build_action(project.project_name, region="eu-west-1"))
    arn = f"arn:aws:codebuild:eu-west-1:111122223333:project/{project.project_name}"
    add_webhook(stack, codebuild.Project.from_project_arn(stack, "Imported", arn), "Other")
    return {"/Stack/Other": "WH406"}


@scenario(TWO)
def project_renamed_to_what_the_deployment_knows(app: cdk.App) -> None:
    webhooks_of_the_former_name_and_the_project(app, f"{cdk.Aws.STACK_NAME}-api")


@scenario(TWO)
def project_whose_name_was_taken_away(app: cdk.App) -> None:
    webhooks_of_the_former_name_and_the_project(app, None)


@scenario(ONE)
def webhook_in_the_other_region_of_an_action(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app, env=US)
    name = cdk.CfnParameter(stack, "Name").value_as_string
    arn = f"arn:aws:codebuild:eu-west-1:111122223333:project/{name}"
    add_webhook(stack, codebuild.Project.from_project_arn(stack, "Imported", arn))
    cfn_pipeline(stack, build_action(name, region="eu-west-1"))
    return {"/Stack/Webhook": "WH406"}


@scenario(ONE)
def renamed_to_what_the_deployment_knows_and_run_by_that(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    project = project_of(stack, "Api", project_name="api")
    add_webhook(stack, project)
    cfn_pipeline(stack, build_action(f"{cdk.Aws.STACK_NAME}-api"))
    rename(project, f"{cdk.Aws.STACK_NAME}-api")
    return {"/Stack/Webhook": "WH406"}


@scenario(ONE)
def output_that_was_written_by_hand(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    nested = cdk.NestedStack(stack, "Projects")
    project = project_of(nested, "Api")
    add_webhook(nested, project)
    cdk.CfnOutput(Construct(nested, "Outputs"), "Name", value=project.project_name).override_logical_id("Name")
    assert nested.nested_stack_resource is not None
    cfn_pipeline(stack, build_action(nested.nested_stack_resource.get_att("Outputs.Name").to_string()))
    return {"/Stack/Projects/Webhook": "WH406"}


@scenario(ONE)
def renamed_project_by_its_new_name(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    project = project_of(stack, "Api", project_name="api")
    add_webhook(stack, project)
    cfn_pipeline(stack, build_action("dev-api"))
    rename(project)
    return {"/Stack/Webhook": "WH406"}


@scenario(ONE)
def webhooks_inside_and_outside(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    nested = cdk.NestedStack(stack, "Projects")
    project = project_of(nested, "Api")
    add_webhook(nested, project)
    add_webhook(stack, imported(stack, project.project_name))
    return {"/Stack/Projects/Webhook": "WH110", "/Stack/Webhook": "WH110"}


@scenario(ONE)
def triggers_inside_and_a_webhook_outside(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    nested = cdk.NestedStack(stack, "Projects")
    source = codebuild.Source.git_hub(owner="acme", repo="api", webhook=True)
    add_webhook(stack, imported(stack, github_project(nested, source=source).project_name))
    return {"/Stack/Webhook": "WH111"}


@scenario(ONE)
def project_of_a_pipeline_inside_and_a_webhook_outside(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    nested = cdk.NestedStack(stack, "Projects")
    add_webhook(stack, imported(stack, codebuild.PipelineProject(nested, "Project").project_name))
    return {"/Stack/Webhook": "WH108"}


@scenario(ONE)
def pipeline_inside_and_a_webhook_in_another_nested_stack(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    projects, webhooks = cdk.NestedStack(stack, "Projects"), cdk.NestedStack(stack, "Webhooks")
    project = project_of(projects, "Api")
    cfn_pipeline(projects, build_action(project.project_name))
    add_webhook(webhooks, imported(webhooks, project.project_name))
    return {"/Stack/Webhooks/Webhook": "WH406"}


@scenario(ONE)
def output_of_an_output(app: cdk.App) -> dict[str, str]:
    stack = make_stack(app=app)
    inner = cdk.NestedStack(cdk.NestedStack(stack, "Outer"), "Inner")
    project = project_of(inner, "Api")
    cfn_pipeline(inner, build_action(project.project_name))
    add_webhook(stack, imported(stack, project.project_name))
    return {"/Stack/Webhook": "WH406"}


@scenario(ONE)
def export_whose_name_is_substituted(app: cdk.App) -> dict[str, str]:
    one, two = make_stack("One", app=app), make_stack("Two", app=app)
    project = project_of(one, "Api")
    add_webhook(one, project)
    cdk.CfnOutput(one, "Name", value=project.project_name, export_name="shared-api")
    cfn_pipeline(two, build_action({"Fn::ImportValue": {"Fn::Sub": "shared-api"}}))
    return {"/One/Webhook": "WH406"}


@scenario(ONE)
def export_named_after_the_region(app: cdk.App) -> dict[str, str]:
    one, two = make_stack("One", app=app), make_stack("Two", app=app)
    project = project_of(one, "Api")
    add_webhook(one, project)
    name = cdk.Fn.sub("${AWS::Region}-api")
    cdk.CfnOutput(one, "Name", value=project.project_name, export_name=name)
    cfn_pipeline(two, build_action(cdk.Fn.import_value(name)))
    return {"/One/Webhook": "WH406"}


@scenario(ONE)
def export_named_after_its_stack(app: cdk.App) -> dict[str, str]:
    one, two = make_stack("One", app=app, env=US), make_stack("Two", app=app, env=US)
    project = project_of(one, "Api")
    add_webhook(one, project)
    cdk.CfnOutput(one, "Name", value=project.project_name, export_name=cdk.Fn.sub("${AWS::StackName}-api"))
    cfn_pipeline(two, build_action(cdk.Fn.import_value("One-api")))
    return {"/One/Webhook": "WH406"}


@scenario(TWO)
def exports_named_after_each_stack(app: cdk.App) -> None:
    one, two = make_stack("One", app=app, env=US), make_stack("Two", app=app, env=US)
    name = cdk.Fn.sub("${AWS::StackName}-api")
    project = project_of(one, "Api")
    add_webhook(one, project)
    cdk.CfnOutput(one, "Name", value=project.project_name, export_name=name)
    cfn_pipeline(two, build_action(cdk.Fn.import_value(name)))


@pytest.mark.parametrize("scenario", TWO.values(), ids=TWO)
def test_what_is_another_project_is_not_taken_for_the_same(scenario: Callable[[cdk.App], None]) -> None:
    app = cdk.App()
    scenario(app)

    assert {rule: annotated(app, rule) for rule in PAIRS} == {rule: {} for rule in PAIRS}


@pytest.mark.parametrize("scenario", ONE.values(), ids=ONE)
def test_the_same_project_is_known_behind_references(scenario: Callable[[cdk.App], dict[str, str]]) -> None:
    app = cdk.App()
    expected = scenario(app)

    found = {path: rule for rule in PAIRS for path in annotated(app, rule)}

    assert found == expected
