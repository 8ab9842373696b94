"""Values of which only a run may know some."""

from __future__ import annotations

import math
from typing import Any

import pytest

from webhook_constructs.workflows.open_values import (
    Either,
    Open,
    Partly,
    compared,
    is_open,
    is_truthy,
    number_of,
    text_of,
)


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        (Open("a"), True),
        (Partly({}), True),
        (Either(("a",)), True),
        ("${{ a }}", True),
        (["a", Open("a")], True),
        ({"a": ["${{ a }}"]}, True),
        ("a", False),
        (["a"], False),
        ({}, False),
        (None, False),
    ],
)
def test_a_value_is_open_if_only_a_run_knows_a_part_of_it(value: Any, *, answer: bool) -> None:
    assert is_open(value) is answer


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        (0.0, False),
        (math.nan, False),
        (1.0, True),
        ([], True),
        ({}, True),
        (None, False),
        (False, False),
        (Open("a"), None),
    ],
)
def test_what_counts_as_true(value: Any, *, answer: bool | None) -> None:
    assert is_truthy(value) is answer


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (False, "false"),
        (1, "1"),
        (1.5, "1.5"),
        ({}, "Object"),
        (["a"], "Array"),
        (Open("a.b"), "${{ a.b }}"),
    ],
)
def test_a_value_in_a_text(value: Any, text: str) -> None:
    assert text_of(value) == text


def test_a_list_is_no_number_and_less_than_nothing() -> None:
    assert math.isnan(number_of([]))
    assert compared("<", [], 1) is False
    assert compared("<", [], []) is False
