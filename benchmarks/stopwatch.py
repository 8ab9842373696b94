"""What a time is spent on: functions are watched from outside, each without those that it calls."""

from __future__ import annotations

import functools
import sys
import time
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Stopwatch"]


class Stopwatch:
    """Counts calls, and the seconds in each of them that are not those of another one."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        """Start with nothing."""
        self.seconds: Counter[str] = Counter()
        self.calls: Counter[str] = Counter()
        self._clock = clock
        self._running: list[str] = []
        self._since = 0.0

    @contextmanager
    def running(self, name: str) -> Iterator[None]:
        """Count what happens inside under a name."""
        self.calls[name] += 1
        self._charge()
        self._running.append(name)
        try:
            yield
        finally:
            self._charge()
            self._running.pop()

    @contextmanager
    def watching(self, owner: Any, attribute: str, name: str | Callable[..., str]) -> Iterator[None]:
        """Watch a function of a module, wherever it has been imported to, or a method of a class.

        Args:
            owner: The module or the class.
            attribute: What the function is called there.
            name: What its time is called, or what makes that of its arguments.
        """
        original = getattr(owner, attribute)

        @functools.wraps(original)
        def watched(*arguments: Any, **named: Any) -> Any:
            with self.running(name if isinstance(name, str) else name(*arguments)):
                return original(*arguments, **named)

        held = vars(owner)[attribute]  # a class method is not what `getattr` makes of it
        places = [owner] if isinstance(owner, type) else _holding(original, attribute)
        for place in places:
            setattr(place, attribute, staticmethod(watched) if isinstance(held, classmethod) else watched)
        try:
            yield
        finally:
            for place in places:
                setattr(place, attribute, held)

    def _charge(self) -> None:
        now = self._clock()
        if self._running:
            self.seconds[self._running[-1]] += now - self._since  # type: ignore[assignment]  # it takes fractions, too
        self._since = now


def _holding(function: object, attribute: str) -> list[Any]:
    """Return the modules that hold a function under its name."""
    return [module for module in list(sys.modules.values()) if vars(module).get(attribute) is function]
