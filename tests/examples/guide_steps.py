"""What the steps of several guides have in common: a webhook of the project `api`, deployed, and what is there then."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

import aws_cdk as cdk

from tests.e2e.stacks import NAME, TO_MAIN, add_webhook
from webhook_constructs import OnExistingWebhook

if TYPE_CHECKING:
    from webhook_constructs import CodeBuildWebhook
    from webhook_constructs.testing.local import LocalAws

ADOPT = OnExistingWebhook.ADOPT
RETAIN = cdk.RemovalPolicy.RETAIN
MAIN = [["PUSH", "^refs/heads/main$"]]
RELEASE = [["PUSH", "^refs/heads/release$"]]
MANUAL: dict[str, Any] = {"manual_creation": True, "secret": True}


def webhook_in(stack: cdk.Stack, construct_id: str = "Webhook", **arguments: Any) -> CodeBuildWebhook:
    arguments.setdefault("filter_groups", [TO_MAIN])
    return add_webhook(stack, "api", construct_id, **arguments)


def deploy(aws: LocalAws, construct_id: str = "Webhook", name: str = NAME, **arguments: Any) -> None:
    stack = cdk.Stack(cdk.App(), name)
    webhook_in(stack, construct_id, **arguments)
    aws.deploy(stack, name)


def hook_ids(aws: LocalAws) -> dict[str, int]:
    return {project: hook.id for project, hook in aws.codebuild.hooks_at_host.items()}


def at_host(aws: LocalAws) -> dict[str, str | None]:
    """What the operator of the one hook has to enter at the git host."""
    (hook,) = aws.codebuild.hooks_at_host.values()
    return {"payloadUrl": hook.payload_url, "secret": hook.secret}


def stored(aws: LocalAws, stage: str = "AWSCURRENT") -> dict[str, str]:
    """What the one secret of the account holds."""
    client = aws.client("secretsmanager")
    (secret,) = client.list_secrets()["SecretList"]
    value = client.get_secret_value(SecretId=secret["ARN"], VersionStage=stage)["SecretString"]
    return cast("dict[str, str]", json.loads(value))


def logical_ids(aws: LocalAws) -> dict[str, str]:
    found = aws.client("cloudformation").list_stack_resources(StackName=NAME)["StackResourceSummaries"]
    return {item["ResourceType"]: item["LogicalResourceId"] for item in found}


def keep_logical_id(construct: Any, logical_id: str) -> None:
    cast("cdk.CfnResource", construct.node.default_child).override_logical_id(logical_id)
