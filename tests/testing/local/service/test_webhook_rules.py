"""What CodeBuild refuses."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from collections.abc import Callable

    from webhook_constructs.testing.local import LocalAws

SCOPED = "CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION"


def source_of(kind: str, location: str = "https://git.example.com/octo/app.git") -> dict[str, str]:
    return {"type": kind, "location": location}


def group(*filters: tuple[str, str]) -> list[dict[str, str]]:
    return [{"type": kind, "pattern": pattern} for kind, pattern in filters]


def refusal(codebuild: Any, **parameters: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as refused:
        codebuild.create_webhook(projectName="ci", **parameters)
    error = refused.value.response["Error"]
    return error["Code"], error["Message"]


@pytest.mark.parametrize(
    ("provider", "name"),
    [
        ("GITHUB", "GitHub"),
        ("BITBUCKET", "Bitbucket"),
        ("GITLAB", "GitLab"),
        ("GITHUB_ENTERPRISE", "GitHub Enterprise"),
    ],
)
def test_a_filter_that_an_event_does_not_have_is_refused_in_the_words_of_the_service(
    codebuild: Any, make_project: Callable[..., str], provider: str, name: str
) -> None:
    make_project(source=source_of(provider))
    groups = [group(("EVENT", "PUSH"), ("BASE_REF", "main"))]
    assert refusal(codebuild, filterGroups=groups) == (
        "InvalidInputException",
        (
            f"The following filter types are not allowed for {name} webhook when EVENT is [PUSH]: [BASE_REF]. "
            "Make sure input filter types are supported by all the EVENT types specified."
        ),
    )


@pytest.mark.parametrize(
    ("provider", "filters"),
    [
        pytest.param("GITHUB", [("EVENT", "PUSH, PULL_REQUEST_CREATED"), ("BASE_REF", "x")], id="one-event-of-two"),
        pytest.param("GITHUB", [("EVENT", "RELEASED"), ("FILE_PATH", "x")], id="file-path-of-release"),
        pytest.param("GITHUB", [("EVENT", "PUSH"), ("TAG_NAME", "x")], id="tag-name-of-push"),
        pytest.param("GITHUB", [("EVENT", "PUSH"), ("WORKFLOW_NAME", "x")], id="workflow-of-push"),
        pytest.param("GITHUB", [("EVENT", "PUSH"), ("REPOSITORY_NAME", "x")], id="repository-without-scope"),
        pytest.param("GITHUB", [("EVENT", "WORKFLOW_JOB_QUEUED"), ("ORGANIZATION_NAME", "x")], id="not-global"),
        pytest.param("GITHUB", [("HEAD_REF", "x")], id="no-event"),
        pytest.param("GITHUB", [], id="empty-group"),
        pytest.param("GITHUB", [("EVENT", "PUSHED")], id="unknown-event"),
        pytest.param("GITHUB_ENTERPRISE", [("EVENT", "PULL_REQUEST_UPDATED"), ("COMMIT_MESSAGE", "x")], id="ghe-pull"),
        pytest.param("GITHUB_ENTERPRISE", [("EVENT", "RELEASED")], id="ghe-release"),
        pytest.param("BITBUCKET", [("EVENT", "PULL_REQUEST_REOPENED")], id="bitbucket-reopened"),
        pytest.param("GITLAB", [("EVENT", "PRERELEASED")], id="gitlab-prereleased"),
        pytest.param("GITHUB", [("EVENT", "PUSH"), ("HEAD_REF", "^(?!main$)")], id="lookahead"),
        pytest.param("GITHUB", [("EVENT", "PUSH"), ("HEAD_REF", r"(a)\1")], id="backreference"),
    ],
)
def test_a_filter_group_is_refused(
    codebuild: Any, make_project: Callable[..., str], provider: str, filters: list[tuple[str, str]]
) -> None:
    make_project(source=source_of(provider))
    assert refusal(codebuild, filterGroups=[group(*filters)])[0] == "InvalidInputException"


@pytest.mark.parametrize(
    ("provider", "filters"),
    [
        pytest.param("GITHUB", [("EVENT", "PULL_REQUEST_CREATED"), ("BASE_REF", "x"), ("FILE_PATH", "x")], id="pull"),
        pytest.param("GITHUB", [("EVENT", "RELEASED,PRERELEASED"), ("TAG_NAME", "x")], id="release"),
        pytest.param("GITHUB", [("EVENT", "WORKFLOW_JOB_QUEUED"), ("WORKFLOW_NAME", "x")], id="workflow"),
        pytest.param("GITHUB", [("EVENT", "PUSH"), ("HEAD_REF", "a"), ("HEAD_REF", "b")], id="same-type-twice"),
        pytest.param("GITHUB_ENTERPRISE", [("EVENT", "PUSH"), ("FILE_PATH", "x")], id="ghe-push"),
        pytest.param("GITHUB_ENTERPRISE", [("EVENT", "PULL_REQUEST_UPDATED"), ("FILE_PATH", "x")], id="ghe-pull"),
        pytest.param("GITLAB", [("EVENT", "PULL_REQUEST_REOPENED")], id="gitlab-reopened"),
        pytest.param("GITHUB", [("EVENT", "PUSH"), ("HEAD_REF", r"\Qa.b\E\z")], id="re2-only-syntax"),
    ],
)
def test_a_filter_group_is_taken(
    codebuild: Any, make_project: Callable[..., str], provider: str, filters: list[tuple[str, str]]
) -> None:
    make_project(source=source_of(provider))
    codebuild.create_webhook(projectName="ci", filterGroups=[group(*filters)])


def test_groups_of_different_kinds_go_together(codebuild: Any, make_project: Callable[..., str]) -> None:
    make_project(source=source_of("GITHUB"))
    groups = [group(("EVENT", "PUSH")), group(("EVENT", "WORKFLOW_JOB_QUEUED")), group(("EVENT", "RELEASED"))]
    codebuild.create_webhook(projectName="ci", filterGroups=groups)


def test_a_branch_filter_and_filter_groups_exclude_each_other(codebuild: Any, make_project: Callable[..., str]) -> None:
    make_project()
    both = {"branchFilter": "main", "filterGroups": [group(("EVENT", "PUSH"))]}
    text = "You cannot use branchFilter and filterGroups at the same time. Specify the branch filter using filterGroups"
    assert refusal(codebuild, **both) == ("InvalidInputException", text)
    codebuild.create_webhook(projectName="ci")
    with pytest.raises(codebuild.exceptions.InvalidInputException, match="You cannot use branchFilter"):
        codebuild.update_webhook(projectName="ci", **both)


def test_an_empty_branch_filter_is_refused_in_the_words_of_the_service(
    codebuild: Any, make_project: Callable[..., str]
) -> None:
    make_project()
    assert refusal(codebuild, branchFilter="") == (
        "ValidationException",
        (
            "1 validation error detected: Value '' at 'newProjectVersion.webhook.branches' failed to satisfy "
            "constraint: Member must have length greater than or equal to 1"
        ),
    )


@pytest.mark.parametrize("kind", ["CODECOMMIT", "CODEPIPELINE", "S3", "NO_SOURCE"])
def test_a_source_without_webhooks_is_refused(codebuild: Any, make_project: Callable[..., str], kind: str) -> None:
    make_project(source=source_of(kind))
    assert refusal(codebuild)[0] == "InvalidInputException"


@pytest.mark.parametrize(
    ("parameters", "place"),
    [
        pytest.param({"buildType": "BATCH"}, "buildType", id="build-type"),
        pytest.param({"filterGroups": [group(("NOPE", "x"))]}, "filterGroups.1.member.1.member.type", id="filter-type"),
        pytest.param(
            {"pullRequestBuildPolicy": {"requiresCommentApproval": "SOME"}},
            "pullRequestBuildPolicy.requiresCommentApproval",
            id="approval",
        ),
        pytest.param(
            {"scopeConfiguration": {"name": "octo", "scope": "GITHUB_TEAM"}}, "scopeConfiguration.scope", id="scope"
        ),
    ],
)
def test_a_value_outside_of_an_enum_is_a_validation_error(
    codebuild: Any, make_project: Callable[..., str], parameters: dict[str, Any], place: str
) -> None:
    make_project()
    code, message = refusal(codebuild, **parameters)
    assert code == "ValidationException"
    assert f"at '{place}' failed to satisfy constraint: Member must satisfy enum value set: [" in message


@pytest.mark.parametrize("name", ["a b", "-x", "a" * 151])
def test_a_project_name_has_a_pattern(codebuild: Any, name: str) -> None:
    with pytest.raises(ClientError, match="Member must satisfy regular expression pattern"):
        codebuild.create_webhook(projectName=name)


@pytest.mark.parametrize(
    ("parameters", "text"),
    [
        pytest.param({}, 'Missing required parameter in input: "projectName"', id="missing"),
        pytest.param({"projectName": "ci", "filters": []}, 'Unknown parameter in input: "filters"', id="unknown"),
        pytest.param({"projectName": "ci", "manualCreation": "true"}, "Invalid type for parameter", id="type"),
    ],
)
def test_what_a_client_would_have_refused_is_refused_by_the_service_as_well(
    aws: LocalAws, parameters: dict[str, Any], text: str
) -> None:
    headers = {"X-Amz-Target": "CodeBuild_20161006.CreateWebhook", "Content-Type": "application/x-amz-json-1.1"}
    request = AWSRequest("POST", f"{aws.endpoint_url}/", headers, json.dumps(parameters).encode())
    SigV4Auth(Credentials("test", "test"), "codebuild", aws.region).add_auth(request)
    prepared = request.prepare()
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(urllib.request.Request(prepared.url, prepared.body, dict(prepared.headers)), timeout=5)
    error = json.load(refused.value)
    assert error["__type"] == "ValidationException"
    assert text in error["message"]


ORGANIZATION = {"name": "octo", "scope": "GITHUB_ORGANIZATION"}
GLOBAL = {"name": "octo", "scope": "GITHUB_GLOBAL"}
GROUP = {"name": "octo", "scope": "GITLAB_GROUP"}


@pytest.mark.parametrize(
    ("kind", "location", "scope"),
    [
        pytest.param("GITHUB", "https://github.com/octo/app", ORGANIZATION, id="not-the-scoped-location"),
        pytest.param("GITHUB", SCOPED, None, id="no-scope"),
        pytest.param("GITHUB", SCOPED, GROUP, id="scope-of-another-provider"),
        pytest.param("BITBUCKET", SCOPED, ORGANIZATION, id="provider-without-scopes"),
        pytest.param("GITHUB_ENTERPRISE", SCOPED, ORGANIZATION, id="enterprise-without-domain"),
        pytest.param("GITLAB_SELF_MANAGED", SCOPED, GROUP, id="self-managed-without-domain"),
    ],
)
def test_a_scope_is_refused(
    codebuild: Any, make_project: Callable[..., str], kind: str, location: str, scope: dict[str, str] | None
) -> None:
    make_project(source=source_of(kind, location))
    parameters = {} if scope is None else {"scopeConfiguration": scope}
    assert refusal(codebuild, **parameters)[0] == "InvalidInputException"


@pytest.mark.parametrize(
    ("kind", "scope", "filters"),
    [
        pytest.param("GITHUB", ORGANIZATION, [("EVENT", "PUSH"), ("REPOSITORY_NAME", "app")], id="organization"),
        pytest.param("GITHUB", GLOBAL, [("EVENT", "WORKFLOW_JOB_QUEUED"), ("ORGANIZATION_NAME", "o")], id="global"),
        pytest.param("GITLAB", GROUP, [("EVENT", "PUSH"), ("REPOSITORY_NAME", "app")], id="group"),
        pytest.param(
            "GITHUB_ENTERPRISE", {**ORGANIZATION, "domain": "https://git.example.com"}, [("EVENT", "PUSH")], id="ghe"
        ),
    ],
)
def test_a_scope_is_taken(  # noqa: PLR0913, PLR0917
    aws: LocalAws, codebuild: Any, make_project: Callable[..., str], kind: str, scope: Any, filters: Any
) -> None:
    make_project(source=source_of(kind, SCOPED))
    webhook = codebuild.create_webhook(projectName="ci", scopeConfiguration=scope, filterGroups=[group(*filters)])
    assert webhook["webhook"]["scopeConfiguration"] == scope
    assert aws.codebuild.hooks_at_host["ci"].repository == "octo"
    assert aws.codebuild.hooks_at_host["ci"].scope == scope["scope"]
