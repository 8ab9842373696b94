"""The exceptions."""

from __future__ import annotations

import inspect

import pytest

from webhook_constructs.core import PatternError, WebhookConstructsError, errors


@pytest.mark.parametrize("name", errors.__all__)
def test_every_exception_is_a_value_error_of_this_package(name: str) -> None:
    cls = getattr(errors, name)

    assert issubclass(cls, WebhookConstructsError)
    assert issubclass(cls, ValueError)


def test_every_exception_is_public() -> None:
    classes = [name for name, value in vars(errors).items() if inspect.isclass(value)]

    assert sorted(classes) == errors.__all__


def test_a_pattern_error_points_at_the_place() -> None:
    error = PatternError("a(?=b)", 1, "invalid perl operator: (?=", "match what is to be kept out")

    assert str(error) == (
        "RE2 refuses the pattern at character 2: invalid perl operator: (?=\n"
        "  a(?=b)\n"
        "   ^\n"
        "match what is to be kept out"
    )
    assert (error.pattern, error.position, error.reason) == ("a(?=b)", 1, "invalid perl operator: (?=")


def test_a_pattern_error_without_advice_ends_with_the_caret() -> None:
    assert str(PatternError("*", 0, "no argument")).splitlines()[-1] == "  ^"


def test_a_pattern_error_has_a_text_of_one_line() -> None:
    assert PatternError("a\nb(?=c)", 3, "invalid perl operator: (?=", "advice").summary == (
        "RE2 refuses the pattern a\\nb(?=c) at character 4: invalid perl operator: (?="
    )
    assert PatternError("5", None, "not a pattern, got 5: give a text").summary == "not a pattern, got 5: give a text"


def test_the_text_of_one_line_shows_the_place_in_a_long_pattern() -> None:
    summary = PatternError("a" * 1000 + "(?=b)", 1000, "invalid perl operator: (?=").summary

    assert "a(?=b) at character 1001: " in summary
    assert len(summary) < 300
