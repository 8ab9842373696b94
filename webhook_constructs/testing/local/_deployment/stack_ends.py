"""The ends of CloudFormation's work on stacks."""

from __future__ import annotations

import threading

__all__ = ["StackEnds"]


class StackEnds:
    """Wakes whoever waits for the end of an operation on a stack, so that nobody asks again and again.

    Attributes:
        number: How many operations have ended.
    """

    def __init__(self) -> None:
        """Start with none."""
        self.number = 0
        self._condition = threading.Condition()

    def add(self) -> None:
        """Note that an operation has ended."""
        with self._condition:
            self.number += 1
            self._condition.notify_all()

    def wait_for_more_than(self, number: int, seconds: float) -> None:
        """Wait until more operations have ended than so many, at most so long."""
        with self._condition:
            self._condition.wait_for(lambda: self.number > number, seconds)
