"""What the API's own model says of an input: botocore's service model, checked at the service's end.

A client checks required members and types before it sends a call, but neither enum values nor the pattern of a
project name: those reach the service, and so they are refused here.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import Any

import botocore.session
from botocore.validate import ParamValidator

from .service_error import ValidationError

__all__ = ["check_input"]


def check_input(operation: str, parameters: Mapping[str, Any]) -> None:
    """Check the parameters of a CodeBuild operation against its input shape.

    The texts have the form that AWS services share; the service was seen to use it for an empty branch filter [obs:
    terraform-provider-aws issue 7839]. A member that the model does not know is refused as well, although AWS skips
    it: here it is a typing error of the caller.

    Raises:
        ValidationError: A member is missing, unknown, or of another type, length, pattern or enum than the model has.
    """
    shape = _model().operation_model(operation).input_shape
    report = ParamValidator().validate(parameters, shape)
    if report.has_errors():
        raise ValidationError(report.generate_report())
    problems = list(_problems(shape, parameters, ""))
    if problems:
        noun = "error" if len(problems) == 1 else "errors"
        msg = f"{len(problems)} validation {noun} detected: {'; '.join(problems)}"
        raise ValidationError(msg)


@functools.cache
def _model() -> Any:
    return botocore.session.Session().get_service_model("codebuild")


@functools.cache
def _definitions() -> Any:
    """Return the shapes as the model defines them; the metadata of a shape has no pattern."""
    return botocore.session.Session().get_service_data("codebuild")["shapes"]


def _problems(shape: Any, value: Any, path: str) -> Iterator[str]:
    """Return the broken constraints that botocore's validator does not look at."""
    if shape.type_name == "structure":
        for name, member in value.items():
            yield from _problems(shape.members[name], member, f"{path}.{name}" if path else name)
    elif shape.type_name == "list":
        for number, member in enumerate(value, start=1):
            yield from _problems(shape.member, member, f"{path}.{number}.member")
        maximum = shape.metadata.get("max")
        if maximum is not None and len(value) > maximum:
            yield _failed(value, path, f"Member must have length less than or equal to {maximum}")
    elif shape.type_name == "string":
        yield from _string_problems(shape, value, path)


def _string_problems(shape: Any, value: str, path: str) -> Iterator[str]:
    if shape.enum and value not in shape.enum:
        yield _failed(value, path, f"Member must satisfy enum value set: [{', '.join(shape.enum)}]")
    pattern = _definitions()[shape.name].get("pattern")
    if pattern is not None and re.fullmatch(pattern, value) is None:
        yield _failed(value, path, f"Member must satisfy regular expression pattern: {pattern}")
    maximum = shape.metadata.get("max")
    if maximum is not None and len(value) > maximum:
        yield _failed(value, path, f"Member must have length less than or equal to {maximum}")


def _failed(value: object, path: str, constraint: str) -> str:
    return f"Value '{value}' at '{path}' failed to satisfy constraint: {constraint}"
