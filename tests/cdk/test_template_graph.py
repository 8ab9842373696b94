"""What waits for what in a rendered template, and circles in it."""

from __future__ import annotations

from typing import Any

import pytest

from webhook_constructs.cdk.handler_role.template_graph import circle_at, dependencies_of


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        pytest.param({"DependsOn": "A"}, {"A"}, id="depends-on-one"),
        pytest.param({"DependsOn": ["A", "B"]}, {"A", "B"}, id="depends-on-several"),
        pytest.param({"Properties": {"X": [{"Y": {"Ref": "A"}}]}}, {"A"}, id="ref"),
        pytest.param({"Properties": {"X": {"Fn::GetAtt": ["A", "Arn"]}}}, {"A"}, id="attribute"),
        pytest.param({"Properties": {"X": {"Fn::GetAtt": ["A", "Outputs.B"]}}}, {"A"}, id="output-of-a-nested-stack"),
        pytest.param({"Properties": {"X": {"Fn::GetAtt": "A.Arn"}}}, {"A"}, id="attribute-in-yaml"),
        pytest.param({"Properties": {"X": {"Fn::Sub": "${A}-${B.Arn}-${!C}"}}}, {"A", "B"}, id="substituted"),
        pytest.param(
            {"Properties": {"X": {"Fn::Sub": ["${A}-${B}", {"B": {"Ref": "C"}}]}}}, {"A", "C"}, id="substituted-value"
        ),
        pytest.param({"Properties": {"X": {"Fn::If": ["D", {"Ref": "A"}, {"Ref": "B"}]}}}, {"A", "B"}, id="condition"),
        pytest.param({"Properties": {"X": {"Ref": "AWS::Region"}}}, set(), id="pseudo-parameter"),
        pytest.param({"Properties": {"DependsOn": [{"Condition": "A"}], "Ref": {}}}, set(), id="other-meaning"),
        pytest.param({"Properties": {"X": {"Fn::Sub": []}, "Y": {"Fn::GetAtt": {"a": 1}}}}, set(), id="malformed"),
        pytest.param({"DependsOn": None, "Properties": {"X": {"Fn::Sub": ["${A}", None]}}}, {"A"}, id="half-malformed"),
    ],
)
def test_what_a_resource_waits_for(resource: dict[str, Any], expected: set[str]) -> None:
    others: dict[str, Any] = {name: {} for name in "ABC"}

    assert dependencies_of({"X": resource, **others})["X"] == expected


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param("W>A A>B B>C", "", id="chain"),
        pytest.param("A>W B>W W>C A>C B>A", "", id="several-ways"),
        pytest.param("W>A A>W", "A W", id="circle-of-two"),
        pytest.param("W>A A>B B>C C>W", "A B C W", id="longer-circle"),
        pytest.param("W>W", "W", id="itself"),
        pytest.param("A>B B>A", "", id="circle-of-others"),
        pytest.param("W>A A>B B>A", "", id="circle-that-is-waited-for"),
        pytest.param("A>B B>A A>W", "", id="circle-that-waits"),
    ],
)
def test_a_circle_is_one_that_a_webhook_waits_for_and_that_waits_for_a_webhook(edges: str, expected: str) -> None:
    graph: dict[str, set[str]] = {name: set() for name in "ABCW"}
    for edge in edges.split():
        graph[edge[0]].add(edge[2])

    circle = circle_at(graph, ["W"])

    assert sorted(circle) == expected.split()
    assert all(after in graph[before] for before, after in zip(circle, [*circle[1:], *circle[:1]], strict=True))
