"""The findings on some templates, with their lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

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
from webhook_constructs.templates.lint import lint_templates
from webhook_constructs.templates.places import property_path, property_steps, written_steps
from webhook_constructs.templates.template_webhooks import TemplateWebhook, template_webhooks

__all__ = ["lint_files"]

_Placed: TypeAlias = "tuple[TemplateFile, TemplateWebhook]"

_RESOURCES = "Resources"
_MOST_NAMED = 5


def lint_files(templates: Templates, selection: Selection) -> LintReport:
    """Judge the webhooks of templates, each by itself and all together.

    Args:
        templates: The templates.
        selection: Which findings are wanted.
    """
    with running(templates=max(1, len(templates.files))):
        return _linted(templates, selection)


def _linted(templates: Templates, selection: Selection) -> LintReport:
    placed = _told_apart([(file, webhook) for file in templates.files for webhook in template_webhooks(file.body)])
    found: list[LocatedFinding] = []
    unread = list(dict.fromkeys([*templates.broken, *templates.unread]))
    suppressed = 0
    used: set[Suppression] = set()
    notes: list[str] = []
    undecided: list[Skipped] = []
    for (file, webhook), judged in zip(placed, _judged(templates, placed), strict=True):
        findings = [each for each in judged if each.id != NOT_JUDGED.id]
        undecided += _undecided(file, webhook, [each for each in judged if each.id == NOT_JUDGED.id])
        try:
            suppressions = suppressions_of(file.body[_RESOURCES][webhook.logical_id])
        except SelectionError as error:
            suppressions = ()
            unread.append(_of_metadata(error, file, webhook))
        reasons = (*selection.suppressions, *file.acknowledged, *suppressions)
        names = [*_around(webhook.construct_path), webhook.logical_id, webhook.project]
        wanted = [finding for finding in findings if selection.takes(finding.id)]
        kept = [each for each in wanted if not any(reason.leaves_out(each, names) for reason in reasons)]
        about = [(each, reason) for each in findings for reason in reasons if reason.is_about(each, names)]
        used.update(reason for _, reason in about)
        notes += (_kept(each, webhook) for each, _ in about if each in kept and each.severity is Severity.ERROR)
        suppressed += len(wanted) - len(kept)
        counted: dict[int, list[int]] = {}
        found += (_located(finding, file, webhook, counted) for finding in kept)
    notes += (_vain(each) for each in selection.suppressions if each not in used)
    notes += (_no_rule(each) for file in templates.files for each in file.acknowledged if each.id not in RULE_IDS)
    notes += (note for file in templates.files for note in file.repeated_key_notes)
    return LintReport(
        tuple(found),
        unread=tuple(unread),
        webhooks=len(placed),
        suppressed=suppressed,
        undecided=tuple(undecided),
        notes=tuple(dict.fromkeys(notes)),
        is_blind=bool(unread) and not templates.files,
    )


def _judged(templates: Templates, placed: list[_Placed]) -> list[tuple[Finding, ...]]:
    """Judge each webhook with what is around it."""
    indices = {id(file): index for index, file in enumerate(templates.files)}
    return lint_templates(
        [file.template for file in templates.files], [(indices[id(file)], webhook) for file, webhook in placed]
    )


def _told_apart(placed: list[_Placed]) -> list[_Placed]:
    """Let webhooks of one name in several files be named with their files."""
    times = Counter(webhook.name for _, webhook in placed)
    return [
        (file, replace(webhook, within=str(file.path)) if times[webhook.name] > 1 else webhook)
        for file, webhook in placed
    ]


def _kept(finding: Finding, webhook: TemplateWebhook) -> str:
    return (
        f"{finding.id} of {webhook.name} is an error, which no reason leaves out: mend it, or give "
        f"--ignore {finding.id} on the command line"
    )


def _vain(suppression: Suppression) -> str:
    return f"pyproject.toml: suppress: {suppression.id} on {suppression.subjects!r} names nothing in these templates"


def _no_rule(acknowledged: Suppression) -> str:
    return f"{acknowledged.id} is acknowledged on {acknowledged.subjects}, and there is no such rule"


def _around(construct_path: str | None) -> list[str]:
    """Give the paths of a construct and of those that it is in."""
    parts = [] if construct_path is None else construct_path.split("/")
    return ["/".join(parts[:length]) for length in range(1, len(parts) + 1)]


def _located(
    finding: Finding, file: TemplateFile, webhook: TemplateWebhook, counted: dict[int, list[int]]
) -> LocatedFinding:
    resource = file.body[_RESOURCES][webhook.logical_id]
    steps = property_steps(finding.location, webhook)
    if webhook.error is None:
        steps = written_steps(steps, resource, counted)
    line, column = file.place((_RESOURCES, webhook.logical_id, *steps)) or (None, None)
    place = TemplateLocation(
        str(file.path), webhook.logical_id, webhook.construct_path, property_path(steps), line, column
    )
    return LocatedFinding(finding, webhook.name, place)


def _undecided(file: TemplateFile, webhook: TemplateWebhook, skipped: list[Finding]) -> Iterator[Skipped]:
    """Say why a webhook is not judged in full, if it is not."""
    too_large = [_pattern_path(each, webhook) for each in skipped if each.location.group is not None]
    reasons = [*_known_later(webhook), *_too_large(too_large)]
    reasons += (each.message for each in skipped if each.location.group is None)
    if reasons:
        line, column = file.place((_RESOURCES, webhook.logical_id)) or (None, None)
        yield Skipped(str(file.path), f"{webhook.name}: {'; '.join(reasons)}", line, column)


def _pattern_path(finding: Finding, webhook: TemplateWebhook) -> str:
    return f"{property_path(property_steps(finding.location, webhook)[1:])}.Pattern"


def _known_later(webhook: TemplateWebhook) -> Iterator[str]:
    parts = () if webhook.error else webhook.open_parts
    if parts:
        yield f"{', '.join(parts)} {'is' if len(parts) == 1 else 'are'} known only when the stack is deployed"


def _too_large(parts: list[str]) -> Iterator[str]:
    more = len(parts) - _MOST_NAMED
    if more > 0:
        yield f"{', '.join(parts[:_MOST_NAMED])} and {more:,} more are too large to be judged"
    elif parts:
        yield f"{', '.join(parts)} {'is' if len(parts) == 1 else 'are'} too large to be judged"


def _of_metadata(error: SelectionError, file: TemplateFile, webhook: TemplateWebhook) -> Skipped:
    line, column = file.place((_RESOURCES, webhook.logical_id, "Metadata", METADATA_KEY, "ignore")) or (None, None)
    return Skipped(str(file.path), f"Metadata.{METADATA_KEY} of {webhook.logical_id}: {error}", line, column)
