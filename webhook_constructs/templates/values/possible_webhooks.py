"""The webhooks of templates as they are written, and what each of them is with the values that it can have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from webhook_constructs.templates.template import Template
from webhook_constructs.templates.template_webhooks import TemplateWebhook
from webhook_constructs.templates.unseen import UnseenPart, unseen_parts

from .choices import Choices, Unset
from .open_values import Key
from .variants import Family, Resource, Variants

__all__ = ["PossibleWebhook", "TemplateReading", "Variant", "read_possible"]


@dataclass(frozen=True, slots=True)
class Variant:
    """What a webhook is with some values.

    Attributes:
        values: What people read of the values, such as `Stage=prod`, by what has them.
        webhook: The webhook; None where there is none with these values.
        has_defaults: Whether everything that has a default is what that says. Default: it is.
        is_absent: Whether there is none because the condition of its resource does not hold. Default: it may hold.
    """

    values: Mapping[str, str]
    webhook: TemplateWebhook | None
    has_defaults: bool = True
    is_absent: bool = False

    @property
    def name(self) -> str:
        """What people read of all values."""
        return " and ".join(self.values.values())


@dataclass(frozen=True, slots=True)
class PossibleWebhook:
    """A webhook, and what it is with values.

    Attributes:
        index: The index of its template.
        logical_id: The logical id of its resource.
        webhook: The webhook as it is written; None where there is one only with some values.
        variants: What it is with values. Default: no value makes a difference to it.
        defaults: What has a default, which the deployment can replace. Default: nothing.
        open_names: What of that can have another value than those of the variants. Default: nothing.
        conditions: The conditions among the values, each of which holds or not. Default: there are none.
        is_cut: Whether there are more combinations of values than those of the variants. Default: there are not.
    """

    index: int
    logical_id: str
    webhook: TemplateWebhook | None
    variants: tuple[Variant, ...] = ()
    defaults: frozenset[str] = frozenset()
    open_names: frozenset[str] = frozenset()
    conditions: frozenset[str] = frozenset()
    is_cut: bool = False

    @property
    def first(self) -> TemplateWebhook:
        """The webhook as it is written, or where it is only with some values, with the first of them."""
        there = (self.webhook, *(each.webhook for each in self.variants))
        return next(each for each in there if each is not None)

    @property
    def by_values(self) -> dict[str, TemplateWebhook | None]:
        """What it is with each of the values that it has where nobody says anything else, by what people read of them.

        Nothing where there are too many combinations of values. That a condition has to hold is said by itself.
        """
        usual = [] if self.is_cut else [each for each in self.variants if each.has_defaults and not each.is_absent]
        return {each.name: each.webhook for each in usual}


@dataclass(slots=True)
class _Found:
    """What is found of a webhook."""

    variants: dict[tuple[str, bool], Variant] = field(default_factory=dict)
    defaults: set[str] = field(default_factory=set)
    open_names: set[str] = field(default_factory=set)
    conditions: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class TemplateReading:
    """What there is in templates.

    Attributes:
        webhooks: The webhooks, in the order of the templates.
        unseen: What may hold webhooks, too, and is not seen before the deployment.
    """

    webhooks: tuple[PossibleWebhook, ...]
    unseen: tuple[UnseenPart, ...]


def read_possible(variants: Variants) -> TemplateReading:
    """Find the webhooks of templates, and what nobody sees of them.

    Args:
        variants: The templates, with the values that they can have.
    """
    written = {(index, each.logical_id): each for index, each in variants.as_written.webhooks}
    found = {key: PossibleWebhook(*key, each) for key, each in written.items()}
    known = dict(variants.as_written.templates)
    for family in variants.families:
        rounds = _Rounds(variants, family)
        known |= rounds.first
        for key, each in rounds.found(written):
            found[key] = PossibleWebhook(
                *key,
                written.get(key),
                tuple(each.variants.values()),
                frozenset(each.defaults),
                frozenset(each.open_names),
                frozenset(each.conditions),
                is_cut=key in family.cut,
            )
    there_are = [each for each in found.values() if each.webhook or any(one.webhook for one in each.variants)]
    unseen = unseen_parts(variants.templates, [known[index] for index in sorted(known)])
    return TemplateReading(tuple(sorted(there_are, key=lambda each: each.index)), tuple(unseen))


class _Rounds:
    """The templates of a family, with one combination of values after the other."""

    def __init__(self, variants: Variants, family: Family) -> None:
        self._indices = family.indices
        self._resolved = [variants.resolved(family.indices, chosen, Unset.IS_USUAL) for chosen in family.variants]

    @property
    def first(self) -> Mapping[int, Template]:
        """The templates with the first combination."""
        return self._resolved[0].templates

    def found(self, written: Mapping[Resource, TemplateWebhook]) -> Iterator[tuple[Resource, _Found]]:
        own = [key for key in written if key[0] in self._indices]
        for key in dict.fromkeys([*own, *(key for some in self._webhooks for key in some)]):
            yield key, self._of(key)

    @cached_property
    def _webhooks(self) -> list[dict[Resource, TemplateWebhook]]:
        return [{(index, each.logical_id): each for index, each in some.webhooks} for some in self._resolved]

    def _of(self, key: Resource) -> _Found:
        found = _Found()
        for some, webhooks in zip(self._resolved, self._webhooks, strict=True):
            choices = some.choices
            used = some.used.get(key, choices.chosen.keys())
            chosen = {each: case for each, case in choices.chosen.items() if each in used and each in choices.met}
            if not chosen:
                continue
            are_defaults = choices.are_defaults(chosen)
            variant = Variant(_values(choices, chosen), webhooks.get(key), are_defaults, is_absent=key in some.absent)
            found.variants.setdefault((variant.name, variant.has_defaults), variant)
            found.defaults |= {key[1] for key in chosen if choices.met[key].has_default}
            found.open_names |= {key[1] for key in chosen if choices.met[key].has_others}
            found.conditions |= {key[1] for key, case in chosen.items() if isinstance(case, bool)}
        return found


def _values(choices: Choices, chosen: Mapping[Key, Any]) -> dict[str, str]:
    """Return what people read of some values; of two templates that have one name, both are under that."""
    found: dict[str, str] = {}
    for key, case in chosen.items():
        shown = choices.met[key].shown(case)
        name = key[1]
        found[name] = shown if found.get(name, shown) == shown else f"{found[name]} and {shown}"
    return found
