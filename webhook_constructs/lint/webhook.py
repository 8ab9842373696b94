"""A webhook as the rules look at it: its settings, read once for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from webhook_constructs.core import EventAction, Filter, FilterGroup, FilterType, Pattern
from webhook_constructs.core.patterns.step_budget import RunOverError
from webhook_constructs.lint.findings.finding import Location

from .context import Context

if TYPE_CHECKING:
    from collections.abc import Mapping

    from webhook_constructs.core import SourceProvider, WebhookSettings
    from webhook_constructs.core.values.unresolved import Text

__all__ = ["Group", "PlacedFilter", "UnresolvedSettingError", "Webhook"]


class UnresolvedSettingError(Exception):
    """A rule has asked for a setting that is known only when the stack is deployed: it is to say nothing."""


class _KnownSettings:
    """Settings of which some members are not known, and are refused."""

    def __init__(self, settings: WebhookSettings, unknown: frozenset[str]) -> None:
        self._settings = settings
        self._unknown = unknown

    def __getattr__(self, name: str) -> Any:
        if name in self._unknown:
            raise UnresolvedSettingError(name)
        return getattr(self._settings, name)


_EVENTS = {event.value: event for event in EventAction}


@dataclass(frozen=True, slots=True)
class PlacedFilter:
    """A filter and where it is.

    Attributes:
        location: Where it is.
        filter: The filter.
        pattern: Its pattern; None for an EVENT filter, where RE2 refuses the pattern, where it is too large to be
            judged or there is no budget left for it, and where a part of it is known only when the stack is deployed.
    """

    location: Location
    filter: Filter
    pattern: Pattern | None

    @property
    def type(self) -> FilterType:
        """What the filter looks at."""
        return self.filter.type

    @property
    def is_excluding(self) -> bool:
        """Whether the filter passes when its pattern does not match."""
        return self.filter.exclude_matched_pattern


@dataclass(frozen=True, slots=True)
class Group:
    """A filter group and where it is.

    Attributes:
        location: Where it is.
        group: The group.
        filters: Its filters, EVENT among them.
        events: Those of its events that CodeBuild knows; None where they cannot be told (unresolved, excluded, or
            listed in several EVENT filters), and empty where the group has no EVENT filter.
        event_names: The names of its events, known events or not; as `FilterGroup.event_names` gives them.
        by_type: Its filters of each type, in their order.
    """

    location: Location
    group: FilterGroup
    filters: tuple[PlacedFilter, ...]
    events: frozenset[EventAction] | None
    event_names: tuple[str, ...] | None
    by_type: Mapping[FilterType, tuple[PlacedFilter, ...]]

    @classmethod
    def of(cls, index: int, group: FilterGroup) -> Group:
        """Read a group."""
        filters = tuple(
            PlacedFilter(
                Location(index, place), each, None if each.type is FilterType.EVENT else _pattern(each.pattern)
            )
            for place, each in enumerate(group.filters)
        )
        names = group.event_names
        events = None if names is None else frozenset(_EVENTS[name] for name in names if name in _EVENTS)
        by_type: dict[FilterType, list[PlacedFilter]] = {}
        for each in filters:
            by_type.setdefault(each.type, []).append(each)
        indexed = {filter_type: tuple(some) for filter_type, some in by_type.items()}
        return cls(Location(index), group, filters, events, names, indexed)

    def on(self, *types: FilterType) -> tuple[PlacedFilter, ...]:
        """Return the filters of some types, in their order."""
        if len(types) == 1:
            return self.by_type.get(types[0], ())
        return tuple(each for each in self.filters if each.filter.type in types)


@dataclass(frozen=True, slots=True)
class Webhook:
    """The settings of a webhook, and what else is known of it.

    Attributes:
        settings: The settings. A rule that takes one of them which is not known gets a `UnresolvedSettingError`.
        context: What else is known.
        groups: The filter groups. Of one that is not known, the events are not told; it need not be there in the end,
            of which a rule that asks for all of them learns by `settings.filter_groups`.
    """

    settings: WebhookSettings
    context: Context
    groups: tuple[Group, ...]

    @classmethod
    def of(cls, settings: WebhookSettings, context: Context | None = None) -> Webhook:
        """Read the settings of a webhook."""
        groups = tuple(Group.of(index, group) for index, group in enumerate(settings.filter_groups))
        known = context or Context()
        asked = cast("WebhookSettings", _KnownSettings(settings, known.unknown)) if known.unknown else settings
        return cls(asked, known, groups)

    @property
    def provider(self) -> SourceProvider | None:
        """The git host; None where it is not known."""
        return self.settings.provider


def _pattern(text: Text) -> Pattern | None:
    try:
        return Pattern.if_valid(text)
    except RunOverError:  # whoever judges the webhook says so
        return None
