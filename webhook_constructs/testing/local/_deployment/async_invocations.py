"""What Lambda does with an event that it is sent asynchronously, as CloudFormation sends those of custom resources."""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from webhook_constructs.testing.local._schedule.schedule import Actor

__all__ = ["AsyncInvocations", "EventLimits"]

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 300.0  # seconds after a throttled invocation [doc: invocation-async-error-handling]


@dataclass(frozen=True, slots=True)
class EventLimits:
    """How long Lambda tries, which AWS::Lambda::EventInvokeConfig of a function states.

    Attributes:
        attempts: How often a function is invoked with an event for which it fails.
        age: How old an event may be when the function is invoked with it, in seconds.
    """

    attempts: int = 3
    age: float = 21_600.0


class Sent(Protocol):
    """An event that was sent to a function."""

    event: dict[str, Any]
    invocations: int

    @property
    def is_awaited(self) -> bool:
        """Whether somebody waits for an answer."""
        ...


class AsyncInvocations:
    """Invoke functions with events, again and again where Lambda does so [doc: invocation-async-error-handling].

    Attributes:
        retry_pauses: How many seconds Lambda waits before the second and the third invocation with an event for which
            a function failed. None repeats at once, and only while CloudFormation waits for an answer.
    """

    def __init__(
        self, invoke: Callable[[str, Mapping[str, Any]], bool], limits_of: Callable[[str], EventLimits]
    ) -> None:
        """Keep how to invoke the function of a ServiceToken (True when it did not fail), and how to get its limits."""
        self.retry_pauses: tuple[float, float] | None = None
        self._invoke = invoke
        self._limits_of = limits_of
        self._lock = threading.Lock()
        self._to_throttle: list[Callable[[Mapping[str, Any]], bool]] = []

    def set_defaults(self) -> None:
        """Throttle nothing, and repeat at once."""
        self.retry_pauses = None
        with self._lock:
            self._to_throttle.clear()

    def throttle_next(self, times: int, only: Callable[[Mapping[str, Any]], bool]) -> None:
        """Throttle the next invocations with events for which ``only`` is true.

        Raises:
            ValueError: ``times`` is below one.
        """
        if times < 1:
            msg = f"invocations can be throttled once or more often, got times={times!r}"
            raise ValueError(msg)
        with self._lock:
            self._to_throttle.extend([only] * times)

    def deliver(self, sending: Sent, actor: Actor) -> None:
        """Invoke a function with an event until it does not fail, or until Lambda gives up."""
        token = sending.event["ServiceToken"]
        limits, sent, pause = self._limits_of(token), actor.now, _FIRST_PAUSE
        while actor.now - sent <= limits.age:
            if self._is_throttled(sending.event):
                actor.pause(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
                continue
            sending.invocations += 1
            if self._invoke(token, copy.deepcopy(sending.event)) or sending.invocations >= limits.attempts:
                return
            if self.retry_pauses is not None:
                actor.pause(self.retry_pauses[sending.invocations - 1])
            elif sending.is_awaited:
                actor.pause()  # what the first attempt has logged is older than the second
            else:
                return

    def _is_throttled(self, event: Mapping[str, Any]) -> bool:
        with self._lock:
            order = next((only for only in self._to_throttle if only(event)), None)
            if order is not None:
                self._to_throttle.remove(order)
        return order is not None
