"""Settings written as code."""

from __future__ import annotations

import ast
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import webhook_constructs
from tests.core.comparison.any_settings import random_settings
from tests.core.property import strategies
from tests.core.test_documented_examples import EXAMPLES, read
from tests.extent import RUNS_ALL, examples
from tests.templates.forms.test_alike import ACCEPTED
from webhook_constructs import (
    ApproverRole,
    BuildType,
    CommentApproval,
    EventAction,
    Filter,
    FilterGroup,
    FilterType,
    PullRequestBuildPolicy,
    SourceProvider,
    UnresolvedValue,
    WebhookScope,
    WebhookSettings,
    code_for,
)

_SETTINGS, _TOGETHER = (20_000, 500) if RUNS_ALL else (600, 150)
_NEED_NODE = {"ALL", "CodeBuildWebhook", "CodeBuildWebhookError", "CodeBuildWebhookHandler"}
_NAMES = {
    name: getattr(webhook_constructs, name)
    for name in webhook_constructs.__all__
    if name not in _NEED_NODE | {"GitHubActionsRunner", "GitLabRunner", "organization_source"}
}
TEXTS = st.text(max_size=8) | st.text(st.sampled_from("\"'\\\n\r\u2028\u202e${}[]#ab"), max_size=8)
FUNCTIONS = st.builds(UnresolvedValue.from_cfn, st.fixed_dictionaries({"Fn::Sub": TEXTS}))


def evaluated(code: str) -> Any:
    return eval(code, {"__builtins__": {}, **_NAMES})


def restated(code: WebhookSettings) -> WebhookSettings:
    found = evaluated(code_for(code))
    assert isinstance(found, WebhookSettings)
    return found


@pytest.mark.parametrize("first", range(0, _SETTINGS // 2, _TOGETHER))
def test_the_code_of_settings_that_people_write_evaluates_to_equal_settings(first: int) -> None:
    for seed in range(first, first + _TOGETHER):
        for each in filter(None, random_settings(Random(seed))):
            assert restated(each) == each, seed


whole = st.builds(
    replace,
    strategies.settings,
    provider=st.none() | st.sampled_from(SourceProvider),
    source_location=st.none() | TEXTS | FUNCTIONS,
    branch_filter=st.none() | TEXTS | FUNCTIONS,
    may_predate_approval=st.booleans(),
    scope=strategies.scopes | st.builds(WebhookScope, FUNCTIONS, st.none(), st.none() | FUNCTIONS) | st.none(),
)
odd_groups = st.builds(
    lambda *filters: FilterGroup.of([Filter(FilterType.EVENT, "PUSH"), *filters]),
    *[st.builds(Filter, st.sampled_from(FilterType), TEXTS | FUNCTIONS, st.booleans())] * 2,
)


@given(whole)
@settings(max_examples=_SETTINGS // 2)
def test_the_code_of_any_settings_evaluates_to_equal_settings(each: WebhookSettings) -> None:
    assert restated(each) == each


@given(odd_groups, odd_groups)
@settings(max_examples=examples(1_000))
def test_no_string_breaks_the_code(one: FilterGroup, other: FilterGroup) -> None:
    assert restated(WebhookSettings([one, other])) == WebhookSettings([one, other])


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["id"])
def test_the_code_of_a_documented_example_evaluates_to_equal_settings(example: dict[str, Any]) -> None:
    assert restated(read(example)) == read(example)


@pytest.mark.parametrize("name", ACCEPTED)
def test_the_code_of_what_terraform_writes_evaluates_to_equal_settings(name: str) -> None:
    provider, api = ACCEPTED[name]
    each = WebhookSettings.from_api(api, provider=SourceProvider(provider))

    assert restated(each) == each


PUSH = FilterGroup.on_push()


@pytest.mark.parametrize(
    ("group", "code"),
    [
        (PUSH, "FilterGroup.on_push()"),
        (FilterGroup.on_pull_request(), "FilterGroup.on_pull_request()"),
        (
            FilterGroup.on_pull_request(EventAction.PULL_REQUEST_MERGED),
            "FilterGroup.on_pull_request(EventAction.PULL_REQUEST_MERGED)",
        ),
        (FilterGroup.on_push_or_pull_request(), "FilterGroup.on_push_or_pull_request()"),
        (FilterGroup.on_release(), "FilterGroup.on_release()"),
        (FilterGroup.on_release(EventAction.PRERELEASED), "FilterGroup.on_release(EventAction.PRERELEASED)"),
        (FilterGroup.on_workflow_job(), "FilterGroup.on_workflow_job()"),
        (
            FilterGroup.in_event_of(EventAction.PUSH, EventAction.RELEASED),
            "FilterGroup.in_event_of(EventAction.PUSH, EventAction.RELEASED)",
        ),
        (FilterGroup.of([]), "FilterGroup.of([])"),
        (
            FilterGroup.of([Filter(FilterType.EVENT, "PUSH"), Filter(FilterType.BASE_REF, "main")]),
            'FilterGroup.of([Filter(FilterType.EVENT, "PUSH"), Filter(FilterType.BASE_REF, "main")])',
        ),
        (
            FilterGroup.of([Filter(FilterType.EVENT, "PUSH", exclude_matched_pattern=True)]),
            'FilterGroup.of([Filter(FilterType.EVENT, "PUSH", exclude_matched_pattern=True)])',
        ),
        (
            FilterGroup.from_cfn([{"Type": "EVENT", "Pattern": {"Ref": "Events"}}]),
            'FilterGroup.of([Filter(FilterType.EVENT, UnresolvedValue.from_cfn({"Ref": "Events"}))])',
        ),
    ],
)
def test_a_group_starts_with_the_method_for_its_events(group: FilterGroup, code: str) -> None:
    assert ast.dump(ast.parse(code_for(WebhookSettings([group])))) == ast.dump(ast.parse(f"WebhookSettings([{code}])"))


def test_everything_that_can_be_set_is_written() -> None:
    each = WebhookSettings(
        [PUSH.and_branch_is("main").and_actor_account_is(1234, 5678).and_file_under("services/api")],
        branch_filter=r"^v\d+$",
        build_type=BuildType.BUILD_BATCH,
        scope=WebhookScope.gitlab_group("platform", domain="https://git.example.com"),
        manual_creation=True,
        pull_request_build_policy=PullRequestBuildPolicy(
            CommentApproval.FORK_PULL_REQUESTS, [ApproverRole.GITHUB_ADMIN, ApproverRole.GITHUB_WRITE]
        ),
        provider=SourceProvider.GITLAB,
        source_location="https://gitlab.com/acme/api.git",
        may_predate_approval=True,
    )

    assert restated(each) == each
    assert (
        code_for(each)
        == r"""WebhookSettings(
    [
        FilterGroup.on_push()
        .and_branch_is("main")
        .and_actor_account_is("1234", "5678")
        .and_file_under("services/api"),
    ],
    branch_filter=r"^v\d+$",
    build_type=BuildType.BUILD_BATCH,
    scope=WebhookScope.gitlab_group("platform", domain="https://git.example.com"),
    manual_creation=True,
    pull_request_build_policy=PullRequestBuildPolicy(
        CommentApproval.FORK_PULL_REQUESTS,
        [ApproverRole.GITHUB_WRITE, ApproverRole.GITHUB_ADMIN],
    ),
    provider=SourceProvider.GITLAB,
    source_location="https://gitlab.com/acme/api.git",
    may_predate_approval=True,
)"""
    )


def test_settings_that_fit_are_one_line() -> None:
    assert code_for(WebhookSettings()) == "WebhookSettings()"
    assert code_for(WebhookSettings([PUSH.and_any_tag()])) == "WebhookSettings([FilterGroup.on_push().and_any_tag()])"
