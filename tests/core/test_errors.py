"""The exceptions."""

from __future__ import annotations

import copy
import inspect
import pickle
from typing import Any

import pytest

from webhook_constructs.core import (
    EventAction,
    FilterGroup,
    NotOfferedError,
    Pattern,
    PatternError,
    WebhookConstructsError,
    errors,
)


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


def test_errors_survive_copies_and_pickles() -> None:
    untyped: Any = None
    pushes: Any = FilterGroup.in_event_of(EventAction.PUSH)
    errors: list[Exception] = []
    for make in (lambda: Pattern("(?=a)"), lambda: Pattern(untyped), lambda: pushes.and_base_branch_is("x")):
        with pytest.raises(WebhookConstructsError) as caught:
            make()
        errors.append(caught.value)

    assert [type(error) for error in errors] == [PatternError, PatternError, NotOfferedError]
    for error in errors:
        for other in (copy.copy(error), copy.deepcopy(error), pickle.loads(pickle.dumps(error))):
            assert (type(other), str(other)) == (type(error), str(error))
            assert getattr(other, "advice", None) == getattr(error, "advice", None)


@pytest.mark.parametrize(
    ("pattern", "drawn"),
    [
        ("\t(?=a)", ["\\t(?=a)", "  ^"]),
        ("a\n\u4e2d(?=a)", ["a\\n\\u4e2d(?=a)", "         ^"]),
        ("é(?=a)", ["é(?=a)", " ^"]),
        ("e\u0301(?=a)", ["e\\u0301(?=a)", "       ^"]),
        ("\ud800", ["\\ud800", "^"]),
        ("a" * 300 + "(?=a)" + "b" * 300, [f"...{'a' * 100}(?=a){'b' * 95}...", f"{' ' * 103}^"]),
    ],
    ids=["tab", "newline and wide", "narrow", "combining", "half", "long"],
)
def test_a_pattern_is_drawn_with_the_caret_where_it_belongs(pattern: str, drawn: list[str]) -> None:
    with pytest.raises(PatternError) as caught:
        Pattern(pattern)

    assert str(caught.value).splitlines()[1:3] == [f"  {line}" for line in drawn]
    assert caught.value.pattern == pattern
    str(caught.value).encode()


def test_a_reason_as_long_as_the_pattern_is_cut_in_the_text_and_kept_in_the_attribute() -> None:
    with pytest.raises(PatternError) as caught:
        Pattern("(" + "a" * 5_000)

    assert caught.value.reason == f"missing ): ({'a' * 5_000}"
    assert len(str(caught.value)) < 800
