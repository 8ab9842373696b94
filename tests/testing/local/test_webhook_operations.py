"""What CreateWebhook, UpdateWebhook, DeleteWebhook and BatchGetProjects answer."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from collections.abc import Callable

    from webhook_constructs.testing.local import LocalAws

PUSH = [[{"type": "EVENT", "pattern": "PUSH"}]]
PUSH_READ_BACK = [[{"type": "EVENT", "pattern": "PUSH", "excludeMatchedPattern": False}]]
SOURCES = {
    "GITHUB": {"type": "GITHUB", "location": "https://github.com/octo/app.git"},
    "GITHUB_ENTERPRISE": {"type": "GITHUB_ENTERPRISE", "location": "https://git.example.com/octo/app.git"},
    "BITBUCKET": {"type": "BITBUCKET", "location": "https://bitbucket.org/octo/app.git"},
    "GITLAB": {"type": "GITLAB", "location": "https://gitlab.com/octo/app.git"},
    "GITLAB_SELF_MANAGED": {"type": "GITLAB_SELF_MANAGED", "location": "https://git.example.com/octo/app.git"},
    "NO_SOURCE": {"type": "NO_SOURCE"},
}


def shown(codebuild: Any, name: str = "ci") -> Any:
    return codebuild.batch_get_projects(names=[name])["projects"][0].get("webhook")


@pytest.mark.parametrize(
    ("source", "options", "members"),
    [
        pytest.param("GITHUB", {}, {"url", "payloadUrl"}, id="github"),
        pytest.param("GITHUB", {"manualCreation": True}, {"payloadUrl", "secret"}, id="github-manual"),
        pytest.param("GITHUB_ENTERPRISE", {}, {"payloadUrl", "secret"}, id="enterprise"),
        pytest.param("GITHUB_ENTERPRISE", {"manualCreation": True}, {"payloadUrl", "secret"}, id="enterprise-manual"),
        pytest.param("BITBUCKET", {}, {"url", "payloadUrl"}, id="bitbucket"),
        pytest.param("GITLAB", {}, {"url", "payloadUrl"}, id="gitlab"),
        pytest.param("GITLAB", {"manualCreation": True}, {"payloadUrl", "secret"}, id="gitlab-manual"),
        pytest.param("NO_SOURCE", {"buildType": "RUNNER_BUILDKITE_BUILD"}, {"payloadUrl", "secret"}, id="buildkite"),
    ],
)
def test_create_returns_url_payload_url_and_secret_by_provider_and_mode(
    codebuild: Any, make_project: Callable[..., str], source: str, options: dict[str, Any], members: set[str]
) -> None:
    make_project(source=SOURCES[source])
    webhook = codebuild.create_webhook(projectName="ci", **options)["webhook"]
    assert webhook.keys() & {"url", "payloadUrl", "secret"} == members


def test_a_github_hook_has_the_documented_url_and_payload_url(codebuild: Any, make_project: Callable[..., str]) -> None:
    make_project()
    webhook = codebuild.create_webhook(projectName="ci")["webhook"]
    assert webhook["url"].startswith("https://api.github.com/repos/octo/app/hooks/")
    assert webhook["payloadUrl"].startswith("https://codebuild.us-east-1.amazonaws.com/webhooks?t=")
    assert webhook["payloadUrl"].endswith("&v=1")


def test_the_secret_of_an_enterprise_hook_is_a_switch(
    aws: LocalAws, codebuild: Any, make_project: Callable[..., str]
) -> None:
    aws.codebuild.enterprise_returns_secret = False
    make_project(source=SOURCES["GITHUB_ENTERPRISE"])
    assert "secret" not in codebuild.create_webhook(projectName="ci")["webhook"]


def test_what_is_read_back_has_flags_and_the_default_policy_filled_in(
    codebuild: Any, make_project: Callable[..., str]
) -> None:
    make_project()
    groups = [
        [{"type": "EVENT", "pattern": "PULL_REQUEST_CREATED,  PUSH"}, {"type": "FILE_PATH", "pattern": "^src/"}],
        [{"type": "EVENT", "pattern": "PUSH"}, {"type": "HEAD_REF", "pattern": "x", "excludeMatchedPattern": True}],
    ]
    created = codebuild.create_webhook(projectName="ci", filterGroups=groups, buildType="BUILD_BATCH")["webhook"]
    webhook = shown(codebuild)
    assert webhook == created
    assert webhook["filterGroups"] == [
        [
            {"type": "EVENT", "pattern": "PULL_REQUEST_CREATED,  PUSH", "excludeMatchedPattern": False},
            {"type": "FILE_PATH", "pattern": "^src/", "excludeMatchedPattern": False},
        ],
        [
            {"type": "EVENT", "pattern": "PUSH", "excludeMatchedPattern": False},
            {"type": "HEAD_REF", "pattern": "x", "excludeMatchedPattern": True},
        ],
    ]
    assert webhook["buildType"] == "BUILD_BATCH"
    assert webhook["status"] == "ACTIVE"
    assert isinstance(webhook["lastModifiedSecret"], datetime)


@pytest.mark.parametrize(
    ("source", "roles"),
    [
        ("GITHUB", ["GITHUB_ADMIN", "GITHUB_MAINTAIN", "GITHUB_WRITE"]),
        ("GITHUB_ENTERPRISE", ["GITHUB_ADMIN", "GITHUB_MAINTAIN", "GITHUB_WRITE"]),
        ("BITBUCKET", ["BITBUCKET_ADMIN", "BITBUCKET_WRITE"]),
        ("GITLAB", ["GITLAB_OWNER", "GITLAB_MAINTAINER", "GITLAB_DEVELOPER"]),
        ("GITLAB_SELF_MANAGED", ["GITLAB_OWNER", "GITLAB_MAINTAINER", "GITLAB_DEVELOPER"]),
    ],
)
def test_the_default_policy_asks_for_approval_by_the_roles_of_the_provider(
    codebuild: Any, make_project: Callable[..., str], source: str, roles: list[str]
) -> None:
    make_project(source=SOURCES[source])
    policy = codebuild.create_webhook(projectName="ci")["webhook"]["pullRequestBuildPolicy"]
    assert policy == {"requiresCommentApproval": "ALL_PULL_REQUESTS", "approverRoles": roles}


@pytest.mark.parametrize(
    ("given", "read"),
    [
        pytest.param({"requiresCommentApproval": "DISABLED"}, {"requiresCommentApproval": "DISABLED"}, id="disabled"),
        pytest.param(
            {"requiresCommentApproval": "FORK_PULL_REQUESTS"},
            {
                "requiresCommentApproval": "FORK_PULL_REQUESTS",
                "approverRoles": ["GITHUB_ADMIN", "GITHUB_MAINTAIN", "GITHUB_WRITE"],
            },
            id="default-roles",
        ),
        pytest.param(
            {"requiresCommentApproval": "FORK_PULL_REQUESTS", "approverRoles": ["GITHUB_READ"]},
            {"requiresCommentApproval": "FORK_PULL_REQUESTS", "approverRoles": ["GITHUB_READ"]},
            id="own-roles",
        ),
    ],
)
def test_a_stated_policy_is_kept(
    codebuild: Any, make_project: Callable[..., str], given: dict[str, Any], read: dict[str, Any]
) -> None:
    make_project()
    codebuild.create_webhook(projectName="ci", pullRequestBuildPolicy=given)
    assert shown(codebuild)["pullRequestBuildPolicy"] == read


def test_a_project_never_shows_the_secret_nor_what_only_the_creator_of_a_manual_webhook_may_know(
    codebuild: Any, make_project: Callable[..., str]
) -> None:
    make_project()
    created = codebuild.create_webhook(projectName="ci", manualCreation=True)["webhook"]
    assert created["manualCreation"] is True
    assert shown(codebuild).keys().isdisjoint({"secret", "payloadUrl", "manualCreation", "url"})


def test_a_project_without_a_webhook_shows_none(codebuild: Any, make_project: Callable[..., str]) -> None:
    make_project()
    assert shown(codebuild) is None


def test_create_update_and_list_of_projects_work_as_before(codebuild: Any, make_project: Callable[..., str]) -> None:
    make_project()
    codebuild.create_webhook(projectName="ci")
    assert "webhook" in codebuild.update_project(name="ci", description="changed")["project"]
    assert codebuild.list_projects()["projects"] == ["ci"]
    assert codebuild.batch_get_projects(names=["ci", "absent"])["projectsNotFound"] == ["absent"]


def test_update_writes_new_settings_and_keeps_the_hook(codebuild: Any, make_project: Callable[..., str]) -> None:
    make_project()
    created = codebuild.create_webhook(projectName="ci", filterGroups=PUSH)["webhook"]
    groups = [[{"type": "EVENT", "pattern": "PULL_REQUEST_MERGED"}, {"type": "BASE_REF", "pattern": "main"}]]
    updated = codebuild.update_webhook(projectName="ci", filterGroups=groups, buildType="BUILD_BATCH")["webhook"]
    assert [f["type"] for f in updated["filterGroups"][0]] == ["EVENT", "BASE_REF"]
    assert (updated["url"], updated["payloadUrl"]) == (created["url"], created["payloadUrl"])
    assert shown(codebuild) == updated


@pytest.mark.parametrize(
    ("mode", "groups", "approval"),
    [("keep", PUSH_READ_BACK, "DISABLED"), ("clear", None, "ALL_PULL_REQUESTS")],
)
def test_what_update_leaves_out_is_kept_or_cleared_by_a_switch_and_build_type_is_kept(  # noqa: PLR0913, PLR0917
    aws: LocalAws, codebuild: Any, make_project: Callable[..., str], mode: Any, groups: Any, approval: str
) -> None:
    make_project()
    policy = {"requiresCommentApproval": "DISABLED"}
    codebuild.create_webhook(
        projectName="ci", filterGroups=PUSH, buildType="BUILD_BATCH", pullRequestBuildPolicy=policy
    )
    aws.codebuild.omitted_on_update = mode
    webhook = codebuild.update_webhook(projectName="ci")["webhook"]
    assert webhook.get("filterGroups") == groups
    assert webhook["pullRequestBuildPolicy"]["requiresCommentApproval"] == approval
    assert webhook["buildType"] == "BUILD_BATCH"


def test_filter_groups_take_the_place_of_a_branch_filter_and_back(
    codebuild: Any, make_project: Callable[..., str]
) -> None:
    make_project()
    codebuild.create_webhook(projectName="ci", branchFilter="^main$")
    assert "branchFilter" not in codebuild.update_webhook(projectName="ci", filterGroups=PUSH)["webhook"]
    assert "filterGroups" not in codebuild.update_webhook(projectName="ci", branchFilter="^main$")["webhook"]


@pytest.mark.parametrize("returned", [True, False])
def test_rotation_makes_a_new_secret_and_returns_it_by_a_switch(
    aws: LocalAws,
    codebuild: Any,
    make_project: Callable[..., str],
    returned: bool,  # noqa: FBT001
) -> None:
    make_project()
    created = codebuild.create_webhook(projectName="ci", manualCreation=True)["webhook"]
    aws.codebuild.rotation_returns_secret = returned
    before = aws.codebuild.confidential_values
    updated = codebuild.update_webhook(projectName="ci", rotateSecret=True)["webhook"]
    assert ("secret" in updated) is returned
    assert updated.get("secret") != created["secret"]
    assert len(aws.codebuild.confidential_values - before) == 1
    assert updated["lastModifiedSecret"] > created["lastModifiedSecret"]


def test_an_update_without_rotation_returns_no_secret(codebuild: Any, make_project: Callable[..., str]) -> None:
    make_project()
    codebuild.create_webhook(projectName="ci", manualCreation=True)
    assert "secret" not in codebuild.update_webhook(projectName="ci", filterGroups=PUSH)["webhook"]


def test_bitbucket_ignores_rotation(aws: LocalAws, codebuild: Any, make_project: Callable[..., str]) -> None:
    make_project(source=SOURCES["BITBUCKET"])
    codebuild.create_webhook(projectName="ci")
    before = aws.codebuild.confidential_values
    updated = codebuild.update_webhook(projectName="ci", rotateSecret=True)["webhook"]
    assert updated.keys().isdisjoint({"secret", "lastModifiedSecret"})
    assert aws.codebuild.confidential_values == before


def test_delete_forgets_the_webhook(codebuild: Any, make_project: Callable[..., str]) -> None:
    make_project()
    codebuild.create_webhook(projectName="ci")
    codebuild.delete_webhook(projectName="ci")
    assert shown(codebuild) is None


def test_a_project_has_one_webhook(codebuild: Any, make_project: Callable[..., str]) -> None:
    make_project()
    codebuild.create_webhook(projectName="ci")
    with pytest.raises(codebuild.exceptions.ResourceAlreadyExistsException):
        codebuild.create_webhook(projectName="ci")


@pytest.mark.parametrize("operation", ["create_webhook", "update_webhook", "delete_webhook"])
def test_a_project_that_is_not_there_is_not_found(codebuild: Any, operation: str) -> None:
    with pytest.raises(codebuild.exceptions.ResourceNotFoundException):
        getattr(codebuild, operation)(projectName="absent")


@pytest.mark.parametrize("operation", ["update_webhook", "delete_webhook"])
def test_a_webhook_that_is_not_there_is_not_found(
    codebuild: Any, make_project: Callable[..., str], operation: str
) -> None:
    make_project()
    with pytest.raises(codebuild.exceptions.ResourceNotFoundException):
        getattr(codebuild, operation)(projectName="ci")


def test_a_webhook_passes_through_the_statuses_that_were_ordered(
    aws: LocalAws, codebuild: Any, make_project: Callable[..., str]
) -> None:
    aws.codebuild.status_sequence = ["CREATING", "CREATING", "ACTIVE"]
    make_project()
    created = codebuild.create_webhook(projectName="ci")["webhook"]["status"]
    read = [shown(codebuild)["status"] for _ in range(3)]
    assert [created, *read] == ["CREATING", "CREATING", "ACTIVE", "ACTIVE"]


def test_a_failed_creation_has_a_message_and_no_hook_at_the_host(
    aws: LocalAws, codebuild: Any, make_project: Callable[..., str]
) -> None:
    aws.codebuild.status_sequence = ["CREATING", ("CREATE_FAILED", "why")]
    make_project()
    codebuild.create_webhook(projectName="ci")
    webhook = shown(codebuild)
    assert (webhook["status"], webhook["statusMessage"]) == ("CREATE_FAILED", "why")
    assert aws.codebuild.hooks_at_host == {}
    codebuild.delete_webhook(projectName="ci")
    assert shown(codebuild) is None


def test_older_regions_report_no_status(aws: LocalAws, codebuild: Any, make_project: Callable[..., str]) -> None:
    aws.codebuild.report_status = False
    make_project()
    assert "status" not in codebuild.create_webhook(projectName="ci")["webhook"]
    assert "status" not in shown(codebuild)


def test_a_changed_source_makes_codebuild_forget_the_webhook_which_lives_on_at_the_host(
    aws: LocalAws, codebuild: Any, make_project: Callable[..., str]
) -> None:
    make_project()
    codebuild.create_webhook(projectName="ci")
    codebuild.update_project(name="ci", description="other")
    assert shown(codebuild) is not None
    codebuild.update_project(name="ci", source={"type": "GITHUB", "location": "https://github.com/octo/other.git"})
    assert shown(codebuild) is None
    assert set(aws.codebuild.hooks_at_host) == {"ci"}


def test_a_region_has_its_own_projects(aws: LocalAws, codebuild: Any, make_project: Callable[..., str]) -> None:
    abroad = aws.client("codebuild", "eu-west-1")
    make_project()
    make_project(client=abroad)
    webhook = abroad.create_webhook(projectName="ci")["webhook"]
    assert webhook["payloadUrl"].startswith("https://codebuild.eu-west-1.amazonaws.com/webhooks?t=")
    assert shown(codebuild) is None
    assert set(aws.codebuild.hooks_at_host) == {"ci@eu-west-1"}
    assert [call.region for call in aws.codebuild.calls] == ["eu-west-1", "us-east-1"]


def test_each_webhook_has_its_own_confidential_values(
    aws: LocalAws, codebuild: Any, make_project: Callable[..., str]
) -> None:
    made = [
        codebuild.create_webhook(projectName=make_project(name), manualCreation=True)["webhook"]
        for name in ("one", "two")
    ]
    values = {webhook[member] for webhook in made for member in ("payloadUrl", "secret")}
    assert len(values) == 4
    assert aws.codebuild.confidential_values == values


def test_a_call_is_recorded_with_its_parameters_and_its_error(
    aws: LocalAws, codebuild: Any, make_project: Callable[..., str]
) -> None:
    make_project()
    codebuild.create_webhook(projectName="ci", filterGroups=PUSH)
    with pytest.raises(ClientError):
        codebuild.create_webhook(projectName="ci")
    codebuild.delete_webhook(projectName="ci")
    shown(codebuild)
    assert [(call.operation, call.parameters, call.error) for call in aws.codebuild.calls] == [
        ("CreateWebhook", {"projectName": "ci", "filterGroups": PUSH}, None),
        ("CreateWebhook", {"projectName": "ci"}, "ResourceAlreadyExistsException"),
        ("DeleteWebhook", {"projectName": "ci"}, None),
        ("BatchGetProjects", {"names": ["ci"]}, None),
    ]
