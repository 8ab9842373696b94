"""Measure things in turn, so that what disturbs the machine disturbs all of them."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING, TypeVar

from .figures import Figure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

__all__ = ["alone", "in_turn", "rotated", "seconds"]

_T = TypeVar("_T")


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """Measure how long something takes; the collector of garbage walks through nothing that was there before.

    What was there stays out of its sight, as walking through it before each measurement would take longer than most of
    them: the cycles in it are never freed.
    """
    gc.collect()
    gc.freeze()
    begin = clock()
    work()
    return clock() - begin


def rotated(items: Sequence[_T], rounds: int) -> Iterator[tuple[_T, ...]]:
    """Return items in an order that begins with another one in each round."""
    for number in range(rounds):
        start = number % len(items)
        yield (*items[start:], *items[:start])


def in_turn(works: Mapping[str, Callable[[], float]], rounds: int, unit: str, factor: float = 1) -> dict[str, Figure]:
    """Measure some works, one after another in each round.

    Args:
        works: Each measures itself, by name.
        rounds: How often.
        unit: What the figures are in.
        factor: What the measured values are multiplied by to be in that unit.

    Returns:
        The figures, by name.
    """
    taken: dict[str, list[float]] = {name: [] for name in works}
    for names in rotated(list(works), rounds):
        for name in names:
            taken[name].append(works[name]() * factor)
    return {name: Figure.of(values, unit) for name, values in taken.items()}


def alone(work: Callable[[], float], rounds: int, unit: str, factor: float = 1) -> Figure:
    """Measure what nothing is compared with."""
    return in_turn({"": work}, rounds, unit, factor)[""]
