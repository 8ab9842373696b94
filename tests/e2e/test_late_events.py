"""Events that Lambda delivers when CloudFormation no longer waits for them change nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest

from tests.e2e.faults import FaultPoint, plant
from tests.e2e.stacks import ADOPT, MAIN, NAME, TO_MAIN, add_webhook, edited, hooks, make_project, new_stack, tagged
from webhook_constructs.testing.local import DeploymentFailed, LocalAws

TIMES = 10  # throttled so often, the event arrives after 811 seconds


def stack_of(*projects: str, **kind: Any) -> cdk.Stack:
    stack = new_stack()
    for project in projects:
        add_webhook(stack, project, f"Webhook-{project}", filter_groups=[TO_MAIN], **kind)
    return stack


def as_it_is(_: dict[str, Any]) -> None:
    pass


def without_a_limit(template: dict[str, Any]) -> None:
    (limit,) = (n for n, each in template["Resources"].items() if each["Type"] == "AWS::Lambda::EventInvokeConfig")
    del template["Resources"][limit]
    for each in template["Resources"].values():
        each["DependsOn"] = [name for name in each.get("DependsOn", ()) if name != limit]


def add_late(aws: LocalAws, edit: Callable[[dict[str, Any]], None]) -> bool:
    """Add a webhook whose Create is held back; return whether it reached the function all the same."""
    for name in ("api", "web"):
        make_project(aws, name)
    aws.deploy(edited(stack_of("api"), edit), NAME)
    aws.throttle_next_invocations(TIMES)
    with pytest.raises(DeploymentFailed, match="did not receive a response"):
        aws.deploy(edited(stack_of("api", "web"), edit), NAME)
    assert aws.wait_for_functions()
    assert hooks(aws) == {"api": MAIN}
    return any("Create of project web: FAILED" in line for line in aws.log_lines())


def test_a_create_that_comes_too_late_is_dropped(aws: LocalAws) -> None:
    assert not add_late(aws, as_it_is)


def test_without_the_limit_it_arrives_and_changes_nothing(aws: LocalAws) -> None:
    """The control: the event is held back, and not lost."""
    assert add_late(aws, without_a_limit)


@pytest.mark.parametrize("kind", [{}, {"on_existing": ADOPT}], ids=["fail", "adopt"])
def test_a_delete_that_is_repeated_late_leaves_the_webhook_that_was_created_since(
    aws: LocalAws, tmp_path: Path, kind: dict[str, Any]
) -> None:
    """Lambda repeats an event a minute after its function has failed, also if that had answered by then."""
    for name in ("api", "web"):
        make_project(aws, name)
    armed = tmp_path / "armed"

    def deploy(*projects: str) -> None:
        template = edited(stack_of(*projects, **kind), tagged("a"))
        aws.deploy(plant(template, FaultPoint.AFTER_THE_ANSWER, armed), NAME)

    aws.retry_pauses = (60.0, 120.0)
    deploy("api", "web")
    armed.write_text("Delete a")
    deploy("api")
    deploy("api", "web")
    assert hooks(aws) == {"api": MAIN, "web": MAIN}
    aws.sleep(90)
    assert aws.wait_for_functions()
    deletes = [each for each in aws.lambda_events if each.event["RequestType"] == "Delete"]
    assert [each.invocations for each in deletes] == [1]
    assert sum("Delete, event" in line for line in aws.log_lines()) == 2
    assert hooks(aws) == {"api": MAIN, "web": MAIN}
    aws.delete(NAME)
    assert hooks(aws) == {}
