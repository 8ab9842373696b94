"""The combinations of a matrix, as GitHub's page gives them."""

from __future__ import annotations

from typing import Any

import pytest

from webhook_constructs.workflows.matrix import combination_name, combinations, filled_value
from webhook_constructs.workflows.open_values import Either, Open

CONTEXTS = {"vars": Open("vars"), "inputs": {"os": Either(("a", "b"))}}
OPEN = Open("matrix")


@pytest.mark.parametrize(
    ("matrix", "expected"),
    [
        (None, [{}]),
        ({"on": [True, None]}, [{"on": True}, {"on": None}]),
        ({"os": ["a", "b"]}, [{"os": "a"}, {"os": "b"}]),
        ({"os": ["a", "b"], "n": ["1", "2"], "exclude": [{"os": "a", "n": "2"}]},
         [{"os": "a", "n": "1"}, {"os": "b", "n": "1"}, {"os": "b", "n": "2"}]),
        ({"os": ["a"], "exclude": [{"os": "a"}]}, []),
        ({"os": ["a"], "exclude": ["a", {"other": "a"}]}, [{"os": "a"}]),
        ({"include": [{"os": "a"}, {"os": "b"}]}, [{"os": "a"}, {"os": "b"}]),
        ({"os": "${{ inputs.os }}"}, [{"os": "a"}, {"os": "b"}]),
        ({"os": ["${{ inputs.os }}", "c"]}, [{"os": "a"}, {"os": "b"}, {"os": "c"}]),
        ({"os": "${{ vars.os }}"}, [{"os": Open("vars.os")}]),
        ({"os": "${{ fromJSON('[\"a\"]') }}"}, [{"os": "a"}]),
        ("${{ fromJSON(vars.matrix) }}", [OPEN]),
        ("${{ fromJSON('{\"os\": [\"a\"]}') }}", [{"os": "a"}]),
        ({"os": ["a"], "include": "${{ fromJSON(vars.more) }}"}, [{"os": "a"}, OPEN]),
        ({"a": [str(n) for n in range(17)], "b": [str(n) for n in range(17)]}, [OPEN]),
    ],
)  # fmt: skip
def test_a_matrix_has_its_combinations(matrix: Any, expected: list[Any]) -> None:
    assert combinations(matrix, CONTEXTS) == expected


def test_the_example_of_githubs_page_for_include() -> None:
    matrix = {
        "fruit": ["apple", "pear"],
        "animal": ["cat", "dog"],
        "include": [
            {"color": "green"},
            {"color": "pink", "animal": "cat"},
            {"fruit": "apple", "shape": "circle"},
            {"fruit": "banana"},
            {"fruit": "banana", "animal": "cat"},
        ],
    }

    assert combinations(matrix, {}) == [
        {"fruit": "apple", "animal": "cat", "color": "pink", "shape": "circle"},
        {"fruit": "apple", "animal": "dog", "color": "green", "shape": "circle"},
        {"fruit": "pear", "animal": "cat", "color": "pink"},
        {"fruit": "pear", "animal": "dog", "color": "green"},
        {"fruit": "banana"},
        {"fruit": "banana", "animal": "cat"},
    ]


def test_values_nested_too_deep_are_open() -> None:
    value: Any = "a"
    for _ in range(30):
        value = [value]

    (found,) = filled_value(value, {})
    for _ in range(20):
        (found,) = found

    assert found == Open("...")


@pytest.mark.parametrize(
    ("combination", "name"),
    [
        ({}, ""),
        ({"a": "1", "b": None, "c": "3", "d": "4"}, "a=1, b=, c=3, ..."),
        ({"runner": ["a", Open("vars.b")]}, 'runner=["a", "${{ vars.b }}"]'),
        ({"a": "x" * 50}, f"a={'x' * 40}..."),
        (OPEN, "a matrix value that is known only when the workflow runs"),
    ],
)
def test_a_combination_is_named_by_its_values(combination: Any, name: str) -> None:
    assert combination_name(combination) == name
