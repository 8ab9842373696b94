"""Which method writes a filter."""

from __future__ import annotations

import inspect

import pytest

from webhook_constructs.core import EventAction, Filter, FilterGroup, FilterType
from webhook_constructs.core.groups.builder_calls import builder_call

PUSH, PULLS, RELEASE = FilterGroup.on_push(), FilterGroup.on_pull_request(), FilterGroup.on_release()
JOBS = FilterGroup.on_workflow_job()

CALLS = [
    (PUSH, "and_any_branch()"),
    (PUSH, "and_any_tag()"),
    (PUSH, 'and_branch_is("main", "release/1.x")'),
    (PUSH, 'and_branch_is("a|b", "(c)")'),
    (PUSH, 'and_branch_is("(a)")'),
    (PUSH, 'and_branch_is("main$x")'),
    (PUSH, 'and_branch_is_not("main")'),
    (PUSH, 'and_branch_glob("release/*")'),
    (PUSH, 'and_branch_glob("release/**", "hot?ix", "**/x", "a/**/b")'),
    (PUSH, r'and_branch_glob(r"\!a", "v[0-9]*", "[^/a-b]x")'),
    (PUSH, 'and_branch_glob("[^\\x00-\\x1f/]*")'),
    (PUSH, 'and_branch_glob_not("**")'),
    (PUSH, 'and_tag_is("v1.0")'),
    (PUSH, 'and_tag_is_not("v1.0")'),
    (PUSH, 'and_tag_glob("v*")'),
    (PUSH, 'and_tag_glob_not("v*", "**")'),
    (PUSH, 'and_head_ref_matches("main")'),
    (PUSH, 'and_head_ref_does_not_match("^refs/heads/(?:main)$")'),
    (PUSH, 'and_file_path_is("docs/a b.md")'),
    (PUSH, 'and_file_path_is_not("setup.py", "[x].py")'),
    (PUSH, 'and_file_under("services/api", "libs")'),
    (PUSH, 'and_file_not_under("docs")'),
    (PUSH, r'and_file_path_glob("**/*.py", "docs/**", r"a\*b/\[c]\{*")'),
    (PUSH, 'and_file_path_glob_not("*.md")'),
    (PUSH, r'and_file_path_matches(r"\.md$")'),
    (PUSH, r'and_file_path_does_not_match(r"\.md$")'),
    (PUSH, 'and_commit_message_contains("[deploy]", "a\\nb")'),
    (PUSH, "and_commit_message_contains_not('say \"x\"')"),
    (PUSH, 'and_commit_message_matches("^fix")'),
    (PUSH, 'and_commit_message_does_not_match("(a)(b)")'),
    (PUSH, 'and_actor_account_is("1234", "5678")'),
    (PUSH, 'and_actor_account_is_not("1234")'),
    (PUSH, 'and_actor_account_matches("1234")'),
    (PUSH, 'and_actor_account_does_not_match("^octocat$")'),
    (PUSH, 'and_repository_name_is("api", "web")'),
    (PUSH, 'and_repository_name_is_not("api")'),
    (PUSH, 'and_repository_name_matches("api")'),
    (PUSH, 'and_repository_name_does_not_match("api")'),
    (PUSH, 'and_organization_name_is("acme")'),
    (PUSH, 'and_organization_name_is_not("acme")'),
    (PUSH, 'and_organization_name_matches("acme")'),
    (PUSH, 'and_organization_name_does_not_match("acme")'),
    (PULLS, 'and_base_branch_is("main")'),
    (PULLS, 'and_base_branch_is_not("main")'),
    (PULLS, 'and_base_branch_glob("**")'),
    (PULLS, 'and_base_branch_glob_not("release/*")'),
    (PULLS, 'and_base_ref_matches("main")'),
    (PULLS, 'and_base_ref_does_not_match("^refs/tags/v1$")'),
    (RELEASE, 'and_tag_name_is("v1.0")'),
    (RELEASE, 'and_tag_name_is_not("v1.0")'),
    (RELEASE, 'and_tag_name_matches("^v")'),
    (RELEASE, 'and_tag_name_does_not_match("rc")'),
    (RELEASE, 'and_release_name_is("Version 1")'),
    (RELEASE, 'and_release_name_is_not("Version 1")'),
    (RELEASE, 'and_release_name_matches("beta")'),
    (RELEASE, 'and_release_name_does_not_match("beta")'),
    (JOBS, 'and_workflow_name_is("CI (main)")'),
    (JOBS, 'and_workflow_name_is_not("CI")'),
    (JOBS, 'and_workflow_name_matches("CI")'),
    (JOBS, 'and_workflow_name_does_not_match("CI")'),
]


@pytest.mark.parametrize(("group", "call"), CALLS, ids=[call for _, call in CALLS])
def test_a_filter_is_written_with_the_call_that_made_it(group: FilterGroup, call: str) -> None:
    made = eval(f"group.{call}", {"group": group})

    assert str(builder_call(group, made.filters[-1])) == call


def test_every_method_is_tried() -> None:
    tried = {call.partition("(")[0] for _, call in CALLS}
    methods = {name for group in (PUSH, PULLS, RELEASE, JOBS) for name, _ in inspect.getmembers(type(group))}

    assert tried == {name for name in methods if name.startswith("and_")}


@pytest.mark.parametrize(
    ("filter_type", "pattern", "call"),
    [
        (FilterType.HEAD_REF, "^refs/heads/(a|b", None),
        (FilterType.HEAD_REF, "", None),
        (FilterType.BASE_REF, "^refs/heads/main$", None),
        (FilterType.EVENT, "PUSH", None),
        (FilterType.HEAD_REF, "^refs/heads/(main)$", 'and_head_ref_matches("^refs/heads/(main)$")'),
        (FilterType.HEAD_REF, "^refs/heads/(a|a)$", 'and_head_ref_matches("^refs/heads/(a|a)$")'),
        (FilterType.HEAD_REF, "^refs/heads/1.x$", 'and_head_ref_matches("^refs/heads/1.x$")'),
        (FilterType.HEAD_REF, r"^refs/heads/a\$", r'and_head_ref_matches(r"^refs/heads/a\$")'),
        (FilterType.HEAD_REF, r"^refs/heads/[\x{FFFFFF}]$", None),
        (FilterType.HEAD_REF, "^refs/heads/(a)(b)$", 'and_head_ref_matches("^refs/heads/(a)(b)$")'),
        (FilterType.ACTOR_ACCOUNT_ID, "^(1|2)", 'and_actor_account_matches("^(1|2)")'),
        (FilterType.FILE_PATH, "^/", 'and_file_path_matches("^/")'),
        (FilterType.HEAD_REF, "^refs/heads/${Token[A.1]}$", 'and_head_ref_matches("^refs/heads/${Token[A.1]}$")'),
    ],
)
def test_what_no_names_and_globs_write_is_a_pattern_or_nothing(
    filter_type: FilterType, pattern: str, call: str | None
) -> None:
    found = builder_call(PUSH, Filter(filter_type, pattern))

    assert (None if found is None else str(found)) == call


def test_names_are_not_sought_in_patterns_of_thousands_of_characters() -> None:
    names = [f"branch-{number}" for number in range(1_000)]
    long = PUSH.and_branch_is(*names).filters[-1]

    call = builder_call(PUSH, long)

    assert call is not None
    assert (call.method, call.arguments) == ("and_head_ref_matches", (long.pattern,))


def test_a_group_for_any_events_offers_the_methods_that_all_of_them_have() -> None:
    group = FilterGroup.in_event_of(EventAction.PUSH, EventAction.RELEASED)

    assert str(builder_call(group, Filter(FilterType.ACTOR_ACCOUNT_ID, "^1$"))) == 'and_actor_account_is("1")'
    assert builder_call(group, Filter(FilterType.HEAD_REF, "^refs/heads/main$")) is None
