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
