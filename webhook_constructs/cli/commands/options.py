"""What several commands have in common: paths as arguments, and which severities count."""

from __future__ import annotations

from pathlib import Path

import click

from webhook_constructs.lint import Severity
from webhook_constructs.template_files.search import STANDARD_INPUT

__all__ = ["counts", "path_argument", "path_or_standard_input"]

_SEVERITIES = list(Severity)  # the worst first


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


def path_or_standard_input(value: str | Path) -> Path:
    """Accept any path, and `-` for the standard input. A file of that name is `./-`.

    Args:
        value: What was written.

    Raises:
        click.BadParameter: It is empty.
    """
    return STANDARD_INPUT if value == "-" else path_argument(value)


def counts(severity: Severity | None, fail_on: str) -> bool:
    """Check whether something ends the command with the exit code 1.

    Args:
        severity: Its severity; None where nothing is wrong.
        fail_on: From which severity on something counts.
    """
    return fail_on != "never" and severity in _SEVERITIES[: _SEVERITIES.index(Severity(fail_on)) + 1]
