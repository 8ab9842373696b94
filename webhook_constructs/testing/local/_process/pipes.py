"""The pipes of processes that ended."""

from __future__ import annotations

import contextlib
import subprocess
import threading

from .forked_process import ForkedProcess

__all__ = ["close_pipes"]

_SECONDS = 0.5


def close_pipes(process: subprocess.Popen[str] | ForkedProcess | None) -> None:
    """Close the pipes of a process that ended.

    Closing waits for whoever reads from the pipe, and so for every process that holds its other end: one that the
    ended process started may live on. The wait is therefore left to a thread.
    """
    if process is None:
        return
    thread = threading.Thread(target=_close, args=(process,), name="local-aws-close", daemon=True)
    thread.start()
    thread.join(_SECONDS)


def _close(process: subprocess.Popen[str] | ForkedProcess) -> None:
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            with contextlib.suppress(OSError, ValueError):
                pipe.close()
