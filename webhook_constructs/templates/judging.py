"""Templates judged as they are written and with the values that they can have, and what of it depends on which value.

What is found in a template as it is written holds whatever the values are. What is found only with values says with
which: of these it names those without which it is not found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from webhook_constructs.lint import Finding
from webhook_constructs.lint.findings.finding import WRONG_SHAPE

from .lint import lint_templates
from .places import Steps, property_steps, written_place, written_steps
from .template import Template
from .template_webhooks import TemplateWebhook
from .unseen import UnseenPart, unseen_parts
from .values.choices import Unset
from .values.open_values import Key
from .values.variants import MAX_COMBINATIONS, Chosen, Family, ResolvedTemplates, Resource, Variants

__all__ = ["JudgedTemplates", "JudgedWebhook", "PlacedFinding", "judge_templates"]

_MOST_NAMED = 3
_MOST_TRIED = 64  # ways to leave values open, for one family
_CUT = f"it has more than {MAX_COMBINATIONS} combinations of values, of which only {MAX_COMBINATIONS} are judged"

_FindingKey: TypeAlias = "tuple[str, Steps]"
"""By what a finding is the same one in two variants: the id of the rule, and the place in the written template."""


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    """A finding and its place.

    Attributes:
        finding: The finding.
        steps: The way to its place in the template as it is written.
    """

    finding: Finding
    steps: Steps

    @property
    def key(self) -> _FindingKey:
        """By what it is the same one in two variants."""
        return self.finding.id, self.steps


@dataclass(frozen=True, slots=True)
class JudgedWebhook:
    """A webhook, and what is found about it.

    Attributes:
        index: The index of its template.
        webhook: The webhook as it is written, or where it is only with some values, with the first of them.
        resource: Its resource as it is written.
        steps: The way to its resource in the template as it is written.
        findings: What is found.
        open_parts: What of it is known only when the stack is deployed.
        cut: Why not all of its combinations of values are judged. Default: they are.
    """

    index: int
    webhook: TemplateWebhook
    resource: Any
    steps: Steps
    findings: tuple[PlacedFinding, ...]
    open_parts: tuple[str, ...]
    cut: str | None = None


@dataclass(frozen=True, slots=True)
class JudgedTemplates:
    """What is found in some templates.

    Attributes:
        webhooks: Their webhooks, in the order of the templates.
        unseen: What of the templates nobody sees before the deployment.
    """

    webhooks: tuple[JudgedWebhook, ...]
    unseen: tuple[UnseenPart, ...]


@dataclass(slots=True)
class _Judgement:
    """What is found in one variant.

    Attributes:
        resolved: The templates.
        webhooks: The webhooks, by their resources.
        findings: What is found about each.
    """

    resolved: ResolvedTemplates
    webhooks: dict[Resource, TemplateWebhook] = field(default_factory=dict)
    findings: dict[Resource, list[PlacedFinding]] = field(default_factory=dict)

    def keys(self, resource: Resource) -> set[_FindingKey]:
        return {each.key for each in self.findings.get(resource, ())}


def judge_templates(
    templates: Sequence[Template], names: Sequence[str], given: Mapping[str, str] | None = None
) -> JudgedTemplates:
    """Judge the webhooks of templates with all values that they can have.

    Args:
        templates: The templates.
        names: What names each of them where webhooks of one name are in several.
        given: The values that people give to parameters, by the names of these. Default: none.
    """
    return _Judging(templates, names, given).judged()


class _Judging:
    def __init__(self, templates: Sequence[Template], names: Sequence[str], given: Mapping[str, str] | None) -> None:
        self._templates = templates
        self._names = names
        self._variants = Variants(templates, given)
        self._times = Counter(webhook.name for _, webhook in self._variants.as_written.webhooks)

    def judged(self) -> JudgedTemplates:
        written = self._judge(self._variants.as_written)
        known = dict(written.resolved.templates)
        found = {resource: self._as_written(written, resource) for resource in written.webhooks}
        for family in self._variants.families:
            judged = _Family(self, family, written)
            found |= judged.judged()
            known |= judged.rounds[0].resolved.templates
        unseen = tuple(unseen_parts(self._templates, [known[index] for index in sorted(known)]))
        return JudgedTemplates(tuple(sorted(found.values(), key=lambda each: each.index)), unseen)

    def resolve(self, family: Family, chosen: Chosen, unset: Unset) -> _Judgement:
        """Judge the templates of a family with some values."""
        return self._judge(self._variants.resolved(family.indices, chosen, unset))

    def _as_written(self, written: _Judgement, resource: Resource) -> JudgedWebhook:
        webhook = written.webhooks[resource]
        return _judged_webhook(written, resource, written.findings[resource], webhook.open_parts)

    def _judge(self, resolved: ResolvedTemplates) -> _Judgement:
        indices = list(resolved.templates)
        placed = [(indices.index(index), self._told_apart(index, webhook)) for index, webhook in resolved.webhooks]
        judged = lint_templates(list(resolved.templates.values()), placed)
        found = _Judgement(resolved)
        for (number, webhook), findings in zip(placed, judged, strict=True):
            resource = (indices[number], webhook.logical_id)
            found.webhooks[resource] = webhook
            counted: dict[int, list[int]] = {}
            found.findings[resource] = [_placed(each, resource, webhook, resolved, counted) for each in findings]
        return found

    def _told_apart(self, index: int, webhook: TemplateWebhook) -> TemplateWebhook:
        """Let webhooks of one name in several files be named with their files."""
        return replace(webhook, within=self._names[index]) if self._times[webhook.name] > 1 else webhook


class _Family:
    """The webhooks of templates whose values depend on each other."""

    def __init__(self, judging: _Judging, family: Family, written: _Judgement) -> None:
        self._judging = judging
        self._family = family
        self._written = written
        self.rounds = [judging.resolve(family, chosen, Unset.IS_USUAL) for chosen in family.variants]
        self._known = {_frozen(each.resolved.choices.chosen): each for each in self.rounds}
        self._known[_frozen({})] = written

    def judged(self) -> dict[Resource, JudgedWebhook]:
        resources = dict.fromkeys(
            [
                *(each for each in self._written.webhooks if each[0] in self._family.indices),
                *(resource for each in self.rounds for resource in each.webhooks),
            ]
        )
        return {resource: self._merged(resource) for resource in resources}

    def _merged(self, resource: Resource) -> JudgedWebhook:
        found = {each.key: each for each in self._written.findings.get(resource, ())}
        new: dict[_FindingKey, list[tuple[_Judgement, PlacedFinding]]] = {}
        for judgement in self.rounds:
            for each in judgement.findings.get(resource, ()):
                if each.key not in found:
                    new.setdefault(each.key, []).append((judgement, each))
        ordered = sorted(new.values(), key=lambda each: _order(each[0][1].finding))
        findings = [*self._written.findings.get(resource, ()), *(self._with(resource, each) for each in ordered)]
        there = [each for each in self.rounds if resource in each.webhooks]
        first = self._written if resource in self._written.webhooks else there[0]
        parts = [
            part
            for each in there
            if not each.resolved.choices.is_beyond_defaults
            for part in each.webhooks[resource].open_parts
        ]
        cut = _CUT if resource in self._family.cut else None
        return _judged_webhook(first, resource, findings, tuple(dict.fromkeys(parts)), cut)

    def _with(self, resource: Resource, found: Sequence[tuple[_Judgement, PlacedFinding]]) -> PlacedFinding:
        """Say with which values something is found."""
        _, first = found[0]
        needed: tuple[Key, ...] | None = None
        named: dict[str, None] = {}
        for judgement, _ in found:
            chosen = self._needed(resource, first.key, judgement, needed)
            needed = tuple(chosen)
            named[judgement.resolved.choices.shown(chosen)] = None
        listed = list(named)
        more = f" and {len(listed) - _MOST_NAMED} more" if len(listed) > _MOST_NAMED else ""
        message = f"{first.finding.message} (with {', '.join(listed[:_MOST_NAMED])}{more})"
        return replace(first, finding=replace(first.finding, message=message))

    def _needed(
        self, resource: Resource, key: _FindingKey, judgement: _Judgement, likely: Iterable[Key] | None
    ) -> dict[Key, Any]:
        """Return those of the values of a variant without which something is not found."""
        chosen = judgement.resolved.choices.chosen
        used = judgement.resolved.used[resource]
        starts = [keys for keys in (likely, used) if keys is not None]
        for keys in starts:
            some = {each: chosen[each] for each in chosen if each in keys}
            if self._is_found(resource, key, some):
                break
        else:
            some = dict(chosen)
        for each in list(some):
            fewer = {name: case for name, case in some.items() if name != each}
            if self._is_found(resource, key, fewer):
                some = fewer
        return some

    def _is_found(self, resource: Resource, key: _FindingKey, chosen: Chosen) -> bool:
        frozen = _frozen(chosen)
        if frozen not in self._known:
            if len(self._known) > _MOST_TRIED + len(self.rounds):
                return False
            self._known[frozen] = self._judging.resolve(self._family, chosen, Unset.STAYS)
        return key in self._known[frozen].keys(resource)


def _order(finding: Finding) -> tuple[str, int, int]:
    """Return what rules are ordered by: the id, the group, and the filter."""
    numbers = (-1 if each is None else each for each in (finding.location.group, finding.location.filter))
    return (finding.id, *numbers)  # type: ignore[return-value]  # mypy does not count what is unpacked


def _frozen(chosen: Chosen) -> frozenset[tuple[Key, Any]]:
    return frozenset(chosen.items())


def _judged_webhook(
    judgement: _Judgement,
    resource: Resource,
    findings: Iterable[PlacedFinding],
    open_parts: tuple[str, ...],
    cut: str | None = None,
) -> JudgedWebhook:
    written, webhook = judgement.resolved.member(resource), judgement.webhooks[resource]
    steps = judgement.resolved.written_steps(resource, ()) if webhook.origin is None else webhook.origin
    return JudgedWebhook(resource[0], webhook, written.value, steps, tuple(findings), open_parts, cut)


def _placed(
    finding: Finding,
    resource: Resource,
    webhook: TemplateWebhook,
    resolved: ResolvedTemplates,
    counted: dict[int, list[int]],
) -> PlacedFinding:
    is_about_writing = finding.id == WRONG_SHAPE.id
    if webhook.origin is not None:
        place = written_place(finding.location.member or "", webhook) if is_about_writing else None
        inner = property_steps(finding.location, webhook) if place is None else place
        return PlacedFinding(finding, (*webhook.origin, *inner))
    if is_about_writing:
        steps = written_place(finding.location.member or "", webhook)
    else:
        steps = written_steps(property_steps(finding.location, webhook), resolved.resolved(resource), counted)
    return PlacedFinding(finding, resolved.written_steps(resource, steps))
