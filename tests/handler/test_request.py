from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest

from webhook_constructs.handler.request import DesiredWebhook, Request, RequestError

EVENT = {
    "RequestType": "Update",
    "RequestId": "request-1",
    "StackId": "stack-1",
    "LogicalResourceId": "Webhook",
    "PhysicalResourceId": "api",
    "ResponseURL": "https://example.com/signed",
    "ResourceProperties": {"ProjectName": "api"},
    "OldResourceProperties": {"ProjectName": "old"},
}


def test_an_event_is_read_with_both_sets_of_properties() -> None:
    request = Request.from_event({**EVENT, "ServiceToken": "arn", "ResourceType": "Custom::CodeBuildWebhook"})

    assert (request.request_type, request.request_id, request.stack_id) == ("Update", "request-1", "stack-1")
    assert (request.logical_resource_id, request.physical_resource_id) == ("Webhook", "api")
    assert request.desired == DesiredWebhook("api")
    assert request.previous == DesiredWebhook("old")


SENT = datetime(2026, 11, 30, 18, 0, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("query", "sent"),
    [
        pytest.param("?X-Amz-Date=20261130T180000Z&X-Amz-Expires=7200", SENT, id="signature version 4"),
        pytest.param(f"?Expires={SENT.timestamp() + 7200:.0f}&Signature=x", SENT, id="signature version 2"),
        pytest.param("?X-Amz-Date=yesterday", None, id="no date"),
        pytest.param("?Expires=soon", None, id="no number"),
        pytest.param(f"?Expires={10**30}", None, id="no time"),
        pytest.param("", None, id="no query"),
    ],
)
def test_the_response_url_says_when_the_event_was_sent(query: str, sent: datetime | None) -> None:
    event = {**EVENT, "ResponseURL": f"https://example.com/signed{query}"}

    assert Request.from_event(event).sent == sent


@pytest.mark.parametrize(("region", "read"), [("us-east-1", None), ("eu-west-1", "eu-west-1")])
def test_the_stacks_own_region_is_not_part_of_the_place(region: str, read: str | None) -> None:
    properties = {"ProjectName": "api", "Region": region}
    stack = {"StackId": "arn:aws:cloudformation:us-east-1:111111111111:stack/Stack/0f3a"}
    event = {**EVENT, **stack, "ResourceProperties": properties, "OldResourceProperties": properties}

    assert Request.from_event(event).desired == DesiredWebhook("api", region=read)
    assert Request.from_event(event).previous == DesiredWebhook("api", region=read)


def test_the_response_url_and_the_properties_are_not_in_the_repr() -> None:
    assert "signed" not in repr(Request.from_event(EVENT))
    assert "ProjectName" not in repr(Request.from_event(EVENT))


def test_a_create_has_no_physical_id() -> None:
    event = {name: value for name, value in EVENT.items() if name != "PhysicalResourceId"}

    assert Request.from_event({**event, "RequestType": "Create"}).physical_resource_id is None


@pytest.mark.parametrize(
    ("change", "text"),
    [
        pytest.param({"RequestType": "Read"}, "RequestType must be Create, Update or Delete, got 'Read'", id="type"),
        pytest.param({"RequestType": 1}, "RequestType must be a text, got int", id="type-number"),
        pytest.param({"ResponseURL": None}, "ResponseURL must be a text, got NoneType", id="url"),
        pytest.param({"ResourceProperties": []}, "ResourceProperties must be a map, got list", id="properties"),
        pytest.param({"PhysicalResourceId": 3}, "PhysicalResourceId must be a text, got int", id="physical-id"),
    ],
)
def test_an_event_that_is_not_cloudformations_is_refused(change: dict[str, Any], text: str) -> None:
    with pytest.raises(RequestError) as refused:
        Request.from_event({**EVENT, **change})

    assert str(refused.value) == text


@pytest.mark.parametrize("event", [None, 7, "event", []])
def test_an_event_that_is_no_map_is_refused(event: Any) -> None:
    with pytest.raises(RequestError, match=f"the event must be a map, got {type(event).__name__}"):
        Request.from_event(event)


@pytest.mark.parametrize(
    "name", ["RequestType", "RequestId", "StackId", "LogicalResourceId", "ResponseURL", "PhysicalResourceId"]
)
def test_an_event_without_a_field_is_refused_by_the_fields_name(name: str) -> None:
    with pytest.raises(RequestError) as refused:
        Request.from_event({key: value for key, value in EVENT.items() if key != name})

    assert str(refused.value) == f"{name} is missing"


def test_properties_become_members_of_the_api_and_strings_become_booleans() -> None:
    webhook = DesiredWebhook.from_properties(
        {
            "ServiceToken": "arn",
            "ServiceTimeout": "600",
            "ProjectName": "api",
            "Region": "eu-west-1",
            "Account": "123456789012",
            "Source": {"Type": "GITHUB", "Location": "https://github.com/o/r"},
            "FilterGroups": [
                [
                    {"Type": "EVENT", "Pattern": "PUSH"},
                    {"Type": "HEAD_REF", "Pattern": "^refs/tags/", "ExcludeMatchedPattern": "true"},
                ],
                [{"Type": "EVENT", "Pattern": "RELEASED", "ExcludeMatchedPattern": "False"}],
            ],
            "BranchFilter": "main",
            "BuildType": "BUILD_BATCH",
            "ManualCreation": "true",
            "ScopeConfiguration": {"Name": "acme", "Scope": "GITHUB_ORGANIZATION", "Domain": "example.com"},
            "PullRequestBuildPolicy": {
                "RequiresCommentApproval": "ALL_PULL_REQUESTS",
                "ApproverRoles": ["GITHUB_ADMIN"],
            },
            "OnExistingWebhook": "ADOPT",
            "SecretArn": "arn:aws:secretsmanager:us-east-1:111111111111:secret:webhook-AbCdEf",
            "AllowNewSecret": "true",
            "RotateSecretOn": "2026-q4",
            "RedeployOn": "1",
            "SomethingNewer": "x",
        }
    )

    assert webhook == DesiredWebhook(
        project_name="api",
        region="eu-west-1",
        account="123456789012",
        members={
            "filterGroups": [
                [
                    {"type": "EVENT", "pattern": "PUSH"},
                    {"type": "HEAD_REF", "pattern": "^refs/tags/", "excludeMatchedPattern": True},
                ],
                [{"type": "EVENT", "pattern": "RELEASED", "excludeMatchedPattern": False}],
            ],
            "branchFilter": "main",
            "buildType": "BUILD_BATCH",
            "manualCreation": True,
            "scopeConfiguration": {"name": "acme", "scope": "GITHUB_ORGANIZATION", "domain": "example.com"},
            "pullRequestBuildPolicy": {
                "requiresCommentApproval": "ALL_PULL_REQUESTS",
                "approverRoles": ["GITHUB_ADMIN"],
            },
        },
        source={"Type": "GITHUB", "Location": "https://github.com/o/r"},
        adopts=True,
        secret_arn="arn:aws:secretsmanager:us-east-1:111111111111:secret:webhook-AbCdEf",
        allow_new_secret=True,
        rotate_secret_on="2026-q4",
        redeploy_on="1",
    )
    assert webhook.is_manual


def test_what_is_not_set_is_absent() -> None:
    webhook = DesiredWebhook.from_properties(
        {"ProjectName": "api", "PullRequestBuildPolicy": {"RequiresCommentApproval": "DISABLED"}}
    )

    assert webhook.members == {"pullRequestBuildPolicy": {"requiresCommentApproval": "DISABLED"}}
    assert not webhook.is_manual


def test_a_webhook_for_buildkite_is_always_manual() -> None:
    """As it is to the construct, which asks for a place for its secret."""
    assert DesiredWebhook.from_properties({"ProjectName": "api", "BuildType": "RUNNER_BUILDKITE_BUILD"}).is_manual


def test_a_scope_without_a_kind_is_an_organization() -> None:
    webhook = DesiredWebhook.from_properties({"ProjectName": "api", "ScopeConfiguration": {"Name": "acme"}})

    assert webhook.members == {"scopeConfiguration": {"name": "acme", "scope": "GITHUB_ORGANIZATION"}}


@pytest.mark.parametrize(
    ("properties", "text"),
    [
        pytest.param({}, "ProjectName is missing", id="no-project"),
        pytest.param({"ProjectName": ["api"]}, "ProjectName must be a text, got list", id="project-list"),
        pytest.param({"FilterGroups": "x"}, "FilterGroups must be a list, got str", id="groups"),
        pytest.param({"FilterGroups": [{}]}, "FilterGroups[0] must be a list, got dict", id="group"),
        pytest.param({"FilterGroups": [["x"]]}, "FilterGroups[0][0] must be a map, got str", id="filter"),
        pytest.param({"FilterGroups": [[{"Type": "EVENT"}]]}, "FilterGroups[0][0].Pattern is missing", id="pattern"),
        pytest.param(
            {"FilterGroups": [[{"Type": "EVENT", "Pattern": "PUSH", "ExcludeMatchedPattern": "yes"}]]},
            "FilterGroups[0][0].ExcludeMatchedPattern must be true or false, got 'yes'",
            id="exclude",
        ),
        pytest.param({"BranchFilter": "ma\ud800in"}, "BranchFilter holds half of a character at position 2", id="half"),
        pytest.param({"ManualCreation": 1}, "ManualCreation must be true or false, got 1", id="manual"),
        pytest.param({"ScopeConfiguration": {}}, "ScopeConfiguration.Name is missing", id="scope-name"),
        pytest.param(
            {"SecretArn": "webhook"},
            "SecretArn must be the ARN of a secret of Secrets Manager, got 'webhook'",
            id="secret-arn",
        ),
        pytest.param({"ScopeConfiguration": "acme"}, "ScopeConfiguration must be a map, got str", id="scope"),
        pytest.param(
            {"PullRequestBuildPolicy": {}}, "PullRequestBuildPolicy.RequiresCommentApproval is missing", id="policy"
        ),
        pytest.param(
            {"PullRequestBuildPolicy": {"RequiresCommentApproval": "DISABLED", "ApproverRoles": [1]}},
            "PullRequestBuildPolicy.ApproverRoles[0] must be a text, got int",
            id="role",
        ),
    ],
)
def test_a_property_of_another_type_is_refused_by_its_place(properties: dict[str, Any], text: str) -> None:
    with pytest.raises(RequestError) as refused:
        DesiredWebhook.from_properties({"ProjectName": "api", **properties} if properties else {})

    assert str(refused.value) == text


def test_old_properties_that_cannot_be_read_are_none() -> None:
    assert (
        Request.from_event({**EVENT, "OldResourceProperties": {"ProjectName": "old", "FilterGroups": 3}}).previous
        is None
    )


@pytest.mark.parametrize("name", ["x", "docs site", "p" * 4000])
def test_a_project_name_that_is_none_is_refused_and_cut(name: str) -> None:
    with pytest.raises(RequestError) as refused:
        DesiredWebhook.from_properties({"ProjectName": name})

    assert str(refused.value) == (
        "ProjectName must be 2 to 150 letters, digits, hyphens and underscores and begin with a letter or digit, got "
        f"{name[:200]!r}"
    )
