"""What a git host sends and CodeBuild does not build for."""

from __future__ import annotations

from dataclasses import dataclass

from .one_line import one_line

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
        r"""Say that no event of CodeBuild is what a git host has sent.

        Args:
            host: The git host.
            event_name: What it calls the event.
            action: What it calls the action. Default: there is none.

        Examples:
            >>> IgnoredEvent.not_built_for("GitHub", "issues", "opened\n").reason
            "GitHub's issues with action opened\\n is no event of CodeBuild"
        """
        named = f"{host}'s {one_line(event_name)}" if event_name else f"a delivery of {host} that names no event"
        return cls(f"{named}{f' with action {one_line(action)}' if action else ''} is no event of CodeBuild")
