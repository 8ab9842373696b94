"""Findings as a table in Markdown, for a comment or the summary of a job."""

from __future__ import annotations

from collections.abc import Iterator

from webhook_constructs.cli.rule_pages import rule_pages
from webhook_constructs.lint.findings.located_findings import LintReport, LocatedFinding

from .markdown_code import markdown_code
from .text import place_of, summary

__all__ = ["markdown_of"]

_MOST_ROWS = 100
_MOST_OF_A_TEXT = 400
_TITLE = "### CodeBuild webhooks"
_HEAD = ("| Where | Severity | Rule | Finding | Fix |", "| --- | --- | --- | --- | --- |")


def markdown_of(outcome: LintReport) -> str:
    """Return a table of the findings, and what could not be read, or not in full.

    What comes from outside is code in which nothing is Markdown. At most 100 rows are shown, and the rest is counted.

    Args:
        outcome: What was found.
    """
    parts = [_TITLE, f"{summary(outcome)}."]
    if outcome.findings:
        parts.append("\n".join([*_HEAD, *_rows(outcome)]))
    more = len(outcome.findings) - _MOST_ROWS
    if more > 0:
        parts.append(f"{more} more {'finding is' if more == 1 else 'findings are'} left out here.")
    parts += [f"Not read: {markdown_code(str(each), _MOST_OF_A_TEXT)}" for each in outcome.unread[:_MOST_ROWS]]
    parts += [f"Not judged in full: {markdown_code(str(each), _MOST_OF_A_TEXT)}" for each in _undecided(outcome)]
    return "\n\n".join(parts) + "\n"


def _rows(outcome: LintReport) -> Iterator[str]:
    pages = rule_pages()
    for located in outcome.findings[:_MOST_ROWS]:
        finding = located.finding
        page = pages[finding.id]
        cells = (
            f"{markdown_code(place_of(located.place))}<br>{_subject(located)}",
            str(finding.severity),
            f"[{page.id} {page.name}]({page.address})",
            markdown_code(finding.message, _MOST_OF_A_TEXT),
            markdown_code(finding.fix, _MOST_OF_A_TEXT),
        )
        yield f"| {' | '.join(cells)} |"


def _subject(located: LocatedFinding) -> str:
    return markdown_code(f"{located.subject}: {located.setting}")


def _undecided(outcome: LintReport) -> Iterator[object]:
    yield from outcome.undecided[:_MOST_ROWS]
    if len(outcome.undecided) > _MOST_ROWS:
        yield f"{len(outcome.undecided) - _MOST_ROWS} more"
