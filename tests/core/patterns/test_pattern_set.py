"""Many patterns searched at once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.core.property import strategies
from webhook_constructs.core import Pattern
from webhook_constructs.core.patterns.pattern_set import PatternSet

TOO_BIG_TOGETHER = [rf"{number}\pL{{50}}" for number in range(5)]
TOO_BIG_BESIDE_ANYTHING = f"^(b|{'x' * 82_000})$"


@given(st.lists(strategies.patterns, max_size=8), strategies.texts)
def test_it_finds_what_each_of_them_finds(patterns: list[str], text: str) -> None:
    together = PatternSet(patterns)

    assert together.matching(text) == set(together.matches([text]))
    assert together.matching(text) == {pattern for pattern in patterns if Pattern(pattern).search(text)}


def test_each_pattern_has_the_values_that_it_matches_in_their_order() -> None:
    values = ["b.md", "docs/a.md", "docs/1", "b.md"]

    assert PatternSet(["^docs/", "[.]md$", "^src/", TOO_BIG_BESIDE_ANYTHING]).matches(values) == {
        "^docs/": ["docs/a.md", "docs/1"],
        "[.]md$": ["b.md", "docs/a.md", "b.md"],
    }


def test_what_re2_refuses_never_matches() -> None:
    assert PatternSet(["(?=a)", "a"]).matching("a") == {"a"}


def test_of_no_patterns_none_matches() -> None:
    assert PatternSet([]).matching("a") == set()


def test_many_are_all_found() -> None:
    patterns = [f"^{number}$" for number in range(9_000)]
    together = PatternSet(patterns)

    assert [together.matching(text) for text in ("0", "3999", "4000", "8999", "9000")] == [
        {"^0$"},
        {"^3999$"},
        {"^4000$"},
        {"^8999$"},
        set(),
    ]
    assert together.matching("0", "4000", "-") == {"^0$", "^4000$"}
    assert together.matching() == set()


def test_what_is_too_big_together_is_found() -> None:
    together = PatternSet([*TOO_BIG_TOGETHER, TOO_BIG_BESIDE_ANYTHING])

    for number, pattern in enumerate(TOO_BIG_TOGETHER):
        assert together.matching(f"{number}{'a' * 50}") == {pattern}
    assert together.matching("b") == {TOO_BIG_BESIDE_ANYTHING}
    assert together.matching("-") == set()
    assert together.matches(["-", "b"]) == {TOO_BIG_BESIDE_ANYTHING: ["b"]}


def test_half_of_a_character_counts_as_a_question_mark() -> None:
    assert PatternSet([r"^\?$"]).matching("\ud800") == {r"^\?$"}
