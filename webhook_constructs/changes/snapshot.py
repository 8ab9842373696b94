"""The webhooks of one side of a comparison."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from webhook_constructs.templates.template import UNKNOWN_PLACE, Place, Template
from webhook_constructs.templates.template_webhooks import TemplateWebhook
from webhook_constructs.templates.values.possible_webhooks import PossibleWebhook, read_possible
from webhook_constructs.templates.values.variants import Variants
from webhook_constructs.templates.values.written_parts import WrittenParts, WrittenWebhook

from .projects import SeenProject, SeenProjects, ShownProjects

__all__ = ["Snapshot", "SnapshotWebhook", "Unseen", "snapshot_of_templates"]


def _nothing() -> None:
    return None


@dataclass(frozen=True, slots=True, eq=False)
class SnapshotWebhook:
    """A webhook on one side.

    Attributes:
        possible: The webhook, and what it is with the values that it can have.
        file: The path of its template below what was named; empty if that is the template, or it is in none.
        source: What names its template in a text. Default: it is in none.
        place: The account and region that it is for. Default: they are not known.
        read_written: Returns what is written of it, which takes a moment. Default: that is not known.
        read_projects: Returns the project, or those that it can be, as far as the templates show. Default: the one that
            the webhook itself names.
    """

    possible: PossibleWebhook
    file: str = ""
    source: str = ""
    place: Place = UNKNOWN_PLACE
    read_written: Callable[[], WrittenWebhook | None] = _nothing
    read_projects: Callable[[], SeenProjects] | None = None

    @property
    def webhook(self) -> TemplateWebhook:
        """The webhook as it is written, or where it is only with some values, with the first of them."""
        return self.possible.first

    @property
    def projects(self) -> SeenProjects:
        """The project, or those that it can be with the values of a deployment."""
        if self.read_projects is not None:
            return self.read_projects()
        return SeenProjects((SeenProject.named_by(self.webhook),), is_written_out=True)


@dataclass(frozen=True, slots=True)
class Unseen:
    """A part of a template that may hold webhooks, and that nobody sees before the deployment.

    Attributes:
        file: The path of the template below what was named.
        source: What names the template in a text.
        why: Why it is not seen.
        template: The whole template.
    """

    file: str
    source: str
    why: str
    template: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The webhooks of one side.

    Attributes:
        webhooks: The webhooks. Default: there are none.
        unseen: What may hold webhooks, too. Default: nothing.
        account: The account and region whose webhooks these are; the other side may describe a part of them. Default:
            they are all that there is to compare.
    """

    webhooks: tuple[SnapshotWebhook, ...] = ()
    unseen: tuple[Unseen, ...] = ()
    account: Place | None = None


def snapshot_of_templates(
    templates: Sequence[Template],
    files: Sequence[str],
    sources: Sequence[str],
    given: Mapping[str, str] | None = None,
) -> Snapshot:
    """Return the webhooks of templates.

    Args:
        templates: The templates.
        files: The path of each below what was named.
        sources: What names each of them in a text.
        given: The values that people give to parameters, by the names of these. Default: none.
    """
    variants, parts = Variants(templates, given), WrittenParts(templates)
    projects = ShownProjects(variants, files, parts)
    reading = read_possible(variants)
    webhooks = tuple(
        SnapshotWebhook(
            each,
            files[each.index],
            sources[each.index],
            templates[each.index].place,
            partial(parts.of, each.index, each.logical_id),
            partial(projects.of, each.index, each.first),
        )
        for each in reading.webhooks
    )
    unseen = tuple(
        Unseen(files[each.index], sources[each.index], each.why, templates[each.index].body) for each in reading.unseen
    )
    return Snapshot(webhooks, unseen)
