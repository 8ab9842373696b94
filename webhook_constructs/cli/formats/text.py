"""Findings as text for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from webhook_constructs.cli.output import said, without_commands
from webhook_constructs.core.one_line import one_line
from webhook_constructs.lint import Severity
from webhook_constructs.lint.located import TemplatePlace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from webhook_constructs.lint.located import LivePlace, LocatedFinding, Outcome

__all__ = ["print_text"]

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_MOST = 2_000


def print_text(outcome: Outcome) -> None:
    """Print the findings, and on the other stream what could not be read.

    On a terminal, lines are wrapped to its width, and colours are used unless NO_COLOR is set; elsewhere neither.

    Args:
        outcome: What was found.
    """
    console, errors = Console(highlight=False), Console(highlight=False, stderr=True)
    for located in outcome.findings:
        _print(console, located)
    _say(console, Text(_summary(outcome), style="bold"))
    for each in outcome.undecided:
        _say(console, Text(without_commands(f"not judged in full: {one_line(str(each), _MOST)}")))
    with said():
        for each in outcome.unread:
            _say(errors, Text(without_commands(f"webhook-constructs: {one_line(str(each), _MOST)}")))


def _print(console: Console, located: LocatedFinding) -> None:
    finding = located.finding
    head = Text(without_commands(f"{_place(located.place)}: "))
    head.append(finding.severity.value, style=_STYLES[finding.severity])
    head.append(f" {finding.id} {finding.name}", style="bold")
    _say(console, head)
    for line in _details(located):
        _say(console, Text(without_commands(line)), indented=True)


def _details(located: LocatedFinding) -> Iterator[str]:
    finding = located.finding
    yield f"{one_line(located.subject)}: {finding.location}"
    yield one_line(finding.message, _MOST)
    yield f"fix: {one_line(finding.fix, _MOST)}"


def _place(place: TemplatePlace | LivePlace) -> str:
    if isinstance(place, TemplatePlace):
        parts = [one_line(place.file, _MOST), *(str(each) for each in (place.line, place.column) if each)]
        return ":".join(parts)
    return one_line(f"{place.account}/{place.region}/{place.project}")


def _say(console: Console, text: Text, *, indented: bool = False) -> None:
    """Print a line: wrapped on a terminal, and whole where a program may read it."""
    if console.is_terminal:
        console.print(Padding(text, (0, 0, 0, 2)) if indented else text)
    else:  # as the console would, in a fortieth of its time
        console.file.write(f"{'  ' if indented else ''}{text.plain}\n")


def _summary(outcome: Outcome) -> str:
    if outcome.is_blind:
        return "nothing could be read"
    counts = [sum(each.finding.severity is severity for each in outcome.findings) for severity in Severity]
    found = [_counted(count, severity.value) for severity, count in zip(Severity, counts, strict=True) if count]
    parts = [f"{_counted(outcome.webhooks, 'webhook')}: {', '.join(found) or 'nothing found'}"]
    if outcome.suppressed:
        parts.append(f"{_counted(outcome.suppressed, 'finding')} left out with a reason")
    if outcome.undecided:
        parts.append(f"{_counted(len(outcome.undecided), 'webhook')} not judged in full")
    return "; ".join(parts)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 or noun == Severity.INFO.value else f"{count} {noun}s"
