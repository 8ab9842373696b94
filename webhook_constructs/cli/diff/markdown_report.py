"""What changes, as a comment for a pull request: a table first, and the details folded.

Whatever comes from outside may have been written by the author of the pull request. In the table it is in HTML's `code`
with each character escaped that Markdown, HTML, or the git host's links to people and issues look at. In the details it
is in a block of code whose fence is longer than any row of backticks in it. Neither can hold a line end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from webhook_constructs.changes.changes import Changes
from webhook_constructs.changes.webhook_change import Status, WebhookChange
from webhook_constructs.cli.formats.markdown_code import markdown_code
from webhook_constructs.core import Witness
from webhook_constructs.core.comparison.witness import described
from webhook_constructs.core.values.arguments import one_line

from .text_report import detail_lines, summary
from .wording import YES_OR_NO, counted, remarks, subject

__all__ = ["markdown_of"]

_MOST_CHARACTERS = 60_000
"""GitHub takes comments of up to 65,536 characters, and whoever posts this may write something before it."""

_MOST_ROWS = 100
_BACKTICKS = re.compile(r"`+")
_TITLE = "### What changes about CodeBuild webhooks"
_HEAD = ("| Webhook | Change | Starts | Stops | Widens |", "| --- | --- | --- | --- | --- |")
_LEFT_OUT = "{} left out here, because the comment would be too long: run the command to see more."


def markdown_of(changes: Changes, before: str, after: str) -> str:
    """Return what changes.

    Args:
        changes: What changes.
        before: What was named for the side before the change.
        after: What was named for the side after it.
    """
    told = [each for each in changes.webhooks if each.status is not Status.SAME or each.rewritten]
    parts = [_TITLE, f"From {markdown_code(before)} to {markdown_code(after)}: {summary(changes)}."]
    if told:
        parts.append("\n".join((*_HEAD, *(_row(each) for each in told[:_MOST_ROWS]))))
    if len(told) > _MOST_ROWS:
        parts.append(_LEFT_OUT.format(counted(len(told) - _MOST_ROWS, "row")))
    parts += [f"Not compared: {markdown_code(each)}" for each in changes.unseen]
    return "\n\n".join([*parts, *_details(told, _MOST_CHARACTERS - sum(map(len, parts)))]) + "\n"


def _row(change: WebhookChange) -> str:
    starts, stops = (
        [each for case in change.cases for each in getattr(case.comparison, name)] for name in ("starts", "stops")
    )
    notes = "; ".join(
        (change.status.value, *(f"{said} {markdown_code(named) if named else ''}" for said, named in remarks(change)))
    )
    cells = (markdown_code(subject(change)), notes, _events(starts), _events(stops), YES_OR_NO[change.widens])
    return f"| {' | '.join(cells)} |"


def _events(witnesses: list[Witness]) -> str:
    if not witnesses:
        return ""
    more = f" and {len(witnesses) - 1} more" if len(witnesses) > 1 else ""
    return f"{markdown_code(described(witnesses[0].event))}{more}"


def _details(changes: list[WebhookChange], left: int) -> Iterator[str]:
    """Return the details of the webhooks as far as there is room."""
    for number, change in enumerate(changes):
        lines = [f"{' ' * each.indent}{''.join(text for text, _ in each.parts)}" for each in detail_lines(change)]
        if not lines:
            continue
        block = _folded(markdown_code(subject(change)), lines)
        left -= len(block) + 2
        if left < 0:
            yield _LEFT_OUT.format(f"The details of {counted(len(changes) - number, 'webhook')} are")
            return
        yield block


def _folded(title: str, lines: list[str]) -> str:
    content = "\n".join(one_line(each, _MOST_CHARACTERS) for each in lines)
    longest = max((len(each) for each in _BACKTICKS.findall(content)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"<details><summary>{title}</summary>\n\n{fence}text\n{content}\n{fence}\n\n</details>"
