"""Findings as workflow commands of GitHub Actions, which shows them beside the lines of a pull request.

Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands [doc]; how values are
escaped: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts.
"""

from __future__ import annotations

from collections.abc import Iterator

from webhook_constructs.core.values.arguments import one_line
from webhook_constructs.lint import Severity
from webhook_constructs.lint.findings.located_findings import (
    LintReport,
    LiveLocation,
    LocatedFinding,
    Skipped,
    WorkflowLocation,
)

__all__ = ["workflow_commands"]

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_MOST = 2_000
_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}


def workflow_commands(outcome: LintReport) -> Iterator[str]:
    """Return a command for each finding, and for each file that cannot be read, or not in full.

    Args:
        outcome: What was found.
    """
    for each in outcome.unread:
        yield _at("error", each, str(each))
    for located in outcome.findings:
        yield _of(located)
    for each in outcome.undecided:
        yield _at("notice", each, f"not judged in full: {each}")


def _at(command: str, place: Skipped, text: str) -> str:
    where: dict[str, object] = {"file": one_line(place.what, _MOST), "line": place.line, "col": place.column}
    return _command(command, where, one_line(text, _MOST))


def _of(located: LocatedFinding) -> str:
    finding, place = located.finding, located.place
    where: dict[str, object] = {}
    if not isinstance(place, LiveLocation):
        where = {"file": one_line(place.file, _MOST), "line": place.line, "col": place.column}
    title = {"title": f"{finding.id} {finding.name}"}
    told = one_line(f"{finding.message}; {finding.fix}", _MOST)
    setting = "" if isinstance(place, WorkflowLocation) else f"{one_line(located.setting)}: "
    text = f"{one_line(located.subject)}: {setting}{told}"
    return _command(_COMMANDS[finding.severity], {**where, **title}, text)


def _command(name: str, properties: dict[str, object], text: str) -> str:
    written = ",".join(f"{key}={_escaped(value, _PROPERTY)}" for key, value in properties.items() if value is not None)
    return f"::{name} {written}::{_escaped(text, _DATA)}"


def _escaped(value: object, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(character, character) for character in str(value))
