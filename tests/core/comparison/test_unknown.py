"""What cannot be told is never the same, and says why."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from webhook_constructs.core import (
    ApproverRole,
    CommentApproval,
    Comparison,
    EventAction,
    Filter,
    FilterGroup,
    FilterType,
    PullRequestBuildPolicy,
    SourceProvider,
    UnresolvedValue,
    WebhookScope,
    WebhookSettings,
    compare,
)
from webhook_constructs.core.patterns.step_budget import MOST_STEPS_OF_A_RUN, RunOverError, running, spend_in_run

PUSH, PULL_REQUEST = FilterGroup.on_push(), FilterGroup.on_pull_request()
TOKEN = "${Token[Name.12]}"
TOO_BIG = "the patterns take more work to compare than is allowed, or hold what is not compared, such as \\C"
ON_DEPLOYMENT = "a part of the pattern is known only after the deployment"


def raw(*filters: tuple[str, Any] | tuple[str, Any, bool]) -> FilterGroup:
    return FilterGroup.of(Filter(FilterType(each[0]), *each[1:]) for each in filters)


def literals(document: Any) -> Iterator[tuple[list[Any], str]]:
    """Every pattern, name and address in the form of a template, with the way to it."""
    members = document.items() if isinstance(document, dict) else enumerate(document)
    for key, value in members:
        if isinstance(value, (dict, list)):
            yield from (([key, *way], found) for way, found in literals(value))
        elif key in {"Pattern", "Name", "Domain", "BranchFilter"}:
            yield [key], value


def with_token(document: Any, way: list[Any]) -> Any:
    copied = json.loads(json.dumps(document))
    place = copied
    for key in way[:-1]:
        place = place[key]
    place[way[-1]] = TOKEN
    return copied


ACME = WebhookScope.github_organization("acme", domain="https://git.example.com")
FULL = WebhookSettings(
    [
        PUSH.and_branch_is("main").and_file_under("src").and_commit_message_contains("x"),
        PULL_REQUEST.and_base_branch_is("main").and_actor_account_is(1234),
        FilterGroup.on_release().and_tag_name_is("v1").and_release_name_is("One"),
        FilterGroup.on_workflow_job().and_workflow_name_is("Build").and_repository_name_is("api"),
    ],
    scope=ACME,
)
OLD = WebhookSettings(branch_filter="^main$")


@pytest.mark.parametrize("settings", [FULL, OLD], ids=["groups", "branch filter"])
def test_a_token_in_the_place_of_any_literal_is_never_the_same(settings: WebhookSettings) -> None:
    document = settings.to_cfn()
    ways = [way for way, _ in literals(document)]
    assert len(ways) == (15 if settings is FULL else 1)
    for way in ways:
        unresolved = WebhookSettings.from_cfn(with_token(document, way))
        for before, after in ((unresolved, unresolved), (settings, unresolved), (unresolved, settings)):
            found = compare(before, after)

            assert found.is_same is not True, way
            assert found.unknown != (), way


def test_an_address_that_is_a_token_is_never_the_same() -> None:
    settings = WebhookSettings([PUSH], source_location=UnresolvedValue.from_cfn({"Ref": "Repository"}))

    assert compare(settings, settings) == Comparison(
        unknown=("before and after: source_location is known only when the stack is deployed",),
        widens=None,
    )


def test_what_is_not_known_is_named_for_each_side() -> None:
    reference = UnresolvedValue.from_cfn({"Ref": "Name"})
    before = WebhookSettings([PUSH], source_location=reference)
    after = WebhookSettings([PUSH], scope=WebhookScope.github_organization(reference))

    assert ", ".join(compare(before, after).unknown) == (
        "before: source_location is known only when the stack is deployed, "
        "after: the name of the scope is known only when the stack is deployed"
    )


def test_a_token_in_a_filter_is_named_with_its_events() -> None:
    before = WebhookSettings([PUSH.and_head_ref_matches(f"^refs/heads/{TOKEN}$")])
    known = WebhookSettings([PUSH.and_branch_is("main")])

    assert compare(before, before).unknown == (
        f"before and after: HEAD_REF matches ^refs/heads/{TOKEN}$: {ON_DEPLOYMENT} (PUSH)",
    )
    assert compare(before, known).unknown == (f"before: HEAD_REF matches ^refs/heads/{TOKEN}$: {ON_DEPLOYMENT} (PUSH)",)


def test_a_token_that_makes_no_difference_leaves_the_rest_known() -> None:
    token = PUSH.and_head_ref_matches(f"^refs/heads/{TOKEN}$")
    before, after = WebhookSettings([PUSH, token]), WebhookSettings([PUSH, token, FilterGroup.on_workflow_job()])

    found = compare(before, after)

    assert compare(before, before) == Comparison()
    assert found.unknown == ()
    assert [each.event.action for each in found.starts] == [EventAction.WORKFLOW_JOB_QUEUED]


def test_events_that_are_a_token_are_unknown_for_all_actions() -> None:
    settings = WebhookSettings([raw(("EVENT", UnresolvedValue.from_cfn({"Ref": "Events"})))])

    (text,) = compare(settings, settings).unknown

    assert text.endswith(f"{ON_DEPLOYMENT} ({', '.join(EventAction)})")


def test_what_nobody_knows_is_the_same_where_it_is_written_alike() -> None:
    odd = raw(("EVENT", "RELEASED"), ("HEAD_REF", "^refs/tags/v"))
    before, after = WebhookSettings([odd]), WebhookSettings([odd, PUSH])

    assert compare(before, before).is_same is True
    assert compare(before, after).unknown == ()
    assert [each.event.action for each in compare(before, after).starts] == [EventAction.PUSH]


def test_what_nobody_knows_is_unknown_where_it_may_make_the_difference() -> None:
    odd, release = raw(("EVENT", "RELEASED"), ("HEAD_REF", "^refs/tags/v")), FilterGroup.on_release()
    reason = "HEAD_REF matches ^refs/tags/v: no page says what it is for such an event (RELEASED)"

    alone = compare(None, WebhookSettings([odd]))
    beside = compare(WebhookSettings([odd]), WebhookSettings([odd, release]))
    replaced = compare(WebhookSettings([odd]), WebhookSettings([release]))

    assert (alone.is_same, alone.unknown, alone.widens) == (None, (f"after: {reason}",), None)
    assert (beside.is_same, beside.unknown) == (None, (reason,))
    assert (replaced.is_same, replaced.unknown) == (None, (f"before: {reason}",))


def test_settings_that_codebuild_refuses_are_not_compared() -> None:
    refused = WebhookSettings([raw(("EVENT", "PUSH"), ("HEAD_REF", "(?!a)"))])

    found = compare(WebhookSettings([PUSH]), refused)

    assert (found.is_same, found.widens) == (None, None)
    (text,) = found.unknown
    assert text == (
        "after: CodeBuild refuses the settings: filter_groups[0]: HEAD_REF: RE2 refuses the pattern at character 1: "
        "invalid perl operator: (?!"
    )
    assert compare(refused, refused).is_same is True


def test_members_that_are_not_known_are_unknown_where_they_decide() -> None:
    settings = WebhookSettings([PULL_REQUEST], provider=SourceProvider.GITHUB)
    pushes = WebhookSettings([PUSH])
    policy = {"unknown_before": {"pull_request_build_policy"}, "unknown_after": {"pull_request_build_policy"}}
    reason = "the build policy of pull requests is known only after the deployment"
    actions = "(PULL_REQUEST_CREATED, PULL_REQUEST_UPDATED)"

    assert compare(settings, settings, **policy) == Comparison(unknown=(f"before: {reason} {actions}",), widens=None)
    assert compare(pushes, pushes, **policy) == Comparison()
    new = compare(None, settings, unknown_after={"pull_request_build_policy"})
    assert (new.starts, new.unknown, new.widens) == ((), (f"after: {reason} {actions}",), True)
    assert compare(pushes, pushes, unknown_before={"scope"}).unknown == (
        "before: the scope is known only when the stack is deployed (PUSH)",
    )


def test_roles_that_are_not_known_are_unknown_for_those_who_have_one() -> None:
    policy = PullRequestBuildPolicy(CommentApproval.ALL_PULL_REQUESTS, [ApproverRole.GITHUB_ADMIN])
    settings = WebhookSettings([PULL_REQUEST], pull_request_build_policy=policy)

    found = compare(settings, replace_policy(settings, None), unknown_after={"approver_roles"})

    assert (found.is_same, found.widens) == (None, None)
    assert found.unknown[0].startswith("after: the build policy of pull requests is known only")


def replace_policy(settings: WebhookSettings, policy: PullRequestBuildPolicy | None) -> WebhookSettings:
    return WebhookSettings(settings.filter_groups, pull_request_build_policy=policy, provider=settings.provider)


def test_a_policy_for_merged_pull_requests_of_strangers_is_unknown() -> None:
    merged = FilterGroup.on_pull_request(EventAction.PULL_REQUEST_MERGED)
    strict = WebhookSettings([merged], provider=SourceProvider.GITHUB)
    open_for_all = replace_policy(strict, PullRequestBuildPolicy(CommentApproval.DISABLED))
    by_admins = replace_policy(
        strict, PullRequestBuildPolicy(CommentApproval.ALL_PULL_REQUESTS, [ApproverRole.GITHUB_ADMIN])
    )

    assert compare(strict, open_for_all).unknown == (
        "before: the author has no role; AWS documents approval for open pull requests only (PULL_REQUEST_MERGED)",
    )
    assert compare(strict, open_for_all).widens is None
    assert compare(strict, by_admins).widens is False


def test_a_live_webhook_may_predate_approval() -> None:
    old = WebhookSettings([PULL_REQUEST], provider=SourceProvider.GITHUB, may_predate_approval=True)

    found = compare(old, replace_policy(old, None))

    assert found.is_same is None
    assert "a webhook from before August 2025 may not ask for approval" in found.unknown[0]


def test_nobody_has_a_role_of_another_git_host() -> None:
    settings = WebhookSettings([PULL_REQUEST], provider=SourceProvider.GITHUB)
    by_admins, by_readers = (
        replace_policy(settings, PullRequestBuildPolicy(CommentApproval.ALL_PULL_REQUESTS, [role]))
        for role in (ApproverRole.BITBUCKET_ADMIN, ApproverRole.BITBUCKET_READ)
    )

    new, changed = compare(None, by_admins), compare(by_admins, by_readers)

    assert [each.event.author_role for each in new.starts] == [None, None]
    assert new.unknown == ()
    assert changed == Comparison()


def test_patterns_that_take_too_much_work_are_unknown() -> None:
    before, after = (
        WebhookSettings([PUSH.and_commit_message_matches(f"(a|b|ab{last}){{30}}.*(x?y){{60}}z[^{last}]{{40}}$")])
        for last in "cd"
    )

    found = compare(before, after)

    assert (found.is_same, found.widens) == (None, None)
    assert found.unknown == (f"{TOO_BIG} (PUSH)",)


@pytest.mark.parametrize(
    "pattern", [r"^\C{2}$", r"\Bfix", r"^\p{L}{40}$", "x{1000}" * 9, "|".join(f"word{n}" for n in range(5_000))]
)
def test_no_pattern_is_too_odd_or_too_large_to_get_an_answer(pattern: str) -> None:
    before = WebhookSettings([PUSH.and_commit_message_matches(pattern)])
    after = WebhookSettings([PUSH.and_commit_message_matches(f"({pattern})")])

    found = compare(before, after)

    assert (found.starts, found.stops) == ((), ())
    assert found.is_same or all(text.endswith("(PUSH)") for text in found.unknown)


def test_a_branch_filter_of_very_many_names_is_unknown() -> None:
    names = "|".join(f"b{number}" for number in range(1_500))

    found = compare(WebhookSettings(branch_filter=f"({names})|c"), WebhookSettings(branch_filter=names))

    assert found.is_same is not True
    assert len(found.unknown) > 0


def test_a_run_that_is_over_is_unknown() -> None:
    before, after = (WebhookSettings([PUSH.and_branch_glob(each)]) for each in ("a*", "b*"))
    with running():
        with pytest.raises(RunOverError):
            spend_in_run(MOST_STEPS_OF_A_RUN + 1)
        found = compare(before, after)

    assert found.is_same is None
    assert found.starts == found.stops == ()
    assert len(found.unknown) > 0


@pytest.mark.parametrize("left", range(0, 4_000, 400))
def test_a_run_may_end_anywhere(left: int) -> None:
    names = "|".join(f"b{number}" for number in range(20))
    before, after = (WebhookSettings(branch_filter=each) for each in (f"^({names})$|^c", f"^({names})$|^d"))
    with running():
        spend_in_run(MOST_STEPS_OF_A_RUN - left)
        found = compare(before, after)

    assert found.is_same is not True
    assert found.widens is not False or found.starts
    assert len(found.unknown) > 0


def test_events_that_are_known_in_part_leave_the_others_known() -> None:
    one, other = (raw(("EVENT", "PUSH"), ("EVENT", UnresolvedValue.from_cfn({"Ref": each}))) for each in "ab")

    found = compare(WebhookSettings([one]), WebhookSettings([other]))

    assert [text.rpartition(" ")[2] for text in found.unknown] == ["(PUSH)", "(PUSH)"]


def test_a_branch_filter_that_cannot_be_written_for_refs_is_unknown() -> None:
    found = compare(WebhookSettings(branch_filter="(?m)^main$"), WebhookSettings(branch_filter="^main$"))

    assert found.is_same is None
    assert found.unknown[0] == (
        "before: a branch filter that is written so cannot be compared with filters on whole refs "
        "(PUSH, PULL_REQUEST_CREATED, PULL_REQUEST_UPDATED)"
    )
    assert replace(found, unknown=()).starts == ()
