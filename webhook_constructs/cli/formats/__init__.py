"""The formats that findings are printed in, and what other answers share with them.

=================  =====================================================
``event_object``   an event in JSON
``github``         commands for the runner of GitHub Actions
``gitlab``         a report of GitLab Code Quality
``junit``          JUnit's XML
``markdown``       a table in Markdown
``markdown_code``  text from outside as Markdown that shows it
``object``         one object in JSON
``sarif``          SARIF
``text``           text for people
=================  =====================================================
"""

from __future__ import annotations

from collections.abc import Callable

from webhook_constructs.cli.output import print_as_written, print_commands, print_json
from webhook_constructs.lint.findings.located_findings import LintReport

from .github import workflow_commands
from .gitlab import code_quality
from .junit import junit_xml
from .markdown import markdown_of
from .object import json_object
from .sarif import sarif_log
from .text import print_text

__all__ = ["FORMATS", "FORMATS_OF_ACCOUNTS"]


FORMATS: dict[str, Callable[[LintReport], None]] = {
    "text": print_text,
    "json": lambda outcome: print_json(json_object(outcome)),
    "sarif": lambda outcome: print_json(sarif_log(outcome)),
    "github": lambda outcome: print_commands(workflow_commands(outcome)),
    "gitlab": lambda outcome: print_json(code_quality(outcome)),
    "junit": lambda outcome: print_as_written(junit_xml(outcome)),
    "markdown": lambda outcome: print_as_written(markdown_of(outcome)),
}
"""What prints a report, by the name of the format."""

FORMATS_OF_ACCOUNTS = ("text", "json", "sarif", "junit", "markdown")
"""Those that need no file."""
