"""The pieces of work that an audit consists of, and the threads that do them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Thread
from typing import Any

from webhook_constructs.lint.findings.located_findings import Skipped

from .connection import MOST_CALLS_AT_ONCE, Connection
from .read_error import ReadError

__all__ = ["Found", "Job", "not_read", "run"]

_INTERRUPTED = ReadError("the audit was interrupted")


@dataclass(slots=True)
class Found:
    """What a job has read, and what it could not read.

    Attributes:
        items: What was read.
        lost: What could not be read, such as the projects of a region, each with the reason.
        missed: The names of what was listed and could not be read, each with the reason.
        following: The jobs that read what was listed.
        is_absent: Whether there is no such thing there, which another place may have.
    """

    items: list[Any] = field(default_factory=list)
    lost: list[tuple[str, ReadError]] = field(default_factory=list)
    missed: list[tuple[str, ReadError]] = field(default_factory=list)
    following: list[Job] = field(default_factory=list)
    is_absent: bool = False

    def miss(self, names: Iterable[str], why: ReadError) -> Found:
        """Add what could not be read, and return itself."""
        self.missed += [(name, why) for name in names]
        return self


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """A piece of work.

    Attributes:
        connection: The region that it reads.
        what: What it reads there, such as `projects`.
        work: Reads it, given the connection and the names.
        names: The names of what it reads. Default: `what` says it all.
        future: What comes of it.
    """

    connection: Connection
    what: str
    work: Callable[[Connection, tuple[str, ...]], Found]
    names: tuple[str, ...] = ()
    future: Future[Found] = field(default_factory=Future)

    def run(self) -> None:
        """Do it, unless it was canceled."""
        if self.future.set_running_or_notify_cancel():
            try:
                self.future.set_result(self.work(self.connection, self.names))
            except BaseException as error:  # noqa: BLE001 - it is raised where the result is asked for
                self.future.set_exception(error)

    def found(self) -> Found:
        """Return what was read; where somebody has interrupted before it was done, what was not."""
        if self.future.done() and not self.future.cancelled():
            return self.future.result()
        return Found().miss(self.names, _INTERRUPTED) if self.names else Found(lost=[(self.what, _INTERRUPTED)])


def run(jobs: Sequence[Job], on_progress: Callable[[int, int], None] | None) -> bool:
    """Do jobs and those that follow from them, a bounded number at once.

    Whoever interrupts (Ctrl-C) waits for none of them: what is done counts. The threads are daemons, because Python
    would wait for any other thread at its end, and so for calls that nobody answers.

    Args:
        jobs: The jobs.
        on_progress: Is told how many jobs are done, and of how many, if anybody is.

    Returns:
        Whether somebody has interrupted.
    """
    waiting: SimpleQueue[Job | None] = SimpleQueue()
    finished: SimpleQueue[Job] = SimpleQueue()
    started = [*jobs]
    try:
        for _ in range(MOST_CALLS_AT_ONCE):
            Thread(target=_work, args=(waiting, finished), daemon=True).start()
        for job in jobs:
            waiting.put(job)
        done = 0
        while done < len(started):
            following = finished.get().found().following
            done += 1
            started += following
            for job in following:
                waiting.put(job)
            if on_progress is not None:
                on_progress(done, len(started))
    except KeyboardInterrupt:
        return True
    finally:
        for job in started:
            job.future.cancel()
        for _ in range(MOST_CALLS_AT_ONCE):
            waiting.put(None)
    return False


def _work(waiting: SimpleQueue[Job | None], finished: SimpleQueue[Job]) -> None:
    while (job := waiting.get()) is not None:
        job.run()
        finished.put(job)


def not_read(what: str, why: str, names: Iterable[str] = ()) -> Skipped:
    """Name what of an account could not be read."""
    return Skipped(what, why, is_file=False, names=tuple(names))
