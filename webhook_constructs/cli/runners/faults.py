"""What can keep a job from starting."""

from __future__ import annotations

from webhook_constructs.core.values.arguments import Choice

__all__ = ["FAULT_IDS", "FAULT_PAGES", "Fault"]


class Fault(Choice):
    """Why a job never starts, or may never start."""

    LABEL_SLIP = "label-slip"
    NO_SUCH_PROJECT = "no-such-project"
    NO_WEBHOOK = "no-webhook"
    NO_JOB_EVENT = "no-job-event"
    FILTERED_OUT = "filtered-out"
    OUT_OF_REACH = "out-of-reach"
    RUNNER_TAKEN = "runner-taken"


FAULT_IDS = {
    Fault.LABEL_SLIP: "WR101",
    Fault.NO_SUCH_PROJECT: "WR102",
    Fault.NO_WEBHOOK: "WR103",
    Fault.NO_JOB_EVENT: "WR104",
    Fault.FILTERED_OUT: "WR105",
    Fault.OUT_OF_REACH: "WR106",
    Fault.RUNNER_TAKEN: "WR107",
}
"""The id of each."""

FAULT_PAGES = {
    "WR101": "The label of the job is not of the form that AWS documents, or the git host rejects it.",
    "WR102": "No project has the name in the label. CodeBuild ignores the job, which waits until the git host ends it.",
    "WR103": "The project in the label has no webhook, so CodeBuild does not hear of the job.",
    "WR104": "The webhook of the project has no filter group for WORKFLOW_JOB_QUEUED, so it starts no runners.",
    "WR105": "A filter of the webhook does not match the workflow, the repository or the organization of the job.",
    "WR106": "The webhook of the project is on another repository, organization or git host than the job.",
    "WR107": "Another job of the run may take the runner of this job, because that has all labels of the other job.",
}
"""What each is, by its id."""
