"""What `explain` and `predict` print: a table of webhooks for each event, with traces for those who ask, or JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.style import Style

from webhook_constructs.cli.formats.event_object import event_object
from webhook_constructs.cli.output import Line, line, print_json, print_lines
from webhook_constructs.core import Verdict
from webhook_constructs.core.decisions.explanation import SettingNames
from webhook_constructs.core.decisions.filter_trace import FilterOutcome, FilterTrace, GroupTrace
from webhook_constructs.core.events.event_names import IgnoredEvent
from webhook_constructs.core.events.webhook_event import WebhookEvent
from webhook_constructs.core.values.arguments import one_line
from webhook_constructs.lint.wording.languages import Language

from .answers import WORDS, Answer, Webhooks
from .deliveries import Delivery

__all__ = [
    "STYLES",
    "Detail",
    "Report",
    "counted",
    "identified",
    "print_reports",
    "report_on",
    "subject_of",
    "verdict_on_ignored",
]


STYLES = {
    Verdict.BUILDS: Style(color="green", bold=True),
    Verdict.WAITS_FOR_APPROVAL: Style(color="yellow", bold=True),
    Verdict.UNDECIDED: Style(color="yellow"),
    Verdict.NO_BUILD: Style(dim=True),
}
"""How a verdict looks on a terminal. Red is for errors."""

_BOLD, _DIM, _PLAIN = Style(bold=True), Style(dim=True), Style()
_STARTING = frozenset({Verdict.BUILDS, Verdict.WAITS_FOR_APPROVAL})
_MOST_LISTED = 10
_MOST_OF_A_REASON = 500
_WIDTH = 11
_TRACE = 4
_OUTCOME = 13
_MAX_REASON = 1_000
_OPTIONS = {"actor": "--actor", "files": "--files", "message": "--message", "repository_name": "--repository"}


@dataclass(frozen=True, slots=True)
class Detail:
    """How much is printed for people.

    Attributes:
        is_all: Whether webhooks that do not build are listed, even if there are more than ten. Default: not.
        is_verbose: Whether what became of each filter is printed. Default: it is not.
        webhooks: The names of the webhooks that are listed, with what became of each filter. Default: any.
    """

    is_all: bool = False
    is_verbose: bool = False
    webhooks: tuple[str, ...] = ()

    def lists(self, answers: Sequence[Answer]) -> list[Answer]:
        """Return the answers that are listed, what builds first."""
        named = [each for each in answers if not self.webhooks or not each.placed.names.isdisjoint(self.webhooks)]
        is_all = self.is_all or bool(self.webhooks) or len(answers) <= _MOST_LISTED
        listed = [each for each in named if is_all or each.verdict in _STARTING]
        return sorted(listed, key=lambda each: list(WORDS).index(each.verdict))

    def joins(self, listed: Sequence[Answer]) -> bool:
        """Whether projects share a line if they share a verdict and its notes: a screen has room for ten lines."""
        return len(listed) > _MOST_LISTED and not (self.is_all or self.has_traces)

    @property
    def has_traces(self) -> bool:
        """Whether what became of each filter is printed."""
        return self.is_verbose or bool(self.webhooks)


@dataclass(frozen=True, slots=True)
class Report:
    """An event and what becomes of it.

    Attributes:
        event: The event, or why CodeBuild ignores it.
        answers: What becomes of it at each webhook. Default: it is ignored.
        label: What names the delivery. Default: there is only one event, or none was delivered.
    """

    event: WebhookEvent | IgnoredEvent
    answers: Sequence[Answer] = ()
    label: str | None = None


def report_on(delivery: Delivery, webhooks: Webhooks, label: str | None = None) -> Report:
    """Return what becomes of a delivery at some webhooks, under a label if there are several."""
    event = delivery.event
    if isinstance(event, IgnoredEvent):
        return Report(event, label=label)
    return Report(event, webhooks.answers(event, delivery.repository, delivery.labels), label)


def print_reports(reports: Iterable[Report], webhooks: Webhooks, output: str, detail: Detail) -> None:
    """Print what becomes of some events.

    Args:
        reports: The reports.
        webhooks: The webhooks.
        output: The format: `text` is for people. `json` is one object, whose `events` carry everything that the text
            says and more.
        detail: How much the text says.
    """
    if output == "json":
        print_json({"events": [_event(report, webhooks) for report in reports]})
    else:
        print_lines((each for report in reports for each in _lines(report, webhooks, detail)), wraps=True)


def _lines(report: Report, webhooks: Webhooks, detail: Detail) -> list[Line]:
    with webhooks.running():
        return list(_table(report, webhooks, detail))


def _table(report: Report, webhooks: Webhooks, detail: Detail) -> Iterator[Line]:
    label = "" if report.label is None else f"{one_line(report.label)}: "
    if isinstance(report.event, IgnoredEvent):
        yield line(
            f"{label}{WORDS[verdict_on_ignored(report.event)]}: {one_line(report.event.reason, _MOST_OF_A_REASON)}"
        )
        return
    yield line(f"{label}{_headline(report.event)}", _BOLD)
    if not report.answers:
        yield line("there is no webhook in these files", indent=2)
        return
    has_files = len({each.template for each in webhooks.placed}) > 1
    notes: dict[str, int] = {}
    listed = detail.lists(report.answers)
    joined: dict[tuple[Verdict, tuple[int, ...]], list[Answer]] = {}
    for answer in listed:
        its = () if detail.has_traces else tuple(notes.setdefault(each, len(notes) + 1) for each in _notes(answer))
        if detail.joins(listed):
            joined.setdefault((answer.verdict, its), []).append(answer)
            continue
        yield _row(answer, its, has_file=has_files)
        if detail.has_traces:
            yield from _trace(answer)
    for (verdict, its), answers in joined.items():
        is_every = len(answers) == len(report.answers)
        projects = ", ".join(_project_of(each) for each in answers)
        yield _line(verdict, f"all {counted(len(answers), 'webhook')}" if is_every else projects, its)
    for note, number in notes.items():
        yield line(f"[{number}] {one_line(note, _MAX_REASON)}", indent=2, hanging=len(f"[{number}] "))
    if not detail.webhooks:
        yield from _rest(report.answers, listed, detail)


def verdict_on_ignored(event: IgnoredEvent) -> Verdict:
    """Return what becomes of an event that is none of CodeBuild."""
    return Verdict.UNDECIDED if event.may_approve else Verdict.NO_BUILD


def _headline(event: WebhookEvent) -> str:
    files = None if event.files is None else counted(len(event.files), "file")
    subject = (event.message or "").partition("\n")[0]
    return ", ".join(filter(None, (one_line(str(event)), files, f'"{one_line(subject)}"' if subject else None)))


def counted(number: int, noun: str) -> str:
    """Return a number with its noun.

    Examples:
        >>> counted(1, "file"), counted(1_200, "file")
        ('1 file', '1,200 files')
    """
    return f"{number:,} {noun}{'s' * (number != 1)}"


def subject_of(answer: Answer) -> str:
    """Return what an answer is about: the project, and what its webhook is called besides."""
    webhook = answer.placed.webhook
    name = f" ({one_line(webhook.name)})" if webhook.project not in {None, webhook.name} else ""
    return f"{_project_of(answer)}{name}"


def _project_of(answer: Answer) -> str:
    webhook = answer.placed.webhook
    return one_line(webhook.project or webhook.name)


def _row(answer: Answer, notes: Sequence[int], *, has_file: bool) -> Line:
    file = f" in {one_line(str(answer.placed.template))}" if has_file else ""
    return _line(answer.verdict, subject_of(answer), notes, file)


def _line(verdict: Verdict, subject: str, notes: Sequence[int], file: str = "") -> Line:
    style = STYLES[verdict]
    numbers = "".join(f" [{number}]" for number in notes)
    parts = ((f"{WORDS[verdict]:{_WIDTH}}", style), (subject, style), (f"{file}{numbers}", _PLAIN))
    return Line(parts, indent=2, hanging=_WIDTH)


def _notes(answer: Answer) -> Iterator[str]:
    """Return what has to be known of an answer that is one line."""
    yield from (answer.placed.webhook.language.of_decision(each) for each in _written_notes(answer))


def _written_notes(answer: Answer) -> Iterator[str]:
    yield from _beside(answer)
    decision = answer.decision
    if decision is None or answer.verdict is Verdict.NO_BUILD:
        return
    if decision.refusals:
        yield f"CodeBuild refuses these settings: {decision.refusals[0]}"
    for group in decision.groups if decision.verdict is Verdict.UNDECIDED and decision.approval is None else ():
        if group.outcome is FilterOutcome.UNDECIDED:
            traces = (trace for trace in group.filters if trace.undecided_because is not None)
            yield from (_with_option(trace.undecided_because or "", trace.missing) for trace in traces)
    approval = decision.approval if decision.verdict is not Verdict.BUILDS else None
    of_approval = None if approval is None else approval.consequence or approval.reason
    yield from filter(None, (decision.undecided_because, of_approval))
    for each in decision.assumptions:
        if each.certainty == "documented":
            yield f"assuming {each.what}: {each.why}"


def _with_option(text: str, missing: str | None) -> str:
    """Return a text that ends with the argument to give in Python with the option to give instead, if there is one."""
    if missing is None:
        return text
    option = _OPTIONS.get(missing)
    fact = text.removesuffix(f": give {missing}")
    return fact if option is None else f"{fact}: give {option}"


def _beside(answer: Answer) -> Iterator[str]:
    decision = answer.decision
    mismatch = None if decision is None else decision.mismatch
    yield from filter(None, (answer.reason, mismatch, *answer.conditions))


def _trace(answer: Answer) -> Iterator[Line]:
    for each in (answer.reason, *answer.conditions):
        if each is not None:
            yield line(one_line(each, _MAX_REASON), indent=_TRACE, hanging=2)
    language = answer.placed.webhook.language
    names = SettingNames(language.key("filterGroups"), language.key("branchFilter"))
    for indent, written, is_prose, missing in () if answer.decision is None else answer.decision.lines(names):
        hanging = 2 if is_prose else _OUTCOME if indent == _TRACE else 0
        text = language.of_decision(_with_option(written, missing))
        yield line(text, indent=_TRACE - 2 + indent, hanging=min(hanging, len(text)))


def _rest(answers: Sequence[Answer], listed: Sequence[Answer], detail: Detail) -> Iterator[Line]:
    """Return how many webhooks are not listed, and how to learn more."""
    more = len(answers) - len(listed)
    joined = ", --all lists each webhook with its file" if detail.joins(listed) else ""
    if more:
        seen = {verdict: sum(each.verdict is verdict for each in answers) for verdict in WORDS}
        kinds = [f"{seen[each]} {WORDS[each]}" for each in WORDS if each not in _STARTING and seen[each]]
        rest = "nothing builds or waits" if not listed else f"{more} more"
        yield line(f"{rest}: {', '.join(kinds)} (--all lists them, -v says why)", _DIM, indent=2)
    elif joined or (not detail.has_traces and any(each.verdict is not Verdict.BUILDS for each in answers)):
        yield line(f"(-v says why{joined})", _DIM, indent=2)


def _event(report: Report, webhooks: Webhooks) -> dict[str, Any]:
    delivery = {} if report.label is None else {"delivery": report.label}
    if isinstance(report.event, IgnoredEvent):
        return {**delivery, "event": None, "ignored": report.event.reason, "webhooks": []}
    with webhooks.running():
        found = [_webhook(answer) for answer in report.answers]
    return {**delivery, "event": event_object(report.event), "ignored": None, "webhooks": found}


def _webhook(answer: Answer) -> dict[str, Any]:
    decision = answer.decision
    approval = None if decision is None else decision.approval
    return {
        **identified(answer),
        "refusals": [] if decision is None else list(decision.refusals),
        "groups": []
        if decision is None
        else [_group(group, answer.placed.webhook.language) for group in decision.groups],
        "approval": None if approval is None else {"reason": approval.reason, "consequence": approval.consequence},
        "assumptions": ([] if decision is None else [asdict(each) for each in decision.assumptions]),
    }


def identified(answer: Answer) -> dict[str, Any]:
    """Return in JSON which webhook an answer is about, and what the answer is."""
    webhook, decision = answer.placed.webhook, answer.decision
    of_decision = None if decision is None else decision.mismatch or decision.undecided_because
    return {
        "project": webhook.project,
        "name": webhook.name,
        "logicalId": webhook.logical_id,
        "resourceType": webhook.resource_type,
        "template": str(answer.placed.template),
        "verdict": answer.verdict.value,
        "builds": answer.verdict.builds,
        "reason": answer.reason or of_decision,
        "conditions": list(answer.conditions),
    }


def _group(group: GroupTrace, language: Language) -> dict[str, Any]:
    return {
        "index": group.index,
        "outcome": group.outcome.value,
        "filters": [_filter(trace, language) for trace in group.filters],
    }


def _filter(trace: FilterTrace, language: Language) -> dict[str, Any]:
    return {
        "type": trace.filter.type.value,
        "pattern": str(trace.filter.pattern),
        "excludeMatchedPattern": trace.filter.exclude_matched_pattern,
        "outcome": trace.outcome.value,
        "tried": list(trace.tried),
        "matching": list(trace.matching),
        "ignored": list(trace.ignored),
        "nearMiss": trace.near_miss,
        "doubt": None if trace.undecided_because is None else language.of_decision(trace.undecided_because),
    }
