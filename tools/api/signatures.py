"""The signatures of functions and attributes as Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from griffe import Attribute, Function, ParameterKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from griffe import Object, Parameter

__all__ = ["signature"]

_NOT_SHOWN = ("self", "cls")
_STARS = {ParameterKind.var_positional: "*", ParameterKind.var_keyword: "**"}
_KEYWORDS_FOLLOW = {ParameterKind.keyword_only, ParameterKind.var_positional}
_WIDTH = 100


def signature(found: Object, name: str) -> str | None:
    """Write how a function is called or what type an attribute has; None for what has neither.

    Args:
        found: The function, whose `self` is left out, or the attribute.
        name: What it is called. A constructor is called by the name of its class.
    """
    if isinstance(found, Attribute):
        return f"{name}: {found.annotation}" if found.annotation is not None else None
    if not isinstance(found, Function):
        return None
    returned = "" if found.name == "__init__" or found.returns is None else f" -> {found.returns}"
    parameters = list(_parameters(found))
    on_one_line = f"{name}({', '.join(parameters)}){returned}"
    if len(on_one_line) <= _WIDTH:
        return on_one_line
    return "\n".join([f"{name}(", *(f"    {each}," for each in parameters), f"){returned}"])


def _parameters(function: Function) -> Iterator[str]:
    shown = [each for each in function.parameters if each.name not in _NOT_SHOWN]
    before = None
    for each in shown:
        if each.kind is ParameterKind.keyword_only and before not in {
            ParameterKind.keyword_only,
            ParameterKind.var_positional,
        }:
            yield "*"
        if before is ParameterKind.positional_only and each.kind is not before:
            yield "/"
        yield _parameter(each)
        before = each.kind
    if before is ParameterKind.positional_only:
        yield "/"


def _parameter(parameter: Parameter) -> str:
    stars = _STARS.get(parameter.kind, "") if parameter.kind else ""
    annotation = "" if parameter.annotation is None else f": {parameter.annotation}"
    default = "" if parameter.default is None or stars else f" = {parameter.default}"
    return f"{stars}{parameter.name}{annotation}{default}"
