"""Probes of what CloudFormation does, by stacks."""

from __future__ import annotations

from collections.abc import Mapping

from tests.acceptance.probes import ON_PUSH, Probe, Probed
from tests.acceptance.record import Observation
from tests.acceptance.stacks import add_webhook

__all__ = ["STACK_PROBES"]

_TRIGGERS = {"Webhook": True, "FilterGroups": [[{"Type": "EVENT", "Pattern": "PUSH"}]]}


def triggers_see_webhook(probed: Probed) -> Observation:
    """Make a webhook by hand for a project of a stack, and then give the project Triggers."""

    def deploy(**properties: object) -> str:
        stack = probed.stacks.new(probed.what)
        probed.stacks.add_project(stack, probed.what, **properties)
        return probed.stacks.deploy(stack, probed.what).status

    deploy()
    project = probed.account.names(f"{probed.what}-own")
    url = probed.create(project, [ON_PUSH]).get("url", "")
    with probed.account.hook_deleted_if_lost(url, project):
        status = deploy(Triggers=_TRIGGERS)
        webhook = probed.account.webhook(project)
        if webhook:
            probed.account.codebuild.delete_webhook(projectName=project)
    if status == "UPDATE_COMPLETE" and webhook.get("url") != url:
        return Observation.not_tried("the update of the project has lost the webhook that CloudFormation was to see")
    return Observation.of(f"the stack ended in {status}", holds=status == "UPDATE_COMPLETE")


def permission_seconds(probed: Probed) -> Observation:
    """Deploy a function whose role is as new as the function."""
    deployed = probed.stacks.deploy(probed.stacks.with_webhook(probed.what, probed.make_project()), probed.what)
    denied = any("AccessDenied" in reason for reason in deployed.reasons)
    answer = "a new role was denied for too long" if denied else "the first event of a new role succeeded"
    return Observation.of(answer, holds=not denied)


def runtime_regions(probed: Probed) -> Observation:
    stack = probed.stacks.new(probed.what)
    add_webhook(stack, probed.make_project())
    deployed = probed.stacks.deploy(stack, probed.what)
    refused = [reason for reason in deployed.reasons if "untime" in reason]
    answer = f"rejected: {refused[0]}" if refused else "the region of the run has it; others were not tried"
    return Observation.of(answer, holds=not refused)


STACK_PROBES: Mapping[str, Probe] = {
    "permission-seconds": permission_seconds,
    "runtime-regions": runtime_regions,
    "triggers-see-webhook": triggers_see_webhook,
}
"""The probes, by the ID of the assumption."""
