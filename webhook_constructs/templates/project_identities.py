"""The projects that templates write of: which of them are known to be one.

A project is known by its resource, by what a template writes for it, and by its name; what is imported, or given to a
nested stack, is followed to the template that it comes from.
"""

from __future__ import annotations

import json
import posixpath
from typing import TYPE_CHECKING, Any, TypeAlias

from webhook_constructs.core.values.json_access import mapping
from webhook_constructs.core.values.unresolved import is_no_value
from webhook_constructs.templates.references import plain_reference
from webhook_constructs.templates.template_webhooks import PROJECT_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .template import Template

__all__ = ["Key", "TemplateProjects"]

Key: TypeAlias = "tuple[object, ...]"
"""A way in which a project or a secret is known."""

_Nesting: TypeAlias = "tuple[int, Mapping[str, Any]]"
_MOST_STEPS = 8  # from one template or name to the next
_STACK_TYPE = "AWS::CloudFormation::Stack"


class TemplateProjects:
    """The projects of some templates, with the ways in which they and the secrets of their webhooks are known."""

    def __init__(self, templates: Sequence[Template]) -> None:
        """Read what templates make, export and give to the stacks that they nest."""
        self._templates = templates
        self._names = [dict(_project_names(template)) for template in templates]
        self._by_name: dict[tuple[int, str], list[Key]] = {}
        for index, names in enumerate(self._names):
            for logical_id, name in names.items():
                if name is not None:
                    self._by_name.setdefault((index, _as_text(name)), []).append(("made", index, logical_id))
        self._exported: dict[str, list[tuple[int, Any]]] = {}
        for index, template in enumerate(templates):
            for name, value in _exports(template):
                self._exported.setdefault(name, []).append((index, value))
        nestings = _nestings(templates)
        self._given = [_given_by(nestings.get(index, [])) for index in range(len(templates))]
        self.optional = [_optional(index, nestings) for index in range(len(templates))]
        """What of the stacks that each template is nested in stands under a condition."""

    def keys(self, index: int, written: Any) -> frozenset[Key]:
        """Give the ways to know a project by what a template writes for it; none where it writes nothing."""
        found: set[Key] = set()
        for _ in range(_MOST_STEPS):
            index, value = self._origin(index, written)
            if isinstance(value, str):
                return frozenset([*found, *self._by_name.get((index, value), ()), *self._named(index, value)])
            function, argument = _function(value)
            if function != "Ref" or argument not in self._names[index]:
                break
            found.add(("made", index, argument))
            written = self._names[index][argument]
            if written is None:
                return frozenset(found)
        else:
            return frozenset(found)
        if function:
            found.update([*self._by_name.get((index, _as_text(value)), ()), *self._unknown(index, value)])
        return frozenset(found)

    def secret_keys(self, index: int, written: Any) -> frozenset[Key]:
        """Give the ways to know a secret by what a template writes for its ARN; none where it writes nothing."""
        index, value = self._origin(index, written)
        if isinstance(value, str):
            return frozenset([("arn", value)])
        keys = self._unknown(index, value) if _function(value)[0] and not is_no_value(value) else ()
        return frozenset(key for key in keys if key[:2] != ("imported", None))

    def _origin(self, index: int, written: Any) -> tuple[int, Any]:
        """Follow imports and the parameters of nested stacks to what is written where they come from."""
        value = plain_reference(written)
        for _ in range(_MOST_STEPS):
            followed = self._followed(index, *_function(value))
            if followed is None:
                break
            index, value = followed[0], plain_reference(followed[1])
        return index, value

    def _followed(self, index: int, function: str, argument: Any) -> tuple[int, Any] | None:
        """Give what another template writes for an import, or for a parameter of a nested stack."""
        name = plain_reference(argument)
        if not isinstance(name, str):
            return None
        if function == "Ref":
            return self._given[index].get(name)
        return self._export(index, name) if function == "Fn::ImportValue" else None

    def _export(self, index: int, name: str) -> tuple[int, Any] | None:
        """Give what is exported under a name where a template is deployed, or may be if nothing is for certain."""
        here = self._templates[index].environment
        exports = [(each, self._templates[each[0]].environment) for each in self._exported.get(name, ())]
        certain = [each for each, place in exports if place == here and place is not None]
        possible = [each for each, place in exports if place is None or here is None]
        found = certain or possible
        return found[0] if len(found) == 1 else None

    def _unknown(self, index: int, value: Mapping[str, Any]) -> list[Key]:
        """Give the ways to know what only the deployment knows: what is written, and the name of an import."""
        function, argument = _function(value)
        name = plain_reference(argument)
        written: Key = ("written", index, _as_text(value))
        if function != "Fn::ImportValue" or not isinstance(name, str):
            return [written]
        return [written, ("imported", self._templates[index].environment, name)]

    @property
    def made(self) -> Iterator[tuple[int, str]]:
        """The projects with a name that the templates make, by the indices of these and the logical ids."""
        for index, names in enumerate(self._names):
            yield from ((index, logical_id) for logical_id, name in names.items() if name is not None)

    def _named(self, index: int, name: str) -> tuple[Key, Key]:
        return ("name", self._templates[index].environment, name), ("here", index, name)


def _function(value: Any) -> tuple[str, Any]:
    """Give the name of a function and its argument; no name where a value is none."""
    name, argument = next(iter(value.items())) if len(mapping(value)) == 1 else ("", None)
    return name, argument if name != "Ref" or isinstance(argument, str) else None


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True)


def _project_names(template: Template) -> Iterator[tuple[str, Any]]:
    """Give the projects of a template by their logical ids: the name of each; None where it has none of its own."""
    for logical_id, resource in template.resources.items():
        if mapping(resource).get("Type") == PROJECT_TYPE:
            name = plain_reference(mapping(mapping(resource).get("Properties")).get("Name"))
            yield logical_id, name if (isinstance(name, str) and name) or _is_written(name) else None


def _is_written(name: Any) -> bool:
    return bool(_function(name)[0]) and not is_no_value(name)


def _nestings(templates: Sequence[Template]) -> dict[int, list[_Nesting]]:
    """Give the resources that nest each template, each with the index of the template that it is in."""
    files = {template.file: index for index, template in enumerate(templates) if template.file}
    found: dict[int, list[_Nesting]] = {}
    for index, template in enumerate(templates):
        for resource in map(mapping, template.resources.values()):
            if resource.get("Type") == _STACK_TYPE:
                asset = mapping(resource.get("Metadata")).get(
                    "aws:asset:path", mapping(resource.get("Properties")).get("TemplateURL")
                )
                nested = files.get(_beside(template.file, asset)) if isinstance(asset, str) else None
                if nested is not None:
                    found.setdefault(nested, []).append((index, resource))
    return found


def _given_by(resources: Sequence[_Nesting]) -> dict[str, tuple[int, Any]]:
    """Give the parameters of a stack that is nested once; of one that is nested twice they are not one value."""
    if len(resources) != 1:
        return {}
    ((index, resource),) = resources
    given = mapping(mapping(resource.get("Properties")).get("Parameters"))
    return {name: (index, value) for name, value in given.items()}


def _optional(template: int, nestings: Mapping[int, Sequence[_Nesting]]) -> frozenset[Key]:
    """Give the resources with a condition that a template is nested by, and the templates around it in turn."""
    seen, waiting = set[int](), [template]
    found: set[Key] = set()
    while waiting:
        nested = waiting.pop()
        if nested not in seen:
            seen.add(nested)
            for index, resource in nestings.get(nested, ()):
                waiting.append(index)
                found.update([("nested", nested, index)] if "Condition" in resource else [])
    return frozenset(found)


def _beside(file: str, asset: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(file), asset))


def _exports(template: Template) -> Iterator[tuple[str, Any]]:
    """Give what a template exports under names that are written out."""
    for output in mapping(template.body.get("Outputs")).values():
        name = plain_reference(mapping(mapping(output).get("Export")).get("Name"))
        if isinstance(name, str):
            yield name, output.get("Value")
