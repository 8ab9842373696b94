"""What a git host sends and CodeBuild does not build for."""

from __future__ import annotations

from dataclasses import dataclass

from webhook_constructs.core.values.one_line import one_line

from .event_names import check_event_name

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
