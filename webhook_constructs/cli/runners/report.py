"""What `runners` prints: text for people, one JSON object, or SARIF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rich.style import Style

from webhook_constructs.cli.formats.object import skipped_object
from webhook_constructs.cli.formats.sarif import sarif_log
from webhook_constructs.cli.output import Line, line, print_json, print_lines, print_message
from webhook_constructs.core.values.arguments import one_line
from webhook_constructs.lint import Finding, Severity
from webhook_constructs.lint.findings.located_findings import LintReport, LocatedFinding, Skipped, WorkflowLocation
from webhook_constructs.lint.rule import Location
from webhook_constructs.workflows.jobs import Place

from .judged_jobs import Fault, JobVerdict, JudgedJob
from .workflow_files import WorkflowFile

__all__ = ["FORMATS", "Report", "print_report"]

FORMATS = ("text", "json", "sarif")
"""The formats."""

_BOLD, _PLAIN = Style(bold=True), Style()
_WORDS = {
    JobVerdict.RUNS: ("runs", Style(color="green", bold=True)),
    JobVerdict.MAY_NEVER_START: ("may never start", Style(color="yellow", bold=True)),
    JobVerdict.UNDECIDED: ("undecided", Style(color="yellow")),
    JobVerdict.NEVER_STARTS: ("never starts", Style(color="red", bold=True)),
}
_COUNTED = {
    JobVerdict.RUNS: ("runs", "run"),
    JobVerdict.MAY_NEVER_START: ("may never start", "may never start"),
    JobVerdict.UNDECIDED: ("undecided", "undecided"),
    JobVerdict.NEVER_STARTS: ("never starts", "never start"),
}
_IDS = {fault: f"WR{number}" for number, fault in enumerate(Fault, 101)}
_MOST_NAMED = 5
_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Report:
    """What becomes of the jobs of workflow files.

    Attributes:
        jobs: Those that ask for a CodeBuild runner, or may.
        others: How many others there are.
        unseen: What may have more jobs and is not read: the place, and why not.
        unread: What cannot be read.
        files: The files, by their paths.
    """

    jobs: tuple[JudgedJob, ...]
    others: int
    unseen: tuple[tuple[Place, str], ...]
    unread: tuple[Skipped, ...]
    files: Mapping[str, WorkflowFile]

    def count(self, verdict: JobVerdict) -> int:
        """Return how many jobs have a verdict."""
        return sum(each.verdict is verdict for each in self.jobs)

    def line_and_column(self, place: Place) -> tuple[int | None, int | None]:
        """Return where a place is in its file."""
        return self.files[place.file].parsed.place(place.steps) or (None, None)

    def skipped(self) -> Iterator[Skipped]:
        """Return what is not judged, or cannot be told."""
        for place, why in self.unseen:
            yield Skipped(place.file, why, *self.line_and_column(place))
        for each in self.jobs:
            if each.verdict is JobVerdict.UNDECIDED:
                place = each.job.place
                yield Skipped(place.file, f"{_name(each)}: {each.reason}", *self.line_and_column(place))


def print_report(report: Report, output: str) -> None:
    """Print a report.

    Args:
        report: The report.
        output: The format, one of `FORMATS`.
    """
    if output == "json":
        print_json(_object(report))
    elif output == "sarif":
        print_json(sarif_log(_findings(report)))
    else:
        print_lines(_lines(report), wraps=True)
        for each in report.unread:
            print_message(f"webhook-constructs: {each}")


def _lines(report: Report) -> Iterator[Line]:
    for each in report.jobs:
        yield from _of_job(each, report)
    yield line(_summary(report), _BOLD)
    for place, why in report.unseen:
        yield line(f"not read: {Skipped(place.file, one_line(why, _MOST), *report.line_and_column(place))}")


def _of_job(judged: JudgedJob, report: Report) -> Iterator[Line]:
    place = judged.job.place
    at = ":".join([place.file, *(str(each) for each in report.line_and_column(place) if each)])
    word, style = _WORDS[judged.verdict]
    project = f" on {one_line(judged.project)}" if judged.webhooks and judged.project is not None else ""
    yield Line(((f"{one_line(at, _MOST)}: ", _PLAIN), (f"{_name(judged)}: ", _BOLD), (f"{word}{project}", style)))
    fault = "" if judged.fault is None else f"{judged.fault}: "
    for each in (
        *(() if judged.reason is None else (f"{fault}{judged.reason}",)),
        *(() if judged.fix is None else (f"fix: {judged.fix}",)),
        *judged.conditions,
    ):
        yield line(one_line(each, _MOST), indent=2)


def _name(judged: JudgedJob) -> str:
    job = judged.job
    more = len(job.combinations) - _MOST_NAMED
    some = "; ".join(job.combinations[:_MOST_NAMED]) + (f"; and {more} more" if more > 0 else "")
    return one_line(f"{job.name} ({some})" if some else job.name)


def _summary(report: Report) -> str:
    others = f"; {report.others} other {'job' if report.others == 1 else 'jobs'}" if report.others else ""
    if not report.jobs:
        return f"no job asks for a CodeBuild runner{others}"
    total = len(report.jobs)
    asks = "1 job asks" if total == 1 else f"{total} jobs ask"
    counts = [f"{count} {_COUNTED[each][count > 1]}" for each in JobVerdict if (count := report.count(each))]
    return f"{asks} for a CodeBuild runner: {', '.join(counts)}{others}"


def _object(report: Report) -> dict[str, Any]:
    return {
        "jobs": [_job(each, report) for each in report.jobs],
        "others": report.others,
        "unread": [skipped_object(each) for each in report.unread],
        "unseen": [
            skipped_object(Skipped(place.file, why, *report.line_and_column(place))) for place, why in report.unseen
        ],
    }


def _job(judged: JudgedJob, report: Report) -> dict[str, Any]:
    job = judged.job
    row, column = report.line_and_column(job.place)
    return {
        "file": job.place.file,
        "line": row,
        "column": column,
        "gitHost": job.host,
        "workflow": job.workflow_name,
        "job": job.name,
        "combinations": list(job.combinations),
        "labels": list(job.labels),
        "group": job.group,
        "verdict": judged.verdict.value,
        "project": judged.project,
        "webhooks": [
            {"name": each.webhook.name, "logicalId": each.webhook.logical_id, "template": str(each.template)}
            for each in judged.webhooks
        ],
        "fault": None if judged.fault is None else judged.fault.value,
        "reason": judged.reason,
        "fix": judged.fix,
        "conditions": list(judged.conditions),
    }


def _findings(report: Report) -> LintReport:
    found = [_finding(each, report) for each in report.jobs if each.fault is not None]
    return LintReport(tuple(found), unread=report.unread, undecided=tuple(report.skipped()))


def _finding(judged: JudgedJob, report: Report) -> LocatedFinding:
    fault = Fault(str(judged.fault))
    severity = Severity.WARNING if judged.verdict is JobVerdict.MAY_NEVER_START else Severity.ERROR
    finding = Finding(_IDS[fault], fault.value, severity, Location(), judged.reason or "", judged.fix or "")
    place = judged.job.place
    location = WorkflowLocation(place.file, _name(judged), *report.line_and_column(place))
    return LocatedFinding(finding, f"job {_name(judged)}", location)
