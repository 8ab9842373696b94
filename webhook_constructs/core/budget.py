"""How much work one question may take.

Work is counted in steps and not in time, so that an answer does not depend on the machine. What was kept from an
earlier question counts as if it were done again, so that an answer does not depend on what was asked before either.
"""

from __future__ import annotations

__all__ = ["Budget", "GaveUpError"]


_STEPS_A_CHARACTER = 8  # a step is about half a microsecond


class GaveUpError(Exception):
    """A pattern holds what this package does not know, or the question is too big."""


class Budget:
    """The steps that are left.

    Examples:
        >>> budget = Budget(10)
        >>> budget.spend(4)
        >>> budget.spent
        4
    """

    __slots__ = ("_most", "_read", "spent")

    def __init__(self, steps: int) -> None:
        """Allow some steps."""
        self._most = steps
        self._read: set[str] = set()
        self.spent = 0

    def spend(self, steps: int) -> None:
        """Note some steps.

        Raises:
            GaveUpError: There were more than the budget allows.
        """
        self.spent += steps
        if self.spent > self._most:
            raise GaveUpError

    def spend_on_reading(self, pattern: str) -> None:
        """Note the steps of reading a pattern, which is read once however often it is compared.

        Raises:
            GaveUpError: There were more than the budget allows.
        """
        if pattern not in self._read:
            self._read.add(pattern)
            self.spend(_STEPS_A_CHARACTER * len(pattern))
