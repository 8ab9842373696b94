"""Reading patterns that RE2 accepts."""

from __future__ import annotations

from webhook_constructs.core.patterns.analysis import (
    AnchorKind,
    is_anchored_at,
    literal_texts_of,
    place_of_error,
    tree_of,
)
from webhook_constructs.core.patterns.re2_parser import parse


def test_a_pattern_is_read_once() -> None:
    assert tree_of("^once$") == parse("^once$")
    assert tree_of("^once$") is tree_of("^once$")


def test_what_cannot_be_read_is_none() -> None:
    deep = "(" * 200 + "a" + ")" * 200

    assert tree_of(deep) is None
    assert is_anchored_at(deep, AnchorKind.TEXT_START) is None
    assert literal_texts_of(deep) is None


def test_the_place_is_that_of_the_parser_and_else_that_of_the_fragment() -> None:
    assert place_of_error(r"\(?=(?=b)", "invalid perl operator: (?=") == 4
    assert place_of_error(r"a\pX", r"invalid character class range: \pX") == 1
    assert place_of_error("ab", "something new: zz") == 0
