"""Whatever an event holds: a request that botocore's model accepts, or an error of our own."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.validate import ParamValidator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.extent import examples
from webhook_constructs.handler import answer, index
from webhook_constructs.handler.identity import PhysicalId, ProjectRef
from webhook_constructs.handler.request import DesiredWebhook, Request, RequestError
from webhook_constructs.handler.retry import Retry

bounded = settings(
    max_examples=examples(200), derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

MODEL = boto3.client("codebuild", region_name="us-east-1").meta.service_model
FIXED_AT_CREATION = ("manualCreation", "scopeConfiguration")

PROPERTIES: dict[str, Any] = {
    "ServiceToken": "arn:aws:lambda:us-east-1:111111111111:function:Handler",
    "ProjectName": "api",
    "Region": "eu-west-1",
    "Account": "111111111111",
    "Source": {"Type": "GITHUB", "Location": "https://github.com/acme/api"},
    "FilterGroups": [
        [
            {"Type": "EVENT", "Pattern": "PUSH"},
            {"Type": "HEAD_REF", "Pattern": "^refs/heads/main$", "ExcludeMatchedPattern": "false"},
        ]
    ],
    "BranchFilter": "^main$",
    "BuildType": "BUILD_BATCH",
    "ManualCreation": "true",
    "ScopeConfiguration": {"Name": "acme", "Scope": "GITHUB_ORGANIZATION", "Domain": "https://git.example.com"},
    "PullRequestBuildPolicy": {"RequiresCommentApproval": "DISABLED", "ApproverRoles": ["GITHUB_ADMIN"]},
    "OnExistingWebhook": "ADOPT",
    "SecretArn": "arn:aws:secretsmanager:us-east-1:111111111111:secret:webhook-AbCdEf",
    "AllowNewSecret": "true",
    "RotateSecretOn": "2026-q4",
    "RedeployOn": "1",
}
EVENT: dict[str, Any] = {
    "RequestType": "Update",
    "RequestId": "11111111-2222-4333-8444-555555555555",
    "StackId": "arn:aws:cloudformation:us-east-1:111111111111:stack/Stack/0f3a",
    "LogicalResourceId": "Webhook",
    "PhysicalResourceId": "api",
    "ResponseURL": "https://example.com/answer",
    "ResourceProperties": PROPERTIES,
    "OldResourceProperties": PROPERTIES,
}

texts = st.one_of(
    st.text(max_size=8),
    st.text(st.characters(categories=["Cs"]), min_size=1, max_size=2),
    st.sampled_from(["", "true", "False", "TRUE", "yes", "null", "api", "api#adopted", "{", "%s", "\0", "x" * 9000]),
)
junk = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), texts),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.one_of(texts, st.sampled_from(["Type", "Pattern", "Name", "Scope"])), inner, max_size=3),
    ),
    max_leaves=8,
)
"""JSON, and what the JSON of Python lets through besides: surrogates, NaN."""


def places_in(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place inside a document, its root left out."""
    children: Any = ()
    if isinstance(value, dict):
        children = value.items()
    elif isinstance(value, list):
        children = enumerate(value)
    for key, child in children:
        yield (*path, key)
        yield from places_in(child, (*path, key))


@st.composite
def mutations(draw: st.DrawFn, valid: dict[str, Any]) -> dict[str, Any]:
    """A valid document in which some places are dropped, replaced by junk, or joined by it."""
    document = copy.deepcopy(valid)
    for _ in range(draw(st.integers(0, 4))):
        path = draw(st.sampled_from(list(places_in(document)) or [()]))
        if not path:
            break
        parent = document
        for key in path[:-1]:
            parent = parent[key]
        what = draw(st.sampled_from(["drop", "replace", "add"]))
        if what == "drop":
            del parent[path[-1]]
        elif what == "replace":
            parent[path[-1]] = draw(junk)
        elif isinstance(parent, dict):
            parent[draw(texts)] = draw(junk)
        else:
            parent.append(draw(junk))
    return document


def problems_of(operation: str, parameters: dict[str, Any]) -> str:
    """What botocore's own model says against the input of an operation."""
    shape = MODEL.operation_model(operation).input_shape
    report: str = ParamValidator().validate(parameters, shape).generate_report()
    return report


def assert_acceptable(properties: dict[str, Any]) -> None:
    try:
        desired = DesiredWebhook.from_properties(properties)
    except RequestError as error:
        assert str(error)  # noqa: PT017 - either this or all that follows
        return
    created = {"projectName": desired.project_name, **desired.members}
    updated = {name: value for name, value in created.items() if name not in FIXED_AT_CREATION}
    assert problems_of("CreateWebhook", created) == ""
    assert problems_of("UpdateWebhook", updated) == ""
    json.dumps(created)  # what the client sends


@bounded
@given(mutations(PROPERTIES))
def test_properties_give_parameters_that_botocore_accepts_or_a_request_error(properties: dict[str, Any]) -> None:
    assert_acceptable(properties)


@bounded
@given(st.dictionaries(st.sampled_from(list(PROPERTIES)), junk).map(lambda members: {"ProjectName": "api", **members}))
def test_properties_of_junk_give_parameters_that_botocore_accepts_or_a_request_error(
    properties: dict[str, Any],
) -> None:
    assert_acceptable(properties)


def test_a_scope_without_a_name_is_a_request_error() -> None:
    with pytest.raises(RequestError, match=r"^ScopeConfiguration\.Name is missing$"):
        DesiredWebhook.from_properties({"ProjectName": "api", "ScopeConfiguration": {"Scope": "GITHUB_ORGANIZATION"}})


@bounded
@given(mutations(EVENT))
def test_an_event_is_a_request_or_a_request_error(event: dict[str, Any]) -> None:
    try:
        request = Request.from_event(event)
    except RequestError as error:
        assert str(error)  # noqa: PT017 - either this or all that follows
        return
    assert_acceptable(request.properties)
    _ = request.previous


@bounded
@given(junk)
def test_an_event_of_junk_is_a_request_error(event: Any) -> None:
    with pytest.raises(RequestError):
        Request.from_event(event)


@dataclass
class Context:
    """What Lambda tells a function about itself."""

    invoked_function_arn: str = "arn:aws:lambda:us-east-1:111111111111:function:Handler"

    def get_remaining_time_in_millis(self) -> int:
        return 120_000


def refuse(request: Any, **_: Any) -> AWSResponse:
    """Answer any call of any service, before it is sent."""
    body = b'{"__type": "InvalidInputException", "message": "no"}'

    class Raw:
        def stream(self) -> Iterator[bytes]:
            yield body

        def read(self) -> bytes:
            return body

    return AWSResponse(request.url, 400, {}, Raw())


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The answers to CloudFormation; every service refuses every call."""
    sent: list[bytes] = []
    real = boto3.client

    def client(service: str, *, region_name: str | None = None, config: Any = None) -> Any:
        made = real(service, region_name=region_name or "us-east-1", config=config)
        made.meta.events.register("before-send", refuse)
        return made

    monkeypatch.setattr("webhook_constructs.handler.services.boto3.client", client)
    now = 0.0

    def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds

    monkeypatch.setattr(index, "Retry", lambda seconds_left: Retry(seconds_left, lambda: now, sleep))
    monkeypatch.setattr(answer, "send", lambda _url, body: sent.append(body))
    return sent


other_texts = st.dictionaries(
    st.sampled_from([name for name, value in PROPERTIES.items() if isinstance(value, str) and name != "Account"]),
    texts,
    max_size=2,
).map(lambda members: {**PROPERTIES, **members})
any_properties = st.one_of(
    other_texts, mutations(PROPERTIES), st.dictionaries(st.sampled_from(list(PROPERTIES)), junk, max_size=4)
)
requests = st.builds(
    lambda kind, properties, old, physical_id: {
        **EVENT,
        "RequestType": kind,
        "PhysicalResourceId": physical_id,
        "ResourceProperties": properties,
        "OldResourceProperties": old,
    },
    st.sampled_from(["Create", "Create", "Update", "Update", "Delete"]),
    any_properties,
    any_properties,
    st.sampled_from(["api", "api@eu-west-1", "web#moved-from=api:1f2e", "api#adopted", "api@no where", "Stack-Api-1X"]),
)


@bounded
@given(event=requests)
def test_every_request_is_answered_within_the_limit(answers: list[bytes], event: dict[str, Any]) -> None:
    answers.clear()
    index.handler(event, Context())

    (body,) = answers
    assert len(body) <= answer.MAXIMUM_BYTES
    assert "unexpected error" not in body.decode()
    is_nothing = event["RequestType"] == "Delete" and not PhysicalId.parse(event["PhysicalResourceId"]).is_ours
    assert json.loads(body)["Status"] == ("SUCCESS" if is_nothing else "FAILED")


def test_a_secret_arn_that_is_none_is_named_in_the_reason(answers: list[bytes]) -> None:
    properties = {"ProjectName": "api", "ManualCreation": "true", "SecretArn": "webhook"}
    index.handler({**EVENT, "RequestType": "Create", "ResourceProperties": properties}, Context())

    assert "SecretArn" in json.loads(answers[0])["Reason"]


ids = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=255)


@bounded
@given(
    stack_id=ids,
    logical_id=ids,
    physical_id=st.text(max_size=250),
    reason=st.one_of(st.none(), texts, st.text(min_size=1).map(lambda text: text * 2000)),
    url=st.text(max_size=250),
    kind=st.sampled_from(["Create", "Update", "Delete"]),
)
def test_an_answer_is_never_longer_than_cloudformation_takes(  # noqa: PLR0913, PLR0917 - one argument for each part
    stack_id: str, logical_id: str, physical_id: str, reason: str | None, url: str, kind: str
) -> None:
    event = {**EVENT, "StackId": stack_id, "LogicalResourceId": logical_id, "RequestType": kind}
    body = answer.body_of(Request.from_event(event), physical_id=physical_id, reason=reason, url=url)

    assert len(body) <= answer.MAXIMUM_BYTES
    answered = json.loads(body)
    assert answered["Status"] == ("SUCCESS" if reason is None else "FAILED")
    assert (reason is None) == ("Reason" not in answered)
    assert reason is None or answered["Reason"]


id_texts = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.sampled_from(
            ["api", "web", "@", "eu-west-1", "#", "adopted", "+", ":", "moved-from=", "not-created", "1f2e", "="]
        ),
        max_size=9,
    ).map("".join),
)
names = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{1,20}", fullmatch=True)
projects = st.builds(ProjectRef, names, st.one_of(st.none(), st.sampled_from(["eu-west-1", "us-gov-east-1"])))


@bounded
@given(id_texts)
def test_any_text_is_an_id_and_reads_back_as_it_is_written(text: str) -> None:
    read = PhysicalId.parse(text)

    assert PhysicalId.parse(str(read)) == read
    assert str(PhysicalId.parse(str(read))) == str(read)


@bounded
@given(st.builds(PhysicalId, projects, st.booleans(), st.booleans()), projects, st.booleans())
def test_an_id_that_we_make_reads_back_as_it_was(first: PhysicalId, project: ProjectRef, adopted: bool) -> None:  # noqa: FBT001 - drawn
    moved = first.moved_to(project, {"url": "https://example.com/1"}, is_adopted=adopted)
    for made in (first, first.ours(), moved, moved.moved_to(first.project, {}, is_adopted=False)):
        assert PhysicalId.parse(str(made)) == made
