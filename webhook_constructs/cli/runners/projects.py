"""The projects of templates, and their webhooks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from webhook_constructs.cli.explain.answers import PlacedWebhook, placed_webhooks, read_files
from webhook_constructs.cli.output import print_message
from webhook_constructs.lint.findings.located_findings import Skipped
from webhook_constructs.templates.values.possible_webhooks import read_possible
from webhook_constructs.templates.values.project_names import ANY_NAME, ProjectNames, project_names
from webhook_constructs.templates.values.variants import Variants

__all__ = ["Projects", "read_projects"]


@dataclass(frozen=True, slots=True)
class Projects:
    """The projects of templates, and their webhooks.

    Attributes:
        webhooks: The webhooks.
        names: What projects and those of webhooks can be called, by the template and logical id.
        unread: Files that seem to be templates and cannot be read. Default: none.
        unseen: What else of the templates may have projects or webhooks, and is not read. Default: nothing.
    """

    webhooks: tuple[PlacedWebhook, ...]
    names: Mapping[tuple[Path, str], ProjectNames]
    unread: tuple[Skipped, ...] = ()
    unseen: tuple[Skipped, ...] = ()

    def names_of(self, placed: PlacedWebhook) -> ProjectNames:
        """Return what the project of a webhook can be called."""
        webhooks = (placed.webhook, *(each for each in placed.variants.values() if each is not None))
        written = frozenset(each.project_name for each in webhooks if each.project_name is not None)
        found = self.names.get((placed.template, placed.webhook.logical_id))
        return ProjectNames(written) | (found or (ProjectNames() if written else ANY_NAME))


def read_projects(path: Path, given: Mapping[str, str]) -> Projects:
    """Read the projects of a template, or of all templates of a folder.

    Args:
        path: The file or folder, as for `read_templates`.
        given: The values that people give to parameters, by the names of these.

    Raises:
        TemplateError: A file cannot be read, or there is no template.
    """
    read = read_files(path)
    for each in read.passed_over:
        if each not in read.broken:
            print_message(f"webhook-constructs: not looked at: {each}")
    templates = [each.template for each in read.files]
    reading, named = read_possible(templates, given), project_names(Variants(templates, given))
    return Projects(
        tuple(placed_webhooks(read.files, reading.webhooks)),
        {(read.files[index].path, logical_id): found for (index, logical_id), found in named.items()},
        read.broken,
        tuple(read.files[each.index].skipped(each.steps, each.why) for each in reading.unseen),
    )
