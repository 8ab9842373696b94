from __future__ import annotations

import json
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from constructs import Construct

from tests.cdk.apps import github_project, make_stack, resources_of, template_of
from tests.cdk.handler_apps import EVENT_AGE, POLICY
from webhook_constructs import CodeBuildWebhook, CodeBuildWebhookHandler
from webhook_constructs.cdk import CodeBuildWebhookError


def test_a_stack_pays_for_five_resources_once_and_for_one_a_webhook() -> None:
    def count(webhooks: int) -> int:
        stack = make_stack()
        for index in range(webhooks):
            project = codebuild.Project.from_project_name(stack, f"Project{index}", f"project-{index}")
            CodeBuildWebhook(stack, f"Webhook{index}", project=project)
        return len(template_of(stack)["Resources"])

    assert [count(1), count(2), count(10)] == [5 + 1, 5 + 2, 5 + 10]


def test_the_function_is_one_python_lambda_that_stops_before_cloudformation_gives_up() -> None:
    stack = make_stack()
    CodeBuildWebhookHandler.of(stack)

    (function,) = resources_of(stack, "AWS::Lambda::Function").values()

    properties = function["Properties"]
    assert (properties["Runtime"], properties["Handler"]) == ("python3.14", "handler.index.handler")
    assert properties["Timeout"] == 120


def test_events_that_are_older_than_three_attempts_take_are_dropped_before_cloudformation_gives_up() -> None:
    stack = make_stack()
    CodeBuildWebhook(stack, "Webhook", project=codebuild.Project.from_project_name(stack, "Docs", "docs-site"))

    (function,) = resources_of(stack, "AWS::Lambda::Function")
    (limits,) = resources_of(stack, "AWS::Lambda::EventInvokeConfig").values()
    (webhook,) = resources_of(stack, "Custom::CodeBuildWebhook").values()
    pauses = 60 + 120  # of Lambda, between the attempts
    assert limits["Properties"] == {
        "FunctionName": {"Ref": function},
        "MaximumEventAgeInSeconds": 480,
        "MaximumRetryAttempts": 2,
        "Qualifier": "$LATEST",
    }
    assert pauses + 2 * 120 < 480 < webhook["Properties"]["ServiceTimeout"] == 600


def test_no_event_of_a_webhook_is_sent_without_a_limit_of_its_age() -> None:
    """CloudFormation sets it before it creates the webhook, and deletes it after the webhook."""
    stack = make_stack()
    CodeBuildWebhook(stack, "Webhook", project=codebuild.Project.from_project_name(stack, "Docs", "docs-site"))

    (webhook,) = resources_of(stack, "Custom::CodeBuildWebhook").values()
    assert set(resources_of(stack, "AWS::Lambda::EventInvokeConfig")) <= set(webhook["DependsOn"])


def test_the_role_may_do_what_the_handler_does_and_no_more() -> None:
    stack = make_stack(env=cdk.Environment(account="111111111111", region="us-east-1"))
    CodeBuildWebhook(stack, "Webhook", project=codebuild.Project.from_project_name(stack, "Docs", "docs-site"))

    (role,) = resources_of(stack, "AWS::IAM::Role").values()
    (policy,) = resources_of(stack, "AWS::IAM::ManagedPolicy").values()
    (logs,) = resources_of(stack, "AWS::Logs::LogGroup")

    assert "ManagedPolicyArns" not in role["Properties"]
    assert "Policies" not in role["Properties"]
    arn = ["arn:", {"Ref": "AWS::Partition"}, ":codebuild:us-east-1:111111111111:project/"]
    assert policy["Properties"]["PolicyDocument"]["Statement"] == [
        {
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:FilterLogEvents", "logs:PutLogEvents"],
            "Resource": [{"Fn::GetAtt": [logs, "Arn"]}],
        },
        {
            "Effect": "Allow",
            "Action": ["codebuild:BatchGetProjects", "codebuild:DeleteWebhook"],
            "Resource": [{"Fn::Join": ["", [*arn[:2], f"{arn[2]}*"]]}],
        },
        {
            "Effect": "Allow",
            "Action": [
                "cloudformation:DescribeStackResource",
                "cloudformation:DescribeStacks",
                "cloudformation:ListStackResources",
            ],
            "Resource": [{"Ref": "AWS::StackId"}],
        },
        {
            "Effect": "Allow",
            "Action": ["codebuild:CreateWebhook", "codebuild:UpdateWebhook"],
            "Resource": [{"Fn::Join": ["", [*arn[:2], f"{arn[2]}docs-site"]]}],
        },
    ]


def test_a_webhook_in_another_region_waits_for_the_permission_to_be_removed_there() -> None:
    stack = make_stack(env=cdk.Environment(account="111111111111", region="us-east-1"))
    for name in ("one", "two"):
        arn = f"arn:aws:codebuild:eu-west-1:111111111111:project/{name}"
        project = codebuild.Project.from_project_arn(stack, name, arn)
        CodeBuildWebhook(stack, f"Webhook-{name}", project=project)

    policies = resources_of(stack, "AWS::IAM::ManagedPolicy")

    (regional,) = [name for name in policies if "RegionPolicyEuWest1" in name]
    assert ":codebuild:eu-west-1:111111111111:project/*" in json.dumps(policies[regional])
    for webhook in resources_of(stack, "Custom::CodeBuildWebhook").values():
        assert webhook["DependsOn"] == [EVENT_AGE, POLICY, regional]


def test_the_handler_of_a_scope_is_that_of_its_stack() -> None:
    stack = make_stack()
    scope = Construct(stack, "Scope")

    assert CodeBuildWebhookHandler.of(scope) is CodeBuildWebhookHandler.of(stack)


def test_another_construct_under_the_handlers_id_is_an_error() -> None:
    stack = make_stack()
    Construct(stack, "CodeBuildWebhookHandler")

    with pytest.raises(CodeBuildWebhookError) as refused:
        CodeBuildWebhook(stack, "Webhook", project=github_project(stack))

    assert str(refused.value).startswith(f"Stack/CodeBuildWebhookHandler ({__file__}:")
    assert str(refused.value).endswith("): the id is taken by another construct; give that one another id")


def test_the_policy_of_a_region_has_the_same_id_whatever_the_order() -> None:
    """Another region in its place would narrow it before the webhook that needs it is deleted."""

    def ids(*regions: str) -> dict[str, str]:
        stack = make_stack(env=cdk.Environment(account="111111111111", region="us-east-1"))
        for region in regions:
            arn = f"arn:aws:codebuild:{region}:111111111111:project/api"
            CodeBuildWebhook(stack, f"W{region}", project=codebuild.Project.from_project_arn(stack, region, arn))
        found = resources_of(stack, "AWS::IAM::ManagedPolicy").items()
        return {name: json.dumps(policy["Properties"]) for name, policy in found if "RegionPolicy" in name}

    both = ids("eu-west-1", "eu-central-1")
    assert len(both) == 2
    assert both == ids("eu-central-1", "eu-west-1")
    assert ids("eu-central-1").items() <= both.items()


def test_regions_that_are_known_only_on_deployment_share_a_policy() -> None:
    stack = make_stack()
    for index in range(20):
        arn = cdk.CfnParameter(stack, f"Arn{index}").value_as_string
        CodeBuildWebhook(stack, f"W{index}", project=codebuild.Project.from_project_arn(stack, f"P{index}", arn))

    regional = [name for name in resources_of(stack, "AWS::IAM::ManagedPolicy") if "RegionPolicy" in name]
    assert len(regional) == 1
    assert all(
        "Account" in webhook["Properties"] for webhook in resources_of(stack, "Custom::CodeBuildWebhook").values()
    )


def test_each_webhook_waits_for_the_first_policy_and_its_own_and_the_function_for_none() -> None:
    stack = make_stack()
    for index in range(60):
        name = cdk.CfnParameter(stack, f"Name{index}").value_as_string
        CodeBuildWebhook(stack, f"W{index}", project=codebuild.Project.from_project_name(stack, f"P{index}", name))

    policies = list(resources_of(stack, "AWS::IAM::ManagedPolicy"))
    (function,) = resources_of(stack, "AWS::Lambda::Function").values()
    assert len(policies) == 3
    assert set(function["DependsOn"]).isdisjoint(policies)
    waiting = {
        frozenset(webhook["DependsOn"]) - {EVENT_AGE}
        for webhook in resources_of(stack, "Custom::CodeBuildWebhook").values()
    }
    assert waiting == {frozenset({policies[0], *more}) for more in ((), (policies[1],), (policies[2],))}


def test_the_log_is_kept_for_a_month_and_goes_with_the_stack() -> None:
    stack = make_stack()
    CodeBuildWebhookHandler.of(stack)

    (group,) = resources_of(stack, "AWS::Logs::LogGroup").values()
    assert group["Properties"]["RetentionInDays"] == 30
    assert group["DeletionPolicy"] == "Delete"


class TestConfiguration:
    def test_a_role_of_your_own_gets_the_policies(self) -> None:
        stack = make_stack()
        role = iam.Role(stack, "Own", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        handler = CodeBuildWebhookHandler.of(stack, role=role)

        (own,) = resources_of(stack, "AWS::IAM::Role")
        (policy,) = resources_of(stack, "AWS::IAM::ManagedPolicy").values()
        assert handler.role is role
        assert policy["Properties"]["Roles"] == [{"Ref": own}]

    def test_in_a_vpc_the_function_may_join_the_network(self) -> None:
        stack = make_stack()
        vpc = ec2.Vpc(stack, "Vpc", max_azs=2)
        group = ec2.SecurityGroup(stack, "Group", vpc=vpc)
        CodeBuildWebhookHandler.of(
            stack,
            vpc=vpc,
            vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS),
            security_groups=[group],
        )

        functions = resources_of(stack, "AWS::Lambda::Function").values()
        (function,) = [item for item in functions if item["Properties"]["Handler"] == "handler.index.handler"]
        assert len(function["Properties"]["VpcConfig"]["SubnetIds"]) == 2
        (policy,) = resources_of(stack, "AWS::IAM::ManagedPolicy").values()
        statements = policy["Properties"]["PolicyDocument"]["Statement"]
        assert "ec2:CreateNetworkInterface" in statements[-1]["Action"]

    def test_the_log_can_be_kept_longer_and_encrypted(self) -> None:
        stack = make_stack()
        key = kms.Key(stack, "Key")
        CodeBuildWebhookHandler.of(
            stack,
            log_retention=logs.RetentionDays.ONE_YEAR,
            log_encryption_key=key,
            removal_policy=cdk.RemovalPolicy.RETAIN,
        )

        (group,) = resources_of(stack, "AWS::Logs::LogGroup").values()
        assert group["Properties"]["RetentionInDays"] == 365
        assert "KmsKeyId" in group["Properties"]
        assert group["DeletionPolicy"] == "Retain"

    def test_after_the_first_webhook_it_is_too_late(self) -> None:
        stack = make_stack()
        CodeBuildWebhook(stack, "Webhook", project=github_project(stack))

        with pytest.raises(CodeBuildWebhookError) as refused:
            CodeBuildWebhookHandler.of(stack, log_retention=logs.RetentionDays.ONE_DAY)

        assert str(refused.value).endswith(
            "): the handler has been made already, and cannot be configured any more, got log_retention; call "
            "CodeBuildWebhookHandler.of with arguments once, before the first webhook of the stack"
        )

    def test_tags_aspects_and_boundaries_reach_it(self) -> None:
        stack = make_stack()
        CodeBuildWebhook(stack, "Webhook", project=github_project(stack))
        cdk.Tags.of(stack).add("team", "platform")
        iam.PermissionsBoundary.of(stack).apply(iam.ManagedPolicy.from_aws_managed_policy_name("PowerUserAccess"))

        (function,) = resources_of(stack, "AWS::Lambda::Function").values()
        roles = resources_of(stack, "AWS::IAM::Role").values()
        assert {"Key": "team", "Value": "platform"} in function["Properties"]["Tags"]
        assert all("PermissionsBoundary" in role["Properties"] for role in roles)

    def test_errors_of_the_function_are_a_metric(self) -> None:
        stack = make_stack()
        handler = CodeBuildWebhookHandler.of(stack)

        metric = handler.metric_errors(period=cdk.Duration.minutes(1))

        assert (metric.metric_name, metric.namespace, metric.statistic) == ("Errors", "AWS/Lambda", "Sum")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        pytest.param({"role": "x"}, "role must be a role of aws_cdk.aws_iam, got 'x'", id="role"),
        pytest.param({"vpc": "x"}, "vpc must be a VPC of aws_cdk.aws_ec2, got 'x'", id="vpc"),
        pytest.param({"vpc": ec2.Vpc}, f"vpc must be a VPC of aws_cdk.aws_ec2, got {ec2.Vpc!r}", id="class"),
        pytest.param(
            {"log_retention": 30}, "log_retention must be a RetentionDays of aws_cdk.aws_logs, got 30", id="retention"
        ),
        pytest.param(
            {"log_encryption_key": "x"}, "log_encryption_key must be a key of aws_cdk.aws_kms, got 'x'", id="key"
        ),
        pytest.param(
            {"removal_policy": "DESTROY"},
            "removal_policy must be a RemovalPolicy of aws_cdk, got 'DESTROY'",
            id="removal",
        ),
        pytest.param({"security_groups": []}, "security_groups needs a vpc, got none", id="groups-without-vpc"),
    ],
)
def test_an_argument_of_another_type_is_named(arguments: dict[str, Any], problem: str) -> None:
    stack = make_stack()

    with pytest.raises(CodeBuildWebhookError) as refused:
        CodeBuildWebhookHandler.of(stack, **arguments)

    assert str(refused.value).startswith(f"Stack/CodeBuildWebhookHandler ({__file__}:")
    assert str(refused.value).endswith(f"): {problem}")
    assert CodeBuildWebhook(stack, "Webhook", project=github_project(stack)).handler.function is not None


@pytest.mark.parametrize("groups", ["sg-1", 3], ids=["text", "number"])
def test_security_groups_are_a_list(groups: Any) -> None:
    stack = make_stack()
    vpc = ec2.Vpc(stack, "Vpc")

    with pytest.raises(CodeBuildWebhookError, match="security_groups must be a list of security groups"):
        CodeBuildWebhookHandler.of(stack, vpc=vpc, security_groups=groups)


def test_security_groups_are_looked_at_one_by_one() -> None:
    stack = make_stack()
    vpc = ec2.Vpc(stack, "Vpc")

    with pytest.raises(
        CodeBuildWebhookError, match=r"security_groups\[1\] must be a security group of .*, got 'sg-1'$"
    ):
        CodeBuildWebhookHandler.of(stack, vpc=vpc, security_groups=[ec2.SecurityGroup(stack, "A", vpc=vpc), "sg-1"])  # type: ignore[list-item]


def test_security_groups_may_be_a_tuple() -> None:
    stack = make_stack()
    vpc = ec2.Vpc(stack, "Vpc")
    CodeBuildWebhookHandler.of(stack, vpc=vpc, security_groups=(ec2.SecurityGroup(stack, "Group", vpc=vpc),))

    (group,) = resources_of(stack, "AWS::EC2::SecurityGroup")
    (function,) = resources_of(stack, "AWS::Lambda::Function").values()
    assert function["Properties"]["VpcConfig"]["SecurityGroupIds"] == [{"Fn::GetAtt": [group, "GroupId"]}]


def test_what_the_cdk_refuses_leaves_no_half_of_a_handler() -> None:
    stack = make_stack()
    vpc = ec2.Vpc(stack, "Vpc")
    with pytest.raises(CodeBuildWebhookError, match=r"the CDK refuses vpc, vpc_subnets: .*public subnet"):
        CodeBuildWebhookHandler.of(stack, vpc=vpc, vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC))
    CodeBuildWebhook(stack, "Webhook", project=github_project(stack))

    (function,) = resources_of(stack, "AWS::Lambda::Function").values()
    assert "VpcConfig" not in function["Properties"]


def test_a_scope_that_is_in_no_stack_is_named() -> None:
    app = cdk.App()
    with pytest.raises(CodeBuildWebhookError, match=r"CodeBuildWebhookHandler \(.*\): a webhook is made in a stack"):
        CodeBuildWebhookHandler.of(app)
    for scope in (None, "x"):
        with pytest.raises(CodeBuildWebhookError, match="scope must be a construct that is in a stack, got") as refused:
            CodeBuildWebhookHandler.of(scope)  # type: ignore[arg-type]
        assert str(refused.value).endswith(f"got {scope!r}")
