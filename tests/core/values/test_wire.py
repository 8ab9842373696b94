"""Reading JSON in either form."""

from __future__ import annotations

from typing import Any

import pytest

from webhook_constructs.core import FilterType, UnresolvedValue, WebhookSettingsError
from webhook_constructs.core.values.wire import Node, WireForm, as_mapping, as_mappings, as_strings, get_member


def node(value: Any, form: WireForm = WireForm.CFN, path: str = "Place") -> Node:
    return Node(value, form, WebhookSettingsError, path)


def refusal(read: Any) -> str:
    with pytest.raises(WebhookSettingsError) as caught:
        read()
    return str(caught.value)


def test_the_forms_differ_in_the_first_letter() -> None:
    assert WireForm.API.key("excludeMatchedPattern") == "excludeMatchedPattern"
    assert WireForm.CFN.key("excludeMatchedPattern") == "ExcludeMatchedPattern"


def test_members_come_under_their_api_names_with_their_path() -> None:
    members = node({"Type": "EVENT", "Pattern": None}).members(("type", "pattern"))

    assert {name: (each.value, each.path) for name, each in members.items()} == {"type": ("EVENT", "Place.Type")}


def test_a_member_that_is_no_value_is_not_set() -> None:
    assert node({"Pattern": {"Ref": "AWS::NoValue"}}).members(("pattern",)) == {}


def test_ignored_members_are_not_read() -> None:
    assert node({"Webhook": "anything"}).members((), ignored=("webhook",)) == {}


def test_elements_come_with_their_path_and_without_what_is_no_value() -> None:
    elements = list(node(["a", {"Ref": "AWS::NoValue"}, "b"]).elements())

    assert [(each.value, each.path) for each in elements] == [("a", "Place[0]"), ("b", "Place[2]")]


@pytest.mark.parametrize("value", [True, "true", "True", "TRUE"])
def test_a_template_may_write_true_as_text(value: object) -> None:
    assert node(value).flag() is True


@pytest.mark.parametrize("value", [False, "false"])
def test_a_template_may_write_false_as_text(value: object) -> None:
    assert node(value).flag() is False


@pytest.mark.parametrize(("value", "text"), [(12345, "12345"), (1.5, "1.5"), (True, "true")])
def test_a_template_may_write_a_text_as_a_number_or_boolean(value: object, text: str) -> None:
    assert (node(value).text(), node(value).text_or_function()) == (text, text)


def test_a_function_may_stand_for_a_text_in_a_template() -> None:
    assert node({"Fn::Sub": "x"}).text_or_function() == UnresolvedValue('{"Fn::Sub": "x"}')
    assert node("x").text_or_function() == "x"


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        pytest.param(lambda: node([]).text(), "Place: expected a text, got []", id="text"),
        pytest.param(
            lambda: node(1, WireForm.API).text(), "Place: expected a text, got 1", id="number for a text of the API"
        ),
        pytest.param(lambda: node("yes").flag(), "Place: expected true or false, got 'yes'", id="flag"),
        pytest.param(
            lambda: node("true", WireForm.API).flag(), "Place: expected true or false, got 'true'", id="flag of the API"
        ),
        pytest.param(lambda: node(1).flag(), "Place: expected true or false, got 1", id="number for a flag"),
        pytest.param(lambda: list(node("x").elements()), "Place: expected a list, got 'x'", id="text for a list"),
        pytest.param(lambda: list(node({}).elements()), "Place: expected a list, got {}", id="object for a list"),
        pytest.param(lambda: node([]).members(()), "Place: expected an object, got []", id="list for an object"),
        pytest.param(
            lambda: node({"Fn::If": []}).members(()),
            "Place: expected an object that is known before the deployment, got {'Fn::If': []}",
            id="function for an object",
        ),
        pytest.param(
            lambda: node({"Ref": "A", "Fn::Sub": "x"}).text_or_function(),
            "Place: expected a text, got {'Ref': 'A', 'Fn::Sub': 'x'}",
            id="two functions for a text",
        ),
        pytest.param(
            lambda: node({1: 2}).text_or_function(), "Place: expected a text, got {1: 2}", id="object for a text"
        ),
        pytest.param(
            lambda: node({"Ref": "A"}, WireForm.API).text_or_function(),
            "Place: expected a text, got {'Ref': 'A'}",
            id="function in the API",
        ),
        pytest.param(
            lambda: node({"x": 1}).members(("type", "pattern")),
            "Place: unknown key, got 'x', allowed are Pattern, Type",
            id="unknown key",
        ),
        pytest.param(
            lambda: node({}, path="").required({}, "type"), "expected an object with Type, got {}", id="no path"
        ),
        pytest.param(
            lambda: node("x" * 100).flag(), f"Place: expected true or false, got '{'x' * 79}...", id="long value"
        ),
        pytest.param(
            lambda: node("NOPE").choice(FilterType),
            "Place: expected one of EVENT, BASE_REF, HEAD_REF, ACTOR_ACCOUNT_ID, FILE_PATH, COMMIT_MESSAGE, "
            "WORKFLOW_NAME, TAG_NAME, RELEASE_NAME, REPOSITORY_NAME, ORGANIZATION_NAME, got 'NOPE'",
            id="unknown choice",
        ),
    ],
)
def test_a_wrong_shape_is_refused_with_its_place(read: Any, expected: str) -> None:
    assert refusal(read) == expected


def test_a_member_is_found_in_the_spelling_of_the_cdk_and_of_templates() -> None:
    assert get_member({"actionTypeId": 1}, "actionTypeId") == 1
    assert get_member({"ActionTypeId": 2}, "actionTypeId") == 2
    assert get_member({}, "actionTypeId") is None


def test_an_object_is_empty_where_there_is_something_else() -> None:
    assert as_mapping({"a": 1}) == {"a": 1}
    assert list(map(as_mapping, (None, [], "a", 1))) == [{}, {}, {}, {}]


def test_the_objects_and_strings_of_a_list_are_picked_out() -> None:
    mixed = [{"a": 1}, "a", None, 2, "b", {}]

    assert as_mappings(mixed) == ({"a": 1}, {})
    assert as_strings(mixed) == ["a", "b"]
    assert (as_mappings({"a": 1}), as_strings("ab"), as_mappings(None), as_strings(None)) == ((), [], (), [])
