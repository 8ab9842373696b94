"""A decision in words, as a good test failure has them."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from webhook_constructs.core.decisions.event_values import MOST_OTHERS
from webhook_constructs.core.decisions.filter_trace import FilterTrace, GroupTrace, Outcome
from webhook_constructs.core.groups.filter import FilterType
from webhook_constructs.core.patterns.step_budget import running
from webhook_constructs.core.values.one_line import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from webhook_constructs.core.decisions.decision import Decision

__all__ = ["decision_text"]

_HEADINGS = {True: "build", False: "no build", None: "undecided"}
_IN_HEADING = frozenset({FilterType.EVENT, FilterType.HEAD_REF, FilterType.BASE_REF})
_WITHOUT_GROUPS = "without filter groups"
_MOST_VALUES = 5
_MOST_OF_A_REFUSAL = 500
_WIDTH = 110
_OUTCOME_WIDTH = 12
_DETAIL = " " * (_OUTCOME_WIDTH + 7)


def decision_text(decision: Decision) -> str:
    """Explain a decision, filter by filter.

    Args:
        decision: The decision. `decide` has an example.
    """
    with running():
        return "\n".join(_lines(decision))


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
    if group.outcome is not Outcome.NOT_REACHED:
        for trace in group.filters:
            yield from _filter_lines(trace, is_branch_filter=group.index is None)


def _is_for_other_events(trace: FilterTrace) -> bool:
    return trace.filter.type is FilterType.EVENT and trace.outcome is Outcome.FAILED


def _filter_lines(trace: FilterTrace, *, is_branch_filter: bool) -> Iterator[str]:
    outcome = str(trace.outcome)
    if trace.outcome in {Outcome.FAILED, Outcome.UNDECIDED}:
        outcome = outcome.upper()
    said = one_line(str(trace.filter))
    if is_branch_filter and trace.filter.type is not FilterType.EVENT:
        said = f"branch_filter matches {one_line(str(trace.filter.pattern))}"
    yield f"    {outcome:{_OUTCOME_WIDTH}} {said}"
    yield from (f"{_DETAIL}{detail}" for detail in _details(trace))


def _details(trace: FilterTrace) -> Iterator[str]:
    """Give what was tried where that is not plain, and what would have made a difference."""
    if trace.outcome is Outcome.UNDECIDED:
        if trace.tried:
            yield f"tried: {_listed(trace.tried)}"
        yield one_line(trace.doubt or "")
    elif trace.outcome is Outcome.FAILED or (trace.outcome is Outcome.PASSED and trace.filter.type not in _IN_HEADING):
        yield f"matched: {_listed(trace.matching)}" if trace.matching else f"tried: {_listed(trace.tried)}"
        if trace.ignored:
            yield f"not looked at, because only the first {len(trace.tried)} files count: {_listed(trace.ignored)}"
        if trace.unsearched:
            count = len(trace.tried)
            yield (
                f"beyond the first {count:,} files, which count, only the next {MOST_OTHERS:,} were searched, "
                f"and not the last {trace.unsearched:,}"
            )
        if trace.near_miss is not None:
            yield trace.near_miss


def _listed(values: tuple[str, ...]) -> str:
    if not values:
        return "nothing, there is none"
    more = len(values) - _MOST_VALUES
    return ", ".join(map(one_line, values[:_MOST_VALUES])) + (f" and {more} more" if more > 0 else "")
