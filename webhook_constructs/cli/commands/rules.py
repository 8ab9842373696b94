"""The command `rules`."""

from __future__ import annotations

import click

from webhook_constructs.cli.output import line, print_lines, print_markdown
from webhook_constructs.lint.rules import ALL_RULES
from webhook_constructs.lint.rules_page import rule_sections
from webhook_constructs.lint.selection import Selection

__all__ = ["rules"]


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


def _summary(page: str) -> str:
    """Return the id, the severity and the name, which a page begins with."""
    heading, _, severity, *_ = page.splitlines()
    rule_id, name = heading.removeprefix("## ").split(" ")
    return f"{rule_id}  {severity.strip('*').partition(',')[0]:7}  {name}"
