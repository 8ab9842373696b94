"""Apps in which several stacks, stages, places and templates of others have to do with one project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_servicecatalog as servicecatalog
from cdk_stacksets import StackSet, StackSetStack, StackSetTarget, StackSetTemplate

from tests.cdk.apps import (
    EU,
    OTHER,
    US,
    add_webhook,
    github_project,
    github_webhook,
    imported_webhook,
    make_stack,
    staged,
)
from tests.cdk.pipelines import build_action, cfn_pipeline, connection
from tests.cdk.scenarios import scenario

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs import Construct, IConstruct

__all__ = ["APPS"]

APPS: dict[str, Callable[[cdk.App], Any]] = {}
"""The apps, by their names."""

NATIVE = codebuild.Source.git_hub(owner="acme", repo="api", webhook=True)
SECRET = "arn:aws:secretsmanager:us-east-1:111122223333:secret:hook-AbCdEf"


def conditional(construct: IConstruct, name: str = "Wanted") -> None:
    resource = construct.node.default_child or construct
    assert isinstance(resource, cdk.CfnResource)
    condition = cdk.CfnCondition(resource.stack, name, expression=cdk.Fn.condition_equals(cdk.Aws.STACK_ID, name))
    resource.cfn_options.condition = condition


def run(stack: cdk.Stack, name: Any = "api") -> None:
    cfn_pipeline(stack, build_action(name))


def manual_webhook(stack: cdk.Stack, name: str) -> None:
    project = codebuild.Project.from_project_name(stack, f"{name}Project", name)
    secret = secretsmanager.Secret.from_secret_complete_arn(stack, f"{name}Secret", SECRET)
    add_webhook(stack, project, name, manual_creation=True, secret=secret)


@scenario(APPS)
def one_name_in_two_regions(app: cdk.App) -> None:
    for name, env in (("One", US), ("Two", EU)):
        imported_webhook(make_stack(name, app=app, env=env))


@scenario(APPS)
def one_name_in_two_accounts(app: cdk.App) -> None:
    for name, env in (("One", US), ("Two", OTHER)):
        imported_webhook(make_stack(name, app=app, env=env))


@scenario(APPS)
def two_webhooks_of_one_stack_on_projects_of_two_regions(app: cdk.App) -> None:
    stack = make_stack(app=app, env=US)
    for region in ("us-east-1", "eu-west-1"):
        arn = f"arn:aws:codebuild:{region}:{US.account}:project/api"
        add_webhook(stack, codebuild.Project.from_project_arn(stack, region, arn), f"Webhook-{region}")


@scenario(APPS)
def webhook_of_another_region_and_one_there(app: cdk.App) -> None:
    stack = make_stack("One", app=app, env=US)
    arn = f"arn:aws:codebuild:eu-west-1:{US.account}:project/api"
    add_webhook(stack, codebuild.Project.from_project_arn(stack, "Imported", arn))
    imported_webhook(make_stack("Two", app=app, env=EU))


@scenario(APPS)
def project_of_a_nested_stack_with_a_webhook_inside_and_one_outside(app: cdk.App) -> None:
    stack = make_stack(app=app)
    nested = cdk.NestedStack(stack, "Nested")
    project = github_project(nested)
    add_webhook(nested, project)
    add_webhook(stack, project)


@scenario(APPS)
def two_webhooks_of_one_condition(app: cdk.App) -> None:
    stack = make_stack(app=app)
    project = github_project(stack)
    for name in ("One", "Two"):
        conditional(add_webhook(stack, project, name), f"Is{name}")


@scenario(APPS)
def nested_stack_under_a_condition(app: cdk.App) -> None:
    stack = make_stack(app=app)
    project = github_project(stack, project_name="api")
    add_webhook(stack, project)
    nested = cdk.NestedStack(stack, "Nested")
    imported_webhook(nested)
    assert nested.nested_stack_resource is not None
    conditional(nested.nested_stack_resource)


@scenario(APPS)
def two_webhooks_in_one_nested_stack_under_a_condition(app: cdk.App) -> None:
    stack = make_stack(app=app)
    nested = cdk.NestedStack(stack, "Nested")
    for name in ("One", "Two"):
        imported_webhook(nested, construct_id=name)
    assert nested.nested_stack_resource is not None
    conditional(nested.nested_stack_resource)


@scenario(APPS)
def triggers_under_a_condition(app: cdk.App) -> None:
    stack = make_stack(app=app)
    conditional(github_project(stack, project_name="api", source=NATIVE))
    imported_webhook(stack)


@scenario(APPS)
def triggers_and_a_webhook(app: cdk.App) -> None:
    imported_webhook(make_stack("Hooks", app=app))
    github_project(make_stack(app=app), project_name="api", source=NATIVE)


@scenario(APPS)
def triggers_that_a_pipeline_runs(app: cdk.App) -> None:
    github_webhook(make_stack("Other", app=app), source=codebuild.Source.git_hub(owner="acme", repo="web"))
    stack = make_stack(app=app)
    github_project(stack, project_name="api", source=NATIVE)
    run(stack)


@scenario(APPS)
def triggers_on_the_repository_of_a_webhook(app: cdk.App) -> None:
    github_webhook(make_stack(app=app))
    github_project(make_stack("Other", app=app), source=NATIVE)


@scenario(APPS)
def project_of_a_pipeline(app: cdk.App) -> None:
    stack = make_stack(app=app)
    codebuild.PipelineProject(stack, "Project", project_name="api")
    imported_webhook(stack)
    run(stack)


@scenario(APPS)
def secret_of_two_webhooks(app: cdk.App) -> None:
    for name in ("Api", "Web"):
        manual_webhook(make_stack(name, app=app), name.lower())


@scenario(APPS)
def secret_of_two_stages(app: cdk.App) -> None:
    manual_webhook(staged(app, "Prod"), "api")
    manual_webhook(make_stack(app=app), "web")


@scenario(APPS)
def pipeline_on_the_same_branch(app: cdk.App) -> None:
    stack = make_stack(app=app)
    github_webhook(stack)
    cfn_pipeline(stack, connection(), build_action("other"))


@scenario(APPS)
def more_webhooks_than_github_takes(app: cdk.App) -> None:
    for index in range(22):
        github_webhook(make_stack(f"Stack{index}", app=app), project_name=f"api-{index}")


@scenario(APPS)
def export_of_the_stage_itself(app: cdk.App) -> None:
    for stage in ("Dev", "Prod"):
        stack = staged(app, stage, stack="Projects")
        project = github_project(stack)
        cdk.CfnOutput(stack, "Name", value=project.project_name, export_name="api-project")
        run(cdk.Stack(stack.node.scope, "Pipelines"), cdk.Fn.import_value("api-project"))  # type: ignore[arg-type]
        imported_webhook(cdk.Stack(stack.node.scope, "Hooks"), cdk.Fn.import_value("api-project"))  # type: ignore[arg-type]


def exporting(app: cdk.App, project: Callable[[cdk.Stack], codebuild.Project]) -> codebuild.Project:
    made = project(staged(app, "Dev", US))
    cdk.CfnOutput(made.stack, "Name", value=made.project_name, export_name="api-project")
    return made


@scenario(APPS)
def export_of_a_finished_stage_with_a_webhook(app: cdk.App) -> None:
    project = exporting(app, github_project)
    add_webhook(project.stack, project)
    imported_webhook(staged(app, "Prod", US), cdk.Fn.import_value("api-project"))


@scenario(APPS)
def export_of_a_finished_stage_with_triggers(app: cdk.App) -> None:
    exporting(app, lambda stack: github_project(stack, source=NATIVE))
    imported_webhook(staged(app, "Prod", US), cdk.Fn.import_value("api-project"))


@scenario(APPS)
def export_of_a_finished_stage_whose_project_has_no_webhooks(app: cdk.App) -> None:
    exporting(app, lambda stack: codebuild.PipelineProject(stack, "Project"))
    imported_webhook(staged(app, "Prod", US), cdk.Fn.import_value("api-project"))


@scenario(APPS)
def export_of_a_finished_stage_that_its_pipeline_runs(app: cdk.App) -> None:
    project = exporting(app, github_project)
    run(project.stack, project.project_name)
    imported_webhook(staged(app, "Prod", US), cdk.Fn.import_value("api-project"))


@scenario(APPS)
def export_of_a_finished_stage_to_the_app(app: cdk.App) -> None:
    project = exporting(app, github_project)
    run(project.stack, project.project_name)
    imported_webhook(make_stack(app=app, env=US), cdk.Fn.import_value("api-project"))


def copies(app: cdk.App, *environments: cdk.Environment | None) -> None:
    for index, env in enumerate(environments):
        stack = staged(app, f"Stage{index}", env)
        github_webhook(stack)
        cfn_pipeline(stack, connection(), build_action("other"))


@scenario(APPS)
def copies_for_two_accounts(app: cdk.App) -> None:
    copies(app, US, OTHER)


@scenario(APPS)
def copies_for_two_regions(app: cdk.App) -> None:
    copies(app, US, EU)


@scenario(APPS)
def copies_in_one_account_and_region(app: cdk.App) -> None:
    for index in range(2):
        github_webhook(staged(app, f"Stage{index}", US), project_name=f"api-{index}")


@scenario(APPS)
def copies_for_what_the_deployment_knows(app: cdk.App) -> None:
    copies(app, None, None, None)


@scenario(APPS)
def one_copy_for_an_account_that_is_known(app: cdk.App) -> None:
    copies(app, None, US)


class _Product(servicecatalog.ProductStack):
    def __init__(self, scope: Construct, construct_id: str, name: str) -> None:
        super().__init__(scope, construct_id)
        github_project(self, project_name=name, source=NATIVE)
        run(self, name)


def product(stack: cdk.Stack, construct_id: str, name: str = "api") -> None:
    template = servicecatalog.CloudFormationTemplate.from_product_stack(_Product(stack, f"{construct_id}Stack", name))
    version = servicecatalog.CloudFormationProductVersion(cloud_formation_template=template)
    servicecatalog.CloudFormationProduct(
        stack, construct_id, product_name=construct_id, owner="acme", product_versions=[version]
    )


@scenario(APPS)
def products_of_service_catalog(app: cdk.App) -> None:
    stack = make_stack(app=app)
    product(stack, "One")
    product(stack, "Two")
    imported_webhook(stack)
    run(stack)


@scenario(APPS)
def stack_set(app: cdk.App) -> None:
    stack = make_stack(app=app)
    deployed = StackSetStack(stack, "Deployed")
    github_project(deployed, project_name="api", source=NATIVE)
    run(deployed)
    target = StackSetTarget.from_accounts(regions=["us-east-1"], accounts=["111122223333"])
    StackSet(stack, "StackSet", target=target, template=StackSetTemplate.from_stack_set_stack(deployed))
    imported_webhook(stack)
