"""How the functions of the embedded AWS run, and when CloudFormation takes its steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from webhook_constructs.testing.local._deployment.async_invocations import AsyncInvocations
from webhook_constructs.testing.local._deployment.custom_resources import CustomResources, LambdaEvent, OldProperties
from webhook_constructs.testing.local._schedule.schedule import Schedule

from ._server import Server

__all__ = ["Execution"]


class Execution:
    """What a test sees and switches of invocations and of the clock."""

    _custom_resources: CustomResources
    _invocations: AsyncInvocations
    _schedule: Schedule

    def _running(self) -> Server:
        raise NotImplementedError

    @property
    def patience(self) -> float | None:
        """How many seconds to wait for the answer of a custom resource after its function has ended.

        Default: 10. None waits for the resource's whole ServiceTimeout, as CloudFormation does: needed where a state
        machine answers, long where nobody ever does.
        """
        return self._custom_resources.patience

    @patience.setter
    def patience(self, seconds: float | None) -> None:
        self._custom_resources.patience = seconds

    @property
    def resources_at_once(self) -> int:
        """How many custom resources of a stack CloudFormation works on at once; each has a process of its own.

        How many it works on in AWS is open [assumed: resources-at-once]. Default: 16.
        """
        return self._custom_resources.at_once

    @resources_at_once.setter
    def resources_at_once(self, number: int) -> None:
        self._custom_resources.at_once = number

    @property
    def old_properties(self) -> OldProperties:
        """What an Update names as OldResourceProperties if the one before it failed, and was not rolled back.

        Either those of the ``last success`` (the default), or those of the ``failed attempt``
        [assumed: old-properties-after-failure].
        """
        return self._custom_resources.old_properties

    @old_properties.setter
    def old_properties(self, which: OldProperties) -> None:
        self._custom_resources.old_properties = which

    @property
    def retry_pauses(self) -> tuple[float, float] | None:
        """How many seconds Lambda waits before the second and third invocation with an event that a function fails.

        In AWS, these are about (60, 120), and nothing but MaximumEventAgeInSeconds keeps an event from arriving when
        CloudFormation has long given up. Default: None, an event is sent again at once, and only while CloudFormation
        waits for an answer. MaximumRetryAttempts of the function counts either way.
        """
        return self._invocations.retry_pauses

    @retry_pauses.setter
    def retry_pauses(self, seconds: tuple[float, float] | None) -> None:
        self._invocations.retry_pauses = seconds

    @property
    def seed(self) -> int | None:
        """What decides how long each call of a function and each step of CloudFormation takes.

        They take their steps one at a time, by a clock that stands still meanwhile and skips every wait. So a seed
        always gives the same order, whatever the machine. Default: None, each step takes as long as any other.
        """
        return self._schedule.seed

    @seed.setter
    def seed(self, seed: int | None) -> None:
        self._schedule.seed = seed

    @property
    def now(self) -> float:
        """The time of this account in seconds since 1970; as long as no function runs, it passes as it does for all."""
        return self._schedule.now

    @property
    def lambda_events(self) -> tuple[LambdaEvent, ...]:
        """Every event that CloudFormation sent to a custom resource, and what came of it, in the order of the ends."""
        return self._custom_resources.events

    def wait_for_functions(self, seconds: float = 60.0) -> bool:
        """Wait until no function of a custom resource runs any more, and return whether that is so.

        A deployment does not wait for the functions that it has canceled.

        Args:
            seconds: How long to wait at most. Default: a minute.
        """
        self._running()
        return self._custom_resources.join(seconds)

    def sleep(self, seconds: float) -> None:
        """Advance the clock of the account by so many seconds; functions that still run go on meanwhile."""
        self._running()
        with self._schedule.acting("sleep") as actor:
            actor.pause(seconds)

    def throttle_next_invocations(
        self, times: int = 1, *, only: Callable[[Mapping[str, Any]], bool] = lambda _event: True
    ) -> None:
        """Have Lambda throttle the next invocations of functions of custom resources.

        A throttled event goes back into the queue of its function for 1 second, then 2, 4, up to 300 seconds, until it
        is as old as MaximumEventAgeInSeconds allows, or 6 hours. So it can arrive when CloudFormation has given up.

        Args:
            times: How many invocations are throttled. Default: one.
            only: Whether an event is meant. Default: every event is.

        Raises:
            ValueError: ``times`` is below one.
        """
        self._invocations.throttle_next(times, only)
