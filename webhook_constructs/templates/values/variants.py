"""The combinations of values that make a difference to some webhook, and the templates with these values put in.

A template is judged as it is written, with everything open that it leaves open, and once more for each combination.
The combinations of one webhook are all that there are. Those of several webhooks are tried side by side, so that there
are as many as the webhook with the most of them has. There are at most `MAX_COMBINATIONS` for each webhook, fewer where
very many webhooks would be judged with each, and none for a webhook that asks for very many values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeAlias

from webhook_constructs.core.errors import WebhookConstructsError
from webhook_constructs.core.values.arguments import shown
from webhook_constructs.core.values.wire import as_mapping, as_mappings, get_member
from webhook_constructs.templates.known_settings import PROPERTIES
from webhook_constructs.templates.nestings import Nesting, nestings_of
from webhook_constructs.templates.pipeline_definition import PIPELINE_TYPE
from webhook_constructs.templates.template import Template
from webhook_constructs.templates.template_webhooks import (
    PROJECT_TYPE,
    WEBHOOK_TYPE,
    TemplateWebhook,
    template_webhooks,
)

from .choices import Choices, OpenChoiceError, Unset
from .loops import LOOP, Bound, Member
from .open_values import Key, TemplateFacts, allowed_values
from .resolver import Resolver

__all__ = ["MAX_COMBINATIONS", "Family", "ResolvedTemplates", "Resource", "Variants", "require_declared"]

MAX_COMBINATIONS = 64
"""How many combinations of values are judged for one webhook."""

Resource: TypeAlias = "tuple[int, str]"
"""A resource: the index of its template, and its logical id."""

Chosen: TypeAlias = "Mapping[Key, Any]"
"""What is chosen for what is open."""

_Look: TypeAlias = "Callable[[Resolver, Any, Bound], None]"

_MIN_VARIANTS = 2
_MAX_OPEN = 64  # values that one webhook asks for; each look at it finds one of them
_MAX_JUDGED = 5_000  # webhooks in all variants of a family

_OF_A_PROJECT = ("Triggers", "Source")
_OF_OURS = (*PROPERTIES.values(), "Source")
_TYPES = (PROJECT_TYPE, WEBHOOK_TYPE, PIPELINE_TYPE)
_RESOURCES = "Resources"
_MOST_NAMED = 10


class ResolvedTemplates:
    """Some templates of an app with values put in.

    Attributes:
        choices: What is chosen for what they leave open.
        templates: The templates, by their indices in the app, with the resources whose condition may hold.
        absent: The resources whose condition does not hold.
        used: What was open and chosen for each resource.
    """

    def __init__(self, facts: Sequence[TemplateFacts], indices: Sequence[int], choices: Choices) -> None:
        """Put the values in.

        Args:
            facts: What the templates of the app say of their values.
            indices: The indices of the templates.
            choices: What is chosen for what they leave open.
        """
        self.choices = choices
        self._facts = facts
        self.templates: dict[int, Template] = {}
        self.absent: set[Resource] = set()
        self.used: dict[Resource, frozenset[Key]] = {}
        self._members: dict[Resource, Member] = {}
        for index in indices:
            resolver = Resolver(facts, index, choices)
            template = facts[index].template
            resources: dict[str, Any] = {}
            choices.used.clear()
            members = list(resolver.members(template.resources))
            for_all = frozenset(choices.used)  # what loops run over
            for member in members:
                self._members[index, member.key] = member
                choices.used.clear()
                if _is_absent(resolver, member):
                    self.absent.add((index, member.key))
                else:
                    resources[member.key] = _resolved_resource(resolver, member)
                self.used[index, member.key] = for_all | choices.used
            self.templates[index] = replace(template, body={**template.body, _RESOURCES: resources})

    @cached_property
    def webhooks(self) -> list[tuple[int, TemplateWebhook]]:
        """The webhooks, each with the index of its template."""
        return [
            (index, each)
            for index, template in self.templates.items()
            for each in (template_webhooks(template.body) if template.webhooks is None else template.webhooks)
        ]

    def member(self, resource: Resource) -> Member:
        """Return a resource as it is written."""
        return self._members[resource]

    def resolved(self, resource: Resource) -> Any:
        """Return a resource with the values put in."""
        index, logical_id = resource
        return self.templates[index].resources[logical_id]

    def written_steps(self, resource: Resource, steps: Sequence[str | int]) -> tuple[str | int, ...]:
        """Return the way in the written template to what a way in a resource leads to.

        Args:
            resource: The resource.
            steps: The way from the resource.
        """
        member = self._members[resource]
        inner = Resolver(self._facts, resource[0], self.choices).written_steps(steps, member.value, member.bound)
        return (_RESOURCES, *member.steps, *inner)


@dataclass(frozen=True, slots=True)
class Family:
    """Templates whose values depend on each other: those of one app, and those that nest each other.

    Attributes:
        indices: Their indices.
        variants: What is chosen in each of the variants in which they are judged.
        cut: The webhooks of which there are more combinations than are judged.
    """

    indices: tuple[int, ...]
    variants: tuple[Chosen, ...]
    cut: frozenset[Resource]


class Variants:
    """The templates of an app as they are written, and with all combinations of values that make a difference.

    Attributes:
        templates: The templates.
        facts: What each of them says of its values.
    """

    def __init__(self, templates: Sequence[Template], given: Mapping[str, str] | None = None) -> None:
        """Read the templates.

        Args:
            templates: The templates.
            given: The values that people give to parameters, by the names of these. Default: none.

        Raises:
            WebhookConstructsError: No template has a parameter of such a name, which would be a slip.
        """
        require_declared(given or {}, templates)
        self.templates = templates
        nestings = nestings_of(templates)
        self.facts = [
            TemplateFacts(index, template, nestings.get(index, ()), given or {})
            for index, template in enumerate(templates)
        ]
        self._nestings = nestings

    @cached_property
    def as_written(self) -> ResolvedTemplates:
        """The templates with everything open that they leave open."""
        return self.resolved(range(len(self.templates)), {}, Unset.STAYS)

    @cached_property
    def as_usual(self) -> ResolvedTemplates:
        """The templates with what is most usual in place of all that they leave open."""
        return self.resolved(range(len(self.templates)), {}, Unset.IS_USUAL)

    def resolved(self, indices: Sequence[int], chosen: Chosen, unset: Unset) -> ResolvedTemplates:
        """Return some of the templates with values put in.

        Args:
            indices: The indices of the templates.
            chosen: What is chosen.
            unset: What becomes of what is not chosen.
        """
        return ResolvedTemplates(self.facts, indices, Choices(chosen, unset))

    @cached_property
    def families(self) -> tuple[Family, ...]:
        """The templates that are to be judged with values, together with those whose values depend on theirs."""
        if not self.as_written.choices.met:
            return ()
        found = (self._family(indices) for indices in _families(self.templates, self._nestings))
        return tuple(each for each in found if each is not None)

    def alternatives(self, resource: Resource, name: str) -> tuple[list[Any], bool]:
        """Return what a property of a resource can be, and whether that is all that it can be.

        It is worked out with each combination of the values that it depends on. What has a default is that.

        Args:
            resource: The resource.
            name: The name of the property.
        """
        found: list[Any] = []

        def look(resolver: Resolver, written: Any, bound: Bound) -> None:
            value = resolver.resolve(as_mapping(as_mapping(written).get("Properties")).get(name), bound)
            if resolver.choices.are_defaults(resolver.choices.chosen):
                found.append(value)

        _, is_all = self._combinations(resource, look)
        return found, is_all

    def _resolver(self, index: int, choices: Choices) -> Resolver:
        return Resolver(self.facts, index, choices)

    def _family(self, indices: tuple[int, ...]) -> Family | None:
        """Find the combinations of the webhooks of some templates, and put them side by side."""
        webhooks = [each for index in indices for each in self._asking(index)]
        if not any(resource_type != PIPELINE_TYPE for _, resource_type in webhooks):
            return None
        most = max(_MIN_VARIANTS, min(MAX_COMBINATIONS, _MAX_JUDGED // len(webhooks)))
        variants: list[dict[Key, Any]] = []
        cut: set[Resource] = set()
        for resource, _ in webhooks:
            found, is_all = self._combinations(resource, most=most)
            if not is_all:
                cut.add(resource)
            for combination in found if found != [{}] else ():
                _add(combination, variants)
            if len(variants) > most:
                cut.add(resource)
                del variants[most:]
        if cut and not variants:
            variants.append({})  # what is most usual, of everything
        return Family(indices, tuple(variants), frozenset(cut)) if variants else None

    def _asking(self, index: int) -> Iterator[tuple[Resource, str]]:
        """Return the resources of a template on which values can make a difference, webhooks before pipelines."""
        resources = self.templates[index].resources
        loops = [key for key in resources if str(key).startswith(LOOP)]
        if loops:
            structures, _ = _enumerated(lambda choices: self._members(index, choices))
            found = [each for chosen in structures for each in self._members(index, Choices(chosen, Unset.IS_USUAL))]
            typed = [
                (key, as_mapping(value).get("Type")) for key, value in {each.key: each.value for each in found}.items()
            ]
        else:
            typed = [(key, as_mapping(each).get("Type")) for key, each in resources.items()]
        kept = [((index, key), str(kind)) for key, kind in typed if kind in _TYPES]
        yield from sorted(kept, key=lambda each: each[1] == PIPELINE_TYPE)

    def _members(self, index: int, choices: Choices) -> list[Member]:
        """Return the resources of a template, with those that loops stand for."""
        return list(self._resolver(index, choices).members(self.templates[index].resources))

    def _combinations(
        self, resource: Resource, look_at: _Look | None = None, most: int = MAX_COMBINATIONS
    ) -> tuple[list[dict[Key, Any]], bool]:
        """Return the combinations of values that make a difference to a resource, and whether these are all."""
        index, logical_id = resource
        resources = self.templates[index].resources

        def look(choices: Choices) -> None:
            resolver = self._resolver(index, choices)
            if logical_id in resources:
                (look_at or _look_at)(resolver, resources[logical_id], Bound())
                return
            for each in resolver.members(resources):
                if each.key == logical_id:
                    (look_at or _look_at)(resolver, each.value, each.bound)

        return _enumerated(look, most)


def require_declared(given: Mapping[str, str], templates: Sequence[Template]) -> None:
    """Raise an error if no template has a parameter that people give a value to, or none allows that value.

    Args:
        given: The values, by the names of the parameters.
        templates: The templates; if there is none, nothing is wrong.

    Raises:
        WebhookConstructsError: No template has one, or none allows it.
    """
    declared: dict[str, list[Mapping[str, Any]]] = {}
    for each in templates:
        for name, parameter in as_mapping(each.body.get("Parameters")).items():
            declared.setdefault(name, []).append(as_mapping(parameter))
    unknown = [name for name in given if name not in declared]
    if unknown and templates:
        some = ", ".join(map(shown, list(declared)[:_MOST_NAMED])) or "none"
        msg = f"no template has a parameter {', '.join(map(shown, unknown))}; there is {some}"
        raise WebhookConstructsError(msg)
    for name, value in given.items():
        _require_allowed(name, value, [allowed_values(each) for each in declared.get(name, ())])


def _require_allowed(name: str, value: str, allowed: Sequence[Sequence[str]]) -> None:
    """Raise an error if no template allows a value that people give to a parameter."""
    if allowed and all(each and value not in each for each in allowed):
        there_are = ", ".join(map(shown, list(dict.fromkeys(text for each in allowed for text in each))[:_MOST_NAMED]))
        msg = f"the parameter {shown(name)} does not allow {shown(value)}; it allows {there_are}"
        raise WebhookConstructsError(msg)


def _resolved_resource(resolver: Resolver, member: Member) -> Any:
    """Return a resource with values put in, where it is of a kind that matters."""
    resource = as_mapping(member.value)
    if resource.get("Type") not in _TYPES:
        is_open = not member.bound or member.key.startswith(LOOP)
        return member.value if is_open else resolver.resolve(member.value, member.bound)
    found = {**resource, "Properties": resolver.resolve(resource.get("Properties", {}), member.bound)}
    if isinstance(condition := resource.get("Condition"), str) and resolver.is_so(condition):
        del found["Condition"]
    return found


def _is_absent(resolver: Resolver, member: Member) -> bool:
    condition = as_mapping(member.value).get("Condition")
    return isinstance(condition, str) and resolver.is_so(condition) is False


def _look_at(resolver: Resolver, written: Any, bound: Bound) -> None:
    """Look at whatever of a resource makes a difference to a webhook."""
    resource = as_mapping(written)
    properties = as_mapping(resource.get("Properties"))
    if resource.get("Type") == PIPELINE_TYPE:
        parts = list(_parts_of_pipeline(properties))
    elif resource.get("Type") == PROJECT_TYPE:
        parts = [properties.get(name) for name in _OF_A_PROJECT]
    else:
        parts = [properties.get(name) for name in _OF_OURS]
    for part in parts:
        resolver.resolve(part, bound)
    if isinstance(condition := resource.get("Condition"), str):
        resolver.is_so(condition)


def _parts_of_pipeline(properties: Mapping[str, Any]) -> Iterator[Any]:
    """Return what starts a pipeline: the configuration of its sources, and its triggers."""
    for action in as_mappings(get_member(next(iter(as_mappings(properties.get("Stages"))), {}), "actions")):
        yield action.get("Configuration")
    yield properties.get("Triggers")


def _enumerated(look: Callable[[Choices], object], most: int = MAX_COMBINATIONS) -> tuple[list[dict[Key, Any]], bool]:
    """Return the combinations of values that something asks for when it is looked at, and whether these are all."""
    found: list[dict[Key, Any]] = []
    waiting: list[dict[Key, Any]] = [{}]
    while waiting and len(found) < most:
        chosen = waiting.pop()
        try:
            look(Choices(chosen, Unset.IS_ASKED))
        except OpenChoiceError as asked:
            if len(chosen) == _MAX_OPEN:
                return found, False
            cases = asked.value.cases[: most + 1]  # one more than are judged shows that there are more
            waiting += [{**chosen, asked.value.key: case} for case in reversed(cases)]
        else:
            found.append(chosen)
    return found, not waiting


def _add(combination: Mapping[Key, Any], variants: list[dict[Key, Any]]) -> None:
    """Put a combination into the first variant that chooses nothing else for it, or into a new one."""
    for variant in variants:
        if all(variant.get(key, case) == case for key, case in combination.items()):
            variant.update(combination)
            return
    variants.append(dict(combination))


def _families(templates: Sequence[Template], nestings: Mapping[int, Sequence[Nesting]]) -> Iterator[tuple[int, ...]]:
    """Return the indices of templates that belong together."""
    family = list(range(len(templates)))

    def root(index: int) -> int:
        while family[index] != index:
            family[index] = family[family[index]]
            index = family[index]
        return index

    first_of_app: dict[str, int] = {}
    for index, template in enumerate(templates):
        if template.app:
            family[root(index)] = root(first_of_app.setdefault(template.app, index))
        for around, *_ in nestings.get(index, ()):
            family[root(index)] = root(around)
    found: dict[int, list[int]] = {}
    for index in range(len(templates)):
        found.setdefault(root(index), []).append(index)
    yield from map(tuple, found.values())
