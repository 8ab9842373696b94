"""What is known of a construct, kept on the construct itself, so that it lives and dies with its tree."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from constructs import IConstruct

__all__ = ["kept_on"]

_Construct = TypeVar("_Construct", bound="IConstruct")
_Value = TypeVar("_Value")


def kept_on(construct: _Construct, make: Callable[[_Construct], _Value]) -> _Value:
    """Return what a function returns for a construct, and call it only once for each.

    The answer is an attribute of the Python object, of which jsii makes one for each construct.

    Args:
        construct: The construct.
        make: The function, whose name is that of the attribute. Its answer must not change with the tree.
    """
    kept = vars(construct)
    name = f"_webhook_constructs_{make.__qualname__}"
    if name not in kept:
        kept[name] = make(construct)
    return cast("_Value", kept[name])
