# ruff: noqa: SLF001 - this package is where MiniStack's private names are touched
"""What a function logs, complete when it has answered."""

from __future__ import annotations

import os
import queue
import select
import subprocess
import threading
import weakref
from typing import Any

from webhook_constructs.testing.local._process.forked_process import ForkedProcess

from ._names import Names

__all__ = ["install_worker_log"]

_CHUNK = 65536


class _Pipe:
    """The standard error of one worker process, read by a thread and by whoever asks for what has been logged."""

    def __init__(self, process: subprocess.Popen[str] | ForkedProcess, lines: queue.Queue[str]) -> None:
        assert process.stderr is not None  # noqa: S101 - MiniStack asks for it
        self.process = process
        self._descriptor = os.dup(process.stderr.fileno())  # stays open when the process's own is closed
        self._lines = lines
        self._lock = threading.Lock()
        self._rest = b""
        self._has_ended = False

    def follow(self) -> None:
        """Read until the end, and wait for it."""
        while not self._has_ended:
            self._is_ready(None)
            self.read()
        os.close(self._descriptor)

    def read(self) -> None:
        """Read whatever has been written."""
        with self._lock:
            while not self._has_ended and self._is_ready(0):
                chunk = os.read(self._descriptor, _CHUNK)
                self._has_ended = not chunk
                *lines, self._rest = (self._rest + (chunk or b"\n")).split(b"\n")
                for line in lines:
                    if line or chunk:
                        self._lines.put(line.decode(errors="replace"))

    def _is_ready(self, milliseconds: int | None) -> bool:
        poll = select.poll()
        poll.register(self._descriptor, select.POLLIN)
        return bool(poll.poll(milliseconds))


def install_worker_log(names: Names) -> None:
    """Assign to an invocation every line that it has logged.

    A worker answers after it has logged. MiniStack reads both in threads of their own, and takes the log for complete
    when no line has come for some milliseconds; on a busy machine, lines come later than that. Here, the pipe itself is
    asked, and nothing is waited for.
    """
    if not hasattr(select, "poll"):  # Windows
        return
    worker_type = names["core.lambda_runtime"].Worker
    drain = worker_type._drain_stderr
    pipes: weakref.WeakKeyDictionary[Any, _Pipe] = weakref.WeakKeyDictionary()
    lock = threading.Lock()

    def pipe_of(worker: Any) -> _Pipe | None:
        with lock:
            known = pipes.get(worker)
            if worker._proc is not None and (known is None or known.process is not worker._proc):
                known = pipes[worker] = _Pipe(worker._proc, worker._stderr_queue)
            return known

    def read_stderr(worker: Any) -> None:
        pipe = pipe_of(worker)
        if pipe is not None:
            pipe.follow()

    def drain_stderr(worker: Any, **_: float) -> str:
        pipe = pipe_of(worker)
        if pipe is not None:
            pipe.read()
        return str(drain(worker))

    names.replace(worker_type, "_read_stderr", read_stderr)
    names.replace(worker_type, "_drain_stderr", drain_stderr)
    names.replace(worker_type, "_drain_stderr_bounded", drain_stderr)
