"""What changes, as text for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.style import Style

from webhook_constructs.changes.changes import Changes
from webhook_constructs.changes.webhook_change import Case, Status, WebhookChange
from webhook_constructs.cli.output import Line, line, print_lines
from webhook_constructs.core import Comparison, Witness
from webhook_constructs.core.values.arguments import one_line

from .wording import YES_OR_NO, counted, remarks, subject

__all__ = ["detail_lines", "print_text", "summary"]

_BOLD, _DIM, _PLAIN = Style(bold=True), Style(dim=True), Style()
_RED = Style(color="red", bold=True)
_STYLES = {
    Status.NEW: Style(color="green", bold=True),
    Status.REMOVED: Style(color="magenta", bold=True),
    Status.CHANGED: Style(color="yellow", bold=True),
    Status.UNKNOWN: Style(color="yellow"),
    Status.RENAMED: Style(color="cyan"),
    Status.SAME: _DIM,
}
_WIDTH = 9
_MOST_WITNESSES = 6
_MAX_REASON = 1_000


def print_text(changes: Changes, *, is_all: bool) -> None:
    """Print what changes.

    Args:
        changes: What changes.
        is_all: Whether webhooks of which nothing changes, and all events, are listed, too.
    """
    print_lines(_lines(changes, is_all=is_all), wraps=True)


def _lines(changes: Changes, *, is_all: bool) -> Iterator[Line]:
    for each in changes.webhooks:
        if is_all or each.status is not Status.SAME or each.rewritten:
            yield from _webhook(each, is_all=is_all)
    for why in changes.unseen:
        yield line(f"not compared: {one_line(why, _MAX_REASON)}")
    yield line(summary(changes), _RED if changes.widens else _BOLD)


def _webhook(change: WebhookChange, *, is_all: bool) -> Iterator[Line]:
    style = _STYLES[change.status]
    notes = [*(["widens"] if change.widens else []), *(" ".join(each).strip() for each in remarks(change))]
    said = f": {'; '.join(notes)}" if notes else ""
    yield Line(((f"{change.status.value:{_WIDTH}}", style), (subject(change), style), (said, _PLAIN)), hanging=_WIDTH)
    yield from detail_lines(change, is_all=is_all)


def detail_lines(change: WebhookChange, *, is_all: bool = False) -> Iterator[Line]:
    """Return the lines on the events that show what changes about a webhook.

    Args:
        change: What changes about it.
        is_all: Whether all events are listed. Default: the first of them.
    """
    for each in change.cases:
        if each.comparison.is_same is not True:
            yield from _case(each, is_all=is_all)


def _case(case: Case, *, is_all: bool) -> Iterator[Line]:
    indent = 2
    if case.values:
        yield line(f"with {one_line(case.values, _MAX_REASON)}:", indent=indent)
        indent += 2
    yield from _comparison(case.comparison, indent, is_all=is_all)


def _comparison(comparison: Comparison, indent: int, *, is_all: bool) -> Iterator[Line]:
    for title, witnesses in (("starts", comparison.starts), ("stops", comparison.stops)):
        if witnesses:
            yield line(f"{title}:", _BOLD, indent=indent)
            yield from _witnesses(witnesses, indent + 2, is_all=is_all)
    if comparison.widening is not None and comparison.widening not in comparison.starts:
        yield line("widens:", _BOLD, indent=indent)
        yield from _witnesses([comparison.widening], indent + 2, is_all=is_all)
    if comparison.unknown:
        yield line("unknown:", _BOLD, indent=indent)
        yield from (line(one_line(each, _MAX_REASON), indent=indent + 2, hanging=2) for each in comparison.unknown)


def _witnesses(witnesses: Sequence[Witness], indent: int, *, is_all: bool) -> Iterator[Line]:
    listed = witnesses if is_all else witnesses[:_MOST_WITNESSES]
    for each in listed:
        first, *rest = str(each).splitlines()
        yield line(first, indent=indent)
        yield from (line(one_line(text.strip(), _MAX_REASON), indent=indent + 2, hanging=2) for text in rest)
    if len(listed) < len(witnesses):
        yield line(f"{counted(len(witnesses) - len(listed), 'more event')} (--all lists them)", _DIM, indent=indent)


def summary(changes: Changes) -> str:
    """Return how many webhooks are compared, and what has become of them, on one line."""
    if not changes.webhooks:
        compared = "there is no webhook on either side"
    else:
        counts = {status: sum(each.status is status for each in changes.webhooks) for status in Status}
        kinds = ", ".join(f"{number:,} {status}" for status, number in counts.items() if number)
        compared = f"{counted(len(changes.webhooks), 'webhook')}: {kinds}"
    others = f"; {counted(changes.others, 'other webhook')} of the account not compared" if changes.others else ""
    return f"{compared}{others}; widens who can start builds: {YES_OR_NO[changes.widens]}"
