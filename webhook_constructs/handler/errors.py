"""What keeps a webhook from its desired state, besides a refusal of a service."""

from __future__ import annotations

__all__ = ["CanceledError", "DeadlineError", "LeftBehindError", "LifecycleError", "NextAttemptError"]


class LifecycleError(Exception):
    """The desired state cannot be reached; the text says what to do."""


class LeftBehindError(Exception):
    """A webhook may have been created in vain, and could not be deleted again. The cause says why it failed."""


class CanceledError(Exception):
    """CloudFormation has stopped waiting for the event; the text says what has become of its changes."""


class NextAttemptError(Exception):
    """The git host accepts no more calls for now, and Lambda's next attempt at the event comes in time."""


class DeadlineError(BaseException):
    """The function is about to be stopped by its own timeout.

    Not an `Exception`: botocore catches those while it waits for an answer, and tries again.
    """
