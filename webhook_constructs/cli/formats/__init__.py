"""The formats that findings are printed in.

==========  =========================================
``github``  commands for the runner of GitHub Actions
``object``  one object in JSON
``sarif``   SARIF
``text``    text for people
==========  =========================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from webhook_constructs.cli.output import print_commands, print_json

from .github import workflow_commands
from .object import json_object
from .sarif import sarif_log
from .text import print_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from webhook_constructs.lint.findings.located_findings import LintReport

__all__ = ["FORMATS"]


FORMATS: dict[str, Callable[[LintReport], None]] = {
    "text": print_text,
    "json": lambda outcome: print_json(json_object(outcome)),
    "sarif": lambda outcome: print_json(sarif_log(outcome)),
    "github": lambda outcome: print_commands(workflow_commands(outcome)),
}
"""What prints a report, by the name of the format."""
