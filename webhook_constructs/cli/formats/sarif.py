"""Findings as a log of SARIF 2.1.0, which GitHub code scanning and other viewers take.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html [doc]. What code scanning reads of it:
https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning [doc]. Of
the fingerprints it knows `primaryLocationLineHash` alone, which the action that uploads the log computes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from webhook_constructs.cli.rule_pages import RulePage, rule_pages
from webhook_constructs.core.values.arguments import printable
from webhook_constructs.lint import Severity
from webhook_constructs.lint.findings.located_findings import (
    LintReport,
    LiveLocation,
    LocatedFinding,
    Skipped,
    TemplateLocation,
    WorkflowLocation,
)
from webhook_constructs.lint.rule import Certainty
from webhook_constructs.version import REPOSITORY, package_version

__all__ = ["sarif_log"]

_NAME = "webhook-constructs"
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PROBLEMS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}
_PRECISIONS = {
    Certainty.VERIFIED: "very-high",
    Certainty.DOCUMENTED: "high",
    Certainty.OBSERVED: "high",
    Certainty.INFERRED: "medium",
    Certainty.UNKNOWN: "low",
}
_ROOT = "%SRCROOT%"


def sarif_log(outcome: LintReport, pages: Mapping[str, RulePage] | None = None) -> dict[str, Any]:
    """Return findings as a log.

    Args:
        outcome: What was found.
        pages: What explains a finding, by its id. Default: the pages of the rules.
    """
    known = rule_pages() if pages is None else pages
    rules = [known[each] for each in dict.fromkeys(located.finding.id for located in outcome.findings)]
    indices = {rule.id: index for index, rule in enumerate(rules)}
    run = {
        "tool": {"driver": _driver(rules)},
        "invocations": [_invocation(outcome)],
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, indices) for each in outcome.findings],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _driver(rules: Sequence[RulePage]) -> dict[str, Any]:
    return {
        "name": _NAME,
        "version": package_version(),
        "informationUri": REPOSITORY,
        "rules": [_rule(each) for each in rules],
    }


def _rule(page: RulePage) -> dict[str, Any]:
    is_of_security = page.security_severity is not None
    properties: dict[str, Any] = {
        "tags": ["codebuild", "security" if is_of_security else page.kind],
        "problem.severity": _PROBLEMS[page.severity],
    }
    if page.certainty is not None:
        properties["precision"] = _PRECISIONS[page.certainty]
    if is_of_security:
        properties["security-severity"] = str(page.security_severity)
    return {
        "id": page.id,
        "name": page.name,
        "shortDescription": {"text": page.summary},
        "fullDescription": {"text": page.summary},
        "helpUri": page.address,
        "help": {"text": page.text, "markdown": page.text},
        "defaultConfiguration": {"level": _LEVELS[page.severity]},
        "properties": properties,
    }


def _result(located: LocatedFinding, indices: dict[str, int]) -> dict[str, Any]:
    finding = located.finding
    name = located.place.name
    # Lines come and go: what a finding is known by from one run to the next is the resource, the setting and the rule.
    known_by = hashlib.sha256("\0".join([finding.id, name, str(finding.location)]).encode(errors="replace")).hexdigest()
    return {
        "ruleId": finding.id,
        "ruleIndex": indices[finding.id],
        "level": _LEVELS[finding.severity],
        "message": _message(f"{located.subject}: {finding.message}; {finding.fix}"),
        "locations": [_location(located.place)],
        "partialFingerprints": {"webhookSetting/v1": known_by},
    }


def _message(text: str) -> dict[str, str]:
    """Return a message that shows the text as it is.

    By 3.11.5 of the standard, a brace begins or ends a placeholder unless it is doubled. By 3.11.6, `[text](address)`
    is a link.
    """
    return {"text": printable(text).replace("{", "{{").replace("}", "}}").replace("](", "]\\(")}


def _location(place: TemplateLocation | LiveLocation | WorkflowLocation) -> dict[str, Any]:
    logical: dict[str, Any] = {"fullyQualifiedName": place.name, "kind": "resource"}
    if isinstance(place, LiveLocation):
        return {"logicalLocations": [{**logical, "name": place.project}]}
    if isinstance(place, WorkflowLocation):
        logical = {**logical, "kind": "object", "name": place.job}
    else:
        logical["name"] = place.logical_id
    return {
        "physicalLocation": _physical(place.file, place.line, place.column),
        "logicalLocations": [logical],
    }


def _physical(file: str, line: int | None, column: int | None) -> dict[str, Any]:
    region = {key: value for key, value in (("startLine", line), ("startColumn", column)) if value is not None}
    return {
        "artifactLocation": _artifact(Path(_in_bytes(file).decode(errors="surrogateescape"))),
        **({"region": region} if region else {}),
    }


def _artifact(path: Path) -> dict[str, Any]:
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(_in_bytes(path.as_posix())), "uriBaseId": _ROOT}


def _in_bytes(name: str) -> bytes:
    """Return the bytes of a file's name, which need not be UTF-8; what no name can hold is replaced."""
    try:
        return name.encode(errors="surrogateescape")
    except UnicodeEncodeError:
        return name.encode(errors="replace")


def _invocation(outcome: LintReport) -> dict[str, Any]:
    told = [*(("error", each) for each in outcome.unread), *(("note", each) for each in outcome.undecided)]
    return {
        "executionSuccessful": not outcome.unread,
        "toolExecutionNotifications": [_notification(level, each) for level, each in told],
    }


def _notification(level: str, unread: Skipped) -> dict[str, Any]:
    place = {"physicalLocation": _physical(unread.what, unread.line, unread.column)}
    return {"level": level, "message": _message(str(unread)), "locations": [place] if unread.is_file else []}
