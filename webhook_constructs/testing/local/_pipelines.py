"""Resource types that MiniStack's CloudFormation does not know: recorded, and nothing else."""

from __future__ import annotations

import secrets
import string
from typing import Any

__all__ = ["PIPELINE", "pipeline_handlers"]

PIPELINE = "AWS::CodePipeline::Pipeline"

_SUFFIX_LENGTH = 12


def pipeline_handlers() -> dict[str, Any]:
    """Return create, update and delete of a pipeline that exists in its stack only.

    Ref is the pipeline's name and Version an attribute [doc: AWS::CodePipeline::Pipeline]; a pipeline without a name
    gets one, and a new name replaces it.
    """

    def create(logical_id: str, properties: dict[str, Any], stack_name: str) -> tuple[str, dict[str, Any]]:
        return properties.get("Name") or _generated_name(stack_name, logical_id), {"Version": "1"}

    def update(
        physical_id: str, _old: dict[str, Any], new: dict[str, Any], _stack_name: str
    ) -> tuple[str, dict[str, Any]]:
        return new.get("Name", physical_id), {"Version": "1"}

    def delete(_physical_id: str, _properties: dict[str, Any]) -> None:
        return None

    return {"create": create, "update": update, "delete": delete}


def _generated_name(stack_name: str, logical_id: str) -> str:
    letters = string.ascii_letters + string.digits
    return f"{stack_name}-{logical_id}-" + "".join(secrets.choice(letters) for _ in range(_SUFFIX_LENGTH))
