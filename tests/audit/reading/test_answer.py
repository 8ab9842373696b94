"""Responses are checked against the service models of boto3."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.session import Session

from tests.audit.aws_answers import answers
from webhook_constructs.audit import Connection, Target
from webhook_constructs.audit.reading.answer import _KINDS, _USED_BY_RULES, Answer
from webhook_constructs.audit.reading.connection import READ_ACTIONS

__all__ = ["answers"]  # the fixture

PARTS = ("member", "key", "value")


def test_a_service_with_a_newer_protocol_is_read_by_boto3() -> None:
    model = Session().get_service_model("codebuild").operation_model("ListProjects")

    assert Answer.of(model, {"projects": ["api"]})["projects"] == ["api"]


@pytest.mark.usefixtures("answers")
def test_a_member_that_is_not_there_is_none() -> None:
    assert Connection(Target(region="us-east-1")).call("codebuild", "ListProjects").get("nextToken") is None


def shapes(shape: Any, seen: dict[str, Any]) -> None:
    """Add a shape, and all that it is made of, by their names."""
    if shape.name not in seen:
        seen[shape.name] = shape
        for each in [*getattr(shape, "members", {}).values(), *(getattr(shape, name, None) for name in PARTS)]:
            if each is not None:
                shapes(each, seen)


def test_the_service_models_are_as_the_checks_take_them() -> None:
    session, seen = Session(), dict[str, Any]()
    for service, operations in READ_ACTIONS.items():
        model = session.get_service_model(service)
        assert model.resolved_protocol == ("query" if service == "cloudformation" else "json")
        for operation in operations:
            shapes(model.operation_model(operation).output_shape, seen)

    assert _USED_BY_RULES - seen.keys() == set()
    assert {each.type_name for each in seen.values()} - _KINDS.keys() == {"integer", "long", "timestamp"}
    renamed = [each.name for each in seen.values() for name in [each.serialization.get("name")] if name]
    assert renamed == []
