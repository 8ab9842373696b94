"""Questions on patterns, filters and groups as sets."""

from __future__ import annotations

from typing import Any

import pytest

from webhook_constructs.core import (
    EventAction,
    Filter,
    FilterGroup,
    FilterType,
    Pattern,
    UnresolvedValue,
    is_disjoint,
    is_subset,
    is_unsatisfiable,
)

PUSHES = FilterGroup.in_event_of(EventAction.PUSH)
CREATED = FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED)
BOTH = FilterGroup.in_event_of(EventAction.PUSH, EventAction.PULL_REQUEST_CREATED)
MAIN, BRANCHES, TAGS = PUSHES.and_branch_is("main"), PUSHES.and_any_branch(), PUSHES.and_any_tag()
TOKEN = PUSHES.and_head_ref_matches("^refs/heads/${Token[Branch.1]}$")
FUNCTION = FilterGroup.of(
    [Filter(FilterType.EVENT, "PUSH"), Filter(FilterType.HEAD_REF, UnresolvedValue('{"Ref": "B"}'))]
)
REFUSED = FilterGroup.of([Filter(FilterType.EVENT, "PUSH"), Filter(FilterType.HEAD_REF, "(?=a)")])
UNKNOWN_EVENTS = FilterGroup.of([Filter(FilterType.EVENT, "${Token[E.1]}"), Filter(FilterType.HEAD_REF, "^a")])

UNKNOWN_REFS = FilterGroup.of([Filter(FilterType.EVENT, "${Token[E.1]}"), Filter(FilterType.HEAD_REF, "^refs/heads/a")])


def head_ref(pattern: str, *, excluded: bool = False) -> Filter:
    return Filter(FilterType.HEAD_REF, pattern, excluded)


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        pytest.param(Pattern("^a$"), False, id="pattern"),
        pytest.param(Pattern("a^"), True, id="pattern that never matches"),
        pytest.param(Pattern("^refs/heads/^main$"), True, id="anchor after a prefix"),
        pytest.param(head_ref("a^"), True, id="filter"),
        pytest.param(head_ref("", excluded=True), True, id="filter that excludes everything"),
        pytest.param(Filter(FilterType.EVENT, "PUSH"), False, id="EVENT filter"),
        pytest.param(MAIN, False, id="group"),
        pytest.param(MAIN.and_branch_is("develop"), True, id="two branches at once"),
        pytest.param(MAIN.and_any_tag(), True, id="branch and tag"),
        pytest.param(MAIN.and_branch_is_not("main"), True, id="in and out"),
        pytest.param(BRANCHES.and_branch_glob_not("**"), True, id="every branch out"),
        pytest.param(PUSHES.and_actor_account_is("1").and_actor_account_is("2"), True, id="two accounts"),
        pytest.param(PUSHES.and_file_under("a").and_file_under("b"), False, id="two files"),
        pytest.param(PUSHES.and_file_under("a/b").and_file_not_under("a"), True, id="file in what is kept out"),
        pytest.param(PUSHES.and_file_under("a").and_file_not_under("a/b"), False, id="file beside what is kept out"),
        pytest.param(PUSHES.and_file_not_under("a"), False, id="files kept out"),
        pytest.param(PUSHES.and_file_path_does_not_match(".*"), None, id="all files kept out"),
        pytest.param(PUSHES.and_file_path_matches(r"^\C\B").and_file_under("a"), False, id="file of bytes"),
        pytest.param(TOKEN, None, id="token"),
        pytest.param(FUNCTION, None, id="function"),
        pytest.param(REFUSED, None, id="refused pattern"),
        pytest.param(TOKEN.and_branch_is("a").and_branch_is("b"), True, id="never, whatever the token"),
        pytest.param(UNKNOWN_EVENTS, None, id="unknown events"),
        pytest.param(FilterGroup.of([*UNKNOWN_EVENTS.filters, head_ref("a^")]), True, id="never, whatever the events"),
        pytest.param([MAIN, TOKEN], False, id="one of the groups passes something"),
        pytest.param([TOKEN], None, id="groups that cannot be told"),
        pytest.param([], None, id="no groups"),
    ],
)
def test_unsatisfiable(subject: Any, expected: bool | None) -> None:  # noqa: FBT001
    assert is_unsatisfiable(subject) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param(Pattern("^refs/heads/release/.*"), Pattern("^refs/heads/"), True, id="patterns"),
        pytest.param(Pattern("^refs/heads/"), Pattern("^refs/heads/release/.*"), False, id="patterns, other way round"),
        pytest.param(Pattern(r"\C"), Pattern(r"\C"), True, id="the same pattern of bytes"),
        pytest.param(Pattern(r"\pL"), Pattern(r"\pN"), False, id="classes of Unicode"),
        pytest.param(Pattern(r"^\pN+$"), Pattern(r"^\PL+$"), True, id="classes of Unicode, one in another"),
        pytest.param(Pattern("(?i)^straße$"), Pattern("^[[:^digit:]]+$"), True, id="letters beyond ASCII"),
        pytest.param(Pattern("^[0-9]{9}$"), Pattern(r"^\C+$"), True, id="digits are bytes"),
        pytest.param(Pattern("^[0-9]{9}$"), Pattern(r"^\C{8}$"), False, id="digits are bytes, but more"),
        pytest.param(Pattern("^[0-9]{2}$"), Pattern(r"^\d\B\d$"), True, id="inside of a number"),
        pytest.param(Pattern(r"^1\B.2$"), Pattern("^1[^-]2$"), None, id="no more is known than of ASCII"),
        pytest.param(head_ref("^a"), head_ref("a"), True, id="filters"),
        pytest.param(head_ref("a", excluded=True), head_ref("^a", excluded=True), True, id="excluding filters"),
        pytest.param(head_ref("a"), head_ref("b", excluded=True), False, id="filters in and out"),
        pytest.param(head_ref("a"), Filter(FilterType.BASE_REF, "a"), False, id="filters on different things"),
        pytest.param(head_ref("a"), Filter(FilterType.BASE_REF, ".*"), True, id="a filter that everything passes"),
        pytest.param(Filter(FilterType.EVENT, "PUSH"), Filter(FilterType.EVENT, "RELEASED,PUSH"), True, id="events"),
        pytest.param(Filter(FilterType.EVENT, "PUSH"), head_ref("a"), None, id="events and refs"),
        pytest.param(Pattern("a"), head_ref("a"), None, id="pattern and filter"),
        pytest.param(MAIN, BRANCHES, True, id="groups"),
        pytest.param(BRANCHES, MAIN, False, id="groups, other way round"),
        pytest.param(MAIN, PUSHES, True, id="a group without conditions holds all of its events"),
        pytest.param(PUSHES, MAIN, False, id="which are more than some"),
        pytest.param(PUSHES, CREATED, False, id="other events"),
        pytest.param(BOTH, [PUSHES, CREATED], True, id="events divided among groups"),
        pytest.param(BOTH.and_branch_is("a"), [PUSHES, CREATED.and_branch_is("b")], False, id="one event is not held"),
        pytest.param(BRANCHES, [MAIN, PUSHES.and_branch_is_not("main")], True, id="held by several together"),
        pytest.param(BRANCHES, [MAIN, PUSHES.and_branch_is("b")], False, id="not held by several together"),
        pytest.param(MAIN.and_any_tag(), CREATED, True, id="nothing is in everything"),
        pytest.param(MAIN.and_file_under("a/b"), PUSHES.and_file_under("a"), True, id="files"),
        pytest.param(PUSHES.and_file_not_under("a"), PUSHES.and_file_not_under("a/b"), True, id="files kept out"),
        pytest.param(PUSHES.and_file_under("b"), PUSHES.and_file_not_under("a"), False, id="another file may be there"),
        pytest.param(TOKEN, TOKEN, True, id="the same token"),
        pytest.param(TOKEN.and_actor_account_is("1"), TOKEN, True, id="the same token and more"),
        pytest.param(TOKEN, BRANCHES, None, id="token"),
        pytest.param(MAIN, TOKEN, None, id="token on the other side"),
        pytest.param(TOKEN, PUSHES, True, id="a token in all of its events"),
        pytest.param(UNKNOWN_EVENTS, PUSHES, None, id="unknown events"),
        pytest.param(MAIN, UNKNOWN_EVENTS, None, id="unknown events on the other side"),
        pytest.param([MAIN, TAGS], [BRANCHES, TAGS], True, id="lists"),
        pytest.param([], [MAIN], None, id="no groups"),
        pytest.param([MAIN], [], None, id="in no groups"),
    ],
)
def test_subset(one: Any, other: Any, expected: bool | None) -> None:  # noqa: FBT001
    assert is_subset(one, other) is expected


def test_too_many_combinations_are_decided_one_by_one_or_not_at_all() -> None:
    wide = MAIN
    for number in range(8):
        wide = wide.and_head_ref_matches(f"^refs/heads/(main|x{number})$")
    narrow = PUSHES.and_branch_is("x1").and_commit_message_contains("y")
    others = [wide, narrow, narrow.and_commit_message_contains("z"), narrow.and_file_under("a")]

    assert is_subset(MAIN, others) is True
    assert is_subset(BRANCHES, others) is None


def test_one_group_of_many_conditions_is_not_too_many_combinations() -> None:
    wide = PUSHES
    for number in range(70):
        wide = wide.and_head_ref_does_not_match(f"^refs/heads/x{number}$")

    assert is_subset(MAIN, wide) is True


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param(Pattern("^refs/heads/"), Pattern("^refs/tags/"), True, id="patterns"),
        pytest.param(Pattern("a"), Pattern("b"), False, id="patterns together"),
        pytest.param(Pattern("a"), Pattern("a"), False, id="the same pattern"),
        pytest.param(MAIN, MAIN, False, id="the same group"),
        pytest.param(head_ref("^a"), head_ref("a", excluded=True), True, id="in and out"),
        pytest.param(Filter(FilterType.EVENT, "PUSH"), Filter(FilterType.EVENT, "RELEASED"), True, id="events"),
        pytest.param(MAIN, TAGS, True, id="groups"),
        pytest.param(MAIN, BRANCHES, False, id="groups together"),
        pytest.param(PUSHES, CREATED, True, id="other events"),
        pytest.param(BOTH, CREATED, False, id="a common event"),
        pytest.param(PUSHES.and_file_under("a"), PUSHES.and_file_under("b"), False, id="one push may change both"),
        pytest.param(PUSHES.and_file_under("a"), PUSHES.and_file_not_under("a"), True, id="files in and out"),
        pytest.param(TOKEN, TAGS, None, id="token"),
        pytest.param(TOKEN, CREATED, True, id="other events, whatever the token"),
        pytest.param(UNKNOWN_EVENTS, MAIN, True, id="apart, whatever the events"),
        pytest.param(UNKNOWN_REFS, PUSHES, None, id="unknown events"),
        pytest.param(PUSHES, UNKNOWN_REFS, None, id="unknown events on the other side"),
        pytest.param(PUSHES, UNKNOWN_EVENTS, True, id="unknown events, whose ref is none of a push"),
        pytest.param([MAIN, CREATED], [TAGS], True, id="lists"),
        pytest.param([MAIN, CREATED], [TAGS, CREATED], False, id="lists together"),
        pytest.param([], [MAIN], None, id="no groups"),
    ],
)
def test_disjoint(one: Any, other: Any, expected: bool | None) -> None:  # noqa: FBT001
    assert is_disjoint(one, other) is expected
