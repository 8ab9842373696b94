"""Groups that people write most, and that are right, built and as the JSON of a template: no rule warns of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest

from webhook_constructs.core import (
    BuildType,
    CommentApproval,
    EventAction,
    FilterGroup,
    PullRequestBuildPolicy,
    SourceProvider,
    WebhookScope,
    WebhookSettings,
)
from webhook_constructs.lint import Context, Severity, lint, lint_across

if TYPE_CHECKING:
    from webhook_constructs.core import PullRequestGroup, PushGroup

CREATED: Final = EventAction.PULL_REQUEST_CREATED
UPDATED: Final = EventAction.PULL_REQUEST_UPDATED
REOPENED: Final = EventAction.PULL_REQUEST_REOPENED
GITHUB, BITBUCKET, GITLAB = SourceProvider.GITHUB, SourceProvider.BITBUCKET, SourceProvider.GITLAB


def push() -> PushGroup:
    return FilterGroup.in_event_of(EventAction.PUSH)


def pull_request() -> PullRequestGroup:
    return FilterGroup.in_event_of(CREATED, UPDATED, REOPENED)


def settings(*groups: FilterGroup, provider: SourceProvider | None = GITHUB, **others: Any) -> WebhookSettings:
    return WebhookSettings(groups, provider=provider, **others)


BUILT = {
    "push-to-main": settings(push().and_branch_is("main")),
    "push-to-long-lived-branches": settings(push().and_branch_is("main", "develop", "staging")),
    "push-to-release-branches": settings(push().and_branch_glob("release/*")),
    "push-to-any-branch": settings(push().and_any_branch()),
    "push-to-any-branch-but-those-of-bots": settings(
        push().and_any_branch().and_branch_glob_not("dependabot/**", "renovate/**")
    ),
    "push-of-a-version": settings(push().and_tag_glob("v*")),
    "push-of-any-tag": settings(push().and_any_tag()),
    "push-of-a-semantic-version": settings(push().and_head_ref_matches(r"^refs/tags/v\d+\.\d+\.\d+$")),
    "pull-requests": settings(pull_request()),
    "pull-requests-to-main": settings(pull_request().and_base_branch_is("main")),
    "pull-requests-to-main-by-trusted-accounts": settings(
        pull_request().and_base_branch_is("main").and_actor_account_is("583231", "9919")
    ),
    "pull-requests-to-main-with-approval": settings(
        pull_request().and_base_branch_is("main"),
        pull_request_build_policy=PullRequestBuildPolicy(CommentApproval.ALL_PULL_REQUESTS),
    ),
    "pull-requests-that-leave-the-buildspec-alone": settings(pull_request().and_file_path_is_not("buildspec.yml")),
    "push-to-main-and-pull-requests-to-main": settings(
        push().and_branch_is("main"), pull_request().and_base_branch_is("main")
    ),
    "services-of-a-monorepo": settings(
        push().and_branch_is("main").and_file_under("services/api", "libs/common"),
        pull_request().and_base_branch_is("main").and_file_under("services/api", "libs/common"),
    ),
    "sources-by-their-ending": settings(push().and_branch_is("main").and_file_path_glob("src/**/*.py", "*.toml")),
    "skip-ci": settings(push().and_branch_is("main").and_commit_message_contains_not("[skip ci]", "[ci skip]")),
    "only-when-asked-for": settings(push().and_commit_message_contains("[deploy]").and_any_branch()),
    "documentation-is-not-built": settings(push().and_branch_is("main").and_file_not_under("docs")),
    "merged-pull-requests-to-main": settings(
        FilterGroup.in_event_of(EventAction.PULL_REQUEST_MERGED).and_base_branch_is("main")
    ),
    "closed-pull-requests": settings(FilterGroup.in_event_of(EventAction.PULL_REQUEST_CLOSED)),
    "workflow-jobs": settings(FilterGroup.in_event_of(EventAction.WORKFLOW_JOB_QUEUED)),
    "workflow-jobs-of-one-workflow": settings(
        FilterGroup.in_event_of(EventAction.WORKFLOW_JOB_QUEUED).and_workflow_name_is("CI")
    ),
    "releases": settings(FilterGroup.in_event_of(EventAction.RELEASED).and_tag_name_matches(r"^v[0-9]")),
    "releases-and-candidates": settings(FilterGroup.in_event_of(EventAction.RELEASED, EventAction.PRERELEASED)),
    "organization-by-repository": settings(
        push().and_branch_is("main").and_repository_name_is("api", "web"),
        scope=WebhookScope.github_organization("acme"),
    ),
    "runners-of-an-organization": settings(
        FilterGroup.in_event_of(EventAction.WORKFLOW_JOB_QUEUED).and_repository_name_is("api"),
        scope=WebhookScope.github_organization("acme"),
    ),
    "runners-of-an-enterprise": settings(
        FilterGroup.in_event_of(EventAction.WORKFLOW_JOB_QUEUED)
        .and_organization_name_is("acme")
        .and_repository_name_is("api"),
        scope=WebhookScope.github_global("acme-inc"),
        manual_creation=True,
    ),
    "batch": settings(push().and_branch_is("main"), build_type=BuildType.BUILD_BATCH),
    "by-hand": settings(push().and_branch_is("main"), manual_creation=True),
    "enterprise": settings(push().and_branch_is("main"), provider=SourceProvider.GITHUB_ENTERPRISE),
    "bitbucket": settings(
        push().and_branch_is("main"),
        FilterGroup.in_event_of(CREATED, UPDATED).and_base_branch_is("main"),
        provider=BITBUCKET,
    ),
    "bitbucket-by-trusted-accounts": settings(
        FilterGroup.in_event_of(CREATED, UPDATED).and_actor_account_is("5d5355e8c6b9320d9ea5b28d"), provider=BITBUCKET
    ),
    "gitlab": settings(
        push().and_branch_is("main"),
        FilterGroup.in_event_of(CREATED, UPDATED).and_base_branch_is("main"),
        provider=GITLAB,
    ),
    "unknown-host": settings(push().and_branch_is("main"), provider=None),
}


def group(*filters: tuple[str, str] | tuple[str, str, Any]) -> list[dict[str, Any]]:
    return [
        {"Type": each[0], "Pattern": each[1], **({"ExcludeMatchedPattern": each[2]} if len(each) == 3 else {})}
        for each in filters
    ]


PULL_REQUEST = ("EVENT", "PULL_REQUEST_CREATED, PULL_REQUEST_UPDATED, PULL_REQUEST_REOPENED")
MAIN = ("HEAD_REF", "^refs/heads/main$")
TEMPLATES: dict[str, tuple[SourceProvider | None, dict[str, Any]]] = {
    "push-to-main": (GITHUB, {"Webhook": True, "FilterGroups": [group(("EVENT", "PUSH"), MAIN)]}),
    "branch-in-parentheses": (
        GITHUB,
        {"Webhook": "true", "FilterGroups": [group(("EVENT", "PUSH"), ("HEAD_REF", "^refs/heads/(main|develop)$"))]},
    ),
    "each-alternative-anchored": (
        GITHUB,
        {"FilterGroups": [group(("EVENT", "PUSH"), ("HEAD_REF", "^refs/heads/main$|^refs/heads/develop$"))]},
    ),
    "release-branches": (
        GITHUB,
        {"FilterGroups": [group(("EVENT", "PUSH"), ("HEAD_REF", r"^refs/heads/release/\d+\.\d+$"))]},
    ),
    "release-branches-and-what-follows": (
        GITHUB,
        {"FilterGroups": [group(("EVENT", "PUSH"), ("HEAD_REF", "^refs/heads/release/.*"))]},
    ),
    "any-branch": (GITHUB, {"FilterGroups": [group(("EVENT", "PUSH"), ("HEAD_REF", "^refs/heads/.*"))]}),
    "no-tags": (GITHUB, {"FilterGroups": [group(("EVENT", "PUSH"), ("HEAD_REF", "^refs/tags/.*", "true"))]}),
    "versions": (GITHUB, {"FilterGroups": [group(("EVENT", "PUSH"), ("HEAD_REF", r"^refs/tags/v.*"))]}),
    "pull-requests": (GITHUB, {"FilterGroups": [group(PULL_REQUEST)]}),
    "pull-requests-to-main": (
        GITHUB,
        {"FilterGroups": [group(PULL_REQUEST, ("BASE_REF", "^refs/heads/main$", False))]},
    ),
    "trusted-accounts": (
        GITHUB,
        {"FilterGroups": [group(PULL_REQUEST, ("ACTOR_ACCOUNT_ID", "^(583231|9919)$"))]},
    ),
    "trusted-accounts-each-anchored": (
        GITHUB,
        {"FilterGroups": [group(PULL_REQUEST, ("ACTOR_ACCOUNT_ID", "^583231$|^9919$"))]},
    ),
    "all-but-a-bot": (
        GITHUB,
        {"FilterGroups": [group(("EVENT", "PUSH"), MAIN, ("ACTOR_ACCOUNT_ID", "^49699333$", True))]},
    ),
    "folders": (
        GITHUB,
        {"FilterGroups": [group(("EVENT", "PUSH"), MAIN, ("FILE_PATH", "^services/api/.+|^libs/.+"))]},
    ),
    "files-by-their-ending": (
        GITHUB,
        {"FilterGroups": [group(("EVENT", "PUSH"), MAIN, ("FILE_PATH", r"\.(py|toml)$"))]},
    ),
    "skip-ci": (
        GITHUB,
        {"FilterGroups": [group(("EVENT", "PUSH"), MAIN, ("COMMIT_MESSAGE", r"\[(skip ci|ci skip)\]", True))]},
    ),
    "skip-ci-in-any-case": (
        GITHUB,
        {"FilterGroups": [group(("EVENT", "PUSH"), MAIN, ("COMMIT_MESSAGE", r"(?i)\[skip ci\]", "true"))]},
    ),
    "documentation-is-not-built": (
        GITHUB,
        {"FilterGroups": [group(("EVENT", "PUSH"), MAIN, ("FILE_PATH", r"^docs/|\.md$", True))]},
    ),
    "merged-to-main": (
        GITHUB,
        {"FilterGroups": [group(("EVENT", "PULL_REQUEST_MERGED"), ("BASE_REF", "^refs/heads/main$"))]},
    ),
    "workflow-jobs": (GITHUB, {"FilterGroups": [group(("EVENT", "WORKFLOW_JOB_QUEUED"))]}),
    "runners-of-an-organization": (
        GITHUB,
        {
            "FilterGroups": [group(("EVENT", "WORKFLOW_JOB_QUEUED"), ("REPOSITORY_NAME", "^(api|web)$"))],
            "ScopeConfiguration": {"Name": "acme"},
        },
    ),
    "branch-of-a-parameter": (
        GITHUB,
        {"FilterGroups": [[{"Type": "EVENT", "Pattern": "PUSH"}, {"Type": "HEAD_REF", "Pattern": {"Ref": "Branch"}}]]},
    ),
    "branch-and-pull-requests": (
        GITHUB,
        {
            "BuildType": "BUILD_BATCH",
            "FilterGroups": [group(("EVENT", "PUSH"), MAIN), group(PULL_REQUEST, ("BASE_REF", "^refs/heads/main$"))],
        },
    ),
    "bitbucket": (
        BITBUCKET,
        {
            "FilterGroups": [
                group(("EVENT", "PUSH"), MAIN),
                group(("EVENT", "PULL_REQUEST_CREATED,PULL_REQUEST_UPDATED"), ("BASE_REF", "^refs/heads/main$")),
            ]
        },
    ),
    "gitlab-group": (
        GITLAB,
        {
            "FilterGroups": [group(("EVENT", "PUSH"), MAIN)],
            "ScopeConfiguration": {"Name": "acme", "Scope": "GITLAB_GROUP"},
        },
    ),
    "unknown-host": (None, {"FilterGroups": [group(("EVENT", "PUSH"), MAIN)]}),
}
READ = {
    name: WebhookSettings.from_cfn(json.loads(json.dumps(triggers)), provider=provider)
    for name, (provider, triggers) in TEMPLATES.items()
}


def worse_than_info(found: WebhookSettings, context: Context | None = None) -> list[str]:
    return [str(each) for each in lint(found, context) if each.severity is not Severity.INFO]


@pytest.mark.parametrize("written", BUILT.values(), ids=BUILT)
def test_what_people_build_gives_no_warning(written: WebhookSettings) -> None:
    assert worse_than_info(written) == []
    assert worse_than_info(written, Context(source_type=written.provider, keeps_secret=True)) == []


@pytest.mark.parametrize("written", READ.values(), ids=READ)
def test_what_people_have_in_templates_gives_no_warning(written: WebhookSettings) -> None:
    assert worse_than_info(written) == []


@pytest.mark.parametrize("written", BUILT.values(), ids=BUILT)
def test_what_people_build_gives_no_warning_when_it_comes_from_a_template(written: WebhookSettings) -> None:
    again = WebhookSettings.from_cfn(written.to_cfn(), provider=written.provider)

    assert worse_than_info(again) == []


def test_all_of_it_in_one_app_gives_no_warning() -> None:
    assert [found for found in lint_across([*BUILT.values(), *READ.values()]) if found] == []
