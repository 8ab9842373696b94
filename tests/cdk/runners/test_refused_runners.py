"""What a runner refuses, with the way out and without leaving anything behind."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild

from tests.cdk.apps import make_stack
from tests.cdk.runners.apps import ACME, NAMED, SERVER, github_runner, group_of
from webhook_constructs import ALL, CodeBuildWebhookError, GitHubActionsRunner, GitLabRunner

GROUP = "CODEBUILD_CONFIG_GITHUB_ACTIONS_RUNNER_GROUP_ID"
AT_GITHUB = (
    "repository must be an address at GITHUB or at a server of your own, such as 'https://git.example.com/acme/api'"
)
ARN = (
    "connection_arn must be the ARN of a connection, such as "
    "'arn:aws:codeconnections:us-east-1:111122223333:connection/<id>'"
)
NAME = "must be a name as in the address of its page, such as 'acme'"
PROJECT_NAME = "runner_name must be 2 to 150 letters, digits, hyphens and underscores and begin with a letter or digit"


def refusal(**arguments: Any) -> str:
    stack = make_stack()
    with pytest.raises(CodeBuildWebhookError) as refused:
        github_runner(stack, **arguments)
    assert stack.node.children == []
    assert str(refused.value).startswith(f"Stack/Runner ({__file__.rpartition('/')[0]}/apps.py:")
    return str(refused.value).partition("): ")[2]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param(
            {"runner_name": "x1"}, "give one of organization, github_global, repository, got none", id="no-target"
        ),
        pytest.param(
            {**ACME, "repository": "https://github.com/acme/api"},
            "give one of organization, github_global, repository, got organization and repository",
            id="two-targets",
        ),
        pytest.param(
            {"organization": "acme"},
            "repositories must be given with organization: name the repositories whose jobs may run here, or write "
            "repositories=ALL, which includes public ones",
            id="no-repositories",
        ),
        pytest.param(
            {"organization": "acme", "repositories": []},
            "repositories is empty: name the repositories whose jobs may run here",
            id="empty-repositories",
        ),
        pytest.param(
            {"organization": "acme", "repositories": "api"},
            "repositories is no list, got 'api': give a list, also of a single one",
            id="a-text-for-a-list",
        ),
        pytest.param(
            {"organization": "acme", "repositories": [None]},
            "repositories must be a list of names, got None in it",
            id="no-name",
        ),
        pytest.param(
            {"organization": "acme", "repositories": ["acme/api"]},
            "not a repository name, got 'acme/api': whether the owner is a part of it is not documented; write the "
            "bare name, or use and_repository_name_matches",
            id="with-the-owner",
        ),
        pytest.param(
            {"repository": "https://github.com/acme/api", "repositories": ["api"]},
            "repositories is not for a single repository, got it with repository: leave it out",
            id="repositories-of-a-repository",
        ),
        pytest.param(
            {"repository": f"{SERVER}/acme/api", "domain": SERVER},
            "domain is not for a single repository, got it with repository: leave it out",
            id="domain-of-a-repository",
        ),
        pytest.param(
            {"repository": "acme"},
            f"{AT_GITHUB}, got 'acme'",
            id="no-address",
        ),
        pytest.param(
            {"repository": "https://x:secret@gitlab.com/acme/api"},
            f"{AT_GITHUB}, got 'https://gitlab.com/acme/api'",
            id="another-host",
        ),
        pytest.param(
            {**ACME, "organizations": ["acme"]},
            "organizations is for github_global, got ['acme'] without it: leave it out",
            id="organizations-of-an-organization",
        ),
        pytest.param(
            {"organization": " ", "repositories": ["api"]},
            "organization must be a name as in the address of its page, such as 'acme', got ' '",
            id="empty-organization",
        ),
        pytest.param(
            {**ACME, "runner_group_id": "3"},
            "runner_group_id must be the number of a runner group, got '3'",
            id="group-as-text",
        ),
        pytest.param(
            {**ACME, "runner_group_id": True},
            "runner_group_id must be the number of a runner group, got True",
            id="group-as-flag",
        ),
        pytest.param(
            {**ACME, "organization_registration": "acme", "enterprise_registration": "acme-inc"},
            "runners are registered at one place, got organization 'acme' and enterprise 'acme-inc': leave one of "
            "organization_registration and enterprise_registration out",
            id="two-places",
        ),
        pytest.param(
            {**ACME, "connection_arn": "8c11a4ba"},
            f"{ARN}, got '8c11a4ba'",
            id="no-arn",
        ),
        pytest.param(
            {**ACME, "connection_arn": "arn:aws:codeconnections:us-east-1:111122223333:connection/*"},
            f"{ARN}, got 'arn:aws:codeconnections:us-east-1:111122223333:connection/*'",
            id="every-connection",
        ),
        pytest.param(
            {**ACME, "connection_arn": "arn:aws:codeconnections:us-east-1:111122223333:host/8c11a4ba"},
            f"{ARN}, got 'arn:aws:codeconnections:us-east-1:111122223333:host/8c11a4ba'",
            id="arn-of-a-host",
        ),
        pytest.param(
            {"repository": "https://github.com/acme/api/tree/main"},
            f"{AT_GITHUB}, got 'https://github.com/acme/api/tree/main'",
            id="page-of-a-branch",
        ),
        pytest.param(
            {"organization": "https://github.com/acme", "repositories": ALL},
            f"organization {NAME}, got 'https://github.com/acme'",
            id="address-of-an-organization",
        ),
        pytest.param({"github_global": 5, "repositories": ALL}, f"github_global {NAME}, got 5", id="no-text"),
        pytest.param(
            {**ACME, "organization_registration": "acme/api"},
            f"organization_registration {NAME}, got 'acme/api'",
            id="registration-at-a-repository",
        ),
        pytest.param(
            {**ACME, "domain": "git.example.com"},
            "domain must be the address of a server, such as 'https://git.example.com', got 'git.example.com'",
            id="domain-without-scheme",
        ),
        pytest.param(
            {**ACME, "domain": "https://github.com"},
            "domain is for a server of your own, got 'https://github.com': leave it out",
            id="domain-of-github",
        ),
        pytest.param(
            {"organization": "acme", "repositories": "ALL"},
            "repositories is the string 'ALL': write ALL, which webhook_constructs exports, without quotes",
            id="all-in-quotes",
        ),
        pytest.param(
            {"organization": "acme", "repositories": [cdk.Aws.STACK_NAME]},
            "repositories has a name that is known only when the stack is deployed: write the name itself, or make the "
            "project with organization_source and its filter with a method that takes a pattern",
            id="name-that-is-a-token",
        ),
        pytest.param({**ACME, "runner_name": "a" * 151}, f"{PROJECT_NAME}, got '{'a' * 151}'", id="long-name"),
        pytest.param({**ACME, "runner_name": ""}, f"{PROJECT_NAME}, got ''", id="empty-name"),
        pytest.param({**ACME, "runner_name": "acme.runner"}, f"{PROJECT_NAME}, got 'acme.runner'", id="no-name"),
        pytest.param({**ACME, "runner_name": 5}, f"{PROJECT_NAME}, got 5", id="name-that-is-a-number"),
        pytest.param(
            {**ACME, "rotate_secret_on": "2026-12"},
            "rotate_secret_on is for a hook that you add yourself, got '2026-12' for one that CodeBuild adds: leave it "
            "out",
            id="rotation-without-a-secret",
        ),
        pytest.param(
            {**ACME, "timeout": cdk.Duration.hours(37)},
            "timeout must be from 5 minutes to 36 hours, got 2220 minutes",
            id="long-timeout",
        ),
        pytest.param(
            {**ACME, "timeout": cdk.Duration.seconds(90)},
            "timeout must be from 5 minutes to 36 hours, got 1.5 minutes",
            id="short-timeout",
        ),
        pytest.param(
            {**ACME, "queued_timeout": cdk.Duration.hours(9)},
            "queued_timeout must be from 5 minutes to 8 hours, got 540 minutes",
            id="long-wait",
        ),
        pytest.param(
            {**ACME, "concurrent_build_limit": 0},
            "concurrent_build_limit must be 1 or more, got 0; without it, there is no limit but the account's",
            id="no-builds",
        ),
        pytest.param(
            {**ACME, "environment_variables": ["MODE"]},
            "environment_variables must map names to BuildEnvironmentVariable, got ['MODE']",
            id="list-of-variables",
        ),
        pytest.param(
            {
                **ACME,
                "runner_group_id": 3,
                "environment_variables": {GROUP: codebuild.BuildEnvironmentVariable(value="4")},
            },
            f"{GROUP} is set by an argument of the runner, got it in environment_variables too",
            id="a-variable-twice",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_the_way_out(arguments: dict[str, Any], expected: str) -> None:
    assert refusal(**arguments) == expected


def test_what_a_project_does_not_take_is_refused_with_what_it_takes() -> None:
    text = refusal(**ACME, concurrency=5)

    assert text.startswith("a runner has no concurrency; besides its own arguments, it takes allow_all_outbound, ")


def test_what_the_webhook_refuses_leaves_nothing_behind() -> None:
    stack = make_stack()
    with pytest.raises(CodeBuildWebhookError, match="redeploy_on must be a text, got 5"):
        GitHubActionsRunner(stack, "Runner", **ACME, redeploy_on=5)  # type: ignore[arg-type]

    assert stack.node.children == []


def test_what_the_cdk_refuses_leaves_nothing_behind() -> None:
    stack = make_stack()
    windows = codebuild.WindowsBuildImage.WIN_SERVER_CORE_2019_BASE_3_0
    with pytest.raises(RuntimeError, match="Windows images do not support the 'BUILD_GENERAL1_SMALL' compute type"):
        GitHubActionsRunner(stack, "Runner", **ACME, build_image=windows, compute_type=codebuild.ComputeType.SMALL)

    assert stack.node.children == []


def test_a_scope_must_be_a_construct() -> None:
    with pytest.raises(CodeBuildWebhookError, match="scope must be a construct that is in a stack, got None"):
        GitHubActionsRunner(None, "Runner", **ACME)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("group", "shown"),
    [
        pytest.param("https://gitlab.com/platform", "'https://gitlab.com/platform'", id="address"),
        pytest.param("platform/", "'platform/'", id="slash"),
    ],
)
def test_a_group_of_gitlab_is_named_by_its_path(group: str, shown: str) -> None:
    with pytest.raises(CodeBuildWebhookError) as refused:
        GitLabRunner(make_stack(), "Runner", group=group, repositories=["api"])

    assert str(refused.value).partition("): ")[2] == (
        f"group must be a name as in the address of its page, such as 'platform' or 'platform/team', got {shown}"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param({"runner_name": "a" * 150}, id="longest-name"),
        pytest.param(
            {"connection_arn": "arn:aws-cn:codeconnections:cn-north-1:111122223333:connection/ab-1"}, id="china"
        ),
        pytest.param({"domain": "https://git.example.com:8443"}, id="port"),
        pytest.param({"allow_new_secret": True}, id="new-secret"),
        pytest.param(
            {"timeout": cdk.Duration.hours(36), "queued_timeout": cdk.Duration.minutes(5), "concurrent_build_limit": 1},
            id="limits",
        ),
        pytest.param(
            {
                "timeout": cdk.Duration.minutes(cdk.Token.as_number({"Ref": "Minutes"})),
                "concurrent_build_limit": cdk.Token.as_number({"Ref": "Limit"}),
            },
            id="limits-that-are-tokens",
        ),
    ],
)
def test_what_can_be_is_taken(arguments: dict[str, Any]) -> None:
    assert github_runner(**{**NAMED, **arguments}).project is not None


def test_a_set_of_names_is_in_order_so_that_the_template_stays_the_same() -> None:
    names: Any = {"web", "api", "docs", "shop"}

    assert (
        group_of(github_runner(organization="acme", repositories=names))[1] == "REPOSITORY_NAME ^(api|docs|shop|web)$"
    )
