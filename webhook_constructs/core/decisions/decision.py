"""Whether an event starts a build, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from textwrap import wrap

from webhook_constructs.core.errors import WebhookConstructsError
from webhook_constructs.core.events.webhook_event import WebhookEvent
from webhook_constructs.core.groups.filter import Filter
from webhook_constructs.core.patterns.pattern import Pattern
from webhook_constructs.core.patterns.step_budget import running
from webhook_constructs.core.service.assumptions import BRANCH_FILTER, NO_FILTERS, Assumption
from webhook_constructs.core.service.choices import FilterType
from webhook_constructs.core.settings.webhook_settings import WebhookSettings
from webhook_constructs.core.values.arguments import one_line, shown

from .event_values import MAX_BEYOND_LIMIT, EventValues, event_values
from .filter_trace import FilterOutcome, FilterTrace, GroupTrace, Matching, group_trace
from .unfiltered_webhook import conditions_beyond_filters, groups_of, implied_values, other_host

__all__ = ["Decision", "check_event", "check_settings", "decide", "searched"]

_HEADINGS = {True: "build", False: "no build", None: "undecided"}
_IN_HEADING = frozenset({FilterType.EVENT, FilterType.HEAD_REF, FilterType.BASE_REF})
_WITHOUT_GROUPS = "without filter groups"
_MOST_VALUES = 5
_MOST_OF_A_REFUSAL = 500
_WIDTH = 110
_OUTCOME_WIDTH = 12
_DETAIL = " " * (_OUTCOME_WIDTH + 7)


@dataclass(eq=False, repr=False)
class Decision:
    """Whether an event starts a build, and why. `str` explains it.

    A decision is no truth value, because it can be undecided: look at `builds`.

    Attributes:
        settings: The settings of the webhook.
        event: The event.
        refusals: Why CodeBuild refuses the settings, so that there is no webhook that could start anything.
    """

    settings: WebhookSettings
    event: WebhookEvent
    refusals: tuple[str, ...]
    _matching: Matching
    _values: dict[
        FilterType, EventValues
    ]  # what is known already of the event, at a webhook of the same host and scope

    @cached_property
    def builds(self) -> bool | None:
        """True if the event starts a build, False if not, None if that depends on what is not known."""
        if self.mismatch is not None:
            return False
        if self.refusals:
            return None
        outcomes = {group.outcome for group in self.groups}
        if FilterOutcome.PASSED in outcomes:
            return True
        return None if FilterOutcome.UNDECIDED in outcomes else False

    @property
    def mismatch(self) -> str | None:
        """Why the event cannot reach the webhook at all; None if it can."""
        return other_host(self.settings, self.event)

    @cached_property
    def groups(self) -> tuple[GroupTrace, ...]:
        """What became of each group. A webhook without groups has one for what it takes by itself."""
        with running():
            return self._traces()

    def _traces(self) -> tuple[GroupTrace, ...]:
        traces: list[GroupTrace] = []
        ended = self.mismatch is not None
        for index, group in enumerate(groups_of(self.settings)):
            place = index if self.settings.filter_groups else None
            if ended:
                unseen = tuple(FilterTrace(each, FilterOutcome.NOT_REACHED) for each in group.filters)
                traces.append(GroupTrace(place, group, FilterOutcome.NOT_REACHED, unseen))
                continue
            traces.append(group_trace(place, group, self._values_of, self._matching))
            ended = traces[-1].outcome is FilterOutcome.PASSED
        return tuple(traces)

    @cached_property
    def assumptions(self) -> tuple[Assumption, ...]:
        """What the decision assumes because AWS leaves it open, or the settings do not say it."""
        if self.mismatch is not None:
            return ()
        decisive = {True: FilterOutcome.PASSED, False: FilterOutcome.FAILED, None: FilterOutcome.UNDECIDED}[self.builds]
        found = [
            assumption
            for group in self.groups
            if group.outcome is decisive
            for trace in group.filters
            if self.builds is not False or trace.outcome is FilterOutcome.FAILED
            for assumption in trace.assumptions
        ]
        if not self.settings.filter_groups:
            found.insert(0, NO_FILTERS if self.settings.branch_filter is None else BRANCH_FILTER)
        if self.builds:
            found += conditions_beyond_filters(self.settings, self.event)
        return tuple(dict.fromkeys(found))

    def __bool__(self) -> bool:
        """Refuse to be a truth value: an undecided one is none."""
        msg = f"a decision is not True or False by itself, got one that is {self.builds}: look at its builds"
        raise TypeError(msg)

    def __str__(self) -> str:
        """Explain the decision, filter by filter."""
        with running():
            return "\n".join(_lines(self))

    def _values_of(self, filter_type: FilterType) -> EventValues:
        if filter_type not in self._values:
            scope = None if self.settings.scope is None else self.settings.scope.scope_type
            found = event_values(self.event, filter_type, self.settings.provider, scope)
            if not self.settings.filter_groups:
                found = implied_values(filter_type, found)
            self._values[filter_type] = found
        return self._values[filter_type]


def decide(settings: WebhookSettings, event: WebhookEvent) -> Decision:
    """Return whether an event starts a build, and why.

    An event starts a build when it passes all filters of at least one group. Source:
    https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html [doc]. What AWS
    leaves open is assumed by name (`Decision.assumptions`), or undecided.

    Args:
        settings: The settings of a webhook, such as `CodeBuildWebhook.settings`.
        event: What happened at the git host.

    Raises:
        WebhookConstructsError: What was given are no settings or no event.

    Examples:
        >>> from webhook_constructs.core import EventAction, FilterGroup, WebhookEvent, WebhookSettings
        >>> settings = WebhookSettings((FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main"),))
        >>> decide(settings, WebhookEvent.push(branch="main")).builds
        True
        >>> print(decide(settings, WebhookEvent.push(branch="main-2")))
        no build: PUSH refs/heads/main-2
          filter_groups[0]: failed
            passed       EVENT is PUSH
            FAILED       HEAD_REF matches ^refs/heads/main$
                           tried: refs/heads/main-2
                           would match: refs/heads/main
    """
    check_settings(settings)
    check_event(event)
    with running():
        return Decision(settings, event, settings.problems(), searched, {})


def check_settings(settings: object) -> None:
    """Raise an error unless these are settings of a webhook."""
    if not isinstance(settings, WebhookSettings):
        msg = f"not the settings of a webhook, got {shown(settings)}: a CodeBuildWebhook has them as .settings"
        raise WebhookConstructsError(msg)


def check_event(event: object) -> None:
    """Raise an error unless this is an event."""
    if not isinstance(event, WebhookEvent):
        msg = f"not an event, got {shown(event)}: make one by WebhookEvent.push or the like; None is an ignored one"
        raise WebhookConstructsError(msg)


def searched(each: Filter, values: EventValues) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the values that the pattern of a filter matches: those that count, and those beyond them.

    Raises:
        PatternError: The pattern cannot be judged.
        RunOverError: There is no budget left to search it.
    """
    pattern = Pattern.in_run(str(each.pattern))
    return pattern.search_in_run(values.values or ()), pattern.search_in_run(values.beyond_limit)


def _lines(decision: Decision) -> Iterator[str]:
    yield f"{_HEADINGS[decision.builds]}: {one_line(str(decision.event))}"
    if decision.mismatch is not None:
        yield f"  {decision.mismatch}"
        return
    if decision.refusals:
        yield "  CodeBuild refuses these settings, so there is no webhook to start a build:"
        for refusal in decision.refusals:
            yield from (f"    {one_line(line, _MOST_OF_A_REFUSAL)}" for line in refusal.splitlines())
    for group in decision.groups:
        yield from _group_lines(group)
    if decision.assumptions:
        yield "  taken for granted, because it is not documented or not known:"
        for assumption in decision.assumptions:
            yield from wrap(str(assumption), _WIDTH, initial_indent="    ", subsequent_indent="      ")


def _group_lines(group: GroupTrace) -> Iterator[str]:
    place = _WITHOUT_GROUPS if group.index is None else f"filter_groups[{group.index}]"
    other = next((trace for trace in group.filters if _is_for_other_events(trace)), None)
    if other is not None:
        yield f"  {place}: failed, it is for {one_line(str(other.filter.pattern))}"
        return
    yield f"  {place}: {group.outcome}"
    if group.outcome is not FilterOutcome.NOT_REACHED:
        for trace in group.filters:
            yield from _filter_lines(trace, is_branch_filter=group.index is None)


def _is_for_other_events(trace: FilterTrace) -> bool:
    return trace.filter.type is FilterType.EVENT and trace.outcome is FilterOutcome.FAILED


def _filter_lines(trace: FilterTrace, *, is_branch_filter: bool) -> Iterator[str]:
    outcome = str(trace.outcome)
    if trace.outcome in {FilterOutcome.FAILED, FilterOutcome.UNDECIDED}:
        outcome = outcome.upper()
    said = one_line(str(trace.filter))
    if is_branch_filter and trace.filter.type is not FilterType.EVENT:
        said = f"branch_filter matches {one_line(str(trace.filter.pattern))}"
    yield f"    {outcome:{_OUTCOME_WIDTH}} {said}"
    yield from (f"{_DETAIL}{detail}" for detail in _details(trace))


def _details(trace: FilterTrace) -> Iterator[str]:
    """Return what was tried where that is not obvious, and what would have changed the outcome."""
    if trace.outcome is FilterOutcome.UNDECIDED:
        if trace.tried:
            yield f"tried: {_listed(trace.tried)}"
        yield one_line(trace.undecided_because or "")
    elif trace.outcome is FilterOutcome.FAILED or (
        trace.outcome is FilterOutcome.PASSED and trace.filter.type not in _IN_HEADING
    ):
        yield f"matched: {_listed(trace.matching)}" if trace.matching else f"tried: {_listed(trace.tried)}"
        if trace.ignored:
            yield f"not looked at, because only the first {len(trace.tried)} files count: {_listed(trace.ignored)}"
        if trace.not_searched:
            count = len(trace.tried)
            yield (
                f"beyond the first {count:,} files, which count, only the next {MAX_BEYOND_LIMIT:,} were searched, "
                f"and not the last {trace.not_searched:,}"
            )
        if trace.near_miss is not None:
            yield trace.near_miss


def _listed(values: tuple[str, ...]) -> str:
    if not values:
        return "nothing, there is none"
    more = len(values) - _MOST_VALUES
    return ", ".join(map(one_line, values[:_MOST_VALUES])) + (f" and {more} more" if more > 0 else "")
