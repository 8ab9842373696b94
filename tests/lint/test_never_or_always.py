"""The rules WH301 to WH310 against the set questions, on groups that nobody has chosen, and on very many."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extent import examples
from tests.lint.case import webhook
from webhook_constructs.core import (
    EventAction,
    Filter,
    FilterGroup,
    FilterType,
    SourceProvider,
    WebhookSettings,
    is_subset,
    is_unsatisfiable,
)
from webhook_constructs.lint import Finding, lint

REFS = [
    "^main$", "^refs/heads/main$", "^refs/heads/(main|dev)$", "^refs/heads/[ab]$", "^refs/heads/a$", "^refs/heads/b$",
    "^refs/heads/", "^refs/tags/", "^refs/heads/.*", "^refs/tags/v.*", "^refs/(heads|tags)/", "refs/", ".*",
    "refs/heads/main", "main", "x$", "a^", "$b", "^refs/.*/main$", "(^|x)main$", r"\bmain\b", "^main|^refs/heads/x$",
]  # fmt: skip
PATTERNS = {
    FilterType.HEAD_REF: REFS,
    FilterType.BASE_REF: REFS,
    FilterType.FILE_PATH: ["^a/", "^b/", r"\.md$", ".*", "a^", "^docs/", "md"],
    FilterType.ACTOR_ACCOUNT_ID: ["^1$", "^2$", "^(1|2)$", "1", ".*", "^[0-9]+$"],
    FilterType.COMMIT_MESSAGE: ["a", r"\[skip ci\]", ".*", "^$", "b$c", "^.+$"],
}
EVENTS = [
    "PUSH",
    "PULL_REQUEST_CREATED",
    "PULL_REQUEST_CREATED,PULL_REQUEST_MERGED",
    "PUSH,PULL_REQUEST_CREATED",
    "RELEASED",
]
filters = st.sampled_from(list(PATTERNS)).flatmap(
    lambda filter_type: st.builds(Filter, st.just(filter_type), st.sampled_from(PATTERNS[filter_type]), st.booleans())
)
groups = st.builds(
    lambda events, each: FilterGroup.of([Filter(FilterType.EVENT, events), *each]),
    st.sampled_from(EVENTS),
    st.lists(filters, max_size=4),
)


def found_by(rule: str, *filter_groups: FilterGroup) -> list[Finding]:
    return [each for each in lint(WebhookSettings(filter_groups, provider=SourceProvider.GITHUB)) if each.id == rule]


@given(groups)
@settings(max_examples=examples(100))
def test_a_group_is_found_if_and_only_if_it_is_certain_that_nothing_passes(group: FilterGroup) -> None:
    assert bool(found_by("WH301", group)) is (is_unsatisfiable(group) is True)


@given(groups)
@settings(max_examples=examples(100))
def test_what_passes_without_a_filter_for_everything_passes_with_it(group: FilterGroup) -> None:
    for finding in found_by("WH302", group):
        others = [each for place, each in enumerate(group.filters) if place != finding.location.filter]
        assert is_subset(FilterGroup.of(others), group) is not False


@given(groups, groups)
@settings(max_examples=examples(100))
def test_a_covered_group_is_found_if_and_only_if_that_is_certain(one: FilterGroup, other: FilterGroup) -> None:
    """Of two groups that cover each other, the later one is; a group is not found that is dead for some events."""
    found = {each.location.group for each in found_by("WH303", one, other)}

    expected = set()
    if is_covered(one, other) and not is_covered(other, one):
        expected.add(0)
    if is_covered(other, one):
        expected.add(1)
    assert found == expected


def test_a_group_is_covered_by_one_with_more_events_of_which_only_its_own_can_pass() -> None:
    tags = Filter(FilterType.HEAD_REF, "^refs/tags/")
    one = FilterGroup.of([Filter(FilterType.EVENT, "PUSH"), tags])
    other = FilterGroup.of([Filter(FilterType.EVENT, "PUSH,PULL_REQUEST_CREATED"), tags])

    assert [each.location.group for each in found_by("WH303", one, other)] == [0]


def is_covered(group: FilterGroup, other: FilterGroup) -> bool:
    return (
        group != other
        and is_unsatisfiable(group) is not True
        and set(group.event_names or ()) <= set(other.event_names or ())
        and is_subset(group, other) is True
    )


def pushes(count: int) -> list[FilterGroup]:
    push = FilterGroup.in_event_of(EventAction.PUSH)
    return [push.and_branch_is(f"release/{number}").and_file_under(f"services/{number}") for number in range(count)]


def test_ten_thousand_groups_are_judged() -> None:
    many = pushes(5_000)
    found = [each for each in lint(WebhookSettings((*many, *many))) if each.id.startswith("WH3")]

    assert [(each.id, each.location.group) for each in found] == [("WH305", number) for number in range(5_000, 10_000)]


def test_a_thousand_filters_of_one_group_are_judged() -> None:
    group = FilterGroup.in_event_of(EventAction.PUSH)
    for number in range(1_000):
        group = group.and_branch_is(f"release/{number}")

    [found] = found_by("WH301", group)

    assert found.location.filter == 2
    assert found.fix == 'use and_branch_is("release/0", "release/1")'


def test_a_call_with_very_many_names_is_not_written() -> None:
    names = [f"release/{number}" for number in range(9)]
    group = FilterGroup.in_event_of(EventAction.PUSH).and_branch_is(*names).and_branch_is("main")

    assert [each.fix for each in found_by("WH301", group)] == ["put them into two groups"]


def test_of_many_questions_only_the_first_are_asked() -> None:
    """Each group passes a look at each of the others, so that it takes a question to know."""
    group = {"EVENT": "PUSH", "FILE_PATH": f"^{'[xy]' * 4}", "FILE_PATH 2": "^x"}
    alike = [{**group, "COMMIT_MESSAGE": f"x|{number}$"} for number in range(20)]
    last = [{**group, "HEAD_REF": "^refs/heads/main$"}, group]

    assert [str(each.location) for each in lint(webhook(*last)) if each.id == "WH303"] == ["filter_groups[0]"]
    found = [str(each.location) for each in lint(webhook(*alike, *last)) if each.id == "WH303"]
    assert 0 < len(found) < len(alike)
    assert found == [f"filter_groups[{number}]" for number in range(len(found))]


@pytest.mark.parametrize("quoted", ['a"b', "a\\b"])
def test_names_are_quoted_as_in_python(quoted: str) -> None:
    group = FilterGroup.in_event_of(EventAction.WORKFLOW_JOB_QUEUED)
    group = group.and_workflow_name_is(quoted).and_workflow_name_is("c")

    [found] = found_by("WH301", group)

    assert eval(found.fix.removeprefix("use "), {"and_workflow_name_is": lambda *names: names}) == (quoted, "c")
