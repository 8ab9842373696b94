"""What several commands have in common: paths as arguments, and the options and exit codes of those that find."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from webhook_constructs.cli.formats import FORMATS
from webhook_constructs.cli.lint.configuration import FAIL_ON, Configuration, read_configuration
from webhook_constructs.cli.output import print_message
from webhook_constructs.lint import Severity
from webhook_constructs.lint.findings.located_findings import LintReport
from webhook_constructs.lint.selection import Selection

__all__ = ["configuration_of", "counts", "finding_options", "path_argument", "report_and_exit_code"]

_FOUND, _FAILED = 1, 2
_SEVERITIES = list(Severity)  # the worst first


def finding_options(formats: Sequence[str] = tuple(FORMATS)) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add the options `--format`, `--select`, `--ignore` and `--fail-on` to a command.

    Args:
        formats: The formats that the command has. Default: all.
    """
    options = [
        click.option(
            "--format",
            "output",
            type=click.Choice(list(formats)),
            default="text",
            show_default=True,
            help="The format.",
        ),
        click.option(
            "--select",
            metavar="PREFIX",
            multiple=True,
            help="Run only rules with an ID that starts with PREFIX (repeatable).",
        ),
        click.option(
            "--ignore",
            metavar="PREFIX",
            multiple=True,
            help="Skip rules with an ID that starts with PREFIX (repeatable).",
        ),
        click.option(
            "--fail-on",
            type=click.Choice(FAIL_ON),
            help="The least severity that ends with the exit code 1.  [default: error]",
        ),
    ]

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def path_argument(value: str | Path) -> Path:
    """Accept any path. Its reader reports what is wrong with it, and goes on with the rest.

    Args:
        value: What was written.

    Raises:
        click.BadParameter: It is empty, which would mean the folder that the process is in.
    """
    if value == "":
        msg = "a path is empty: name a file or folder, or write . for this folder"
        raise click.BadParameter(msg)
    return Path(value)


def configuration_of(select: tuple[str, ...], ignore: tuple[str, ...], fail_on: str | None) -> Configuration:
    """Return what is wanted: what `pyproject.toml` says, and in its place each option that is given.

    Args:
        select: The values of `--select`, each of which can be several with commas between them.
        ignore: Those of `--ignore`.
        fail_on: That of `--fail-on`.

    Raises:
        ConfigurationError: `pyproject.toml` cannot be used.
        SelectionError: There is no such rule.
    """
    written = read_configuration(Path())
    known = written.selection
    selection = Selection(_split(select) or known.select, _split(ignore) or known.ignore, known.suppressions)
    return replace(written, selection=selection, fail_on=fail_on or written.fail_on)


def report_and_exit_code(outcome: LintReport, output: str, fail_on: str, *, is_answer: bool | None = None) -> int:
    """Print what was found.

    Args:
        outcome: What was found.
        output: The format.
        fail_on: From which severity on findings count.
        is_answer: Whether enough was read for an answer. Default: it was where nothing is unread.

    Returns:
        The exit code: 2 where it is no answer, 1 where a finding counts, and else 0.
    """
    FORMATS[output](outcome)
    for note in outcome.notes:
        print_message(f"webhook-constructs: note: {note}")
    if not (not outcome.unread if is_answer is None else is_answer):
        return _FAILED
    return _FOUND if any(counts(each.finding.severity, fail_on) for each in outcome.findings) else 0


def counts(severity: Severity | None, fail_on: str) -> bool:
    """Check whether something ends the command with the exit code 1.

    Args:
        severity: Its severity; None where nothing is wrong.
        fail_on: From which severity on something counts.
    """
    return fail_on != "never" and severity in _SEVERITIES[: _SEVERITIES.index(Severity(fail_on)) + 1]


def _split(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each.strip() for value in values for each in value.split(","))
