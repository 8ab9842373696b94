"""What the CDK does to whole apps reaches what this package makes: boundaries, aspects, partitions, synthesizers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import aws_cdk as cdk
import jsii
import pytest
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_secretsmanager as secretsmanager

from tests.cdk.apps import PUSH_TO_MAIN, github_project, make_stack, only_webhook_of, resources_of, template_of
from webhook_constructs import CodeBuildWebhook, CodeBuildWebhookError, SourceProvider

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs import Construct, IConstruct

ACCOUNT = "111122223333"


def add_webhook(scope: Construct) -> CodeBuildWebhook:
    return CodeBuildWebhook(scope, "Webhook", project=github_project(scope), filter_groups=[PUSH_TO_MAIN])


class TestBoundaries:
    def test_that_of_the_context_is_on_the_role(self) -> None:
        stack = make_stack(app=cdk.App(context={"@aws-cdk/core:permissionsBoundary": {"name": "developers"}}))
        add_webhook(stack)

        boundaries = [
            role["Properties"]["PermissionsBoundary"] for role in resources_of(stack, "AWS::IAM::Role").values()
        ]

        assert len(boundaries) == 2
        assert all(json.dumps(boundary).endswith(':policy/developers"]]}') for boundary in boundaries)

    def test_that_of_a_stage_is_on_the_role_in_a_nested_stack(self) -> None:
        """The CDK's aspects, and so its boundaries, do not go from an app into its stages."""
        app = cdk.App()
        stage = cdk.Stage(app, "Stage")
        stack = cdk.Stack(stage, "Stack")
        add_webhook(cdk.NestedStack(stack, "Nested"))
        boundary = iam.ManagedPolicy.from_aws_managed_policy_name("PowerUserAccess")
        iam.PermissionsBoundary.of(stage).apply(boundary)
        app.synth()

        (path,) = Path(stage.outdir).glob("*.nested.template.json")
        resources = json.loads(path.read_text())["Resources"].values()
        roles = [each["Properties"] for each in resources if each["Type"] == "AWS::IAM::Role"]

        assert len(roles) == 2
        assert all("PermissionsBoundary" in role for role in roles)


@pytest.mark.parametrize(
    "priority",
    [cdk.AspectPriority.MUTATING, cdk.AspectPriority.DEFAULT, cdk.AspectPriority.READONLY],
    ids=["mutating", "default", "readonly"],
)
def test_an_aspect_of_any_priority_changes_what_is_made(priority: int) -> None:
    @jsii.implements(cdk.IAspect)
    class House:
        def visit(self, node: IConstruct) -> None:
            if isinstance(node, lambda_.CfnFunction):
                node.memory_size = 512
                node.add_property_override("ReservedConcurrentExecutions", 1)
            elif isinstance(node, iam.CfnRole):
                node.permissions_boundary = "arn:aws:iam::111122223333:policy/developers"
            elif isinstance(node, cdk.CfnResource) and node.cfn_resource_type == "Custom::CodeBuildWebhook":
                node.add_property_override("RedeployOn", "house")

    app = cdk.App()
    stack = make_stack(app=app)
    add_webhook(stack)
    cdk.Aspects.of(app).add(House(), priority=priority)

    (function,) = resources_of(stack, "AWS::Lambda::Function").values()
    assert (function["Properties"]["MemorySize"], function["Properties"]["ReservedConcurrentExecutions"]) == (512, 1)
    assert all("PermissionsBoundary" in each["Properties"] for each in resources_of(stack, "AWS::IAM::Role").values())
    assert only_webhook_of(stack)["Properties"]["RedeployOn"] == "house"


class TestPartitions:
    @pytest.mark.parametrize("region", ["cn-north-1", "us-gov-west-1", None])
    def test_no_arn_names_one(self, region: str | None) -> None:
        stack = make_stack(env=cdk.Environment(account=ACCOUNT, region=region) if region else None)
        secret = secretsmanager.Secret(stack, "Secret", encryption_key=kms.Key(stack, "Key"))
        project = github_project(stack)
        CodeBuildWebhook(stack, "Webhook", project=project, manual_creation=True, secret=secret)

        text = json.dumps(template_of(stack))

        assert "arn:aws" not in text
        (policy,) = resources_of(stack, "AWS::IAM::ManagedPolicy").values()
        assert json.dumps(policy).count('["arn:", {"Ref": "AWS::Partition"}, ":codebuild:') == 2
        (function,) = resources_of(stack, "AWS::Lambda::Function").values()
        role = template_of(stack)["Resources"][function["Properties"]["Role"]["Fn::GetAtt"][0]]
        (statement,) = role["Properties"]["AssumeRolePolicyDocument"]["Statement"]
        assert statement["Principal"] == {"Service": "lambda.amazonaws.com"}  # of every partition

    @pytest.mark.parametrize(("partition", "region"), [("aws-cn", "cn-north-1"), ("aws-us-gov", "us-gov-west-1")])
    def test_a_project_is_imported_by_an_arn_of_its_partition(self, partition: str, region: str) -> None:
        stack = make_stack(env=cdk.Environment(account=ACCOUNT, region=region))
        arn = f"arn:{partition}:codebuild:{region}:{ACCOUNT}:project/docs-site"
        project = codebuild.Project.from_project_arn(stack, "Docs", arn)
        CodeBuildWebhook(stack, "Webhook", project=project, source_provider=SourceProvider.GITHUB)

        properties = only_webhook_of(stack)["Properties"]

        assert properties["ProjectName"] == "docs-site"
        assert not {"Region", "Account"} & set(properties)


class TestSynthesizers:
    @pytest.mark.parametrize(
        ("synthesizer", "bucket"),
        [
            (lambda: cdk.DefaultStackSynthesizer(qualifier="acme"), "cdk-acme-assets-"),
            (cdk.CliCredentialsStackSynthesizer, "cdk-hnb659fds-assets-"),
            (cdk.LegacyStackSynthesizer, "AssetParameters"),
        ],
        ids=["qualifier", "cli-credentials", "legacy"],
    )
    def test_the_code_is_where_the_synthesizer_puts_it(
        self, synthesizer: Callable[[], cdk.IStackSynthesizer], bucket: str
    ) -> None:
        stack = cdk.Stack(cdk.App(), "Stack", synthesizer=synthesizer())
        add_webhook(stack)

        (function,) = resources_of(stack, "AWS::Lambda::Function").values()

        assert bucket in json.dumps(function["Properties"]["Code"]["S3Bucket"])

    def test_one_that_takes_no_assets_is_refused_in_the_words_of_the_cdk(self) -> None:
        stack = cdk.Stack(cdk.App(), "Stack", synthesizer=cdk.BootstraplessSynthesizer())

        with pytest.raises(CodeBuildWebhookError, match=r"the CDK refuses to make the handler: (\w+: )?Cannot add"):
            add_webhook(stack)


def test_a_project_of_another_region_is_known_by_a_reference_across_regions() -> None:
    app = cdk.App()
    there, here = (
        cdk.Stack(app, name, env=cdk.Environment(account=ACCOUNT, region=region), cross_region_references=True)
        for name, region in (("There", "us-west-2"), ("Here", "eu-west-1"))
    )
    CodeBuildWebhook(here, "Webhook", project=github_project(there), filter_groups=[PUSH_TO_MAIN])

    properties = only_webhook_of(here)["Properties"]

    assert properties["Region"] == "us-west-2"
    assert properties["ProjectName"]["Fn::GetAtt"][0].startswith("ExportsReader")
