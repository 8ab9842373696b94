"""The projects that webhooks are on, as far as one side of a comparison shows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import product
from typing import Any

from webhook_constructs.core.values.unresolved import known_text
from webhook_constructs.core.values.wire import as_mapping
from webhook_constructs.templates.identities import Identities
from webhook_constructs.templates.references import plain_reference
from webhook_constructs.templates.template import Steps
from webhook_constructs.templates.template_webhooks import PROJECT_TYPE, TemplateWebhook
from webhook_constructs.templates.values.open_values import TemplateFacts
from webhook_constructs.templates.values.variants import Variants
from webhook_constructs.templates.values.written_parts import WrittenParts, decisive_parts, reads_elsewhere

from .outlines import Outline, outline_of

__all__ = ["SeenProject", "SeenProjects", "ShownProjects"]

_NAME = "ProjectName"
_NO_NAME = {(): None}


def _nothing() -> None:
    return None


@dataclass(frozen=True, slots=True)
class SeenProject:
    """A project, as far as a side shows it.

    Attributes:
        name: Its name. Default: it is known only on deployment.
        construct: The path of its construct, or its file and logical ID. Default: the side does not define it.
        outline: What the side shows of it apart from names, worked out when it is asked for. Default: nothing.
        read_name: Returns what is written for its name, with all that it refers to. Default: that is not known.
    """

    name: str | None = None
    construct: tuple[str, ...] | None = None
    outline: _Definition | None = None
    read_name: Callable[[], Mapping[Steps, Any] | None] = _nothing

    @classmethod
    def named_by(cls, webhook: TemplateWebhook) -> SeenProject:
        """Return the project of a webhook that is in no template at hand.

        Args:
            webhook: The webhook.
        """
        is_defined = "Ref" in as_mapping(plain_reference(webhook.written.get(_NAME)))
        construct = _construct("", webhook.project) if is_defined and webhook.project is not None else None
        return cls(webhook.project_name, construct)

    def is_same_as(self, other: SeenProject, *, has_same_values: bool = False) -> bool | None:
        """Check whether a project of the other side is the same one; None if that cannot be told.

        Args:
            other: The project of the other side.
            has_same_values: Whether what is known only on deployment is the same where it is written the same.
                Default: nothing is known of it.
        """
        if self.name is not None and other.name is not None:
            return self.name == other.name or self._looks_like(other, has_same_values=has_same_values)
        if self.construct is None or other.construct is None:
            return None
        is_one = _is_one_construct(self.construct, other.construct)
        if is_one and self._keeps_name_of(other) is True:
            return True
        looks_like = self._looks_like(other, has_same_values=has_same_values)
        return None if is_one and looks_like is False and self._keeps_name_of(other) is None else looks_like

    def _keeps_name_of(self, other: SeenProject) -> bool | None:
        """Check whether one construct keeps the name of its project; None if the deployment decides it.

        A name that CloudFormation makes up is another one than a name that is written.
        """
        written = [each.read_name() for each in (self, other)]
        if None in written or written[0] == written[1]:
            return True
        is_made_up = [each == _NO_NAME for each in written]
        return False if any(is_made_up) and (self.name, other.name) != (None, None) else None

    def _looks_like(self, other: SeenProject, *, has_same_values: bool) -> bool | None:
        """Check whether both sides show the project, and it differs in nothing but its name."""
        one, two = (None if each.outline is None else each.outline.read for each in (self, other))
        if one is None or two is None or one.text != two.text:
            return False
        return True if has_same_values or (one.is_known and two.is_known) else None


class _Definition:
    def __init__(
        self, facts: TemplateFacts, logical_id: str, file: str, others: Sequence[tuple[TemplateFacts, str]]
    ) -> None:
        self._of = facts, logical_id, file, others

    @cached_property
    def read(self) -> Outline | None:
        return outline_of(*self._of)


@dataclass(frozen=True, slots=True)
class SeenProjects:
    """The project of a webhook, or the projects that it can be with the values of a deployment.

    Attributes:
        each: The projects. Default: nothing is known.
        is_written_out: Whether no value of a deployment makes it another project. Default: one may.
        read_written: Returns what is written for the project, with all that it refers to. Default: that is not known.
    """

    each: tuple[SeenProject, ...] = ()
    is_written_out: bool = False
    read_written: Callable[[], Mapping[Steps, Any] | None] = _nothing

    @property
    def are_shown(self) -> bool:
        """Whether the side says which project it is, and shows it."""
        return self.is_written_out and all(each.outline is not None for each in self.each)

    def is_same_as(self, other: SeenProjects, *, has_same_values: bool = False) -> bool | None:
        """Check whether a webhook of the other side is on the same project; None if that cannot be told.

        Args:
            other: The projects of the other side.
            has_same_values: Whether what is known only on deployment is the same where it is written the same.
                Default: nothing is known of it.
        """
        compare = partial(SeenProject.is_same_as, has_same_values=has_same_values)
        found = [compare(one, two) for one, two in product(self.each, other.each)]
        if found and all(each is False for each in found):
            return False
        if has_same_values and self._is_written_as(other):
            return True
        if not found or len(self.each) != len(other.each):
            return None
        are_same = all(compare(one, two) for one, two in zip(self.each, other.each, strict=True))
        is_certain = self.is_written_out and other.is_written_out
        return True if are_same and (is_certain or (self._is_written_as(other) and not self._may_differ)) else None

    @property
    def _may_differ(self) -> bool:
        """Whether the next deployment may choose another one of the projects, though nothing is written otherwise."""
        return len(self.each) > 1 and reads_elsewhere(decisive_parts(self.read_written() or {}))

    def _is_written_as(self, other: SeenProjects) -> bool:
        """Check whether both sides write the same for the project, with all that it refers to."""
        written = self.read_written()
        return written is not None and written == other.read_written()


class ShownProjects:
    """The projects that the templates of one side show."""

    def __init__(self, variants: Variants, files: Sequence[str], parts: WrittenParts) -> None:
        """Hold the templates.

        Args:
            variants: The templates.
            files: The path of each below what was named.
            parts: What is written in the templates.
        """
        self._variants, self._files, self._parts = variants, files, parts
        self._defined: dict[tuple[int, str], SeenProject] = {}
        self._found: dict[tuple[int, str], SeenProjects] = {}

    @cached_property
    def _identities(self) -> Identities:
        return Identities(self._variants.templates)

    def of(self, index: int, webhook: TemplateWebhook) -> SeenProjects:
        """Return the project of a webhook, or the projects that it can be.

        Imports, and what nested stacks are given and put out, are followed to the project that they are of.

        Args:
            index: The index of the template of the webhook.
            webhook: The webhook.
        """
        key = index, webhook.logical_id
        if key not in self._found:
            self._found[key] = self._projects(index, webhook)
        return self._found[key]

    def _projects(self, index: int, webhook: TemplateWebhook) -> SeenProjects:
        written = webhook.written.get(_NAME, webhook.project_name)
        at_once = self._meant(index, plain_reference(written))
        if at_once is not None:
            return SeenProjects((at_once,), is_written_out=True)
        if self._variants.templates[index].webhooks is not None:
            return SeenProjects((SeenProject.named_by(webhook),), is_written_out=True)
        resource = index, webhook.logical_id
        values, is_all = self._variants.alternatives(resource, _NAME)
        found = tuple(self._followed(index, plain_reference(each)) for each in values) if is_all else ()
        is_written_out = values == [written] and all(each.construct is not None for each in found)
        return SeenProjects(found, is_written_out, partial(self._parts.of_project, *resource))

    def _followed(self, index: int, value: Any) -> SeenProject:
        found = self._meant(index, value)
        if found is not None:
            return found
        identity = self._identities.of_project(index, value)
        return SeenProject() if identity.resource is None else self._definition(*identity.resource)

    def _meant(self, index: int, value: Any) -> SeenProject | None:
        """Return the project that a text or a reference within a template means; None for anything else."""
        if isinstance(value, str):
            name = known_text(value)
            return None if name is None else SeenProject(name)
        logical_id = as_mapping(value).get("Ref")
        if not isinstance(logical_id, str) or self._resource(index, logical_id).get("Type") != PROJECT_TYPE:
            return None
        return self._definition(index, logical_id)

    def _resource(self, index: int, logical_id: str) -> Mapping[str, Any]:
        """Return a resource of a template, or one that a loop in it writes."""
        resources = self._variants.templates[index].resources
        if logical_id not in resources:
            resources = self._variants.as_usual.templates[index].resources
        return as_mapping(resources.get(logical_id))

    def _definition(self, index: int, logical_id: str) -> SeenProject:
        """Return a project that a template defines."""
        key = index, logical_id
        if key not in self._defined:
            template, file = self._variants.templates[index], self._files[index]
            resource = self._resource(index, logical_id)
            name = as_mapping(resource.get("Properties")).get("Name")
            path = as_mapping(resource.get("Metadata")).get("aws:cdk:path")
            # The other forms show a part of a project only, and what a loop writes is in no template.
            is_shown = template.webhooks is None and logical_id in template.resources
            seen = [*zip(self._variants.facts, self._files, strict=True)]
            others = seen[:index] + seen[index + 1 :]
            outline = _Definition(self._variants.facts[index], logical_id, file, others) if is_shown else None
            self._defined[key] = SeenProject(
                known_text(name) if isinstance(name, str) else None,
                _construct(file, path if isinstance(path, str) else logical_id),
                outline,
                partial(self._parts.of_name, index, logical_id) if is_shown else _nothing,
            )
        return self._defined[key]


def _construct(file: str, name: str) -> tuple[str, ...]:
    """Return what names a construct: its path, or its file and logical ID, which has no slash."""
    return (name.removesuffix("/Resource"),) if "/" in name else (file, name)


def _is_one_construct(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Check whether two constructs are one. A logical ID names a project within its file; no file is any file."""
    return one == other or ("" in {one[0], other[0]} and one[1:] == other[1:] != ())
