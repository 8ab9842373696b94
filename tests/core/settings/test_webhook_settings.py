"""Settings of webhooks."""

from __future__ import annotations

from typing import Any

import pytest

from webhook_constructs.core import (
    ApproverRole,
    BuildType,
    CommentApproval,
    EventAction,
    FilterGroup,
    PullRequestBuildPolicy,
    SourceProvider,
    UnresolvedValue,
    WebhookScope,
    WebhookSettings,
    WebhookSettingsError,
)

PUSHES = FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main")
RELEASES = FilterGroup.in_event_of(EventAction.RELEASED)
FULL = WebhookSettings(
    filter_groups=(PUSHES, RELEASES),
    branch_filter="^main$",
    build_type=BuildType.BUILD_BATCH,
    scope=WebhookScope.github_organization("acme"),
    manual_creation=True,
    pull_request_build_policy=PullRequestBuildPolicy(CommentApproval.FORK_PULL_REQUESTS, (ApproverRole.GITHUB_ADMIN,)),
)
FULL_API = {
    "filterGroups": [
        [{"type": "EVENT", "pattern": "PUSH"}, {"type": "HEAD_REF", "pattern": "^refs/heads/main$"}],
        [{"type": "EVENT", "pattern": "RELEASED"}],
    ],
    "branchFilter": "^main$",
    "buildType": "BUILD_BATCH",
    "scopeConfiguration": {"name": "acme", "scope": "GITHUB_ORGANIZATION"},
    "manualCreation": True,
    "pullRequestBuildPolicy": {"requiresCommentApproval": "FORK_PULL_REQUESTS", "approverRoles": ["GITHUB_ADMIN"]},
}
FULL_CFN = {
    "FilterGroups": [
        [{"Type": "EVENT", "Pattern": "PUSH"}, {"Type": "HEAD_REF", "Pattern": "^refs/heads/main$"}],
        [{"Type": "EVENT", "Pattern": "RELEASED"}],
    ],
    "BranchFilter": "^main$",
    "BuildType": "BUILD_BATCH",
    "ScopeConfiguration": {"Name": "acme", "Scope": "GITHUB_ORGANIZATION"},
    "ManualCreation": True,
    "PullRequestBuildPolicy": {"RequiresCommentApproval": "FORK_PULL_REQUESTS", "ApproverRoles": ["GITHUB_ADMIN"]},
}


def test_everything_is_written_and_read_back() -> None:
    assert FULL.to_api() == FULL_API
    assert FULL.to_cfn() == FULL_CFN
    assert WebhookSettings.from_api(FULL_API) == FULL
    assert WebhookSettings.from_cfn(FULL_CFN) == FULL


def test_what_is_not_set_is_left_out() -> None:
    assert WebhookSettings().to_api() == {}
    assert WebhookSettings().to_cfn() == {}
    assert WebhookSettings.from_cfn({}) == WebhookSettings()


def test_false_is_set() -> None:
    assert WebhookSettings(manual_creation=False).to_api() == {"manualCreation": False}


def test_no_groups_and_an_empty_list_of_groups_are_the_same() -> None:
    assert WebhookSettings.from_api({"filterGroups": []}) == WebhookSettings()


def test_what_the_project_knows_is_given_beside() -> None:
    location = "https://github.com/acme/app.git"

    for read in (WebhookSettings.from_api, WebhookSettings.from_cfn):
        settings = read({}, provider=SourceProvider.GITHUB, source_location=location)
        assert settings.provider is SourceProvider.GITHUB
        assert settings.source_location == location


def test_the_order_of_the_groups_does_not_count() -> None:
    one, other = WebhookSettings(filter_groups=(PUSHES, RELEASES)), WebhookSettings(filter_groups=(RELEASES, PUSHES))

    assert one == other
    assert hash(one) == hash(other)
    assert one != [PUSHES, RELEASES]


def test_any_sequence_of_groups_is_kept_as_a_tuple() -> None:
    assert WebhookSettings(filter_groups=[PUSHES]).filter_groups == (PUSHES,)


def test_a_live_webhook_is_read_without_its_url_and_secret() -> None:
    live = {
        **FULL_API,
        "url": "https://api.github.com/repos/acme/app/hooks/1",
        "payloadUrl": "https://codebuild.us-east-1.amazonaws.com/webhooks?t=x",
        "secret": "s",
        "lastModifiedSecret": 1,
        "status": "ACTIVE",
        "statusMessage": "",
    }

    assert WebhookSettings.from_api(live) == FULL


def test_the_input_of_create_webhook_is_read_without_its_project() -> None:
    assert WebhookSettings.from_api({"projectName": "app", **FULL_API}) == FULL


def test_triggers_are_read_without_their_switch() -> None:
    triggers = {"Webhook": True, "BuildType": "BUILD", "FilterGroups": FULL_CFN["FilterGroups"]}

    assert WebhookSettings.from_cfn(triggers) == WebhookSettings((PUSHES, RELEASES), build_type=BuildType.BUILD)


def test_a_template_may_write_booleans_as_texts() -> None:
    written = {
        "ManualCreation": "true",
        "FilterGroups": [[{"Type": "HEAD_REF", "Pattern": "a", "ExcludeMatchedPattern": "false"}]],
    }

    settings = WebhookSettings.from_cfn(written)

    assert settings.manual_creation is True
    assert settings.filter_groups[0].filters[0].exclude_matched_pattern is False


def test_functions_of_a_template_are_carried_through() -> None:
    written = {
        "BranchFilter": {"Ref": "Branch"},
        "FilterGroups": [[{"Type": "HEAD_REF", "Pattern": {"Fn::Sub": "^refs/heads/${Branch}$"}}]],
        "ScopeConfiguration": {"Name": {"Ref": "Organization"}},
    }

    settings = WebhookSettings.from_cfn(written)

    assert settings.branch_filter == UnresolvedValue('{"Ref": "Branch"}')
    assert settings.to_cfn() == written


def test_parts_that_are_no_value_are_not_there() -> None:
    no_value = {"Ref": "AWS::NoValue"}
    written = {"BuildType": no_value, "FilterGroups": [no_value, [no_value, {"Type": "EVENT", "Pattern": "RELEASED"}]]}

    assert WebhookSettings.from_cfn(written) == WebhookSettings((RELEASES,))


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (
            {"FilterGroups": [[{"Type": "EVENT", "Pattern": "PUSH"}, {"Type": "BRANCH", "Pattern": "main"}]]},
            (
                "FilterGroups[0][1].Type: expected one of EVENT, BASE_REF, HEAD_REF, ACTOR_ACCOUNT_ID, FILE_PATH, "
                "COMMIT_MESSAGE, WORKFLOW_NAME, TAG_NAME, RELEASE_NAME, REPOSITORY_NAME, ORGANIZATION_NAME, "
                "got 'BRANCH'"
            ),
        ),
        ({"FilterGroups": {"Fn::If": ["a", [], []]}}, "FilterGroups: expected a list, got {'Fn::If': ['a', [], []]}"),
        (
            {"FilterGroups": [[{"Fn::If": ["a", {}, {}]}]]},
            "FilterGroups[0][0]: expected an object that is known before the deployment, got {'Fn::If': ['a', {}, {}]}",
        ),
        (
            {"FilterGroups": [[{"Type": "EVENT"}]]},
            "FilterGroups[0][0]: expected an object with Pattern, got {'Type': 'EVENT'}",
        ),
        (
            {"FilterGroups": [[{"Type": "EVENT", "Pattern": "PUSH", "Exclude": True}]]},
            "FilterGroups[0][0]: unknown key, got 'Exclude', allowed are ExcludeMatchedPattern, Pattern, Type",
        ),
        (
            {"ScopeConfiguration": {"Scope": "GITHUB_GLOBAL"}},
            "ScopeConfiguration: expected an object with Name, got {'Scope': 'GITHUB_GLOBAL'}",
        ),
        (
            {"ScopeConfiguration": {"Name": "a", "Scope": "GITHUB"}},
            "ScopeConfiguration.Scope: expected one of GITHUB_ORGANIZATION, GITHUB_GLOBAL, GITLAB_GROUP, got 'GITHUB'",
        ),
        ({"BuildType": "BATCH"}, "BuildType: expected one of BUILD, BUILD_BATCH, RUNNER_BUILDKITE_BUILD, got 'BATCH'"),
        ({"ManualCreation": "yes"}, "ManualCreation: expected true or false, got 'yes'"),
        (
            {"filterGroups": []},
            (
                "unknown key, got 'filterGroups', allowed are BranchFilter, BuildType, FilterGroups, ManualCreation, "
                "PullRequestBuildPolicy, ScopeConfiguration"
            ),
        ),
        ([], "expected an object, got []"),
    ],
)
def test_a_wrong_shape_is_refused_with_its_place(written: Any, message: str) -> None:
    with pytest.raises(WebhookSettingsError) as caught:
        WebhookSettings.from_cfn(written)

    assert str(caught.value) == message


def test_a_template_is_not_the_api() -> None:
    with pytest.raises(WebhookSettingsError, match=r"^unknown key, got 'Webhook', allowed are branchFilter, "):
        WebhookSettings.from_api({"Webhook": True})


def test_sound_settings_have_no_problems() -> None:
    assert WebhookSettings((PUSHES, RELEASES)).problems() == ()
    assert WebhookSettings(branch_filter="^main$").problems() == ()
    assert WebhookSettings().problems() == ()


def test_a_branch_filter_that_may_turn_out_to_be_none_is_no_problem() -> None:
    assert WebhookSettings((PUSHES,), branch_filter="${Token[Branch.7]}").problems() == ()
    assert WebhookSettings((PUSHES,), branch_filter=UnresolvedValue('{"Ref": "Branch"}')).problems() == ()
    assert len(WebhookSettings((PUSHES,), branch_filter="^${Token[Branch.7]}$").problems()) == 1


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        pytest.param(
            WebhookSettings((PUSHES,), branch_filter="^main$"),
            (
                (
                    "branch_filter and filter_groups are both given, got branch_filter '^main$': use filter_groups, "
                    "with a filter on HEAD_REF in place of the branch filter"
                ),
            ),
            id="both [obs, terraform-provider-aws 8110]",
        ),
        pytest.param(
            WebhookSettings(branch_filter=""),
            ("branch_filter is empty: leave it out to take every branch",),
            id="empty branch filter [obs, terraform-provider-aws 7839]",
        ),
        pytest.param(
            WebhookSettings((PUSHES, FilterGroup(()))),
            ("filter_groups[1]: no filters: give the group an EVENT filter at least",),
            id="problems of groups have their place",
        ),
    ],
)
def test_what_the_service_is_certain_to_refuse_is_a_problem(
    settings: WebhookSettings, expected: tuple[str, ...]
) -> None:
    assert settings.problems() == expected
