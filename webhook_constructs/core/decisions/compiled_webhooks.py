"""One event against many webhooks: their patterns are compiled once and searched together."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from webhook_constructs.core.errors import WebhookConstructsError
from webhook_constructs.core.patterns.pattern import Pattern
from webhook_constructs.core.patterns.pattern_set import PatternSet
from webhook_constructs.core.patterns.step_budget import RunOverError, running
from webhook_constructs.core.service.filter_type import FilterType
from webhook_constructs.core.settings.webhook_settings import WebhookSettings
from webhook_constructs.core.values.arguments import shown
from webhook_constructs.core.values.unresolved import is_unresolved

from .decision import Decision, check_event, check_settings, decide
from .event_values import EventValues, event_values
from .unfiltered_webhook import implied_group, implied_values, other_host

if TYPE_CHECKING:
    from collections.abc import Iterable

    from webhook_constructs.core.events.webhook_event import WebhookEvent
    from webhook_constructs.core.groups.filter import Filter
    from webhook_constructs.core.groups.filter_group import FilterGroup
    from webhook_constructs.core.service.scope_type import WebhookScopeType
    from webhook_constructs.core.service.source_provider import SourceProvider

__all__ = ["CompiledWebhooks"]

# A git host, a scope, and whether a webhook has filter groups: one without looks at branches instead of refs.
_Place: TypeAlias = "tuple[SourceProvider | None, WebhookScopeType | None, bool]"
# What a filter other than EVENT asks for: its type, its pattern if that is known, and whether it excludes.
_Condition: TypeAlias = "tuple[FilterType, str | None, bool]"


class CompiledWebhooks:
    """Webhooks that are asked about one event after another.

    The answers are those of `decide`, which is the easier way for a single webhook.

    Attributes:
        settings: The settings of the webhooks, in the order they were given.

    Examples:
        >>> from webhook_constructs.core import EventAction, FilterGroup, WebhookEvent, WebhookSettings
        >>> pushes = FilterGroup.in_event_of(EventAction.PUSH)
        >>> api, web = (WebhookSettings((pushes.and_file_under(folder),)) for folder in ("api", "web"))
        >>> CompiledWebhooks([api, web]).verdicts(WebhookEvent.push(branch="main", files=["api/app.py"]))
        (True, False)
    """

    def __init__(self, settings: Iterable[WebhookSettings]) -> None:
        """Compile the patterns of webhooks.

        Args:
            settings: The settings of the webhooks.

        Raises:
            WebhookConstructsError: What was given is no list of settings.
        """
        if isinstance(settings, (WebhookSettings, str, bytes)) or not hasattr(settings, "__iter__"):
            msg = f"the settings of webhooks are no list, got {shown(settings)}: give a list, also of a single one"
            raise WebhookConstructsError(msg)
        self.settings = tuple(settings)
        for each in self.settings:
            check_settings(each)
        self._places: list[_Place] = [
            (each.provider, None if each.scope is None else each.scope.scope_type, bool(each.filter_groups))
            for each in self.settings
        ]
        self._simple: dict[str, list[tuple[int, tuple[_Condition, ...]]]] = {}
        self._others: set[int] = set()
        patterns: dict[bool, dict[FilterType, list[str]]] = {True: {}, False: {}}
        with running(webhooks=len(self.settings)):
            for number, each in enumerate(self.settings):
                self._compile(number, each, patterns[bool(each.filter_groups)])
        self._patterns = {
            has_groups: {filter_type: PatternSet(texts) for filter_type, texts in some.items()}
            for has_groups, some in patterns.items()
        }

    def verdicts(self, event: WebhookEvent) -> tuple[bool | None, ...]:
        """Return for each webhook whether an event starts a build; None where that is undecided.

        Args:
            event: The event.

        Raises:
            WebhookConstructsError: What was given is no event.
        """
        check_event(event)
        with running(webhooks=len(self.settings)):
            return self._verdicts(event)

    def _verdicts(self, event: WebhookEvent) -> tuple[bool | None, ...]:
        searched = {place: _Searched(self._patterns[place[-1]], event, place) for place in set(self._places)}
        found: list[bool | None] = [False] * len(self.settings)
        for number, conditions in self._simple.get(event.action.value, ()):
            if found[number] is not True:
                passes = searched[self._places[number]].passes(conditions)
                if passes is not False:
                    found[number] = passes
        for number in self._others:
            found[number] = decide(self.settings[number], event).builds
        return tuple(
            False if verdict is not False and other_host(each, event) is not None else verdict
            for verdict, each in zip(found, self.settings, strict=True)
        )

    def decisions(self, event: WebhookEvent) -> tuple[Decision, ...]:
        """Return the decision of each webhook.

        Args:
            event: The event.

        Raises:
            WebhookConstructsError: What was given is no event.
        """
        check_event(event)
        searched = {place: _Searched(self._patterns[place[-1]], event, place) for place in set(self._places)}
        with running(webhooks=len(self.settings)):
            return tuple(
                decide(each, event)
                if number in self._others
                else Decision(each, event, (), searched[place].matching, searched[place].values)
                for number, (each, place) in enumerate(zip(self.settings, self._places, strict=True))
            )

    def _compile(self, number: int, settings: WebhookSettings, patterns: dict[FilterType, list[str]]) -> None:
        """Write down what a webhook asks for, unless there is more to decide about it than what its filters ask for."""
        groups = settings.filter_groups or (implied_group(settings.branch_filter),)
        if settings.problems() or not (all(map(_is_simple, groups)) and _can_be_judged(groups)):
            self._others.add(number)
            return
        for group in groups:
            conditions = tuple(map(_condition, (each for each in group.filters if each.type is not FilterType.EVENT)))
            for filter_type, pattern, _ in conditions:
                if pattern is not None:
                    patterns.setdefault(filter_type, []).append(pattern)
            for name in group.event_names or ():
                self._simple.setdefault(name, []).append((number, conditions))


class _Searched:
    """An event at webhooks of one git host and scope, and what matches in it."""

    def __init__(self, patterns: dict[FilterType, PatternSet], event: WebhookEvent, place: _Place) -> None:
        provider, scope, has_groups = place
        self.values = {each: event_values(event, each, provider, scope) for each in FilterType}
        if not has_groups:
            self.values = {each: implied_values(each, values) for each, values in self.values.items()}
        self._any: dict[FilterType, set[str]] = {}
        self._counting: dict[FilterType, dict[str, tuple[str, ...]]] = {}
        self._beyond: dict[FilterType, dict[str, tuple[str, ...]]] = {}
        self._patterns = patterns
        self._doubts = {each for each, found in self.values.items() if found.undecided_because is not None}
        self._partial = {each for each, found in self.values.items() if not found.is_complete}

    def passes(self, conditions: tuple[_Condition, ...]) -> bool | None:
        """Check whether the event passes the filters of a group that is for it."""
        verdict: bool | None = None if FilterType.EVENT in self._doubts else True
        for filter_type, pattern, excludes in conditions:
            if pattern is None or filter_type in self._doubts or not self._can_search(filter_type):
                verdict = None
            elif pattern in self._matching(filter_type):
                if excludes:
                    return False
            elif filter_type in self._partial:
                verdict = None
            elif not excludes:
                return False
        return verdict

    def matching(self, each: Filter, values: EventValues) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the values that the pattern of a filter matches: those that count, and those beyond them."""
        if each.type not in self._beyond:
            self._beyond[each.type] = self._search(each.type, values.beyond_limit)
        pattern = str(each.pattern)
        return self._found(each.type).get(pattern, ()), self._beyond[each.type].get(pattern, ())

    def _can_search(self, filter_type: FilterType) -> bool:
        """Check whether there is a budget to search the values that a filter looks at."""
        try:
            self._matching(filter_type)
        except RunOverError:
            return False
        return True

    def _matching(self, filter_type: FilterType) -> set[str]:
        if filter_type not in self._any:
            self._any[filter_type] = self._patterns[filter_type].matching(*(self.values[filter_type].values or ()))
        return self._any[filter_type]

    def _found(self, filter_type: FilterType) -> dict[str, tuple[str, ...]]:
        if filter_type not in self._counting:
            self._counting[filter_type] = self._search(filter_type, self.values[filter_type].values or ())
        return self._counting[filter_type]

    def _search(self, filter_type: FilterType, values: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        found = self._patterns[filter_type].matches(values)
        return {pattern: tuple(matched) for pattern, matched in found.items()}


def _is_simple(group: FilterGroup) -> bool:
    """Check whether a group has one EVENT filter, of which it is known what it lists."""
    return group.event_names is not None


def _can_be_judged(groups: Iterable[FilterGroup]) -> bool:
    """Check whether every pattern that is known can be searched, that of a branch filter among them."""
    conditions = (_condition(each) for group in groups for each in group.filters if each.type is not FilterType.EVENT)
    try:
        return all(pattern is None or Pattern.if_valid(pattern) is not None for _, pattern, _ in conditions)
    except RunOverError:
        return False


def _condition(each: Filter) -> _Condition:
    pattern = None if is_unresolved(each.pattern) else str(each.pattern)
    return each.type, pattern, each.exclude_matched_pattern
