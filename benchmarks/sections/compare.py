"""What it costs to say which events start and stop builds when the settings of webhooks change.

Webhooks of three groups of three filters, each with names of its own. In those that change, each group does: patterns
lose their ends, a group gets another event, a filter on accounts goes. Patterns that mean the same and are written
otherwise have to be compared as well. No round has the patterns of another one. Times are of the processor.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from time import process_time
from typing import TYPE_CHECKING, Final

from benchmarks.figures import Budget, Row, Table
from benchmarks.rounds import alone, seconds
from webhook_constructs.core import EventAction, Filter, FilterGroup, FilterType, SourceProvider, WebhookSettings
from webhook_constructs.core import compare as compare_two

from .decide import literal_groups, raw_groups

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks.effort import Effort

    Change = Callable[[int, WebhookSettings], WebhookSettings]

__all__ = ["TITLE", "tables"]

TITLE: Final = "Compare"
_FEW, _CHANGED, _MANY = 100, 10, 450
_MOST_OF_FEW, _MOST_OF_MANY = 1_000.0, 500.0  # ms
_KINDS: Final = {"literal builders": literal_groups, "raw patterns": raw_groups}


def tables(effort: Effort) -> list[Table]:
    """Measure webhooks of which some have changed, none has, or all are written otherwise."""
    first = count(2_000_000, _MANY)
    rows = [row for kind in _KINDS for row in _rows(kind, first, effort)]
    return [Table("Webhooks before and after a change, milliseconds of the processor", rows, "compare")]


def _rows(kind: str, first: Iterator[int], effort: Effort) -> Iterator[Row]:
    few, many = min(_FEW, effort.lint_webhooks), min(_MANY, effort.lint_webhooks)

    def row(what: str, number: int, change: Change, budget: Budget | None = None) -> Row:
        def work() -> float:
            start = next(first)
            before, again = (_webhooks(kind, start, number) for _ in range(2))
            pairs = [(one, change(each, other)) for each, (one, other) in enumerate(zip(before, again, strict=True))]
            return seconds(lambda: [compare_two(*pair) for pair in pairs], process_time)

        return Row(f"{number} webhooks, {what}, {kind}", alone(work, effort.rounds, "ms", 1e3), budget=budget)

    of_few = Budget(_MOST_OF_FEW, f"{_FEW} webhooks with {_CHANGED} changed, {kind}", is_held=few == _FEW)
    of_many = Budget(_MOST_OF_MANY, f"{_MANY} unchanged webhooks, {kind}", is_held=many == _MANY)
    yield row(f"{_CHANGED} changed", few, lambda index, one: changed(one) if index < _CHANGED else one, of_few)
    yield row("unchanged", many, lambda _, one: one, of_many)
    yield row("written otherwise", few, lambda _, one: rewritten(one))


def _webhooks(kind: str, first: int, number: int) -> list[WebhookSettings]:
    groups = _KINDS[kind]
    return [WebhookSettings(groups(each), provider=SourceProvider.GITHUB) for each in range(first, first + number)]


def changed(settings: WebhookSettings) -> WebhookSettings:
    """Change every group: patterns lose their ends, a filter on accounts goes, and a group gets another event."""
    kept = [
        [each for each in group.filters if each.type is not FilterType.ACTOR_ACCOUNT_ID]
        for group in settings.filter_groups
    ]
    return replace(settings, filter_groups=tuple(FilterGroup.of(map(_changed, filters)) for filters in kept))


def _changed(each: Filter) -> Filter:
    pattern = str(each.pattern)
    if pattern == EventAction.PULL_REQUEST_UPDATED:
        return replace(each, pattern=f"{pattern},{EventAction.PULL_REQUEST_MERGED}")
    return replace(each, pattern=pattern.removesuffix("$"))


def rewritten(settings: WebhookSettings) -> WebhookSettings:
    """Write every pattern in another way that means the same."""
    groups = (
        FilterGroup.of(
            each if each.type is FilterType.EVENT else replace(each, pattern=f"({each.pattern})")
            for each in group.filters
        )
        for group in settings.filter_groups
    )
    return replace(settings, filter_groups=tuple(groups))
