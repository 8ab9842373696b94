"""Patterns."""

from __future__ import annotations

import importlib.util
import sys

import pytest

from webhook_constructs.core import Pattern, PatternError, UnresolvedValue


@pytest.mark.parametrize(
    ("pattern", "at_start", "at_end"),
    [
        ("^1|2$", False, False),
        ("^(1|2)$", True, True),
        ("^1$|^2$", True, True),
        (r"^123\$", True, False),
        (r"\^123$", False, True),
        ("^123$|", False, False),
        ("|^123$", False, False),
        ("(?:^a$)", True, True),
        (r"\Aa\z", True, True),
        ("(?i)^a$", True, True),
        ("(?i:^a)$", True, True),
        ("(?m)^a$", False, False),
        ("(?m:^)a$", False, True),
        ("(?m-m)^a$", True, True),
        ("[^a]", False, False),
        ("[$]", False, False),
        (r"\Q^a$\E", False, False),
        ("(^a|b)c$", False, True),
        ("(^a|^b)(c$|d$)", True, True),
        ("^*a$*", False, False),
        ("^+a$+", True, True),
        ("^{2}a", True, False),
        ("(^a)?b", False, False),
        ("x*^a", True, False),
        ("^", True, False),
        ("$", False, True),
        ("^$", True, True),
        ("", False, False),
        (r"^\pL+$", True, True),
        ("(?P<x>^a)$", True, True),
        (r"\b^a$\b", True, True),
        ("^.*$", True, True),
        (".*", False, False),
    ],
)
def test_a_pattern_is_anchored_if_every_way_through_it_is(pattern: str, at_start: bool, at_end: bool) -> None:  # noqa: FBT001
    judged = Pattern(pattern)

    assert (judged.is_anchored_at_start, judged.is_anchored_at_end) == (at_start, at_end)


def test_a_pattern_that_cannot_be_read_is_not_judged() -> None:
    deep = Pattern("(" * 200 + "^a$" + ")" * 200)

    assert deep.search("a")
    assert deep.is_anchored_at_start is None
    assert deep.is_anchored_at_end is None
    assert deep.literal_texts is None


def test_a_search_looks_everywhere() -> None:
    assert Pattern("12345").search("9123456")


def test_halves_of_characters_in_a_value_count_as_question_marks() -> None:
    assert Pattern(r"^a\?$").search("a\udc80")


@pytest.mark.parametrize(
    "text", ["(?=a)", "${Token[Pattern.1]}", UnresolvedValue('{"Ref": "P"}')], ids=["refused", "token", "function"]
)
def test_what_cannot_be_judged_gives_no_pattern(text: str | UnresolvedValue) -> None:
    assert Pattern.if_valid(text) is None


def test_what_can_be_judged_gives_a_pattern() -> None:
    assert Pattern.if_valid("^a$") == Pattern("^a$")


def test_a_pattern_shows_its_text() -> None:
    assert str(Pattern("^a$")) == "^a$"


def test_the_place_is_found_below_groups_too_deep_to_be_read() -> None:
    with pytest.raises(PatternError) as caught:
        Pattern("(" * 200 + "(?=a)" + ")" * 200)

    assert caught.value.position == 200


def test_without_re2_the_failing_import_names_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "re2", None)
    spec = importlib.util.find_spec("webhook_constructs.core.patterns.pattern")
    assert spec is not None
    assert spec.loader is not None

    with pytest.raises(ImportError, match="on Alpine or another system with musl, use an image with glibc"):
        spec.loader.exec_module(importlib.util.module_from_spec(spec))
