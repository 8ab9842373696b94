"""What became of each filter and group of a webhook when an event was tried on it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TypeAlias

from webhook_constructs.core.errors import PatternError
from webhook_constructs.core.groups.filter import Filter
from webhook_constructs.core.groups.filter_group import FilterGroup
from webhook_constructs.core.patterns.step_budget import RunOverError, running
from webhook_constructs.core.service.assumptions import EXCLUDED_FILES, FIRST_FILES, NO_FILES, Assumption
from webhook_constructs.core.service.enums import FilterType
from webhook_constructs.core.values.arguments import Choice
from webhook_constructs.core.values.unresolved import is_unresolved

from .event_values import WAYS_OUT, EventValues
from .near_miss import near_miss

__all__ = ["ON_DEPLOYMENT", "FilterOutcome", "FilterTrace", "GroupTrace", "Matching", "group_trace", "names_event"]

Matching: TypeAlias = "Callable[[Filter, EventValues], tuple[tuple[str, ...], tuple[str, ...]]]"
"""Returns the values that the pattern of a filter matches: those that count, and those beyond the limit."""

ON_DEPLOYMENT = "known only after the deployment"
"""When that is known which is not known yet, in the texts of a decision."""

_ON_DEPLOYMENT = f"a part of the pattern is {ON_DEPLOYMENT}"
_NOT_KNOWN = f"it is {ON_DEPLOYMENT}"
_EXCLUDED_EVENT = "no page says what an EVENT filter that excludes means"
_SEVERAL_EVENTS = "no page says what several EVENT filters in a group mean, and another one names the event"
_TOO_MUCH = "it is not looked at, because the patterns up to here take more work than is allowed: judge fewer at a time"
_MISSING_FILES = "none of the changed files that the payload names matches, and it does not name all of them"


class FilterOutcome(Choice):
    """What became of a filter or a group."""

    PASSED = "passed"
    FAILED = "failed"
    UNDECIDED = "undecided"
    """It depends on something that is not known."""

    NOT_REACHED = "not reached"
    """It was not looked at, because the answer did not depend on it any more."""


@dataclass(frozen=True, slots=True)
class FilterTrace:
    """What became of a filter.

    Attributes:
        filter: The filter.
        outcome: What became of it.
        tried: The values of the event that it looked at.
        matching: Those of them that the pattern matches.
        ignored: Changed files that the pattern matches and CodeBuild does not look at, because there are too many; of
            those beyond the ones it looks at, only the first 3,000 are searched.
        not_searched: The number of changed files beyond even those. Default: none.
        target: The branch that a pull request goes into, for a filter on the one that it comes from. Default: none.
        undecided_because: Why it is undecided. Default: it is not.
        assumptions: What the outcome assumes.
    """

    filter: Filter
    outcome: FilterOutcome
    tried: tuple[str, ...] = ()
    matching: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    undecided_because: str | None = None
    assumptions: tuple[Assumption, ...] = ()
    not_searched: int = 0
    target: str | None = None

    @property
    def missing(self) -> str | None:
        """The argument of the event that would decide a filter; None if it is not undecided, or for another reason."""
        return WAYS_OUT.get(self.undecided_because or "")

    @property
    def near_miss(self) -> str | None:
        """What would have matched, where the filter failed because nothing did; None where there is nothing to say."""
        if (
            self.outcome is not FilterOutcome.FAILED
            or self.filter.exclude_matched_pattern
            or self.filter.type is FilterType.EVENT
        ):
            return None
        with running(), suppress(RunOverError):  # then there is nothing to say
            return near_miss(self.filter, self.tried, self.target)
        return None


@dataclass(frozen=True, slots=True)
class GroupTrace:
    """What became of a group.

    Attributes:
        index: Its index in the settings; None for the filters that a webhook without groups has by itself.
        group: The group.
        outcome: What became of it.
        filters: What became of each of its filters, in the order of the group.
    """

    index: int | None
    group: FilterGroup
    outcome: FilterOutcome
    filters: tuple[FilterTrace, ...]


def group_trace(
    index: int | None,
    group: FilterGroup,
    values_of: Callable[[FilterType], EventValues],
    matching: Matching,
) -> GroupTrace:
    """Try an event on a group: EVENT first, then the other filters in their order, until one fails.

    Args:
        index: Its index in the settings.
        group: The group.
        values_of: Gives what a filter looks at.
        matching: Gives the values that the pattern of a filter matches.
    """
    filters = group.filters
    found: dict[int, FilterTrace] = {}
    outcome = FilterOutcome.PASSED
    for place in sorted(range(len(filters)), key=lambda place: filters[place].type is not FilterType.EVENT):
        each = filters[place]
        values = values_of(each.type)
        if each.type is FilterType.EVENT:
            trace = _event_trace(each, group, values)
        else:
            trace = _filter_trace(each, values, matching)
            if trace.outcome is FilterOutcome.FAILED and each.type is FilterType.HEAD_REF:
                trace = replace(trace, target=_target(values_of(FilterType.BASE_REF)))
        found[place] = trace
        if trace.outcome is not FilterOutcome.PASSED:
            outcome = trace.outcome
        if outcome is FilterOutcome.FAILED:
            break
    reached = tuple(
        found[place] if place in found else FilterTrace(each, FilterOutcome.NOT_REACHED)
        for place, each in enumerate(filters)
    )
    return GroupTrace(index, group, outcome, reached)


def _target(bases: EventValues) -> str | None:
    """Return the ref of the branch that a pull request goes into; a branch filter looks at bare names instead."""
    return next((base for base in bases.values or () if base.startswith("refs/")), None)


def _event_trace(each: Filter, group: FilterGroup, values: EventValues) -> FilterTrace:
    tried = values.values or ()
    names = each.event_names
    doubt: str | None = None
    if names is None:
        doubt = _NOT_KNOWN if each.is_unknown else _ON_DEPLOYMENT
    elif each.exclude_matched_pattern:
        doubt = _EXCLUDED_EVENT
    elif names_event(names, tried):
        doubt = values.undecided_because
        if doubt is None:
            return FilterTrace(each, FilterOutcome.PASSED, tried, tried, assumptions=values.assumptions)
    elif any(names_event(other.event_names or (), tried) for other in group.filters):
        doubt = _SEVERAL_EVENTS
    else:
        return FilterTrace(each, FilterOutcome.FAILED, tried)
    return FilterTrace(each, FilterOutcome.UNDECIDED, tried, undecided_because=doubt)


def names_event(names: tuple[str, ...], tried: tuple[str, ...]) -> bool:
    """Check whether an EVENT filter lists the event."""
    return not set(tried).isdisjoint(names)


def _filter_trace(each: Filter, values: EventValues, matching: Matching) -> FilterTrace:
    tried = values.values or ()
    doubt = _ON_DEPLOYMENT if is_unresolved(each.pattern) else values.undecided_because
    if doubt is not None:
        return FilterTrace(each, FilterOutcome.UNDECIDED, tried, undecided_because=doubt)
    try:
        found, ignored = matching(each, values)
    except PatternError as refusal:
        return FilterTrace(each, FilterOutcome.UNDECIDED, tried, undecided_because=refusal.summary)
    except RunOverError:
        return FilterTrace(each, FilterOutcome.UNDECIDED, tried, undecided_because=_TOO_MUCH)
    if not found and not values.is_complete:
        return FilterTrace(each, FilterOutcome.UNDECIDED, tried, undecided_because=_MISSING_FILES)
    passes = bool(found) != each.exclude_matched_pattern
    assumptions = values.assumptions
    if each.type is FilterType.FILE_PATH:
        assumptions = (*assumptions, *_on_files(each, values, found, ignored))
    outcome = FilterOutcome.PASSED if passes else FilterOutcome.FAILED
    return FilterTrace(each, outcome, tried, found, ignored, None, assumptions, values.not_searched)


def _on_files(
    each: Filter, values: EventValues, found: tuple[str, ...], ignored: tuple[str, ...]
) -> tuple[Assumption, ...]:
    """Return what the outcome of a FILE_PATH filter assumes, by how many files there are and which of them match."""
    assumptions = []
    tried = values.values or ()
    matching, total = len(found) + len(ignored), len(tried) + len(values.beyond_limit)
    # Of a file that matches, any choice of files holds one only if those that do not match are too few to fill it; and
    # of those that the event does not name, or that nobody searches, any number may match or not.
    is_by_order = bool(values.beyond_limit and matching and total - matching >= len(tried))
    if is_by_order or values.not_searched or (matching and not values.is_complete):
        assumptions.append(FIRST_FILES)
    if each.exclude_matched_pattern and found and (len(found) < len(tried) or not values.is_complete):
        assumptions.append(EXCLUDED_FILES)
    if each.exclude_matched_pattern and not total:
        assumptions.append(NO_FILES)
    return tuple(assumptions)
