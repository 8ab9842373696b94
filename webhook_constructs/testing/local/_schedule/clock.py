"""The time of the embedded AWS, which worker processes read as well."""

from __future__ import annotations

import contextlib
import mmap
import os
import struct
import tempfile
import time
from pathlib import Path

__all__ = ["CLOCK_VARIABLE", "Clock", "microseconds"]

CLOCK_VARIABLE = "LOCAL_AWS_CLOCK"
"""The environment variable that tells a worker where the clock is."""

_A_SECOND = 1_000_000
_FORMAT = "d"
_SIZE = struct.calcsize(_FORMAT)


def microseconds(seconds: float) -> int:
    """Return so many seconds in microseconds."""
    return round(seconds * _A_SECOND)


class Clock:
    """A time since 1970 that passes only when somebody sets it.

    It counts whole microseconds, so that the order of two moments does not depend on what is rounded.

    Attributes:
        microseconds: The time.
    """

    def __init__(self) -> None:
        """Start with the time of day."""
        self._memory: mmap.mmap | None = None
        self._path = ""
        self.microseconds = microseconds(time.time())

    @property
    def now(self) -> float:
        """The time in seconds."""
        return self.microseconds / _A_SECOND

    def set(self, microseconds: int) -> None:
        """Set the time."""
        self.microseconds = microseconds
        if self._memory is not None:
            struct.pack_into(_FORMAT, self._memory, 0, self.now)

    def share(self) -> str:
        """Show the time in a file that other processes map, and return its path."""
        descriptor, self._path = tempfile.mkstemp(prefix="local-aws-clock-")
        try:
            os.ftruncate(descriptor, _SIZE)
            self._memory = mmap.mmap(descriptor, _SIZE)
        finally:
            os.close(descriptor)
        self.set(self.microseconds)
        return self._path

    def close(self) -> None:
        """Remove the file; processes that have mapped it can go on."""
        memory, self._memory = self._memory, None
        if memory is not None:
            memory.close()
            with contextlib.suppress(PermissionError):  # Windows keeps a file that a worker has mapped
                Path(self._path).unlink()
