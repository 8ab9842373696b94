"""What a decision says, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import NamedTuple

from webhook_constructs.core.service.assumptions import Assumption
from webhook_constructs.core.service.enums import FilterType
from webhook_constructs.core.values.arguments import one_line

from .approval import Approval
from .event_values import MAX_BEYOND_LIMIT
from .filter_trace import FilterOutcome, FilterTrace, GroupTrace
from .verdict import Verdict

__all__ = [
    "HEADINGS",
    "ExplainedLine",
    "SettingNames",
    "approval_lines",
    "assumption_lines",
    "group_lines",
    "refusal_lines",
    "wrapped",
]

HEADINGS = {
    Verdict.BUILDS: "build",
    Verdict.WAITS_FOR_APPROVAL: "waits for approval",
    Verdict.NO_BUILD: "no build",
    Verdict.UNDECIDED: "undecided",
}
"""How the text of a decision begins."""

_IN_HEADING = frozenset({FilterType.EVENT, FilterType.HEAD_REF, FilterType.BASE_REF})
_WITHOUT_GROUPS = "without filter groups"
_MOST_VALUES = 5
_MOST_OF_A_REFUSAL = 500
_WIDTH = 110
_OUTCOME_WIDTH = 12
_DETAIL = _OUTCOME_WIDTH + 7


class SettingNames(NamedTuple):
    """How settings are named in an explanation. Default: as in Python.

    Attributes:
        groups: The filter groups.
        branch_filter: The branch filter.
    """

    groups: str = "filter_groups"
    branch_filter: str = "branch_filter"


class ExplainedLine(NamedTuple):
    """A line of an explanation.

    Attributes:
        indent: How many blanks stand before it.
        text: The text.
        is_prose: Whether it is a sentence, which can be wrapped. Default: it holds values.
        missing: The argument of the event that the end of the text asks for. Default: it asks for none.
    """

    indent: int
    text: str
    is_prose: bool = False
    missing: str | None = None


def wrapped(line: ExplainedLine) -> list[str]:
    """Return a line with its blanks; a sentence on several lines if it is long.

    Examples:
        >>> wrapped(ExplainedLine(2, "filter_groups[0]: passed"))
        ['  filter_groups[0]: passed']
    """
    if not line.is_prose:
        return [" " * line.indent + line.text]
    blanks = " " * line.indent
    return wrap(line.text, _WIDTH, initial_indent=blanks, subsequent_indent=f"{blanks}  ", break_on_hyphens=False)


def refusal_lines(refusals: Iterable[str]) -> Iterator[ExplainedLine]:
    """Return why there is no webhook that could start a build.

    Args:
        refusals: What CodeBuild refuses.
    """
    lines = [line for refusal in refusals for line in refusal.splitlines()]
    if lines:
        yield ExplainedLine(2, "CodeBuild refuses these settings, so there is no webhook to start a build:")
        yield from (ExplainedLine(4, one_line(line, _MOST_OF_A_REFUSAL)) for line in lines)


def approval_lines(approval: Approval | None) -> Iterator[ExplainedLine]:
    """Return what is known of the approval of a pull request.

    Args:
        approval: The approval; None where there is no build that could need any.
    """
    if approval is not None and approval.reason is not None:
        undecided = "undecided, " if approval.verdict is Verdict.UNDECIDED else ""
        yield ExplainedLine(2, f"approval: {undecided}{approval.reason}", is_prose=True)
        if approval.consequence is not None:
            yield ExplainedLine(4, approval.consequence, is_prose=True)


def assumption_lines(assumptions: Iterable[Assumption]) -> Iterator[ExplainedLine]:
    """Return what a decision assumes: each by itself where it is only not said, and then what no page settles.

    Args:
        assumptions: The assumptions.
    """
    undocumented = []
    for each in assumptions:
        if each.certainty == "documented":
            yield ExplainedLine(2, f"assuming {each.what}:", is_prose=True)
            yield ExplainedLine(4, f"{each.id}: {each.why}", is_prose=True)
        else:
            undocumented.append(each)
    if undocumented:
        yield ExplainedLine(2, "assumptions (AWS does not document this):")
        yield from (ExplainedLine(4, str(each), is_prose=True) for each in undocumented)


def group_lines(group: GroupTrace, names: SettingNames) -> Iterator[ExplainedLine]:
    """Return what became of a group and its filters.

    Args:
        group: What became of it.
        names: How settings are named.
    """
    place = _WITHOUT_GROUPS if group.index is None else f"{names.groups}[{group.index}]"
    other = next((trace for trace in group.filters if _is_for_other_events(trace)), None)
    if other is not None:
        yield ExplainedLine(2, f"{place}: failed, it is for {one_line(str(other.filter.pattern))}")
        return
    yield ExplainedLine(2, f"{place}: {group.outcome}")
    if group.outcome is not FilterOutcome.NOT_REACHED:
        for trace in group.filters:
            yield from _filter_lines(trace, names.branch_filter if group.index is None else None)


def _is_for_other_events(trace: FilterTrace) -> bool:
    return trace.filter.type is FilterType.EVENT and trace.outcome is FilterOutcome.FAILED


def _filter_lines(trace: FilterTrace, branch_filter: str | None) -> Iterator[ExplainedLine]:
    outcome = str(trace.outcome)
    if trace.outcome in {FilterOutcome.FAILED, FilterOutcome.UNDECIDED}:
        outcome = outcome.upper()
    said = one_line(str(trace.filter))
    if branch_filter is not None and trace.filter.type is not FilterType.EVENT:
        said = f"{branch_filter} matches {one_line(str(trace.filter.pattern))}"
    yield ExplainedLine(4, f"{outcome:{_OUTCOME_WIDTH}} {said}")
    yield from (ExplainedLine(_DETAIL, detail) for detail in _details(trace))
    if trace.outcome is FilterOutcome.UNDECIDED:
        yield ExplainedLine(_DETAIL, one_line(trace.undecided_because or ""), missing=trace.missing)


def _details(trace: FilterTrace) -> Iterator[str]:
    """Return what was tried where that is not obvious, and what would have changed the outcome."""
    if trace.outcome is FilterOutcome.UNDECIDED:
        if trace.tried:
            yield f"tried: {_listed(trace.tried)}"
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
        near = trace.near_miss  # asked for again, it is None if the run is over by then
        if near is not None:
            yield near


def _listed(values: tuple[str, ...]) -> str:
    if not values:
        return "nothing, there is none"
    more = len(values) - _MOST_VALUES
    return ", ".join(map(one_line, values[:_MOST_VALUES])) + (f" and {more} more" if more > 0 else "")
