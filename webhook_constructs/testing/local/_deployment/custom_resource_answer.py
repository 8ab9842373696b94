"""What CloudFormation makes of the answer of a custom resource."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["MAXIMUM_BYTES", "Answer", "AnswerRefusedError"]

MAXIMUM_BYTES = 4096
"""The longest body of an answer [doc: crpg-ref-responses]."""

_MAXIMUM_ID_BYTES = 1024  # [doc: crpg-ref-responses]


class AnswerRefusedError(Exception):
    """CloudFormation does not take an answer, so the resource fails with this text."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that CloudFormation takes.

    Attributes:
        succeeded: Whether the status is SUCCESS.
        physical_id: The PhysicalResourceId.
        reason: The reason of a failure, or "".
        data: The attributes for Fn::GetAtt.
    """

    succeeded: bool
    physical_id: str
    reason: str
    data: Mapping[str, Any]

    @classmethod
    def parse(cls, body: bytes, event: Mapping[str, Any]) -> Answer:
        """Read the body that was PUT to the ResponseURL of ``event``.

        The rules are documented [doc: crpg-ref-responses]. Of the texts, "Response object is too long." and "Invalid
        PhysicalResourceId" are CloudFormation's [obs: aws-cdk issue 23958, custom-resource-helper issue 56]; the
        others are our own and say "[local]". If an identifier is not the one of the request, the resource fails at once
        [assumed: misaddressed-answer].

        Raises:
            AnswerRefusedError: CloudFormation does not take this answer.
        """
        if len(body) > MAXIMUM_BYTES:
            msg = "Response object is too long."
            raise AnswerRefusedError(msg)
        fields = _fields(body)
        for name in ("StackId", "RequestId", "LogicalResourceId"):
            if fields.get(name) != event[name]:
                msg = f"[local] the {name} of the response is {fields.get(name)!r}, not the one of the request"
                raise AnswerRefusedError(msg)
        status = fields.get("Status")
        if status not in {"SUCCESS", "FAILED"}:
            msg = f"[local] the Status of the response is {status!r}, neither SUCCESS nor FAILED"
            raise AnswerRefusedError(msg)
        physical_id = fields.get("PhysicalResourceId")
        if not isinstance(physical_id, str) or not 0 < len(physical_id.encode()) <= _MAXIMUM_ID_BYTES:
            msg = "Invalid PhysicalResourceId"
            raise AnswerRefusedError(msg)
        reason = fields.get("Reason", "")
        if not isinstance(reason, str) or (status == "FAILED" and not reason):
            msg = "[local] a FAILED response needs a Reason, and a Reason is a string"
            raise AnswerRefusedError(msg)
        data = fields.get("Data") or {}
        if not isinstance(data, dict):
            msg = "[local] the Data of the response is no object"
            raise AnswerRefusedError(msg)
        return cls(status == "SUCCESS", physical_id, reason, data)


def _fields(body: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(body)
    except ValueError as error:
        msg = "[local] the response is no JSON"
        raise AnswerRefusedError(msg) from error
    if not isinstance(fields, dict):
        msg = "[local] the response is no JSON object"
        raise AnswerRefusedError(msg)
    return fields
