"""An event that shows a difference between two webhooks, and why it does."""

from __future__ import annotations

from dataclasses import dataclass

from webhook_constructs.core.decisions.approval import Approval
from webhook_constructs.core.decisions.decision import Decision
from webhook_constructs.core.decisions.explanation import HEADINGS
from webhook_constructs.core.decisions.filter_trace import FilterOutcome, FilterTrace, GroupTrace
from webhook_constructs.core.decisions.verdict import Verdict
from webhook_constructs.core.events.event_arguments import NO_ROLE
from webhook_constructs.core.events.webhook_event import WebhookEvent
from webhook_constructs.core.groups.filter import Filter
from webhook_constructs.core.groups.filter_group import FilterGroup
from webhook_constructs.core.service.enums import FilterType
from webhook_constructs.core.values.arguments import one_line, shown

from .side import Side

__all__ = ["Witness", "described", "witness_of"]

_RANKS = (Verdict.NO_BUILD, Verdict.WAITS_FOR_APPROVAL, Verdict.BUILDS)
_LONGEST = 300
_EMPTY = "empty pattern"
_MAX_LISTED = 5


@dataclass(frozen=True, slots=True)
class Witness:
    """An event with another verdict after a change. `str` explains it.

    Attributes:
        event: The event, without the values that no filter looks at.
        before: Its verdict before the change.
        after: Its verdict after the change.
        group: The group that it passes on the side where it does more.
        filter: The filter that excludes it on the other side, in the group that it comes closest to passing. None if
            the other side has no webhook or no group for the event, or if approval makes the difference.
        why_before: The reason for the verdict before the change, on one line.
        why_after: The reason for the verdict after the change, on one line.
    """

    event: WebhookEvent
    before: Verdict
    after: Verdict
    group: FilterGroup
    filter: Filter | None
    why_before: str
    why_after: str

    def __str__(self) -> str:
        """Return the event and what becomes of it, on three lines."""
        sides = (("before", self.before, self.why_before), ("after", self.after, self.why_after))
        lines = (f"  {name}: {HEADINGS[verdict]}: {why}" for name, verdict, why in sides)
        return "\n".join((described(self.event), *lines))


def described(event: WebhookEvent) -> str:
    """Return an event with all that is known of it, on one line.

    Examples:
        >>> described(WebhookEvent.push(branch="main", files=["docs/a.md"], actor=583231))
        'PUSH refs/heads/main (actor 583231, files docs/a.md)'
    """
    files = None if event.files is None else _listed(event.files) or "none"
    place = "/".join(name for name in (event.organization_name, event.repository_name) if name is not None)
    details = (
        ("author", "without a role" if event.author_role == NO_ROLE else event.author_role),
        ("actor", event.actor),
        ("repository" if event.repository_name is not None else "organization", place or None),
        ("release", event.release_name),
        ("files", files),
        ("message", event.message),
    )
    said = [f"{name} {one_line(str(value))}" for name, value in details if value is not None]
    origin = {None: [], True: ["from a fork"], False: ["not from a fork"]}[event.from_fork]
    told = ", ".join((*said[:1], *origin, *said[1:]) if event.author_role is not None else (*origin, *said))
    return one_line(str(event)) + (f" ({told})" if told else "")


def witness_of(before: Side, after: Side, event: WebhookEvent) -> Witness | None:
    """Decide an event on both sides.

    Args:
        before: The webhook before the change.
        after: The webhook after it.
        event: The event.

    Returns:
        The event and its verdicts; None if they are the same, or one is not known.
    """
    decisions = before.decision(event), after.decision(event)
    one, other = (Verdict.NO_BUILD if each is None else each.verdict for each in decisions)
    if one is other or Verdict.UNDECIDED in {one, other}:
        return None
    is_less_before = _RANKS.index(one) < _RANKS.index(other)
    less, more = decisions if is_less_before else decisions[::-1]
    group = _passed(more).group if more is not None else FilterGroup.of(())
    failed = None if less is None or less.approval is not None else _failed(_nearest(less, group))
    whys = [_why(side, decision, group) for side, decision in zip((before, after), decisions, strict=True)]
    return Witness(event, one, other, group, None if failed is None else failed.filter, *whys)


def _why(side: Side, decision: Decision | None, passed: FilterGroup) -> str:
    if decision is None:
        return side.absent_because
    if decision.approval is not None:
        return f"{_name(_passed(decision))} passes{_of_approval(decision.approval)}"
    nearest = _nearest(decision, passed)
    failed = _failed(nearest)
    if nearest is None or failed is None:
        return f"no group is for {decision.event.action}"
    return one_line(f"{_name(nearest)}: {_failure(failed)}", _LONGEST)


def _of_approval(approval: Approval) -> str:
    if approval.reason is not None:
        return f", approval is {approval.reason}"
    return "".join(f", assuming {each.what}" for each in approval.assumptions)


def _failure(trace: FilterTrace) -> str:
    values = _listed(tuple(map(shown, trace.matching or trace.tried))) or "no file"
    verb = "matches" if trace.filter.exclude_matched_pattern else "does not match"
    word = " the excluded" if trace.filter.exclude_matched_pattern else ""
    return f"{trace.filter.type} {values} {verb}{word} {trace.filter.pattern or _EMPTY}"


def _listed(texts: tuple[str, ...]) -> str:
    more = len(texts) - _MAX_LISTED
    return ", ".join(texts[:_MAX_LISTED]) + (f" and {more} more" if more > 0 else "")


def _passed(decision: Decision) -> GroupTrace:
    return next(each for each in decision.groups if each.outcome is FilterOutcome.PASSED)


def _nearest(decision: Decision, passed: FilterGroup) -> GroupTrace | None:
    """Return the group that is most like the one that lets the event pass on the other side.

    Of several, the one that all but the fewest filters let it pass of; None if none is for such events.
    """
    groups = [each for each in decision.groups if _is_for_event(each)]
    filters = set(passed.filters)
    return min(groups, key=lambda each: (-len(filters.intersection(each.group.filters)), _open(each)), default=None)


def _is_for_event(trace: GroupTrace) -> bool:
    failed = _failed(trace)
    return failed is not None and failed.filter.type is not FilterType.EVENT


def _open(trace: GroupTrace) -> int:
    return sum(each.outcome is not FilterOutcome.PASSED for each in trace.filters)


def _failed(trace: GroupTrace | None) -> FilterTrace | None:
    outcomes = () if trace is None else trace.filters
    return next((each for each in outcomes if each.outcome is FilterOutcome.FAILED), None)


def _name(trace: GroupTrace) -> str:
    return "a webhook without groups" if trace.index is None else f"filter_groups[{trace.index}]"
