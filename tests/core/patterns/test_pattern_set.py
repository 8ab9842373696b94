"""Many patterns searched at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.property import strategies
from webhook_constructs.core import Pattern
from webhook_constructs.core.patterns.pattern_set import PatternSet
from webhook_constructs.core.patterns.step_budget import MOST_STEPS_OF_A_RUN, RunOverError, running, spend_in_run

TOO_BIG_TOGETHER = [rf"{number}\pL{{50}}" for number in range(5)]
TOO_BIG_BESIDE_ANYTHING = f"^(b|{'x' * 82_000})$"


@given(st.lists(strategies.patterns, max_size=8), strategies.texts)
def test_it_finds_what_each_of_them_finds(patterns: list[str], text: str) -> None:
    expected = {pattern: (text,) for pattern in patterns if Pattern(pattern).search(text)}

    assert PatternSet(patterns).matches([text]) == expected


def test_each_pattern_has_the_values_that_it_matches_in_their_order() -> None:
    values = ["b.md", "docs/a.md", "docs/1", "b.md"]

    assert PatternSet(["^docs/", "[.]md$", "^src/", TOO_BIG_BESIDE_ANYTHING]).matches(values) == {
        "^docs/": ("docs/a.md", "docs/1"),
        "[.]md$": ("b.md", "docs/a.md", "b.md"),
    }


@pytest.mark.parametrize("pattern", ["(?=a)", r"z\pL{300}", "^${Token[Branch.12]}$"])
def test_what_cannot_be_judged_is_left_out(pattern: str) -> None:
    together = PatternSet([pattern, "a"])

    assert (pattern in together, "a" in together, "b" in together) == (False, True, False)
    assert together.matches(["a"]) == {"a": ("a",)}


def test_what_there_is_no_budget_for_is_left_out() -> None:
    with running():
        with pytest.raises(RunOverError):
            spend_in_run(MOST_STEPS_OF_A_RUN + 1)
        together = PatternSet(["a"])

    assert "a" not in together


def test_of_no_patterns_none_matches() -> None:
    assert PatternSet([]).matches(["a"]) == {}


def test_many_are_all_found() -> None:
    together = PatternSet(f"^{number}$" for number in range(9_000))

    assert together.matches(["0", "3999", "-", "4000", "8999", "9000"]) == {
        "^0$": ("0",),
        "^3999$": ("3999",),
        "^4000$": ("4000",),
        "^8999$": ("8999",),
    }
    assert together.matches([]) == {}


def test_what_is_too_big_together_is_found() -> None:
    together = PatternSet([*TOO_BIG_TOGETHER, TOO_BIG_BESIDE_ANYTHING])

    for number, pattern in enumerate(TOO_BIG_TOGETHER):
        text = f"{number}{'a' * 50}"
        assert together.matches([text]) == {pattern: (text,)}
    assert together.matches(["-", "b"]) == {TOO_BIG_BESIDE_ANYTHING: ("b",)}


def test_half_of_a_character_counts_as_a_question_mark() -> None:
    assert PatternSet([r"^\?$"]).matches(["\ud800"]) == {r"^\?$": ("\ud800",)}
