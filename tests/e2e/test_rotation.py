"""Rotation: whatever becomes of the webhook or the secret, what is stored is what the git host needs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_secretsmanager as secretsmanager

from tests.e2e.stacks import NAME, TO_MAIN, add_failure, add_webhook, failure_of, make_project, new_stack
from webhook_constructs import CodeBuildWebhook

if TYPE_CHECKING:
    from webhook_constructs.testing.local import LocalAws


@pytest.fixture(autouse=True)
def _project(aws: LocalAws) -> None:
    make_project(aws, "api")


@pytest.fixture
def secret_arn(aws: LocalAws) -> str:
    arn: str = aws.client("secretsmanager").create_secret(Name="webhook")["ARN"]
    return arn


def stack_rotated_on(secret_arn: str, text: str | None, *, failing: bool = False, **arguments: Any) -> cdk.Stack:
    stack = new_stack()
    secret = secretsmanager.Secret.from_secret_complete_arn(stack, "Secret", secret_arn)
    webhook = add_webhook(
        stack, manual_creation=True, secret=secret, rotate_secret_on=text, filter_groups=[TO_MAIN], **arguments
    )
    if failing:
        add_failure(stack, after=webhook)
    return stack


def stored(aws: LocalAws, stage: str = "AWSCURRENT") -> dict[str, str]:
    version = aws.client("secretsmanager").get_secret_value(SecretId="webhook", VersionStage=stage)
    value: dict[str, str] = json.loads(version["SecretString"])
    return value


def at_host(aws: LocalAws) -> dict[str, str | None]:
    (hook,) = aws.codebuild.hooks_at_host.values()
    return {"payloadUrl": hook.payload_url, "secret": hook.secret}


@pytest.mark.parametrize("failing", [False, True], ids=["deployed", "rolled-back"])
def test_a_missing_webhook_is_created_again_by_a_rotation(aws: LocalAws, secret_arn: str, *, failing: bool) -> None:
    aws.deploy(stack_rotated_on(secret_arn, "a"), NAME)
    aws.client("codebuild").delete_webhook(projectName="api")

    if failing:
        assert failure_of(aws, stack_rotated_on(secret_arn, "b", failing=True)).status == "UPDATE_ROLLBACK_COMPLETE"
    else:
        aws.deploy(stack_rotated_on(secret_arn, "b"), NAME)

    assert stored(aws) == at_host(aws)


def test_another_repository_and_a_rotation_in_one_update(aws: LocalAws, secret_arn: str) -> None:
    def stack_of(repository: str, text: str) -> cdk.Stack:
        stack = new_stack()
        source = codebuild.Source.git_hub(owner="acme", repo=repository)
        project = codebuild.Project(stack, "Api", source=source, project_name="made")
        secret = secretsmanager.Secret.from_secret_complete_arn(stack, "Secret", secret_arn)
        arguments: dict[str, Any] = {"manual_creation": True, "secret": secret, "rotate_secret_on": text}
        CodeBuildWebhook(stack, "Webhook", project=project, filter_groups=[TO_MAIN], **arguments)
        return stack

    aws.deploy(stack_of("one", "a"), NAME)
    (before,) = aws.codebuild.hooks_at_host.values()
    aws.deploy(stack_of("two", "b"), NAME)

    (made,) = [hook for hook in aws.codebuild.hooks_at_host.values() if hook.id != before.id]
    assert stored(aws) == {"payloadUrl": made.payload_url, "secret": made.secret}


def test_what_was_edited_outside_is_brought_back_by_a_rotation_with_redeploy_on(aws: LocalAws, secret_arn: str) -> None:
    aws.deploy(stack_rotated_on(secret_arn, "a"), NAME)
    policy = {"requiresCommentApproval": "DISABLED"}
    aws.client("codebuild").update_webhook(projectName="api", pullRequestBuildPolicy=policy)
    aws.codebuild.omitted_on_update = "keep"

    changed = stack_rotated_on(secret_arn, "b", redeploy_on="1", allow_new_secret=True)
    aws.deploy(changed, NAME)

    shown = aws.client("codebuild").batch_get_projects(names=["api"])["projects"][0]["webhook"]
    assert shown.get("pullRequestBuildPolicy", {}).get("requiresCommentApproval") != "DISABLED"
    assert stored(aws) == at_host(aws)


def test_a_secret_can_be_rotated_more_often_than_it_can_have_labels(aws: LocalAws, secret_arn: str) -> None:
    seen = set()
    for month in range(24):
        aws.deploy(stack_rotated_on(secret_arn, f"month-{month}"), NAME)
        assert stored(aws) == at_host(aws)
        seen.add(stored(aws)["secret"])

    assert len(seen) == 24
    found = aws.client("secretsmanager").list_secret_version_ids(SecretId=secret_arn, MaxResults=100)["Versions"]
    labels = {label for version in found for label in version.get("VersionStages", [])}
    assert labels == {"AWSCURRENT", "AWSPREVIOUS", "webhook-of-api"}


def test_a_rollback_of_a_later_rotation_rotates_nothing(aws: LocalAws, secret_arn: str) -> None:
    aws.deploy(stack_rotated_on(secret_arn, "a"), NAME)
    failure_of(aws, stack_rotated_on(secret_arn, "b", failing=True))
    first = stored(aws)
    failure_of(aws, stack_rotated_on(secret_arn, "c", failing=True))

    rotations = [call for call in aws.codebuild.calls if call.parameters.get("rotateSecret")]
    assert len(rotations) == 2
    assert stored(aws) == at_host(aws) != first
    assert stored(aws, "AWSPREVIOUS") == first


def test_every_change_of_the_text_rotates_also_back_to_one_before(aws: LocalAws, secret_arn: str) -> None:
    secrets = []
    for text in ("a", "b", "a", None, "a", "a"):
        aws.deploy(stack_rotated_on(secret_arn, text), NAME)
        assert stored(aws) == at_host(aws)
        secrets.append(stored(aws)["secret"])

    assert secrets[2] == secrets[3]
    assert secrets[4] == secrets[5]
    assert len(set(secrets)) == 4


def test_a_secret_that_is_gone_fails_the_update_before_anything_is_rotated(aws: LocalAws, secret_arn: str) -> None:
    aws.deploy(stack_rotated_on(secret_arn, None), NAME)
    before = at_host(aws)
    aws.client("secretsmanager").delete_secret(SecretId=secret_arn, ForceDeleteWithoutRecovery=True)

    failed = failure_of(aws, stack_rotated_on(secret_arn, "a"))

    assert failed.status == "UPDATE_ROLLBACK_COMPLETE"
    assert "the secret that is to keep the payload URL and secret of the webhook is gone" in str(failed)
    assert at_host(aws) == before
