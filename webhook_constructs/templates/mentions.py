"""What the resources of templates have to do with projects: webhooks, projects, actions and pipelines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from webhook_constructs.core.values.unresolved import known_text
from webhook_constructs.core.values.wire import as_mapping
from webhook_constructs.lint import PipelineSource

from .identities import Identity, Key
from .pipeline_definition import PipelineDefinition
from .template import Template
from .template_webhooks import TemplateWebhook

__all__ = ["Hook", "MadeProject", "Mention", "Pipeline", "Resource", "by_key", "in_order", "in_several"]

Resource: TypeAlias = "tuple[int, str]"
"""A resource: the index of its template, and its logical id."""


@dataclass(frozen=True, slots=True, eq=False)
class Mention:
    """Something that has to do with a project.

    Attributes:
        resource: The resource that it is, or that it is in.
        name: What names it in a text.
        project: What is known of its project.
    """

    resource: Resource
    name: str
    project: Identity


@dataclass(frozen=True, slots=True, eq=False)
class Hook(Mention):
    """A webhook.

    Attributes:
        webhook: What its template says of it.
        secret: What is known of the place of its secret.
    """

    webhook: TemplateWebhook
    secret: Identity


@dataclass(frozen=True, slots=True, eq=False)
class MadeProject(Mention):
    """A project that a template makes.

    Attributes:
        properties: What its template says of it.
    """

    properties: Mapping[str, Any]

    @property
    def source_type(self) -> str | None:
        """The type of its source; None where only the deployment knows it."""
        return known_text(as_mapping(self.properties.get("Source")).get("Type"))


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A pipeline.

    Attributes:
        resource: Its resource.
        name: What names it in a text.
        definition: What it is made of.
        sources: What starts it.
    """

    resource: Resource
    name: str
    definition: PipelineDefinition
    sources: tuple[PipelineSource, ...]


_Found = TypeVar("_Found", bound=Mention)


def in_several(templates: Sequence[Template], mentions: Iterable[Mention]) -> set[Key]:
    """Return the names that do not say which project is meant, because several templates by themselves have them."""
    seen = {
        (key, each.resource[0])
        for each in mentions
        if not templates[each.resource[0]].app
        for key in each.project.likely
    }
    return {key for key, times in Counter(key for key, _ in seen).items() if times > 1}


def in_order(mentions: Iterable[_Found]) -> list[_Found]:
    """Sort what is in the same template together, by name."""
    return sorted(mentions, key=lambda each: (each.resource[0], each.name))


def by_key(mentions: Iterable[_Found]) -> dict[Key, list[_Found]]:
    """Sort by each way to know a project, so that one thing can be under several of them."""
    found: dict[Key, list[_Found]] = {}
    for each in mentions:
        for key in (*each.project.certain, *each.project.likely):
            found.setdefault(key, []).append(each)
    return found
