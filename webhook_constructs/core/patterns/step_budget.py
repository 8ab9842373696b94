"""How much work one question may take, and how much all of what is asked together.

Work is counted in steps and not in time, so that an answer does not depend on the machine. What was kept from an
earlier question counts as if it were done again, so that an answer does not depend on what was asked before either.

A question has a `Budget`. Everything that is done for one call of the library, or for one command, is a run, and has a
budget as well: `running` begins one, and whatever is called within it spends from it. A run that is within another one
is a part of it. In a run the order counts: the templates' own.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

__all__ = [
    "MOST_STEPS_OF_A_RUN",
    "Budget",
    "GaveUpError",
    "RunOverError",
    "is_run_over",
    "once_in_run",
    "running",
    "spend_in_run",
    "spend_in_run_on_reading",
    "spent_in_run",
]

_Answer = TypeVar("_Answer")

MOST_STEPS_OF_A_RUN = 8_000_000
"""What a run may take for each template: a few seconds, and several times what a template of 1 MB normally takes."""

_WEBHOOKS_OF_A_TEMPLATE = 500
"""As many resources as a template can have.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html [doc].
"""

_STEPS_A_CHARACTER = 8  # a step is about half a microsecond


class GaveUpError(Exception):
    """A pattern holds what this package does not know, or the question is too big."""


class RunOverError(Exception):
    """A run has spent its budget. It is no answer, and whoever catches it has to name what is not judged."""


class Budget:
    """The steps that are left.

    Attributes:
        spent: The steps that were spent, also those beyond the budget.
        once: What was spent on things that are paid for only once.
        answers: What was worked out once for a whole run.

    Examples:
        >>> budget = Budget(10)
        >>> budget.spend(4)
        >>> budget.spent
        4
    """

    __slots__ = ("_error", "_most", "answers", "once", "spent")

    def __init__(self, steps: int, error: type[Exception] = GaveUpError) -> None:
        """Allow some steps.

        Args:
            steps: The steps.
            error: What to raise when they are spent.
        """
        self._most = steps
        self._error = error
        self.once: dict[Hashable, int] = {}
        self.answers: dict[Hashable, Any] = {}
        self.spent = 0

    @property
    def is_spent(self) -> bool:
        """Whether more was asked for than the budget allows."""
        return self.spent > self._most

    def spend(self, steps: int) -> None:
        """Note some steps.

        Raises:
            GaveUpError: There were more than the budget allows; in a run, a RunOverError.
        """
        self.spent += steps
        if self.is_spent:
            raise self._error

    def spend_once(self, thing: Hashable, steps: int) -> None:
        """Note the steps of something that is done once, however often it is needed.

        Raises:
            GaveUpError: As in `spend`.
        """
        if thing not in self.once:
            self.once[thing] = steps
            self.spend(steps)

    def spend_on_reading(self, pattern: str) -> None:
        """Note the steps of reading a pattern, which is read once however often it is compared.

        Raises:
            GaveUpError: As in `spend`.
        """
        self.spend_once(pattern, _STEPS_A_CHARACTER * len(pattern))

    def spend_like(self, other: Budget) -> None:
        """Note what was spent from another budget, less what both have paid for only once.

        Raises:
            GaveUpError: As in `spend`.
        """
        repeated = sum(steps for thing, steps in other.once.items() if thing in self.once)
        self.once.update(other.once)
        self.spend(other.spent - repeated)


_RUN: ContextVar[Budget | None] = ContextVar("run", default=None)


@contextmanager
def running(*, templates: int = 1, webhooks: int = 0) -> Iterator[None]:
    """Share one budget among all work within: that of the run around it, or else a new one.

    Args:
        templates: How many templates the run is about.
        webhooks: How many webhooks it is about, where it is not known of how many templates they are.
    """
    if _RUN.get() is not None:
        yield
        return
    parts = max(templates, 1 + webhooks // _WEBHOOKS_OF_A_TEMPLATE)
    token = _RUN.set(Budget(MOST_STEPS_OF_A_RUN * parts, RunOverError))
    try:
        yield
    finally:
        _RUN.reset(token)


def spend_in_run(spent: int | Budget, *, once: Hashable = None) -> None:
    """Note what something in a run has taken; outside of a run nothing is noted.

    Args:
        spent: The steps, or the budget of a question.
        once: What is paid for only once. Default: the steps count whenever they are spent.

    Raises:
        RunOverError: The run has spent its budget, now or before.
    """
    run = _RUN.get()
    if run is None:
        return
    if isinstance(spent, Budget):
        run.spend_like(spent)
    elif once is None:
        run.spend(spent)
    else:
        run.spend(0)
        run.spend_once(once, spent)


def spent_in_run() -> int:
    """Return what a run has taken so far; nothing outside of a run."""
    run = _RUN.get()
    return 0 if run is None else run.spent


def spend_in_run_on_reading(pattern: str) -> None:
    """Note the steps of reading a pattern, which is read once in a run however often it is asked about.

    Raises:
        RunOverError: The run has spent its budget, now or before.
    """
    spend_in_run(_STEPS_A_CHARACTER * len(pattern), once=pattern)


def once_in_run(thing: Hashable, work_out: Callable[[], _Answer]) -> _Answer:
    """Return what is worked out, and paid for, once in a run, however often it is asked for.

    Args:
        thing: What is asked for.
        work_out: Works it out. Outside of a run it is called each time.

    Raises:
        RunOverError: The run has spent its budget, now or before.
    """
    run = _RUN.get()
    if run is None:
        return work_out()
    run.spend(1)
    if thing not in run.answers:
        run.answers[thing] = work_out()
    answer: _Answer = run.answers[thing]
    return answer


def is_run_over() -> bool:
    """Check whether the run has spent its budget, so that something in it is not judged."""
    run = _RUN.get()
    return run is not None and run.is_spent
