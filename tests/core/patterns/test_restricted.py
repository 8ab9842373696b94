"""Patterns, read as they are searched in values of some characters only."""

from __future__ import annotations

from itertools import product

import pytest

from webhook_constructs.core import Pattern
from webhook_constructs.core.patterns.automaton import find_text
from webhook_constructs.core.patterns.code_points import POSIX_CLASSES, CodePoints
from webhook_constructs.core.patterns.literal_texts import LiteralText, literal_texts, without_lists
from webhook_constructs.core.patterns.program import Program
from webhook_constructs.core.patterns.re2_parser import parse
from webhook_constructs.core.patterns.restricted import restricted
from webhook_constructs.core.patterns.step_budget import Budget
from webhook_constructs.core.patterns.syntax_tree import Characters

ALPHABETS = {each: CodePoints.of_text(each) for each in ("12", "ab:\n", "a1:")}
PATTERNS = [
    "1",
    "^1$",
    "(?m)^1$",
    "(?m:^)a(?m:$)",
    r"\b12\b",
    r"\ba\b",
    r"1\B2",
    r"\Ba",
    "(^|,)12(,|$)",
    "[^1]",
    r"\d+",
    r"\D",
    r"\C",
    r"^\C{2}$",
    r"\pN",
    r"^\PN+$",
    r"\pL{2}",
    "(?i)A",
    "(?i)^[^é]+$",
    "é",
    "é|1",
    "é*1",
    "(é+|a)b?",
    "(é|1){2}",
    "^(é{2})?a$",
    "x{0,3}",
    "",
    "^$",
    "a:b",
    "^.$",
    "(?s)^.$",
    r"\Aa\z",
]


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("characters", ALPHABETS)
def test_a_restricted_pattern_matches_the_same_values(pattern: str, characters: str) -> None:
    """RE2 is the judge: every value of up to four of the characters is tried."""
    program = Program(restricted(parse(pattern), ALPHABETS[characters]), is_ascii=True)
    values = ["".join(value) for length in (1, 2, 3, 4) for value in product(characters, repeat=length)]

    def is_found(value: str) -> bool:
        written = "".join(f"\\x{{{ord(each):x}}}" for each in value)
        return find_text((Program(parse(f"^{written}$"), is_ascii=True), program), (), Budget(10_000)) is not None

    assert list(filter(is_found, values)) == [value for value in values if Pattern(pattern).search(value)]


@pytest.mark.parametrize(
    "pattern",
    ["(?m)^12$", r"\b12\b", "(^|,)12(,|$)", "(?m:^)12(?m:$)", r"\A12\b", "^(12|é)$", "^12(x*|$)$", "(?i)^12$"],
)
def test_what_asks_for_one_number_is_seen_to_do_so(pattern: str) -> None:
    texts = literal_texts(restricted(parse(pattern), POSIX_CLASSES["digit"]))

    assert texts == frozenset({LiteralText("12", at_start=True, at_end=True)})


@pytest.mark.parametrize("pattern", ["octocat", "1a2", "é+", "(a|b)[c-z]", r"^\pL+$", "[^0-9]"])
def test_what_matches_no_number_consists_of_no_texts(pattern: str) -> None:
    assert literal_texts(restricted(parse(pattern), POSIX_CLASSES["digit"])) == frozenset()


@pytest.mark.parametrize(
    ("pattern", "smaller"),
    [
        ("^1$|^2$|[0-9]", "x|[0-9]"),
        ("^(?:1|2|[3-9]+|4)$", "^(?:[3-9]+|x)$"),
        ("(1|2)(3|[4-5])", "(1|2)(x|[4-5])"),
        ("(1|2|x*){2}", "(y|x*){2}"),
        ("^(1|2)$", "^(1|2)$"),
        ("12", "12"),
        ("(a|(b|[cd]))", "(x|(y|[cd]))"),
    ],
)
def test_what_is_listed_beside_something_else_can_be_left_out(pattern: str, smaller: str) -> None:
    left = without_lists(parse(pattern))

    assert Program(left).needs == Program(without_lists(parse(smaller))).needs
    assert find_text((Program(left),), (Program(parse(pattern)),), Budget(10_000)) is None


def test_a_byte_is_a_character_only_where_all_are_of_ascii() -> None:
    one_line = CodePoints.of((0, 9), (11, 0x10FFFF))

    assert restricted(parse(r"\C"), POSIX_CLASSES["digit"]) == Characters(POSIX_CLASSES["digit"])
    assert restricted(parse(r"a\C"), one_line) == parse(r"a\C")
