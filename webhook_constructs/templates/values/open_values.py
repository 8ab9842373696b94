"""What a template leaves open, such as the value of a parameter, and what that can be, as far as the template shows it.

A parameter with AllowedValues is each of them. Another one is what it is given, or else its Default, what the
conditions compare it with, and the rows of mappings that it names. The Default of an SSM parameter is the name of a
value and not the value, and what has NoEcho is not shown to anybody: neither is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from webhook_constructs.core.values.arguments import one_line
from webhook_constructs.core.values.wire import as_mapping
from webhook_constructs.templates.nestings import Nesting
from webhook_constructs.templates.template import Template

__all__ = [
    "Key",
    "OpenValue",
    "OtherValue",
    "TemplateFacts",
    "allowed_values",
    "as_text",
    "is_hidden_parameter",
    "is_list_type",
]

Key: TypeAlias = "tuple[int, str]"
"""What is open: the index of the template, and the name."""

_LISTS = ("CommaDelimitedList", "List<")
_NAMES_OF_VALUES = "AWS::SSM::Parameter::"
_MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class OtherValue:
    """A value of which nothing is known but what it is not.

    Attributes:
        than: What it is not.
    """

    than: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenValue:
    """Something that a template leaves open.

    Attributes:
        template: The index of the template.
        name: The name of the parameter or condition.
        cases: What it can be, the most usual first: texts, lists of texts, truth values, and other values.
        has_default: Whether the first case is what it is where nobody says anything, and the others are only what
            conditions and mappings name. Default: it is not.
    """

    template: int
    name: str
    cases: tuple[Any, ...]
    has_default: bool = False

    @property
    def key(self) -> Key:
        """What it is known by."""
        return self.template, self.name

    @property
    def has_others(self) -> bool:
        """Whether it can be something that is none of the cases."""
        return self.has_default and not any(isinstance(each, OtherValue) for each in self.cases)

    def shown(self, case: Any) -> str:
        """Return what people read of a case, such as `Branch=main`."""
        if isinstance(case, OtherValue):
            return (
                f"{self.name} other than {', '.join(one_line(each, _MOST_SHOWN) or repr(each) for each in case.than)}"
            )
        text = ",".join(case) if isinstance(case, tuple) else as_text(case)
        return f"{self.name}={one_line(text or '', _MOST_SHOWN)}"


class TemplateFacts:
    """What a template says of its values.

    Attributes:
        index: The index of the template.
        template: The template.
        nested_by: The resources that nest it.
    """

    def __init__(self, index: int, template: Template, nested_by: Sequence[Nesting], given: Mapping[str, str]) -> None:
        """Read a template.

        Args:
            index: The index of the template.
            template: The template.
            nested_by: The resources that nest it, whose Parameters are what it is given.
            given: The values that people give to parameters of that name.
        """
        self.index = index
        self.template = template
        self.nested_by = nested_by
        self._given = given
        self._known: dict[str, OpenValue | None] = {}

    @cached_property
    def parameters(self) -> Mapping[str, Any]:
        """The parameters that the template declares."""
        return as_mapping(self.template.body.get("Parameters"))

    @cached_property
    def conditions(self) -> Mapping[str, Any]:
        """Its conditions."""
        return as_mapping(self.template.body.get("Conditions"))

    @cached_property
    def mappings(self) -> Mapping[str, Any]:
        """Its mappings."""
        return as_mapping(self.template.body.get("Mappings"))

    def expressions(self, name: str) -> list[tuple[int, Any]]:
        """Return what the stacks that nest the template write for a parameter, each with the index of its template."""
        written = [
            (index, as_mapping(as_mapping(resource.get("Properties")).get("Parameters")))
            for index, _, resource in self.nested_by
        ]
        return [(index, parameters[name]) for index, parameters in written if name in parameters]

    def is_list(self, name: str) -> bool:
        """Whether a parameter is a list."""
        return is_list_type(as_mapping(self.parameters.get(name)).get("Type"))

    def is_hidden(self, name: str) -> bool:
        """Whether a parameter is given the name of its value, or its value is not to be seen."""
        return is_hidden_parameter(as_mapping(self.parameters.get(name)))

    def open_value(self, name: str) -> OpenValue | None:
        """Return what a parameter can be where no stack gives it; None where nothing is known of that."""
        if name not in self._known:
            self._known[name] = self._read(name)
        return self._known[name]

    def has_known_values(self, name: str) -> bool:
        """Whether it is known what a parameter is if nobody gives it, or which values it can have."""
        found = self.open_value(name)
        return found is not None and (
            found.has_default or not any(isinstance(each, OtherValue) for each in found.cases)
        )

    def of_texts(self, name: str, texts: Sequence[str]) -> OpenValue:
        """Return a parameter that is one of some texts, as a list where it is one."""
        return OpenValue(self.index, name, tuple(dict.fromkeys(self._typed(name, each) for each in texts)))

    def _typed(self, name: str, text: str) -> Any:
        return tuple(each.strip() for each in text.split(",")) if self.is_list(name) else text

    def _read(self, name: str) -> OpenValue | None:
        declared = as_mapping(self.parameters.get(name))
        if not declared or self.is_hidden(name):
            return None
        if name in self._given:
            return self.of_texts(name, [self._given[name]])
        default = as_text(declared.get("Default"))
        if self.is_list(name):
            return (
                None
                if default is None
                else OpenValue(self.index, name, (self._typed(name, default),), has_default=True)
            )
        allowed = allowed_values(declared)
        if allowed:
            first = [default] if default in allowed else []
            return OpenValue(self.index, name, tuple(dict.fromkeys([*first, *allowed])))
        compared, rows = self._compared.get(name, []), self._rows.get(name, [])
        cases: list[Any] = list(dict.fromkeys([*([] if default is None else [default]), *compared, *rows]))
        if compared and not rows and (default is None or default in compared):
            cases.append(OtherValue(tuple(compared)))
        return OpenValue(self.index, name, tuple(cases), has_default=default is not None) if cases else None

    @cached_property
    def _compared(self) -> dict[str, list[str]]:
        """The texts that conditions compare parameters with."""
        found: dict[str, list[str]] = {}
        for sides in _arguments(self.conditions, "Fn::Equals"):
            for one, other in ((0, 1), (1, 0)) if len(sides) == 2 else ():  # noqa: PLR2004 - the two sides
                name, text = as_mapping(sides[one]).get("Ref"), as_text(sides[other])
                if isinstance(name, str) and text is not None and text not in found.setdefault(name, []):
                    found[name].append(text)
        return found

    @cached_property
    def _rows(self) -> dict[str, list[str]]:
        """The rows of mappings that parameters name."""
        found: dict[tuple[str, str, int], None] = {}
        for mapping, *keys in _arguments(self.template.body, "Fn::FindInMap") if self.mappings else ():
            for place, key in enumerate(keys[:2]):
                name = as_mapping(key).get("Ref")
                if isinstance(name, str) and isinstance(mapping, str):
                    found[name, mapping, place] = None
        rows: dict[str, dict[str, None]] = {}
        for name, mapping, place in found:
            table = as_mapping(self.mappings.get(mapping))
            texts = [column for row in table.values() for column in as_mapping(row)] if place else table
            rows.setdefault(name, {}).update(dict.fromkeys(map(str, texts)))
        return {name: list(texts) for name, texts in rows.items()}


def as_text(value: Any) -> str | None:
    """Return a text, number or truth value as CloudFormation takes it; None for anything else.

    Examples:
        >>> as_text("main"), as_text(5), as_text(True), as_text({"Ref": "Branch"})
        ('main', '5', 'true', None)
    """
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, (str, int, float)) else None


def allowed_values(declared: Mapping[str, Any]) -> list[str]:
    """Return the values that a parameter allows; none where it says nothing of them, and for a list and a secret.

    Args:
        declared: The parameter.
    """
    listed = None if _is_secret(declared) or is_list_type(declared.get("Type")) else declared.get("AllowedValues")
    found = [as_text(each) for each in listed] if isinstance(listed, list) else []
    known = [each for each in found if each is not None]
    return known if len(known) == len(found) else []


def is_hidden_parameter(declared: Mapping[str, Any]) -> bool:
    """Check whether a parameter is given the name of its value, or its value is not to be seen.

    Args:
        declared: The parameter.
    """
    return _is_secret(declared) or str(declared.get("Type")).startswith(_NAMES_OF_VALUES)


def _is_secret(declared: Mapping[str, Any]) -> bool:
    return str(declared.get("NoEcho")).lower() == "true"


def is_list_type(written: Any) -> bool:
    """Check whether a type of a parameter is that of a list."""
    return isinstance(written, str) and written.startswith(_LISTS)


def _arguments(value: Any, function: str) -> Iterator[list[Any]]:
    """Return the lists that a function is given anywhere in a value."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Mapping):
            argument = each.get(function)
            if isinstance(argument, list):
                yield argument
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
