"""Runners that another job than theirs may take.

GitHub gives a job to any runner that has all its labels, and a runner of CodeBuild has the labels of the job that it
was started for. GitHub does not distinguish upper and lower case in labels. Source:
https://docs.aws.amazon.com/codebuild/latest/userguide/action-runner-troubleshoot-webhook.html [doc].
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from webhook_constructs.core.values.arguments import one_line

from .faults import Fault
from .job_verdicts import JobVerdict, JudgedJob

__all__ = ["with_taken_runners"]


def with_taken_runners(judged: Sequence[JudgedJob]) -> Iterator[JudgedJob]:
    """Return what becomes of jobs, also those that wait if another job takes their runner.

    Args:
        judged: What becomes of each job as long as nobody takes its runner.
    """
    labels = [frozenset(label.lower() for label in each.job.labels) for each in judged]
    together: dict[tuple[str, str | None, str | None], list[int]] = {}
    for index, each in enumerate(judged):
        if each.verdict is JobVerdict.RUNS and each.job.host == "GitHub":
            together.setdefault((each.job.run, each.project, each.job.group), []).append(index)
    takers: dict[int, JudgedJob] = {}
    for indices in together.values():
        for index in indices:
            job = judged[index].job
            others = (
                judged[other]
                for other in indices
                if labels[other] < labels[index] and job.may_run_beside(judged[other].job)
            )
            if (taker := next(others, None)) is not None:
                takers[index] = taker
    for index, each in enumerate(judged):
        yield _taken(each, takers[index]) if index in takers else each


def _taken(judged: JudgedJob, other: JudgedJob) -> JudgedJob:
    name = one_line(other.job.name)
    reason = (
        f"its runner has all labels of the job {name}, which may take it; no other runner has the labels of this job"
    )
    fix = f"give {name} a label that no other job has, such as its name"
    return replace(judged, verdict=JobVerdict.MAY_NEVER_START, fault=Fault.RUNNER_TAKEN, reason=reason, fix=fix)
