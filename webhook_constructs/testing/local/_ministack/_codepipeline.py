"""CodePipeline, which MiniStack does not have: what reads pipelines, and their resource type in CloudFormation."""

from __future__ import annotations

import json
from typing import Any

from webhook_constructs.testing.local._service.pipelines import PIPELINE, Pipelines
from webhook_constructs.testing.local._service.service_error import ServiceError

from ._names import Names

__all__ = ["SERVICE", "install_codepipeline"]

SERVICE = "codepipeline"

_PATTERN = {"target_prefixes": ["CodePipeline_20150709"], "host_patterns": [r"codepipeline\."]}

_Response = tuple[int, dict[str, str], bytes]


def install_codepipeline(names: Names, pipelines: Pipelines) -> None:
    """Route the calls of CodePipeline to ``pipelines``, under IAM."""
    responses = names["core.responses"]

    def place() -> tuple[str, str]:
        return responses.get_account_id(), responses.get_region()

    async def handle(_method: str, _path: str, headers: dict[str, str], body: bytes, _query: Any) -> _Response:
        operation = headers.get("x-amz-target", "").rpartition(".")[2]
        try:
            answer: _Response = responses.json_response(pipelines.answer(operation, place(), json.loads(body or b"{}")))
        except ServiceError as error:
            answer = responses.error_response_json(error.code, error.message, error.status)
        return answer

    def create(logical_id: str, properties: dict[str, Any], stack_name: str) -> tuple[str, dict[str, Any]]:
        name = pipelines.put(place(), properties.get("Name"), properties, f"{stack_name}-{logical_id}")
        return name, {"Version": "1"}

    def update(
        physical_id: str, _old: dict[str, Any], new: dict[str, Any], _stack_name: str
    ) -> tuple[str, dict[str, Any]]:
        return pipelines.put(place(), new.get("Name", physical_id), new, physical_id), {"Version": "1"}

    def delete(physical_id: str, _properties: dict[str, Any]) -> None:
        pipelines.remove(place(), physical_id)

    names.put("app", "SERVICE_HANDLERS", SERVICE, handle)
    names.put("core.router", "SERVICE_PATTERNS", SERVICE, _PATTERN)
    names.put("core.iam_actions", "SERVICE_TO_IAM_NAMESPACE", SERVICE, SERVICE)
    names.replace_type(PIPELINE, create=create, update=update, delete=delete)
