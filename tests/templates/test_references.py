"""References of templates, in every way they are written."""

from __future__ import annotations

from typing import Any

import pytest

from webhook_constructs.core.patterns.pieces import pieces_of
from webhook_constructs.templates.references import plain_reference

REF = {"Ref": "Project"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("api", "api"),
        (REF, REF),
        ({"Fn::GetAtt": ["Project", "Arn"]}, REF),
        ({"Fn::GetAtt": "Project.Arn"}, REF),
        ({"Fn::GetAtt": ["Project", "Name"]}, REF),
        ({"Fn::GetAtt": "Nested.Outputs.Api"}, {"Fn::GetAtt": ["Nested", "Outputs.Api"]}),
        ({"Fn::Sub": "${Nested.Outputs.Api}"}, {"Fn::GetAtt": ["Nested", "Outputs.Api"]}),
        ({"Fn::Sub": "${Project}"}, REF),
        ({"Fn::Sub": "${Project.Arn}"}, REF),
        ({"Fn::Sub": ["${Name}", {"Name": {"Ref": "Project"}}]}, REF),
        ({"Fn::Sub": ["${Name}", {"Name": "api"}]}, "api"),
        ({"Fn::Sub": "api"}, "api"),
        ({"Fn::Sub": "${!api}"}, "${api}"),
        ({"Fn::Join": ["", [{"Fn::Sub": "${Project}"}]]}, REF),
        ({"Fn::Join": ["-", ["api", {"Fn::Sub": "ci"}]]}, "api-ci"),
        ({"Fn::Join": ["-", []]}, ""),
        ({"Fn::Join": ["", ["", REF, ""]]}, REF),
        ({"Fn::Sub": ["${A}", {"A": {"Fn::Sub": None}}]}, {"Fn::Sub": None}),
        ({"Fn::Sub": "api-${Stage}"}, {"Fn::Join": ["", ["api-", {"Ref": "Stage"}]]}),
        ({"Fn::Join": ["-", ["api", {"Ref": "Stage"}]]}, {"Fn::Join": ["", ["api-", {"Ref": "Stage"}]]}),
        ({"Fn::Join": ["", ["a", {"Fn::Join": ["-", ["b", REF]]}, "c"]]}, {"Fn::Join": ["", ["ab-", REF, "c"]]}),
        ({"Fn::Sub": "${A}${B}"}, {"Fn::Join": ["", [{"Ref": "A"}, {"Ref": "B"}]]}),
        ({"Fn::Sub": "${A.Arn}${!B}"}, {"Fn::Join": ["", [{"Fn::GetAtt": ["A", "Arn"]}, "${B}"]]}),
        ({"Fn::Sub": ["${A}-${B}", {"A": "api"}]}, {"Fn::Join": ["", ["api-", {"Ref": "B"}]]}),
        ({"Fn::Select": [1, {"Fn::Split": ["/", {"Fn::GetAtt": ["Project", "Arn"]}]}]}, REF),
        (
            {"Fn::Select": ["5", {"Fn::Split": [":", {"Fn::GetAtt": "N.Outputs.A"}]}]},
            {"Fn::GetAtt": ["N", "Outputs.A"]},
        ),
        (
            {
                "Fn::Select": [
                    1,
                    {"Fn::Split": ["/", {"Fn::Select": [5, {"Fn::Split": [":", {"Fn::ImportValue": "A"}]}]}]},
                ]
            },
            {"Fn::ImportValue": "A"},
        ),
    ],
)
def test_what_says_the_same_is_written_in_one_way(value: Any, expected: Any) -> None:
    assert plain_reference(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        None,
        5,
        [],
        {},
        {"Ref": "A", "Fn::Sub": "B"},
        {"Fn::ImportValue": "Name"},
        {"Fn::Sub": None},
        {"Fn::Sub": ["x"]},
        {"Fn::Sub": ["${A}", "B"]},
        {"Fn::GetAtt": None},
        {"Fn::GetAtt": []},
        {"Fn::GetAtt": [{"Ref": "A"}, "Arn"]},
        {"Fn::GetAtt": ["Custom", "Api"]},
        {"Fn::GetAtt": ["Custom", {"Ref": "A"}]},
        {"Fn::GetAtt": "Custom"},
        {"Fn::Join": None},
        {"Fn::Join": ["-", "x"]},
        {"Fn::Join": [{"Ref": "A"}, ["a", "b"]]},
        {"Fn::Select": [1, ["a", "b"]]},
        {"Fn::Select": "x"},
        {"Fn::Select": [0, {"Fn::Split": [",", {"Ref": "Names"}]}]},
        {"Fn::Select": [1, {"Fn::Split": [",", {"Ref": "Names"}]}]},
        {"Fn::Select": [0, {"Fn::Split": ["/", {"Fn::GetAtt": ["Project", "Arn"]}]}]},
        {"Fn::Select": [1, {"Fn::Split": ["/"]}]},
        {"Fn::Select": [1, {"Fn::Split": ["/", "a/b"]}]},
        {"Fn::Select": [1, {"Fn::Split": ["/", {"Fn::Sub": "a/${A}"}]}]},
    ],
)
def test_everything_else_stays_as_it_is(value: Any) -> None:
    assert plain_reference(value) == value


def _nested(depth: int) -> dict[str, Any]:
    value: dict[str, Any] = {"Ref": "A"}
    for _ in range(depth):
        value = {"Fn::Sub": ["${a}${a}", {"a": value}]}
    return value


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(_nested(40), id="doubles with each of 40 levels"),
        pytest.param({"Fn::Sub": "${" * 200_000}, id="half of a variable, many times"),
        pytest.param({"Fn::Sub": ["${a}" * 20_000, {"a": "x" * 300_000}]}, id="a long text many times"),
        pytest.param({"Fn::Join": ["", ["x" * 100_000] * 60_000]}, id="a long text many times in a list"),
    ],
)
def test_what_would_become_very_long_stays_as_it_is(value: Any) -> None:
    assert plain_reference(value) == value
    assert pieces_of(value) == [value]
