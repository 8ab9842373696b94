"""What `explain` and `predict` print: a table of webhooks for each event, with traces for those who ask, or JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.style import Style

from webhook_constructs.cli.output import Line, fits_on_screen, line, print_json, print_lines
from webhook_constructs.core import Verdict
from webhook_constructs.core.decisions.explanation import SettingNames
from webhook_constructs.core.decisions.filter_trace import FilterOutcome
from webhook_constructs.core.events.event_names import IgnoredEvent
from webhook_constructs.core.events.webhook_event import WebhookEvent
from webhook_constructs.core.values.arguments import one_line

from .answers import WORDS, Answer, PlacedWebhook, Webhooks
from .report import Report, project_of, report_object, subject_of, verdict_on_ignored

__all__ = ["STYLES", "Detail", "print_reports"]

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

    @property
    def may_be_short(self) -> bool:
        """Whether webhooks may share a line: nobody asks for all of them, or for what became of each filter."""
        return not (self.is_all or self.has_traces)

    @property
    def has_traces(self) -> bool:
        """Whether what became of each filter is printed."""
        return self.is_verbose or bool(self.webhooks)


class _SharedLines:
    """Lines of several webhooks: those with the same answer share one, which names them in as few words as it can."""

    def __init__(self, placed: Sequence[PlacedWebhook], *, has_files: bool) -> None:
        times = Counter(map(project_of, placed))
        self._names = {id(each): project_of(each) for each in placed}
        for each in placed:
            if times[project_of(each)] > 1:
                self._names[id(each)] = f"{subject_of(each)}{_file(each) if has_files else ''}"
        self._above: list[frozenset[int]] = []

    def of_event(self, numbered: Iterable[tuple[Answer, tuple[int, ...]]]) -> Iterator[Line]:
        """Return the lines of an event.

        Args:
            numbered: The answers that are listed, each with the numbers of its notes.
        """
        groups: dict[tuple[Verdict, tuple[int, ...]], list[int]] = {}
        for answer, notes in numbered:
            groups.setdefault((answer.verdict, notes), []).append(id(answer.placed))
        verdicts = Counter(verdict for verdict, _ in groups)
        for (verdict, notes), group in groups.items():
            yield _line(verdict, self._named(frozenset(group), is_whole=verdicts[verdict] == 1), notes)
        self._above = [frozenset(group) for group in groups.values()]

    def _named(self, group: frozenset[int], *, is_whole: bool) -> str:
        """Return what webhooks are called together; it names others only if these have another verdict."""
        total, number = len(self._names), len(group)
        ways = [self._listed(group)]
        if number == total:
            ways.append(f"all {_counted(total, 'webhook')}")
        elif is_whole and number > total / 2:
            ways.append(f"all except {self._listed(self._names.keys() - group)} ({number:,} of {total:,} webhooks)")
        if [each for each in self._above if len(each) == number] == [group]:
            ways.append(f"the same {_counted(number, 'webhook')} as above")
        return min(ways, key=len)

    def _listed(self, group: Collection[int]) -> str:
        return ", ".join(name for each, name in self._names.items() if each in group)


def print_reports(reports: Iterable[Report], webhooks: Webhooks, output: str, detail: Detail) -> None:
    """Print what becomes of some events.

    Text for people has a line for each webhook. If it has more lines than the screen, webhooks with the same answer
    share one.

    Args:
        reports: The reports.
        webhooks: The webhooks.
        output: The format: `text` is for people. `json` is one object, whose `events` carry everything that the text
            says and more.
        detail: How much the text says.
    """
    if output == "json":
        print_json({"events": [report_object(report, webhooks) for report in reports]})
        return
    told = list(reports)
    lines = _lines(told, webhooks, detail)
    if detail.may_be_short and not fits_on_screen(lines):
        shared = _SharedLines(webhooks.placed, has_files=_has_files(webhooks))
        lines = _lines(told, webhooks, detail, shared)
    print_lines(lines, wraps=True)


def _lines(
    reports: Iterable[Report], webhooks: Webhooks, detail: Detail, shared: _SharedLines | None = None
) -> list[Line]:
    lines: list[Line] = []
    for report in reports:
        with webhooks.running():
            lines += _table(report, webhooks, detail, shared)
    return lines


def _table(report: Report, webhooks: Webhooks, detail: Detail, shared: _SharedLines | None) -> Iterator[Line]:
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
    notes: dict[str, int] = {}
    listed = detail.lists(report.answers)
    numbered = [(each, () if detail.has_traces else _numbers(each, notes)) for each in listed]
    if shared is not None:
        yield from shared.of_event(numbered)
    else:
        has_file = _has_files(webhooks)
        for answer, numbers in numbered:
            yield _line(answer.verdict, subject_of(answer.placed), numbers, _file(answer.placed) if has_file else "")
            if detail.has_traces:
                yield from _trace(answer)
    for note, number in notes.items():
        yield line(f"[{number}] {one_line(note, _MAX_REASON)}", indent=2, hanging=len(f"[{number}] "))
    if not detail.webhooks:
        yield from _rest(report.answers, listed, detail, is_short=shared is not None)


def _has_files(webhooks: Webhooks) -> bool:
    return len({each.template for each in webhooks.placed}) > 1


def _file(placed: PlacedWebhook) -> str:
    return f" in {one_line(str(placed.template))}"


def _numbers(answer: Answer, notes: dict[str, int]) -> tuple[int, ...]:
    """Return the numbers of what has to be known of an answer, and add to the notes what has none yet."""
    return tuple(notes.setdefault(each, len(notes) + 1) for each in _notes(answer))


def _headline(event: WebhookEvent) -> str:
    files = None if event.files is None else _counted(len(event.files), "file")
    subject = (event.message or "").partition("\n")[0]
    return ", ".join(filter(None, (one_line(str(event)), files, f'"{one_line(subject)}"' if subject else None)))


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"


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


def _rest(answers: Sequence[Answer], listed: Sequence[Answer], detail: Detail, *, is_short: bool) -> Iterator[Line]:
    """Return how many webhooks are not listed, and how to learn more."""
    more = len(answers) - len(listed)
    joined = ", --all lists each webhook with its file" if is_short else ""
    if more:
        seen = {verdict: sum(each.verdict is verdict for each in answers) for verdict in WORDS}
        kinds = [f"{seen[each]} {WORDS[each]}" for each in WORDS if each not in _STARTING and seen[each]]
        rest = "nothing builds or waits" if not listed else f"{more} more"
        yield line(f"{rest}: {', '.join(kinds)} (--all lists them, -v says why)", _DIM, indent=2)
    elif joined or (not detail.has_traces and any(each.verdict is not Verdict.BUILDS for each in answers)):
        yield line(f"(-v says why{joined})", _DIM, indent=2)
