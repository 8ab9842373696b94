"""Runners where platform teams put them: with roles, networks, stages, aspects and values of other stacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import jsii
import pytest
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_codeconnections as codeconnections
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_ssm as ssm
from aws_cdk import pipelines
from aws_cdk.assertions import Template

from tests.cdk.apps import US, make_stack, resources_of, staged, template_of
from tests.cdk.runners.apps import (
    ACME,
    CONNECTION,
    NAMED,
    github_runner,
    project_of,
    resources_of_runner,
    variables_of,
    webhook_of,
)
from tests.cdk.test_findings import messages
from webhook_constructs import CodeBuildWebhook, FilterGroup, GitHubActionsRunner, WebhookScope

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs import IConstruct

CODEBUILD = iam.ServicePrincipal("codebuild.amazonaws.com")
NAME_OF_PROJECT = {"Ref": "RunnerProject5D2C85B4"}


def connected(stack: cdk.Stack, **arguments: Any) -> GitHubActionsRunner:
    return github_runner(stack, **{**NAMED, "connection_arn": CONNECTION, **arguments})


def parameter(stack: cdk.Stack, name: str) -> str:
    return cdk.CfnParameter(stack, name).value_as_string


def test_a_role_that_the_app_must_not_change_gets_no_policy() -> None:
    stack = make_stack()
    role = iam.Role.from_role_name(stack, "Role", "runners", mutable=False)
    found = resources_of_runner(github_runner(stack, **NAMED, connection_arn=CONNECTION, role=role))

    assert sorted(found) == ["RunnerProject", "RunnerWebhook"]
    assert "DependsOn" not in found["RunnerProject"]


def test_a_role_of_the_app_gets_the_policies() -> None:
    stack = make_stack()
    role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("codebuild.amazonaws.com"))
    runner = github_runner(stack, **NAMED, connection_arn=CONNECTION, role=role)
    policy = resources_of_runner(runner)["RunnerProjectConnection"]["Properties"]

    assert [each["Ref"][:-8] for each in policy["Roles"]] == ["Role"]


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(
            lambda stack: iam.Role(stack, "Role", assumed_by=CODEBUILD).without_policy_updates(), id="wrapped"
        ),
        pytest.param(lambda stack: iam.Role.from_role_name(stack, "Role", "ci", mutable=False), id="imported"),
    ],
)
def test_a_role_that_must_stay_as_it_is_makes_the_project_wait_for_nothing(
    make: Callable[[cdk.Stack], iam.IRole],
) -> None:
    stack = make_stack()
    connected(stack, role=make(stack))

    assert resources_of(stack, "AWS::IAM::Policy") == {}
    (project,) = resources_of(stack, "AWS::CodeBuild::Project").values()
    assert "DependsOn" not in project


def test_precreated_roles_are_left_alone() -> None:
    stack = make_stack()
    names = {"Stack/Runner/Project/Role": "runners", "Stack/CodeBuildWebhookHandler/Role": "webhooks"}
    iam.Role.customize_roles(stack, use_precreated_roles=names)
    connected(stack)

    assert resources_of(stack, "AWS::IAM::Policy") == resources_of(stack, "AWS::IAM::Role") == {}


def test_a_role_of_another_stack_is_imported_by_its_name() -> None:
    app = cdk.App()
    roles, runners = (make_stack(name, app=app, env=US) for name in ("Roles", "Runners"))
    role = iam.Role(roles, "Role", assumed_by=CODEBUILD)
    connected(runners, role=iam.Role.from_role_name(runners, "Imported", role.role_name))

    assert resources_of(roles, "AWS::IAM::Policy") == {}
    assert [name[:-8] for name in resources_of(runners, "AWS::IAM::Policy")] == [
        "ImportedPolicy",
        "RunnerProjectConnection",
    ]


def test_two_runners_may_share_a_role() -> None:
    stack = make_stack()
    role = iam.Role(stack, "Role", assumed_by=CODEBUILD)
    for name in ("Small", "Large"):
        GitHubActionsRunner(stack, name, **ACME, connection_arn=CONNECTION, role=role)
    projects = resources_of(stack, "AWS::CodeBuild::Project").values()

    assert [[each[:-8] for each in project["DependsOn"]] for project in projects] == [
        ["SmallProjectConnection"],
        ["LargeProjectConnection"],
    ]
    assert [name[:-8] for name in template_of(stack)["Outputs"]] == ["SmallRunsOn", "LargeRunsOn"]
    assert [messages(stack, level) for level in ("error", "warning", "info")] == [[], [], []]


def of_the_stack(stack: cdk.Stack) -> str:
    connection = codeconnections.CfnConnection(stack, "C", connection_name="github", provider_type="GitHub")
    return connection.attr_connection_arn


def of_another_stack(stack: cdk.Stack) -> str:
    root = stack.node.root
    assert isinstance(root, cdk.App)
    return of_the_stack(make_stack("Shared", app=root))


def of_a_parameter(stack: cdk.Stack) -> str:
    return ssm.StringParameter.value_for_string_parameter(stack, "/shared/connection")


@pytest.mark.parametrize("make", [of_the_stack, of_another_stack, of_a_parameter])
def test_a_connection_that_is_known_only_on_deployment_is_allowed_before_the_project(
    make: Callable[[cdk.Stack], str],
) -> None:
    stack = make_stack()
    found = resources_of_runner(connected(stack, connection_arn=make(stack)))
    (statement,) = found["RunnerProjectConnection"]["Properties"]["PolicyDocument"]["Statement"]
    (waits_for,) = found["RunnerProject"]["DependsOn"]

    assert found["RunnerProject"]["Properties"]["Source"]["Auth"]["Resource"] == statement["Resource"]
    assert statement["Resource"].keys() in ({"Fn::GetAtt"}, {"Fn::ImportValue"}, {"Ref"})
    assert waits_for[:-8] == "RunnerProjectConnection"


def test_in_a_network_the_project_waits_for_both_of_its_policies() -> None:
    stack = make_stack()
    found = resources_of_runner(connected(stack, vpc=ec2.Vpc(stack, "Network", max_azs=1)))
    properties = found["RunnerProject"]["Properties"]

    assert [name[:-8] for name in found["RunnerProject"]["DependsOn"]] == [
        "RunnerProjectConnection",
        "RunnerProjectPolicyDocument",
    ]
    assert len(properties["VpcConfig"]["Subnets"]) == len(properties["VpcConfig"]["SecurityGroupIds"]) == 1


def test_names_may_be_known_only_on_deployment() -> None:
    stack = make_stack()
    organization, registration = (parameter(stack, name) for name in ("Organization", "Registration"))
    group = cdk.CfnParameter(stack, "Group", type="Number").value_as_number
    runner = github_runner(
        stack,
        organization=organization,
        repositories=["api"],
        organization_registration=registration,
        runner_group_id=group,
        runner_name=parameter(stack, "Name"),
    )

    assert webhook_of(runner)["ScopeConfiguration"] == {"Name": {"Ref": "Organization"}, "Scope": "GITHUB_ORGANIZATION"}
    assert list(variables_of(runner).values()) == [{"Ref": "Registration"}, {"Ref": "Group"}]
    assert project_of(runner)["Name"] == {"Ref": "Name"}


def test_an_output_says_the_label_where_the_name_is_known_only_on_deployment() -> None:
    stack = make_stack()
    github_runner(stack, **ACME, runner_name=f"{cdk.Aws.STACK_NAME}-runner")
    (output,) = template_of(stack)["Outputs"].values()

    assert output["Value"]["Fn::Join"][1][1] == NAME_OF_PROJECT


def test_a_runner_in_stages_of_one_app_is_the_same_in_each() -> None:
    app = cdk.App()
    stacks = [staged(app, name, US) for name in ("Test", "Production")]
    for stack in stacks:
        connected(stack)
    assembly = app.synth()
    templates = [assembly.get_nested_assembly(f"assembly-{name}").stacks[0].template for name in ("Test", "Production")]

    assert templates[0] == templates[1]
    assert [name[:-8] for name in templates[0]["Resources"]["RunnerProject5D2C85B4"]["DependsOn"]] == [
        "RunnerProjectConnection"
    ]
    assert [messages(stack, level) for stack in stacks for level in ("error", "warning")] == [[]] * 4


def test_cdk_pipelines_deploys_a_runner() -> None:
    app = cdk.App()
    stage = cdk.Stage(app, "Production", env=US)
    runner = connected(cdk.Stack(stage, "Stack"))
    stack = make_stack("Pipeline", app=app, env=US)
    source = pipelines.CodePipelineSource.s3(s3.Bucket(stack, "Source"), "app.zip")
    step = pipelines.ShellStep("Synth", input=source, commands=["npx cdk synth"])
    pipelines.CodePipeline(stack, "Pipeline", synth=step).add_stage(stage)
    app.synth()
    project = stage.synth().stacks[0].template["Resources"]["RunnerProject5D2C85B4"]

    assert [name[:-8] for name in project["DependsOn"]] == ["RunnerProjectConnection"]
    assert runner.runs_on.startswith("codebuild-acme-runner-")


def test_a_runner_in_a_nested_stack_has_all_that_it_needs() -> None:
    stack = make_stack()
    nested = cdk.NestedStack(stack, "Nested")
    connected(nested)
    (project,) = Template.from_stack(nested).find_resources("AWS::CodeBuild::Project").values()

    assert [name[:-8] for name in project["DependsOn"]] == ["RunnerProjectConnection"]


@jsii.implements(cdk.IAspect)
class Change:
    """An aspect of a platform team: what it does to every project."""

    def __init__(self, change: Callable[[codebuild.CfnProject], None]) -> None:
        self._change = change

    def visit(self, node: IConstruct) -> None:
        if isinstance(node, codebuild.CfnProject):
            self._change(node)


def test_what_aspects_and_overrides_change_of_the_project_stays_changed() -> None:
    stack = make_stack()
    runner = connected(stack)

    def change(project: codebuild.CfnProject) -> None:
        project.timeout_in_minutes = 20
        project.add_property_override("Environment.Image", "hardened:1")
        project.add_property_override("Name", "ci-acme-runner")

    cdk.Aspects.of(stack).add(Change(change))
    cdk.Tags.of(stack).add("team", "platform")
    project = project_of(runner)

    assert (project["TimeoutInMinutes"], project["Environment"]["Image"]) == (20, "hardened:1")
    assert project["Tags"] == [{"Key": "team", "Value": "platform"}]
    assert project["Name"] == "ci-acme-runner"
    assert webhook_of(runner)["ProjectName"] == NAME_OF_PROJECT


def test_grants_of_buckets_and_keys_go_to_the_role_of_the_app_or_of_the_caller() -> None:
    stack = make_stack()
    role = iam.Role(stack, "Role", assumed_by=CODEBUILD)
    s3.Bucket(stack, "Bucket", encryption_key=kms.Key(stack, "Key")).grant_read(connected(stack, role=role))
    policies = resources_of(stack, "AWS::IAM::Policy")
    (own,) = (policy for name, policy in policies.items() if name.startswith("RoleDefaultPolicy"))

    assert {"s3:GetObject*", "kms:Decrypt"} <= {
        action
        for statement in own["Properties"]["PolicyDocument"]["Statement"]
        for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])
    }


def test_a_second_webhook_on_its_project_is_an_error() -> None:
    stack = make_stack()
    runner = connected(stack)
    CodeBuildWebhook(
        stack,
        "Pushes",
        project=runner.project,
        webhook_scope=WebhookScope.github_organization("acme"),
        filter_groups=[FilterGroup.on_push().and_branch_is("main").and_repository_name_is("api")],
    )
    template_of(stack)

    assert [text[:5] for text in messages(stack, "error")] == ["WH110", "WH110"]


def test_a_policy_that_somebody_removes_is_waited_for_by_nothing() -> None:
    stack = make_stack()
    runner = connected(stack)
    assert runner.project.node.try_remove_child("Connection")

    assert "DependsOn" not in resources_of_runner(runner)["RunnerProject"]


def test_a_removed_runner_leaves_nothing_in_the_template() -> None:
    stack = make_stack()
    connected(stack)
    stack.node.try_remove_child("Runner")

    assert {name for name in template_of(stack).get("Resources", {}) if name.startswith("Runner")} == set()


def test_synthesizing_twice_gives_the_same() -> None:
    stack = make_stack()
    connected(stack)
    root = stack.node.root
    assert isinstance(root, cdk.App)
    first, second = (root.synth(force=True).get_stack_artifact(stack.artifact_id).template for _ in range(2))

    assert first == second
