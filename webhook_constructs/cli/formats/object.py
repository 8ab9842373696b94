"""Findings as one JSON object."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from webhook_constructs.lint.findings.located_findings import (
    LintReport,
    LiveLocation,
    LocatedFinding,
    Skipped,
    TemplateLocation,
    WorkflowLocation,
)

__all__ = ["json_object", "skipped_object"]


def json_object(outcome: LintReport) -> dict[str, Any]:
    """Return findings as one JSON object.

    Args:
        outcome: What was found.
    """
    return {
        "findings": [_finding(each) for each in outcome.findings],
        "unread": [skipped_object(each) for each in outcome.unread],
        "webhooks": outcome.webhooks,
        "suppressed": outcome.suppressed,
        "inBaseline": outcome.known,
        "undecided": [skipped_object(each) for each in outcome.undecided],
    }


def skipped_object(unread: Skipped) -> dict[str, Any]:
    """Return what could not be read as a JSON object.

    Args:
        unread: What could not be read, or not in full.
    """
    written = {"what": unread.what, "why": unread.why, "line": unread.line, "column": unread.column}
    return written if unread.is_file else {**written, "names": list(unread.names)}


def _finding(located: LocatedFinding) -> dict[str, Any]:
    finding = located.finding
    return {
        "id": finding.id,
        "name": finding.name,
        "severity": finding.severity.value,
        "subject": located.subject,
        "setting": located.setting,
        "message": finding.message,
        "fix": finding.fix,
        "place": _place(located.place),
    }


def _place(place: TemplateLocation | LiveLocation | WorkflowLocation) -> dict[str, Any]:
    if not isinstance(place, TemplateLocation):
        return asdict(place)
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "logicalId": place.logical_id,
        "constructPath": place.construct_path,
        "propertyPath": place.property_path,
    }
