r"""Text in which no CI runner finds a command.

Runners read both streams of a step, line by line, and obey some of what they read:

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

import json
import re
from typing import Any

__all__ = ["json_without_commands", "without_commands", "without_marks"]

_AT_LINE_START = re.compile(r"((?:^|\r)(?:\x1b\[[\d;]*m|[^\S\n])*):(?=:)", re.MULTILINE)
_ANYWHERE = re.compile(r"#(?=#(?:\w*\[|vso))", re.IGNORECASE)


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


def json_without_commands(value: Any) -> str:
    r"""Return JSON that is read as the same value, and in which the start of each command is escaped.

    No line of it starts with two colons: what comes from outside stands in quotes.

    Args:
        value: What `json.dumps` accepts.

    Examples:
        >>> print(json_without_commands(["a ##[error]x"]))
        [
          "a \u0023#[error]x"
        ]
    """
    return _ANYWHERE.sub(r"\\u0023", json.dumps(value, indent=2)).replace("\x7f", r"\u007f")
