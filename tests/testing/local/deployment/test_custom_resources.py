"""CloudFormation's end of the custom resource protocol."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from webhook_constructs.testing.local import DeploymentFailed

if TYPE_CHECKING:
    from collections.abc import Callable

    from webhook_constructs.testing.local import LocalAws

ANSWERS = "def handler(event, context):\n    send(event)\n"
STRANGER = {
    "Unrelated": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "p", "Type": "String", "Value": "v"}},
}


def sent(aws: LocalAws) -> list[tuple[str, str | None]]:
    """Return type and physical id of every event."""
    return [(e.event["RequestType"], e.event.get("PhysicalResourceId")) for e in aws.lambda_events]


def reason_of(failure: DeploymentFailed, logical_id: str = "Thing") -> str:
    return next(event.reason for event in failure.events if event.logical_id == logical_id and event.failed)


def failing(aws: LocalAws, template: dict[str, Any]) -> DeploymentFailed:
    with pytest.raises(DeploymentFailed) as failed:
        aws.deploy(template, "Demo")
    return failed.value


def test_an_event_has_the_documented_members(aws: LocalAws, custom_resource: Callable[..., Any]) -> None:
    aws.deploy(custom_resource(ANSWERS, Number=3, Flag=True, Deep=[{"Off": False}]), "Demo")
    (only,) = aws.lambda_events
    event = only.event
    token = event["ServiceToken"]
    assert token.startswith("arn:aws:lambda:us-east-1:000000000000:function:")
    assert event["ResourceProperties"] == {
        "ServiceToken": token,
        "ServiceTimeout": "5",
        "Number": "3",
        "Flag": "true",
        "Deep": [{"Off": "false"}],
    }
    assert event["ResponseURL"].startswith(aws.endpoint_url)
    assert event["ResponseURL"] in aws.confidential_values
    assert set(event) == {
        "RequestType", "ServiceToken", "ResponseURL", "StackId", "RequestId",
        "LogicalResourceId", "ResourceType", "ResourceProperties",
    }  # fmt: skip
    assert (only.error, only.invocations) == (None, 1)
    assert only.answer is not None
    assert json.loads(only.answer)["PhysicalResourceId"] == "the-id"


def test_create_update_and_delete_in_order_with_the_old_properties(
    aws: LocalAws, custom_resource: Callable[..., Any]
) -> None:
    aws.deploy(custom_resource(ANSWERS, Value="one"), "Demo")
    aws.deploy(custom_resource(ANSWERS, Value="two"), "Demo")
    aws.delete("Demo")
    assert sent(aws) == [("Create", None), ("Update", "the-id"), ("Delete", "the-id")]
    update = aws.lambda_events[1].event
    assert (update["OldResourceProperties"]["Value"], update["ResourceProperties"]["Value"]) == ("one", "two")


def test_another_physical_id_means_a_delete_of_the_old_one_after_the_update(
    aws: LocalAws, custom_resource: Callable[..., Any]
) -> None:
    code = "def handler(event, context):\n    send(event, physical_id=event['ResourceProperties']['Value'])\n"
    aws.deploy(custom_resource(code, Value="one"), "Demo")
    aws.deploy(custom_resource(code, Value="two"), "Demo")
    assert sent(aws) == [("Create", None), ("Update", "one"), ("Delete", "one")]


def test_data_are_attributes(aws: LocalAws, custom_resource: Callable[..., Any]) -> None:
    template = custom_resource("def handler(event, context):\n    send(event, Data={'Url': 'https://x'})\n")
    template["Outputs"] = {"Url": {"Value": {"Fn::GetAtt": ["Thing", "Url"]}}, "Id": {"Value": {"Ref": "Thing"}}}
    assert dict(aws.deploy(template, "Demo").outputs) == {"Url": "https://x", "Id": "the-id"}


FAILS_ON_CREATE = """
def handler(event, context):
    failed = event["RequestType"] == "Create"
    send(event, "FAILED" if failed else "SUCCESS", "marker")
"""


def test_a_failed_create_gets_a_delete_with_the_id_of_the_failed_answer(
    aws: LocalAws, custom_resource: Callable[..., Any]
) -> None:
    failure = failing(aws, custom_resource(FAILS_ON_CREATE))
    assert failure.status == "ROLLBACK_COMPLETE"
    assert reason_of(failure) == (
        "Received response status [FAILED] from custom resource. Message returned: no luck "
        f"(RequestId: {aws.lambda_events[0].event['RequestId']})"
    )
    assert sent(aws) == [("Create", None), ("Delete", "marker")]
    assert [e.status for e in failure.events if e.logical_id == "Thing"] == [
        "CREATE_IN_PROGRESS", "CREATE_FAILED", "DELETE_IN_PROGRESS", "DELETE_COMPLETE",
    ]  # fmt: skip


def test_a_failed_create_in_an_update_gets_its_delete_as_well(
    aws: LocalAws, custom_resource: Callable[..., Any]
) -> None:
    aws.deploy({"Resources": STRANGER}, "Demo")
    template = custom_resource(FAILS_ON_CREATE)
    template["Resources"].update(STRANGER)
    assert failing(aws, template).status == "UPDATE_ROLLBACK_COMPLETE"
    assert sent(aws) == [("Create", None), ("Delete", "marker")]


def test_a_delete_that_fails_in_the_rollback_fails_the_rollback(
    aws: LocalAws, custom_resource: Callable[..., Any]
) -> None:
    code = "def handler(event, context):\n    send(event, 'FAILED', 'marker')\n"
    failure = failing(aws, custom_resource(code))
    assert failure.status == "ROLLBACK_FAILED"
    assert sent(aws) == [("Create", None), ("Delete", "marker")]


def test_a_create_that_never_answered_gets_a_delete_with_a_generated_id(
    aws: LocalAws, custom_resource: Callable[..., Any]
) -> None:
    aws.patience = 0.05
    code = "def handler(event, context):\n    if event['RequestType'] == 'Delete':\n        send(event)\n"
    failure = failing(aws, custom_resource(code))
    assert "CloudFormation did not receive a response from your Custom Resource." in reason_of(failure)
    create, delete = sent(aws)
    assert create == ("Create", None)
    assert re.fullmatch(r"Demo-Thing-[A-Z0-9]{12}", str(delete[1]))


def test_a_rolled_back_stack_can_be_deployed_again(aws: LocalAws, custom_resource: Callable[..., Any]) -> None:
    failing(aws, custom_resource(FAILS_ON_CREATE))
    assert aws.deploy(custom_resource(ANSWERS), "Demo").status == "CREATE_COMPLETE"


BAD_ON_CREATE = """
def handler(event, context):
    if event["RequestType"] == "Delete":
        return send(event)
    {call}
"""


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        pytest.param("send(event, physical_id=None)", "Invalid PhysicalResourceId", id="no-id"),
        pytest.param("send(event, Data={'x': 'y' * 4096})", "Response object is too long.", id="too-long"),
        pytest.param("send(event, RequestId='x')", "the RequestId of the response is 'x'", id="request-id"),
    ],
)
def test_an_answer_against_the_protocol_fails_the_resource(
    aws: LocalAws, custom_resource: Callable[..., Any], call: str, reason: str
) -> None:
    failure = failing(aws, custom_resource(BAD_ON_CREATE.replace("{call}", call)))
    assert reason in reason_of(failure)
    assert failure.status == "ROLLBACK_COMPLETE"


@pytest.mark.parametrize(
    "call",
    [
        pytest.param("send(event, headers={})", id="urllib-default"),
        pytest.param("event['ResponseURL'] = event['ResponseURL'].split('?')[0]; send(event)", id="no-signature"),
    ],
)
def test_a_put_that_the_presigned_url_was_not_signed_for_is_refused_with_403(
    aws: LocalAws, custom_resource: Callable[..., Any], call: str
) -> None:
    aws.patience = 0.05
    template = custom_resource(BAD_ON_CREATE.replace("{call}", call))
    assert "did not receive a response" in reason_of(failing(aws, template))
    create = aws.lambda_events[0]
    assert (create.answer, create.invocations) == (None, 3)  # urlopen raised
    assert any("HTTP Error 403" in line for line in aws.log_lines())


def test_a_service_token_cannot_change_and_nothing_is_sent_back(
    aws: LocalAws, custom_resource: Callable[..., Any]
) -> None:
    aws.deploy(custom_resource(ANSWERS, Value="one"), "Demo")
    template = custom_resource(ANSWERS, Value="two")
    template["Resources"]["Other"] = template["Resources"]["Function"]
    template["Resources"]["Thing"]["Properties"]["ServiceToken"] = {"Fn::GetAtt": ["Other", "Arn"]}
    failure = failing(aws, template)
    assert reason_of(failure) == "Modifying service token is not allowed."
    assert failure.status == "UPDATE_ROLLBACK_COMPLETE"
    assert sent(aws) == [("Create", None)]
    aws.delete("Demo")
    assert sent(aws) == [("Create", None), ("Delete", "the-id")]


CRASHES = """
import os
def handler(event, context):
    path = "/tmp/" + event["RequestId"] + ".crash"
    tries = len(open(path).read()) if os.path.exists(path) else 0
    open(path, "a").write("x")
    if tries < {crashes}:
        {crash}
    os.remove(path)
    send(event)
"""


@pytest.mark.parametrize(
    ("crash", "crashes"),
    [("raise ValueError('crashed')", 2), ("os._exit(3)", 1)],
    ids=["raised-twice", "exited"],
)
def test_a_function_that_crashed_gets_the_same_event_again(
    aws: LocalAws, custom_resource: Callable[..., Any], crash: str, crashes: int
) -> None:
    aws.deploy(custom_resource(CRASHES.replace("{crashes}", str(crashes)).replace("{crash}", crash)), "Demo")
    (only,) = aws.lambda_events
    assert (only.invocations, only.error) == (crashes + 1, None)


def test_a_function_that_timed_out_gets_the_same_event_again(
    aws: LocalAws, custom_resource: Callable[..., Any]
) -> None:
    code = CRASHES.replace("{crashes}", "1").replace("{crash}", "import time; time.sleep(60)")
    aws.deploy(custom_resource(code, timeout=1), "Demo")
    assert aws.lambda_events[0].invocations == 2


def test_a_function_that_keeps_crashing_is_invoked_three_times(
    aws: LocalAws, custom_resource: Callable[..., Any]
) -> None:
    aws.patience = 0.05
    failure = failing(aws, custom_resource("def handler(event, context):\n    raise ValueError\n"))
    assert [event.invocations for event in aws.lambda_events] == [3, 3]
    assert "gave up 0.05 s after the function had ended" in reason_of(failure)


def test_a_function_that_returned_without_an_answer_is_not_invoked_again_and_service_timeout_counts(
    aws: LocalAws, custom_resource: Callable[..., Any]
) -> None:
    aws.patience = None
    failure = failing(aws, custom_resource("def handler(event, context):\n    pass\n", ServiceTimeout=3))
    assert [event.invocations for event in aws.lambda_events] == [1, 1]
    assert reason_of(failure) == (
        "CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId "
        f"[{aws.lambda_events[0].event['RequestId']}]. If you are using the Python cfn-response module, you may need "
        "to update your Lambda function code so that CloudFormation can attach the updated version."
    )


def test_an_answer_counts_even_when_the_function_raises_after_it(
    aws: LocalAws, custom_resource: Callable[..., Any]
) -> None:
    aws.deploy(custom_resource("def handler(event, context):\n    send(event)\n    raise ValueError\n"), "Demo")
    assert aws.lambda_events[0].invocations == 1


def test_the_first_answer_counts(aws: LocalAws, custom_resource: Callable[..., Any]) -> None:
    aws.deploy(custom_resource("def handler(event, context):\n    send(event)\n    send(event, 'FAILED')\n"), "Demo")
    assert aws.lambda_events[0].error is None


def test_a_service_timeout_is_counted_from_the_request(aws: LocalAws, custom_resource: Callable[..., Any]) -> None:
    code = """
import time
def handler(event, context):
    if event["RequestType"] == "Create":
        time.sleep(30)
    send(event)
"""
    failure = failing(aws, custom_resource(code, timeout=60, ServiceTimeout=31))
    assert "did not receive a response" in reason_of(failure)


def test_a_function_is_not_invoked_again_once_nobody_waits_for_it(
    aws: LocalAws, custom_resource: Callable[..., Any]
) -> None:
    code = """
import time
def handler(event, context):
    print("invoked for", event["RequestType"])
    if event["RequestType"] == "Create":
        time.sleep(30)
        raise ValueError
    send(event)
"""
    failing(aws, custom_resource(code, timeout=60, ServiceTimeout=20))
    assert aws.wait_for_functions()
    assert sum(line == "invoked for Create" for line in aws.log_lines()) == 1


FAILS_ON_TWO = """
def handler(event, context):
    properties = event["ResourceProperties"]
    failed = event["RequestType"] == "Update" and properties["Value"] == "two"
    send(event, "FAILED" if failed else "SUCCESS")
"""


def test_a_failed_update_is_sent_back_with_old_and_new_swapped(
    aws: LocalAws, custom_resource: Callable[..., Any]
) -> None:
    aws.deploy(custom_resource(FAILS_ON_TWO, Value="one"), "Demo")
    assert failing(aws, custom_resource(FAILS_ON_TWO, Value="two")).status == "UPDATE_ROLLBACK_COMPLETE"
    values = [
        (e.event["RequestType"], e.event["ResourceProperties"]["Value"], e.event["OldResourceProperties"]["Value"])
        for e in aws.lambda_events[1:]
    ]
    assert values == [("Update", "two", "one"), ("Update", "one", "two")]


LISTS_ITS_STACK = """
import boto3
def handler(event, context):
    if event["RequestType"] == "Delete":
        cloudformation = boto3.client("cloudformation")
        (stack,) = cloudformation.describe_stacks(StackName=event["StackId"])["Stacks"]
        found = cloudformation.list_stack_resources(StackName=event["StackId"])["StackResourceSummaries"]
        things = {item["PhysicalResourceId"] for item in found if item["ResourceType"] == "Custom::Thing"}
        print("deletes", event["PhysicalResourceId"], "in", stack["StackStatus"], "beside", *sorted(things))
    send(event, physical_id=event["ResourceProperties"]["Value"])
"""


def test_what_deletes_in_the_clean_up_of_a_rollback_finds_the_ids_that_the_stack_is_rolled_back_to(
    aws: LocalAws, function_resources: Callable[..., Any]
) -> None:
    asks = {"Effect": "Allow", "Action": ["cloudformation:Describe*", "cloudformation:List*"], "Resource": "*"}

    def things(**values: str) -> dict[str, Any]:
        token = {"Fn::GetAtt": ["Function", "Arn"]}
        made = {
            name: {"Type": "Custom::Thing", "Properties": {"ServiceToken": token, "ServiceTimeout": 5, "Value": value}}
            for name, value in values.items()
        }
        return {"Resources": {**function_resources(LISTS_ITS_STACK, [asks]), **made}}

    def deletions() -> list[str]:
        return [line for line in aws.log_lines() if line.startswith("deletes")]

    aws.deploy(things(One="1", Two="2"), "Demo")
    template = things(One="1-new", Two="2-new", Added="3")
    absent = {"ServiceToken": "arn:aws:lambda:us-east-1:000000000000:function:absent"}
    failing_last = {"Type": "Custom::Absent", "DependsOn": ["One", "Two", "Added"], "Properties": absent}
    template["Resources"]["Failing"] = failing_last

    assert failing(aws, template).status == "UPDATE_ROLLBACK_COMPLETE"
    assert sorted(deletions()) == [
        f"deletes {physical_id} in UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS beside {beside}"
        for physical_id, beside in (("1-new", "1 2 3"), ("2-new", "1 2 3"), ("3", "1 2 3"))
    ]
    listed = aws.client("cloudformation").list_stack_resources(StackName="Demo")["StackResourceSummaries"]
    assert {item["LogicalResourceId"] for item in listed} == {"Role", "Function", "One", "Two"}


def test_a_failed_delete_keeps_the_stack(aws: LocalAws, custom_resource: Callable[..., Any]) -> None:
    code = (
        "def handler(event, context):\n    send(event, 'FAILED' if event['RequestType'] == 'Delete' else 'SUCCESS')\n"
    )
    aws.deploy(custom_resource(code), "Demo")
    with pytest.raises(DeploymentFailed, match="could not delete the stack Demo: it ended in DELETE_FAILED") as failed:
        aws.delete("Demo")
    assert "Message returned: no luck" in reason_of(failed.value)


def test_a_function_that_is_not_there_gets_no_event(aws: LocalAws) -> None:
    token = "arn:aws:lambda:us-east-1:000000000000:function:absent"
    template = {"Resources": {"Thing": {"Type": "Custom::Thing", "Properties": {"ServiceToken": token}}}}
    assert "there is no function" in reason_of(failing(aws, template))
    assert aws.lambda_events == ()
