"""What a rule is, the webhook that it judges, and what it finds."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from inspect import cleandoc
from typing import Any, Generic, TypeAlias, TypeVar, cast

from webhook_constructs.core import (
    BuildType,
    EventAction,
    Filter,
    FilterGroup,
    FilterType,
    Pattern,
    SourceProvider,
    WebhookScopeType,
    WebhookSettings,
)
from webhook_constructs.core.decisions.unfiltered_webhook import groups_of
from webhook_constructs.core.patterns.step_budget import RunOverError
from webhook_constructs.core.values.unresolved import Text

from .context import Context
from .partly_known import PartlyKnownSettings
from .wording.languages import Language

__all__ = [
    "Certainty",
    "Group",
    "Location",
    "PlacedFilter",
    "Problem",
    "Problems",
    "ProblemsAcross",
    "Rule",
    "RuleAcross",
    "RuleOnOne",
    "Severity",
    "Webhook",
    "Webhooks",
]


class Severity(str, Enum):
    """How bad a finding is."""

    ERROR = "error"
    """CodeBuild rejects the webhook, as AWS documents or as was observed."""

    WARNING = "warning"
    """The webhook does not do what it appears to do, or what CodeBuild does with it is unknown."""

    INFO = "info"
    """Good to know."""

    def __str__(self) -> str:
        """Return the word."""
        return self.value


class Certainty(str, Enum):
    """How sure it is that the service behaves as a rule takes for granted."""

    DOCUMENTED = "documented"
    """A page of AWS or of the git host says so."""

    OBSERVED = "observed"
    """Observed in the service, and reported in public."""

    VERIFIED = "verified"
    """It follows from RE2 or from the settings alone, whatever the service does."""

    INFERRED = "inferred"
    """It follows from what is documented, and is an assumption all the same."""

    UNKNOWN = "unknown"
    """What the service does is open. That is what the rule warns of."""

    def __str__(self) -> str:
        """Return the word."""
        return self.value


@dataclass(frozen=True, slots=True)
class Location:
    """A place in the settings of a webhook.

    Attributes:
        group: Index of the filter group. Default: the finding is not about one group.
        filter: Index of the filter in its group. Default: the finding is about the whole group.
        member: Name of another setting, such as `branch_filter`. Default: none.

    Examples:
        >>> str(Location(0, 2)), str(Location(1)), str(Location(member="branch_filter")), str(Location())
        ('filter_groups[0][2]', 'filter_groups[1]', 'branch_filter', 'webhook')
    """

    group: int | None = None
    filter: int | None = None
    member: str | None = None

    def __str__(self) -> str:
        """Name the place as Python code would."""
        return self.named_in(Language.PYTHON)

    def named_in(self, language: Language) -> str:
        """Name the place as a language does."""
        return language.place(self.member, self.group, self.filter)


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule says of one place.

    Attributes:
        location: The place.
        message: The fact, with the values it is about.
        fix: What to do, as an order.
        severity: How bad it is. Default: as bad as the rule says.
    """

    location: Location
    message: str
    fix: str
    severity: Severity | None = None


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
    def is_branch_filter(self) -> bool:
        """Whether it is the branch filter of the webhook, which looks at bare names of branches, and not at refs."""
        return self.location.member is not None

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
        language: What it is written in. Default: Python.
    """

    location: Location
    group: FilterGroup
    filters: tuple[PlacedFilter, ...]
    events: frozenset[EventAction] | None
    event_names: tuple[str, ...] | None
    by_type: Mapping[FilterType, tuple[PlacedFilter, ...]]
    language: Language = Language.PYTHON

    @classmethod
    def of(cls, index: int, group: FilterGroup, language: Language = Language.PYTHON) -> Group:
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
        return cls(Location(index), group, filters, events, names, indexed, language)

    @property
    def place(self) -> str:
        """Its place, as its language names it."""
        return self.location.named_in(self.language)

    def place_of(self, placed: PlacedFilter) -> str:
        """Return the place of one of its filters, as its language names it."""
        return placed.location.named_in(self.language)

    def offers(self, method: str) -> bool:
        """Check whether the group can be written with a method, which it has only in Python."""
        return self.language is Language.PYTHON and hasattr(self.group, method)

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
        branch_filters: The branch filter as one on HEAD_REF, if it is known, and the group that is implied with it.
        groups: The filter groups. Of one that is not known, the events are not told; it need not be there in the end,
            of which a rule that asks for all of them learns by `settings.filter_groups`.
    """

    settings: WebhookSettings
    context: Context
    groups: tuple[Group, ...]
    branch_filters: tuple[tuple[PlacedFilter, Group], ...] = ()

    @classmethod
    def of(cls, settings: WebhookSettings, context: Context | None = None) -> Webhook:
        """Read the settings of a webhook."""
        known = context or Context()
        groups = tuple(Group.of(index, each, known.language) for index, each in enumerate(settings.filter_groups))
        asked = cast("WebhookSettings", PartlyKnownSettings(settings, known.unknown)) if known.unknown else settings
        branch_filter = None if "branch_filter" in known.unknown else settings.branch_filter
        return cls(asked, known, groups, () if branch_filter is None else (_as_filter(branch_filter, known.language),))

    @property
    def provider(self) -> SourceProvider | None:
        """The git host; None where it is not known."""
        return self.settings.provider

    @property
    def language(self) -> Language:
        """What it is written in."""
        return self.context.language

    @property
    def scope_type(self) -> WebhookScopeType | None:
        """What the webhook covers; None if that is one repository."""
        return None if self.settings.scope is None else self.settings.scope.scope_type

    @property
    def is_for_buildkite(self) -> bool:
        """Whether the webhook is for a Buildkite runner."""
        return self.settings.build_type is BuildType.RUNNER_BUILDKITE_BUILD

    def filters(self, *types: FilterType) -> Iterator[tuple[PlacedFilter, Group]]:
        """Return the filters of some types, or of all if none is named, each with its group."""
        yield from ((each, group) for group in self.groups for each in (group.on(*types) if types else group.filters))


def _as_filter(branch_filter: Text, language: Language) -> tuple[PlacedFilter, Group]:
    location, (implied,) = Location(member="branch_filter"), groups_of(WebhookSettings(branch_filter=branch_filter))
    group = replace(Group.of(0, implied, language), location=location)
    return replace(group.on(FilterType.HEAD_REF)[0], location=location), group


def _pattern(text: Text) -> Pattern | None:
    try:
        return Pattern.if_valid(text)
    except RunOverError:  # whoever judges the webhook says so
        return None


Webhooks: TypeAlias = Sequence[Webhook]
"""The webhooks of an app."""

Problems: TypeAlias = Iterator[Problem]
"""What a rule finds in one webhook."""

ProblemsAcross: TypeAlias = Iterator[tuple[int, Problem]]
"""What a rule finds in the webhooks of an app: the index of the webhook with each problem."""


_Check_co = TypeVar("_Check_co", bound="Callable[..., Any]", covariant=True)


@dataclass(frozen=True, slots=True)
class Rule(Generic[_Check_co]):
    """Something that can be wrong with a webhook.

    A rule is a module of `lint.rules`, whose docstring is the rule's page in the documentation.

    Attributes:
        id: `WH` and three digits; never used again, never renamed.
        severity: How bad it is.
        certainty: How sure it is.
        source: Where the fact comes from: addresses of pages, or "RE2".
        check: Finds it. It says nothing about what it cannot decide.
        security_severity: How much harm it can do, from 0.1 to 10.0 as in CVSS. Code scanning calls more than 9.0
            critical, 7.0 and more high, and 4.0 and more medium. Default: it is no matter of security.
    """

    id: str
    severity: Severity
    certainty: Certainty
    source: str
    check: _Check_co
    security_severity: float | None = None

    @property
    def kind(self) -> str:
        """The name of the folder of its module, with hyphens."""
        return self.check.__module__.rpartition(".")[0].rpartition(".")[2].replace("_", "-")

    @property
    def name(self) -> str:
        """The name of its module, with hyphens."""
        return self.check.__module__.rpartition(".")[2].replace("_", "-")

    @property
    def documentation(self) -> str:
        """The rule's page, in Markdown."""
        return cleandoc(sys.modules[self.check.__module__].__doc__ or "")


RuleOnOne: TypeAlias = Rule[Callable[[Webhook], Iterable[Problem]]]
"""A rule on one webhook."""

RuleAcross: TypeAlias = Rule[Callable[[Webhooks], Iterable[tuple[int, Problem]]]]
"""A rule on the webhooks of an app."""
