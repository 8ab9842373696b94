"""Why a call has failed, in words that lead out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionClosedError,
    CredentialRetrievalError,
    HTTPClientError,
    NoCredentialsError,
    NoRegionError,
    ReadTimeoutError,
    ResponseStreamingError,
)
from botocore.exceptions import (
    ConnectionError as BotoConnectionError,
)

from webhook_constructs.core.values.arguments import one_line

__all__ = ["ReadError", "is_busy", "is_lost", "is_unanswered", "masked", "read_error", "strange"]

_LONGEST = 400
_SERVER_FAILED = 500
_DENIED = frozenset({"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"})
_THROTTLED = frozenset({"RequestLimitExceeded", "Throttling", "ThrottlingException", "TooManyRequestsException"})
_ERROR_CODE = re.compile(r"[A-Za-z][A-Za-z0-9._]*")
_PROJECT = re.compile(r":project/([A-Za-z0-9][A-Za-z0-9_-]*)")
_BEFORE_USER = re.compile(r'//|(?:endpoint|URL): (?!"?\w+://)"?')
_QUERY = re.compile(r'\?\S+?(?="?(?:\s|$))')
_UNSENDABLE = "check aws_access_key_id and aws_session_token (AWS_ACCESS_KEY_ID, AWS_SESSION_TOKEN)"
_UNREACHABLE = "check HTTPS_PROXY, HTTP_PROXY and AWS_ENDPOINT_URL"
_QUOTING = (HTTPClientError, ResponseStreamingError)
_WAYS_OUT = {NoCredentialsError: "; name a profile with --profile", NoRegionError: "; name one with --region"}


@dataclass(eq=False)
class ReadError(Exception):
    """A call has failed for good, after every attempt; its text says why, and the way out.

    Attributes:
        text: The text.
        is_denied: Whether IAM has denied it. Default: it has not.
        is_absent: Whether there is no such thing. Default: there is.
        is_strange: Whether the response does not have the form that AWS documents, or the request cannot be sent.
            Default: it has, and it can.
        project: The project that IAM has named as denied. Default: none, or nothing was denied.
    """

    text: str
    is_denied: bool = False
    is_absent: bool = False
    is_strange: bool = False
    project: str | None = None

    def __str__(self) -> str:
        """Return the text."""
        return self.text


def strange(place: str, flaw: str) -> ReadError:
    """Return the error for a response that does not have the form that AWS documents.

    Args:
        place: The operation, and the place in its response.
        flaw: What is strange there. It quotes no value, because any value may be a secret.
    """
    what, way_out = f"{place} {flaw}", "check for a proxy on the way to AWS, or update webhook-constructs"
    return ReadError(f"the response does not have the form that AWS documents ({what}): {way_out}", is_strange=True)


def is_lost(error: Exception) -> bool:
    """Check whether no response came, or not a whole one."""
    return isinstance(error, (BotoConnectionError, HTTPClientError)) and not _is_unsent(error)


def is_unanswered(error: Exception) -> bool:
    """Check whether nobody responds, which the next call would have to wait for as well."""
    return isinstance(error, (BotoConnectionError, ReadTimeoutError))


def is_busy(error: Exception) -> bool:
    """Check whether the service has answered that it cannot now."""
    return isinstance(error, ClientError) and (_code(error) in _THROTTLED or _status(error) >= _SERVER_FAILED)


def read_error(error: Exception, what: str, attempts: int = 1) -> ReadError:
    """Return why a call has failed.

    Args:
        error: What boto3 has raised.
        what: The operation, or what was read.
        attempts: How often the call was tried. Default: once.
    """
    if isinstance(error, ReadError):
        return error
    if isinstance(error, ClientError):
        return _refusal(error, what, attempts)
    local = _local(error)
    if local is not None:
        return local
    # The texts of all other errors, which come from a parser, can quote the response.
    if isinstance(error, BotoCoreError) and type(error) not in _QUOTING:
        said = one_line(masked(str(error)), _LONGEST).removesuffix(".")
        text = said + _WAYS_OUT.get(type(error), "") + _in_a_row(attempts)
        return ReadError(text, is_strange=isinstance(error, ConnectionClosedError))
    return strange(what, f"cannot be read{_in_a_row(attempts)}")


def masked(text: str) -> str:
    """Return the text of an error of boto3 without the user, the password and the query of the address that it quotes.

    What is before the last @ may be a password, whatever characters are in it.
    """
    before, at, after = text.rpartition("@")
    found = _BEFORE_USER.search(before)
    hidden = f"{before[: found.end()]}***{at}{after}" if found else text
    return _QUERY.sub("?***", hidden)


def _is_unsent(error: Exception) -> bool:
    """Check whether the request could not be written, so that there is no response."""
    return type(error) is HTTPClientError and isinstance(vars(error)["kwargs"].get("error"), ValueError)


def _local(error: Exception) -> ReadError | None:
    """Return the error for what is wrong on this machine; None where a response can be the reason."""
    if _is_unsent(error):
        text = f"a proxy or an endpoint has an address that is not a valid URL; {_UNREACHABLE}"
        if "Invalid header value" in str(error):
            text = f"a credential has a line end or another character that cannot be sent; {_UNSENDABLE}"
        return ReadError(f"no request can be sent: {text}", is_strange=True)
    if isinstance(error, OSError) and error.filename is not None:
        return ReadError(
            f"{one_line(str(error.filename))}: {error.strerror}; check the AWS configuration that names it"
        )
    if isinstance(error, CredentialRetrievalError) and error.kwargs["provider"] == "custom-process":
        # Its text has what the program printed.
        return ReadError("the program of credential_process gives no credentials; run it by itself to see why")
    return None


def _refusal(error: ClientError, what: str, attempts: int) -> ReadError:
    code, said = _code(error), error.response.get("Error", {}).get("Message", "")
    if not _ERROR_CODE.fullmatch(code) or not isinstance(said, str):
        return strange(what, f"failed with HTTP status {_status(error)} and no error code of AWS{_in_a_row(attempts)}")
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
    code = error.response.get("Error", {}).get("Code")
    return code if isinstance(code, str) else ""


def _status(error: ClientError) -> int:
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
