"""What `explain` and `predict` print, as text for people or as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.style import Style

from webhook_constructs.cli.output import Line, line, print_json, print_lines
from webhook_constructs.core.decisions.filter_trace import FilterTrace, GroupTrace
from webhook_constructs.core.events.event_names import IgnoredEvent
from webhook_constructs.core.events.webhook_event import WebhookEvent
from webhook_constructs.core.values.arguments import one_line

from .verdicts import Verdict

__all__ = ["Report", "print_reports"]

_BOLD = Style(bold=True)
_ANSWERS = {
    True: ("builds", Style(color="green", bold=True)),
    False: ("no build", Style(color="red")),
    None: ("undecided", Style(color="yellow")),
}
_WIDTH = 10
_DETAIL = 2 + _WIDTH + 3
_MAX_REASON = 1_000
_EVENT_MEMBERS = (
    "head_ref",
    "base_ref",
    "actor",
    "message",
    "workflow_name",
    "tag_name",
    "release_name",
    "repository_name",
    "organization_name",
)


@dataclass(frozen=True, slots=True)
class Report:
    """An event and what becomes of it.

    Attributes:
        event: The event, or why CodeBuild ignores it.
        verdicts: What becomes of it at each webhook. Default: it is ignored.
    """

    event: WebhookEvent | IgnoredEvent
    verdicts: Sequence[Verdict] = ()


def print_reports(reports: Sequence[Report], output: str) -> None:
    """Print what becomes of some events.

    Args:
        reports: The reports.
        output: The format: `text` is for people, what builds first, then what does not, and why. `json` is one object,
            whose `events` carry everything that the text says and more.
    """
    if output == "json":
        print_json({"events": [_event(report) for report in reports]})
    else:
        print_lines(each for report in reports for each in _lines(report))


def _lines(report: Report) -> Iterator[Line]:
    if isinstance(report.event, IgnoredEvent):
        yield line(f"no build: {one_line(report.event.reason)}")
        return
    yield line(_headline(report.event), _BOLD)
    if not report.verdicts:
        yield line("there is no webhook in these templates", indent=2)
    for answer in (True, None, False):
        for verdict in report.verdicts:
            if verdict.builds is answer:
                yield from _of_verdict(verdict)


def _headline(event: WebhookEvent) -> str:
    files = None if event.files is None else f"{len(event.files)} file{'s' * (len(event.files) != 1)}"
    subject = (event.message or "").partition("\n")[0]
    return ", ".join(filter(None, (one_line(str(event)), files, f'"{one_line(subject)}"' if subject else None)))


def _of_verdict(verdict: Verdict) -> Iterator[Line]:
    word, style = _ANSWERS[verdict.builds]
    webhook = verdict.placed.webhook
    name = f" ({one_line(webhook.name)})" if webhook.project not in {None, webhook.name} else ""
    project = one_line(webhook.project or webhook.name)
    yield Line(((f"{word:{_WIDTH}} ", style), (project, style + _BOLD), (name, style)), indent=2)
    for each in (verdict.reason, *verdict.conditions):
        if each is not None:
            yield line(one_line(each, _MAX_REASON), indent=_DETAIL)
    if verdict.decision is not None:
        for each in str(verdict.decision).split("\n")[1:]:
            yield line(each.removeprefix("  "), indent=_DETAIL)


def _event(report: Report) -> dict[str, Any]:
    if isinstance(report.event, IgnoredEvent):
        return {"event": None, "ignored": report.event.reason, "webhooks": []}
    event = {"action": report.event.action.value, **_known(report.event)}
    return {"event": event, "ignored": None, "webhooks": [_webhook(verdict) for verdict in report.verdicts]}


def _known(event: WebhookEvent) -> dict[str, Any]:
    members = {_camel(name): getattr(event, name) for name in _EVENT_MEMBERS}
    return {**members, "files": None if event.files is None else list(event.files)}


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(map(str.capitalize, rest))


def _webhook(verdict: Verdict) -> dict[str, Any]:
    webhook, decision = verdict.placed.webhook, verdict.decision
    return {
        "project": webhook.project,
        "name": webhook.name,
        "logicalId": webhook.logical_id,
        "resourceType": webhook.resource_type,
        "template": str(verdict.placed.template),
        "builds": verdict.builds,
        "reason": decision.mismatch if verdict.reason is None and decision is not None else verdict.reason,
        "conditions": list(verdict.conditions),
        "refusals": [] if decision is None else list(decision.refusals),
        "groups": [] if decision is None else [_group(group) for group in decision.groups],
        "assumptions": ([] if decision is None else [asdict(each) for each in decision.assumptions]),
    }


def _group(group: GroupTrace) -> dict[str, Any]:
    return {
        "index": group.index,
        "outcome": group.outcome.value,
        "filters": [_filter(trace) for trace in group.filters],
    }


def _filter(trace: FilterTrace) -> dict[str, Any]:
    return {
        "type": trace.filter.type.value,
        "pattern": str(trace.filter.pattern),
        "excludeMatchedPattern": trace.filter.exclude_matched_pattern,
        "outcome": trace.outcome.value,
        "tried": list(trace.tried),
        "matching": list(trace.matching),
        "ignored": list(trace.ignored),
        "nearMiss": trace.near_miss,
        "doubt": trace.undecided_because,
    }
