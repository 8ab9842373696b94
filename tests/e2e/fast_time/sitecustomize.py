"""Python imports this module when it starts with this folder on PYTHONPATH: fifty seconds pass in one.

The handler waits for permissions, statuses and throttled calls. In the workers of the embedded AWS those waits are as
long as ever by its own clock, and short by ours.
"""

from __future__ import annotations

import time
from typing import SupportsIndex

FACTOR = 50

_sleep, _monotonic = time.sleep, time.monotonic


def sleep(seconds: float | SupportsIndex, /) -> None:
    """Sleep a fiftieth."""
    _sleep(float(seconds) / FACTOR)


def monotonic() -> float:
    """Return seconds that pass fifty times as fast."""
    return _monotonic() * FACTOR


time.sleep, time.monotonic = sleep, monotonic
