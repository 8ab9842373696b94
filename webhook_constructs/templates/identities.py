"""The projects and secrets that templates write of, and which of them are known to be one.

A project is known by its resource, by what a template writes for it, and by its name in an account and region; what is
imported, put out by a nested stack or given to one is followed to the template that it comes from.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from webhook_constructs.core.patterns.pieces import pieces_of
from webhook_constructs.core.values.unresolved import is_no_value
from webhook_constructs.core.values.wire import as_mapping

from .nestings import Nesting, nestings_of
from .references import plain_reference
from .template import Place, Template
from .template_webhooks import PROJECT_TYPE

__all__ = ["Identities", "Identity", "Key"]

Key: TypeAlias = "tuple[object, ...]"
"""A way in which a project or a secret is known."""

_MOST_STEPS = 8  # from one template to the next
_OUTPUTS = "Outputs."
_OWN = ({"Ref": "AWS::Region"}, {"Ref": "AWS::AccountId"})  # compared, not hashed: a template can hold anything


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of a project or secret that a template writes of.

    Attributes:
        certain: The ways to know it that only the same thing has.
        likely: The ways to know it that another thing has, too, if that is in another account or region: the name,
            where only the deployment knows these, and all that is known by an import from another stage.
        resource: Its resource, by the index of the template and the logical id, where that is what is written.
    """

    certain: frozenset[Key] = frozenset()
    likely: frozenset[Key] = frozenset()
    resource: tuple[int, str] | None = None

    def __or__(self, other: Identity) -> Identity:
        """Return what is known by either of two ways to write of one thing."""
        return Identity(self.certain | other.certain, self.likely | other.likely, self.resource or other.resource)


_NOTHING = Identity()


class Identities:
    """The projects and secrets of some templates."""

    def __init__(self, templates: Sequence[Template]) -> None:
        """Read what templates make, export, and give to the stacks that they nest."""
        self._templates = templates
        self._names = [dict(_project_names(template)) for template in templates]
        nestings = nestings_of(templates)
        self._nested = {its[0][:2]: nested for nested, its in nestings.items() if len(its) == 1}
        """The templates that are nested once; two stacks of one template put out the names of two projects."""

        self._given = [_given_by(nestings.get(index, [])) for index in range(len(templates))]
        self.optional = [_optional(templates, index, nestings) for index in range(len(templates))]
        """What of the stacks that each template is nested in stands under a condition."""

        self._exported: dict[str, list[tuple[int, Any]]] = {}
        for index in range(len(templates)):
            for name, value in self._exports_of(index):
                self._exported.setdefault(name, []).append((index, value))

    def of_project(self, index: int, written: Any, account: Any = None, region: Any = None) -> Identity:
        """Return what is known of a project by what a template writes for it.

        Args:
            index: The index of the template.
            written: The name of the project, or a reference to it.
            account: What is written for the account that it is in. Default: that of the template's stack.
            region: What is written for its region. Default: that of the template's stack.
        """
        own = self._templates[index].place
        plain = plain_reference(written)
        account, region = _unless_own(account, own.account, plain), _unless_own(region, own.region, plain)
        home, value = self._origin(index, written)
        found = self._of_origin(index, home, value, account, region)
        if not self._may_be_elsewhere(index, home):
            return found
        here = self._written(index, index, plain, account, region)
        return replace(here, likely=here.likely | found.certain | found.likely)

    def _of_origin(self, index: int, home: int, value: Any, account: Any, region: Any) -> Identity:
        """Return what is known of a project by what the template writes for it that it comes from."""
        logical_id = self._project_of(home, value)
        if logical_id is None:
            return self._written(index, home, value, account, region)
        name = self._names[home][logical_id]
        if account is None and region is None:
            made = Identity(frozenset([("made", home, logical_id)]), resource=(home, logical_id))
            return made if name is None else made | self._written(home, *self._origin(home, name), None, None)
        return self._written(index, home, name if self._text(home, name) else value, account, region)

    def of_secret(self, index: int, written: Any) -> Identity:
        """Return what is known of a secret by what a template writes for its ARN."""
        home, value = self._origin(index, written)
        if self._may_be_elsewhere(index, home):
            home, value = index, plain_reference(written)
        text = self._text(home, value)
        if text is None:
            return self._written(index, home, value, None, None)
        return Identity(frozenset([("arn", text) if value == text else ("arn", home, text)])) if text else _NOTHING

    @property
    def projects(self) -> Iterator[tuple[int, str]]:
        """The projects that the templates make, by the indices of these and the logical ids."""
        for index, names in enumerate(self._names):
            yield from ((index, logical_id) for logical_id in names)

    def _project_of(self, index: int, value: Any) -> str | None:
        function, argument = _function(value)
        return argument if function == "Ref" and argument in self._names[index] else None

    def _written(self, index: int, home: int, value: Any, account: Any, region: Any) -> Identity:
        """Return what is known of what is written in a template, in the place of another one."""
        text = self._text(home, value)
        if text == "" or (text is None and (not _function(value)[0] or is_no_value(value))):
            return _NOTHING
        written: Key = ("written", home, _as_text(value), _as_text(account), _as_text(region))
        function, argument = _function(value)
        name = self._text(home, plain_reference(argument)) if function == "Fn::ImportValue" else None
        if text is None and name is None:
            return Identity(frozenset([written]))
        if any(each is not None and not isinstance(each, str) for each in (account, region)):
            return Identity(frozenset([written]))
        own = self._templates[index].place
        place = Place(account or own.account, region or own.region)
        key: Key = ("name", text, *place) if text is not None else ("imported", name, *place)
        if place.is_known:
            return Identity(frozenset([written, key]))
        return Identity(frozenset([written]), frozenset([key]))

    def _text(self, index: int, value: Any) -> str | None:
        """Write out a text of which nothing is open but region, account and name of its stack; None for others."""
        if isinstance(value, str):
            return value
        if not _function(value)[0]:
            return None
        template = self._templates[index]
        known = {
            "AWS::Region": template.place.region or "(region)",
            "AWS::AccountId": template.place.account or "(account)",
            "AWS::StackName": template.stack_name,
        }
        found: list[str] = []
        for piece in pieces_of(value):
            name = as_mapping(piece).get("Ref")
            text = piece if isinstance(piece, str) else known.get(name) if isinstance(name, str) else None
            if text is None:
                return None
            found.append(text)
        return "".join(found)

    def _origin(self, index: int, written: Any) -> tuple[int, Any]:
        """Follow imports, and what nested stacks are given and put out, to what is written where they come from."""
        value = plain_reference(written)
        for _ in range(_MOST_STEPS):
            followed = self._followed(index, *_function(value))
            if followed is None:
                break
            index, value = followed[0], plain_reference(followed[1])
        return index, value

    def _may_be_elsewhere(self, index: int, home: int) -> bool:
        """Check whether an import comes from another stage, so that another export of that name may be meant."""
        here, there = self._templates[index], self._templates[home]
        is_one_place = here.place.is_known and here.place == there.place
        return bool(here.app) and here.app == there.app and here.stage != there.stage and not is_one_place

    def _followed(self, index: int, function: str, argument: Any) -> tuple[int, Any] | None:
        """Return what another template writes for an import, for a parameter or for an output of a nested stack."""
        if function == "Fn::GetAtt":
            return self._output(index, argument)
        name = self._text(index, plain_reference(argument))
        if name is None:
            return None
        if function == "Ref":
            return self._given[index].get(name)
        return self._export(index, name) if function == "Fn::ImportValue" else None

    def _output(self, index: int, argument: Any) -> tuple[int, Any] | None:
        logical_id, attribute = _pair(argument)
        nested = self._nested.get((index, str(logical_id)))
        if nested is None or not isinstance(attribute, str) or not attribute.startswith(_OUTPUTS):
            return None
        outputs = as_mapping(self._templates[nested].body.get("Outputs"))
        output = as_mapping(outputs.get(attribute.removeprefix(_OUTPUTS)))
        return (nested, output["Value"]) if "Value" in output else None

    def _export(self, index: int, name: str) -> tuple[int, Any] | None:
        """Return what is exported under a name where a template is deployed, or may be if nothing is for certain."""
        here = self._templates[index]
        exports = [(each, self._templates[each[0]]) for each in self._exported.get(name, ())]
        certain = [each for each, there in exports if there.place == here.place and here.place.is_known]
        possible = [(each, there) for each, there in exports if here.place.may_be(there.place)]
        near = [each for each, there in possible if here.is_deployed_with(there)]
        found = certain or near or [each for each, _ in possible]
        return found[0] if len(found) == 1 else None

    def _exports_of(self, index: int) -> Iterator[tuple[str, Any]]:
        """Return what a template exports under names that are known."""
        for output in as_mapping(self._templates[index].body.get("Outputs")).values():
            name = self._text(index, plain_reference(as_mapping(as_mapping(output).get("Export")).get("Name")))
            if name is not None:
                yield name, output.get("Value")


def _unless_own(written: Any, own: str | None, project: Any) -> Any:
    """Return what is written for an account or region; None where it is that of the stack itself.

    What is taken out of the ARN that the project is named by is where that project is, which is followed anyway.
    """
    plain = plain_reference(written)
    if plain in (None, own, *_OWN):
        return None
    function, argument = _function(plain)
    _, parts = _pair(argument) if function == "Fn::Select" else (None, None)
    separator, whole = _pair(as_mapping(parts).get("Fn::Split"))
    return None if separator == ":" and plain_reference(whole) == project else plain


def _pair(value: Any) -> tuple[Any, Any]:
    """Return the two elements of a list; None for each where it is another list, or none."""
    return (value[0], value[1]) if isinstance(value, list) and len(value) == 2 else (None, None)  # noqa: PLR2004 - two


def _function(value: Any) -> tuple[str, Any]:
    """Return the name of a function and its argument; no name where a value is none."""
    name, argument = next(iter(value.items())) if len(as_mapping(value)) == 1 else ("", None)
    return name, argument if name != "Ref" or isinstance(argument, str) else None


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True)


def _project_names(template: Template) -> Iterator[tuple[str, Any]]:
    """Return the projects of a template by their logical ids: the name of each; None where it has none of its own."""
    for logical_id, resource in template.resources.items():
        if as_mapping(resource).get("Type") == PROJECT_TYPE:
            name = plain_reference(as_mapping(as_mapping(resource).get("Properties")).get("Name"))
            is_named = bool(name) if isinstance(name, str) else bool(_function(name)[0]) and not is_no_value(name)
            yield logical_id, name if is_named else None


def _given_by(resources: Sequence[Nesting]) -> dict[str, tuple[int, Any]]:
    """Return the parameters of a stack that is nested once; of one that is nested twice they are not one value."""
    if len(resources) != 1:
        return {}
    ((index, _, resource),) = resources
    given = as_mapping(as_mapping(resource.get("Properties")).get("Parameters"))
    return {name: (index, value) for name, value in given.items()}


def _optional(
    templates: Sequence[Template], template: int, nestings: Mapping[int, Sequence[Nesting]]
) -> frozenset[Key]:
    """Return the resources with a condition that a template is nested by, and the templates around it in turn."""
    seen, waiting = set[int](), [template]
    found: set[Key] = set()
    while waiting:
        nested = waiting.pop()
        if nested not in seen:
            seen.add(nested)
            for index, logical_id, _ in nestings.get(nested, ()):
                waiting.append(index)
                if templates[index].is_conditional(logical_id):
                    found.add(("nested", nested, index, logical_id))
    return frozenset(found)
