"""The findings on some templates, with their lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webhook_constructs.core.template_webhooks import template_webhooks
from webhook_constructs.lint.located import LocatedFinding, Outcome, TemplatePlace, Unread
from webhook_constructs.lint.selection import METADATA_KEY, SelectionError, Suppression, suppressions_of
from webhook_constructs.lint.template_places import property_path, property_steps, written_steps
from webhook_constructs.lint.template_surroundings import Template, around
from webhook_constructs.lint.templates import lint_templates

if TYPE_CHECKING:
    from webhook_constructs.core.template_webhooks import TemplateWebhook
    from webhook_constructs.lint import Finding
    from webhook_constructs.lint.selection import Selection

    from .template_file import TemplateFile
    from .templates import Templates

__all__ = ["lint_files"]

_RESOURCES = "Resources"


def lint_files(templates: Templates, selection: Selection) -> Outcome:
    """Judge the webhooks of templates, each by itself and all together.

    Args:
        templates: The templates.
        selection: Which findings are wanted.
    """
    placed = [(file, webhook) for file in templates.files for webhook in template_webhooks(file.body)]
    indices = {id(file): index for index, file in enumerate(templates.files)}
    surroundings = around(
        [Template(file.body, file.environment, (file.real or file.path).as_posix()) for file in templates.files],
        [(indices[id(file)], webhook) for file, webhook in placed],
    )
    judged = lint_templates([webhook for _, webhook in placed], surroundings)
    found: list[LocatedFinding] = []
    unread = list(dict.fromkeys([*templates.broken, *templates.unread]))
    suppressed = 0
    for (file, webhook), findings in zip(placed, judged, strict=True):
        try:
            suppressions = suppressions_of(file.body[_RESOURCES][webhook.logical_id])
        except SelectionError as error:
            suppressions = ()
            unread.append(_of_metadata(error, file, webhook))
        wanted = [finding for finding in findings if selection.takes(finding.id)]
        reasons = (*selection.suppressions, *file.acknowledged, *suppressions)
        kept = [each for each in wanted if not _is_left_out(each, webhook, reasons)]
        suppressed += len(wanted) - len(kept)
        found += (_located(finding, file, webhook) for finding in kept)
    return Outcome(tuple(found), tuple(unread), len(placed), suppressed)


def _is_left_out(finding: Finding, webhook: TemplateWebhook, suppressions: tuple[Suppression, ...]) -> bool:
    names = [*_around(webhook.construct_path), webhook.logical_id, webhook.project]
    return any(each.leaves_out(finding.id, names) for each in suppressions)


def _around(construct_path: str | None) -> list[str]:
    """Give the paths of a construct and of those that it is in."""
    parts = [] if construct_path is None else construct_path.split("/")
    return ["/".join(parts[:length]) for length in range(1, len(parts) + 1)]


def _located(finding: Finding, file: TemplateFile, webhook: TemplateWebhook) -> LocatedFinding:
    resource = file.body[_RESOURCES][webhook.logical_id]
    steps = written_steps(property_steps(finding.location, webhook), resource)
    line, column = file.place((_RESOURCES, webhook.logical_id, *steps)) or (None, None)
    place = TemplatePlace(
        str(file.path), webhook.logical_id, webhook.construct_path, property_path(steps), line, column
    )
    return LocatedFinding(finding, webhook.name, place)


def _of_metadata(error: SelectionError, file: TemplateFile, webhook: TemplateWebhook) -> Unread:
    line, column = file.place((_RESOURCES, webhook.logical_id, "Metadata", METADATA_KEY, "ignore")) or (None, None)
    return Unread(str(file.path), f"Metadata.{METADATA_KEY} of {webhook.logical_id}: {error}", line, column)
