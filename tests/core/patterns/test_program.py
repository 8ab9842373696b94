"""Patterns as places."""

from __future__ import annotations

import pytest

from webhook_constructs.core.patterns.program import FOUND, Program
from webhook_constructs.core.patterns.re2_parser import parse
from webhook_constructs.core.patterns.step_budget import GaveUpError


def test_a_character_leads_to_the_end() -> None:
    program = Program(parse("a"))

    assert program.then[program.first] == (FOUND,)
    assert program.starts_anywhere
    assert not program.looks_around


def test_an_anchored_pattern_starts_at_the_start() -> None:
    assert not Program(parse("^a")).starts_anywhere


def test_only_anchors_beside_characters_look_around() -> None:
    assert Program(parse(r"\ba")).looks_around
    assert Program(parse("(?m)^a")).looks_around
    assert not Program(parse("^a$")).looks_around


@pytest.mark.parametrize("pattern", [r"\C", r"\B", "a{1000}b{1000}c{1000}d{1000}"])
def test_what_is_not_known_or_too_big_is_given_up(pattern: str) -> None:
    with pytest.raises(GaveUpError):
        Program(parse(pattern))


@pytest.mark.parametrize("pattern", [r"\C", r"\B", r"^\C\B\C$"])
def test_bytes_are_characters_in_ascii(pattern: str) -> None:
    assert Program(parse(pattern), is_ascii=True).needs
