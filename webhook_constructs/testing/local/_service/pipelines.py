"""The pipelines of CodePipeline: made by CloudFormation, shown by the API, and never run."""

from __future__ import annotations

import secrets
import string
import threading
from collections.abc import Mapping
from typing import Any

from .service_error import ServiceError

__all__ = ["PIPELINE", "Pipelines"]

PIPELINE = "AWS::CodePipeline::Pipeline"

_PAGE = 100
_SUFFIX_LENGTH = 12
_NOT_DEFINED = frozenset({"DisableInboundStageTransitions", "RestartExecutionOnUpdate", "Tags"})
_MAPS_OF_TEXTS = frozenset({"Configuration"})

_Place = tuple[str, str]
"""An account and a region."""


class Pipelines:
    """Every pipeline of every account and region."""

    def __init__(self) -> None:
        """Start with none."""
        self._lock = threading.Lock()
        self._pipelines: dict[tuple[_Place, str], dict[str, Any]] = {}

    def put(self, place: _Place, name: str | None, properties: Mapping[str, Any], generated_from: str) -> str:
        """Make or change a pipeline, and return its name, which is its Ref [doc: AWS::CodePipeline::Pipeline].

        Args:
            place: Where it is.
            name: Its name; None where it is to get one.
            properties: Its properties in a template.
            generated_from: What such a name begins with.
        """
        name = name or f"{generated_from}-{_random_suffix()}"
        defined = {key: value for key, value in properties.items() if key not in _NOT_DEFINED}
        with self._lock:
            self._pipelines[place, name] = {"version": 1, **_in_api_form(defined), "name": name}
        return name

    def remove(self, place: _Place, name: str) -> None:
        """Delete a pipeline; one that is not there is deleted already."""
        with self._lock:
            self._pipelines.pop((place, name), None)

    def answer(self, operation: str, place: _Place, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Return what ListPipelines or GetPipeline answers.

        Raises:
            ServiceError: There is no such pipeline, page or operation.
        """
        account, region = place
        with self._lock:
            here = {name: pipeline for (where, name), pipeline in self._pipelines.items() if where == place}
        if operation == "ListPipelines":
            return _page(sorted(here), parameters)
        if operation != "GetPipeline":
            msg = f"[local] CodePipeline has no operation {operation} here"
            raise ServiceError(msg, "InvalidAction")
        name = parameters["name"]
        if name not in here:
            msg = f"[local] account {account} has no pipeline {name}"
            raise ServiceError(msg, "PipelineNotFoundException")
        arn = f"arn:aws:codepipeline:{region}:{account}:{name}"
        return {"pipeline": here[name], "metadata": {"pipelineArn": arn}}

    def clear(self) -> None:
        """Forget every pipeline."""
        with self._lock:
            self._pipelines.clear()


def _page(names: list[str], parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return a page of a list of pipelines [assumed: page-of-pipelines]."""
    token, most = parameters.get("nextToken", "0"), parameters.get("maxResults", _PAGE)
    if not token.isdigit():
        msg = "[local] the nextToken is none that was given out"
        raise ServiceError(msg, "InvalidNextTokenException")
    end = int(token) + most
    more = {"nextToken": str(end)} if end < len(names) else {}
    return {"pipelines": [{"name": name, "version": 1} for name in names[int(token) : end]], **more}


def _in_api_form(value: Any) -> Any:
    """Write members as the API does: with a small letter, but for the keys that a configuration has."""
    if isinstance(value, list):
        return [_in_api_form(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        key[0].lower() + key[1:]: each if key in _MAPS_OF_TEXTS else _in_api_form(each) for key, each in value.items()
    }


def _random_suffix() -> str:
    letters = string.ascii_letters + string.digits
    return "".join(secrets.choice(letters) for _ in range(_SUFFIX_LENGTH))
