"""Walks of several patterns over one text."""

from __future__ import annotations

import pytest

from webhook_constructs.core.patterns.automaton import find_text
from webhook_constructs.core.patterns.code_points import CodePoints
from webhook_constructs.core.patterns.program import Program
from webhook_constructs.core.patterns.re2_parser import parse
from webhook_constructs.core.patterns.step_budget import Budget, GaveUpError


def found(matched: list[str], unmatched: list[str]) -> str | None:
    return find_text(
        tuple(Program(parse(pattern)) for pattern in matched),
        tuple(Program(parse(pattern)) for pattern in unmatched),
        Budget(100_000),
    )


@pytest.mark.parametrize(
    ("matched", "unmatched", "expected"),
    [
        (["^a+$"], ["^a?$"], "aa"),
        (["a"], [], "a"),
        ([], ["a"], ""),
        ([], [""], None),
        (["^$"], [], ""),
        (["^$"], ["x?"], None),
        (["$^"], [], ""),
        (["a^"], [], None),
        (["$a"], [], None),
        (["^a$", "^b$"], [], None),
        (["^refs/heads/release/.*"], ["^refs/heads/"], None),
        (["^(a*)*$"], ["^a*$"], None),
        (["^(a|b)*$"], ["^a*(ba*)*$"], None),
        (["(?i)^k$"], ["^[kK]$"], "\u212a"),
        (["^[^a]$"], ["^[^ab]$"], "b"),
        (["^.$"], ["(?s)^.$"], None),
        (["(?s)^.$"], ["^.$"], "\n"),
        ([r"\bfoo\b"], ["foo"], None),
        (["foo"], [r"\bfoo\b"], "afoo"),
        ([r"(?m)^a$"], ["^a"], "\na"),
        (["^[\\x{D800}-\\x{DFFF}]$"], [], None),
        (["^\\x{10FFFF}$"], [], "\U0010ffff"),
        (["^[^\\x00-\\x{10FFFE}]$"], [], "\U0010ffff"),
        (["^[^\\x00-\\x{10FFFF}]$"], [], None),
    ],
)
def test_a_text_is_found_if_there_is_one(matched: list[str], unmatched: list[str], expected: str | None) -> None:
    assert found(matched, unmatched) == expected


@pytest.mark.parametrize("matched", [["a.{14}$", "b.{13}$"], ["a{1000}", "^(aa)*$"]])
def test_a_walk_that_is_too_long_is_given_up(matched: list[str]) -> None:
    with pytest.raises(GaveUpError):
        found(matched, ["c.{14}$", "a{999}"])


@pytest.mark.parametrize("pattern", [r"^(a|b)*a(a|b){4}\pL$", r"x|(?:\pL)|(?:\pL)x|\pN{3}"])
def test_a_walk_looks_a_set_of_characters_up_once_for_each_place(pattern: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hash of a class of Unicode takes the time of hundreds of steps."""
    hashed: list[CodePoints] = []
    original = CodePoints.__hash__

    def noted(points: CodePoints) -> int:
        hashed.append(points)
        return original(points)

    programs = Program(parse(pattern)), Program(parse("^[a-z]{12}$"))
    monkeypatch.setattr(CodePoints, "__hash__", noted)
    find_text(programs, (), Budget(10_000_000))

    assert 0 < len(hashed) < 3 * sum(len(program.needs) for program in programs)
