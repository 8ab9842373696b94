"""What a git host sends and CodeBuild does not build for."""

from __future__ import annotations

from dataclasses import dataclass

from webhook_constructs.core.values.one_line import one_line

from .event_names import AS_OF, check_event_name, check_new_event_name

__all__ = ["IgnoredEvent"]


@dataclass(frozen=True, slots=True)
class IgnoredEvent:
    """Something that a git host sends and CodeBuild does not build for.

    Attributes:
        reason: Why.
    """

    reason: str

    @classmethod
    def not_built_for(cls, host: str, event_name: str, action: str | None = None) -> IgnoredEvent:
        r"""Return the ignored event for a delivery that matches no event of CodeBuild.

        Args:
            host: The git host.
            event_name: What it calls the event.
            action: What it calls the action. Default: there is none.

        Raises:
            WebhookEventError: The host sends no such event.

        Examples:
            >>> IgnoredEvent.not_built_for("GitHub", "issues", "opened\n").reason
            "GitHub's issues with action opened\\n is no event of CodeBuild"
        """
        check_event_name(event_name, host)
        return cls(
            f"{host}'s {event_name}{f' with action {one_line(action)}' if action else ''} is no event of CodeBuild"
        )

    @classmethod
    def added_since(cls, host: str, event_name: str) -> IgnoredEvent:
        """Return why an event is ignored that a git host has added since the lists of names were made.

        Args:
            host: The git host.
            event_name: What it calls the event.

        Raises:
            WebhookEventError: The name cannot be that of such an event.

        Examples:
            >>> IgnoredEvent.added_since("GitHub", "commit_signature").reason
            "GitHub's commit_signature was no event of GitHub or CodeBuild as of November 2026"
        """
        check_new_event_name(event_name, host)
        return cls(f"{host}'s {one_line(event_name)} was no event of {host} or CodeBuild as of {AS_OF}")
