"""What becomes of an event at a webhook, in one word."""

from __future__ import annotations

from webhook_constructs.core.values.arguments import Choice

__all__ = ["Verdict"]


class Verdict(Choice):
    """What an event does at a webhook."""

    BUILDS = "BUILDS"
    """A build starts."""

    WAITS_FOR_APPROVAL = "WAITS_FOR_APPROVAL"
    """No build starts until somebody with an approver role comments `/codebuild_run(<sha of the latest commit>)`."""

    NO_BUILD = "NO_BUILD"
    """No build starts."""

    UNDECIDED = "UNDECIDED"
    """It depends on something unknown."""

    @property
    def builds(self) -> bool | None:
        """True if a build starts. False if none starts or it waits for approval. None if that is undecided."""
        return None if self is Verdict.UNDECIDED else self is Verdict.BUILDS
