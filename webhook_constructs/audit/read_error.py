"""Why a call has failed, in words that lead out."""

from __future__ import annotations

import re
from typing import Any

from botocore.exceptions import (
    ClientError,
    HTTPClientError,
    NoCredentialsError,
    NoRegionError,
)
from botocore.exceptions import (
    ConnectionError as BotoConnectionError,
)
from botocore.parsers import ResponseParserError

from webhook_constructs.core.one_line import one_line

__all__ = ["STRANGE", "ReadError", "is_busy", "is_unanswered", "read_error"]

_LONGEST = 400
_SERVER_FAILED = 500
_DENIED = frozenset({"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"})
_THROTTLED = frozenset({"RequestLimitExceeded", "Throttling", "ThrottlingException", "TooManyRequestsException"})
_PROJECT = re.compile(r":project/([A-Za-z0-9][A-Za-z0-9_-]*)")
_WAYS_OUT = {NoCredentialsError: "; name a profile with --profile", NoRegionError: "; name one with --region"}


class ReadError(Exception):
    """A call has failed for good, after every attempt; its text says why, and the way out.

    Attributes:
        is_denied: Whether IAM has denied it.
        is_absent: Whether there is no such thing.
        project: The project that IAM has named as denied. Default: none, or nothing was denied.
    """

    def __init__(
        self, text: str, *, is_denied: bool = False, is_absent: bool = False, project: str | None = None
    ) -> None:
        """Keep the text."""
        super().__init__(text)
        self.is_denied = is_denied
        self.is_absent = is_absent
        self.project = project


STRANGE = ReadError("the answer is none of AWS: look for a proxy on the way, or update webhook-constructs")
"""Why something was not read whose answer has not the members that AWS documents."""


def is_unanswered(error: Exception) -> bool:
    """Tell whether nobody has answered."""
    return isinstance(error, (BotoConnectionError, HTTPClientError))


def is_busy(error: Exception) -> bool:
    """Tell whether the service has answered that it cannot now."""
    return isinstance(error, ClientError) and (
        _code(error) in _THROTTLED or _metadata(error).get("HTTPStatusCode", 0) >= _SERVER_FAILED
    )


def read_error(error: Exception, attempts: int = 1) -> ReadError:
    """Say why a call has failed.

    Args:
        error: What boto3 has raised.
        attempts: How often the call was tried. Default: once.
    """
    if isinstance(error, ResponseParserError):  # its text has the answer in it, whatever that is
        return STRANGE
    if not isinstance(error, ClientError):
        said = one_line(str(error), _LONGEST).removesuffix(".")
        return ReadError(said + _WAYS_OUT.get(type(error), "") + _in_a_row(attempts))
    code, said = _code(error), error.response["Error"].get("Message", "")
    text = one_line(f"{code}: {said}", _LONGEST).removesuffix(".")
    if code in _DENIED:
        named = _PROJECT.search(said)
        text += "; the actions that an audit needs are listed by: webhook-constructs audit --help"
        return ReadError(text, is_denied=True, project=named and named[1])
    if code in _THROTTLED:
        return ReadError(f"{text}{_in_a_row(attempts)}; ask fewer regions at once, or later")
    # CloudFormation's way to say that there is no such stack, or can be none of that name.
    return ReadError(text, is_absent=code == "ValidationError")


def _in_a_row(attempts: int) -> str:
    return f", {attempts} times in a row" if attempts > 1 else ""


def _code(error: ClientError) -> str:
    code: str = error.response["Error"].get("Code", "")
    return code


def _metadata(error: ClientError) -> dict[str, Any]:
    return dict(error.response.get("ResponseMetadata", {}))
