"""What `replay` prints: a row for each delivery and verdict, with the webhooks that it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.style import Style

from webhook_constructs.cli.output import Line, line, print_json, print_lines
from webhook_constructs.core import Verdict
from webhook_constructs.core.events.event_names import IgnoredEvent
from webhook_constructs.core.values.arguments import one_line

from .answers import WORDS, Answer
from .report import Report, identified, subject_of, verdict_on_ignored
from .saved_verdicts import Difference, SavedVerdicts
from .table import STYLES

__all__ = ["print_differences", "print_replay"]

_BOLD, _PLAIN = Style(bold=True), Style()
_WIDTH = 11
_MAX_REASON = 1_000
_SHOWN = frozenset({Verdict.BUILDS, Verdict.WAITS_FOR_APPROVAL})


def print_replay(reports: Iterable[Report], output: str, *, is_all: bool) -> None:
    """Print what becomes of some deliveries.

    Args:
        reports: The deliveries and what becomes of each.
        output: The format: `text` is a table for people, `json` one object whose `deliveries` have every verdict.
        is_all: Whether the table has rows for what neither builds nor waits, too.
    """
    if output == "json":
        print_json({"deliveries": [_delivery(each) for each in reports]})
    else:
        print_lines(_lines(list(reports), is_all=is_all), wraps=True)


def print_differences(found: SavedVerdicts, expected: SavedVerdicts, file: Path, output: str) -> bool:
    """Print where verdicts differ from those in a file.

    Args:
        found: The verdicts.
        expected: Those in the file.
        file: The file.
        output: The format, as for `print_replay`.

    Returns:
        Whether they are the same, for the same deliveries.
    """
    differences = list(expected.differences(found))
    surplus, lacking = found.without(expected), expected.without(found)
    if output == "json":
        differing = [
            {**asdict(each), "expected": each.expected.value, "found": each.found.value} for each in differences
        ]
        print_json({"differences": differing, "notInFile": surplus, "onlyInFile": lacking})
    else:
        print_lines(_differing(differences, surplus, lacking, len(found.verdicts), file), wraps=True)
    return not (differences or surplus or lacking)


def _differing(
    differences: Sequence[Difference], surplus: Sequence[str], lacking: Sequence[str], number: int, file: Path
) -> Iterator[Line]:
    for each in differences:
        text = f"{one_line(each.event)}: {one_line(each.webhook)}, expected {WORDS[each.expected]}"
        yield _row(each.found, one_line(each.delivery), text)
    for name in surplus:
        yield line(f"not compared: {one_line(name)} is not in {one_line(str(file))}")
    for name in lacking:
        yield line(f"not compared: {one_line(name)} is in {one_line(str(file))} alone")
    uncompared = len(surplus) + len(lacking)
    rest = f", {uncompared:,} not compared" if uncompared else ""
    said = f"{len(differences):,} {'verdict differs' if len(differences) == 1 else 'verdicts differ'} from"
    if not differences:
        said = "every verdict is as in"
    yield line(f"{_deliveries(number)}: {said} {one_line(str(file))}{rest}", _BOLD)


def _deliveries(number: int) -> str:
    return "1 delivery" if number == 1 else f"{number:,} deliveries"


def _lines(reports: Sequence[Report], *, is_all: bool) -> Iterator[Line]:
    for report in reports:
        yield from _rows(report, is_all=is_all)
    if not reports:
        return
    outcomes = Counter(_outcome(each) for each in reports)
    ignored = sum(isinstance(each.event, IgnoredEvent) and not each.event.may_approve for each in reports)
    assuming = sum(map(_assumes_approval, reports))
    kinds = [f"{WORDS[each]} {outcomes[each]:,}" for each in WORDS if outcomes[each]]
    if assuming:
        kinds[0] += f" ({assuming:,} of them if the author may approve)"
    rest = f" (no event of CodeBuild: {ignored:,})" if ignored else ""
    yield line(f"{_deliveries(len(reports))}: {', '.join(kinds)}{rest}", _BOLD)


def _rows(report: Report, *, is_all: bool) -> Iterator[Line]:
    label = one_line(report.label or "")
    if isinstance(report.event, IgnoredEvent):
        if is_all:
            yield _row(_outcome(report), label, one_line(report.event.reason, _MAX_REASON))
        return
    for verdict in WORDS:
        found = [subject_of(each.placed) for each in report.answers if each.verdict is verdict]
        if found and (is_all or verdict in _SHOWN):
            yield _row(verdict, label, f"{one_line(str(report.event))}: {', '.join(found)}")


def _row(verdict: Verdict, label: str, text: str) -> Line:
    style = STYLES[verdict]
    return Line(((f"{WORDS[verdict]:{_WIDTH}}", style), (f"{label}  ", _PLAIN), (text, style)), hanging=_WIDTH)


def _outcome(report: Report) -> Verdict:
    """Return the verdict of a delivery: the first one, in the order of the table, that any webhook has."""
    if isinstance(report.event, IgnoredEvent):
        return verdict_on_ignored(report.event)
    found = {each.verdict for each in report.answers}
    return next((verdict for verdict in WORDS if verdict in found), Verdict.NO_BUILD)


def _assumes_approval(report: Report) -> bool:
    """Check whether a delivery builds, and builds nothing unless an author who is not known may approve."""
    building = [each.decision for each in report.answers if each.verdict is Verdict.BUILDS]
    return bool(building) and all(each is not None and each.assumes_approval for each in building)


def _delivery(report: Report) -> dict[str, Any]:
    is_ignored = isinstance(report.event, IgnoredEvent)
    return {
        "delivery": report.label,
        "event": None if is_ignored else str(report.event),
        "ignored": report.event.reason if isinstance(report.event, IgnoredEvent) else None,
        "verdict": _outcome(report).value,
        "webhooks": [_webhook(each) for each in report.answers],
    }


def _webhook(answer: Answer) -> dict[str, Any]:
    assumptions = () if answer.decision is None else answer.decision.assumptions
    return {**identified(answer), "assumptions": [each.id for each in assumptions]}
