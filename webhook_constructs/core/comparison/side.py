"""The webhook before a change, and the one after it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from webhook_constructs.core.decisions.decision import Decision, decide
from webhook_constructs.core.events.webhook_event import WebhookEvent
from webhook_constructs.core.patterns.pattern import Pattern
from webhook_constructs.core.service.enums import FilterType
from webhook_constructs.core.settings.webhook_settings import WebhookSettings
from webhook_constructs.core.values.unresolved import is_unresolved

__all__ = ["Side"]


@dataclass(frozen=True)
class Side:
    """A webhook, or none.

    Attributes:
        name: When it is so: "before" or "after".
        settings: Its settings; None if there is no webhook.
        unknown: The members of the settings that are not known. Default: all are known.
        place: Patterns of the organization and the repository of its events, by what they are of, where the other
            webhook has other ones. Default: it has the same ones.
        never: Patterns of names that no event has, by what they are of. Default: none.
        absent_because: Why an event is not sent to it. Default: there is no webhook.
    """

    name: str
    settings: WebhookSettings | None
    unknown: frozenset[str] = frozenset()
    place: tuple[tuple[FilterType, str], ...] = ()
    never: tuple[tuple[FilterType, str], ...] = ()
    absent_because: str = "there is no webhook"

    @property
    def webhook(self) -> WebhookSettings:
        """The settings of a webhook that there is."""
        return WebhookSettings() if self.settings is None else self.settings

    @cached_property
    def unresolved(self) -> tuple[str, ...]:
        """What decides and is known only when the stack is deployed, besides the filters."""
        settings = self.webhook
        scope = settings.scope
        members = {
            "source_location": settings.source_location,
            "the name of the scope": None if scope is None else scope.name,
            "the domain of the scope": None if scope is None else scope.domain,
        }
        return tuple(name for name, value in members.items() if value is not None and is_unresolved(value))

    @property
    def is_known(self) -> bool:
        """Whether nothing that decides is known only when the stack is deployed."""
        settings = self.webhook
        patterns = [
            settings.branch_filter,
            *(each.pattern for group in settings.filter_groups for each in group.filters),
        ]
        return not self.unknown and not self.unresolved and not any(map(is_unresolved, patterns))

    def is_sent(self, event: WebhookEvent) -> bool:
        """Check whether there is a webhook that the git host sends an event to."""
        named = ((pattern, event.text_for(of)) for of, pattern in self.place)
        return self.settings is not None and all(
            text is None or Pattern(pattern).search(text) for pattern, text in named
        )

    def decision(self, event: WebhookEvent) -> Decision | None:
        """Return the decision on an event; None if no webhook is sent it."""
        return decide(self.webhook, event, unknown=self.unknown) if self.is_sent(event) else None
