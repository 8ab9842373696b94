"""What `runners` prints: text for people, one JSON object, or SARIF."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.style import Style

from webhook_constructs.cli.formats.github import workflow_commands
from webhook_constructs.cli.formats.object import skipped_object
from webhook_constructs.cli.formats.sarif import sarif_log
from webhook_constructs.cli.output import Line, line, print_commands, print_json, print_lines, print_message
from webhook_constructs.core.values.arguments import one_line
from webhook_constructs.lint import Finding
from webhook_constructs.lint.findings.located_findings import LintReport, LocatedFinding, Skipped, WorkflowLocation
from webhook_constructs.lint.rule import Location
from webhook_constructs.workflows.jobs import Found, Place

from .faults import FAULT_IDS, FAULT_PAGES
from .job_verdicts import JobVerdict, JudgedJob
from .projects import Projects
from .workflow_files import WorkflowFile, WorkflowFiles

__all__ = ["FORMATS", "Report", "print_report"]

FORMATS = ("text", "json", "sarif", "github")
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
_MOST_NAMED = 5
_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Report:
    """What becomes of the jobs of workflow files.

    Attributes:
        jobs: Those that ask for a CodeBuild runner, or may.
        others: How many others there are.
        unseen: What may have more jobs or projects, and is not read.
        unread: What cannot be read.
        files: The files, by their paths.
    """

    jobs: tuple[JudgedJob, ...]
    others: int
    unseen: tuple[Skipped, ...]
    unread: tuple[Skipped, ...]
    files: Mapping[str, WorkflowFile]

    @classmethod
    def of(cls, found: Found, judged: Sequence[JudgedJob], projects: Projects, read: WorkflowFiles) -> Report:
        """Put together what there is to report.

        Args:
            found: What the workflow files have.
            judged: What becomes of the jobs.
            projects: The projects that can run them.
            read: The workflow files.
        """
        asking = {(each.job.place.file, each.job.path) for each in judged}
        others = {(each.place.file, each.path) for each in found.jobs} - asking
        files = {str(each.path): each for each in read.files}
        unseen = [Skipped(place.file, why, *_line_and_column(place, files)) for place, why in found.unseen]
        unread = (*projects.unread, *read.unread)
        return cls(tuple(judged), len(others), (*projects.unseen, *unseen), unread, files)

    @property
    def paths(self) -> Counter[tuple[str, tuple[str, ...]]]:
        """The jobs that ask for a runner, each with the number of ways in which it can ask."""
        return Counter((each.job.place.file, each.job.path) for each in self.jobs)

    def count(self, verdict: JobVerdict) -> int:
        """Return how many jobs have a verdict."""
        return sum(each.verdict is verdict for each in self.jobs)

    def line_and_column(self, judged: JudgedJob) -> tuple[int | None, int | None]:
        """Return where the labels of a job are in its file."""
        return _line_and_column(judged.job.place, self.files)

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """What is not read, and the jobs that are undecided."""
        undecided = [each for each in self.jobs if each.verdict is JobVerdict.UNDECIDED]
        jobs = (
            Skipped(each.job.place.file, f"{_name(each)}: {each.reason}", *self.line_and_column(each))
            for each in undecided
        )
        return (*self.unseen, *jobs)


def _line_and_column(place: Place, files: Mapping[str, WorkflowFile]) -> tuple[int | None, int | None]:
    return files[place.file].parsed.place(place.steps) or (None, None)


def print_report(report: Report, output: str) -> None:
    """Print a report.

    Args:
        report: The report.
        output: The format, one of `FORMATS`.
    """
    if output == "json":
        print_json(_object(report))
    elif output == "sarif":
        print_json(sarif_log(_findings(report), FAULT_PAGES))
    elif output == "github":
        print_commands(workflow_commands(_findings(report)))
    else:
        print_lines(_lines(report), wraps=True)
        for each in report.unread:
            print_message(f"webhook-constructs: {each}")


def _lines(report: Report) -> Iterator[Line]:
    ways = report.paths
    for each in report.jobs:
        yield from _of_job(each, report)
        is_one_of_several = ways[each.job.place.file, each.job.path] > 1 and not each.job.combinations
        if is_one_of_several and each.verdict is not JobVerdict.UNDECIDED:
            yield line(one_line(f"if its labels are {', '.join(each.job.labels)}", _MOST), indent=2)
    yield line(_summary(report), _BOLD)
    for skipped in report.unseen:
        yield line(f"not read: {one_line(str(skipped), _MOST)}")


def _of_job(judged: JudgedJob, report: Report) -> Iterator[Line]:
    at = ":".join([judged.job.place.file, *(str(each) for each in report.line_and_column(judged) if each)])
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
        part = " in what is read" if report.unseen or report.unread else ""
        return f"no job asks for a CodeBuild runner{part}{others}"
    total, ways = len(report.paths), len(report.jobs)
    asks = "1 job asks" if total == 1 else f"{total} jobs ask"
    in_ways = f" in {ways} ways" if ways > total else ""
    counts = [f"{count} {_COUNTED[each][count > 1]}" for each in JobVerdict if (count := report.count(each))]
    return f"{asks} for a CodeBuild runner{in_ways}: {', '.join(counts)}{others}"


def _object(report: Report) -> dict[str, Any]:
    return {
        "jobs": [_job(each, report) for each in report.jobs],
        "others": report.others,
        "unread": [skipped_object(each) for each in report.unread],
        "unseen": [skipped_object(each) for each in report.unseen],
    }


def _job(judged: JudgedJob, report: Report) -> dict[str, Any]:
    job = judged.job
    row, column = report.line_and_column(judged)
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
        "id": None if judged.fault is None else FAULT_IDS[judged.fault],
        "reason": judged.reason,
        "fix": judged.fix,
        "conditions": list(judged.conditions),
    }


def _findings(report: Report) -> LintReport:
    found = (_finding(each, report) for each in report.jobs)
    return LintReport(tuple(filter(None, found)), unread=report.unread, undecided=report.skipped)


def _finding(judged: JudgedJob, report: Report) -> LocatedFinding | None:
    fault, severity = judged.fault, judged.severity
    if fault is None or severity is None:
        return None
    finding = Finding(FAULT_IDS[fault], str(fault), severity, Location(), judged.reason or "", judged.fix or "")
    location = WorkflowLocation(judged.job.place.file, _name(judged), *report.line_and_column(judged))
    return LocatedFinding(finding, f"job {_name(judged)}", location)
