"""Templates judged as they are written and with the values that they can have, and what of it depends on which value.

What is found in a template as it is written holds whatever the values are. What is found only with values, or is worse
with them, says with which: of these it names those without which it is not found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeAlias

from webhook_constructs.core import WebhookSettings
from webhook_constructs.lint import Context, Finding, Severity, lint
from webhook_constructs.lint.findings.finding import NOT_JUDGED, WRONG_SHAPE
from webhook_constructs.lint.wording.languages import Language

from .lint import lint_templates
from .places import Steps, json_pointer, property_path, property_steps, written_place, written_steps
from .template import Template
from .template_webhooks import TemplateWebhook
from .unseen import UnseenPart, unseen_parts
from .values.choices import Unset
from .values.open_values import Key
from .values.variants import Chosen, Family, ResolvedTemplates, Resource, Variants

__all__ = ["JudgedTemplates", "JudgedWebhook", "PlacedFinding", "judge_templates", "judge_variants"]

_MOST_NAMED, _MOST_PATTERNS = 3, 5
_MOST_TRIED = 320  # ways to choose values, for one family
_MAX_VALUES = 64  # of which some are left open to see which are needed
_MAX_JUDGED = 5_000  # webhooks in all these tries
_CUT = "it has more combinations of values than are judged: give the values that matter with --parameter"

_SEVERITIES = list(Severity)  # the worst first

_FindingPlace: TypeAlias = "tuple[str, Steps]"
"""The id of a rule, and a place in the written template."""

_FindingKey: TypeAlias = "tuple[_FindingPlace, Severity]"
"""By what a finding is the same one in two variants."""


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
    def place(self) -> _FindingPlace:
        """Its rule and its place."""
        return self.finding.id, self.steps

    @property
    def key(self) -> _FindingKey:
        """By what it is the same one in two variants."""
        return self.place, self.finding.severity


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

    @property
    def not_judged(self) -> tuple[str, ...]:
        """Why it is not judged in full; empty where it is."""
        skipped = [each for each in self.findings if each.finding.id == NOT_JUDGED.id]
        too_large = [self._pattern_path(each) for each in skipped if each.finding.location.group is not None]
        return (
            *_known_later(self.webhook.language, self.open_parts),
            *_too_large(too_large),
            *(each.finding.message for each in skipped if each.finding.location.group is None),
            *([] if self.cut is None else [self.cut]),
        )

    def _pattern_path(self, placed: PlacedFinding) -> str:
        if self.webhook.origin is not None:
            return json_pointer(placed.steps)
        return f"{property_path(placed.steps[len(self.steps) + 1 :])}.Pattern"


def _known_later(language: Language, parts: tuple[str, ...]) -> Iterator[str]:
    if parts:
        named = ", ".join(language.renamed(each) for each in parts)
        yield f"{named} {'is' if len(parts) == 1 else 'are'} {language.later}"


def _too_large(parts: Sequence[str]) -> Iterator[str]:
    more = len(parts) - _MOST_PATTERNS
    if more > 0:
        yield f"{', '.join(parts[:_MOST_PATTERNS])} and {more:,} more are too large to be judged"
    elif parts:
        yield f"{', '.join(parts)} {'is' if len(parts) == 1 else 'are'} too large to be judged"


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
        clean: What is known of the project of each in which nothing is found by itself.
        findings: What is found about each.
    """

    resolved: ResolvedTemplates
    webhooks: dict[Resource, TemplateWebhook] = field(default_factory=dict)
    clean: dict[Resource, Context] = field(default_factory=dict)
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
    return judge_variants(Variants(templates, given), names)


def judge_variants(variants: Variants, names: Sequence[str]) -> JudgedTemplates:
    """Judge the webhooks of templates with all values that they can have, where these are known already.

    Args:
        variants: The templates and their values.
        names: What names each template where webhooks of one name are in several.
    """
    return _Judging(variants, names).judged()


class _Judging:
    def __init__(self, variants: Variants, names: Sequence[str]) -> None:
        self._names = names
        self._variants = variants
        self._times = Counter(webhook.name for _, webhook in self._variants.as_written.webhooks)
        self._alone: dict[tuple[Hashable, Context], tuple[Finding, ...]] = {}

    def judged(self) -> JudgedTemplates:
        families = [_Family(self, each) for each in self._variants.families]
        written = self._judge(self._variants.as_written, {key: each for some in families for key, each in some.clean()})
        known = dict(written.resolved.templates)
        found = {resource: self._as_written(written, resource) for resource in written.webhooks}
        for family in families:
            found |= family.judged(written)
            known |= family.rounds[0].resolved.templates
        unseen = tuple(unseen_parts(self._variants.templates, [known[index] for index in sorted(known)]))
        return JudgedTemplates(tuple(sorted(found.values(), key=lambda each: each.index)), unseen)

    def resolve(self, family: Family, chosen: Chosen, unset: Unset) -> _Judgement:
        """Judge the templates of a family with some values."""
        return self._judge(self._variants.resolved(family.indices, chosen, unset), {})

    def _as_written(self, written: _Judgement, resource: Resource) -> JudgedWebhook:
        webhook = written.webhooks[resource]
        return _judged_webhook(written, resource, written.findings[resource], webhook.open_parts)

    def _judge(self, resolved: ResolvedTemplates, clean: Mapping[Resource, Context]) -> _Judgement:
        """Judge templates.

        Args:
            resolved: The templates.
            clean: The webhooks in which nothing is found by themselves when their values are known, each with what is
                known of its project then: where that is the same here, nothing is found either.
        """
        indices = list(resolved.templates)
        placed = [(indices.index(index), self._told_apart(index, webhook)) for index, webhook in resolved.webhooks]
        resources = [(indices[number], webhook.logical_id) for number, webhook in placed]
        found = _Judgement(resolved)

        def judge_alone(place: int, settings: WebhookSettings, context: Context) -> tuple[Finding, ...]:
            if clean.get(resources[place]) == replace(context, unknown=frozenset()):
                return ()
            asked = _as_written(settings), context
            if asked not in self._alone:
                self._alone[asked] = lint(settings, context)
            if not self._alone[asked]:
                found.clean[resources[place]] = replace(context, unknown=frozenset())
            return self._alone[asked]

        judged = lint_templates(list(resolved.templates.values()), placed, judge_alone)
        for resource, (_, webhook), findings in zip(resources, placed, judged, strict=True):
            found.webhooks[resource] = webhook
            counted: dict[int, list[int]] = {}
            found.findings[resource] = [_placed(each, resource, webhook, resolved, counted) for each in findings]
        return found

    def _told_apart(self, index: int, webhook: TemplateWebhook) -> TemplateWebhook:
        """Add the file to the names of webhooks that have the same name in several files."""
        return replace(webhook, within=self._names[index]) if self._times[webhook.name] > 1 else webhook


def _as_written(settings: WebhookSettings) -> Hashable:
    """Return what is equal for settings that are written alike: equal ones may have their filters at other places.

    It holds the patterns themselves, which thousands of filters can share and which can be long.
    """
    filters = tuple(
        tuple((each.type, each.pattern, each.exclude_matched_pattern) for each in group.filters)
        for group in settings.filter_groups
    )
    members = (getattr(settings, each.name) for each in fields(settings) if each.name != "pull_request_build_policy")
    return filters, tuple(members), repr(settings.pull_request_build_policy)


class _Family:
    """The webhooks of templates whose values depend on each other."""

    def __init__(self, judging: _Judging, family: Family) -> None:
        self._judging = judging
        self._family = family
        self.rounds = [judging.resolve(family, chosen, Unset.IS_USUAL) for chosen in family.variants]
        self._most_tried = min(_MOST_TRIED, _MAX_JUDGED // max(1, *(len(each.webhooks) for each in self.rounds)))
        self._usual = [each for each in self.rounds if not each.resolved.choices.is_beyond_defaults]
        self._known = {_frozen(each.resolved.choices.chosen): each for each in self.rounds}

    def clean(self) -> Iterator[tuple[Resource, Context]]:
        """Return the webhooks in which nothing is found by themselves with any of the values."""
        for resource, context in self.rounds[0].clean.items():
            if all(resource in each.clean for each in self.rounds):
                yield resource, context

    def judged(self, written: _Judgement) -> dict[Resource, JudgedWebhook]:
        """Put together what is found with the values, and what is found in the templates as they are written."""
        self._known[_frozen({})] = written
        resources = dict.fromkeys(
            [
                *(each for each in written.webhooks if each[0] in self._family.indices),
                *(resource for each in self.rounds for resource in each.webhooks),
            ]
        )
        return {resource: self._merged(resource, written) for resource in resources}

    def _merged(self, resource: Resource, written: _Judgement) -> JudgedWebhook:
        found = {each.place: each for each in written.findings.get(resource, ())}
        new: dict[_FindingKey, list[tuple[_Judgement, PlacedFinding]]] = {}
        for judgement in self.rounds:
            for each in judgement.findings.get(resource, ()):
                if each.place not in found or _is_worse(each, found[each.place]):
                    new.setdefault(each.key, []).append((judgement, each))
        replaced = {place for place, _ in new}
        kept = [each for each in written.findings.get(resource, ()) if each.place not in replaced]
        ordered = sorted(new.values(), key=lambda each: _order(each[0][1].finding))
        findings = [*kept, *(self._with(resource, each) for each in ordered)]
        there = [each for each in self.rounds if resource in each.webhooks]
        first = written if resource in written.webhooks else there[0]
        parts = [
            part for each in self._usual if resource in each.webhooks for part in each.webhooks[resource].open_parts
        ]
        cut = _CUT if resource in self._family.cut else None
        return _judged_webhook(first, resource, findings, tuple(dict.fromkeys(parts)), cut)

    def _with(self, resource: Resource, found: Sequence[tuple[_Judgement, PlacedFinding]]) -> PlacedFinding:
        """Return the values with which something is found. Values that are only counted are not examined as closely."""
        _, first = found[0]
        needed: dict[Key, None] | None = None
        named: dict[str, None] = {}
        for judgement, _ in found:
            choices = judgement.resolved.choices
            if needed is None or len(named) < _MOST_NAMED:
                needed = dict.fromkeys(self._needed(resource, first.key, judgement, needed))
            named[choices.shown({key: case for key, case in choices.chosen.items() if key in needed})] = None
        listed = list(named)
        more = f" and {len(listed) - _MOST_NAMED} more" if len(listed) > _MOST_NAMED else ""
        message = f"{first.finding.message} (with {', '.join(listed[:_MOST_NAMED])}{more})"
        return replace(first, finding=replace(first.finding, message=message))

    def _needed(
        self, resource: Resource, key: _FindingKey, judgement: _Judgement, likely: Iterable[Key] | None
    ) -> dict[Key, Any]:
        """Return those of the values of a variant without which something is not found.

        After very many tries, and of very many values, these are all that the webhook asks for.
        """
        chosen = judgement.resolved.choices.chosen
        used = judgement.resolved.used[resource]
        if len(self._known) > self._most_tried or len(used) > _MAX_VALUES:
            return {each: chosen[each] for each in chosen if each in used}
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
            self._known[frozen] = self._judging.resolve(self._family, chosen, Unset.STAYS)
        return key in self._known[frozen].keys(resource)


def _is_worse(one: PlacedFinding, other: PlacedFinding) -> bool:
    return _SEVERITIES.index(one.finding.severity) < _SEVERITIES.index(other.finding.severity)


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
