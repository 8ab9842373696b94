"""What a question may take, counted in steps: nothing here reads a clock."""

from __future__ import annotations

import pytest

from webhook_constructs.core import (
    EventAction,
    Filter,
    FilterGroup,
    FilterType,
    Pattern,
    is_disjoint,
    is_subset,
    is_unsatisfiable,
)
from webhook_constructs.core.groups import set_relations as set_questions
from webhook_constructs.core.patterns import intersections as text_questions
from webhook_constructs.core.patterns.automaton import find_text
from webhook_constructs.core.patterns.intersections import is_empty
from webhook_constructs.core.patterns.literal_texts import literal_texts
from webhook_constructs.core.patterns.program import Program
from webhook_constructs.core.patterns.re2_parser import UnreadableError, parse
from webhook_constructs.core.patterns.step_budget import Budget, GaveUpError

OPTIONAL = "(?:" + "".join(f"[{chr(97 + index % 26)}0-9]?" for index in range(1_000)) + ")*"
MANY_SETS = "".join(f"[^{chr(0x4E00 + index)}]" for index in range(2_000))


@pytest.mark.parametrize("pattern", [f"^(a|b)*{OPTIONAL}!$", MANY_SETS], ids=["ways without a character", "sets"])
def test_all_work_is_counted(pattern: str) -> None:
    """Each of these has few places that need a character at a time, and much to do for each."""
    budget = Budget(50_000)

    with pytest.raises(GaveUpError):
        find_text((Program(parse(pattern)), Program(parse("^(a|b|c)+x.{12}y$"))), (), budget)
    assert budget.spent < 60_000


def test_an_answer_that_was_kept_costs_what_it_cost() -> None:
    first, second = Budget(1_000_000), Budget(1_000_000)

    for budget in (first, second):
        assert is_empty(frozenset({"^[a-z]+x$"}), frozenset({"^[0-9]"}), budget) is False
    assert first.spent == second.spent > 20


def test_one_question_about_many_groups_ends_in_the_same_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def counted(matched: tuple[Program, ...], unmatched: tuple[Program, ...], budget: Budget) -> str | None:
        asked.append(1)
        return find_text(matched, unmatched, budget)

    monkeypatch.setattr(text_questions, "find_text", counted)
    groups = [FilterGroup.in_event_of(*EventAction).filters[0] for _ in range(24)]
    one = [FilterGroup.of([each, Filter(FilterType.HEAD_REF, f".*x.{{20}}{i}")]) for i, each in enumerate(groups)]
    other = [FilterGroup.of([each, Filter(FilterType.HEAD_REF, f".*x.{{20}}{i}y")]) for i, each in enumerate(groups)]

    assert is_disjoint(one, other) is None
    assert is_subset(one, other) is None
    assert len(asked) < 10


def test_reading_long_patterns_is_a_cost_and_counts_once() -> None:
    long = "^" + "a" * 40_000
    alone, twice = Budget(1_000_000), Budget(1_000_000)

    assert is_empty(frozenset({f"{long}$"}), frozenset(), alone) is False
    for _ in range(2):
        assert is_empty(frozenset({f"{long}$"}), frozenset(), twice) is False
    assert 320_000 < alone.spent < twice.spent < 330_000
    assert is_disjoint(Pattern(f"{long}b+"), Pattern(f"{long}c+")) is None


def test_the_number_of_groups_is_a_cost_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(set_questions, "_MOST_STEPS", 100)
    groups = [FilterGroup.in_event_of(EventAction.PUSH)] * 20

    assert is_disjoint(groups, [FilterGroup.in_event_of(EventAction.RELEASED)] * 20) is None
    assert is_subset(groups, [FilterGroup.in_event_of(EventAction.RELEASED)] * 120) is None


@pytest.mark.parametrize(
    "pattern",
    ["a" * 100_000, "\\Q" * 50_000, "a{1," * 25_000, "(?P<" * 20_000, "." * 60_000, "[[:" * 20_000],
    ids=["literal", "quotes", "braces", "names", "dots", "classes"],
)
def test_a_pattern_that_is_too_long_is_not_read(pattern: str) -> None:
    with pytest.raises(UnreadableError):
        parse(pattern)


def test_a_long_literal_is_read_in_one_go() -> None:
    texts = literal_texts(parse("^" + "a" * 49_000 + "$"))

    assert [len(each.text) for each in texts or ()] == [49_000]


def test_ways_that_take_too_much_writing_are_given_up() -> None:
    assert literal_texts(parse("ab?" * 11 + "(c{0}d)" * 400)) is None


@pytest.mark.parametrize(
    "pattern", ["(0|1){12}" + "1" * 40_000, "^(0|1){12}" + "1" * 300 + "$", "^refs/heads/(a|b){9}" + "x" * 2_500]
)
def test_texts_of_more_than_a_megabyte_are_given_up(pattern: str) -> None:
    """The first pattern has 160 MB of them."""
    assert literal_texts(parse(pattern)) is None


@pytest.mark.parametrize("pattern", ["(0|1){11}" + "1" * 300, "^refs/heads/(a|b){9}" + "x" * 1_500])
def test_texts_of_less_than_a_megabyte_are_written(pattern: str) -> None:
    assert len(literal_texts(parse(pattern)) or ()) >= 512


@pytest.mark.parametrize("pattern", ["(?:(?:){1000}){1}" * 50, "(){999}" * 41, "(()?){999}" * 41, "(?:){1000}" * 45])
def test_repeats_of_nothing_are_written_once(pattern: str) -> None:
    assert len(Program(parse(pattern)).needs) < 4_000


def test_hundreds_of_names_need_no_automaton(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(text_questions, "find_text")
    names = [f"team/feature-number-{index}" for index in range(300)]
    pushes = FilterGroup.in_event_of(EventAction.PUSH)
    group = pushes.and_branch_is(*names)

    assert is_unsatisfiable(group) is False
    assert is_subset(group, pushes.and_any_branch()) is True
    assert is_subset(pushes.and_branch_is("main"), group) is False
    assert is_subset(group, pushes.and_branch_is(*reversed(names))) is True
    assert is_disjoint(group, pushes.and_branch_is("main")) is True


def test_a_search_takes_no_room_for_groups() -> None:
    """With groups it takes gigabytes."""
    assert Pattern("()" * 10_000).search("a" * 1_000)


@pytest.mark.parametrize("pattern", [r"\x{D800}", "[\\x{D900}-\\x{DA00}]", r"a\x{DFFF}"])
def test_nothing_holds_half_of_a_character(pattern: str) -> None:
    assert Pattern(pattern).literal_texts is None
    assert is_unsatisfiable(Pattern(pattern)) is True
    assert is_unsatisfiable(Pattern(f"{pattern}|b")) is False


def test_refs_are_what_they_are_documented_to_be() -> None:
    pushes, pulls = FilterGroup.in_event_of(EventAction.PUSH), FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED)
    both = FilterGroup.in_event_of(EventAction.PUSH, EventAction.PULL_REQUEST_CREATED)
    neither = both.and_head_ref_does_not_match("^refs/heads/").and_head_ref_does_not_match("^refs/tags/")

    assert is_unsatisfiable(pushes.and_head_ref_matches("^main$")) is True
    assert is_unsatisfiable(pushes.and_head_ref_matches("main$")) is False
    assert is_unsatisfiable(pushes.and_head_ref_matches("^refs/tags/")) is False
    assert is_unsatisfiable(pulls.and_head_ref_matches("^refs/tags/")) is True
    assert is_unsatisfiable(pulls.and_base_ref_matches("^main$")) is True
    assert is_unsatisfiable(neither) is True
    assert is_subset(pushes, pushes.and_head_ref_matches("^refs/")) is True
    assert is_subset(pulls, pulls.and_any_branch()) is True
    assert is_subset([pushes], [pushes.and_any_branch(), pushes.and_any_tag()]) is True
    assert is_unsatisfiable(pushes.and_head_ref_matches("^refs/heads/|^main$")) is False
    assert is_unsatisfiable(pushes.and_head_ref_matches("^refs/heads/|^x").and_head_ref_matches("^[^r]")) is True
    # Nothing is documented for these, and nothing is known of a filter alone.
    assert is_unsatisfiable(Filter(FilterType.HEAD_REF, "^main$")) is False
    released = FilterGroup.of([Filter(FilterType.EVENT, "RELEASED"), Filter(FilterType.HEAD_REF, "^main$")])
    assert is_unsatisfiable(released) is False


@pytest.mark.parametrize("name", ["push", "NOPE"])
def test_of_events_that_are_not_known_nothing_is_said(name: str) -> None:
    unknown, known = Filter(FilterType.EVENT, name), Filter(FilterType.EVENT, "PUSH")

    assert is_unsatisfiable(unknown) is None
    assert is_disjoint(unknown, known) is None
    assert is_subset(unknown, known) is None
    assert is_subset(known, unknown) is None
