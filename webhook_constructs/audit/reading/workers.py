"""Work that is done by several threads, and can be left at any time."""

from __future__ import annotations

from concurrent.futures import Future
from functools import partial
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

from .connection import MOST_CALLS_AT_ONCE
from .read_error import ReadError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .found import ReadResult

__all__ = ["INTERRUPTED", "Task", "Workers"]

_Job = TypeVar("_Job")
INTERRUPTED = ReadError("the audit was interrupted")
"""Why something was not read."""


class Task:
    """A piece of work.

    Attributes:
        future: What comes of it.
    """

    def __init__(self, work: Callable[[], ReadResult], left: Callable[[], ReadResult]) -> None:
        """Keep what is to be done, and what says what was not read where it was not."""
        self.future: Future[ReadResult] = Future()
        self._work, self._left = work, left

    def run(self) -> None:
        """Do it."""
        try:
            self.future.set_result(self._work())
        except BaseException as error:  # noqa: BLE001 - it is raised where the result is asked for
            self.future.set_exception(error)

    @property
    def found(self) -> ReadResult:
        """What it has brought; nothing but what was not read where it is not done."""
        return self.future.result() if self.future.done() else self._left()


class Workers:
    """Do a bounded number of pieces of work at once, and tell how far they are.

    Whoever interrupts (Ctrl-C) waits for none of them: what is done counts, and the rest is named. The threads are
    daemons, because Python would wait for any other thread at its end, and so for calls that nobody answers.

    Attributes:
        is_interrupted: Whether somebody has interrupted.
    """

    def __init__(self, on_progress: Callable[[int, int], None] | None) -> None:
        """Begin; `on_progress` is told how many pieces are done, and of how many."""
        self.is_interrupted = False
        self._on_progress = on_progress
        self._done = self._total = 0
        self._waiting: SimpleQueue[Task | None] = SimpleQueue()
        self._finished: SimpleQueue[Task] = SimpleQueue()
        for _ in range(MOST_CALLS_AT_ONCE):
            Thread(target=self._run, daemon=True).start()

    def __enter__(self) -> Workers:  # noqa: PYI034 - Python 3.10 has no Self
        """Give itself."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Let the threads end as soon as they can."""
        for _ in range(MOST_CALLS_AT_ONCE):
            self._waiting.put(None)

    def start(
        self, work: Callable[[_Job], ReadResult], jobs: Iterable[_Job], left: Callable[[_Job, ReadError], ReadResult]
    ) -> list[Task]:
        """Let pieces of work be done.

        Args:
            work: What is to be done.
            jobs: What it is given, each time.
            left: Says what was not read where somebody has interrupted before a piece was done.
        """
        tasks = [Task(partial(work, job), partial(left, job, INTERRUPTED)) for job in jobs]
        self._total += len(tasks)
        for task in tasks:
            self._waiting.put(task)
        return tasks

    def wait(self, then: Callable[[Task], None]) -> None:
        """Wait until all that was started is done, or somebody has interrupted.

        Args:
            then: Is given each task as soon as it is done, and may start others.
        """
        try:
            while self._done < self._total:
                task = self._finished.get()
                self._done += 1
                if self._on_progress is not None:
                    self._on_progress(self._done, self._total)
                then(task)
        except KeyboardInterrupt:
            self.is_interrupted = True

    def _run(self) -> None:
        while (task := self._waiting.get()) is not None:
            if not self.is_interrupted:
                task.run()
                self._finished.put(task)
