"""Who waits for what, and who goes next."""

from __future__ import annotations

import contextlib
import contextvars
import heapq
import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timezone

from .clock import Clock, microseconds

__all__ = ["Actor", "Schedule", "ScheduleEndedError", "Signal", "Turn"]

_STEP_SECONDS = 0.05
"""How long a step takes without a seed."""

_TICK = 1000  # microseconds

_QUICK, _SLOW, _VERY_SLOW = (0.01, 0.5), (0.5, 5.0), (5.0, 15.0)
"""How many seconds a step takes with a seed: seven of ten are quick, one of twenty is very slow."""

_current: contextvars.ContextVar[Actor | None] = contextvars.ContextVar("local_aws_actor", default=None)


class ScheduleEndedError(RuntimeError):
    """The embedded AWS was emptied, or has ended, while somebody waited."""

    def __init__(self) -> None:
        """Return a short description."""
        super().__init__("[local] the embedded AWS ended before the response came")


@dataclass(slots=True, eq=False)
class Turn:
    """One wait for one's turn.

    Attributes:
        actor: Who waits.
        release: Wakes the one who waits.
        is_over: Whether it has been released.
        has_ended: Whether it was released because the schedule has ended.
    """

    actor: Actor
    release: Callable[[], None]
    is_over: bool = False
    has_ended: bool = False


@dataclass(slots=True, eq=False)
class Signal:
    """Something that happens once, such as the arrival of an answer."""

    schedule: Schedule
    is_set: bool = False
    turns: list[Turn] = field(default_factory=list)

    def set(self) -> None:
        """Mark it as happened: whoever waits for it goes on when it is their turn."""
        with self.schedule.lock:
            self.is_set = True
            turns, self.turns = self.turns, []
            for turn in turns:
                if not turn.is_over:
                    self.schedule.queue(turn, turn.actor.next_step_seconds())
        self.schedule.go_on()


class Actor:
    """Someone who takes steps: the invocation of a function, or CloudFormation at work on a stack or a resource.

    An actor runs from its beginning to its first wait, and from the end of each wait to the next one.
    """

    def __init__(self, schedule: Schedule, name: str) -> None:
        """Begin to run."""
        self.name = name
        self.turn: Turn | None = None
        """What the actor waits for; None while it runs."""
        self._schedule = schedule
        self._generation = schedule.generation
        self._steps = 0
        self._ended = False
        with schedule.lock:
            schedule.running.add(self)

    @property
    def now(self) -> float:
        """The time."""
        return self._schedule.now

    def pause(self, seconds: float | None = None) -> None:
        """Wait for so many seconds. Default: for as long as a step takes.

        Raises:
            ScheduleEndedError: The schedule has ended meanwhile.
        """
        event = threading.Event()
        turn = self.wait_for_turn(event.set, seconds)
        event.wait()
        if turn.has_ended:
            raise ScheduleEndedError

    def wait(self, signal: Signal, seconds: float | None = None) -> bool:
        """Wait for a signal, at most for so many seconds, and return whether it came.

        Raises:
            ScheduleEndedError: The schedule has ended meanwhile.
        """
        event = threading.Event()
        with self._schedule.lock:
            turn = self._begin_turn(event.set)
            if signal.is_set:
                self._schedule.queue(turn, self.next_step_seconds())
            else:
                signal.turns.append(turn)
                if seconds is not None:
                    self._schedule.queue(turn, seconds)
        self._schedule.go_on()
        event.wait()
        if turn.has_ended:
            raise ScheduleEndedError
        return signal.is_set

    def wait_for_turn(self, release: Callable[[], None], seconds: float | None = None) -> Turn:
        """Wait without blocking the thread: ``release`` is called when it is the actor's turn."""
        with self._schedule.lock:
            turn = self._begin_turn(release)
            self._schedule.queue(turn, self.next_step_seconds() if seconds is None else seconds)
        self._schedule.go_on()
        return turn

    @contextlib.contextmanager
    def waiting_outside(self) -> Iterator[None]:
        """Count as waiting, while the thread waits for something that is no part of the schedule."""
        with self._schedule.lock:
            self._schedule.running.discard(self)
        self._schedule.go_on()
        try:
            yield
        finally:
            self.interrupt()

    def interrupt(self) -> None:
        """Run on at once. What the actor has waited for happens all the same, without it."""
        with self._schedule.lock:
            if self.turn is not None:
                self.turn.actor = Actor(self._schedule, f"{self.name} (abandoned)")
                self._schedule.running.discard(self.turn.actor)
                self.turn = None
            if not self._ended and self._generation == self._schedule.generation:
                self._schedule.running.add(self)

    def end(self) -> None:
        """Stop: no further step is taken."""
        with self._schedule.lock:
            self._ended = True
            self._schedule.running.discard(self)
        self._schedule.go_on()

    def next_step_seconds(self) -> float:
        """Return how long the next step takes."""
        self._steps += 1
        seed = self._schedule.seed
        if seed is None:
            return _STEP_SECONDS
        chance = random.Random(f"{seed}|{self.name}|{self._steps}")  # noqa: S311 - it has to be the same each time
        (spread,) = chance.choices((_QUICK, _SLOW, _VERY_SLOW), (14, 5, 1))
        return chance.uniform(*spread)

    @property
    def order(self) -> tuple[int, str]:
        """Who goes first of those whose turn comes at the same time: whoever has taken fewer steps."""
        return self._steps, self.name

    def _begin_turn(self, release: Callable[[], None]) -> Turn:
        turn = Turn(self, release)
        if self._generation != self._schedule.generation:
            turn.is_over = turn.has_ended = True
            release()
        else:
            self.turn = turn
            self._schedule.waiting.add(turn)
            self._schedule.running.discard(self)
        return turn


class Schedule:
    """Release one actor at a time, in the order of their turns by the clock.

    Time passes only while every actor waits, and while somebody is interested: CloudFormation at work on a stack, or a
    test that waits for functions. So the same seed gives the same order, however fast the machine is.

    Attributes:
        seed: Decides how long each step takes. None: each takes as long as any other.
        clock: The clock.
        lock: Guards the schedule.
        running: The actors that do not wait.
        waiting: The turns that have not come.
        generation: How often the schedule was emptied.
    """

    def __init__(self, clock: Clock) -> None:
        """Start with nobody."""
        self.seed: int | None = None
        self.clock = clock
        self.lock = threading.RLock()
        self.running: set[Actor] = set()
        self.waiting: set[Turn] = set()
        self.generation = 0
        self._interested = 0
        self._queue: list[tuple[int, tuple[int, str], int, Turn]] = []
        self._counter = 0
        self._names: dict[str, int] = {}

    @property
    def now(self) -> float:
        """The time in seconds since 1970. While there is no actor, time passes as it does for everybody."""
        with self.lock:
            self._pass_time()
            return self.clock.now

    def _pass_time(self) -> None:
        if not self.running and not self.waiting:
            self.clock.set(max(self.clock.microseconds, microseconds(time.time())))

    def now_iso(self) -> str:
        """Return the time as AWS writes it."""
        now = datetime.fromtimestamp(self.now, timezone.utc)
        return now.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def tick(self) -> None:
        """Advance by a millisecond, so that consecutive steps have different times."""
        with self.lock:
            self._pass_time()
            self.clock.set(self.clock.microseconds + _TICK)

    def begin(self, name: str) -> Actor:
        """Return a new actor, which runs; of several with one name, each has a number."""
        with self.lock:
            self._pass_time()
            number = self._names[name] = self._names.get(name, 0) + 1
            return Actor(self, f"{name}#{number}")

    @contextlib.contextmanager
    def acting(self, name: str) -> Iterator[Actor]:
        """Act as the current actor, or as a new one in which the schedule is interested."""
        current = _current.get()
        if current is not None:
            yield current
            return
        actor = self.begin(name)
        token = _current.set(actor)
        try:
            with self.interested():
                yield actor
        finally:  # not before the interest has ended: nobody else goes on then
            actor.end()
            _current.reset(token)

    @staticmethod
    def as_actor(actor: Actor | None) -> None:
        """Make the current context act as an actor."""
        _current.set(actor)

    @staticmethod
    def current() -> Actor | None:
        """Return the actor of the current context."""
        return _current.get()

    @contextlib.contextmanager
    def interested(self) -> Iterator[None]:
        """Wait for some time by the clock."""
        with self.lock:
            self._interested += 1
        self.go_on()
        try:
            yield
        finally:
            with self.lock:
                self._interested -= 1

    def signal(self) -> Signal:
        """Return something that may happen."""
        return Signal(self)

    def queue(self, turn: Turn, seconds: float) -> None:
        """Schedule a turn in so many seconds; the schedule is locked."""
        self._counter += 1
        due = self.clock.microseconds + microseconds(seconds)
        heapq.heappush(self._queue, (due, turn.actor.order, self._counter, turn))

    def after(self, seconds: float, name: str, call: Callable[[], None]) -> Turn:
        """Call something in so many seconds, unless its turn is dropped before."""
        actor = self.begin(name)

        def release() -> None:
            try:
                if not turn.has_ended:
                    call()
            finally:
                actor.end()

        turn = actor.wait_for_turn(release, seconds)
        return turn

    def drop(self, turn: Turn) -> None:
        """Cancel a turn of `after`."""
        with self.lock:
            turn.is_over = True
            self.waiting.discard(turn)
        self.go_on()

    def let_pass(self, seconds: float) -> None:
        """Wait for some time by the clock, outside any actor."""
        with self.lock:
            if not self.running and not self.waiting:
                self._pass_time()
                self.clock.set(self.clock.microseconds + microseconds(seconds))

    def go_on(self) -> None:
        """Release the next actor, if all others wait."""
        while True:
            with self.lock:
                if self.running or not self._interested:
                    return
                turn = self._next()
                if turn is None:
                    return
                self.running.add(turn.actor)
                self.waiting.discard(turn)
                turn.actor.turn = None
                turn.is_over = True
            turn.release()

    def _next(self) -> Turn | None:
        while self._queue:
            due, _, _, turn = heapq.heappop(self._queue)
            if not turn.is_over:
                self.clock.set(max(self.clock.microseconds, due))
                return turn
        return None

    def empty(self) -> None:
        """End every wait; whoever has waited ends."""
        with self.lock:
            self.generation += 1
            turns = list(self.waiting)
            self.waiting.clear()
            self._queue.clear()
            self.running.clear()
            self._names.clear()
            for turn in turns:
                turn.is_over = turn.has_ended = True
        for turn in turns:
            turn.release()
