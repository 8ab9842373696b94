# ruff: noqa: SLF001 - this package is where MiniStack's private names are touched
"""Secrets Manager in CloudFormation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._names import SECRET

if TYPE_CHECKING:
    from ._names import Names

__all__ = ["install_secrets"]


def install_secrets(names: Names) -> None:
    """Let Ref of a secret be its ARN [doc: AWS::SecretsManager::Secret]; MiniStack's is its name."""
    original = names.resource_types[SECRET]
    secrets = names["services.secretsmanager"]._secrets

    def name_of(arn: str) -> str:
        return next((name for name, secret in secrets.items() if secret["ARN"] == arn), arn)

    def create(*arguments: Any) -> tuple[str, dict[str, Any]]:
        _, attributes = original["create"](*arguments)
        return attributes["Arn"], attributes

    def update(physical_id: str, *arguments: Any) -> tuple[str, dict[str, Any]]:
        _, attributes = original["update"](name_of(physical_id), *arguments)
        return attributes["Arn"], attributes

    def delete(physical_id: str, *arguments: Any) -> None:
        original["delete"](name_of(physical_id), *arguments)

    names.replace_type(SECRET, create=create, update=update, delete=delete)
