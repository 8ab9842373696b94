"""Findings as text for people."""

from __future__ import annotations

from collections.abc import Iterator

from rich.style import Style

from webhook_constructs.cli.output import Line, line, print_lines, print_message
from webhook_constructs.core.values.arguments import one_line
from webhook_constructs.lint import Severity
from webhook_constructs.lint.findings.located_findings import (
    LintReport,
    LiveLocation,
    LocatedFinding,
    TemplateLocation,
    WorkflowLocation,
)

__all__ = ["place_of", "print_text", "summary"]

_BOLD = Style(bold=True)
_STYLES = {
    Severity.ERROR: Style(color="red", bold=True),
    Severity.WARNING: Style(color="yellow"),
    Severity.INFO: Style(color="cyan"),
}
_PLAIN = Style()


def print_text(outcome: LintReport) -> None:
    """Print the findings, and on the other stream what could not be read.

    On a terminal, lines are wrapped to its width, and colors are used unless NO_COLOR is set; elsewhere neither.

    Args:
        outcome: What was found.
    """
    print_lines(_lines(outcome), wraps=True)
    for each in outcome.unread:
        print_message(f"webhook-constructs: {each}")


def _lines(outcome: LintReport) -> Iterator[Line]:
    for located in outcome.findings:
        yield from _finding(located)
    yield line(summary(outcome), _BOLD)
    for each in outcome.undecided:
        yield line(f"not judged in full: {each}")


def _finding(located: LocatedFinding) -> Iterator[Line]:
    finding = located.finding
    severity = (finding.severity.value, _STYLES[finding.severity])
    yield Line(((f"{place_of(located.place)}: ", _PLAIN), severity, (f" {finding.id} {finding.name}", _BOLD)))
    yield line(f"{one_line(located.subject)}: {located.setting}", indent=2)
    yield line(finding.message, indent=2)
    yield line(f"fix: {finding.fix}", indent=2)


def place_of(place: TemplateLocation | LiveLocation | WorkflowLocation) -> str:
    """Return a place as people write it: the file with the line and the column, or the project in its account.

    Args:
        place: The place.
    """
    if isinstance(place, LiveLocation):
        return one_line(place.name)
    return ":".join([place.file, *(str(each) for each in (place.line, place.column) if each)])


def summary(outcome: LintReport) -> str:
    """Return how much was found, in how many webhooks.

    Args:
        outcome: What was found.
    """
    if outcome.is_blind:
        return "nothing could be read"
    counts = [sum(each.finding.severity is severity for each in outcome.findings) for severity in Severity]
    found = [_counted(count, severity.value) for severity, count in zip(Severity, counts, strict=True) if count]
    parts = [f"{_counted(outcome.webhooks, 'webhook')}: {', '.join(found) or _nothing(outcome)}"]
    if outcome.suppressed:
        parts.append(f"{_counted(outcome.suppressed, 'finding')} left out with a reason")
    if outcome.undecided:
        parts.append(f"{len(outcome.undecided)} not judged in full")
    return "; ".join(parts)


def _nothing(outcome: LintReport) -> str:
    """Return that nothing was found, of what was looked at only."""
    if outcome.unread:
        return "nothing found in what could be read"
    return "nothing found in what could be judged" if outcome.undecided else "nothing found"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 or noun == Severity.INFO.value else f"{count} {noun}s"
