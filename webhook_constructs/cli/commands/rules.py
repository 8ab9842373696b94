"""The command `rules`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

import click

from webhook_constructs.cli.output import line, print_lines, print_markdown
from webhook_constructs.lint.findings.finding import TOOL_FINDINGS
from webhook_constructs.lint.rule import Rule
from webhook_constructs.lint.rules import ALL_RULES
from webhook_constructs.lint.selection import Selection

__all__ = ["rule_sections", "rules"]


@click.command(short_help="Explain the rules.", epilog="\b\nExample:\n  webhook-constructs rules WH201")
@click.argument("prefixes", metavar="[ID]...", nargs=-1)
def rules(*, prefixes: tuple[str, ...]) -> None:
    """List the rules, or explain some: what each finds, why that matters, and what to do instead.

    ID is that of a rule, such as WH201, or the beginning of several, or the name of one.
    """
    ids = {rule.name: rule.id for rule in ALL_RULES}
    chosen = Selection(select=tuple(ids.get(each.lower(), each.upper()) for each in prefixes))
    pages = [page for rule_id, page in rule_sections().items() if chosen.takes(rule_id)]
    if prefixes:
        print_markdown("\n".join(pages))
    else:
        print_lines(line(_summary(page)) for page in pages)


def rule_sections(rules: Iterable[Rule[Any]] = ALL_RULES) -> dict[str, str]:
    """Return the page of each rule, and of what is no rule but has an id, in Markdown.

    Args:
        rules: The rules. Default: all of them.

    Returns:
        The pages by the ids, in the order of these.
    """
    written = files("webhook_constructs.cli.commands").joinpath("tool_findings.md").read_text(encoding="utf-8")
    of_tool = zip(TOOL_FINDINGS, re.split(r"\n(?=## )", written), strict=True)
    return {
        **{each.id: page for each, page in of_tool},
        **{rule.id: _section(rule) for rule in sorted(rules, key=lambda rule: rule.id)},
    }


def _section(rule: Rule[Any]) -> str:
    """Render the page of a rule as a part of the whole: its headings go one level down."""
    lines = [f"## {rule.id} {rule.name}", "", f"*{rule.severity}, {rule.certainty}*", ""]
    is_code = False
    for written in rule.documentation.splitlines():
        is_code ^= written.startswith("```")
        is_heading = written.startswith("## ") and not is_code
        lines += [f"#{written}", ""] if is_heading else [written]
    return "\n".join([*lines, ""])


def _summary(page: str) -> str:
    """Return the id, the severity and the name, which a page begins with."""
    heading, _, severity, *_ = page.splitlines()
    rule_id, name = heading.removeprefix("## ").split(" ")
    return f"{rule_id}  {severity.strip('*').partition(',')[0]:7}  {name}"
