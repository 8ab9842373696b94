r"""The streams of the command: what they cannot encode is escaped, and a failure to write is an error.

Nothing here needs an extra or RE2: this is what is left to report with where one of them cannot be imported.

No CI runner finds a command in what is written. Runners read both streams of a step, line by line, and obey some of
what they read:

- GitHub Actions: `::name::` at the start of a line, after blanks, and `##[name]` anywhere in a line. A line ends with
  `\n`, `\r` or both. https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs [doc]
- Azure Pipelines: `##vso[area.name]` anywhere in a line, and `##[name]` at its start. Any other line with `##vso`
  becomes a warning that quotes it.
  https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Microsoft.VisualStudio.Services.Agent/Command.cs
  and https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/WorkerCommandManager.cs [doc]
- TeamCity: `##teamcity[name]`. https://www.jetbrains.com/help/teamcity/service-messages.html [doc]
- GitLab: `section_start:TIME:NAME`, a carriage return and an escape sequence, which `printable` escapes.
  https://docs.gitlab.com/ci/jobs/job_logs/#custom-collapsible-sections [doc]

Where a line starts is known only after it was wrapped, so this is the last step before text is written.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
from collections.abc import Iterator
from io import TextIOWrapper
from itertools import islice
from typing import Any, TextIO

__all__ = [
    "OutputError",
    "give_up",
    "json_without_commands",
    "stdout_guard",
    "without_commands",
    "without_marks",
    "write",
    "write_message",
]

_TOKENS_OF_A_PART = 10_000
_AT_LINE_START = re.compile(r"((?:^|\r)(?:\x1b\[[\d;]*m|[^\S\n])*):(?=:)", re.MULTILINE)
_ANYWHERE = re.compile(r"#(?=#(?:\w*\[|vso))", re.IGNORECASE)


class OutputError(Exception):
    """The answer of the command cannot be written; the text says why."""


@contextlib.contextmanager
def stdout_guard() -> Iterator[None]:
    """Write what is printed within to the last byte.

    Raises:
        OutputError: It cannot be written.
    """
    if sys.stdout is None:  # Python's way to say that it was closed before the start
        msg = "there is no standard output to write the answer to"
        raise OutputError(msg)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        yield
        sys.stdout.flush()
    except OSError as error:
        if isinstance(error.__context__, KeyboardInterrupt):  # click could not print the line that it prints after ^C
            raise error.__context__ from None
        if error.filename is not None:  # no error of a stream, which has no name
            msg = f"{os.fsdecode(error.filename)}: it cannot be used: {error.strerror}"
            raise OutputError(msg) from None
        give_up(sys.stdout)
        msg = f"the answer cannot be written: {error.strerror}"
        raise OutputError(msg) from None


def write(text: str) -> None:
    """Write to standard output, at once.

    Args:
        text: The text, which is written as it is.
    """
    _write(text, sys.stdout)


def write_message(text: str) -> None:
    """Write to standard error, or nowhere where that cannot be written: the exit code remains.

    Args:
        text: The text.
    """
    if sys.stderr is None:  # it was closed before the start
        return
    try:
        _write(without_commands(text), sys.stderr)
    except OSError:
        give_up(sys.stderr)


def give_up(stream: TextIO | None) -> None:
    """Discard what is still to be written: Python would try once more, and might wait, when it ends.

    Args:
        stream: The stream.
    """
    if stream is not None:
        with contextlib.suppress(OSError, ValueError):  # an output that is no file
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def without_commands(text: str) -> str:
    r"""Return text of one or more lines, with colors or without, in which the start of each command is escaped.

    Args:
        text: The lines as they are to be written.

    Examples:
        >>> print(without_commands("  ::error::x\na ##[error]x ##vso[task.complete]"))
          \x3a:error::x
        a \x23#[error]x \x23#vso[task.complete]
    """
    return without_marks(_AT_LINE_START.sub(r"\1\\x3a", text))


def without_marks(text: str) -> str:
    r"""Return text in which commands that need not start a line are escaped.

    Args:
        text: The text, such as a workflow command of ours, which has to start its line.

    Examples:
        >>> print(without_marks("::notice::a ##[error]x"))
        ::notice::a \x23#[error]x
    """
    return _ANYWHERE.sub(r"\\x23", text)


def json_without_commands(value: Any) -> Iterator[str]:
    r"""Return the parts of JSON that is read as the same value, and in which the start of each command is escaped.

    No line of it starts with two colons: what comes from outside stands in quotes. The whole can be hundreds of
    megabytes. No string of JSON is in two parts, and no command is outside of a string.

    Args:
        value: What `json.dumps` accepts.

    Examples:
        >>> print(*json_without_commands(["a ##[error]x"]))
        [
          "a \u0023#[error]x"
        ]
    """
    tokens = json.JSONEncoder(indent=2).iterencode(value)
    for part in iter(lambda: "".join(islice(tokens, _TOKENS_OF_A_PART)), ""):
        yield _ANYWHERE.sub(r"\\u0023", part).replace("\x7f", r"\u007f")


def _write(text: str, stream: TextIO) -> None:
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()
