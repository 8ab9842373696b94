# ruff: noqa: SLF001 - this package is where MiniStack's private names are touched
"""Secrets Manager: what it is to CloudFormation, and the labels of its versions."""

from __future__ import annotations

import time
from typing import Any

from webhook_constructs.testing.local._schedule.schedule import Schedule

from ._names import SECRET, Names

__all__ = ["install_secrets"]


_LABELS_OF_A_SECRET = 20  # [doc: Secrets Manager's quotas]


def install_secrets(names: Names, schedule: Schedule) -> None:
    """Correct the id of secrets in CloudFormation, and the labels of their versions."""
    names.replace("services.secretsmanager", "time", _Time(schedule))
    _install_references(names)
    _install_labels(names)


def _install_labels(names: Names) -> None:
    """Attach every label that PutSecretValue is given [doc: API_PutSecretValue], as long as there are 20 at most.

    MiniStack forgets the others where AWSCURRENT is among them, and knows no quota.
    """
    manager = names["services.secretsmanager"]
    put = manager._put_secret_value

    def put_secret_value(data: dict[str, Any]) -> Any:
        _, secret = manager._resolve(data.get("SecretId"))
        if secret and len(_labels(secret).union(data.get("VersionStages", ()))) > _LABELS_OF_A_SECRET:
            msg = "[local] the versions of a secret can have 20 staging labels together"
            return manager.error_response_json("LimitExceededException", msg, 400)
        answer = put(data)
        version = data.get("ClientRequestToken")
        labels = [label for label in data.get("VersionStages", ()) if not label.startswith("AWS")]
        if secret and version in secret["Versions"]:
            for label in labels:
                manager._remove_stage_everywhere(secret, label, version)
                manager._add_stage(secret, version, label)
        return answer

    names.replace("services.secretsmanager", "_put_secret_value", put_secret_value)


def _labels(secret: dict[str, Any]) -> set[str]:
    return {label for version in secret["Versions"].values() for label in version["Stages"]}


def _install_references(names: Names) -> None:
    """Return the ARN of a secret for its Ref [doc: AWS::SecretsManager::Secret]; MiniStack returns its name."""
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


class _Time:
    """The module ``time`` for Secrets Manager, whose versions are as old as the clock of the account says."""

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule

    def time(self) -> float:
        return self._schedule.now

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)
