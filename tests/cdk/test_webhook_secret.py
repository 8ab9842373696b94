"""The secret of a webhook at synthesis: where it goes, and what is refused without a place for it."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import assertions
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager

from tests.cdk.apps import make_stack, only_webhook_of, rendered, resources_of
from webhook_constructs import CodeBuildWebhook, CodeBuildWebhookError, SourceProvider

REGION = cdk.Environment(account="111111111111", region="us-east-1")


def imported(stack: cdk.Stack, name: str = "api") -> codebuild.IProject:
    return codebuild.Project.from_project_name(stack, f"Imported-{name}", name)


def refusal(stack: cdk.Stack, **arguments: Any) -> str:
    with pytest.raises(CodeBuildWebhookError) as refused:
        CodeBuildWebhook(stack, "Webhook", **{"project": imported(stack), **arguments})
    return str(refused.value).partition("): ")[2]


NO_PLACE = (
    "CodeBuild shows the payload URL and secret of a manual webhook once, and nothing keeps them; set secret=True, or "
    "give a secret of Secrets Manager"
)


class TestRefusals:
    def test_a_manual_webhook_needs_a_place_for_its_secret(self) -> None:
        assert refusal(make_stack(), manual_creation=True) == NO_PLACE

    def test_rotation_needs_a_place_for_the_new_secret(self) -> None:
        assert refusal(make_stack(), rotate_secret_on="2026-q4") == (
            "rotate_secret_on is set, and nothing keeps the new secret; set secret=True"
        )

    def test_bitbucket_has_no_secret_to_rotate(self) -> None:
        arguments = {"source_provider": SourceProvider.BITBUCKET, "secret": True, "rotate_secret_on": "a"}

        assert refusal(make_stack(), **arguments) == (
            "rotate_secret_on is set, and a webhook of Bitbucket has no secret; leave it out"
        )

    def test_codebuild_keeps_the_secret_of_an_automatic_webhook_to_itself(self) -> None:
        arguments = {"source_provider": SourceProvider.GITHUB, "secret": True, "rotate_secret_on": "a"}

        assert refusal(make_stack(), **arguments) == (
            "rotate_secret_on is set, and CodeBuild keeps the secret of an automatic webhook to itself; leave it out, "
            "or set manual_creation=True"
        )

    def test_a_snapshot_of_a_webhook_cannot_be_taken(self) -> None:
        assert refusal(make_stack(), removal_policy=cdk.RemovalPolicy.SNAPSHOT) == (
            "removal_policy must be DESTROY or RETAIN, got SNAPSHOT; there is nothing to take one of"
        )


class TestPlaces:
    def test_a_new_secret_is_empty_so_that_no_update_puts_a_value_back(self) -> None:
        stack = make_stack()
        webhook = CodeBuildWebhook(stack, "Webhook", project=imported(stack), manual_creation=True, secret=True)

        ((name, secret),) = resources_of(stack, "AWS::SecretsManager::Secret").items()
        assert not {"GenerateSecretString", "SecretString"} & set(secret["Properties"])
        assert only_webhook_of(stack)["Properties"]["SecretArn"] == {"Ref": name}
        assert webhook.secret is not None
        assert webhook.secret.node.path == "Stack/Webhook/Secret"

    def test_the_handler_may_read_and_write_that_one_secret_and_use_its_key(self) -> None:
        stack = make_stack(env=REGION)
        key = kms.Key(stack, "Key")
        secret = secretsmanager.Secret(stack, "Secret", encryption_key=key)
        webhook = CodeBuildWebhook(stack, "Webhook", project=imported(stack), manual_creation=True, secret=secret)

        (policy,) = resources_of(stack, "AWS::IAM::ManagedPolicy").values()
        *_, for_secret, for_key = rendered(policy["Properties"]["PolicyDocument"]["Statement"], lambda name: name)
        (secret_id,) = resources_of(stack, "AWS::SecretsManager::Secret")
        (key_id,) = resources_of(stack, "AWS::KMS::Key")
        assert webhook.secret is secret
        assert for_secret == {
            "Effect": "Allow",
            "Action": ["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"],
            "Resource": [secret_id],
        }
        assert for_key == {
            "Effect": "Allow",
            "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
            "Resource": [key_id],
            "Condition": {"StringEquals": {"kms:ViaService": ["secretsmanager.us-east-1.amazonaws.com"]}},
        }

    def test_the_key_of_a_secret_is_used_in_the_region_of_the_secret(self) -> None:
        stack = make_stack(env=REGION)
        key = kms.Key.from_key_arn(stack, "Key", "arn:aws:kms:eu-west-1:111111111111:key/1234")
        arn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:hook-AbCdEf"
        secret = secretsmanager.Secret.from_secret_attributes(
            stack, "Secret", secret_complete_arn=arn, encryption_key=key
        )
        CodeBuildWebhook(stack, "Webhook", project=imported(stack), manual_creation=True, secret=secret)

        (policy,) = resources_of(stack, "AWS::IAM::ManagedPolicy").values()
        statement = rendered(policy["Properties"]["PolicyDocument"]["Statement"], lambda name: name)[-1]
        assert statement["Condition"] == {
            "StringEquals": {"kms:ViaService": ["secretsmanager.eu-west-1.amazonaws.com"]}
        }

    @pytest.mark.parametrize("region", ["cn-north-1", None], ids=["china", "known-on-deployment"])
    def test_in_china_the_key_may_be_used_by_either_name_of_secrets_manager(self, region: str | None) -> None:
        stack = make_stack(env=cdk.Environment(account="111111111111", region=region) if region else None)
        secret = secretsmanager.Secret(stack, "Secret", encryption_key=kms.Key(stack, "Key"))
        CodeBuildWebhook(stack, "Webhook", project=imported(stack), manual_creation=True, secret=secret)

        (policy,) = resources_of(stack, "AWS::IAM::ManagedPolicy").values()
        *_, statement = rendered(policy["Properties"]["PolicyDocument"]["Statement"], lambda _: "cn-north-1")
        name = "secretsmanager.cn-north-1.amazonaws.com"
        assert statement["Condition"] == {"StringEquals": {"kms:ViaService": [name, f"{name}.cn"]}}

    def test_a_secret_that_is_known_by_a_part_of_its_arn_is_allowed_with_any_suffix(self) -> None:
        stack = make_stack(env=REGION)
        secret = secretsmanager.Secret.from_secret_name_v2(stack, "Secret", "ci/webhook")
        CodeBuildWebhook(stack, "Webhook", project=imported(stack), manual_creation=True, secret=secret)

        (policy,) = resources_of(stack, "AWS::IAM::ManagedPolicy").values()
        statement = rendered(policy["Properties"]["PolicyDocument"]["Statement"], lambda _: "aws")[-1]
        assert statement["Resource"] == ["arn:aws:secretsmanager:us-east-1:111111111111:secret:ci/webhook-??????"]

    def test_a_webhook_that_is_retained_keeps_its_secret(self) -> None:
        stack = make_stack()
        CodeBuildWebhook(
            stack,
            "Webhook",
            project=imported(stack),
            manual_creation=True,
            secret=True,
            removal_policy=cdk.RemovalPolicy.RETAIN,
        )

        (secret,) = resources_of(stack, "AWS::SecretsManager::Secret").values()
        assert secret["DeletionPolicy"] == "Retain"


class TestGitHubEnterprise:
    def test_without_a_place_for_a_secret_that_may_come_there_is_a_hint(self) -> None:
        stack = make_stack()
        CodeBuildWebhook(stack, "Webhook", project=imported(stack), source_provider=SourceProvider.GITHUB_ENTERPRISE)

        assertions.Annotations.from_stack(stack).has_info(
            "/Stack/Webhook", assertions.Match.string_like_regexp("AWS's pages disagree.*set secret=True")
        )

    @pytest.mark.parametrize(
        "arguments",
        [
            pytest.param({"secret": True}, id="with-a-place"),
            pytest.param({"source_provider": SourceProvider.GITHUB}, id="another-host"),
        ],
    )
    def test_otherwise_there_is_none(self, arguments: dict[str, Any]) -> None:
        stack = make_stack()
        defaults: dict[str, Any] = {"source_provider": SourceProvider.GITHUB_ENTERPRISE}
        CodeBuildWebhook(stack, "Webhook", project=imported(stack), **{**defaults, **arguments})

        hint = assertions.Match.string_like_regexp("WH501")
        assert assertions.Annotations.from_stack(stack).find_info("*", hint) == []
