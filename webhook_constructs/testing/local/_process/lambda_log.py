"""The lines that went to CloudWatch Logs."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["LambdaLog"]


class LambdaLog:
    """Every line, kept apart from the log groups: a stack that is deleted takes its log groups with it."""

    def __init__(self) -> None:
        """Start without a line."""
        self._lock = threading.Lock()
        self._lines: list[str] = []

    def add(self, events: Iterable[Mapping[str, Any]]) -> None:
        """Keep the messages of log events."""
        with self._lock:
            self._lines.extend(str(event["message"]) for event in events)

    @property
    def lines(self) -> tuple[str, ...]:
        """Every line there was, in the order of arrival."""
        with self._lock:
            return tuple(self._lines)

    def clear(self) -> None:
        """Forget every line."""
        with self._lock:
            self._lines.clear()
