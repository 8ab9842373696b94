"""The answer to CloudFormation: one PUT to a presigned URL.

The URL is a credential. It appears in no log line and in no exception; errors of the connection are therefore
replaced, not chained.
"""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

from .request import Request

__all__ = ["MAXIMUM_BYTES", "AnswerError", "body_of", "send"]

MAXIMUM_BYTES = 4096
"""CloudFormation refuses a longer answer."""

_ATTEMPTS = 5
_TIMEOUT_SECONDS = 10
_CUT = " [cut]"


class AnswerError(Exception):
    """CloudFormation could not be told how the event ended."""


def body_of(request: Request, *, physical_id: str, reason: str | None = None, url: str = "") -> bytes:
    """Write the answer: FAILED where there is a reason, cut to what fits, SUCCESS where there is none."""
    answer: dict[str, Any] = {
        "Status": "SUCCESS" if reason is None else "FAILED",
        "RequestId": request.request_id,
        "StackId": request.stack_id,
        "LogicalResourceId": request.logical_resource_id,
        "PhysicalResourceId": physical_id,
    }
    if reason is None:
        if request.request_type != "Delete":
            answer["Data"] = {"Url": url}
        return _encode(answer)
    room = MAXIMUM_BYTES - len(_encode({**answer, "Reason": ""}))
    return _encode({**answer, "Reason": _shorten(reason or "no reason was given", room)})


def send(response_url: str, body: bytes, *, sleep: Callable[[float], None] = time.sleep) -> None:
    """PUT an answer, again if it gets lost.

    The content type is empty because the URL was signed for none: with any other S3 refuses the signature.

    Raises:
        AnswerError: No attempt came through.
    """
    failure = ""
    for attempt in range(_ATTEMPTS):
        if attempt:
            sleep(2.0 ** (attempt - 1))
        try:
            put = urllib.request.Request(response_url, data=body, method="PUT", headers={"Content-Type": ""})  # noqa: S310 - CloudFormation's own URL
            with urllib.request.urlopen(put, timeout=_TIMEOUT_SECONDS):  # noqa: S310 - see above
                return
        except urllib.error.HTTPError as error:
            error.close()
            failure = f"HTTP status {error.code}"
        except (OSError, ValueError, http.client.HTTPException) as error:
            failure = type(error).__name__
    msg = f"CloudFormation could not be answered after {_ATTEMPTS} attempts: {failure}"
    raise AnswerError(msg)


def _encode(answer: dict[str, Any]) -> bytes:
    return json.dumps(answer, ensure_ascii=False).encode(errors="replace")


def _shorten(reason: str, room: int) -> str:
    """Cut a text so that, quoted as JSON in UTF-8, it takes no more than so many bytes."""
    if _quoted_length(reason) <= room:
        return reason
    low, high = 0, len(reason)
    while low < high:
        middle = (low + high + 1) // 2
        if _quoted_length(reason[:middle] + _CUT) <= room:
            low = middle
        else:
            high = middle - 1
    return reason[:low] + _CUT


def _quoted_length(text: str) -> int:
    return len(json.dumps(text, ensure_ascii=False).encode(errors="replace")) - 2
