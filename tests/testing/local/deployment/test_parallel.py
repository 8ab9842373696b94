"""Custom resources of one stack in parallel, and what CloudFormation cancels when one of its resources fails."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING, Any

import pytest

from webhook_constructs.testing.local import DeploymentFailed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from webhook_constructs.testing.local import LocalAws

READS_STACKS = {"Effect": "Allow", "Action": ["cloudformation:Describe*", "cloudformation:List*"], "Resource": "*"}

CODE = """
import os, time, boto3

def handler(event, context):
    name, kind, properties = event["LogicalResourceId"], event["RequestType"], event["ResourceProperties"]
    print(kind, name, "begins")
    if properties.get("Meets"):
        meet(kind, name, properties["Meets"])
    for _ in range(20 * int(properties.get(kind + "Seconds", "0"))):
        time.sleep(0.05)
    if properties.get("Watches") and kind == "Create":
        watch(event)
    print(kind, name, "ends")
    failed = properties.get(kind + "Fails") or properties.get("FailsWith") == properties.get("Value", "none")
    send(event, "FAILED" if failed else "SUCCESS", event.get("PhysicalResourceId", "id-of-" + name))

def meet(kind, name, folder):
    open(os.path.join(folder, kind + name), "w").close()
    for _ in range(20):
        if len([each for each in os.listdir(folder) if each.startswith(kind)]) == 2:
            return
        time.sleep(0.25)
    raise SystemExit("alone")

def watch(event):
    cloudformation = boto3.client("cloudformation")
    for _ in range(200):
        stack = cloudformation.describe_stacks(StackName=event["StackId"])["Stacks"][0]
        own = cloudformation.describe_stack_resource(
            StackName=event["StackId"], LogicalResourceId=event["LogicalResourceId"]
        )["StackResourceDetail"]
        print("sees", own["ResourceStatus"], stack["StackStatus"])
        if not own["ResourceStatus"].endswith("_IN_PROGRESS"):
            return
        time.sleep(0.05)
"""


@pytest.fixture
def things(function_resources: Callable[..., dict[str, Any]]) -> Callable[..., Any]:
    """Return a template with custom resources of one function; an argument is a resource's properties."""

    def template(**resources: dict[str, Any]) -> dict[str, Any]:
        made = {
            name: {
                "Type": "Custom::Thing",
                "Properties": {
                    "ServiceToken": {"Fn::GetAtt": ["Function", "Arn"]},
                    "ServiceTimeout": 60,
                    **{key: value for key, value in properties.items() if key != "DependsOn"},
                },
                **({"DependsOn": properties["DependsOn"]} if "DependsOn" in properties else {}),
            }
            for name, properties in resources.items()
        }
        return {"Resources": {**function_resources(CODE, [READS_STACKS], timeout=60), **made}}

    return template


def failing(aws: LocalAws, template: dict[str, Any], name: str = "Demo") -> DeploymentFailed:
    with pytest.raises(DeploymentFailed) as failed:
        aws.deploy(template, name)
    assert aws.wait_for_functions()
    return failed.value


def sent(aws: LocalAws) -> list[tuple[str, str]]:
    return sorted((e.event["RequestType"], e.event["LogicalResourceId"]) for e in aws.lambda_events)


def lines(aws: LocalAws, *words: str) -> list[str]:
    return [line for line in aws.log_lines() if line.startswith(words)]


def steps(failure: DeploymentFailed, logical_id: str) -> list[tuple[str, str]]:
    return [(event.status, event.reason) for event in failure.events if event.logical_id == logical_id]


def test_creates_updates_and_deletes_of_one_stack_run_at_the_same_time(
    aws: LocalAws, things: Callable[..., Any], tmp_path: Path
) -> None:
    meets = {"Meets": str(tmp_path)}
    aws.deploy(things(One=meets, Two=meets), "Demo")
    aws.deploy(things(One={**meets, "Value": "2"}, Two={**meets, "Value": "2"}), "Demo")
    aws.delete("Demo")
    assert [(event.error, event.invocations) for event in aws.lambda_events] == [(None, 1)] * 6


def test_a_resource_waits_for_what_it_refers_to_and_depends_on(aws: LocalAws, things: Callable[..., Any]) -> None:
    template = things(
        First={"CreateSeconds": 10},
        Second={"Of": {"Ref": "First"}},
        Last={"DependsOn": ["Second"]},
        Alone={},
    )
    aws.deploy(template, "Demo")
    assert [line.split()[1] for line in lines(aws, "Create") if line.endswith("ends")] == [
        "Alone", "First", "Second", "Last",
    ]  # fmt: skip
    second = next(e.event for e in aws.lambda_events if e.event["LogicalResourceId"] == "Second")
    assert second["ResourceProperties"]["Of"] == "id-of-First"
    aws.delete("Demo")
    assert [line.split()[1] for line in lines(aws, "Delete") if line.endswith("ends")][-1] == "First"


def test_a_chain_of_custom_resources_goes_on_while_an_earlier_one_takes_its_time(
    aws: LocalAws, things: Callable[..., Any]
) -> None:
    aws.deploy(things(A={"CreateSeconds": 10}, B={}, C={"DependsOn": ["B"]}), "Demo")
    assert [line for line in lines(aws, "Create") if line.endswith("ends")] == [
        "Create B ends", "Create C ends", "Create A ends",
    ]  # fmt: skip


def test_a_create_in_progress_is_canceled_and_gets_its_delete_at_once_while_its_function_still_runs(
    aws: LocalAws, things: Callable[..., Any]
) -> None:
    failure = failing(aws, things(Failing={"CreateFails": "yes"}, Slow={"CreateSeconds": 10}))
    assert failure.status == "ROLLBACK_COMPLETE"
    assert steps(failure, "Slow") == [
        ("CREATE_IN_PROGRESS", ""),
        ("CREATE_FAILED", "Resource creation cancelled"),
        ("DELETE_IN_PROGRESS", ""),
        ("DELETE_COMPLETE", ""),
    ]
    deleted = {
        e.event["LogicalResourceId"]: e.event["PhysicalResourceId"]
        for e in aws.lambda_events
        if e.event["RequestType"] == "Delete"
    }
    assert deleted["Failing"] == "id-of-Failing"
    assert re.fullmatch(r"Demo-Slow-[A-Z0-9]{12}", deleted["Slow"])
    order = aws.log_lines()
    assert order.index("Delete Slow ends") < order.index("Create Slow ends")
    canceled = next(e for e in aws.lambda_events if e.error == "Resource creation cancelled")
    assert (canceled.event["LogicalResourceId"], canceled.answer, canceled.invocations) == ("Slow", None, 1)
    rollback = next(event for event in failure.events if event.status == "ROLLBACK_IN_PROGRESS")
    assert rollback.reason == "The following resource(s) failed to create: [Failing, Slow]. "


def test_a_resource_of_any_other_type_that_fails_cancels_too(aws: LocalAws, things: Callable[..., Any]) -> None:
    template = things(Slow={"CreateSeconds": 10})
    template["Resources"]["Bad"] = {
        "Type": "AWS::CodeBuild::Project",
        "DependsOn": ["Function"],
        "Properties": {"Name": "ci", "Triggers": {"Nonsense": True}},
    }
    failure = failing(aws, template)
    assert steps(failure, "Slow")[1] == ("CREATE_FAILED", "Resource creation cancelled")
    assert sent(aws) == [("Create", "Slow"), ("Delete", "Slow")]


def test_nothing_starts_any_more_once_a_resource_has_failed(aws: LocalAws, things: Callable[..., Any]) -> None:
    template = things(Failing={"CreateFails": "yes"}, Slow={"CreateSeconds": 10}, Zero={"DependsOn": ["Slow"]})
    template["Resources"]["Zone"] = {
        "Type": "AWS::SSM::Parameter",
        "DependsOn": ["Slow"],
        "Properties": {"Name": "p", "Type": "String", "Value": "v"},
    }
    failure = failing(aws, template)
    assert steps(failure, "Zero") == []
    assert steps(failure, "Zone") == []


def test_what_was_created_ahead_of_a_slow_one_is_deleted_with_the_id_of_its_answer(
    aws: LocalAws, things: Callable[..., Any]
) -> None:
    failing(aws, things(A={"CreateSeconds": 10}, B={}, C={"DependsOn": ["B"], "CreateFails": "yes"}))
    deleted = sorted(e.event["PhysicalResourceId"] for e in aws.lambda_events if e.event["RequestType"] == "Delete")
    assert [re.sub(r"[A-Z0-9]{12}", "*", each) for each in deleted] == ["Demo-A-*", "id-of-B", "id-of-C"]


def test_an_update_in_progress_is_canceled_and_sent_back_while_its_function_still_runs(
    aws: LocalAws, things: Callable[..., Any]
) -> None:
    def template(value: str) -> Any:
        return things(
            Done={"Value": value},
            Failing={"Value": value, "FailsWith": "two"},
            Slow={"Value": value, **({"UpdateSeconds": 10} if value == "two" else {})},
        )

    aws.deploy(template("one"), "Demo")
    failure = failing(aws, template("two"))
    assert failure.status == "UPDATE_ROLLBACK_COMPLETE"
    assert steps(failure, "Slow") == [
        ("UPDATE_IN_PROGRESS", ""),
        ("UPDATE_FAILED", "Resource update cancelled"),
        ("UPDATE_IN_PROGRESS", ""),
        ("UPDATE_COMPLETE", ""),
    ]
    updates = {
        (
            e.event["LogicalResourceId"],
            e.event["OldResourceProperties"]["Value"],
            e.event["ResourceProperties"]["Value"],
        )
        for e in aws.lambda_events
        if e.event["RequestType"] == "Update"
    }
    assert updates == {
        (name, *ways) for name in ("Done", "Failing", "Slow") for ways in (("one", "two"), ("two", "one"))
    }
    ends = [line for line in aws.log_lines() if line == "Update Slow ends"]
    begins = [line for line in aws.log_lines() if line == "Update Slow begins"]
    assert (len(begins), len(ends)) == (2, 2)
    assert aws.log_lines().index("Update Slow ends") < len(aws.log_lines()) - 2


def test_a_function_runs_on_while_a_rollback_changes_its_code(aws: LocalAws, things: Callable[..., Any]) -> None:
    aws.deploy(things(Failing={}, Slow={}), "Demo")
    template = things(Failing={"UpdateFails": "yes"}, Slow={"UpdateSeconds": 10})
    template["Resources"]["Function"]["Properties"]["Code"]["ZipFile"] += "# another version"
    assert failing(aws, template).status == "UPDATE_ROLLBACK_COMPLETE"
    assert lines(aws, "Update Slow") == [
        "Update Slow begins", "Update Slow ends", "Update Slow begins", "Update Slow ends",
    ]  # fmt: skip


def test_a_resource_that_an_update_adds_is_canceled_and_deleted_in_the_clean_up(
    aws: LocalAws, things: Callable[..., Any]
) -> None:
    aws.deploy(things(Kept={"Value": "1"}), "Demo")
    failure = failing(aws, things(Added={"CreateSeconds": 10}, Failing={"CreateFails": "yes"}, Kept={"Value": "2"}))
    assert failure.status == "UPDATE_ROLLBACK_COMPLETE"
    assert [status for status, _ in steps(failure, "Added")] == [
        "CREATE_IN_PROGRESS", "CREATE_FAILED", "DELETE_IN_PROGRESS", "DELETE_COMPLETE",
    ]  # fmt: skip
    listed = aws.client("cloudformation").list_stack_resources(StackName="Demo")["StackResourceSummaries"]
    assert {item["LogicalResourceId"] for item in listed} == {"Role", "Function", "Kept"}


def test_a_function_sees_its_own_resource_canceled_before_the_stack_rolls_back(
    aws: LocalAws, things: Callable[..., Any]
) -> None:
    failing(aws, things(Failing={"CreateSeconds": 5, "CreateFails": "yes"}, Watching={"Watches": "yes"}))
    seen = [tuple(line.split()[1:]) for line in lines(aws, "sees")]
    assert seen[0] == ("CREATE_IN_PROGRESS", "CREATE_IN_PROGRESS")
    assert seen[-1][0] in {"CREATE_FAILED", "DELETE_IN_PROGRESS", "DELETE_COMPLETE"}
    assert ("CREATE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS") not in seen


def test_describe_stacks_names_the_last_operation_and_its_rollback(aws: LocalAws, things: Callable[..., Any]) -> None:
    def last() -> list[dict[str, str]]:
        stack = aws.client("cloudformation").describe_stacks(StackName="Demo")["Stacks"][0]
        result: list[dict[str, str]] = stack["LastOperations"]
        return result

    aws.deploy(things(One={"Value": "1"}), "Demo")
    (created,) = last()
    assert created["OperationType"] == "CREATE_STACK"
    failing(aws, things(One={"Value": "2", "FailsWith": "2"}))
    rollback, update = last()
    assert (rollback["OperationType"], update["OperationType"]) == ("ROLLBACK", "UPDATE_STACK")
    assert len({each["OperationId"] for each in (created, rollback, update)}) == 3
    aws.deploy(things(One={"Value": "3"}), "Demo")
    assert [each["OperationType"] for each in last()] == ["UPDATE_STACK"]


def test_without_a_rollback_no_delete_comes_for_what_was_canceled(aws: LocalAws, things: Callable[..., Any]) -> None:
    cloudformation = aws.client("cloudformation")
    with pytest.raises(DeploymentFailed, match="it ended in CREATE_FAILED"):
        aws.deploy(things(Failing={"CreateFails": "yes"}, Slow={"CreateSeconds": 10}), "Demo", rollback=False)
    assert aws.wait_for_functions()
    assert sent(aws) == [("Create", "Failing"), ("Create", "Slow")]
    resources = cloudformation.describe_stack_resources(StackName="Demo")["StackResources"]
    assert {r["LogicalResourceId"]: r["ResourceStatus"] for r in resources} == {
        "Role": "CREATE_COMPLETE",
        "Function": "CREATE_COMPLETE",
        "Failing": "CREATE_FAILED",
        "Slow": "CREATE_FAILED",
    }
    aws.delete("Demo")
    assert sent(aws)[2:] == [("Delete", "Failing"), ("Delete", "Slow")]


def test_after_a_create_that_failed_without_a_rollback_the_next_deployment_creates_what_failed(
    aws: LocalAws, things: Callable[..., Any]
) -> None:
    with pytest.raises(DeploymentFailed, match="it ended in CREATE_FAILED"):
        aws.deploy(things(Failing={"CreateFails": "yes"}, Done={}), "Demo", rollback=False)
    assert aws.deploy(things(Failing={}, Done={}), "Demo").status == "UPDATE_COMPLETE"
    assert sent(aws) == [("Create", "Done"), ("Create", "Failing"), ("Create", "Failing")]


@pytest.mark.parametrize(("which", "old"), [("last success", "one"), ("failed attempt", "two")])
@pytest.mark.parametrize("new", ["one", "two", "three"])
def test_after_an_update_that_failed_without_a_rollback_the_next_one_names_either_old_properties(
    aws: LocalAws, things: Callable[..., Any], which: Any, old: str, new: str
) -> None:
    aws.old_properties = which
    aws.deploy(things(Thing={"Value": "one"}), "Demo")
    with pytest.raises(DeploymentFailed, match="it ended in UPDATE_FAILED"):
        aws.deploy(things(Thing={"Value": "two", "FailsWith": "two"}), "Demo", rollback=False)
    aws.deploy(things(Thing={"Value": new}), "Demo")
    last = aws.lambda_events[-1].event
    assert (last["RequestType"], last["PhysicalResourceId"]) == ("Update", "id-of-Thing")
    assert last["OldResourceProperties"]["Value"] == old
    assert last["ResourceProperties"]["Value"] == new


def test_a_failed_update_that_was_not_rolled_back_can_be_rolled_back_later(
    aws: LocalAws, things: Callable[..., Any]
) -> None:
    aws.deploy(things(Done={"Value": "one"}, Thing={"Value": "one"}), "Demo")
    with pytest.raises(DeploymentFailed):
        aws.deploy(things(Done={"Value": "two"}, Thing={"Value": "two", "FailsWith": "two"}), "Demo", rollback=False)
    cloudformation = aws.client("cloudformation")
    cloudformation.rollback_stack(StackName="Demo")
    while cloudformation.describe_stacks(StackName="Demo")["Stacks"][0]["StackStatus"] != "UPDATE_ROLLBACK_COMPLETE":
        time.sleep(0.05)
    back = {e.event["LogicalResourceId"]: e.event["ResourceProperties"]["Value"] for e in aws.lambda_events[-2:]}
    assert back == {"Done": "one", "Thing": "one"}


def test_an_update_cleans_up_in_a_phase_of_its_own(aws: LocalAws, things: Callable[..., Any]) -> None:
    aws.deploy(things(One={}, Two={"Watches": ""}), "Demo")
    events = aws.deploy(things(One={}), "Demo").events
    shown = [(event.logical_id, event.status) for event in events if event.logical_id in {"Demo", "Two"}]
    assert shown == [
        ("Demo", "UPDATE_IN_PROGRESS"),
        ("Demo", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"),
        ("Two", "DELETE_IN_PROGRESS"),
        ("Two", "DELETE_COMPLETE"),
        ("Demo", "UPDATE_COMPLETE"),
    ]


def test_a_function_signals_a_wait_condition_of_its_own_stack(
    aws: LocalAws, function_resources: Callable[..., Any]
) -> None:
    code = """
import boto3, time

def handler(event, context):
    if event["RequestType"] == "Create":
        time.sleep(3)
        boto3.client("cloudformation").signal_resource(
            StackName=event["StackId"], LogicalResourceId="Condition", UniqueId="one", Status="SUCCESS"
        )
    send(event)
"""
    signals = {"Effect": "Allow", "Action": "cloudformation:SignalResource", "Resource": "*"}
    template = {"Resources": function_resources(code, [signals])}
    template["Resources"]["Handle"] = {"Type": "AWS::CloudFormation::WaitConditionHandle"}
    template["Resources"]["Condition"] = {
        "Type": "AWS::CloudFormation::WaitCondition",
        "DependsOn": ["Function"],
        "Properties": {"Handle": {"Ref": "Handle"}, "Timeout": "30"},
    }
    token = {"Fn::GetAtt": ["Function", "Arn"]}
    template["Resources"]["Thing"] = {"Type": "Custom::Thing", "Properties": {"ServiceToken": token}}
    assert aws.deploy(template, "Demo").status == "CREATE_COMPLETE"


def test_so_many_custom_resources_run_at_once(aws: LocalAws, things: Callable[..., Any], tmp_path: Path) -> None:
    aws.resources_at_once = 1
    meets = {"Meets": str(tmp_path)}
    failure = failing(aws, things(One=meets, Two=meets))
    assert steps(failure, "Two") == []


def test_a_nested_stack_in_progress_is_canceled_with_its_parent(aws: LocalAws, things: Callable[..., Any]) -> None:
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="templates")
    s3.put_object(Bucket="templates", Key="child", Body=json.dumps(things(Slow={"CreateSeconds": 10})).encode())
    template = things(Other={"CreateSeconds": 5, "CreateFails": "yes"})
    template["Resources"]["Nested"] = {
        "Type": "AWS::CloudFormation::Stack",
        "DependsOn": ["Function"],
        "Properties": {"TemplateURL": f"{aws.endpoint_url}/templates/child"},
    }
    failure = failing(aws, template)
    assert failure.status == "ROLLBACK_COMPLETE"
    assert sent(aws) == [("Create", "Other"), ("Create", "Slow"), ("Delete", "Other"), ("Delete", "Slow")]
    order = aws.log_lines()
    assert order.index("Delete Slow ends") < order.index("Create Slow ends")
