"""The resources of a plan or state, module by module, with what the configuration writes for each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from webhook_constructs.core.values.arguments import one_line
from webhook_constructs.core.values.wire import as_mapping, as_mappings, as_strings
from webhook_constructs.templates.template import Steps

from .form_reading import FormError, brief
from .terraform_resources import PIPELINE, PROJECT, STACKS, WEBHOOK

__all__ = ["Resource", "resources_of"]

_ROOT, _RESOURCES, _CHILDREN = "root_module", "resources", "child_modules"
_OF_MODULES = frozenset({"address", _RESOURCES, _CHILDREN})
_UNKNOWN_MEMBER = "this version does not know the member {} of a module, which may hold resources"
_READ = STACKS | {WEBHOOK, PROJECT, PIPELINE}
_MOST_MODULES_FOLLOWED = 8
_INDEX = re.compile(r"\[(?:[^\]\"]|\"(?:[^\"\\]|\\.)*\")*\]")


class Module:
    """A module in a plan or state: one of its instances, where it has several.

    Attributes:
        address: Its address; empty for the root module.
        around: The module that calls it.
        configuration: What its configuration says.
    """

    def __init__(self, address: str, around: Module | None, configuration: Mapping[str, Any]) -> None:
        """Hold it.

        Args:
            address: Its address.
            around: The module that calls it. None: it is the root module.
            configuration: What its configuration says.
        """
        self.address = address
        self.around = around
        self.configuration = configuration
        self.resources: list[Resource] = []
        self.children: list[Module] = []

    @property
    def call(self) -> str:
        """The name of the call that makes it."""
        around = "" if self.around is None else self.around.address
        return _INDEX.sub("", self.address.removeprefix(around).lstrip(".").removeprefix("module."))

    def calls(self, name: str) -> Mapping[str, Any]:
        """Return the call of another module that its configuration has."""
        return as_mapping(as_mapping(self.configuration.get("module_calls")).get(name))

    def child(self, address: str) -> Module:
        """Return the module with an address that it calls."""
        made = Module(address, self, {})
        made.configuration = as_mapping(self.calls(made.call).get("module"))
        self.children.append(made)
        return made


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource in a plan or state that is a webhook, or has to do with webhooks.

    Attributes:
        address: Its address, such as `module.ci.aws_codebuild_webhook.this["api"]`.
        type: Its type.
        values: Its values.
        sensitive: Which of them are sensitive.
        steps: The way to its values.
        module: Its module.
        name: The name that its configuration has for it.
        index: Its key or number, where `for_each` or `count` makes several.
    """

    address: str
    type: str
    values: Any
    sensitive: Any
    steps: Steps
    module: Module
    name: Any
    index: Any

    @property
    def _written(self) -> Mapping[str, Any]:
        """Its block in the configuration; empty where the file does not show that."""
        for each in as_mappings(self.module.configuration.get(_RESOURCES)):
            if (each.get("type"), each.get("name"), each.get("mode", "managed")) == (self.type, self.name, "managed"):
                return each
        return {}

    @property
    def configured(self) -> Mapping[str, Any] | None:
        """What the configuration writes for its arguments; None where the file does not say."""
        return as_mapping(self._written["expressions"]) if "expressions" in self._written else None

    @property
    def provider(self) -> str | None:
        """The configuration of the provider that makes it, such as `aws.west`; None where the file does not say."""
        key = self._written.get("provider_config_key")
        return key if isinstance(key, str) else None

    def meant(self, argument: str, resource_type: str) -> list[str]:
        """Return the addresses of the resources of a type that an argument refers to, as far as that is evident.

        Args:
            argument: The name of the argument.
            resource_type: The type.
        """
        expression = as_mapping(as_mapping(self.configured).get(argument))
        found: dict[str, Resource] = {}
        written: dict[str, None] = {}
        for address, (each, is_written) in _meant(self.module, as_strings(expression.get("references")), resource_type):
            found[address] = each
            written |= {address: None} if is_written else {}
        same = [address for address, each in found.items() if each.index == self.index]
        return list(written or (found if len(found) == 1 else same))


def _meant(
    module: Module, references: list[str], resource_type: str, depth: int = 0
) -> Iterator[tuple[str, tuple[Resource, bool]]]:
    """Follow references through the variables and outputs of modules.

    Returns:
        The resources by their addresses, and whether the index of each is written.
    """
    seen: set[tuple[str, ...]] = set()
    for reference in references if depth < _MOST_MODULES_FOLLOWED else ():
        kind, _, rest = reference.partition(".")
        name, _, attribute = _INDEX.sub("", rest).partition(".")
        if kind == resource_type:
            yield from _resources_meant(module, reference, resource_type, name)
            continue
        passed_on = (kind, name, attribute)
        for other, written in _passed_on(module, *passed_on) if passed_on not in seen else ():
            yield from _meant(other, as_strings(as_mapping(written).get("references")), resource_type, depth + 1)
        seen.add(passed_on)


def _resources_meant(
    module: Module, reference: str, resource_type: str, name: str
) -> Iterator[tuple[str, tuple[Resource, bool]]]:
    before = f"{module.address}." if module.address else ""
    for each in module.resources:
        if (each.type, each.name) == (resource_type, name):
            is_written = each.index is not None and f"{before}{reference}.".startswith(f"{each.address}.")
            yield each.address, (each, is_written)


def _passed_on(module: Module, kind: str, name: str, attribute: str) -> Iterator[tuple[Module, Any]]:
    """Return what a variable is set to, or an output, with the module in which that is written."""
    if kind == "var" and module.around is not None:
        yield module.around, as_mapping(module.around.calls(module.call).get("expressions")).get(name)
    elif kind == "module" and attribute:
        for child in module.children:
            if child.call == name:
                output = as_mapping(as_mapping(child.configuration.get("outputs")).get(attribute))
                yield child, output.get("expression")


def resources_of(
    body: Mapping[str, Any], section: str, unread: list[FormError], unseen: list[tuple[Steps, str]]
) -> Iterator[Resource]:
    """Return the resources that are judged, and note what cannot be read.

    Args:
        body: The plan or state.
        section: Its member that has the values.
        unread: What cannot be read, which is added to.
        unseen: What nobody can tell about, which is added to.
    """
    values: Any = body.get(section)
    steps: Steps = (section,)
    for step in (_ROOT, None):
        if not isinstance(values, Mapping):
            unread.append(FormError(f"{steps[-1]} is not an object, got {brief(values)}", steps))
            return
        if step is not None:
            values, steps = values.get(step), (*steps, step)
    known: set[str] = set()
    configuration = as_mapping(as_mapping(body.get("configuration")).get(_ROOT))
    for each in _read_modules(Module("", None, configuration), values, steps, unread, unseen):
        if each.address in known:
            unread.append(FormError(f"there are two resources {one_line(each.address)}", each.steps))
        else:
            known.add(each.address)
            yield each


def _read_modules(
    root: Module, written: Any, steps: Steps, unread: list[FormError], unseen: list[tuple[Steps, str]]
) -> list[Resource]:
    """Read a module and those that it calls."""
    waiting = [(root, written, steps)]
    for module, each, place in waiting:  # which grows: a module adds those that it calls
        if not isinstance(each, Mapping):
            unread.append(FormError(f"a module is not an object, got {brief(each)}", place))
            continue
        unseen += (((*place, key), _UNKNOWN_MEMBER.format(one_line(key))) for key in each if key not in _OF_MODULES)
        for index, one in enumerate(_members(each, _RESOURCES, place, unread)):
            resource = _resource(one, module, (*place, _RESOURCES, index), unread)
            if resource is not None:
                module.resources.append(resource)
        for index, one in enumerate(_members(each, _CHILDREN, place, unread)):
            address = as_mapping(one).get("address")
            child = module.child(address if isinstance(address, str) else f"{module.address}.module.{index}")
            waiting.append((child, one, (*place, _CHILDREN, index)))
    return [resource for module, _, _ in waiting for resource in module.resources]


def _members(module: Mapping[str, Any], name: str, steps: Steps, unread: list[FormError]) -> list[Any]:
    written = module.get(name)
    if written is not None and not isinstance(written, list):
        unread.append(FormError(f"{name} is not a list, got {brief(written)}", (*steps, name)))
    return written if isinstance(written, list) else []


def _resource(written: Any, module: Module, steps: Steps, unread: list[FormError]) -> Resource | None:
    """Return a resource, if it is one that is judged."""
    if not isinstance(written, Mapping) or not isinstance(written.get("type"), str):
        unread.append(FormError("a resource has no type", steps))
        return None
    mode, address = written.get("mode", "managed"), written.get("address")
    if written["type"] not in _READ or mode == "data" or "deposed_key" in written:
        return None
    if not isinstance(address, str) or mode != "managed":
        unread.append(FormError(f"a resource of type {written['type']} has no address", steps))
        return None
    return Resource(
        address,
        written["type"],
        written.get("values"),
        written.get("sensitive_values"),
        (*steps, "values"),
        module,
        written.get("name"),
        written.get("index"),
    )
