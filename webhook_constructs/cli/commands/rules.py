"""The command `rules`."""

from __future__ import annotations

from typing import Any

import click

from webhook_constructs.cli.output import line, print_json, print_lines, print_markdown
from webhook_constructs.cli.rule_pages import RulePage, rule_pages
from webhook_constructs.lint.rules import ALL_RULES
from webhook_constructs.lint.selection import Selection

__all__ = ["rules"]


@click.command(short_help="Explain the rules.", epilog="\b\nExample:\n  webhook-constructs rules WH201")
@click.argument("prefixes", metavar="[ID]...", nargs=-1)
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="The format.",
)
def rules(*, prefixes: tuple[str, ...], output: str) -> None:
    """List the rules, or explain some: what each finds, why that matters, and what to do instead.

    ID is that of a rule, such as WH201, or the beginning of several, or the name of one.
    """
    ids = {rule.name: rule.id for rule in ALL_RULES}
    chosen = Selection(select=tuple(ids.get(each.lower(), each.upper()) for each in prefixes))
    pages = [page for page in rule_pages().values() if chosen.takes(page.id)]
    if output == "json":
        print_json([_object(page) for page in pages])
    elif prefixes:
        print_markdown("\n".join(page.section for page in pages))
    else:
        widest = max(len(page.name) for page in pages)
        print_lines(line(f"{page.id}  {page.severity:7}  {page.name:{widest}}  {page.summary}") for page in pages)


def _object(page: RulePage) -> dict[str, Any]:
    return {
        "id": page.id,
        "name": page.name,
        "severity": page.severity.value,
        "certainty": None if page.certainty is None else page.certainty.value,
        "kind": page.kind,
        "securitySeverity": page.security_severity,
        "summary": page.summary,
        "sources": list(page.sources),
        "address": page.address,
        "text": page.text,
    }
