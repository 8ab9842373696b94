"""The webhooks of the templates that a command is given."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from webhook_constructs.cli.output import print_message
from webhook_constructs.template_files.search import read_templates
from webhook_constructs.templates.template_error import TemplateError
from webhook_constructs.templates.template_webhooks import template_webhooks

if TYPE_CHECKING:
    from webhook_constructs.templates.template_webhooks import TemplateWebhook

__all__ = ["PlacedWebhook", "read_webhooks"]


@dataclass(frozen=True, slots=True)
class PlacedWebhook:
    """A webhook, and the template that describes it.

    Attributes:
        template: The file.
        webhook: The webhook.
    """

    template: Path
    webhook: TemplateWebhook


def read_webhooks(path: Path) -> list[PlacedWebhook]:
    """Find the webhooks of a template, or of all templates of a folder.

    What cannot be read in a folder that is no cloud assembly is told on the standard error, and so are repeated keys.

    Args:
        path: The file or folder, as for `read_templates`.

    Raises:
        TemplateError: A file cannot be read, or there is no template.
    """
    found = read_templates([path])
    for each in found.unread:
        raise TemplateError(Path(each.what), each.why, each.line, each.column)
    for each in found.passed_over:
        print_message(f"webhook-constructs: not looked at: {each}")
    for file in found.files:
        for note in file.repeated_key_notes:
            print_message(f"webhook-constructs: note: {note}")
    return [PlacedWebhook(file.path, webhook) for file in found.files for webhook in template_webhooks(file.body)]
