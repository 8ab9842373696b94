from __future__ import annotations

import json
from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild
from constructs import Construct

import webhook_constructs
from tests.cdk.apps import github_project, make_stack, resources_of, template_of
from webhook_constructs import CodeBuildWebhook, CodeBuildWebhookHandler
from webhook_constructs.cdk import CodeBuildWebhookError

def test_a_stack_pays_for_four_resources_once_and_for_one_a_webhook() -> None:
    def count(webhooks: int) -> int:
        stack = make_stack()
        for index in range(webhooks):
            project = codebuild.Project.from_project_name(stack, f"Project{index}", f"project-{index}")
            CodeBuildWebhook(stack, f"Webhook{index}", project=project)
        return len(template_of(stack)["Resources"])

    assert [count(1), count(2), count(10)] == [4 + 1, 4 + 2, 4 + 10]


def test_the_function_is_one_python_lambda_that_stops_before_cloudformation_gives_up() -> None:
    stack = make_stack()
    CodeBuildWebhookHandler.of(stack)

    (function,) = resources_of(stack, "AWS::Lambda::Function").values()

    properties = function["Properties"]
    assert (properties["Runtime"], properties["Handler"]) == ("python3.14", "handler.index.handler")
    assert properties["Timeout"] == 120


def test_the_asset_holds_the_handler_and_nothing_else(tmp_path: Path) -> None:
    app = cdk.App(outdir=str(tmp_path))
    stack = make_stack(app=app)
    CodeBuildWebhookHandler.of(stack)
    app.synth()

    (asset,) = [folder for folder in tmp_path.glob("asset.*") if folder.is_dir()]

    files = {str(file.relative_to(asset)) for file in asset.rglob("*") if file.is_file()}
    sources = (Path(webhook_constructs.__file__).parent / "handler").glob("*.py")
    assert files == {f"handler/{source.name}" for source in sources}


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
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": [{"Fn::GetAtt": [logs, "Arn"]}],
        },
        {
            "Effect": "Allow",
            "Action": ["codebuild:BatchGetProjects", "codebuild:DeleteWebhook"],
            "Resource": [{"Fn::Join": ["", [*arn[:2], f"{arn[2]}*"]]}],
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

    (regional,) = [name for name in policies if "RegionPolicy" in name]
    assert ":codebuild:eu-west-1:111111111111:project/*" in json.dumps(policies[regional])
    for webhook in resources_of(stack, "Custom::CodeBuildWebhook").values():
        assert webhook["DependsOn"] == [regional]


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
