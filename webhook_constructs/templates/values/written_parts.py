"""Everything in a template that decides on a webhook, as it is written.

Where two templates have the same parts for a webhook, whatever the deployment puts in makes the same of both.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, TypeAlias

from webhook_constructs.core.values.unresolved import is_unresolved
from webhook_constructs.core.values.wire import as_mapping
from webhook_constructs.templates.known_settings import PROPERTIES
from webhook_constructs.templates.nestings import nestings_of
from webhook_constructs.templates.template import Steps, Template

from .loops import LOOP
from .open_values import is_hidden_parameter

__all__ = ["WrittenParts", "WrittenWebhook", "decisive_parts", "reads_elsewhere"]

_PARAMETERS, _RESOURCES = "Parameters", "Resources"
_PROJECT = "ProjectName"
_SECTIONS = (_PARAMETERS, "Conditions", "Mappings", _RESOURCES)
_MOST_STACKS = 8  # around each other
_SETTINGS = ("Triggers", "Source", *PROPERTIES.values())
_READING = ("Fn::ImportValue", "Fn::GetStackOutput", "Fn::GetAtt", "Fn::Transform")
_VARIABLE = re.compile(r"\$\{([^${}!.]+)")

_Parts: TypeAlias = "dict[Steps, Any]"


@dataclass(frozen=True, slots=True)
class WrittenWebhook:
    """What is written of a webhook, with everything that it refers to.

    Attributes:
        settings: What decides on its settings, by places.
        condition: What decides whether there is such a webhook, by places.
    """

    settings: Mapping[Steps, Any]
    condition: Mapping[Steps, Any]

    @property
    def decisive(self) -> Mapping[Steps, Any]:
        """What is written for parameters, conditions and mappings that the settings refer to, by places."""
        return decisive_parts(self.settings)


class WrittenParts:
    """Finds what is written of webhooks in the templates of one app."""

    def __init__(self, templates: Sequence[Template]) -> None:
        """Look up which template nests which.

        Args:
            templates: The templates.
        """
        self._templates = templates
        self._nestings = nestings_of(templates)

    def of(self, index: int, logical_id: str) -> WrittenWebhook | None:
        """Return what is written of a webhook.

        Args:
            index: The index of its template.
            logical_id: The logical id of its resource.

        Returns:
            The parts; None for a webhook that another form than CloudFormation's describes.
        """
        template = self._templates[index]
        if template.webhooks is not None:
            return None
        resource = as_mapping(template.resources.get(logical_id))
        if not resource:  # a loop writes it
            loops = {key: value for key, value in template.resources.items() if str(key).startswith(LOOP)}
            return WrittenWebhook(self._with_references(index, loops), {})
        properties = as_mapping(resource.get("Properties"))
        settings = {name: properties[name] for name in (*_SETTINGS, "Fn::Transform") if name in properties}
        condition = {name: resource[name] for name in ("Condition",) if name in resource}
        return WrittenWebhook(*(self._with_references(index, each) for each in (settings, condition)))

    def of_project(self, index: int, logical_id: str) -> Mapping[Steps, Any] | None:
        """Return what is written for the project that a webhook names.

        Args:
            index: The index of the template of the webhook.
            logical_id: The logical ID of the resource of the webhook.

        Returns:
            The parts, by places; None if no resource of the template names a project.
        """
        properties = as_mapping(as_mapping(self._templates[index].resources.get(logical_id)).get("Properties"))
        return self._with_references(index, properties[_PROJECT]) if _PROJECT in properties else None

    def of_name(self, index: int, logical_id: str) -> Mapping[Steps, Any]:
        """Return what is written for the name of a project that a template defines, None at the top if nothing is.

        Args:
            index: The index of the template.
            logical_id: The logical ID of the project.
        """
        properties = as_mapping(as_mapping(self._templates[index].resources.get(logical_id)).get("Properties"))
        return self._with_references(index, properties.get("Name"))

    def _with_references(self, index: int, written: Any) -> _Parts:
        """Return something with all that it refers to, and what that refers to.

        A text that is the name of something counts as a reference to it, whatever it is for.
        """
        found: _Parts = {(): written}
        waiting: list[tuple[int, Steps, Any]] = [(index, (), written)]
        while waiting:
            at, way, value = waiting.pop()
            for name, section in product(_names_in(value), _SECTIONS):
                members = as_mapping(self._templates[at].body.get(section))
                place = (*way, section, name)
                if name in members and place not in found:
                    found[place] = _definition(section, members[name])
                    waiting.append((at, way, found[place]))
                    if section == _PARAMETERS:
                        waiting += self._given(at, way, name, found)
        return found

    def _given(self, index: int, way: Steps, name: str, found: _Parts) -> Iterator[tuple[int, Steps, Any]]:
        """Return what the stacks around a template write for one of its parameters."""
        for number, (around, _, resource) in enumerate(self._nestings.get(index, ())):
            given = as_mapping(as_mapping(resource.get("Properties")).get(_PARAMETERS))
            if name in given and len(way) < _MOST_STACKS:
                inside: Steps = (*way, number)
                place: Steps = (*inside, name)
                found[place] = given[name]
                yield around, inside, given[name]


def decisive_parts(written: Mapping[Steps, Any]) -> Mapping[Steps, Any]:
    """Return what is written for parameters, conditions and mappings.

    Args:
        written: Something with all that it refers to, by places.
    """
    return {place: each for place, each in written.items() if place and _RESOURCES not in place}


def reads_elsewhere(decisive: Mapping[Steps, Any]) -> bool:
    """Check whether what decides can be something else with the next deployment, though it is written the same.

    Args:
        decisive: What is written for parameters, conditions and mappings, by places.
    """
    return any(_is_from_elsewhere(each) for each in decisive.values())


def _definition(section: str, written: Any) -> Any:
    """Return what of a definition can decide: of a resource, its type and properties."""
    if section != _RESOURCES:
        return written
    return {name: as_mapping(written).get(name) for name in ("Type", "Properties")}


def _is_from_elsewhere(definition: Any) -> bool:
    """Check whether a definition has a function that reads what is elsewhere, or a parameter whose value is hidden."""
    text = json.dumps(definition, default=str)
    return (
        is_hidden_parameter(as_mapping(definition))
        or is_unresolved(text)
        or any(f'"{each}"' in text for each in _READING)
    )


def _names_in(value: Any) -> Iterator[str]:
    """Return whatever in a value can be the name of something in its template."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
            yield from _VARIABLE.findall(each)
            yield each.partition(".")[0]
        elif isinstance(each, Mapping):
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
