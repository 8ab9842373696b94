"""What IAM has to know of a call of CodeBuild or Secrets Manager, and what MiniStack does not tell it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

__all__ = ["CodeBuildArn", "SecretArn"]


class CodeBuildArn(str):
    """The ARN that a call of CodeBuild is authorized on; it travels from the request to the check and the denial.

    Attributes:
        all: Every ARN that the call is authorized on, this one first. BatchGetProjects is authorized on each project
            that it names, and what reads, stops or deletes builds on the projects of these [doc: CodeBuild permissions
            reference].
        parameters: The input of the call.
        denied: The ARN that was denied; this one unless the check sets another.
    """

    __slots__ = ("all", "denied", "parameters")

    all: tuple[str, ...]
    parameters: Mapping[str, Any]
    denied: str

    @classmethod
    def of(cls, arn: str, operation: str, body: bytes, *, region: str, account: str) -> CodeBuildArn:
        """Read the body of a call for which MiniStack found ``arn``."""
        parameters = _object(body)
        names = _project_names(operation, parameters)
        arns = tuple(
            name if name.startswith("arn:") else f"arn:aws:codebuild:{region}:{account}:project/{name}"
            for name in names
            if isinstance(name, str)
        ) or (arn,)
        result = cls(arns[0])
        result.all, result.parameters, result.denied = arns, parameters, arns[0]
        return result

    @property
    def condition_keys(self) -> dict[str, str]:
        """The condition keys of CreateWebhook and UpdateWebhook [doc: service authorization reference]."""
        keys = {}
        if "buildType" in self.parameters:
            keys["codebuild:buildType"] = str(self.parameters["buildType"])
        if "manualCreation" in self.parameters:
            keys["codebuild:manualCreation"] = str(self.parameters["manualCreation"]).lower()
        for name, value in (self.parameters.get("scopeConfiguration") or {}).items():
            keys[f"codebuild:scopeConfiguration.{name}"] = str(value)
        return keys


class SecretArn(str):
    """The ARN of a secret that has a key of its own; it travels from the request to the check and the denial.

    Attributes:
        key: The ARN of the key.
        lacks_key: Whether the call was denied for the key alone.
    """

    __slots__ = ("key", "lacks_key")

    key: str
    lacks_key: bool

    @classmethod
    def of(cls, arn: str, key: str) -> SecretArn:
        """Name a secret and its key."""
        result = cls(arn)
        result.key, result.lacks_key = key, False
        return result

    @staticmethod
    def key_actions(action: str) -> tuple[str, ...]:
        """What a caller must be allowed on the key, besides the call itself [doc: Secrets Manager, encryption]."""
        return _KEY_ACTIONS.get(action, ())


_KEY_ACTIONS = {
    "secretsmanager:GetSecretValue": ("kms:Decrypt",),
    "secretsmanager:PutSecretValue": ("kms:GenerateDataKey", "kms:Decrypt"),
}


def _project_names(operation: str, parameters: Mapping[str, Any]) -> list[Any]:
    """Return the projects that a call names by a list, or by the IDs of builds, which begin with that of a project."""
    if operation == "BatchGetProjects":
        return list(parameters.get("names", []))
    if operation in {"BatchGetBuilds", "BatchDeleteBuilds"}:
        return [str(build).partition(":")[0] for build in parameters.get("ids", [])]
    return [str(parameters.get("id")).partition(":")[0]] if operation == "StopBuild" else []


def _object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body or b"{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
