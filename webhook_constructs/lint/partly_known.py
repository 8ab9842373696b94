"""Settings of a webhook of which only the deployment knows some members."""

from __future__ import annotations

from typing import Any

from webhook_constructs.core import WebhookSettings

__all__ = ["PartlyKnownSettings", "UnresolvedSettingError"]


class UnresolvedSettingError(Exception):
    """A rule has asked for a setting that is known only when the stack is deployed: it is to say nothing."""


class PartlyKnownSettings:
    """Settings of which some members are not known, and are refused."""

    def __init__(self, settings: WebhookSettings, unknown: frozenset[str]) -> None:
        """Hold settings, and the names of the members that are not known."""
        self._settings = settings
        self._unknown = unknown

    def __getattr__(self, name: str) -> Any:
        """Return a member.

        Raises:
            UnresolvedSettingError: It is not known.
        """
        if name in self._unknown:
            raise UnresolvedSettingError(name)
        return getattr(self._settings, name)
