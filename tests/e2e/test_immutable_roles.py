"""Roles that the app must not change, with IAM enforced: what is required is enough, and what is missing is named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_secretsmanager as secretsmanager

from tests.cdk.apps import add_webhook as add_webhook_of
from tests.cdk.apps import github_project, rendered
from tests.e2e.stacks import (
    ADOPT,
    MAIN,
    NAME,
    RELEASE,
    TO_MAIN,
    TO_RELEASE,
    add_webhook,
    failure_of,
    hooks,
    identities,
    make_project,
)
from webhook_constructs import CodeBuildWebhookHandler

if TYPE_CHECKING:
    from webhook_constructs.testing.local import LocalAws

ROLE = "webhooks"
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}


@pytest.fixture(autouse=True)
def role_arn(aws: LocalAws) -> str:
    """A role that somebody else has made, with no policy, and a project."""
    make_project(aws, "api")
    role = aws.client("iam").create_role(RoleName=ROLE, AssumeRolePolicyDocument=json.dumps(TRUST))
    return str(role["Role"]["Arn"])


@pytest.fixture
def secret_arn(aws: LocalAws) -> str:
    return str(aws.client("secretsmanager").create_secret(Name="given")["ARN"])


def stack_with(role_arn: str, construct_id: str = "Webhook", secret_arn: str = "", **arguments: Any) -> cdk.Stack:
    """A stack of one webhook, whose handler has a role that the app must not change."""
    stack = cdk.Stack(cdk.App(), NAME, env=cdk.Environment(account="000000000000", region="us-east-1"))
    CodeBuildWebhookHandler.of(stack, role=iam.Role.from_role_arn(stack, "Role", role_arn, mutable=False))
    if secret_arn:
        secret = secretsmanager.Secret.from_secret_complete_arn(stack, "Given", secret_arn)
        arguments |= {"manual_creation": True, "secret": secret}
    add_webhook(stack, construct_id=construct_id, **arguments)
    return stack


def required(stack: cdk.Stack) -> list[dict[str, Any]]:
    """What the role needs, as it is written into a policy by hand before the stack is deployed."""
    statements = [each.to_statement_json() for each in CodeBuildWebhookHandler.of(stack).required_statements]
    written: list[dict[str, Any]] = rendered(stack.resolve(statements), {"AWS::Partition": "aws"})
    return written


def grant(aws: LocalAws, statements: list[dict[str, Any]]) -> None:
    document = json.dumps({"Version": "2012-10-17", "Statement": statements})
    aws.client("iam").put_role_policy(RoleName=ROLE, PolicyName="by-hand", PolicyDocument=document)


def decisions(aws: LocalAws, role_arn: str, actions: list[str], resource_arn: str) -> set[str]:
    """What IAM decides about some actions of the role on a resource."""
    results = aws.client("iam").simulate_principal_policy(
        PolicySourceArn=role_arn, ActionNames=actions, ResourceArns=[resource_arn]
    )["EvaluationResults"]
    assert [item["EvalActionName"] for item in results] == actions
    return {item["EvalDecision"] for item in results}


def policies(aws: LocalAws) -> list[str]:
    """The policies of the role."""
    client = aws.client("iam")
    attached = client.list_attached_role_policies(RoleName=ROLE)["AttachedPolicies"]
    return [*client.list_role_policies(RoleName=ROLE)["PolicyNames"], *(each["PolicyName"] for each in attached)]


def test_a_role_without_the_statements_fails_the_deployment_which_names_what_it_lacks(
    aws: LocalAws, role_arn: str
) -> None:
    failure = failure_of(aws, stack_with(role_arn, filter_groups=[TO_MAIN]))

    assert f"assumed-role/{ROLE}/" in str(failure)
    assert "is not authorized to perform: codebuild:CreateWebhook" in str(failure)
    assert "lacks this permission" in str(failure)
    assert failure.status == "ROLLBACK_COMPLETE"
    assert (hooks(aws), policies(aws)) == ({}, [])


def test_the_statements_that_are_granted_by_hand_are_enough_for_the_life_of_a_webhook(
    aws: LocalAws, role_arn: str
) -> None:
    grant(aws, required(stack_with(role_arn, filter_groups=[TO_MAIN])))

    aws.deploy(stack_with(role_arn, filter_groups=[TO_MAIN]), NAME)
    assert hooks(aws) == {"api": MAIN}
    aws.deploy(stack_with(role_arn, filter_groups=[TO_RELEASE]), NAME)
    assert hooks(aws) == {"api": RELEASE}
    aws.deploy(stack_with(role_arn), NAME)  # replaces it
    before = identities(aws)
    aws.deploy(stack_with(role_arn, "Renamed", on_existing=ADOPT), NAME)
    assert identities(aws) == before
    aws.deploy(stack_with(role_arn, "Renamed"), NAME)
    aws.delete(NAME)
    assert (hooks(aws), policies(aws)) == ({}, ["by-hand"])


def test_they_name_the_stack_that_is_deployed_and_its_log_group(aws: LocalAws, role_arn: str) -> None:
    """The embedded AWS names log groups otherwise than CloudFormation does [obs: aws-cdk issue 19353]."""
    stack = stack_with(role_arn, filter_groups=[TO_MAIN])
    grant(aws, required(stack))
    aws.deploy(stack, NAME)

    found = aws.client("cloudformation").describe_stack_resources(StackName=NAME)["StackResources"]
    (group,) = (item["LogicalResourceId"] for item in found if item["ResourceType"] == "AWS::Logs::LogGroup")
    stream = f"arn:aws:logs:us-east-1:000000000000:log-group:{NAME}-{group}-PEAj1XoIi1Q5:log-stream:2026/11/30/1"
    log, _, read, _ = required(stack)
    for statement, arn in ((log, stream), (read, found[0]["StackId"])):
        assert decisions(aws, role_arn, statement["Action"], arn) == {"allowed"}
        assert decisions(aws, role_arn, statement["Action"], arn.replace(NAME, "Other")) == {"implicitDeny"}


def test_they_let_a_secret_be_kept(aws: LocalAws, role_arn: str, secret_arn: str) -> None:
    stack = stack_with(role_arn, secret_arn=secret_arn, filter_groups=[TO_MAIN])
    grant(aws, required(stack))
    aws.deploy(stack, NAME)

    (hook,) = aws.codebuild.hooks_at_host.values()
    value = json.loads(aws.client("secretsmanager").get_secret_value(SecretId=secret_arn)["SecretString"])
    assert value == {"payloadUrl": hook.payload_url, "secret": hook.secret}


@pytest.mark.parametrize("index", range(5), ids=["log", "remove", "read-the-stack", "write", "keep-the-secret"])
def test_none_of_them_is_for_nothing(aws: LocalAws, role_arn: str, secret_arn: str, index: int) -> None:
    """Each statement is the only one that allows its actions."""
    statements = required(stack_with(role_arn, secret_arn=secret_arn, filter_groups=[TO_MAIN]))
    assert len(statements) == 5
    (dropped,) = statements[index : index + 1]
    grant(aws, [each for each in statements if each is not dropped])

    assert decisions(aws, role_arn, dropped["Action"], dropped["Resource"]) == {"implicitDeny"}


def test_a_role_of_the_app_that_is_given_them_there_works_at_once(aws: LocalAws) -> None:
    stack = cdk.Stack(cdk.App(), NAME)
    role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    handler = CodeBuildWebhookHandler.of(stack, role=role.without_policy_updates())
    webhook = add_webhook_of(stack, github_project(stack), manual_creation=True, secret=True)
    for statement in handler.required_statements:
        role.add_to_principal_policy(statement)
    assert webhook.secret is not None

    aws.deploy(stack, NAME)

    assert list(hooks(aws).values()) == [MAIN]
    aws.delete(NAME)
    assert hooks(aws) == {}
