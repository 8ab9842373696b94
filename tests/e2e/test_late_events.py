"""Events that Lambda has held back until CloudFormation has given up are not handled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest

from tests.e2e.stacks import MAIN, NAME, TO_MAIN, add_webhook, edited, hooks, make_project, new_stack
from webhook_constructs.testing.local import DeploymentFailed, LocalAws

TIMES = 10  # throttled so often, the event arrives after 811 seconds


def stack_of(*projects: str) -> cdk.Stack:
    stack = new_stack()
    for project in projects:
        add_webhook(stack, project, f"Webhook-{project}", filter_groups=[TO_MAIN])
    return stack


def as_it_is(_: dict[str, Any]) -> None:
    pass


def without_a_limit(template: dict[str, Any]) -> None:
    (limit,) = (n for n, each in template["Resources"].items() if each["Type"] == "AWS::Lambda::EventInvokeConfig")
    del template["Resources"][limit]
    for each in template["Resources"].values():
        each["DependsOn"] = [name for name in each.get("DependsOn", ()) if name != limit]


def add_late(aws: LocalAws, edit: Callable[[dict[str, Any]], None]) -> bool:
    """Add a webhook whose Create is held back; return whether CodeBuild was asked to create it all the same."""
    for name in ("api", "web"):
        make_project(aws, name)
    aws.deploy(edited(stack_of("api"), edit), NAME)
    aws.throttle_next_invocations(TIMES)
    with pytest.raises(DeploymentFailed, match="did not receive a response"):
        aws.deploy(edited(stack_of("api", "web"), edit), NAME)
    assert aws.wait_for_functions()
    created = [call.parameters["projectName"] for call in aws.codebuild.calls if call.operation == "CreateWebhook"]
    return "web" in created


def test_a_create_that_comes_too_late_is_dropped(aws: LocalAws) -> None:
    assert not add_late(aws, as_it_is)
    assert hooks(aws) == {"api": MAIN}


def test_without_the_limit_it_would_arrive(aws: LocalAws) -> None:
    """The control: the event is held back, and not lost."""
    assert add_late(aws, without_a_limit)
