"""The formats that findings are printed in, and what other answers share with them.

================  =========================================
``event_object``  an event in JSON
``github``        commands for the runner of GitHub Actions
``object``        one object in JSON
``sarif``         SARIF
``text``          text for people
================  =========================================
"""

from __future__ import annotations

from collections.abc import Callable

from webhook_constructs.cli.output import print_commands, print_json
from webhook_constructs.lint.findings.located_findings import LintReport

from .github import workflow_commands
from .object import json_object
from .sarif import sarif_log
from .text import print_text

__all__ = ["FORMATS"]


FORMATS: dict[str, Callable[[LintReport], None]] = {
    "text": print_text,
    "json": lambda outcome: print_json(json_object(outcome)),
    "sarif": lambda outcome: print_json(sarif_log(outcome)),
    "github": lambda outcome: print_commands(workflow_commands(outcome)),
}
"""What prints a report, by the name of the format."""
