"""The steps of docs/guides/migrate-from-aws-custom-resource.md, deployed; the hooks at the git host are the judge.

The function of AwsCustomResource is played by `sdk_call_function.py`: everything else is what the CDK synthesizes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_iam as iam
from aws_cdk import custom_resources as cr

from tests.e2e.stacks import NAME, TO_MAIN, add_failure, edited, hooks, identities, new_stack, operations, physical_ids
from tests.examples.guide_steps import ADOPT, MAIN, RETAIN
from webhook_constructs import CodeBuildWebhook
from webhook_constructs.testing.local import DeploymentFailed

if TYPE_CHECKING:
    from webhook_constructs.testing.local import LocalAws

FUNCTION = Path(__file__).with_name("sdk_call_function.py").read_text()
CREATE = cr.AwsSdkCall(
    service="CodeBuild",
    action="createWebhook",
    parameters={"projectName": "shop-api", "filterGroups": [TO_MAIN.to_api()]},
    physical_resource_id=cr.PhysicalResourceId.of("webhook"),
)
DELETE = cr.AwsSdkCall(service="CodeBuild", action="deleteWebhook", parameters={"projectName": "shop-api"})


def play(template: dict[str, Any]) -> None:
    """Put our code in the place of the code of AwsCustomResource."""
    for resource in template["Resources"].values():
        properties = resource.get("Properties", {})
        if resource["Type"] == "AWS::Lambda::Function" and properties["Runtime"].startswith("nodejs"):
            properties |= {"Code": {"ZipFile": FUNCTION}, "Runtime": "python3.14", "Handler": "index.handler"}


def project_in(stack: cdk.Stack) -> codebuild.Project:
    source = codebuild.Source.git_hub(owner="acme", repo="api")
    return codebuild.Project(stack, "Api", project_name="shop-api", source=source)


def old(aws: LocalAws, **arguments: Any) -> None:
    """Deploy the AwsCustomResource."""
    stack = new_stack()
    project = project_in(stack)
    actions = ["codebuild:CreateWebhook", "codebuild:DeleteWebhook"]
    statement = iam.PolicyStatement(actions=actions, resources=[project.project_arn])
    cr.AwsCustomResource(
        stack,
        "OldWebhook",
        **{"on_create": CREATE, "on_delete": DELETE, **arguments},
        policy=cr.AwsCustomResourcePolicy.from_statements([statement]),
        install_latest_aws_sdk=False,
    )
    aws.deploy(edited(stack, play), NAME)


def new(aws: LocalAws, *, fails: bool = False, **arguments: Any) -> None:
    """Deploy the construct in its place."""
    stack = new_stack()
    webhook = CodeBuildWebhook(stack, "ApiWebhook", project=project_in(stack), filter_groups=[TO_MAIN], **arguments)
    if fails:
        add_failure(stack, webhook)
    aws.deploy(stack, NAME)


def test_left_alone_then_adopted_then_ours(aws: LocalAws) -> None:
    old(aws)
    before = identities(aws)
    old(aws, removal_policy=RETAIN)
    new(aws, on_existing=ADOPT)
    assert physical_ids(aws) == ["shop-api#adopted"]
    new(aws)

    assert identities(aws) == before
    assert hooks(aws) == {"shop-api": MAIN}
    assert physical_ids(aws) == ["shop-api"]
    assert operations(aws).count("DeleteWebhook") == 0
    aws.delete(NAME)
    assert hooks(aws) == {}


def test_an_old_resource_without_on_delete_leaves_it_as_well(aws: LocalAws) -> None:
    old(aws)
    before = identities(aws)
    old(aws, on_delete=None)
    new(aws, on_existing=ADOPT)

    assert identities(aws) == before


def test_an_on_update_that_creates_is_not_called_where_the_old_resource_is_retained(aws: LocalAws) -> None:
    old(aws, on_update=CREATE)
    before = identities(aws)
    old(aws, on_update=CREATE, removal_policy=RETAIN)
    new(aws, on_existing=ADOPT)

    assert identities(aws) == before


def test_an_on_update_that_creates_leaves_a_stack_stuck_where_on_delete_is_taken_away(aws: LocalAws) -> None:
    old(aws, on_update=CREATE)
    before = identities(aws)
    with pytest.raises(DeploymentFailed, match="UPDATE_ROLLBACK_FAILED"):
        old(aws, on_update=CREATE, on_delete=None)

    assert identities(aws) == before


def test_in_one_deployment_its_on_delete_deletes_what_was_adopted_and_redeploy_on_restores_it(
    aws: LocalAws,
) -> None:
    old(aws)
    before = identities(aws)
    new(aws, on_existing=ADOPT)
    assert hooks(aws) == {}
    new(aws, on_existing=ADOPT, redeploy_on="1")

    assert hooks(aws) == {"shop-api": MAIN}
    assert identities(aws) != before


def test_in_one_deployment_without_adopt_it_fails_and_loses_nothing(aws: LocalAws) -> None:
    old(aws)
    before = identities(aws)
    with pytest.raises(DeploymentFailed, match="the project has a webhook already"):
        new(aws)

    assert identities(aws) == before


def test_an_adoption_that_is_rolled_back_leaves_the_webhook_and_the_old_resource(aws: LocalAws) -> None:
    old(aws)
    before = identities(aws)
    old(aws, removal_policy=RETAIN)
    with pytest.raises(DeploymentFailed):
        new(aws, fails=True, on_existing=ADOPT)

    assert identities(aws) == before
    found = aws.client("cloudformation").list_stack_resources(StackName=NAME)["StackResourceSummaries"]
    assert "Custom::AWS" in {resource["ResourceType"] for resource in found}
