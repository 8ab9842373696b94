"""Calls that are worth a second attempt.

boto3's own retries are off: they know neither how much time the function has left, nor that IAM and connections deny
for a while what a deployment has just allowed, nor how long a git host's limit lasts.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from botocore.exceptions import ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as BotoConnectionError

__all__ = [
    "PROPAGATION_SECONDS",
    "Retry",
    "error_code",
    "error_name",
    "is_host_limit",
    "is_passing",
    "may_have_been_carried_out",
    "message_of",
]

PROPAGATION_SECONDS = 60.0
"""How long a permission of a new deployment may take to work everywhere [assumed: permission-seconds]."""

_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 8.0
_LIMIT_PAUSE = 15.0
_SERVER_ERROR = 500
# For how long CodeBuild throttles is open [assumed: api-rates].
_THROTTLED = frozenset(
    {
        "RequestLimitExceeded",
        "Throttling",
        "ThrottlingException",
        "ThrottledException",
        "TooManyRequestsException",
    }
)
# A deployment may have just allowed the service role of a project what is refused [assumed: connection-permission].
_PROPAGATING = (
    "access denied to connection",
    "not authorized to access connection",
    "failed to get access token from",
    "not authorized to perform",
)


@dataclass(frozen=True, slots=True)
class Retry:
    """Repeat a call while it fails for a passing reason and there is time.

    Attributes:
        seconds_left: How long the function may go on calling.
        clock: Seconds that only grow.
        sleep: Waits for so many seconds.
        spread: A random number from 0 to 1, so that functions that were throttled together come back one by one.
    """

    seconds_left: Callable[[], float]
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    spread: Callable[[], float] = random.random

    def within(self, seconds: float) -> Retry:
        """Return the same for calls that may take so many seconds in all, from now on."""
        end = self.clock() + seconds
        return replace(self, seconds_left=lambda: min(self.seconds_left(), end - self.clock()))

    def __call__(
        self,
        call: Callable[..., Any],
        /,
        *,
        waits_for_permission: bool = False,
        waits_for_connection: bool = True,
        refusal_seconds: float = 0.0,
        before_repeat: Callable[[Exception], None] | None = None,
        **parameters: Any,
    ) -> Any:
        """Make a call of a boto3 client.

        Args:
            call: The method of the client.
            waits_for_permission: Whether a denial is repeated, for up to `PROPAGATION_SECONDS`.
            waits_for_connection: Whether a call is repeated that nobody has answered.
            refusal_seconds: For how long any other refusal is repeated. Default: it is not.
            before_repeat: Called with the failure before the next attempt; what it raises ends the attempts.
            parameters: What the method is called with.

        Returns:
            What the method returns.
        """
        begun = self.clock()
        longest = _FIRST_PAUSE
        while True:
            try:
                return call(**parameters)
            except (ClientError, BotoConnectionError, HTTPClientError) as error:  # noqa: PERF203 - that is the point
                waited = self.clock() - begun
                pause = longest * (0.5 + self.spread() / 2)
                if isinstance(error, ClientError):
                    is_limit = is_host_limit(error)
                    pause = max(pause, _LIMIT_PAUSE * (0.5 + self.spread() / 2)) if is_limit else pause
                    denied = waits_for_permission and waited < PROPAGATION_SECONDS and _is_denial(error)
                    refused = waited < refusal_seconds and error_code(error) != "ResourceNotFoundException"
                    passes = is_passing(error) or is_limit or denied or refused
                else:
                    passes = waits_for_connection
                if not passes or self.seconds_left() <= pause:
                    raise
                self.sleep(pause)
                if before_repeat is not None:
                    before_repeat(error)
                longest = min(longest * 2, _LONGEST_PAUSE)


def error_code(error: ClientError) -> str:
    """Return the service's name for an error."""
    return str(error.response.get("Error", {}).get("Code", ""))


def error_name(error: BaseException) -> str:
    """Return the service's name for an error, or where no service has answered, its type."""
    return error_code(error) if isinstance(error, ClientError) else type(error).__name__


def message_of(error: ClientError) -> str:
    """Return the service's text, without blanks around it."""
    return str(error.response.get("Error", {}).get("Message", "")).strip()


def is_passing(error: ClientError) -> bool:
    """Whether an error of a service goes away by itself."""
    return error_code(error) in _THROTTLED or may_have_been_carried_out(error)


def is_host_limit(error: ClientError) -> bool:
    """Whether the git host has had too many requests, which passes [assumed: limit-is-passing]."""
    said = message_of(error).lower()
    return "limit reached" in said and "try again later" in said


def may_have_been_carried_out(error: BaseException) -> bool:
    """Whether the service has not said that it refused a call."""
    if not isinstance(error, ClientError):
        return True
    return bool(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0) >= _SERVER_ERROR)


def _is_denial(error: ClientError) -> bool:
    """Whether a role is denied: the function's own, or that of the project, also on its connection."""
    said = message_of(error).lower()
    return error_code(error) == "AccessDeniedException" or any(part in said for part in _PROPAGATING)
