"""The handler's function is a function of the CDK like any other, with the ids and properties that stacks have."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, cast

import aws_cdk as cdk
import jsii
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs

from tests.cdk.apps import imported_webhook
from tests.cdk.handler_apps import EVENT_AGE, FUNCTION, LOGS, POLICY, ROLE, published, synthesized, webhook_in
from webhook_constructs import CodeBuildWebhookHandler

if TYPE_CHECKING:
    from pathlib import Path


def test_its_resources_have_the_ids_that_deployed_stacks_have(tmp_path: Path) -> None:
    resources = synthesized(tmp_path, webhook_in)

    assert {name: each["Type"] for name, each in resources.items() if name.startswith("CodeBuildWebhookHandler")} == {
        FUNCTION: "AWS::Lambda::Function",
        EVENT_AGE: "AWS::Lambda::EventInvokeConfig",
        LOGS: "AWS::Logs::LogGroup",
        POLICY: "AWS::IAM::ManagedPolicy",
        ROLE: "AWS::IAM::Role",
    }


def test_the_function_has_the_properties_that_deployed_functions_have(tmp_path: Path) -> None:
    resources = synthesized(tmp_path, webhook_in)

    (code,) = published(tmp_path)
    assert resources[FUNCTION] == {
        "Type": "AWS::Lambda::Function",
        "DependsOn": [ROLE],
        "Properties": {
            "Code": {
                "S3Bucket": {"Fn::Sub": "cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}"},
                "S3Key": f"{hashlib.sha256(code.read_bytes()).hexdigest()}.zip",
            },
            "Description": "Creates, updates and deletes the CodeBuild webhooks of one stack",
            "Environment": {"Variables": {"LOG_GROUP_NAME": {"Ref": LOGS}}},
            "Handler": "handler.index.handler",
            "LoggingConfig": {"LogGroup": {"Ref": LOGS}},
            "MemorySize": 256,
            "Role": {"Fn::GetAtt": [ROLE, "Arn"]},
            "Runtime": "python3.14",
            "Timeout": 120,
        },
    }


class TestTheCdkReachesTheFunction:
    def test_tags_of_the_app_the_stack_and_the_handler(self, tmp_path: Path) -> None:
        def add(app: cdk.App) -> None:
            handler = webhook_in(app)
            cdk.Tags.of(app).add("app", "1")
            cdk.Tags.of(handler.place.stack).add("stack", "2")
            cdk.Tags.of(handler).add("handler", "3")
            cdk.Tags.of(handler.function).add("function", "4")

        resources = synthesized(tmp_path, add)

        tags = {
            name: {tag["Key"]: tag["Value"] for tag in resources[name]["Properties"]["Tags"]}
            for name in (FUNCTION, LOGS, ROLE)
        }
        common = {"app": "1", "stack": "2", "handler": "3"}
        assert tags == {FUNCTION: {**common, "function": "4"}, LOGS: common, ROLE: common}

    def test_aspects_on_functions_their_resources_log_groups_and_roles(self, tmp_path: Path) -> None:
        @jsii.implements(cdk.IAspect)
        class Harden:
            def visit(self, node: Any) -> None:
                if isinstance(node, lambda_.Function):
                    node.add_environment("AUDITED", "yes")
                if isinstance(node, lambda_.CfnFunction):
                    node.kms_key_arn = "arn:aws:kms:us-east-1:111122223333:key/1"
                    node.add_property_override("TracingConfig", {"Mode": "Active"})
                if isinstance(node, logs.CfnLogGroup):
                    node.retention_in_days = 731
                if isinstance(node, iam.CfnRole):
                    node.path = "/functions/"

        def add(app: cdk.App) -> None:
            webhook_in(app)
            cdk.Aspects.of(app).add(Harden())

        resources = synthesized(tmp_path, add)

        function = resources[FUNCTION]["Properties"]
        assert function["Environment"]["Variables"] == {"LOG_GROUP_NAME": {"Ref": LOGS}, "AUDITED": "yes"}
        assert function["KmsKeyArn"] == "arn:aws:kms:us-east-1:111122223333:key/1"
        assert function["TracingConfig"] == {"Mode": "Active"}
        assert resources[LOGS]["Properties"]["RetentionInDays"] == 731
        assert resources[ROLE]["Properties"]["Path"] == "/functions/"

    def test_an_aspect_on_functions_visits_it_once_and_finds_its_parts(self, tmp_path: Path) -> None:
        visited = []

        @jsii.implements(cdk.IAspect)
        class Note:
            def visit(self, node: Any) -> None:
                visited.append(node.node.path)

        def add(app: cdk.App) -> None:
            handler = webhook_in(app)
            cdk.Aspects.of(handler.function).add(Note())

        synthesized(tmp_path, add)

        path = "Stack/CodeBuildWebhookHandler/Function"
        config = f"{path}/EventInvokeConfig"
        assert visited == [path, f"{path}/Resource", config, f"{config}/Resource"]

    def test_a_permissions_boundary(self, tmp_path: Path) -> None:
        def add(app: cdk.App) -> None:
            handler = webhook_in(app)
            policy = iam.ManagedPolicy.from_managed_policy_name(handler, "Boundary", "boundary")
            iam.PermissionsBoundary.of(app).apply(policy)

        resources = synthesized(tmp_path, add)

        boundary = ["arn:", {"Ref": "AWS::Partition"}, ":iam::", {"Ref": "AWS::AccountId"}, ":policy/boundary"]
        assert resources[ROLE]["Properties"]["PermissionsBoundary"] == {"Fn::Join": ["", boundary]}

    def test_a_vpc_its_subnets_and_security_groups(self, tmp_path: Path) -> None:
        def add(app: cdk.App) -> None:
            stack = cdk.Stack(app, "Stack")
            vpc = ec2.Vpc.from_vpc_attributes(
                stack, "Vpc", vpc_id="vpc-1", availability_zones=["a"], private_subnet_ids=["subnet-1"]
            )
            group = ec2.SecurityGroup.from_security_group_id(stack, "Group", "sg-1")
            subnets = ec2.SubnetSelection(subnets=[ec2.Subnet.from_subnet_id(stack, "Subnet", "subnet-2")])
            CodeBuildWebhookHandler.of(stack, vpc=vpc, vpc_subnets=subnets, security_groups=[group])
            imported_webhook(stack)

        resources = synthesized(tmp_path, add)

        assert resources[FUNCTION]["Properties"]["VpcConfig"] == {
            "SecurityGroupIds": ["sg-1"],
            "SubnetIds": ["subnet-2"],
        }
        assert resources[FUNCTION]["DependsOn"] == [POLICY, ROLE]


class TestAUserReachesTheFunction:
    def test_it_is_a_function_of_the_cdk(self, tmp_path: Path) -> None:
        handler = webhook_in(cdk.App(outdir=str(tmp_path)))

        assert type(handler.function) is lambda_.Function
        assert isinstance(handler.function.node.default_child, lambda_.CfnFunction)
        assert handler.function.role is handler.role
        assert handler.function.log_group is handler.log_group

    def test_by_its_methods(self, tmp_path: Path) -> None:
        def add(app: cdk.App) -> None:
            handler = webhook_in(app)
            function = handler.function
            function.add_environment("LEVEL", "debug")
            function.metric_errors().create_alarm(handler, "Alarm", threshold=1, evaluation_periods=1)
            function.add_alias("live")
            function.add_permission("Permission", principal=iam.ServicePrincipal("events.amazonaws.com"))
            cast("lambda_.CfnFunction", function.node.default_child).add_property_override("MemorySize", 512)
            cdk.CfnOutput(handler, "Name", value=function.function_name)

        resources = synthesized(tmp_path, add)

        function = resources[FUNCTION]["Properties"]
        assert (function["MemorySize"], function["Environment"]["Variables"]["LEVEL"]) == (512, "debug")
        (alarm,) = (each["Properties"] for each in resources.values() if each["Type"] == "AWS::CloudWatch::Alarm")
        assert alarm["Dimensions"] == [{"Name": "FunctionName", "Value": {"Ref": FUNCTION}}]
        (version,) = (name for name, each in resources.items() if each["Type"] == "AWS::Lambda::Version")
        (alias,) = (each["Properties"] for each in resources.values() if each["Type"] == "AWS::Lambda::Alias")
        assert alias["FunctionVersion"] == {"Fn::GetAtt": [version, "Version"]}
        (permission,) = (each for each in resources.values() if each["Type"] == "AWS::Lambda::Permission")
        assert permission["Properties"]["FunctionName"] == {"Fn::GetAtt": [FUNCTION, "Arn"]}

    def test_another_handler_makes_another_version(self, tmp_path: Path) -> None:
        """What a version is made of holds the code, and not only what was given to the constructor."""

        def version(folder: Path, context: dict[str, object]) -> str:
            resources = synthesized(folder, lambda app: webhook_in(app).function.current_version, context)
            (name,) = (name for name, each in resources.items() if each["Type"] == "AWS::Lambda::Version")
            return name

        salted = version(tmp_path / "salted", {"@aws-cdk/core:assetHashSalt": "other"})
        assert version(tmp_path / "plain", {}) != salted
