"""How often each rule has found something."""

from __future__ import annotations

from collections import Counter
from typing import Any

from webhook_constructs.cli.output import line, print_json, print_lines, print_message
from webhook_constructs.cli.rule_pages import rule_pages
from webhook_constructs.lint.findings.located_findings import LintReport

from .object import json_object
from .text import summary_lines

__all__ = ["STATISTICS"]


def _print_text(outcome: LintReport) -> None:
    pages = rule_pages()
    counted = _counts(outcome)
    widest = max((len(pages[each].name) for each, _ in counted), default=0)
    rows = (
        f"{count:5}  {page.id}  {page.severity:7}  {page.name:{widest}}  {page.summary}"
        for page, count in ((pages[each], count) for each, count in counted)
    )
    print_lines([*map(line, rows), *summary_lines(outcome)])
    for each in outcome.unread:
        print_message(f"webhook-constructs: {each}")


def _object(outcome: LintReport) -> dict[str, Any]:
    pages = rule_pages()
    statistics = [
        {"id": each, "name": pages[each].name, "severity": pages[each].severity.value, "count": count}
        for each, count in _counts(outcome)
    ]
    others = {name: value for name, value in json_object(outcome).items() if name != "findings"}
    return {"statistics": statistics, **others}


def _counts(outcome: LintReport) -> list[tuple[str, int]]:
    """Return the ids with how often each was found, the most frequent one first."""
    counted = Counter(each.finding.id for each in outcome.findings)
    return sorted(counted.items(), key=lambda each: (-each[1], each[0]))


STATISTICS = {"text": _print_text, "json": lambda outcome: print_json(_object(outcome))}
"""What prints the counts, by the name of the format."""
