"""The runner for jobs of GitHub Actions: what it makes, and what it refuses."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_s3 as s3

from tests.cdk.apps import make_stack, resources_of, template_of
from tests.cdk.runners.apps import (
    ACME,
    CONNECTION,
    LOCATION,
    NAMED,
    SERVER,
    github_runner,
    group_of,
    project_of,
    resources_of_runner,
    variables_of,
    webhook_of,
)
from tests.cdk.test_findings import messages
from webhook_constructs import ALL

JOBS, NAMES = "EVENT WORKFLOW_JOB_QUEUED", "REPOSITORY_NAME ^(api|web)$"
ORGANIZATION, ENTERPRISE, GROUP = (
    f"CODEBUILD_CONFIG_GITHUB_ACTIONS_{name}"
    for name in ("ORG_REGISTRATION_NAME", "ENTERPRISE_REGISTRATION_NAME", "RUNNER_GROUP_ID")
)


def test_a_runner_is_a_project_its_role_and_its_webhook() -> None:
    found = resources_of_runner(github_runner(**NAMED, connection_arn=CONNECTION))

    assert {name: each["Type"] for name, each in found.items()} == {
        "RunnerProjectRole": "AWS::IAM::Role",
        "RunnerProjectRoleDefaultPolicy": "AWS::IAM::Policy",
        "RunnerProjectConnection": "AWS::IAM::Policy",
        "RunnerProject": "AWS::CodeBuild::Project",
        "RunnerWebhook": "Custom::CodeBuildWebhook",
    }


def test_the_project_has_no_triggers_and_no_privileges_and_ends_a_job_after_an_hour() -> None:
    project = project_of(github_runner())

    assert project["Source"] == {"Type": "GITHUB", "Location": LOCATION}
    assert project["Environment"]["PrivilegedMode"] is False
    assert project["TimeoutInMinutes"] == 60
    assert {"Triggers", "ConcurrentBuildLimit"}.isdisjoint(project)


def test_the_role_may_write_the_log_of_the_runner_and_nothing_else() -> None:
    (policy,) = resources_of(github_runner().webhook.handler.place.stack, "AWS::IAM::Policy").values()
    (statement,) = policy["Properties"]["PolicyDocument"]["Statement"]

    assert statement["Action"] == ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]


@pytest.mark.parametrize("arn", [CONNECTION, CONNECTION.replace("codeconnections", "codestar-connections")])
def test_the_role_may_use_the_connection_before_the_project_is_made(arn: str) -> None:
    found = resources_of_runner(github_runner(**NAMED, connection_arn=arn))
    (connection,) = found["RunnerProjectConnection"]["Properties"]["PolicyDocument"]["Statement"]
    (name,) = found["RunnerProject"]["DependsOn"]

    assert found["RunnerProject"]["Properties"]["Source"]["Auth"] == {"Type": "CODECONNECTIONS", "Resource": arn}
    assert connection["Resource"] == arn
    assert connection["Action"] == [
        f"{service}:{action}"
        for service in ("codeconnections", "codestar-connections")
        for action in ("GetConnection", "GetConnectionToken", "UseConnection")
    ]
    assert name[:-8] == "RunnerProjectConnection"
    assert found["RunnerWebhook"]["Properties"]["ProjectName"]["Ref"][:-8] == "RunnerProject"


@pytest.mark.parametrize(
    ("arguments", "scope", "source", "group"),
    [
        pytest.param(
            ACME,
            {"Name": "acme", "Scope": "GITHUB_ORGANIZATION"},
            {"Type": "GITHUB", "Location": LOCATION},
            [JOBS, NAMES],
            id="organization",
        ),
        pytest.param(
            {**ACME, "workflows": ["CI", "Nightly build"]},
            {"Name": "acme", "Scope": "GITHUB_ORGANIZATION"},
            {"Type": "GITHUB", "Location": LOCATION},
            [JOBS, NAMES, "WORKFLOW_NAME ^(CI|Nightly build)$"],
            id="workflows",
        ),
        pytest.param(
            {**ACME, "domain": SERVER},
            {"Name": "acme", "Scope": "GITHUB_ORGANIZATION", "Domain": SERVER},
            {"Type": "GITHUB_ENTERPRISE", "Location": LOCATION},
            [JOBS, NAMES],
            id="organization-on-a-server",
        ),
        pytest.param(
            {"github_global": "acme-inc", "organizations": ["acme"], "repositories": ["api", "web"]},
            {"Name": "acme-inc", "Scope": "GITHUB_GLOBAL"},
            {"Type": "GITHUB", "Location": LOCATION},
            [JOBS, "ORGANIZATION_NAME ^acme$", NAMES],
            id="enterprise",
        ),
        pytest.param(
            {"repository": "https://github.com/acme/api"},
            None,
            {"Type": "GITHUB", "Location": "https://github.com/acme/api.git"},
            [JOBS],
            id="repository",
        ),
        pytest.param(
            {"repository": "git@git.example.com:acme/api.git"},
            None,
            {"Type": "GITHUB_ENTERPRISE", "Location": "https://git.example.com/acme/api.git"},
            [JOBS],
            id="repository-on-a-server",
        ),
    ],
)
def test_the_webhook_is_for_jobs_of_what_is_named(
    arguments: dict[str, Any], scope: dict[str, str] | None, source: dict[str, str], group: list[str]
) -> None:
    runner = github_runner(**arguments, runner_name="acme-runner")

    assert webhook_of(runner).get("ScopeConfiguration") == scope
    assert webhook_of(runner)["Source"] == project_of(runner)["Source"] == source
    assert group_of(runner) == group


def test_the_address_of_a_repository_may_be_known_only_on_deployment() -> None:
    stack = make_stack()
    address = cdk.CfnParameter(stack, "Repository").value_as_string
    source = project_of(github_runner(stack, repository=address, runner_name="acme-runner"))["Source"]

    assert source == {"Type": "GITHUB", "Location": {"Ref": "Repository"}}


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param({"github_global": "acme-inc", "repositories": ["api"]}, id="enterprise"),
        pytest.param({**ACME, "domain": SERVER}, id="organization-on-a-server"),
        pytest.param({"repository": f"{SERVER}/acme/api"}, id="repository-on-a-server"),
    ],
)
def test_a_hook_that_somebody_adds_has_a_secret(arguments: dict[str, Any]) -> None:
    runner = github_runner(**arguments, runner_name="runner", rotate_secret_on="2026-12", allow_new_secret=True)
    webhook = webhook_of(runner)

    assert runner.webhook.secret is not None
    assert (webhook["ManualCreation"], webhook["RotateSecretOn"], webhook["AllowNewSecret"]) == (True, "2026-12", True)
    assert webhook["SecretArn"]["Ref"][:-8] == "RunnerWebhookSecret"


def test_a_hook_that_codebuild_adds_has_none() -> None:
    runner = github_runner()

    assert runner.webhook.secret is None
    assert "ManualCreation" not in webhook_of(runner)


def test_every_repository_is_warned_of() -> None:
    runner = github_runner(organization="acme", repositories=ALL, runner_name="acme-runner")

    assert group_of(runner) == [JOBS]
    (text,) = messages(runner.webhook.handler.place.stack, "warning")
    assert text == (
        "runner-for-every-repository: filter_groups[0]: jobs of every repository of the organization, public ones too, "
        "run with the role of the project; use and_repository_name_is (repositories of a runner) to name the "
        "repositories, or rely on runner groups of GitHub and acknowledge this [ack: webhook-constructs::WH213]"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        NAMED,
        {"repository": "https://github.com/acme/api", "runner_name": "api"},
        {"github_global": "acme-inc", "repositories": ["api"], "runner_name": "acme-inc"},
        {**NAMED, "domain": SERVER},
    ],
)
def test_a_runner_with_names_has_no_finding(arguments: dict[str, Any]) -> None:
    stack = github_runner(**arguments).webhook.handler.place.stack

    assert [messages(stack, level) for level in ("error", "warning", "info")] == [[], [], []]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param({}, {}, id="repository"),
        pytest.param({"organization_registration": "acme"}, {ORGANIZATION: "acme"}, id="organization"),
        pytest.param({"enterprise_registration": "acme-inc"}, {ENTERPRISE: "acme-inc"}, id="enterprise"),
        pytest.param({"runner_group_id": 3}, {ORGANIZATION: "acme", GROUP: "3"}, id="group"),
        pytest.param(
            {"runner_group_id": 3, "organization_registration": "Acme"},
            {ORGANIZATION: "Acme", GROUP: "3"},
            id="group-of-what-is-named",
        ),
    ],
)
def test_runners_are_registered_where_it_is_said(arguments: dict[str, Any], expected: dict[str, str]) -> None:
    assert variables_of(github_runner(**NAMED, **arguments)) == expected


def test_the_group_of_an_enterprise_is_one_of_its_runners() -> None:
    runner = github_runner(github_global="acme-inc", repositories=["api"], runner_group_id=3)

    assert variables_of(runner) == {ENTERPRISE: "acme-inc", GROUP: "3"}


def test_the_project_takes_what_a_project_takes() -> None:
    runner = github_runner(
        **NAMED,
        build_image=codebuild.LinuxArmBuildImage.AMAZON_LINUX_2_STANDARD_3_0,
        compute_type=codebuild.ComputeType.LARGE,
        privileged=True,
        timeout=cdk.Duration.minutes(20),
        queued_timeout=cdk.Duration.minutes(30),
        concurrent_build_limit=5,
        description="Runs jobs",
        environment_variables={"MODE": codebuild.BuildEnvironmentVariable(value="ci")},
        runner_group_id=3,
        grant_report_group_permissions=True,
        build_spec=codebuild.BuildSpec.from_object({"version": "0.2"}),
    )
    project = project_of(runner)

    assert project["Environment"] == {
        "ComputeType": "BUILD_GENERAL1_LARGE",
        "EnvironmentVariables": [
            {"Name": "MODE", "Type": "PLAINTEXT", "Value": "ci"},
            {"Name": ORGANIZATION, "Type": "PLAINTEXT", "Value": "acme"},
            {"Name": GROUP, "Type": "PLAINTEXT", "Value": "3"},
        ],
        "Image": "aws/codebuild/amazonlinux2-aarch64-standard:3.0",
        "ImagePullCredentialsType": "CODEBUILD",
        "PrivilegedMode": True,
        "Type": "ARM_CONTAINER",
    }
    assert (project["TimeoutInMinutes"], project["QueuedTimeoutInMinutes"], project["ConcurrentBuildLimit"]) == (
        20,
        30,
        5,
    )
    assert project["Description"] == "Runs jobs"
    assert "codebuild:CreateReportGroup" in str(resources_of_runner(runner)["RunnerProjectRoleDefaultPolicy"])


def test_grants_go_to_the_role() -> None:
    stack = make_stack()
    runner = github_runner(stack, **NAMED)
    s3.Bucket(stack, "Bucket").grant_read(runner)
    policy = resources_of_runner(runner)["RunnerProjectRoleDefaultPolicy"]["Properties"]["PolicyDocument"]

    assert policy["Statement"][1]["Action"] == ["s3:GetObject*", "s3:GetBucket*", "s3:List*"]


def test_how_long_builds_are_queued_is_a_metric_of_the_project() -> None:
    stack = make_stack()
    metric = github_runner(stack, **NAMED).metric_queued_duration(period=cdk.Duration.minutes(1))
    metric.create_alarm(stack, "Alarm", threshold=600, evaluation_periods=1)
    (alarm,) = resources_of(stack, "AWS::CloudWatch::Alarm").values()
    properties = alarm["Properties"]

    assert (properties["Namespace"], properties["MetricName"]) == ("AWS/CodeBuild", "QueuedDuration")
    assert (properties["Statistic"], properties["Period"]) == ("Maximum", 60)
    assert properties["Dimensions"][0]["Name"] == "ProjectName"


def test_without_a_name_an_output_says_the_label() -> None:
    stack = make_stack()
    github_runner(stack, **ACME)
    (output,) = template_of(stack)["Outputs"].values()

    (project,) = resources_of(stack, "AWS::CodeBuild::Project")
    assert output == {
        "Description": "The label of a job that asks for this runner",
        "Value": {
            "Fn::Join": ["", ["codebuild-", {"Ref": project}, "-${{ github.run_id }}-${{ github.run_attempt }}"]]
        },
    }


def test_with_a_name_the_label_is_known_and_no_output_says_it() -> None:
    stack = make_stack()
    runner = github_runner(stack, **NAMED)

    assert runner.runs_on == "codebuild-acme-runner-${{ github.run_id }}-${{ github.run_attempt }}"
    assert "Outputs" not in template_of(stack)
