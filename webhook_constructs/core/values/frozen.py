"""Values that cannot be changed, and say so."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import NoReturn, TypeVar

__all__ = ["frozen"]

_T = TypeVar("_T")


def frozen(cls: type[_T]) -> type[_T]:
    """Return a frozen dataclass with slots that refuses every change with an error of ours.

    What dataclasses make refuses to change a field, and fails with a TypeError of its own machinery on any other name,
    and on a subclass that is no dataclass.

    Args:
        cls: The dataclass.

    Returns:
        The same class.
    """
    cls.__setattr__ = cls.__delattr__ = _refuse  # type: ignore[method-assign]
    return cls


def _refuse(value: object, name: str, _new: object = None) -> NoReturn:
    msg = f"cannot change {name!r} of a {type(value).__name__}, it is frozen: make a new one"
    raise FrozenInstanceError(msg)
