"""Access to rendered properties, which can hold anything."""

from __future__ import annotations

from webhook_constructs.core.values.json_access import as_mapping, as_mappings, as_strings, get_member


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
