"""What becomes of a job."""

from __future__ import annotations

from dataclasses import dataclass

from webhook_constructs.cli.explain.answers import PlacedWebhook
from webhook_constructs.core.values.arguments import Choice
from webhook_constructs.lint import Severity
from webhook_constructs.workflows.jobs import Job

from .faults import Fault

__all__ = ["JobVerdict", "JudgedJob"]


class JobVerdict(Choice):
    """What becomes of a job."""

    RUNS = "RUNS"
    MAY_NEVER_START = "MAY_NEVER_START"
    UNDECIDED = "UNDECIDED"
    NEVER_STARTS = "NEVER_STARTS"


_SEVERITIES = {JobVerdict.NEVER_STARTS: Severity.ERROR, JobVerdict.MAY_NEVER_START: Severity.WARNING}


@dataclass(frozen=True, slots=True)
class JudgedJob:
    """What becomes of a job, and why.

    Attributes:
        job: The job.
        verdict: What becomes of it.
        project: The project that it asks for. Default: none, or that is not known.
        webhooks: The webhooks that start its runner. Default: none.
        fault: Why it never starts. Default: it does, or that is not known.
        reason: Why it never starts, or why that is not known, in words. Default: it runs.
        fix: What to do, as an order. Default: nothing.
        conditions: What has to be so, besides, for it to run. Default: nothing.
    """

    job: Job
    verdict: JobVerdict
    project: str | None = None
    webhooks: tuple[PlacedWebhook, ...] = ()
    fault: Fault | None = None
    reason: str | None = None
    fix: str | None = None
    conditions: tuple[str, ...] = ()

    @property
    def severity(self) -> Severity | None:
        """How bad it is; None where nothing is known to be wrong."""
        return _SEVERITIES.get(self.verdict)
