"""The webhooks of templates as they are written, and what each of them is with the values that it can have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from webhook_constructs.templates.template import Template
from webhook_constructs.templates.template_webhooks import TemplateWebhook

from .choices import Unset
from .variants import Resource, Variants

__all__ = ["PossibleWebhook", "possible_webhooks"]


@dataclass(frozen=True, slots=True)
class PossibleWebhook:
    """A webhook, and what it is with values.

    Attributes:
        index: The index of its template.
        webhook: The webhook as it is written; None where there is one only with some values.
        variants: What it is with values, by what people read of these; None where there is none. Default: no value
            makes a difference to it, or there are too many combinations of values.
    """

    index: int
    webhook: TemplateWebhook | None
    variants: dict[str, TemplateWebhook | None] = field(default_factory=dict)


def possible_webhooks(templates: Sequence[Template], given: Mapping[str, str] | None = None) -> list[PossibleWebhook]:
    """Find the webhooks of templates. What has a default is that: no other value is given that a condition names.

    Args:
        templates: The templates.
        given: The values that people give to parameters, by the names of these. Default: none.
    """
    variants = Variants(templates, given)
    written = {(index, each.logical_id): each for index, each in variants.as_written.webhooks}
    found: dict[Resource, PossibleWebhook] = {key: PossibleWebhook(key[0], each) for key, each in written.items()}
    for family in variants.families:
        resolved = [variants.resolved(family.indices, chosen, Unset.IS_USUAL) for chosen in family.variants]
        resolved = [each for each in resolved if each.choices.has_defaults]
        there = [{(index, each.logical_id): each for index, each in some.webhooks} for some in resolved]
        for key in dict.fromkeys(
            [*(key for key in written if key[0] in family.indices), *(key for some in there for key in some)]
        ):
            possible = found.setdefault(key, PossibleWebhook(key[0], None))
            for some, webhooks in zip(resolved, there, strict=True):
                choices = some.choices
                used = some.used.get(key, choices.chosen.keys())
                shown = choices.shown({each: case for each, case in choices.chosen.items() if each in used})
                if shown and key not in family.cut:
                    possible.variants.setdefault(shown, webhooks.get(key))
    there_are = [each for each in found.values() if each.webhook is not None or any(each.variants.values())]
    return sorted(there_are, key=lambda each: each.index)
