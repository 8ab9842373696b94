"""What is nested deep, and what is asked from deep inside, ends in an answer and never in a RecursionError."""

from __future__ import annotations

import datetime as dt
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest

from webhook_constructs.core import Pattern, WebhookSettings, WebhookSettingsError, is_unsatisfiable

if TYPE_CHECKING:
    from collections.abc import Callable


def nested(levels: int) -> Any:
    value: Any = "x"
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "flaw"),
    [
        pytest.param(dt.date(2026, 1, 1), "it holds a date, allowed is what JSON can hold", id="date"),
        pytest.param(b"x", "it holds a bytes, allowed is what JSON can hold", id="bytes"),
        pytest.param({"x"}, "it holds a set, allowed is what JSON can hold", id="set"),
        pytest.param(float("nan"), "it holds a float, allowed is what JSON can hold", id="nan"),
        pytest.param(MappingProxyType({}), "it holds a mappingproxy, allowed is what JSON can hold", id="mappingproxy"),
        pytest.param({1: 2}, "a key is of type int, allowed are texts", id="int key"),
        pytest.param(nested(5_000), "it is nested deeper than 100 levels", id="depth"),
    ],
)
def test_a_function_that_json_cannot_hold_is_refused_with_its_place(value: Any, flaw: str) -> None:
    with pytest.raises(WebhookSettingsError) as caught:
        WebhookSettings.from_cfn({"BranchFilter": {"Fn::Sub": value}})

    assert str(caught.value) == f"BranchFilter: not a function of a template: {flaw}"


def test_a_document_of_thousands_of_levels_is_refused_and_no_recursion_error() -> None:
    """Python 3.14 can write out what an older one cannot."""
    with pytest.raises(WebhookSettingsError) as caught:
        WebhookSettings.from_cfn({"FilterGroups": [[nested(5_000)]]})

    got = str(caught.value).removeprefix("FilterGroups[0][0]: expected an object, got ")
    assert got == "a list nested too deep to show" or set(got) == {"[", "."}


def test_a_pattern_asked_from_deep_inside_is_answered_or_not_and_no_recursion_error() -> None:
    def deep(levels: int, ask: Callable[[], object]) -> object:
        return deep(levels - 1, ask) if levels else ask()

    pattern = Pattern("(" * 99 + "a" + ")" * 99 + "deep")
    questions: tuple[Callable[[], object], ...] = (
        lambda: pattern.is_anchored_at_start,
        lambda: pattern.literal_texts,
        lambda: is_unsatisfiable(pattern),
    )
    assert [deep(750, ask) for ask in questions] == [None, None, None]
    # What there was no room for is not kept as the answer.
    assert pattern.is_anchored_at_start is False
    assert pattern.literal_texts is not None
    assert is_unsatisfiable(pattern) is False
