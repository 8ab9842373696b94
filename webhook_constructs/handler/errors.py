"""What keeps a webhook from its desired state, besides a refusal of a service."""

from __future__ import annotations

__all__ = ["LeftBehindError", "LifecycleError"]


class LifecycleError(Exception):
    """The desired state cannot be reached; the text says what to do."""


class LeftBehindError(Exception):
    """A webhook may have been made in vain, and could not be deleted again. The cause says why it failed."""
