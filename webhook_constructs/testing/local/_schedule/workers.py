"""The worker processes that run for an actor: their requests are held until it is the actor's turn."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .schedule import Actor, Schedule, Turn

__all__ = ["Workers"]


@dataclass(slots=True)
class _Worker:
    """A process at work for an actor, with the turn of its alarm."""

    actor: Actor
    alarm: Turn | None = None
    has_asked: bool = False


class Workers:
    """The worker processes of the functions of custom resources, by their process id."""

    def __init__(self, schedule: Schedule) -> None:
        """Start with none."""
        self._schedule = schedule
        self._lock = threading.Lock()
        self._workers: dict[int, _Worker] = {}

    @contextlib.contextmanager
    def working(self, process_id: int, actor: Actor, timeout: float, kill: Callable[[], None]) -> Iterator[None]:
        """Run a process for an actor, and ``kill`` it when its time is up."""
        worker = _Worker(actor)

        def time_out() -> None:
            actor.interrupt()
            kill()

        end = self._schedule.after(timeout, f"{actor.name} (timeout)", time_out)
        with self._lock:
            self._workers[process_id] = worker
        try:
            yield
        finally:
            with self._lock:
                del self._workers[process_id]
            for turn in (end, worker.alarm):
                if turn is not None:
                    self._schedule.drop(turn)

    async def hold(self, process_id: int, seconds: float | None = None) -> tuple[Actor, Turn, str | None] | None:
        """Hold a request until it is the turn of the actor that it comes from; None if there is no such actor.

        Returns:
            The actor, its turn, which `let_go` takes, and a seed for its random numbers if this is its first request.
        """
        with self._lock:
            worker = self._workers.get(process_id)
        if worker is None:
            return None
        loop = asyncio.get_running_loop()
        future = loop.create_future()

        def set_result() -> None:
            if not future.done():
                future.set_result(None)

        def release() -> None:
            loop.call_soon_threadsafe(set_result)

        turn = worker.actor.wait_for_turn(release, seconds)
        await future
        seed = None if worker.has_asked else f"{self._schedule.seed}|{worker.actor.name}"
        worker.has_asked = True
        return worker.actor, turn, seed

    @staticmethod
    def let_go(actor: Actor, turn: Turn) -> None:
        """Note that a held request has been answered; nobody may be there any more to receive the answer."""
        if turn.actor is not actor:
            turn.actor.end()

    def set_alarm(self, process_id: int, seconds: float, interval: float) -> bool:
        """Interrupt a process by SIGALRM in so many seconds, and then in each interval; 0 seconds sets no alarm.

        Returns:
            Whether the process works for an actor; if not, it must set its own alarm.
        """
        with self._lock:
            worker = self._workers.get(process_id)
        if worker is None:
            return False
        if worker.alarm is not None:
            self._schedule.drop(worker.alarm)
            worker.alarm = None

        def ring() -> None:
            worker.actor.interrupt()
            os.kill(process_id, signal.SIGALRM)
            if interval:
                worker.alarm = self._schedule.after(interval, name, ring)

        name = f"{worker.actor.name} (alarm)"
        if seconds:
            worker.alarm = self._schedule.after(seconds, name, ring)
        return True
