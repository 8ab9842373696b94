"""Events that Lambda repeats, delays, or drops."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from webhook_constructs.testing.local import DeploymentFailed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from webhook_constructs.testing.local import LocalAws

TELLS = """
def handler(event, context):
    print("gets", event["RequestType"])
    send(event)
"""
CRASHES_ON_CREATE = """
def handler(event, context):
    print("gets", event["RequestType"])
    if event["RequestType"] == "Create":
        raise ValueError
    send(event)
"""


@pytest.fixture
def thing(custom_resource: Callable[..., Any]) -> Callable[..., dict[str, Any]]:
    """Return a template with a custom resource whose function has some limits."""

    def template(code: str, **limits: int) -> dict[str, Any]:
        result: dict[str, Any] = custom_resource(code, ServiceTimeout=600)
        if limits:
            result["Resources"]["Limits"] = {
                "Type": "AWS::Lambda::EventInvokeConfig",
                "Properties": {"FunctionName": {"Ref": "Function"}, "Qualifier": "$LATEST", **limits},
            }
            result["Resources"]["Thing"]["DependsOn"] = ["Limits"]
        return result

    return template


def gets(aws: LocalAws) -> list[str]:
    return [line.split()[1] for line in aws.log_lines() if line.startswith("gets")]


def seconds_of_create(aws: LocalAws) -> int:
    events = aws.client("cloudformation").describe_stack_events(StackName="Demo")["StackEvents"]
    times = {
        event["ResourceStatus"]: event["Timestamp"].timestamp()
        for event in events
        if event["LogicalResourceId"] == "Thing"
    }
    return int(times["CREATE_COMPLETE"] - times["CREATE_IN_PROGRESS"])


@pytest.mark.parametrize(("times", "seconds"), [(1, 1), (3, 7), (9, 511)])
def test_a_throttled_event_comes_back_after_longer_and_longer_pauses(
    aws: LocalAws, thing: Callable[..., Any], times: int, seconds: int
) -> None:
    aws.throttle_next_invocations(times)
    aws.deploy(thing(TELLS), "Demo")
    assert seconds_of_create(aws) == 2 + seconds
    assert [event.invocations for event in aws.lambda_events] == [1]


def fails_beside_its_function(aws: LocalAws, template: dict[str, Any]) -> None:
    """Add the custom resource to a stack that keeps its function when that fails, and wait for what comes late."""
    resources = template["Resources"]
    aws.deploy({"Resources": {name: resources[name] for name in resources if name != "Thing"}}, "Demo")
    with pytest.raises(DeploymentFailed, match="did not receive a response"):
        aws.deploy(template, "Demo")
    assert aws.wait_for_functions()


def test_only_the_events_that_are_meant_are_throttled(aws: LocalAws, thing: Callable[..., Any]) -> None:
    aws.throttle_next_invocations(3, only=lambda event: event["RequestType"] == "Delete")
    aws.deploy(thing(TELLS), "Demo")
    assert seconds_of_create(aws) == 2
    deployed = aws.now
    aws.delete("Demo")
    assert (gets(aws), int(aws.now - deployed)) == (["Create", "Delete"], 9)


def test_an_event_that_is_throttled_for_long_arrives_when_cloudformation_has_given_up(
    aws: LocalAws, thing: Callable[..., Any]
) -> None:
    aws.throttle_next_invocations(10)
    fails_beside_its_function(aws, thing(TELLS))
    assert gets(aws) == ["Delete", "Create"]


def test_an_event_that_is_too_old_is_dropped(aws: LocalAws, thing: Callable[..., Any]) -> None:
    aws.throttle_next_invocations(10)
    fails_beside_its_function(aws, thing(TELLS, MaximumEventAgeInSeconds=480))
    assert gets(aws) == ["Delete"]


CRASHES_TWICE = """
import os

def handler(event, context):
    path = os.path.join(event["ResourceProperties"]["Folder"], event["RequestType"])
    with open(path, "a") as file:
        file.write("x")
    if os.path.getsize(path) < 3:
        raise ValueError
    send(event)
"""


def test_a_failed_event_is_repeated_after_the_pauses_of_lambda(
    aws: LocalAws, thing: Callable[..., Any], tmp_path: Path
) -> None:
    aws.retry_pauses = (60, 120)
    template = thing(CRASHES_TWICE)
    template["Resources"]["Thing"]["Properties"]["Folder"] = str(tmp_path)
    aws.deploy(template, "Demo")
    assert seconds_of_create(aws) == 182
    assert aws.lambda_events[0].invocations == 3


def test_a_failed_event_arrives_again_when_cloudformation_has_given_up(
    aws: LocalAws, thing: Callable[..., Any]
) -> None:
    aws.retry_pauses = (60, 120)
    template = thing(CRASHES_ON_CREATE)
    template["Resources"]["Thing"]["Properties"]["ServiceTimeout"] = 30
    fails_beside_its_function(aws, template)
    assert gets(aws) == ["Create", "Delete", "Create", "Create"]


@pytest.mark.parametrize(("retries", "invocations"), [(0, 1), (1, 2), (2, 3)])
def test_a_function_states_how_often_it_is_invoked_with_an_event(
    aws: LocalAws, thing: Callable[..., Any], retries: int, invocations: int
) -> None:
    aws.patience = 0.05
    with pytest.raises(DeploymentFailed):
        aws.deploy(thing(CRASHES_ON_CREATE, MaximumRetryAttempts=retries), "Demo")
    assert aws.lambda_events[0].invocations == invocations


def test_nothing_can_be_throttled_less_than_once(aws: LocalAws) -> None:
    with pytest.raises(ValueError, match="once or more often, got times=0"):
        aws.throttle_next_invocations(0)
