"""What can keep a job from starting."""

from __future__ import annotations

from webhook_constructs.cli.rule_pages import RulePage
from webhook_constructs.core.values.arguments import Choice
from webhook_constructs.lint import Severity

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

_TEXTS = {
    Fault.LABEL_SLIP: "The label of the job is not of the form that AWS documents, or the git host rejects it.",
    Fault.NO_SUCH_PROJECT: "No project has the name in the label. CodeBuild ignores the job, and the git host ends it.",
    Fault.NO_WEBHOOK: "The project in the label has no webhook, so CodeBuild does not hear of the job.",
    Fault.NO_JOB_EVENT: "The webhook has no filter group for WORKFLOW_JOB_QUEUED, so it starts no runners.",
    Fault.FILTERED_OUT: "A filter does not match the workflow, the repository or the organization of the job.",
    Fault.OUT_OF_REACH: "The webhook is on another repository, organization or git host than the job.",
    Fault.RUNNER_TAKEN: "Another job of the run may take the runner, because that has all labels of the other job.",
}

FAULT_PAGES = {
    rule_id: RulePage(
        rule_id,
        fault.value,
        Severity.WARNING if fault is Fault.RUNNER_TAKEN else Severity.ERROR,
        _TEXTS[fault],
        "workflow-jobs.md#what-keeps-a-job-from-starting",
        "runners",
    )
    for fault, rule_id in FAULT_IDS.items()
}
"""What explains each, by its id."""
