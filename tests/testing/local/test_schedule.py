"""The clock of the embedded AWS, and the order in which functions take their steps."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from webhook_constructs.testing.local import DeploymentFailed

if TYPE_CHECKING:
    from collections.abc import Callable

    from webhook_constructs.testing.local import LocalAws

READS_PROJECTS = {"Effect": "Allow", "Action": "codebuild:BatchGetProjects", "Resource": "*"}

READS = """
import boto3, random

def handler(event, context):
    name, codebuild = event["LogicalResourceId"], boto3.client("codebuild")
    for number in range(4):
        codebuild.batch_get_projects(names=[f"{event['RequestType']}-{name}-{number}"])
        number == 2 and print("draws", name, random.random())
    send(event)
"""


def things(functions: dict[str, Any], *names: str, **properties: Any) -> dict[str, Any]:
    thing = {
        "Type": "Custom::Thing",
        "Properties": {"ServiceToken": {"Fn::GetAtt": ["Function", "Arn"]}, "ServiceTimeout": 600, **properties},
    }
    return {"Resources": {**functions, **dict.fromkeys(names, thing)}}


@pytest.fixture
def order(aws: LocalAws, function_resources: Callable[..., Any]) -> Callable[[int | None], tuple[str, ...]]:
    """Return the calls of three functions in the order of a seed, and the random numbers that they draw."""

    def deploy(seed: int | None) -> tuple[str, ...]:
        aws.reset()
        aws.seed = seed
        aws.deploy(things(function_resources(READS, [READS_PROJECTS]), "One", "Two", "Three"), "Demo")
        aws.delete("Demo")
        drawn = sorted(line for line in aws.log_lines() if line.startswith("draws"))
        return (*(call.parameters["names"][0] for call in aws.codebuild.calls), *drawn)

    return deploy


def test_a_seed_fixes_the_order_of_calls_and_the_random_numbers(order: Callable[[int | None], tuple[str, ...]]) -> None:
    orders = {seed: order(seed) for seed in (1, 2, 3)}
    assert {seed: order(seed) for seed in (1, 2, 3)} == orders
    assert len(set(orders.values())) == 3


def test_without_a_seed_functions_take_turns_in_an_order_that_is_always_the_same(
    order: Callable[[int | None], tuple[str, ...]],
) -> None:
    first = order(None)
    assert first[:6] == (
        "Create-One-0",
        "Create-Three-0",
        "Create-Two-0",
        "Create-One-1",
        "Create-Three-1",
        "Create-Two-1",
    )
    assert order(None) == first


WAITS = """
import datetime, time

def handler(event, context):
    before, left = time.monotonic(), context.get_remaining_time_in_millis()
    assert abs(datetime.datetime.now(datetime.timezone.utc).timestamp() - time.time()) < 1
    assert abs(datetime.datetime.utcnow().timestamp() - datetime.datetime.now().timestamp()) < 86400
    time.sleep(float(event["ResourceProperties"].get(event["RequestType"], 0)))
    passed = round(time.monotonic() - before), round((left - context.get_remaining_time_in_millis()) / 1000)
    print(event["RequestType"], "has waited", *passed, "of", round(left / 1000))
    send(event)
"""


def test_a_wait_of_a_function_passes_by_the_clock_and_takes_no_time(
    aws: LocalAws, function_resources: Callable[..., Any]
) -> None:
    begun, before = time.monotonic(), aws.now
    aws.deploy(things(function_resources(WAITS, timeout=120), "Thing", Create=90), "Demo")
    assert "Create has waited 90 90 of 120" in aws.log_lines()
    assert aws.now - before > 90
    assert time.monotonic() - begun < 60


def test_a_function_calls_aws_hours_after_it_was_created(
    aws: LocalAws, codebuild: Any, function_resources: Callable[..., Any]
) -> None:
    code = READS.replace("for number", "import time; time.sleep(7200)\n    for number")
    aws.deploy(things(function_resources(code, [READS_PROJECTS], timeout=9000), "Thing", ServiceTimeout=9000), "Demo")
    assert [call.error for call in aws.codebuild.calls] == [None] * 4
    codebuild.list_projects()


def test_a_function_times_out_by_the_clock(aws: LocalAws, function_resources: Callable[..., Any]) -> None:
    aws.patience = 0.05
    with pytest.raises(DeploymentFailed):
        aws.deploy(things(function_resources(WAITS, timeout=60), "Thing", Create=90), "Demo")
    create, delete = aws.lambda_events
    assert (create.invocations, create.answer, delete.error) == (3, None, None)
    assert sum("Task timed out after 60.00 seconds" in line for line in aws.log_lines()) == 3


RINGS = """
import signal, time

class Enough(Exception):
    pass

def ring(number, frame):
    raise Enough

def handler(event, context):
    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, 30, 10)
    begun = time.monotonic()
    for _ in range(2):
        try:
            time.sleep(50)
        except Enough:
            print("rang after", round(time.monotonic() - begun))
    signal.setitimer(signal.ITIMER_REAL, 0)
    time.sleep(20)
    print("over after", round(time.monotonic() - begun))
    send(event)
"""


def test_an_alarm_of_a_function_rings_by_the_clock(aws: LocalAws, function_resources: Callable[..., Any]) -> None:
    aws.deploy(things(function_resources(RINGS, timeout=120), "Thing"), "Demo")
    lines = [line for line in aws.log_lines() if line.startswith(("rang", "over"))]
    assert lines == ["rang after 30", "rang after 40", "over after 60"]


CALLS_IN_VAIN = """
import boto3, signal, time

class Enough(BaseException):  # boto3 catches every Exception
    pass

def ring(number, frame):
    raise Enough

def handler(event, context):
    codebuild = boto3.client("codebuild")
    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    try:
        codebuild.batch_get_projects(names=["held-" + event["RequestType"]])
    except Enough:
        print("gives up")
    codebuild.batch_get_projects(names=["next-" + event["RequestType"]])
    send(event)
"""


def test_a_call_that_its_function_has_given_up_takes_effect_all_the_same(
    aws: LocalAws, function_resources: Callable[..., Any]
) -> None:
    aws.deploy(things(function_resources(CALLS_IN_VAIN, [READS_PROJECTS]), "Thing"), "Demo")
    assert "gives up" in aws.log_lines()
    assert [call.parameters["names"] for call in aws.codebuild.calls] == [["held-Create"], ["next-Create"]]


def test_nothing_moves_while_cloudformation_does_nothing_and_nobody_waits(
    aws: LocalAws, function_resources: Callable[..., Any]
) -> None:
    functions = function_resources(WAITS, timeout=120)
    template = things(functions, "First", "Slow", Create=100)
    template["Resources"]["First"] = things(functions, "First")["Resources"]["First"]
    absent = {"ServiceToken": "arn:aws:lambda:us-east-1:000000000000:function:absent"}
    template["Resources"]["Failing"] = {"Type": "Custom::Absent", "DependsOn": ["First"], "Properties": absent}
    with pytest.raises(DeploymentFailed):
        aws.deploy(template, "Demo")
    ended = aws.now
    time.sleep(0.5)
    assert aws.now == ended
    assert not any(line.startswith("Create has waited 100") for line in aws.log_lines())
    assert aws.wait_for_functions()
    assert aws.now - ended > 90
    assert "Create has waited 100 100 of 120" in aws.log_lines()


def test_cloudformation_and_codebuild_tell_the_time_of_the_clock(
    aws: LocalAws, function_resources: Callable[..., Any]
) -> None:
    project = {
        "Type": "AWS::CodeBuild::Project",
        "DependsOn": ["Thing"],
        "Properties": {
            "Name": "ci",
            "Source": {"Type": "GITHUB", "Location": "https://github.com/octo/app.git"},
            "Artifacts": {"Type": "NO_ARTIFACTS"},
            "Environment": {"Type": "LINUX_CONTAINER", "Image": "i", "ComputeType": "BUILD_GENERAL1_SMALL"},
            "ServiceRole": "arn:aws:iam::000000000000:role/build",
            "Triggers": {"Webhook": True},
        },
    }
    template = things(function_resources(WAITS, timeout=120), "Thing", Create=100)
    template["Resources"]["Project"] = project
    before = aws.now
    aws.deploy(template, "Demo")
    events = aws.client("cloudformation").describe_stack_events(StackName="Demo")["StackEvents"]
    passed = {
        event["ResourceStatus"]: event["Timestamp"].timestamp() - before
        for event in events
        if event["LogicalResourceId"] == "Thing"
    }
    assert round(passed["CREATE_IN_PROGRESS"]) == 0
    assert round(passed["CREATE_COMPLETE"]) == 102
    logs = aws.client("logs")
    (stream,) = logs.describe_log_streams(logGroupName=logs.describe_log_groups()["logGroups"][0]["logGroupName"])[
        "logStreams"
    ]
    assert round(stream["lastEventTimestamp"] / 1000 - before) in {100, 102}
    secret = aws.client("secretsmanager").create_secret(Name="s", SecretString="s")["ARN"]
    created = aws.client("secretsmanager").describe_secret(SecretId=secret)["CreatedDate"].timestamp()
    assert 100 <= round(created - before) <= 103
    webhook = aws.client("codebuild").batch_get_projects(names=["ci"])["projects"][0]["webhook"]
    assert round(webhook["lastModifiedSecret"].timestamp() - before) == 102


def test_secrets_and_the_log_of_functions_tell_the_time_of_the_clock(
    aws: LocalAws, function_resources: Callable[..., Any]
) -> None:
    before = aws.now
    aws.deploy(things(function_resources(WAITS, timeout=120), "Thing", Create=100), "Demo")
    passed = {}

    secrets, name = aws.client("secretsmanager"), "demo"
    secrets.create_secret(Name=name, SecretString="{}")
    version = secrets.get_secret_value(SecretId=name)
    passed["the version of a secret"] = version["CreatedDate"].timestamp()
    logs = aws.client("logs")
    group = next(each["logGroupName"] for each in logs.describe_log_groups()["logGroups"])
    found = logs.filter_log_events(logGroupName=group, filterPattern='"Create has waited"')["events"]
    passed["the log"] = found[0]["timestamp"] / 1000

    assert {what: round((when - before) / 10) for what, when in passed.items()} == {
        "the version of a secret": 10,
        "the log": 10,
    }


def test_whoever_puts_a_line_into_the_log_gives_its_time(aws: LocalAws) -> None:
    logs, moment = aws.client("logs"), int(aws.now * 1000) - 5000
    logs.create_log_group(logGroupName="group")
    logs.create_log_stream(logGroupName="group", logStreamName="stream")
    event = {"timestamp": moment, "message": "here"}
    logs.put_log_events(logGroupName="group", logStreamName="stream", logEvents=[event])

    assert [each["timestamp"] for each in logs.filter_log_events(logGroupName="group")["events"]] == [moment]
