"""What becomes of an event at a webhook, in one word."""

from __future__ import annotations

from webhook_constructs.core.values.arguments import Choice

__all__ = ["Verdict"]


class Verdict(Choice):
    """What becomes of an event at a webhook."""

    BUILDS = "BUILDS"
    """A build starts."""

    WAITS_FOR_APPROVAL = "WAITS_FOR_APPROVAL"
    """No build starts until somebody with an approver role comments `/codebuild_run(<sha of the latest commit>)`."""

    NO_BUILD = "NO_BUILD"
    """No build starts."""

    UNDECIDED = "UNDECIDED"
    """It depends on something that is not known."""
