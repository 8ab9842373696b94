"""Apps as their authors would write them, each made by a function that is registered under its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["scenario"]

_Make = TypeVar("_Make", bound="Callable[..., Any]")


def scenario(scenarios: dict[str, _Make]) -> Callable[[_Make], _Make]:
    """Register the function below among some scenarios."""

    def register(make: _Make) -> _Make:
        scenarios[make.__name__] = make
        return make

    return register
