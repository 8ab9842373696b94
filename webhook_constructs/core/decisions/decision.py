"""Whether an event starts a build, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from webhook_constructs.core.errors import WebhookConstructsError
from webhook_constructs.core.events.webhook_event import WebhookEvent
from webhook_constructs.core.groups.filter import Filter
from webhook_constructs.core.patterns.pattern import Pattern
from webhook_constructs.core.patterns.step_budget import running
from webhook_constructs.core.service.assumptions import BRANCH_FILTER, COMMENT_APPROVAL, NO_FILTERS, Assumption
from webhook_constructs.core.service.enums import FilterType
from webhook_constructs.core.settings.webhook_settings import WebhookSettings
from webhook_constructs.core.values.arguments import one_line, shown

from .approval import Approval, approval_of
from .event_values import EventValues, event_values
from .explanation import (
    HEADINGS,
    ExplainedLine,
    SettingNames,
    approval_lines,
    assumption_lines,
    group_lines,
    refusal_lines,
    wrapped,
)
from .filter_trace import FilterOutcome, FilterTrace, GroupTrace, Matching, group_trace
from .known_settings import known_settings, require_members
from .unfiltered_webhook import conditions_beyond_filters, groups_of, implied_values, other_host
from .verdict import Verdict

__all__ = ["Decision", "check_event", "check_settings", "decide", "searched"]

_IN_PYTHON = SettingNames()


@dataclass(eq=False, repr=False)
class Decision:
    """Whether an event starts a build, and why. `str` explains it.

    A decision is no truth value, because it can be undecided: look at `verdict`, or at `builds`.

    Attributes:
        settings: The settings of the webhook.
        event: The event.
        refusals: Why CodeBuild refuses the settings, so that there is no webhook that could start anything.
        unknown: The members of the settings that are not known.
    """

    settings: WebhookSettings
    event: WebhookEvent
    refusals: tuple[str, ...]
    _matching: Matching
    _values: dict[
        FilterType, EventValues
    ]  # what is known already of the event, at a webhook of the same host and scope
    unknown: frozenset[str] = frozenset()
    _known: frozenset[Assumption] = frozenset()

    @cached_property
    def verdict(self) -> Verdict:
        """What becomes of the event."""
        if self.mismatch is not None:
            return Verdict.NO_BUILD
        if self.refusals:
            return Verdict.UNDECIDED
        if self.approval is not None:
            return self.approval.verdict if self.undecided_because is None else Verdict.UNDECIDED
        is_undecided = any(group.outcome is FilterOutcome.UNDECIDED for group in self.groups)
        return Verdict.UNDECIDED if is_undecided else Verdict.NO_BUILD

    @property
    def undecided_because(self) -> str | None:
        """Why an event that passes the filters may start nothing all the same; None if nothing else keeps it out."""
        if self.approval is None:
            return None
        if "scope" in self.unknown:
            return "the scope of the webhook is not known: it may leave out the repository of the event"
        if "branch_filter" in self.unknown and not self.settings.filter_groups:
            return "the branch filter is not known: it may leave out the branch of the event"
        return None

    @property
    def builds(self) -> bool | None:
        """True if a build starts, False if none starts or it waits for approval, None if that is undecided."""
        return self.verdict.builds

    @cached_property
    def approval(self) -> Approval | None:
        """Whether an event that passes the filters has to wait for approval; None if it does not pass them."""
        is_refused = bool(self.refusals) or self.mismatch is not None
        if is_refused or not any(group.outcome is FilterOutcome.PASSED for group in self.groups):
            return None
        return approval_of(self.settings, self.event, self.unknown)

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
        passes = self.approval is not None
        open_outcome = FilterOutcome.UNDECIDED if self.verdict is Verdict.UNDECIDED else FilterOutcome.FAILED
        decisive = FilterOutcome.PASSED if passes else open_outcome
        found = [
            assumption
            for group in self.groups
            if group.outcome is decisive
            for trace in group.filters
            if decisive is not FilterOutcome.FAILED or trace.outcome is FilterOutcome.FAILED
            for assumption in trace.assumptions
        ]
        if not self.settings.filter_groups:
            found.insert(0, NO_FILTERS if self.settings.branch_filter is None else BRANCH_FILTER)
        if self.approval is not None:
            found += [*self.approval.assumptions, *conditions_beyond_filters(self.settings, self.event)]
        return tuple(each for each in dict.fromkeys(found) if each not in self._known)

    @property
    def assumes_approval(self) -> bool:
        """Whether it assumes that an author who is not known may approve [assumed: comment-approval]."""
        return self.approval is not None and any(each.id == COMMENT_APPROVAL.id for each in self.approval.assumptions)

    def knowing(self, fact: Assumption) -> Decision:
        """Return the decision of somebody who knows that an assumption holds, and need not be told of it."""
        return replace(self, _known=self._known | {fact})

    def lines(self, names: SettingNames = _IN_PYTHON) -> Iterator[ExplainedLine]:
        """Explain the decision, filter by filter, without its heading.

        Args:
            names: How settings are named. Default: as in Python.
        """
        if self.mismatch is not None:
            yield ExplainedLine(2, self.mismatch)
            return
        yield from refusal_lines(self.refusals)
        for group in self.groups:
            yield from group_lines(group, names)
        if self.undecided_because is not None:
            yield ExplainedLine(2, f"undecided: {self.undecided_because}", is_prose=True)
        yield from approval_lines(self.approval)
        yield from assumption_lines(self.assumptions)

    def __bool__(self) -> bool:
        """Refuse to be a truth value: an undecided one is none."""
        msg = f"a decision is not True or False by itself, got one that is {self.builds}: look at its verdict"
        raise TypeError(msg)

    def __str__(self) -> str:
        """Explain the decision, filter by filter."""
        with running():
            heading = f"{HEADINGS[self.verdict]}: {one_line(str(self.event))}"
            return "\n".join([heading, *(text for line in self.lines() for text in wrapped(line))])

    def _values_of(self, filter_type: FilterType) -> EventValues:
        if filter_type not in self._values:
            scope = None if self.settings.scope is None else self.settings.scope.scope_type
            found = event_values(self.event, filter_type, self.settings.provider, scope)
            if not self.settings.filter_groups:
                found = implied_values(filter_type, found)
            self._values[filter_type] = found
        return self._values[filter_type]


def decide(settings: WebhookSettings, event: WebhookEvent, *, unknown: Collection[str] = ()) -> Decision:
    """Return whether an event starts a build, and why.

    An event starts a build when it passes all filters of at least one group. Source:
    https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html [doc]. What AWS
    leaves open is assumed by name (`Decision.assumptions`), or undecided.

    Args:
        settings: The settings of a webhook, such as `CodeBuildWebhook.settings`.
        event: What happened at the git host.
        unknown: The members of the settings that are not known, such as `pull_request_build_policy`, or
            `approver_roles` for these alone: the values that the settings have for them do not count, what the rest
            decides is decided, and everything else is undecided. If `filter_groups` are not known, there may be others
            besides those that are given. Default: all are known.

    Raises:
        WebhookConstructsError: What was given are no settings, no event, or no members that can be unknown.

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
    members = require_members(unknown, "unknown")
    known = known_settings(settings, members)
    with running():
        return Decision(known, event, known.problems(), searched, {}, members)


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
