"""Whether no text is matched by some patterns and not by others."""

from __future__ import annotations

import sys

import pytest

from webhook_constructs.core.patterns import intersections as text_questions
from webhook_constructs.core.patterns.intersections import count_texts, is_empty
from webhook_constructs.core.patterns.step_budget import Budget


@pytest.mark.parametrize(
    ("matched", "unmatched", "expected"),
    [
        pytest.param({"^a$"}, {"^(a|b)$"}, True, id="names"),
        pytest.param({"^(a|b)$"}, {"^a$"}, False, id="more names"),
        pytest.param({"^a$", r"\pL"}, set(), False, id="a name is tried on anything"),
        pytest.param({"^1$", r"\pL"}, set(), True, id="a name that nothing else matches"),
        pytest.param({"^a"}, {"a"}, True, id="texts"),
        pytest.param({"a"}, {"^a"}, False, id="texts the other way round"),
        pytest.param({"^a"}, {"^b", "a"}, True, id="texts against several"),
        pytest.param({"^a", "^b"}, set(), True, id="texts apart"),
        pytest.param({"^a", "b$"}, set(), False, id="texts together"),
        pytest.param({"^a", "^ab", "^b"}, set(), True, id="three texts"),
        pytest.param({"^a", "^ab"}, {"^ac"}, False, id="two texts against one"),
        pytest.param(set(), {"^"}, True, id="everything is kept out"),
        pytest.param(set(), {"a"}, False, id="not everything is kept out"),
        pytest.param({"^[0-9]+$"}, {"^[0-9]"}, True, id="automaton"),
        pytest.param({"^[0-9]"}, {"^[0-9]+$"}, False, id="automaton the other way round"),
        pytest.param({"a+"}, {"a+"}, True, id="the same, in and out"),
        pytest.param({r"^\C+$"}, {r"^\C+$"}, True, id="the same unknown, in and out"),
        pytest.param({r"\pL"}, {"a"}, False, id="a class of Unicode"),
        pytest.param({r"\C"}, {"a"}, False, id="bytes"),
        pytest.param(
            {r"^\C$"}, {r"^[[:ascii:]]$"}, None, id="one byte is no character beyond ASCII, which nobody here knows"
        ),
        pytest.param({r"^\C$", "^[0-9]$"}, {r"^[[:ascii:]]$"}, True, id="bytes where there is only ASCII"),
        pytest.param({r"\C", "a^"}, {"a"}, True, id="unknown characters and nothing at all"),
        pytest.param({"[ab]"}, {r"\C\d"}, False, id="bytes that the example does not have"),
        pytest.param({"[ab]"}, {"(" * 200 + "a" + ")" * 200}, None, id="too deep"),
        pytest.param({"[ab]"}, {"(" * 200 + "c" + ")" * 200}, False, id="too deep, but not in the example"),
        pytest.param({"a.{14}$", "b.{13}$"}, {"c.{14}$"}, None, id="too big"),
    ],
)
def test_there_is_a_text_or_not_or_it_cannot_be_told(
    matched: set[str],
    unmatched: set[str],
    expected: bool | None,  # noqa: FBT001
) -> None:
    assert is_empty(frozenset(matched), frozenset(unmatched), Budget(1_000_000)) is expected


def test_an_example_that_re2_judges_otherwise_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_questions, "find_text", lambda *_: "no example at all")

    assert is_empty(frozenset({"^[xyz]+$"}), frozenset(), Budget(1_000)) is None


def test_nothing_here_reads_a_clock() -> None:
    assert not {"time", "datetime"} & set(vars(sys.modules["webhook_constructs.core.patterns.automaton"]))


@pytest.mark.parametrize("pattern", ["(" * 200 + "1" + ")" * 200, "(a.{14}$|b.{13}$)"])
def test_texts_of_a_pattern_that_is_too_big_are_not_counted(pattern: str) -> None:
    assert count_texts(frozenset({"^[ab1]{20}$", pattern}), 1_000_000_000) is None
