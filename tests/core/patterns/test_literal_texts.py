"""Patterns that are nothing but texts."""

from __future__ import annotations

import pytest

from webhook_constructs.core.patterns.literal_texts import LiteralText, literal_texts
from webhook_constructs.core.patterns.re2_parser import parse


def text(value: str) -> LiteralText:
    """Write a text as a pattern would: with ^ and $."""
    return LiteralText(value.strip("^$"), at_start=value.startswith("^"), at_end=value.endswith("$"))


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("abc", ["abc"]),
        ("^abc$", ["^abc$"]),
        ("^a", ["^a"]),
        ("^(a|b)$", ["^a$", "^b$"]),
        ("^a|b$", ["^a", "b$"]),
        (r"\[skip ci\]", ["[skip ci]"]),
        ("^a?b", ["^ab", "^b"]),
        ("^a{2,3}$", ["^aa$", "^aaa$"]),
        ("^a.*", ["^a"]),
        (".*a$", ["a$"]),
        ("^(a|b)[0-9]*", ["^a", "^b"]),
        ("[0-9]*a[0-9]*", ["a"]),
        (".*", [""]),
        ("", [""]),
        ("^", [""]),
        ("$", [""]),
        ("^$", ["^$"]),
        ("a^", []),
        ("$a", []),
        ("a^|b", ["b"]),
        ("$^", ["^$"]),
        ("^^a$$", ["^a$"]),
        ("x*^a", ["^a"]),
    ],
)
def test_the_texts_of_a_pattern(pattern: str, expected: list[str]) -> None:
    nothing = LiteralText("", at_start=True, at_end=True)

    assert literal_texts(parse(pattern)) == frozenset(nothing if each == "^$" else text(each) for each in expected)


@pytest.mark.parametrize(
    "pattern",
    [
        "[ab]",
        "a.b",
        "a.*b",
        "^.*$",
        "a+",
        r"\ba",
        r"\pL",
        "(?i)a",
        "(a|b){13}",
        "a{300}",
        "(a|[ab])",
        "^a.+",
        "a*x*^b|c*d*e*f.g",
    ],
)
def test_what_is_more_than_texts_is_none(pattern: str) -> None:
    assert literal_texts(parse(pattern)) is None


@pytest.mark.parametrize(
    ("one", "other", "holds", "meets"),
    [
        ("a", "ab", True, True),
        ("ab", "a", False, True),
        ("^a", "^ab", True, True),
        ("^ab", "^a", False, True),
        ("^a", "a", False, True),
        ("a", "^a", True, True),
        ("^a", "^b", False, False),
        ("a$", "ba$", True, True),
        ("a$", "b$", False, False),
        ("a$", "a", False, True),
        ("^a$", "^a$", True, True),
        ("^a$", "^a", False, True),
        ("^a", "^a$", True, True),
        ("^a$", "^b$", False, False),
        ("^aa$", "^aaa$", False, False),
        ("^a$", "b", False, False),
        ("b", "^a$", False, False),
        ("^a", "b$", False, True),
        ("a", "b", False, True),
    ],
)
def test_texts_hold_and_meet_each_other(one: str, other: str, holds: bool, meets: bool) -> None:  # noqa: FBT001
    assert text(one).holds(text(other)) is holds
    assert text(one).meets(text(other)) is meets
    assert text(other).meets(text(one)) is meets
