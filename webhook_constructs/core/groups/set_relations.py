"""Questions about what patterns, filters and groups let pass, as sets.

Every answer is True, False or None. None means that it cannot be told: a value is not known before the deployment, RE2
refuses a pattern, a pattern holds characters that this package has no table of, an event is not a known one, or the
question is too big. How big is counted in steps for the question as a whole, however many groups it is about: it is
answered or given up in well under a second. A False on patterns that are more than texts is always backed by an example
that RE2 itself has judged.

Three things are taken for granted. Filters on different things are independent of each other. A filter that keeps a
file path out keeps an event out as soon as one changed file matches [assumed: excluded-files]. And in a group, the refs
are what they are documented to be: the head of a push begins with `refs/heads/` or `refs/tags/`, and the head and the
base of a pull request with `refs/heads/`,
https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html [doc]. So a group for pushes with
`^main$` on HEAD_REF lets nothing pass. A pattern or a filter alone has no event, and is asked about any text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import TypeAlias

from webhook_constructs.core.errors import WebhookConstructsError
from webhook_constructs.core.patterns.analysis import begins_with
from webhook_constructs.core.patterns.intersections import is_empty
from webhook_constructs.core.patterns.pattern import Pattern, steps_of
from webhook_constructs.core.patterns.step_budget import Budget, GaveUpError, spend_in_run
from webhook_constructs.core.service.enums import EventAction, FilterType, ref_prefixes
from webhook_constructs.core.values.arguments import shown
from webhook_constructs.core.values.unresolved import Text, all_of, any_of

from .filter import Filter, event_names_of
from .filter_group import FilterGroup

__all__ = ["is_disjoint", "is_subset", "is_unsatisfiable"]

Subject: TypeAlias = "Pattern | Filter | FilterGroup | Sequence[FilterGroup]"
"""What can be asked about. Groups in a sequence are alternatives: any of them lets an event pass."""

_MOST_COMBINATIONS = 64
_MOST_STEPS = 500_000  # for a whole question
_STEPS_A_CONDITION = 4
_REFS = {("refs/heads/",): "^refs/heads/", ("refs/heads/", "refs/tags/"): "^refs/(heads|tags)/"}
"""The patterns of refs with some beginnings."""


def is_unsatisfiable(subject: Subject) -> bool | None:
    """Check whether nothing can ever pass.

    Args:
        subject: A pattern, a filter, a group or some groups.

    Returns:
        True if nothing passes, False if something does, None if that cannot be told.

    Raises:
        WebhookConstructsError: That cannot be asked about.

    Examples:
        >>> from webhook_constructs.core import EventAction, FilterGroup
        >>> group = FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main")
        >>> is_unsatisfiable(group), is_unsatisfiable(group.and_branch_is("develop"))
        (False, True)
    """
    _, cases = _read(subject)

    def answer(budget: Budget) -> bool | None:
        return all_of(_none_unless(case, _is_empty(case.event, case.conditions, budget)) for case in cases)

    return _answered(answer) if cases else None


def is_subset(subject: Subject, other: Subject) -> bool | None:
    """Check whether everything that passes the one passes the other.

    Args:
        subject: A pattern, a filter, a group or some groups.
        other: The same kind of thing; some groups can be compared with one.

    Returns:
        True if the other lets pass all that the first does, False if not, None if that cannot be told.

    Raises:
        WebhookConstructsError: That cannot be asked about.

    Examples:
        >>> is_subset(Pattern("^refs/heads/release/.*"), Pattern("^refs/heads/"))
        True
    """
    (kind, cases), (other_kind, others) = _read(subject), _read(other)
    if subject == other:
        return True

    def answer(budget: Budget) -> bool | None:
        return all_of(_is_covered(case, others, budget) for case in cases)

    return _answered(answer) if cases and others and kind == other_kind else None


def is_disjoint(subject: Subject, other: Subject) -> bool | None:
    """Check whether nothing passes both.

    Args:
        subject: A pattern, a filter, a group or some groups.
        other: The same kind of thing; some groups can be compared with one.

    Returns:
        True if nothing passes both, False if something does, None if that cannot be told.

    Raises:
        WebhookConstructsError: That cannot be asked about.

    Examples:
        >>> is_disjoint(Pattern("^refs/heads/"), Pattern("^refs/tags/"))
        True
    """
    (kind, cases), (other_kind, others) = _read(subject), _read(other)

    def answer(budget: Budget) -> bool | None:
        return all_of(_is_apart(case, each, budget) for case in cases for each in others)

    return _answered(answer) if cases and others and kind == other_kind else None


def _answered(answer: Callable[[Budget], bool | None]) -> bool | None:
    """Answer a question with what one question may take, and note in the run what it took."""
    spend_in_run(1)
    budget = Budget(_MOST_STEPS)
    found: bool | None = None
    with suppress(GaveUpError, RecursionError):  # the latter is of the caller's making: see is_anchored_at
        found = answer(budget)
    spend_in_run(budget)
    return found


@dataclass(frozen=True, slots=True)
class _Condition:
    """A filter, or a pattern alone.

    Attributes:
        of: What it looks at; None for a pattern alone.
        pattern: The pattern as it was given.
        excluded: Whether it passes when the pattern does not match.
    """

    of: FilterType | None
    pattern: Text
    excluded: bool

    def negated(self) -> _Condition:
        return _Condition(self.of, self.pattern, not self.excluded)


@dataclass(frozen=True, slots=True)
class _Case:
    """One event and what has to hold for it.

    Attributes:
        event: The event; None if it is not known, or not one that CodeBuild is known to know.
        conditions: The conditions, all of which have to hold.
    """

    event: str | None
    conditions: tuple[_Condition, ...]


_ANY_EVENT = "any"
_KNOWN_EVENTS = frozenset(event.value for event in EventAction)


def _read(subject: Subject) -> tuple[str, list[_Case]]:
    """Return the kind of what is asked about, and its cases, any of which lets an event pass.

    Only what is of one kind can be compared. Of no groups at all there is no case, which does not mean that nothing
    passes.
    """
    if isinstance(subject, Pattern):
        return "pattern", [_Case(_ANY_EVENT, (_Condition(None, subject.text, excluded=False),))]
    if isinstance(subject, Filter):
        if subject.type is FilterType.EVENT:
            return "event filter", _cases((subject,))
        return "filter", [_Case(_ANY_EVENT, _conditions((subject,)))]
    groups = (subject,) if isinstance(subject, FilterGroup) else subject
    if not isinstance(groups, (tuple, list)) or not all(isinstance(each, FilterGroup) for each in groups):
        msg = f"not to be asked about, got {shown(subject)}: give a pattern, a filter, a group or a list of groups"
        raise WebhookConstructsError(msg)
    return "groups", [case for group in groups for case in _cases(group.filters)]


def _cases(filters: tuple[Filter, ...]) -> list[_Case]:
    conditions = _conditions(filters)
    return [_Case(name if name in _KNOWN_EVENTS else None, conditions) for name in event_names_of(filters) or (None,)]


def _conditions(filters: tuple[Filter, ...]) -> tuple[_Condition, ...]:
    return tuple(
        _Condition(each.type, each.pattern, each.exclude_matched_pattern)
        for each in filters
        if each.type is not FilterType.EVENT
    )


def _none_unless(case: _Case, answer: bool | None) -> bool | None:  # noqa: FBT001 (private)
    """Believe that something passes a case only if its event is known."""
    return None if answer is False and case.event is None else answer


def _is_apart(case: _Case, other: _Case, budget: Budget) -> bool | None:
    budget.spend(1)
    if case.event is not None and other.event is not None and case.event != other.event:
        return True
    answer = _is_empty(case.event or other.event, (*case.conditions, *other.conditions), budget)
    return _none_unless(case, _none_unless(other, answer))


def _is_covered(case: _Case, others: list[_Case], budget: Budget) -> bool | None:
    """Check whether everything in a case is in any of others.

    Something is in none of them if it breaks one condition of each, so every way to choose one of each has to be empty.
    """
    budget.spend(len(others))
    relevant = [other for other in others if case.event is not None and other.event == case.event]
    if len(relevant) > 1 and prod(len(other.conditions) for other in relevant) > _MOST_COMBINATIONS:
        return True if any(_is_covered(case, [other], budget) for other in relevant) else None
    broken = product(*(other.conditions for other in relevant))
    answer = all_of(
        _is_empty(case.event, (*case.conditions, *(each.negated() for each in choice)), budget) for choice in broken
    )
    if answer is False and (case.event is None or any(other.event is None for other in others)):
        return None
    return answer


def _is_empty(event: str | None, conditions: tuple[_Condition, ...], budget: Budget) -> bool | None:
    """Check whether some conditions can never hold together: one thing they look at has no value that fits."""
    return any_of(
        _has_no_value(of, event, [condition for condition in conditions if condition.of is of], budget)
        for of in dict.fromkeys(condition.of for condition in conditions)
    )


def _has_no_value(
    of: FilterType | None, event: str | None, conditions: list[_Condition], budget: Budget
) -> bool | None:
    wanted = {condition.pattern for condition in conditions if not condition.excluded}
    unwanted = {condition.pattern for condition in conditions if condition.excluded}
    if wanted & unwanted:
        return True
    budget.spend(_STEPS_A_CONDITION * len(conditions))
    matched, unmatched = _searched(wanted, budget), _searched(unwanted, budget)
    is_judged = len(matched) + len(unmatched) == len(wanted) + len(unwanted)
    beginnings = () if of is None or event is None else ref_prefixes(of, event)
    # The patterns of the builders ask for the beginning of a ref themselves, which saves the automaton.
    if beginnings and not any(begins_with(pattern, beginning) for pattern in matched for beginning in beginnings):
        matched |= {_REFS[beginnings]}
    answer = (_has_no_files if of is FilterType.FILE_PATH else is_empty)(matched, unmatched, budget)
    # The conditions that cannot be judged can only take away.
    return None if answer is False and not is_judged else answer


def _searched(patterns: set[Text], budget: Budget) -> frozenset[str]:
    """Return the patterns that can be judged."""
    found = []
    for text in sorted(patterns, key=str):
        pattern = Pattern.if_valid(text)
        if isinstance(text, str):
            budget.spend_once((steps_of, text), steps_of(text))
        if pattern is not None:
            found.append(pattern.text)
    return frozenset(found)


def _has_no_files(matched: frozenset[str], unmatched: frozenset[str], budget: Budget) -> bool | None:
    """Check whether no list of changed files fits: every wanted pattern needs a file that no unwanted one matches."""
    if matched:
        return any_of(is_empty(frozenset({pattern}), unmatched, budget) for pattern in sorted(matched))
    # An event without files may exist or not, so files that are all unwanted prove nothing.
    return None if is_empty(matched, unmatched, budget) is not False else False
