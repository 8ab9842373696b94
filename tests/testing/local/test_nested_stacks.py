"""Custom resources in nested stacks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from webhook_constructs.testing.local import DeploymentFailed

if TYPE_CHECKING:
    from collections.abc import Callable

    from webhook_constructs.testing.local import LocalAws

FAILS_ON_CREATE_OF_TWO = """
def handler(event, context):
    name = event["LogicalResourceId"]
    failed = event["RequestType"] == "Create" and name == "Two"
    send(event, "FAILED" if failed else "SUCCESS", "id-of-" + name)
"""


@pytest.fixture
def parent(aws: LocalAws) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Return a template whose resource ``Nested`` is a stack of another template."""

    def template(child: dict[str, Any]) -> dict[str, Any]:
        s3 = aws.client("s3")
        if not s3.list_buckets()["Buckets"]:
            s3.create_bucket(Bucket="templates")
        key = f"{len(s3.list_objects_v2(Bucket='templates').get('Contents', []))}.json"
        s3.put_object(Bucket="templates", Key=key, Body=json.dumps(child).encode())
        url = f"{aws.endpoint_url}/templates/{key}"
        return {"Resources": {"Nested": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": url}}}}

    return template


@pytest.fixture
def child(custom_resource: Callable[..., Any]) -> Callable[..., dict[str, Any]]:
    """Return a template with custom resources of some names, each after the one before."""

    def template(*names: str) -> dict[str, Any]:
        result: dict[str, Any] = custom_resource(FAILS_ON_CREATE_OF_TWO)
        thing = result["Resources"].pop("Thing")
        for before, name in zip((None, *names), names, strict=False):
            result["Resources"][name] = {**thing, **({"DependsOn": before} if before else {})}
        return result

    return template


def sent(aws: LocalAws) -> list[tuple[str, str]]:
    return [(e.event["RequestType"], e.event["LogicalResourceId"]) for e in aws.lambda_events]


def test_a_nested_stack_whose_creation_fails_is_deleted_with_all_that_was_made_in_it(
    aws: LocalAws, parent: Callable[..., Any], child: Callable[..., Any]
) -> None:
    with pytest.raises(DeploymentFailed) as failed:
        aws.deploy(parent(child("One", "Two")), "Parent")
    assert failed.value.status == "ROLLBACK_COMPLETE"
    assert sent(aws) == [("Create", "One"), ("Create", "Two"), ("Delete", "Two"), ("Delete", "One")]
    assert aws.lambda_events[2].event["PhysicalResourceId"] == "id-of-Two"


def test_a_nested_stack_in_a_nested_stack_is_deleted_as_well(
    aws: LocalAws, parent: Callable[..., Any], child: Callable[..., Any]
) -> None:
    with pytest.raises(DeploymentFailed):
        aws.deploy(parent(parent(child("One", "Two"))), "Parent")
    assert sent(aws) == [("Create", "One"), ("Create", "Two"), ("Delete", "Two"), ("Delete", "One")]


def test_an_update_of_a_nested_stack_that_fails_deletes_what_it_could_not_create(
    aws: LocalAws, parent: Callable[..., Any], child: Callable[..., Any]
) -> None:
    aws.deploy(parent(child("One")), "Parent")
    with pytest.raises(DeploymentFailed) as failed:
        aws.deploy(parent(child("One", "Two")), "Parent")
    assert failed.value.status == "UPDATE_ROLLBACK_COMPLETE"
    assert sent(aws) == [("Create", "One"), ("Create", "Two"), ("Delete", "Two")]
    aws.delete("Parent")
    assert sent(aws)[3:] == [("Delete", "One")]
