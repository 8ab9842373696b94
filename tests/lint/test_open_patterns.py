"""Patterns of which the deployment writes a part are judged by the part that is known."""

from __future__ import annotations

from typing import Any

import pytest

from webhook_constructs.core import FilterGroup, WebhookSettings
from webhook_constructs.lint import lint


def found(pattern: Any, filter_type: str = "HEAD_REF") -> list[tuple[str, str]]:
    event = {"Type": "EVENT", "Pattern": "PUSH"}
    group = FilterGroup.from_cfn([event, {"Type": filter_type, "Pattern": pattern}])
    return [(each.id, each.message) for each in lint(WebhookSettings((group,)))]


def ids(pattern: Any, filter_type: str = "HEAD_REF") -> list[str]:
    return [rule for rule, _ in found(pattern, filter_type)]


def sub(text: str) -> dict[str, str]:
    return {"Fn::Sub": text}


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (sub("refs/heads/${Branch}"), ["WH203"]),
        (sub("refs/heads/${Branch}$"), ["WH203"]),
        (sub("refs/heads/${Branch}.*"), ["WH203"]),
        (sub("^refs/heads/main|${Branch}$"), ["WH203"]),
        (sub("^refs/heads/(?!${Branch})"), ["WH102"]),
        (sub("(${Branch}"), []),
        (sub("^refs/heads/${Branch}"), []),
        (sub("^refs/heads/${Branch}$"), []),
        (sub("^refs/heads/(main|${Branch})$"), []),
        (sub("${Prefix}/main$"), []),
        (sub("${Branch}$"), []),
        (sub("^${Branch}"), []),
        (sub("${Branch}"), []),
        ({"Ref": "Branch"}, []),
        ({"Fn::ImportValue": "branch"}, []),
        ({"Fn::Join": ["", ["refs/heads/", {"Fn::ImportValue": "branch"}]]}, ["WH203"]),
        ("refs/heads/${Token[Branch.12]}", ["WH203"]),
        ("refs/heads/{{resolve:ssm:branch}}", ["WH203"]),
        ("^refs/heads/{{resolve:ssm:branch}}$", []),
    ],
)
def test_what_holds_whatever_comes_in_is_found(pattern: Any, expected: list[str]) -> None:
    assert ids(pattern) == expected


@pytest.mark.parametrize(
    ("pattern", "shown"),
    [
        (sub("^(?!${Branch})"), "^(?!${Branch})"),
        (sub("^(?!${Project.Arn}|${Branch})"), "^(?!${Project.Arn}|${Branch})"),
        ("^(?!{{resolve:ssm:branch}})", "^(?!{{resolve:ssm:branch}})"),
        ({"Fn::Join": ["", ["^(?!", {"Fn::ImportValue": "b"}, ")"]]}, "^(?!${ImportValue})"),
        ({"Fn::Join": ["", ["^(?!", ["x"], ")"]]}, "^(?!${...})"),
    ],
)
def test_what_is_open_is_shown_as_it_is_written(pattern: Any, shown: str) -> None:
    ((rule, message),) = found(pattern)

    assert rule == "WH102"
    assert shown in message


def test_an_actor_is_not_taken_for_a_login_because_its_id_is_open() -> None:
    assert ids(sub("^${Id}$"), "ACTOR_ACCOUNT_ID") == []


def test_what_is_found_anyway_is_found_once() -> None:
    event = {"Type": "EVENT", "Pattern": "PUSH"}
    id_, ref = {"Type": "ACTOR_ACCOUNT_ID", "Pattern": "12345"}, {"Type": "HEAD_REF", "Pattern": sub("^a${B}")}
    filters: list[dict[str, Any]] = [event, id_, ref]

    assert [each.id for each in lint(WebhookSettings((FilterGroup.from_cfn(filters),)))] == ["WH201"]


def test_an_event_that_is_open_is_not_guessed() -> None:
    group = FilterGroup.from_cfn([{"Type": "EVENT", "Pattern": sub("PUSH,${More}")}])

    assert lint(WebhookSettings((group,))) == ()
