"""The time of the embedded AWS, which worker processes read as well."""

from __future__ import annotations

import contextlib
import mmap
import os
import struct
import tempfile
import time
from datetime import datetime, timezone
from pathlib import Path

__all__ = ["CLOCK_VARIABLE", "Clock"]

CLOCK_VARIABLE = "LOCAL_AWS_CLOCK"
"""The environment variable that tells a worker where the clock is."""

_FORMAT = "d"
_TICK = 0.001
_SIZE = struct.calcsize(_FORMAT)


class Clock:
    """Seconds since 1970, which start with the time of day and pass only when somebody sets them."""

    def __init__(self) -> None:
        """Start with the time of day."""
        self._now = time.time()
        self._memory: mmap.mmap | None = None
        self._path = ""

    @property
    def now(self) -> float:
        """The time in seconds since 1970."""
        return self._now

    def set(self, now: float) -> None:
        """Let it be another time."""
        self._now = now
        if self._memory is not None:
            struct.pack_into(_FORMAT, self._memory, 0, now)

    def tick(self) -> None:
        """Let a millisecond pass: what happens one after the other has different times."""
        self.set(self._now + _TICK)

    def now_iso(self) -> str:
        """Return the time as AWS writes it."""
        return datetime.fromtimestamp(self._now, timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def share(self) -> str:
        """Show the time in a file that other processes map, and return its path."""
        descriptor, self._path = tempfile.mkstemp(prefix="local-aws-clock-")
        try:
            os.ftruncate(descriptor, _SIZE)
            self._memory = mmap.mmap(descriptor, _SIZE)
        finally:
            os.close(descriptor)
        self.set(self._now)
        return self._path

    def close(self) -> None:
        """Remove the file; processes that have mapped it can go on."""
        memory, self._memory = self._memory, None
        if memory is not None:
            memory.close()
            with contextlib.suppress(PermissionError):  # Windows keeps a file that a worker has mapped
                Path(self._path).unlink()
