"""Responses about a stack that do not have the form that AWS documents: the stack is named, and the rest is read."""

from __future__ import annotations

import json
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from tests.audit.aws_answers import HOOK, HTML, STACK_ID, answers, changed, reading, strange, unread

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["answers"]  # the fixture

STACK = "us-east-1: stack Ci: "


@pytest.mark.parametrize(
    ("operation", "answer", "flaw"),
    [
        ("DescribeStacks", HTML, "DescribeStacks has a body that is not XML"),
        ("DescribeStacks", b"", "DescribeStacks has a body that is not XML"),
        ("DescribeStacks", b"{}", "DescribeStacks has a body that is not XML"),
        (
            "DescribeStacks",
            b"<html><body>Log in</body></html>",
            "DescribeStacks has a body that is not a DescribeStacksResponse with one DescribeStacksResult",
        ),
        (
            "ListStackResources",
            b"<a><ListStackResourcesResult><StackResourceSummaries/></ListStackResourcesResult></a>",
            "ListStackResources has a body that is not a ListStackResourcesResponse with one ListStackResourcesResult",
        ),
        ("DescribeStacks", {}, "DescribeStacks has no Stacks"),
        ("DescribeStacks", {"Stacks": []}, "DescribeStacks.Stacks[] is there 0 times, not once"),
        ("DescribeStacks", {"Stacks": "text"}, "DescribeStacks.Stacks is not a list of elements named member"),
        (
            "DescribeStacks",
            {"Stacks": {"StackName": "Ci"}},
            "DescribeStacks.Stacks is not a list of elements named member",
        ),
        (
            "DescribeStacks",
            {"Stacks": ["text"]},
            "DescribeStacks.Stacks[] is not elements with different names",
        ),
        ("DescribeStacks", {"Stacks": [{"StackName": "Ci"}]}, "DescribeStacks.Stacks[] has no StackId"),
        (
            "DescribeStacks",
            {"Stacks": [{"StackName": "Ci", "StackId": STACK_ID}]},
            "DescribeStacks.Stacks[] has no StackStatus",
        ),
        (
            "DescribeStacks",
            changed("DescribeStacks", "Stacks", 0, "StackName", to="Other"),
            "DescribeStacks.Stacks[] is another one than was asked for",
        ),
        (
            "DescribeStacks",
            changed("DescribeStacks", "Stacks", 0, "StackId", to="Ci"),
            "DescribeStacks.Stacks[].StackId is not an ARN of cloudformation",
        ),
        (
            "DescribeStacks",
            changed("DescribeStacks", "Stacks", 0, "StackStatus", to={"a": "b"}),
            "DescribeStacks.Stacks[].StackStatus is not text",
        ),
        (
            "DescribeStacks",
            changed("DescribeStacks", "Stacks", 0, "Parameters", to=[{"ParameterValue": "main"}]),
            "DescribeStacks.Stacks[].Parameters[] has no ParameterKey",
        ),
        ("ListStackResources", {}, "ListStackResources has no StackResourceSummaries"),
        (
            "ListStackResources",
            {"StackResourceSummaries": "none"},
            "ListStackResources.StackResourceSummaries is not a list of elements named member",
        ),
        (
            "ListStackResources",
            changed("ListStackResources", "StackResourceSummaries", 0, "PhysicalResourceId", to=""),
            "ListStackResources.StackResourceSummaries[] has no PhysicalResourceId",
        ),
        (
            "ListStackResources",
            {"StackResourceSummaries": [{"LogicalResourceId": "Hook", "ResourceType": HOOK["Type"]}]},
            "ListStackResources.StackResourceSummaries[] has no ResourceStatus",
        ),
        ("GetTemplate", {}, "GetTemplate has no TemplateBody"),
        ("GetTemplate", {"TemplateBody": {"Resources": "none"}}, "GetTemplate.TemplateBody is not text"),
        ("GetTemplate", {"TemplateBody": "{}"}, "GetTemplate.TemplateBody has no Resources"),
        ("GetTemplate", {"TemplateBody": '{"Resources": []}'}, "GetTemplate.TemplateBody has no Resources"),
        (
            "GetTemplate",
            {"TemplateBody": json.dumps({"Resources": {"Other": HOOK}})},
            "GetTemplate.TemplateBody has no Custom::CodeBuildWebhook Hook, and the stack has one",
        ),
        (
            "GetTemplate",
            {"TemplateBody": '{"Resources": ' + "[" * 100_000},
            "GetTemplate.TemplateBody is nested too deeply",
        ),
        (
            "GetTemplate",
            {
                "TemplateBody": '{"Resources": {"Hook": {"Type": "Custom::CodeBuildWebhook", "Properties": '
                + '{"a":' * 900
                + "1"
                + "}" * 903
            },
            "GetTemplate.TemplateBody is nested too deeply",
        ),
    ],
)
def test_a_strange_stack_is_named(answers: dict[str, Any], operation: str, answer: Any, flaw: str) -> None:
    answers[operation] = answer

    found = reading("Ci")

    assert ([str(each) for each in found.unread], found.is_strange) == ([STACK + strange(flaw)], True)
    assert [each.name for each in found.projects] == ["api", "web"]


@pytest.mark.parametrize("body", ["[]", '"ok"', "null", "7", "Log in"])
def test_a_template_that_is_none_is_named(answers: dict[str, Any], body: str) -> None:
    answers["GetTemplate"] = {"TemplateBody": body}

    found = reading("Ci")

    assert [str(each) for each in found.unread] == [
        f"{STACK}its template cannot be read: it is neither JSON nor YAML that this version knows"
    ]
    assert found.is_strange


@pytest.mark.parametrize(
    "part",
    [
        {"Parameters": "none"},
        {"Parameters": ["Branch"]},
        {"Parameters": {"Branch": "String"}},
        {"Parameters": {"Branch": {"Type": ["String"]}}},
        {"Resources": {"Hook": HOOK, "Other": {"Type": {}}}},
        {"Resources": {"Hook": HOOK, "Other": None}},
    ],
)
def test_a_strange_part_of_a_template_hides_no_webhook(answers: dict[str, Any], part: dict[str, Any]) -> None:
    answers["GetTemplate"] = {"TemplateBody": json.dumps({"Resources": {"Hook": HOOK}, **part})}

    found = reading("Ci")

    assert ([each.project for each in found.stack_webhooks], found.unread) == (["api"], ())


def nested(arn: str) -> dict[str, str]:
    return {
        "LogicalResourceId": "Inner",
        "PhysicalResourceId": arn,
        "ResourceType": "AWS::CloudFormation::Stack",
        "ResourceStatus": "CREATE_COMPLETE",
    }


def of_nested_stacks(answers: dict[str, Any], inner: Iterator[str]) -> None:
    """Nest another stack in each stack."""

    def described(request: dict[str, Any]) -> Any:
        stack = {"StackId": request["StackName"], "StackName": request["StackName"], "StackStatus": "CREATE_COMPLETE"}
        return {"Stacks": [stack if stack["StackId"] != "Ci" else {**stack, "StackId": STACK_ID}]}

    template = {"Resources": {"Inner": {"Type": "AWS::CloudFormation::Stack"}}}
    answers |= {
        "DescribeStacks": described,
        "ListStackResources": lambda _: {"StackResourceSummaries": [nested(next(inner))]},
        "GetTemplate": {"TemplateBody": json.dumps(template)},
    }


def test_a_stack_that_is_in_itself_is_read_once(answers: dict[str, Any]) -> None:
    of_nested_stacks(answers, iter([STACK_ID, STACK_ID]))

    assert unread("Ci") == []


def test_stacks_in_stacks_without_an_end_are_named(answers: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webhook_constructs.audit.reading.stacks._MOST_STACKS", 20)
    of_nested_stacks(answers, (f"{STACK_ID}{index}" for index in count()))

    assert unread("Ci") == [STACK + strange("ListStackResources lists more than 20 stacks in the stack")]
