"""What is the same in a template and at the service, and what is not."""

from __future__ import annotations

from typing import Any

import pytest

from webhook_constructs.audit.settings_differences import settings_differences, undecided_members
from webhook_constructs.core import WebhookSettings
from webhook_constructs.handler.comparison import is_in_state
from webhook_constructs.handler.request import DesiredWebhook

PUSH = {"type": "EVENT", "pattern": "PUSH"}
MAIN = {"type": "HEAD_REF", "pattern": "^refs/heads/main$"}
TAGS = {"type": "HEAD_REF", "pattern": "^refs/tags/", "excludeMatchedPattern": True}
ALL = {"requiresCommentApproval": "ALL_PULL_REQUESTS"}
ROLES = ["GITHUB_ADMIN", "GITHUB_MAINTAIN", "GITHUB_WRITE"]
ORGANIZATION = {"name": "acme", "scope": "GITHUB_ORGANIZATION"}


def differences(wanted: dict[str, Any], live: dict[str, Any]) -> list[tuple[str, str, str]]:
    found = settings_differences(WebhookSettings.from_api(wanted), WebhookSettings.from_api(live))
    return [(each.member, each.wanted, each.live) for each in found]


def handler_agrees(wanted: dict[str, Any], live: dict[str, Any]) -> bool:
    """Whether the function of the stack would leave the webhook as it is."""
    return is_in_state(live, DesiredWebhook("api", members=wanted))


SAME = [
    pytest.param({"filterGroups": [[PUSH, MAIN]]}, {"filterGroups": [[PUSH, MAIN]]}, id="groups"),
    pytest.param(
        {"filterGroups": [[{**PUSH, "pattern": "PUSH,RELEASED"}, MAIN]]},
        {"filterGroups": [[{**PUSH, "pattern": "PUSH, RELEASED"}, {**MAIN, "excludeMatchedPattern": False}]]},
        id="what-the-service-echoes",
    ),
    pytest.param({}, {"branchFilter": "", "filterGroups": []}, id="empty-for-none"),
    pytest.param({}, {"buildType": "BUILD"}, id="default-build-type"),
    pytest.param({}, {"pullRequestBuildPolicy": {**ALL, "approverRoles": ROLES}}, id="default-policy"),
    pytest.param(
        {"pullRequestBuildPolicy": ALL}, {"pullRequestBuildPolicy": {**ALL, "approverRoles": ROLES}}, id="default-roles"
    ),
    pytest.param(
        {"pullRequestBuildPolicy": {**ALL, "approverRoles": ROLES}},
        {"pullRequestBuildPolicy": {**ALL, "approverRoles": ROLES[::-1]}},
        id="order-of-roles",
    ),
    pytest.param({"scopeConfiguration": ORGANIZATION}, {"scopeConfiguration": ORGANIZATION}, id="scope"),
    pytest.param(
        {"scopeConfiguration": ORGANIZATION}, {"scopeConfiguration": {**ORGANIZATION, "domain": ""}}, id="empty-domain"
    ),
    pytest.param({"manualCreation": True}, {}, id="manual-flag"),
]
OTHER = [
    pytest.param(
        {"filterGroups": [[PUSH, MAIN], [PUSH, TAGS]]},
        {"filterGroups": [[PUSH], [PUSH, TAGS]]},
        ("filter_groups", "(EVENT is PUSH and HEAD_REF matches ^refs/heads/main$)", "(EVENT is PUSH)"),
        id="groups",
    ),
    pytest.param({"filterGroups": [[PUSH]]}, {}, ("filter_groups", "(EVENT is PUSH)", "none"), id="no-groups"),
    pytest.param({}, {"branchFilter": "main"}, ("branch_filter", "none", "main"), id="branch-filter"),
    pytest.param({}, {"buildType": "BUILD_BATCH"}, ("build_type", "BUILD", "BUILD_BATCH"), id="build-type"),
    pytest.param(
        {"scopeConfiguration": {**ORGANIZATION, "domain": "https://git.example.com"}},
        {},
        ("scope", "GITHUB_ORGANIZATION acme https://git.example.com", "none"),
        id="scope",
    ),
    pytest.param(
        {},
        {"pullRequestBuildPolicy": {"requiresCommentApproval": "DISABLED"}},
        ("pull_request_build_policy", "ALL_PULL_REQUESTS", "DISABLED"),
        id="policy",
    ),
    pytest.param(
        {"pullRequestBuildPolicy": {**ALL, "approverRoles": ROLES}},
        {"pullRequestBuildPolicy": {**ALL, "approverRoles": ROLES[:1]}},
        (
            "pull_request_build_policy",
            "ALL_PULL_REQUESTS by GITHUB_WRITE, GITHUB_MAINTAIN, GITHUB_ADMIN",
            "ALL_PULL_REQUESTS by GITHUB_ADMIN",
        ),
        id="roles",
    ),
]


@pytest.mark.parametrize(("wanted", "live"), SAME)
def test_what_says_the_same_is_no_difference_to_the_function_of_a_stack_either(
    wanted: dict[str, Any], live: dict[str, Any]
) -> None:
    assert differences(wanted, live) == []
    assert handler_agrees(wanted, live)


@pytest.mark.parametrize(("wanted", "live", "difference"), OTHER)
def test_a_difference_names_both_and_the_function_of_a_stack_would_bring_it_back(
    wanted: dict[str, Any], live: dict[str, Any], difference: tuple[str, str, str]
) -> None:
    assert differences(wanted, live) == [difference]
    assert not handler_agrees(wanted, live)


DISABLED = {"requiresCommentApproval": "DISABLED"}


@pytest.mark.parametrize(
    ("wanted", "live"),
    [({**DISABLED, "approverRoles": ROLES}, DISABLED), (DISABLED, {**DISABLED, "approverRoles": ["GITHUB_READ"]})],
)
def test_a_policy_that_is_disabled_needs_no_roles(wanted: dict[str, Any], live: dict[str, Any]) -> None:
    assert differences({"pullRequestBuildPolicy": wanted}, {"pullRequestBuildPolicy": live}) == []


@pytest.mark.parametrize("wanted", [{}, {"pullRequestBuildPolicy": ALL}], ids=["no-policy", "no-roles"])
@pytest.mark.parametrize(
    ("shown", "default"),
    [
        (["GITHUB_READ"], "GITHUB_ADMIN, GITHUB_MAINTAIN, GITHUB_WRITE"),
        (["GITLAB_GUEST", "GITLAB_OWNER"], "GITLAB_OWNER, GITLAB_MAINTAINER, GITLAB_DEVELOPER"),
        (["BITBUCKET_READ"], "BITBUCKET_ADMIN, BITBUCKET_WRITE"),
    ],
)
def test_where_no_roles_are_wanted_those_who_can_write_are(
    wanted: dict[str, Any], shown: list[str], default: str
) -> None:
    live = WebhookSettings.from_api({"pullRequestBuildPolicy": {**ALL, "approverRoles": shown}})

    [found] = settings_differences(WebhookSettings.from_api(wanted), live)

    assert (found.wanted, found.live) == (
        f"ALL_PULL_REQUESTS by {default}",
        f"ALL_PULL_REQUESTS by {', '.join(shown)}",
    )
    assert found.are_roles


def test_roles_that_are_not_shown_are_not_compared() -> None:
    roles = {"pullRequestBuildPolicy": {**ALL, "approverRoles": ROLES}}

    assert (differences(roles, {}), differences({}, {"pullRequestBuildPolicy": ALL})) == ([], [])


def test_another_order_of_groups_says_the_same() -> None:
    assert differences({"filterGroups": [[PUSH], [PUSH, TAGS]]}, {"filterGroups": [[TAGS, PUSH], [PUSH]]}) == []


def test_what_is_known_only_on_deployment_is_named_and_not_compared() -> None:
    function = {"Ref": "Branch"}
    wanted = WebhookSettings.from_cfn(
        {
            "FilterGroups": [[{"Type": "EVENT", "Pattern": "PUSH"}, {"Type": "HEAD_REF", "Pattern": function}]],
            "BranchFilter": function,
            "ScopeConfiguration": {"Name": function},
            "BuildType": "BUILD_BATCH",
        }
    )

    assert undecided_members(wanted) == ("filter_groups", "branch_filter", "scope")
    assert [each.member for each in settings_differences(wanted, WebhookSettings())] == ["build_type"]


@pytest.mark.parametrize(
    ("wanted", "live", "expected"),
    [
        (
            "https://github.com/acme/api",
            "https://github.com/acme/web.git",
            [("source_location", "github.com/acme/api", "github.com/acme/web")],
        ),
        ("https://github.com/acme/api", "https://github.com/Acme/API.git", []),
        ("https://github.com/acme/api", "https://proxy.example.com/github/acme/api", []),
        ("https://github.com/acme/api", None, []),
        (None, "https://github.com/acme/api", []),
        ("https://github.com/acme/api", "CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION", []),
    ],
)
def test_another_repository_is_a_difference_and_another_address_is_none(
    wanted: str | None, live: str | None, expected: list[tuple[str, str, str]]
) -> None:
    found = settings_differences(WebhookSettings(source_location=wanted), WebhookSettings(source_location=live))

    assert [(each.member, each.wanted, each.live) for each in found] == expected
