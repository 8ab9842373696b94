"""The findings on some templates, with their lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from webhook_constructs.core.patterns.step_budget import running
from webhook_constructs.lint import Finding, Severity
from webhook_constructs.lint.findings.finding import NOT_JUDGED
from webhook_constructs.lint.findings.located_findings import LintReport, LocatedFinding, Skipped, TemplateLocation
from webhook_constructs.lint.selection import (
    METADATA_KEY,
    RULE_IDS,
    Selection,
    SelectionError,
    Suppression,
    suppressions_of,
)
from webhook_constructs.template_files.search import Templates
from webhook_constructs.template_files.template_file import TemplateFile
from webhook_constructs.templates.judging import JudgedWebhook, PlacedFinding, judge_templates
from webhook_constructs.templates.places import json_pointer, property_path
from webhook_constructs.templates.template_webhooks import TemplateWebhook

__all__ = ["lint_files"]


def lint_files(templates: Templates, selection: Selection, given: Mapping[str, str] | None = None) -> LintReport:
    """Judge the webhooks of templates, each by itself and all together, with the values that they can have.

    Args:
        templates: The templates.
        selection: Which findings are wanted.
        given: The values that parameters are given, by the names of these. Default: none.
    """
    with running(templates=max(1, len(templates.files))):
        return _linted(templates, selection, given or {})


def _linted(templates: Templates, selection: Selection, given: Mapping[str, str]) -> LintReport:
    files = templates.files
    judged = judge_templates([file.template for file in files], [str(file.path) for file in files], given)
    found: list[LocatedFinding] = []
    unread = list(dict.fromkeys([*templates.broken, *templates.unread]))
    suppressed = 0
    used: set[Suppression] = set()
    notes: list[str] = []
    undecided: list[Skipped] = []
    for each in judged.webhooks:
        file, webhook = files[each.index], each.webhook
        findings = [placed for placed in each.findings if placed.finding.id != NOT_JUDGED.id]
        undecided += _undecided(file, each)
        try:
            suppressions = suppressions_of(each.resource)
        except SelectionError as error:
            suppressions = ()
            unread.append(_of_metadata(error, file, each))
        reasons = (*selection.suppressions, *file.acknowledged, *suppressions)
        names = [*_around(webhook.construct_path), webhook.logical_id, webhook.project]
        wanted = [placed for placed in findings if selection.takes(placed.finding.id)]
        kept = [placed for placed in wanted if not any(reason.leaves_out(placed.finding, names) for reason in reasons)]
        about = [
            (placed, reason) for placed in findings for reason in reasons if reason.is_about(placed.finding, names)
        ]
        used.update(reason for _, reason in about)
        notes += (
            _kept(placed.finding, webhook)
            for placed, _ in about
            if placed in kept and placed.finding.severity is Severity.ERROR
        )
        suppressed += len(wanted) - len(kept)
        found += (_located(placed, file, each) for placed in kept)
    undecided += (files[each.index].skipped(each.steps, each.why) for each in judged.unseen)
    notes += (_vain(each) for each in selection.suppressions if each not in used)
    notes += (_no_rule(each) for file in templates.files for each in file.acknowledged if each.id not in RULE_IDS)
    notes += (note for file in templates.files for note in file.repeated_key_notes)
    return LintReport(
        tuple(found),
        unread=tuple(unread),
        webhooks=len(judged.webhooks),
        suppressed=suppressed,
        undecided=tuple(undecided),
        notes=tuple(dict.fromkeys(notes)),
        is_blind=bool(unread) and not templates.files,
    )


def _kept(finding: Finding, webhook: TemplateWebhook) -> str:
    return (
        f"{finding.id} of {webhook.name} is an error, which no reason leaves out: mend it, or give "
        f"--ignore {finding.id} on the command line"
    )


def _vain(suppression: Suppression) -> str:
    return f"configuration: suppress: {suppression.id} on {suppression.subjects!r} names nothing in these templates"


def _no_rule(acknowledged: Suppression) -> str:
    return f"{acknowledged.id} is acknowledged on {acknowledged.subjects}, and there is no such rule"


def _around(construct_path: str | None) -> list[str]:
    """Return the paths of a construct and of those that it is in."""
    parts = [] if construct_path is None else construct_path.split("/")
    return ["/".join(parts[:length]) for length in range(1, len(parts) + 1)]


def _located(placed: PlacedFinding, file: TemplateFile, judged: JudgedWebhook) -> LocatedFinding:
    line, column = file.place(placed.steps) or (None, None)
    webhook = judged.webhook
    own = webhook.origin is None
    path = property_path(placed.steps[len(judged.steps) :]) if own else json_pointer(placed.steps)
    place = TemplateLocation(str(file.path), webhook.logical_id, webhook.construct_path, path, line, column)
    return LocatedFinding(placed.finding, webhook.name, place, webhook.language)


def _undecided(file: TemplateFile, judged: JudgedWebhook) -> Iterator[Skipped]:
    """Return why a webhook is not judged in full, if it is not."""
    if judged.not_judged:
        yield file.skipped(judged.steps, f"{judged.webhook.name}: {'; '.join(judged.not_judged)}")


def _of_metadata(error: SelectionError, file: TemplateFile, judged: JudgedWebhook) -> Skipped:
    why = f"Metadata.{METADATA_KEY} of {judged.webhook.logical_id}: {error}"
    return file.skipped((*judged.steps, "Metadata", METADATA_KEY, "ignore"), why)
