"""The body of a response: how it gets past boto3's parser, and what JSON or XML it holds.

boto3's parser reads a response as a whole, and does not check it: it makes a list of an object, an absent member of
`null`, and an exception of Python of much else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from .read_error import strange

__all__ = ["keep_body", "parsed_body"]

_BODY = "BodyAsReceived"
_MULTIPLE_CHOICES = 300
_BOOLEANS = {"true": True, "false": False}


def keep_body(operation_model: Any, response_dict: Any, customized_response_dict: Any, **_: Any) -> None:
    """Add the body to what the client of boto3 returns: a handler of the event `before-parse`.

    boto3's parser reads errors only. In place of any other body it gets an empty one, on which it cannot fail.
    """
    protocol = operation_model.service_model.resolved_protocol
    if protocol in _PARSERS and response_dict["status_code"] < _MULTIPLE_CHOICES:
        customized_response_dict[_BODY] = response_dict["body"]
        response_dict["body"] = b"{}" if protocol == "json" else _empty_xml(operation_model)


def parsed_body(operation_model: Any, returned: Mapping[str, Any]) -> Any:
    """Return the value of the body that `keep_body` has added.

    A service that moves to another protocol leaves its bodies to boto3's parser.

    Args:
        operation_model: The operation in the service model.
        returned: What the client of boto3 returned.

    Raises:
        ReadError: The body is not in the format of the service.
    """
    if _BODY not in returned:
        return returned
    return _PARSERS[operation_model.service_model.resolved_protocol](returned[_BODY], operation_model)


def _from_json(body: bytes, model: Any) -> Any:
    try:
        return json.loads(body, object_pairs_hook=_object)
    except (ValueError, RecursionError):
        raise strange(model.name, "has a body that is not JSON") from None


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; which of two members of one name counts, nobody knows."""
    members = dict(pairs)
    if len(members) < len(pairs):
        msg = "two members have the same name"
        raise ValueError(msg)
    return members


def _from_xml(body: bytes, model: Any) -> Any:
    try:
        root = ET.fromstring(body)  # noqa: S314 - boto3 reads it with the same parser
    except (ET.ParseError, LookupError, ValueError):
        raise strange(model.name, "has a body that is not XML") from None
    wrapper = model.output_shape.serialization["resultWrapper"]
    results = [each for each in root if _tag(each) == wrapper]
    if _tag(root) != f"{model.name}Response" or len(results) != 1:
        raise strange(model.name, f"has a body that is not a {model.name}Response with one {wrapper}")
    return _value(results[0], model.output_shape, model.name)


def _value(node: Element, shape: Any, place: str) -> Any:
    """Return the value of an element, as JSON would have it."""
    tags = [_tag(each) for each in node]
    text = "".join([node.text or "", *(each.tail or "" for each in node)])
    is_blank = not text.strip()
    if shape.type_name == "structure" and is_blank and len(set(tags)) == len(tags):
        known = [(tag, each) for tag, each in zip(tags, node, strict=True) if tag in shape.members]
        return {tag: _value(each, shape.members[tag], f"{place}.{tag}") for tag, each in known}
    if shape.type_name == "list" and is_blank and {*tags} <= {"member"}:
        return [_value(each, shape.member, f"{place}[]") for each in node]
    if shape.type_name in {"structure", "list"} or tags:
        raise strange(place, f"is not {_ELEMENTS.get(shape.type_name, 'text')}")
    return _BOOLEANS.get(text, text) if shape.type_name == "boolean" else text


_ELEMENTS = {"structure": "elements with different names", "list": "a list of elements named member"}


def _tag(node: Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _empty_xml(model: Any) -> bytes:
    return f"<_><{model.output_shape.serialization['resultWrapper']}/></_>".encode()


_PARSERS = {"json": _from_json, "query": _from_xml}
