"""The place for what CodeBuild shows of a webhook once: its payload URL and its secret."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from webhook_constructs.cdk.handler_role.allowed_actions import Grant
from webhook_constructs.cdk.handler_role.nag_acknowledgements import acknowledge_no_rotation
from webhook_constructs.core import SourceProvider, WebhookSettings
from webhook_constructs.core.values.unresolved import is_unresolved

__all__ = ["grants_to_keep", "make_secret", "secret_problems"]


def secret_problems(settings: WebhookSettings, *, has_place: bool, rotates: bool) -> list[str]:
    """Return what is wrong with the secret of a webhook, or with its absence."""
    problems = []
    if settings.is_manual and not has_place:
        problems.append(
            "CodeBuild shows the payload URL and secret of a manual webhook once, and nothing keeps them; set "
            "secret=True, or give a secret of Secrets Manager"
        )
    if not rotates:
        return problems
    if settings.provider is SourceProvider.BITBUCKET:
        problems.append("rotate_secret_on is set, and a webhook of Bitbucket has no secret; leave it out")
    elif not has_place:
        problems.append("rotate_secret_on is set, and nothing keeps the new secret; set secret=True")
    elif not settings.is_manual and settings.provider not in {None, SourceProvider.GITHUB_ENTERPRISE}:
        problems.append(
            "rotate_secret_on is set, and CodeBuild keeps the secret of an automatic webhook to itself; leave it out, "
            "or set manual_creation=True"
        )
    return problems


def make_secret(scope: Construct, removal_policy: cdk.RemovalPolicy | None) -> secretsmanager.ISecret:
    """Make an empty secret for the handler to fill.

    CloudFormation is given no value for it, so that no update of the stack puts one back.
    """
    secret = cdk.aws_secretsmanager.Secret(  # loaded by the first secret: most webhooks have none
        scope,
        "Secret",
        description="Payload URL and secret of a CodeBuild webhook, for whoever adds the hook at the git host",
        removal_policy=removal_policy,
    )
    resource = secret.node.default_child
    if isinstance(resource, cdk.aws_secretsmanager.CfnSecret):
        resource.add_property_deletion_override("GenerateSecretString")
    acknowledge_no_rotation(secret)
    return secret


def grants_to_keep(secret: secretsmanager.ISecret) -> list[Grant]:
    """Return what the handler must be allowed to do with a secret and with the key that encrypts it.

    The key is used by Secrets Manager in the region of the secret, which need not be that of the stack.
    """
    full_arn = secret.secret_full_arn
    grants = [Grant.to_keep(full_arn or f"{secret.secret_arn}-??????")]
    if (key := secret.encryption_key) is not None:
        grants.append(Grant.to_use(key.key_arn, _secrets_manager(secret.env.region)))
    return grants


def _secrets_manager(region: str) -> tuple[str, ...]:
    """Name Secrets Manager in a region as `kms:ViaService` does.

    Which of the two it is in China, whose endpoints end in .cn, was not found in what AWS documents.
    """
    name = f"secretsmanager.{region}.amazonaws.com"
    return (name, f"{name}.cn") if is_unresolved(region) or region.startswith("cn-") else (name,)
