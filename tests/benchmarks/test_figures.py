"""Figures say how they were measured, and are compared only with what is more than nothing."""

from __future__ import annotations

import pytest

from benchmarks.figures import Budget, Figure, Row, Table, exactly


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (Figure.of([1, 2, 3, 4, 50], "ms"), "3 ms (2 to 4)"),
        (Figure.of([1, 2, 3, 50], "ms"), "2.50 ms (1 to 50)"),
        (Figure.of([2, 1], "s"), "1.50 s (1 to 2)"),
        (Figure.of([2], "s"), "2 s (once)"),
        (exactly(2, "bytes"), "2 bytes"),
        (exactly(1_234.56), "1,235"),
    ],
    ids=["quartiles", "smallest-and-largest", "two", "once", "count", "thousands"],
)
def test_a_figure_says_how_far_its_rounds_are_apart(figure: Figure, text: str) -> None:
    assert str(figure) == text


@pytest.mark.parametrize(
    "theirs",
    [exactly(0), exactly(-1), Figure.of([-1, 2, 3], "ms"), Figure.of([0, 2], "ms"), Figure.of([-3], "ms")],
    ids=str,
)
def test_what_may_be_nothing_gives_no_ratio_and_decides_no_budget(theirs: Figure) -> None:
    row = Row("synthesis", Figure.of([2], "ms"), {"peer": theirs}, Budget(1, "synthesis", "peer"))

    assert (row.ratio("peer"), row.verdict, row.is_missed) == ("-", "undecided", False)


def test_less_than_nothing_gives_no_ratio() -> None:
    assert Row("synthesis", Figure.of([-1], "ms"), {"peer": Figure.of([2], "ms")}).ratio("peer") == "-"


@pytest.mark.parametrize(
    ("ours", "budget", "verdict"),
    [
        (3, Budget(1, "", "peer"), "missed by 1 ms, 50%"),
        (2, Budget(1, "", "peer"), "met"),
        (3, Budget(2, ""), "missed by 1 ms, 50%"),
        (3, Budget(0, ""), "missed by 3 ms"),
        (3, Budget(2, "", is_held=False), ""),
        (3, None, ""),
    ],
    ids=["over-the-peer", "equal", "over", "over-nothing", "not-at-this-size", "none"],
)
def test_a_budget_is_met_or_missed_by_so_much(ours: float, budget: Budget | None, verdict: str) -> None:
    row = Row("synthesis", Figure.of([ours], "ms"), {"peer": Figure.of([2], "ms")}, budget)

    assert row.verdict == verdict
    assert row.is_missed is verdict.startswith("missed")


@pytest.mark.parametrize(
    ("budget", "text"),
    [
        (Budget(1, "", "peer", goal=0.75), "1.00 x peer, goal 0.75 x"),
        (Budget(40, ""), "40 ms"),
        (Budget(40, "", goal=20), "40 ms, goal 20"),
    ],
    ids=["factor", "quantity", "quantity-with-goal"],
)
def test_a_budget_names_its_goal(budget: Budget, text: str) -> None:
    assert budget.text(Row("", Figure.of([1], "ms"), {"peer": Figure.of([1], "ms")}, budget)) == text


@pytest.mark.parametrize(
    ("numbers", "text"),
    [((), ""), ((1,), "1 round"), ((5, 5), "5 rounds"), ((1, 5), "1 to 5 rounds"), ((5, 2, 3), "2 to 5 rounds")],
    ids=["counts", "once", "alike", "one-once", "mixed"],
)
def test_a_table_names_the_rounds_of_what_was_measured(numbers: tuple[int, ...], text: str) -> None:
    rows = [Row("", exactly(1), {"peer": Figure.of(range(number), "ms")}) for number in numbers]

    assert Table("", [*rows, Row("", exactly(2))]).rounds == text
