"""An event and what becomes of it at webhooks, in JSON, too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from webhook_constructs.cli.formats.event_object import event_object
from webhook_constructs.core import Verdict
from webhook_constructs.core.decisions.filter_trace import FilterTrace, GroupTrace
from webhook_constructs.core.events.event_names import IgnoredEvent
from webhook_constructs.core.events.webhook_event import WebhookEvent
from webhook_constructs.core.values.arguments import one_line
from webhook_constructs.lint.wording.languages import Language

from .answers import Answer, PlacedWebhook, Webhooks
from .deliveries import Delivery

__all__ = ["Report", "identified", "project_of", "report_object", "report_on", "subject_of", "verdict_on_ignored"]


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


def verdict_on_ignored(event: IgnoredEvent) -> Verdict:
    """Return what becomes of an event that is none of CodeBuild."""
    return Verdict.UNDECIDED if event.may_approve else Verdict.NO_BUILD


def subject_of(placed: PlacedWebhook) -> str:
    """Return what an answer is about: the project, and what its webhook is called besides."""
    webhook = placed.webhook
    name = f" ({one_line(webhook.name)})" if webhook.project not in {None, webhook.name} else ""
    return f"{project_of(placed)}{name}"


def project_of(placed: PlacedWebhook) -> str:
    """Return the project of a webhook; the name of the webhook where that is not known."""
    return one_line(placed.webhook.project or placed.webhook.name)


def report_object(report: Report, webhooks: Webhooks) -> dict[str, Any]:
    """Return in JSON what becomes of an event, with everything that text says and more."""
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
