"""A process that another one has forked."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import threading

__all__ = ["ForkedProcess"]


class ForkedProcess:
    """A fork of the fork server, with the members of `subprocess.Popen` that MiniStack uses.

    Only its parent knows how it ended: the return code is 0.

    Attributes:
        pid: Its process id.
        stdin: What it reads.
        stdout: What it writes.
        stderr: What it logs.
    """

    def __init__(self, pid: int, stdin: int, stdout: int, stderr: int, end: int) -> None:
        """Follow a process.

        Args:
            pid: Its process id.
            stdin: Our end of the pipe.
            stdout: Our end of the pipe.
            stderr: Our end of the pipe.
            end: Our end of a pipe that the process holds as long as it lives.
        """
        self.pid = pid
        self.stdin = os.fdopen(stdin, "w", buffering=1)
        self.stdout = os.fdopen(stdout)
        self.stderr = os.fdopen(stderr)
        self._end: int | None = end
        self._lock = threading.Lock()

    def poll(self) -> int | None:
        """Return a return code if it has ended, None if it lives."""
        return self._wait(0)

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end.

        Raises:
            TimeoutExpired: It still lives after so many seconds.
        """
        code = self._wait(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
        return code

    def terminate(self) -> None:
        """Ask it to end."""
        self._send(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self._send(signal.SIGKILL)

    def _wait(self, seconds: float | None) -> int | None:
        end = self._end
        if end is not None:
            poll = select.poll()
            poll.register(end, select.POLLIN)
            if not poll.poll(None if seconds is None else 1000 * seconds):
                return None
            with self._lock:
                if self._end is not None:
                    os.close(end)
                    self._end = None
        return 0

    def _send(self, sent: signal.Signals) -> None:
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, sent)
