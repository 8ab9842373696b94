"""Findings as a report of GitLab Code Quality, which a merge request shows beside its changes.

Source: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format [doc]. The path is relative to the
repository. GitLab shows the first of several entries with one fingerprint.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from webhook_constructs.core.values.arguments import printable
from webhook_constructs.lint import Severity
from webhook_constructs.lint.findings.identities import fingerprints
from webhook_constructs.lint.findings.located_findings import LintReport, LiveLocation, LocatedFinding, Skipped

__all__ = ["code_quality"]

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.INFO: "info"}


def code_quality(outcome: LintReport) -> list[dict[str, Any]]:
    """Return an entry for each finding, and for each file that cannot be read, or not in full.

    Args:
        outcome: What was found in files.
    """
    found = zip(outcome.findings, fingerprints(outcome.findings), strict=True)
    return [*(_of(*each) for each in found), *_of_skipped(outcome)]


def _of(located: LocatedFinding, fingerprint: str) -> dict[str, Any]:
    finding, place = located.finding, located.place
    file, line = (place.name, None) if isinstance(place, LiveLocation) else (place.file, place.line)
    text = f"{located.subject}: {located.setting}: {finding.message}; {finding.fix}"
    return _entry(f"{finding.id} {finding.name}", text, _SEVERITIES[finding.severity], fingerprint, (file, line))


def _of_skipped(outcome: LintReport) -> Iterator[dict[str, Any]]:
    told = [
        *(("unread", "blocker", each) for each in outcome.unread),
        *(("not-judged-in-full", "info", each) for each in outcome.undecided),
    ]
    for name, severity, each in told:
        yield _entry(name, each.why, severity, _fingerprint(name, each), (each.what, each.line))


def _fingerprint(name: str, skipped: Skipped) -> str:
    known_by = "\0".join([name, skipped.what, skipped.why, *skipped.names])
    return hashlib.sha256(known_by.encode(errors="backslashreplace")).hexdigest()


def _entry(name: str, text: str, severity: str, fingerprint: str, place: tuple[str, int | None]) -> dict[str, Any]:
    file, line = place
    return {
        "check_name": name,
        "description": printable(text),
        "severity": severity,
        "fingerprint": fingerprint,
        "location": {"path": printable(file.removeprefix("./")), "lines": {"begin": line or 1}},
    }
