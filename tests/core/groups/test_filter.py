"""Single filters."""

from __future__ import annotations

import pytest

from webhook_constructs.core import Filter, FilterType, UnresolvedValue, WebhookSettingsError
from webhook_constructs.core.values.wire import Node, WireForm


def test_there_are_the_eleven_filter_types_of_the_api() -> None:
    assert len(FilterType) == 11


@pytest.mark.parametrize("written", ["PUSH, RELEASED", "PUSH,RELEASED", " RELEASED ,PUSH", "RELEASED,PUSH,PUSH"])
def test_blanks_order_and_repeats_of_event_names_do_not_count(written: str) -> None:
    one, other = Filter(FilterType.EVENT, written), Filter(FilterType.EVENT, "PUSH,RELEASED")

    assert one == other
    assert hash(one) == hash(other)


def test_event_names_are_written_without_blanks_in_the_order_given() -> None:
    assert Filter(FilterType.EVENT, "RELEASED, PUSH").write(WireForm.API) == {
        "type": "EVENT",
        "pattern": "RELEASED,PUSH",
    }


def test_blanks_in_a_pattern_count() -> None:
    assert Filter(FilterType.COMMIT_MESSAGE, "a, b") != Filter(FilterType.COMMIT_MESSAGE, "a,b")


def test_exclusion_counts() -> None:
    assert Filter(FilterType.HEAD_REF, "a") != Filter(FilterType.HEAD_REF, "a", exclude_matched_pattern=True)


def test_a_filter_equals_no_other_thing() -> None:
    assert Filter(FilterType.HEAD_REF, "a") != "a"


def test_filters_without_event_names_differ_by_their_patterns() -> None:
    assert Filter(FilterType.EVENT, "") != Filter(FilterType.EVENT, ",")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(Filter(FilterType.EVENT, "PUSH, NOPE,PUSH"), ("PUSH", "NOPE"), id="known or not, each once"),
        pytest.param(Filter(FilterType.EVENT, ""), (), id="none"),
        pytest.param(Filter(FilterType.EVENT, "${Token[Events.1]}"), None, id="token"),
        pytest.param(Filter(FilterType.EVENT, UnresolvedValue('{"Ref": "E"}')), None, id="function"),
        pytest.param(Filter(FilterType.HEAD_REF, "PUSH"), (), id="another filter"),
    ],
)
def test_event_names(given: Filter, expected: tuple[str, ...] | None) -> None:
    assert given.event_names == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (Filter(FilterType.EVENT, "PUSH"), "EVENT is PUSH"),
        (Filter(FilterType.EVENT, "PUSH", exclude_matched_pattern=True), "EVENT is none of PUSH"),
        (Filter(FilterType.HEAD_REF, "^a$"), "HEAD_REF matches ^a$"),
        (Filter(FilterType.HEAD_REF, "^a$", exclude_matched_pattern=True), "HEAD_REF does not match ^a$"),
    ],
)
def test_a_filter_says_itself_in_words(given: Filter, expected: str) -> None:
    assert str(given) == expected


def test_a_function_of_a_template_goes_through_a_filter() -> None:
    written = {"Type": "HEAD_REF", "Pattern": {"Fn::Sub": "^${B}$"}, "ExcludeMatchedPattern": True}

    assert Filter.read(Node(written, WireForm.CFN, WebhookSettingsError)).write(WireForm.CFN) == written


def test_no_function_goes_to_the_api() -> None:
    with pytest.raises(WebhookSettingsError) as caught:
        Filter.read(Node({"type": "HEAD_REF", "pattern": {"Ref": "B"}}, WireForm.API, WebhookSettingsError))

    assert str(caught.value) == "pattern: expected a text, got {'Ref': 'B'}"


def test_exclusion_is_written_only_where_it_is_so() -> None:
    read = Filter.read(
        Node({"type": "HEAD_REF", "pattern": "a", "excludeMatchedPattern": False}, WireForm.API, WebhookSettingsError)
    )

    assert read.write(WireForm.API) == {"type": "HEAD_REF", "pattern": "a"}
