"""One pass of CloudFormation over the resources of a stack, in which custom resources are worked on in parallel."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from webhook_constructs.testing.local._schedule.schedule import Actor, Signal

from .custom_resources import CustomResources, Sending

__all__ = ["CanceledError", "Pass", "Work"]

Outcome = tuple[str, dict[str, Any]]
"""A physical id and the attributes."""


class CanceledError(RuntimeError):
    """CloudFormation has stopped working on a resource, because another one failed."""


class Work(Protocol):
    """What a pass does to one custom resource, and how each step is shown; the glue to MiniStack knows how."""

    logical_id: str

    def start(self) -> Sending | Outcome:
        """Show that the work begins, and return its event on its way, or the outcome if there is no event to send."""
        ...

    def finish(self, outcome: Outcome) -> None:
        """Show that it succeeded."""

    def fail(self, error: Exception) -> None:
        """Show that it failed."""

    def cancel(self) -> str:
        """Show that it is canceled, and return the reason."""
        ...


@dataclass(slots=True)
class _Result:
    """What came of the work on a resource, and the signal that it is there."""

    signal: Signal
    outcome: Outcome | Exception | None = None

    def set(self, outcome: Outcome | Exception) -> None:
        self.outcome = outcome
        self.signal.set()


class Pass:
    """The work on the resources of a stack, in the order of their dependencies.

    MiniStack goes through the resources one after another. A pass starts custom resources ahead of it, as soon as
    everything that they wait for is complete, and MiniStack collects their results when it reaches them.
    """

    def __init__(
        self,
        custom_resources: CustomResources,
        works: Iterable[Work],
        waits_for: Mapping[str, frozenset[str]],
        *,
        stops_at_failure: bool = False,
        on_stop: Callable[[], None] = lambda: None,
    ) -> None:
        """Plan the work; nothing starts before `advance`.

        Args:
            custom_resources: Sends the events.
            works: The work on custom resources, in MiniStack's order.
            waits_for: What the work on each logical id waits for; all of it comes earlier in MiniStack's order.
            stops_at_failure: Whether a failure cancels whatever is in progress. Default: the pass goes on.
            on_stop: What else to do at such a failure.
        """
        self._custom_resources = custom_resources
        self._waits_for = waits_for
        self._stops_at_failure = stops_at_failure
        self._on_stop = on_stop
        self._lock = threading.RLock()
        self._waiting = {work.logical_id: work for work in works}
        self._running: dict[str, tuple[Work, Sending]] = {}
        self._results = {logical_id: _Result(custom_resources.schedule.signal()) for logical_id in self._waiting}
        self._complete: set[str] = set()
        self.failed: list[str] = []
        """The logical ids of what failed or was canceled."""

    def __contains__(self, logical_id: str) -> bool:
        """Whether the pass works on a custom resource."""
        return logical_id in self._results

    @property
    def is_stopped(self) -> bool:
        """Whether a failure has ended the pass."""
        return self._stops_at_failure and bool(self.failed)

    def advance(self) -> None:
        """Start whatever waits for nothing any more."""
        with self._lock:
            for work in list(self._waiting.values()):
                if len(self._running) >= self._custom_resources.at_once or self.is_stopped:
                    return
                is_waiting = work.logical_id in self._waiting  # what is complete at once has started others already
                if is_waiting and self._complete.issuperset(self._waits_for.get(work.logical_id, ())):
                    self._start(work)

    def complete(self, logical_id: str) -> None:
        """Note that a resource is complete, and start whatever has waited for it."""
        with self._lock:
            self._complete.add(logical_id)
            self.advance()

    def stop(self, logical_id: str) -> None:
        """Note that a resource failed, and cancel whatever is in progress."""
        with self._lock:
            self.failed.append(logical_id)
            running, self._running = self._running, {}
            for canceled, (work, sending) in running.items():
                reason = work.cancel()
                sending.cancel(reason)
                self.failed.append(canceled)
                self._results[canceled].set(CanceledError(reason))
            self._on_stop()

    def result(self, logical_id: str, actor: Actor) -> Outcome:
        """Wait, as an actor, for the work on a custom resource, and return its outcome.

        MiniStack has done all that comes before it.

        Raises:
            RuntimeError: It failed, or was canceled.
        """
        with self._lock:
            work = self._waiting.get(logical_id)
            if work is not None and self.is_stopped:
                msg = "[local] another resource has failed"
                raise CanceledError(msg)
            if work is not None:
                self._start(work)
        result = self._results[logical_id]
        actor.wait(result.signal)
        if isinstance(result.outcome, tuple):
            return result.outcome
        raise result.outcome or CanceledError

    def _start(self, work: Work) -> None:
        del self._waiting[work.logical_id]
        try:
            sending = work.start()
        except Exception as error:  # noqa: BLE001 - a property that cannot be resolved fails the resource
            self._end(work, error)
            return
        if isinstance(sending, tuple):
            self._results[work.logical_id].set(sending)
            self.complete(work.logical_id)
            return
        self._running[work.logical_id] = work, sending
        name = f"{sending.request.stack_name}/{work.logical_id}/{sending.request.type}/answer"
        self._custom_resources.run_beside(name, lambda actor: self._wait(work, sending, actor))

    def _wait(self, work: Work, sending: Sending, actor: Actor) -> None:
        try:
            outcome: Outcome | Exception = sending.wait(actor, self._custom_resources.patience)
        except RuntimeError as error:
            outcome = error
        with self._lock:
            if self._running.pop(work.logical_id, None) is not None:
                self._end(work, outcome)

    def _end(self, work: Work, outcome: Outcome | Exception) -> None:
        result = self._results[work.logical_id]
        if not isinstance(outcome, Exception):
            work.finish(outcome)
            result.set(outcome)
            self.complete(work.logical_id)
            return
        work.fail(outcome)
        if self._stops_at_failure:
            self.stop(work.logical_id)
            result.set(outcome)
        else:
            self.failed.append(work.logical_id)
            result.set(outcome)
            self.complete(work.logical_id)
