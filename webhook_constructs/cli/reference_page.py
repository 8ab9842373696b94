"""The page of the command, made from its help, `docs/cli.md`."""

from __future__ import annotations

import click

from .commands import commands

__all__ = ["reference_page"]

_NAME = "webhook-constructs"
_WIDTH = 100


def reference_page() -> str:
    """Write the page."""
    parent = click.Context(commands, info_name=_NAME, **{**commands.context_settings, "terminal_width": _WIDTH})
    lines = [
        "# The command",
        "",
        "`pip install 'webhook-constructs[cli]'` brings `webhook-constructs`. It reads templates and sends nothing;",
        "`audit` alone calls AWS to read, and needs `pip install 'webhook-constructs[audit]'`.",
        "",
        "The exit code is 0 for an answer, 1 for findings that count, and 2 where the arguments, or what they name,",
        "cannot be used. This page is made from the help of the command, by `make pages`.",
        "",
        *_block(commands.get_help(parent)),
    ]
    for name in commands.list_commands(parent):
        command = commands.commands[name]
        context = click.Context(command, parent, name, terminal_width=_WIDTH)
        lines += [f"## {name}", "", *_block(command.get_help(context))]
    return "\n".join(lines).rstrip() + "\n"


def _block(text: str) -> list[str]:
    return ["```text", *(line.rstrip() for line in text.splitlines()), "```", ""]
