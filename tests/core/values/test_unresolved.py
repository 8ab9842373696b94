"""Values that are known only when the stack is deployed."""

from __future__ import annotations

import pytest

from webhook_constructs.core import UnresolvedValue
from webhook_constructs.core.values.unresolved import is_no_value, is_unresolved, may_be_no_value


def test_a_function_is_given_back_as_it_was() -> None:
    function = {"Fn::Sub": ["^${x}$", {"x": {"Ref": "Branch"}}]}

    assert UnresolvedValue.from_cfn(function).to_cfn() == function


def test_equal_functions_are_equal_values_whatever_the_order_of_their_keys() -> None:
    one = UnresolvedValue.from_cfn({"Fn::Sub": ["x", {"a": 1, "b": 2}]})
    other = UnresolvedValue.from_cfn({"Fn::Sub": ["x", {"b": 2, "a": 1}]})

    assert one == other
    assert hash(one) == hash(other)


def test_a_value_shows_the_function() -> None:
    assert str(UnresolvedValue.from_cfn({"Ref": "Branch"})) == '{"Ref": "Branch"}'


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("^refs/heads/${Token[Branch.12]}$", True, id="a token"),
        pytest.param(UnresolvedValue('{"Ref": "Branch"}'), True, id="a function"),
        pytest.param("^refs/heads/main$", False, id="a text"),
        pytest.param("${Branch}", False, id="a placeholder"),
        pytest.param(None, False, id="nothing"),
    ],
)
def test_tokens_and_functions_are_unresolved(value: str | UnresolvedValue | None, expected: bool) -> None:  # noqa: FBT001
    assert is_unresolved(value) is expected


def test_no_value_is_the_reference_and_nothing_else() -> None:
    assert is_no_value({"Ref": "AWS::NoValue"})
    assert not is_no_value({"Ref": "Branch"})
    assert not is_no_value(None)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("${Token[Branch.12]}", True, id="a token"),
        pytest.param("#{Token[Branches.12]}", True, id="a token of a list"),
        pytest.param(UnresolvedValue('{"Ref": "Branch"}'), True, id="a function"),
        pytest.param("^${Token[Branch.12]}$", False, id="a token in a text"),
        pytest.param("${Token[Branch.12]}$", False, id="a token before a text"),
        pytest.param("${Token[A.1]}${Token[B.2]}", False, id="two tokens"),
        pytest.param("^main$", False, id="a text"),
        pytest.param("", False, id="an empty text"),
    ],
)
def test_a_function_or_a_token_alone_may_be_no_value(value: str | UnresolvedValue, expected: bool) -> None:  # noqa: FBT001
    assert may_be_no_value(value) is expected
