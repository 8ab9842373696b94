"""The exceptions of the embedded AWS."""

from __future__ import annotations

from webhook_constructs.testing.local._deployment.stack_event import StackEvent

__all__ = ["DeploymentFailed", "LocalAwsError"]


class LocalAwsError(RuntimeError):
    """The embedded AWS cannot do what it was asked for."""


class DeploymentFailed(LocalAwsError):  # noqa: N818 - read as a fact where it is expected: raises(DeploymentFailed)
    """A stack did not end where it was sent.

    Attributes:
        status: The status that the stack ended in, such as ``ROLLBACK_COMPLETE``; None when CloudFormation refused
            the request, so that nothing happened at all.
        events: The stack events of this operation, oldest first.
    """

    def __init__(self, message: str, *, status: str | None = None, events: tuple[StackEvent, ...] = ()) -> None:
        """Add the reasons of the failed resources to ``message``."""
        reasons = [str(event) for event in events if event.failed]
        super().__init__("\n  ".join([message, *reasons]))
        self.status = status
        self.events = events
