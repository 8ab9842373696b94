"""One event against many webhooks: their patterns are compiled once and searched together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from webhook_constructs.core.errors import WebhookConstructsError
from webhook_constructs.core.events.webhook_event import WebhookEvent
from webhook_constructs.core.groups.filter import Filter
from webhook_constructs.core.patterns.pattern_set import PatternSet
from webhook_constructs.core.patterns.step_budget import running
from webhook_constructs.core.service.enums import FilterType, SourceProvider, WebhookScopeType
from webhook_constructs.core.settings.webhook_settings import WebhookSettings
from webhook_constructs.core.values.arguments import shown

from .decision import Decision, check_event, check_settings, searched
from .event_values import EventValues
from .known_settings import known_settings
from .unfiltered_webhook import groups_of
from .verdict import Verdict

__all__ = ["CompiledWebhooks"]

# A git host, a scope, and whether a webhook has filter groups: one without looks at branches instead of refs.
_Place: TypeAlias = "tuple[SourceProvider | None, WebhookScopeType | None, bool]"


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
        (<Verdict.BUILDS: 'BUILDS'>, <Verdict.NO_BUILD: 'NO_BUILD'>)
    """

    def __init__(self, settings: Iterable[WebhookSettings], unknown: Sequence[frozenset[str]] = ()) -> None:
        """Compile the patterns of webhooks.

        Args:
            settings: The settings of the webhooks.
            unknown: The members of the settings of each that are not known. Default: all are known.

        Raises:
            WebhookConstructsError: What was given is no list of settings.
        """
        if isinstance(settings, (WebhookSettings, str, bytes)) or not hasattr(settings, "__iter__"):
            msg = f"the settings of webhooks are no list, got {shown(settings)}: give a list, also of a single one"
            raise WebhookConstructsError(msg)
        given = tuple(settings)
        for each in given:
            check_settings(each)
        self._unknown = unknown or [frozenset()] * len(given)
        self.settings = tuple(map(known_settings, given, self._unknown))
        patterns: dict[FilterType, list[str]] = {filter_type: [] for filter_type in FilterType}
        for settings_of_one in self.settings:
            for group in groups_of(settings_of_one):
                for each_filter in group.filters:
                    patterns[each_filter.type].append(str(each_filter.pattern))
        del patterns[FilterType.EVENT]
        with running(webhooks=len(self.settings)):
            self._refusals = [each.problems() for each in self.settings]
            self._patterns = {filter_type: PatternSet(texts) for filter_type, texts in patterns.items()}

    def verdicts(self, event: WebhookEvent) -> tuple[Verdict, ...]:
        """Return what becomes of an event at each webhook.

        Args:
            event: The event.

        Raises:
            WebhookConstructsError: What was given is no event.
        """
        with running(webhooks=len(self.settings)):
            return tuple(each.verdict for each in self.decisions(event))

    def decisions(self, event: WebhookEvent) -> tuple[Decision, ...]:
        """Return the decision of each webhook.

        Args:
            event: The event.

        Raises:
            WebhookConstructsError: What was given is no event.
        """
        check_event(event)
        places = [_place(each) for each in self.settings]
        found = {place: _Searched(self._patterns) for place in set(places)}
        return tuple(
            Decision(each, event, refusals, found[place].matching, found[place].values, unknown)
            for each, refusals, place, unknown in zip(self.settings, self._refusals, places, self._unknown, strict=True)
        )


class _Searched:
    """What matches in an event at webhooks of one place, searched when first asked for.

    Attributes:
        values: The values that filters find in the event there, as far as they were asked for.
    """

    def __init__(self, patterns: dict[FilterType, PatternSet]) -> None:
        self.values: dict[FilterType, EventValues] = {}
        self._patterns = patterns
        self._found: dict[FilterType, list[dict[str, tuple[str, ...]]]] = {}

    def matching(self, each: Filter, values: EventValues) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the values that the pattern of a filter matches: those that count, and those beyond them."""
        pattern, together = str(each.pattern), self._patterns[each.type]
        if pattern not in together:
            return searched(each, values)
        if each.type not in self._found:
            self._found[each.type] = [together.matches(some) for some in (values.values or (), values.beyond_limit)]
        counting, beyond = self._found[each.type]
        return counting.get(pattern, ()), beyond.get(pattern, ())


def _place(settings: WebhookSettings) -> _Place:
    scope = None if settings.scope is None else settings.scope.scope_type
    return settings.provider, scope, bool(settings.filter_groups)
