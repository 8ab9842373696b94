"""One embedded AWS for a module, empty at the start of each test; and the templates that several modules deploy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from webhook_constructs.testing.local import LocalAws

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

GITHUB = {"type": "GITHUB", "location": "https://github.com/octo/app.git"}

ANSWER = """
import json, urllib.request

def send(event, status="SUCCESS", physical_id="the-id", headers=None, **fields):
    body = {
        "Status": status, "PhysicalResourceId": physical_id, "StackId": event["StackId"],
        "RequestId": event["RequestId"], "LogicalResourceId": event["LogicalResourceId"], **fields,
    }
    if status == "FAILED":
        body.setdefault("Reason", "no luck")
    body = {name: value for name, value in body.items() if value is not None}
    put(event, json.dumps(body).encode(), {"Content-Type": ""} if headers is None else headers)

def put(event, body, headers):
    request = urllib.request.Request(event["ResponseURL"], data=body, method="PUT", headers=headers)
    urllib.request.urlopen(request, timeout=5)
"""


@pytest.fixture(scope="module")
def running_aws() -> Iterator[LocalAws]:
    with LocalAws() as aws:
        yield aws


@pytest.fixture
def aws(running_aws: LocalAws) -> LocalAws:
    running_aws.reset()
    return running_aws


@pytest.fixture
def codebuild(aws: LocalAws) -> Any:
    return aws.client("codebuild")


@pytest.fixture
def make_project(codebuild: Any) -> Callable[..., str]:
    """Create a project with some source, and return its name."""

    def make(name: str = "ci", source: dict[str, str] | None = None, client: Any = None) -> str:
        (client or codebuild).create_project(
            name=name,
            source=source or GITHUB,
            artifacts={"type": "NO_ARTIFACTS"},
            environment={"type": "LINUX_CONTAINER", "image": "an-image", "computeType": "BUILD_GENERAL1_SMALL"},
            serviceRole="arn:aws:iam::000000000000:role/build",
        )
        return name

    return make


@pytest.fixture
def function_resources() -> Callable[..., dict[str, Any]]:
    """Return the resources of a function: its code may call ``send`` and ``put``, its role has ``statements``."""

    def resources(code: str, statements: list[dict[str, Any]] | None = None, timeout: int = 20) -> dict[str, Any]:
        trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
        role: dict[str, Any] = {"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]}}
        if statements:
            document = {"Version": "2012-10-17", "Statement": statements}
            role["Policies"] = [{"PolicyName": "own", "PolicyDocument": document}]
        return {
            "Role": {"Type": "AWS::IAM::Role", "Properties": role},
            "Function": {
                "Type": "AWS::Lambda::Function",
                "Properties": {
                    "Runtime": "python3.14",
                    "Handler": "index.handler",
                    "Code": {"ZipFile": ANSWER + code},
                    "Role": {"Fn::GetAtt": ["Role", "Arn"]},
                    "Timeout": timeout,
                },
            },
        }

    return resources


@pytest.fixture
def custom_resource(function_resources: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Return a template with one custom resource, ``Thing``, behind a function with some code."""

    def template(code: str, *, timeout: int = 20, **properties: Any) -> dict[str, Any]:
        thing = {"ServiceToken": {"Fn::GetAtt": ["Function", "Arn"]}, "ServiceTimeout": 5, **properties}
        return {
            "Resources": {
                **function_resources(code, timeout=timeout),
                "Thing": {"Type": "Custom::Thing", "Properties": thing},
            }
        }

    return template
