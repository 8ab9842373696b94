"""What a reviewer reads of a change, word by word."""

from __future__ import annotations

from typing import Any

import pytest

from webhook_constructs.core import (
    CommentApproval,
    Comparison,
    EventAction,
    FilterGroup,
    PullRequestBuildPolicy,
    SourceProvider,
    Verdict,
    WebhookConstructsError,
    WebhookScope,
    WebhookSettings,
    compare,
)

PUSH, PULL_REQUEST, JOB = FilterGroup.on_push(), FilterGroup.on_pull_request(), FilterGroup.on_workflow_job()
CREATED = FilterGroup.on_pull_request(EventAction.PULL_REQUEST_CREATED)
BY_WRITER = "filter_groups[0] passes, approval is not needed, the author has the role GITHUB_WRITE"


def on_github(*groups: FilterGroup, **others: Any) -> WebhookSettings:
    return WebhookSettings(groups, provider=SourceProvider.GITHUB, **others)


def read(before: WebhookSettings | None, after: WebhookSettings | None) -> list[str]:
    return str(compare(before, after)).splitlines()


def test_a_lost_anchor_of_a_branch() -> None:
    shut = "^refs/heads/(main|release/2[.]0)$"
    before = on_github(PUSH.and_head_ref_matches(shut))
    after = on_github(PUSH.and_head_ref_matches("^refs/heads/(main|release/2[.]0)"))

    assert read(before, after) == [
        "starts:",
        "  PUSH refs/heads/main-2",
        f"    before: no build: filter_groups[0]: HEAD_REF 'refs/heads/main-2' does not match {shut}",
        "    after: build: filter_groups[0] passes",
        "  PUSH refs/heads/release/2.0-2",
        f"    before: no build: filter_groups[0]: HEAD_REF 'refs/heads/release/2.0-2' does not match {shut}",
        "    after: build: filter_groups[0] passes",
        "widens: no",
    ]


def test_a_lost_anchor_of_accounts() -> None:
    before = on_github(CREATED.and_actor_account_matches("^(1234|5678)$"))
    after = on_github(CREATED.and_actor_account_matches("^(1234|5678)"))

    assert read(before, after) == [
        "starts:",
        "  PULL_REQUEST_CREATED refs/heads/topic into refs/heads/main (author GITHUB_WRITE, actor 12345)",
        "    before: no build: filter_groups[0]: ACTOR_ACCOUNT_ID '12345' does not match ^(1234|5678)$",
        f"    after: build: {BY_WRITER}",
        "  PULL_REQUEST_CREATED refs/heads/topic into refs/heads/main (author GITHUB_WRITE, actor 56785)",
        "    before: no build: filter_groups[0]: ACTOR_ACCOUNT_ID '56785' does not match ^(1234|5678)$",
        f"    after: build: {BY_WRITER}",
        "widens: yes",
        "  PULL_REQUEST_CREATED refs/heads/topic into refs/heads/main (author without a role, actor 12345)",
        "    before: no build: filter_groups[0]: ACTOR_ACCOUNT_ID '12345' does not match ^(1234|5678)$",
        "    after: waits for approval: filter_groups[0] passes, approval is required, the author has no role",
    ]


def test_a_dropped_actor_filter() -> None:
    assert read(on_github(PUSH.and_actor_account_is(1234)), on_github(PUSH)) == [
        "starts:",
        "  PUSH refs/heads/topic (actor 198982749)",
        "    before: no build: filter_groups[0]: ACTOR_ACCOUNT_ID '198982749' does not match ^1234$",
        "    after: build: filter_groups[0] passes",
        "widens: yes",
    ]


def test_an_excluded_folder() -> None:
    before = on_github(PUSH.and_branch_is("main").and_file_not_under("docs"))
    after = on_github(PUSH.and_branch_is("main").and_file_not_under("docs", "infra"))

    assert read(before, after) == [
        "stops:",
        "  PUSH refs/heads/main (files infra/index.md)",
        "    before: build: filter_groups[0] passes",
        "    after: no build: filter_groups[0]: FILE_PATH 'infra/index.md' matches the excluded ^(docs|infra)/",
        "widens: no",
    ]


def test_merged_pull_requests_added() -> None:
    before = on_github(CREATED.and_base_branch_is("main"))
    both = FilterGroup.on_pull_request(EventAction.PULL_REQUEST_CREATED, EventAction.PULL_REQUEST_MERGED)

    assert read(before, on_github(both.and_base_branch_is("main"))) == [
        "starts:",
        "  PULL_REQUEST_MERGED refs/heads/topic into refs/heads/main (author GITHUB_WRITE)",
        "    before: no build: no group is for PULL_REQUEST_MERGED",
        f"    after: build: {BY_WRITER}",
        "widens: no",
    ]


def test_a_weakened_policy() -> None:
    policy = PullRequestBuildPolicy(CommentApproval.DISABLED)

    assert read(on_github(CREATED), on_github(CREATED, pull_request_build_policy=policy)) == [
        "starts:",
        "  PULL_REQUEST_CREATED refs/heads/topic into refs/heads/main (author without a role)",
        "    before: waits for approval: filter_groups[0] passes, approval is required, the author has no role",
        "    after: build: filter_groups[0] passes",
        "widens: yes",
    ]


def test_a_policy_for_forks_only() -> None:
    policy = PullRequestBuildPolicy(CommentApproval.FORK_PULL_REQUESTS)

    assert read(on_github(CREATED, pull_request_build_policy=policy), on_github(CREATED)) == [
        "stops:",
        "  PULL_REQUEST_CREATED refs/heads/topic into refs/heads/main (author without a role, not from a fork)",
        "    before: build: filter_groups[0] passes, approval is not needed, the pull request is not from a fork",
        "    after: waits for approval: filter_groups[0] passes, approval is required, the author has no role",
        "widens: no",
    ]


def test_a_widened_scope() -> None:
    before = on_github(JOB, source_location="https://github.com/acme/api.git")
    after = on_github(JOB, scope=WebhookScope.github_organization("acme"))

    assert read(before, after) == [
        "starts:",
        "  WORKFLOW_JOB_QUEUED Build (repository acme/web)",
        "    before: no build: the webhook is for github.com/acme/api",
        "    after: build: filter_groups[0] passes",
        "widens: yes",
    ]


def test_a_branch_filter_replaced_by_groups() -> None:
    before = on_github(branch_filter="^main$")
    after = on_github(PUSH.and_branch_is("main", "develop"))

    assert read(before, after) == [
        "starts:",
        "  PUSH refs/heads/develop",
        "    before: no build: a webhook without groups: HEAD_REF 'develop' does not match ^main$",
        "    after: build: filter_groups[0] passes",
        "stops:",
        "  PULL_REQUEST_CREATED refs/heads/main into refs/heads/main (author GITHUB_WRITE)",
        f"    before: build: {BY_WRITER.replace('filter_groups[0]', 'a webhook without groups')}",
        "    after: no build: no group is for PULL_REQUEST_CREATED",
        "  PULL_REQUEST_UPDATED refs/heads/main into refs/heads/main (author GITHUB_WRITE)",
        f"    before: build: {BY_WRITER.replace('filter_groups[0]', 'a webhook without groups')}",
        "    after: no build: no group is for PULL_REQUEST_UPDATED",
        "unknown:",
        "  before: HEAD_REF matches ^main$: whether a branch filter looks at tags is not documented (PUSH)",
        "widens: no",
    ]


def test_a_change_of_files_that_needs_two_files_to_be_seen() -> None:
    before = on_github(PUSH.and_file_under("src"))
    after = on_github(PUSH.and_file_under("src").and_file_not_under("docs"))

    assert read(before, after) == [
        "stops:",
        "  PUSH refs/heads/topic (files docs/index.md, src/app.py)",
        "    before: build: filter_groups[0] passes",
        "    after: no build: filter_groups[0]: FILE_PATH 'docs/index.md' matches the excluded ^docs/",
        "widens: no",
    ]


def test_of_many_files_the_first_are_named() -> None:
    folders = [f"s{number}" for number in range(8)]
    before = on_github(*(PUSH.and_file_not_under(each) for each in folders))
    after = on_github(*(PUSH.and_file_not_under(each) for each in folders[1:]))

    files = [f"s{number}/index.md" for number in range(1, 8)]
    assert read(before, after)[1] == f"  PUSH refs/heads/topic (files {', '.join(files[:5])} and 2 more)"
    assert compare(before, after).stops[0].event.files == tuple(files)


def test_a_release_and_its_message() -> None:
    release = FilterGroup.on_release()

    assert read(on_github(release), on_github(release.and_release_name_does_not_match("(?i)beta"))) == [
        "stops:",
        "  RELEASED v1.0 (release beta)",
        "    before: build: filter_groups[0] passes",
        "    after: no build: filter_groups[0]: RELEASE_NAME 'beta' matches the excluded (?i)beta",
        "widens: no",
    ]
    assert read(on_github(PUSH), on_github(PUSH.and_commit_message_contains_not("[skip ci]"))) == [
        "stops:",
        "  PUSH refs/heads/topic (message [skip ci])",
        "    before: build: filter_groups[0] passes",
        r"    after: no build: filter_groups[0]: COMMIT_MESSAGE '[skip ci]' matches the excluded \[skip ci\]",
        "widens: no",
    ]


def test_a_new_and_a_removed_webhook() -> None:
    assert read(None, on_github(PUSH)) == [
        "starts:",
        "  PUSH refs/heads/topic",
        "    before: no build: there is no webhook",
        "    after: build: filter_groups[0] passes",
        "widens: yes",
    ]
    assert read(on_github(PUSH), None)[0] == "stops:"
    assert compare(on_github(PUSH), None).widens is False
    assert compare(None, None) == Comparison()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("^refs/heads/(a|b)$", "^refs/heads/(b|a)$"),
        ("^refs/heads/", "^refs/heads/.*$"),  # no ref has two lines
        ("^refs/heads/[ab]$", "^refs/heads/(a|b)$"),
        ("^main$", "^develop$"),  # no ref is that
    ],
)
def test_equivalent_patterns_are_the_same(one: str, other: str) -> None:
    before, after = (on_github(PUSH.and_head_ref_matches(each)) for each in (one, other))

    assert read(before, after) == ["the same events start builds", "widens: no"]
    assert compare(before, after).is_same is True


def test_what_decides_nothing_is_the_same() -> None:
    assert compare(on_github(PUSH), on_github(PUSH, manual_creation=True, build_type="BUILD_BATCH")).is_same is True
    assert compare(on_github(PUSH), on_github(PUSH, PUSH.and_branch_is("main"))).is_same is True
    disabled = PullRequestBuildPolicy(CommentApproval.DISABLED)
    assert compare(on_github(PUSH), on_github(PUSH, pull_request_build_policy=disabled)).is_same is True


def test_more_branches_for_the_same_people_do_not_widen() -> None:
    before, after = (on_github(PUSH.and_branch_is(*names)) for names in (("main",), ("main", "develop")))

    found = compare(before, after)

    assert found.widens is False
    assert [each.event.head_ref for each in found.starts] == ["refs/heads/develop"]
    assert (found.starts[0].before, found.starts[0].after) == (Verdict.NO_BUILD, Verdict.BUILDS)
    assert found.starts[0].group == after.filter_groups[0]
    assert found.starts[0].filter == before.filter_groups[0].filters[1]


def test_a_named_account_that_is_new_widens_and_one_that_could_start_something_does_not() -> None:
    tags = PUSH.and_tag_glob("v*")
    before = on_github(PUSH.and_branch_is("main").and_actor_account_is(1234), tags.and_actor_account_is(5678))

    swapped = on_github(PUSH.and_branch_is("main").and_actor_account_is(5678), tags.and_actor_account_is(1234))
    added = on_github(*before.filter_groups, PUSH.and_branch_is("main").and_actor_account_is(91011))

    assert compare(before, swapped).widens is False
    assert compare(before, added).widens is True


def test_a_pull_request_of_named_accounts_is_not_one_of_strangers() -> None:
    before = on_github(PUSH.and_actor_account_is(1234))

    assert compare(before, on_github(*before.filter_groups, CREATED.and_actor_account_is(1234))).widens is False
    assert compare(before, on_github(*before.filter_groups, CREATED.and_actor_account_is_not(1234))).widens is True


def test_a_repository_of_the_organization_that_is_new_widens() -> None:
    acme = WebhookScope.github_organization("acme")
    before, after = (
        on_github(JOB.and_repository_name_matches(each), scope=acme) for each in ("^(api|web)$", "api|web")
    )

    found = compare(before, after)

    assert found.widens is True
    assert found.widening is not None
    assert found.widening.event.repository_name == "api-2"


def test_what_is_no_settings_is_refused() -> None:
    with pytest.raises(WebhookConstructsError, match="not the settings of a webhook, got 'x'"):
        compare("x", None)  # type: ignore[arg-type]
