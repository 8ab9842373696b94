"""The page of the command, made from its help, `docs/cli.md`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from webhook_constructs.cli.commands import commands

__all__ = ["reference_page"]

_NAME = "webhook-constructs"
_EXIT_CODES = (
    "## Exit codes",
    "",
    "| exit code | meaning |",
    "| --- | --- |",
    "| 0 | an answer, and no finding that counts |",
    (
        "| 1 | findings that count, a change that `diff` fails on, a verdict that `replay --expect` does not expect, "
        "or a pipe that its reader has closed, such as `head` |"
    ),
    "| 2 | the arguments, or what they name, cannot be used, or the answer cannot be written |",
    "| 70 | a bug in this package: report the lines on standard error, which hold no values |",
    "| 130 | interrupted by Ctrl-C |",
    "",
    "While Python itself starts, Ctrl-C ends the command by the signal, which a shell also reports as 130.",
    "`python -m webhook_constructs.cli` imports the package before it can handle Ctrl-C.",
    "",
)
_FOREIGN_TEXTS = (
    "## Names that look like commands",
    "",
    "GitHub Actions, GitLab, Azure Pipelines and TeamCity obey lines that a step prints, such as `::error::` and",
    "`##vso[...]`. A branch, a commit or a template can hold such text. The command escapes it on both streams, in",
    "every format: text shows `\\x3a:error::` and `\\x23#vso[...]`, and JSON holds `\\u0023#vso[...]`, which is the",
    "same value. Control characters, and those that change the direction of writing, are escaped as well. SARIF",
    "messages hold no links: `[text](address)` is written as `[text]\\(address)`.",
    "",
)
_WIDTH = 100


def reference_page() -> str:
    """Write the page."""
    parent = click.Context(commands, info_name=_NAME, **{**commands.context_settings, "terminal_width": _WIDTH})
    lines = [
        "# The command",
        "",
        "`pip install 'webhook-constructs[cli]'` brings `webhook-constructs`. It reads templates and sends nothing;",
        "`audit` alone calls AWS to read, and needs `pip install 'webhook-constructs[audit]'`. `local-aws` needs",
        "`pip install 'webhook-constructs[cli,local]'`.",
        "",
        "This page is made from the help of the command, by `make pages`.",
        "",
        *_block(commands.get_help(parent)),
        *_EXIT_CODES,
        *_FOREIGN_TEXTS,
    ]
    lines += _sections(commands, parent)
    return "\n".join(lines).rstrip() + "\n"


def _sections(group: click.Group, parent: click.Context) -> Iterator[str]:
    for name in group.list_commands(parent):
        command = group.commands[name]
        context = click.Context(command, parent, name, terminal_width=_WIDTH)
        title = context.command_path.removeprefix(f"{_NAME} ")
        yield from (f"## {title}", "", *_block(command.get_help(context)))
        if isinstance(command, click.Group):
            yield from _sections(command, context)


def _block(text: str) -> list[str]:
    return ["```text", *(line.rstrip() for line in text.splitlines()), "```", ""]
