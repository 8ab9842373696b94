"""Loose patterns, anchored: filters that let through less and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from webhook_constructs.core import Comparison, Filter, FilterType, WebhookSettings, compare
from webhook_constructs.core.groups.anchored_patterns import escaped, one_of
from webhook_constructs.core.groups.filter_group import FilterGroup
from webhook_constructs.core.patterns.pattern import Pattern
from webhook_constructs.core.patterns.step_budget import running
from webhook_constructs.core.values.arguments import one_line
from webhook_constructs.core.values.unresolved import known_text
from webhook_constructs.lint import Finding, Severity, lint
from webhook_constructs.lint.rule import Location

from .read_webhooks import ReadWebhook, ReadWebhooks

__all__ = ["made_safe"]

_LOOSE = {"WH201", "WH203", "WH209"}
"""The rules that ask for anchors."""

_REFS = {FilterType.HEAD_REF, FilterType.BASE_REF}
_BRANCH = "refs/heads/"
_STARTS: dict[FilterType | None, tuple[str, ...]] = {
    FilterType.HEAD_REF: ("^", "^refs/(heads|tags)/", "^refs/heads/"),
    FilterType.BASE_REF: ("^", "^refs/heads/"),
}
_OF_TWO_GROUPS = {"WH303", "WH401", "WH409"}
"""The rules on what two groups have in common: no fault of a pattern."""


@dataclass(frozen=True, slots=True)
class _Change:
    location: Location
    before: str
    after: str
    settings: WebhookSettings
    effect: Comparison


def made_safe(read: ReadWebhooks) -> ReadWebhooks:
    """Anchor the loose patterns of webhooks, and say of each what it no longer lets through.

    Args:
        read: The webhooks. What the rules found loose and no longer is, is left out of their findings.
    """
    with running(templates=max(1, len(read.webhooks))):
        return replace(read, webhooks=tuple(map(_safe, read.webhooks)))


def _safe(read: ReadWebhook) -> ReadWebhook:
    changes = []
    settings = read.settings
    for loose in _loose(settings):
        change = _anchored(settings, loose)
        if change is not None:
            changes.append(_said(read, change))
            settings = change.settings
    if not changes:
        return read
    still_loose = {(each.id, each.location) for each in _loose(settings)}
    findings = (each for each in read.findings if each.id not in _LOOSE or (each.id, each.location) in still_loose)
    return replace(read, settings=settings, findings=tuple(findings), changes=tuple(changes))


def _loose(settings: WebhookSettings) -> list[Finding]:
    return [each for each in lint(settings) if each.id in _LOOSE]


def _anchored(settings: WebhookSettings, loose: Finding) -> _Change | None:
    """Return the first anchored form that no rule objects to, and that starts nothing new; None if there is none."""
    location = loose.location
    pattern = known_text(_pattern_at(settings, location))
    if pattern is None:
        return None
    before = _objections(settings, location) - _LOOSE
    for candidate in _candidates(Pattern(pattern), _type_at(settings, location), loose.severity):
        if candidate == pattern:
            continue
        changed = _with_pattern(settings, location, candidate)
        is_better = not changed.problems() and _objections(changed, location) <= before
        effect = compare(settings, changed) if is_better else None
        if effect is not None and not effect.starts:
            return _Change(location, pattern, candidate, changed, effect)
    return None


def _objections(settings: WebhookSettings, location: Location) -> set[str]:
    """Return the rules that object to what is at a place, or to the group around it."""
    places = {location, Location(location.group)}
    return {each.id for each in lint(settings) if each.location in places and each.id not in _OF_TWO_GROUPS}


def _candidates(pattern: Pattern, filter_type: FilterType | None, severity: Severity) -> Iterator[str]:
    """Return anchored forms of a pattern, those that people write first."""
    if severity is Severity.INFO:  # the pattern names how refs begin, and this is meant
        yield f"^{pattern.text}"
        return
    texts = pattern.literal_texts
    if texts:
        yield from map(_list_of, _named(sorted({each.text for each in texts}), filter_type))
        return
    text = pattern.text.removeprefix("^").removesuffix("$")
    for start in _STARTS.get(filter_type, ("^",)):
        yield f"{start}{text}" if text.endswith(".*") else f"{start}{text}$"
        yield f"{start}(?:{text})$"
    yield f"^(?:{pattern.text})$"


def _named(names: Sequence[str], filter_type: FilterType | None) -> Iterator[list[str]]:
    yield list(names)
    if filter_type in _REFS:
        yield [each if each.startswith("refs/") else f"{_BRANCH}{each.removeprefix('heads/')}" for each in names]


def _list_of(names: Sequence[str]) -> str:
    """Write names as the methods of filter groups do, so that the code has these."""
    if all(each.startswith(_BRANCH) for each in names):
        return f"^{_BRANCH}{one_of(escaped(each.removeprefix(_BRANCH)) for each in names)}$"
    return f"^{one_of(map(escaped, names))}$"


def _said(read: ReadWebhook, change: _Change) -> str:
    place = change.location.named_in(read.language)
    said = f"{place}: {one_line(change.before)} is now {one_line(change.after)}"
    if change.effect.stops:
        shortest = min(change.effect.stops, key=lambda each: len(str(each.event)))
        return f"{said}; no longer builds: {shortest.event}: {shortest.why_after}"
    return (
        f"{said}; it is not known what no longer builds: {'; '.join(change.effect.unknown) or 'no example was found'}"
    )


def _pattern_at(settings: WebhookSettings, location: Location) -> object:
    if location.group is None or location.filter is None:
        return settings.branch_filter
    return settings.filter_groups[location.group].filters[location.filter].pattern


def _type_at(settings: WebhookSettings, location: Location) -> FilterType | None:
    if location.group is None or location.filter is None:
        return None
    return settings.filter_groups[location.group].filters[location.filter].type


def _with_pattern(settings: WebhookSettings, location: Location, pattern: str) -> WebhookSettings:
    if location.group is None or location.filter is None:
        return replace(settings, branch_filter=pattern)
    groups = list(settings.filter_groups)
    filters = list(groups[location.group].filters)
    filters[location.filter] = Filter(filters[location.filter].type, pattern)
    groups[location.group] = FilterGroup.of(filters)
    return replace(settings, filter_groups=tuple(groups))
