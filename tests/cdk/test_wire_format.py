"""What the construct writes is what the function reads: the two import nothing of each other."""

from __future__ import annotations

from typing import Any

import pytest
from aws_cdk import aws_codebuild as codebuild

from tests.cdk.apps import PUSH_TO_MAIN, make_stack, only_webhook_of, rendered, resources_of
from webhook_constructs import (
    ApproverRole,
    BuildType,
    CodeBuildWebhook,
    CommentApproval,
    EventAction,
    FilterGroup,
    OnExistingWebhook,
    PullRequestBuildPolicy,
    WebhookScope,
)
from webhook_constructs.handler.request import DesiredWebhook

EXCLUDING = FilterGroup.in_event_of(EventAction.PUSH).and_branch_is_not("main")


def as_cloudformation_sends(value: Any) -> Any:
    """Numbers and booleans arrive as strings; lists and maps keep their shape."""
    if isinstance(value, dict):
        return {key: as_cloudformation_sends(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_cloudformation_sends(item) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param({}, id="nothing-set"),
        pytest.param({"filter_groups": [PUSH_TO_MAIN, EXCLUDING], "build_type": BuildType.BUILD}, id="groups"),
        pytest.param({"branch_filter": "^main$", "manual_creation": False}, id="branch-filter"),
        pytest.param(
            {
                "filter_groups": [PUSH_TO_MAIN],
                "manual_creation": True,
                "webhook_scope": WebhookScope.github_organization("acme"),
                "pull_request_build_policy": PullRequestBuildPolicy(
                    CommentApproval.ALL_PULL_REQUESTS, (ApproverRole.GITHUB_ADMIN, ApproverRole.GITHUB_WRITE)
                ),
                "secret": True,
                "on_existing": OnExistingWebhook.ADOPT,
                "allow_new_secret": True,
                "rotate_secret_on": "2026-q4",
                "redeploy_on": "1",
            },
            id="everything",
        ),
    ],
)
def test_the_function_reads_the_settings_that_the_construct_was_given(arguments: dict[str, Any]) -> None:
    stack = make_stack()
    project = codebuild.Project.from_project_arn(
        stack, "Project", "arn:aws:codebuild:eu-west-1:111111111111:project/api"
    )
    webhook = CodeBuildWebhook(stack, "Webhook", project=project, **arguments)

    properties = rendered(
        only_webhook_of(stack)["Properties"],
        lambda logical_id: f"arn:aws:secretsmanager:us-east-1:111111111111:secret:{logical_id}",
    )
    desired = DesiredWebhook.from_properties(as_cloudformation_sends(properties))
    (secret,) = resources_of(stack, "AWS::SecretsManager::Secret") or [None]

    assert desired == DesiredWebhook(
        project_name="api",
        region="eu-west-1",
        account="111111111111",
        members=webhook.settings.to_api(),
        adopts="on_existing" in arguments,
        secret_arn=secret and f"arn:aws:secretsmanager:us-east-1:111111111111:secret:{secret}",
        allow_new_secret=arguments.get("allow_new_secret", False),
        rotate_secret_on=arguments.get("rotate_secret_on"),
        redeploy_on=arguments.get("redeploy_on"),
    )
