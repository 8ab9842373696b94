"""Work that is done by several threads, and can be left at any time."""

from __future__ import annotations

from concurrent.futures import Future
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

from .connection import MOST_CALLS_AT_ONCE
from .read_error import ReadError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .found import Found

__all__ = ["Workers"]

_Job = TypeVar("_Job")
_INTERRUPTED = "the audit was interrupted"


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
        self._work: SimpleQueue[tuple[Future[Found], Callable[[Any], Found], Any] | None] = SimpleQueue()
        for _ in range(MOST_CALLS_AT_ONCE):
            Thread(target=self._run, daemon=True).start()

    def __enter__(self) -> Workers:  # noqa: PYI034 - Python 3.10 has no Self
        """Give itself."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Let the threads end as soon as they can."""
        for _ in range(MOST_CALLS_AT_ONCE):
            self._work.put(None)

    def each(
        self, work: Callable[[_Job], Found], jobs: Iterable[_Job], left: Callable[[_Job, ReadError], Found]
    ) -> list[Found]:
        """Do pieces of work.

        Args:
            work: What is to be done.
            jobs: What it is given, each time.
            left: Says what was not read where somebody has interrupted before a piece was done.
        """
        started: list[tuple[_Job, Future[Found]]] = [(job, Future()) for job in jobs]
        self._total += len(started)
        try:
            for job, future in started if not self.is_interrupted else ():
                self._work.put((future, work, job))
            for _, future in started if not self.is_interrupted else ():
                future.result()
                self._done += 1
                if self._on_progress is not None:
                    self._on_progress(self._done, self._total)
        except KeyboardInterrupt:
            self.is_interrupted = True
        why = ReadError(_INTERRUPTED)
        return [future.result() if future.done() else left(job, why) for job, future in started]

    def _run(self) -> None:
        while (next_ := self._work.get()) is not None:
            future, work, job = next_
            if self.is_interrupted:
                continue
            try:
                future.set_result(work(job))
            except BaseException as error:  # noqa: BLE001 - it is raised where the result is asked for
                future.set_exception(error)
