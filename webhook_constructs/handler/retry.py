"""Calls that are worth a second attempt.

boto3's own retries are switched off: they know neither how much time the function has left, nor that IAM and
connections deny for a while what a deployment has just allowed.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as BotoConnectionError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["PROPAGATION_SECONDS", "Retry", "error_code", "is_passing", "may_have_been_carried_out"]

PROPAGATION_SECONDS = 60.0
"""How long a permission of a new deployment may take to work everywhere [assumed: permission-seconds]."""

_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 8.0
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


@dataclass(frozen=True, slots=True)
class Retry:
    """Repeat a call while it fails for a passing reason and there is time.

    Attributes:
        seconds_left: How long the function may go on calling.
        clock: Seconds that only grow.
        sleep: Waits for so many seconds.
        spread: A random number from 0 to 1, so that many functions that were throttled together come back one by one.
    """

    seconds_left: Callable[[], float]
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    spread: Callable[[], float] = random.random

    def __call__(
        self,
        call: Callable[..., Any],
        /,
        *,
        waits_for_permission: bool = False,
        waits_for_connection: bool = True,
        lost: list[Exception] | None = None,
        **parameters: Any,
    ) -> Any:
        """Make a call of a boto3 client.

        Args:
            call: The method of the client.
            waits_for_permission: Whether a denial is repeated, for up to `PROPAGATION_SECONDS`.
            waits_for_connection: Whether a call is repeated that nobody has answered.
            lost: Collects the failures that the call may have been carried out in spite of.
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
                waiting = waits_for_permission and self.clock() - begun < PROPAGATION_SECONDS
                pause = longest * (0.5 + self.spread() / 2)
                passes = _passes(error, waiting=waiting, connecting=waits_for_connection)
                if not passes or self.seconds_left() <= pause:
                    raise
                if lost is not None and may_have_been_carried_out(error):
                    lost.append(error)
                self.sleep(pause)
                longest = min(longest * 2, _LONGEST_PAUSE)


def error_code(error: ClientError) -> str:
    """Return the service's name for an error."""
    return str(error.response.get("Error", {}).get("Code", ""))


def is_passing(error: ClientError) -> bool:
    """Tell whether an error of a service is one that goes by itself."""
    return error_code(error) in _THROTTLED or may_have_been_carried_out(error)


def _passes(error: Exception, *, waiting: bool, connecting: bool) -> bool:
    """Whether an error goes by itself; while a permission or a connection is waited for, the lack of it does."""
    if not isinstance(error, ClientError):
        return connecting
    return is_passing(error) or (waiting and _is_denial(error))


def may_have_been_carried_out(error: BaseException) -> bool:
    """Tell whether the service has not said that it refused a call."""
    if not isinstance(error, ClientError):
        return True
    return bool(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0) >= _SERVER_ERROR)


def _is_denial(error: ClientError) -> bool:
    """Whether the function's own role is denied, or the role of the project on its connection."""
    said = str(error.response.get("Error", {}).get("Message", "")).lower()
    return (
        error_code(error) == "AccessDeniedException"
        or "access denied to connection" in said
        or "not authorized to access connection" in said
    )
